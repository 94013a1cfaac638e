//! The diagnostics about the inputs: with stable codes, collected, and stopped on between stages.
//!
//! Every stage takes `&mut Diagnostics` and goes on where it can, so that one run shows all faults
//! of a kind. Each thing that a stage widened, repaired or left out is a diagnostic too, of a
//! milder severity; together those are the ledger.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::text::locate::places::Places;
use crate::text::pointer::Pointer;
use crate::text::words::visible::visible;

pub use codes::{Block, Code, Explanation, Part};
pub use render::{NamedText, Sources, Style, render, render_each, render_in, render_json};

use external::Owned;

pub(crate) use external::External;

mod codes;
mod external;
pub(crate) mod positions;
mod render;
mod spans;

/// The weight of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The output is right but wider or smaller than the document; only the ledger shows it.
    Note,
    /// The document is wrong and was repaired, or somebody should decide; printed, and in the
    /// ledger.
    Warning,
    /// Nothing can be generated.
    Error,
}

impl Severity {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The input that a pointer leads into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The OpenAPI document.
    Document,
    /// The overlay.
    Overlay,
    /// An overlay of words, by its number.
    Docs(usize),
    /// `codegen.toml`; its pointers are tables and keys.
    Config,
    /// The document of the webhooks.
    Webhooks,
    /// Another file of the document, by its number among the names of those that were read.
    File(usize),
    /// `names.lock`, of which there are lines and no pointers.
    Lock,
}

/// One remark about one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The input.
    pub origin: Origin,
    /// The place in the input.
    pub pointer: Pointer,
    /// The number of the equal key that the pointer means, from 0; only duplicates have more than
    /// one.
    pub occurrence: usize,
    /// The kind of the diagnostic.
    pub code: Code,
    /// One sentence that names the facts, without a final stop.
    pub message: String,
    /// A second place that belongs to it.
    pub related: Option<Related>,
    /// The repair and the file it belongs in; overrides the code's own help.
    pub help: Option<String>,
    /// The lines that would mend it, as somebody would write them; they follow the help.
    pub mend: Vec<String>,
    /// A place in the text, where no pointer exists yet.
    pub position: Option<LineColumn>,
    /// The bytes of the place, where reading the text gave them; those of other places are found
    /// when they are printed.
    pub span: Option<Span>,
    /// The name of the input, if it is [`Origin::File`].
    pub file: Option<Arc<str>>,
    /// The place in the document that all files are together, if the input is another file: the
    /// place that an overlay selects.
    pub part: Option<Pointer>,
}

/// A second place that a diagnostic belongs to, in the same input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// The place.
    pub pointer: Pointer,
    /// The number of the equal key that is meant, from 0.
    pub occurrence: usize,
    /// A word on why it belongs to it.
    pub label: String,
    /// The bytes of the place, like those of the diagnostic itself.
    pub span: Option<Span>,
}

impl Related {
    /// Returns the place of a pointer, with a word on why it is shown.
    pub fn new(pointer: Pointer, label: impl Into<String>) -> Self {
        Self { pointer, occurrence: 0, label: label.into(), span: None }
    }
}

/// A part of a text, in bytes from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
}

/// A place in a text, counted in characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Diagnostic {
    /// Returns a diagnostic about a place in the document.
    pub fn new(code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self {
            origin: Origin::Document,
            pointer: pointer.clone(),
            occurrence: 0,
            code,
            message: message.into(),
            related: None,
            help: None,
            mend: Vec::new(),
            position: None,
            span: None,
            file: None,
            part: None,
        }
    }

    /// Returns the same about another input.
    #[must_use]
    pub fn in_origin(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// Adds a repair.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the lines that would mend it.
    #[must_use]
    pub fn mend<L: Into<String>>(mut self, lines: impl IntoIterator<Item = L>) -> Self {
        self.mend.extend(lines.into_iter().map(Into::into));
        self
    }

    /// Returns the severity, which its code decides.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Returns the line of the ledger: code, pointer, message. Text of the document in it cannot
    /// begin another line.
    pub fn ledger_line(&self) -> String {
        let place = match self.origin {
            Origin::Document => format!("#{}", self.pointer),
            Origin::Overlay => format!("overlay.yaml#{}", self.pointer),
            Origin::Docs(number) => format!("docs[{number}]#{}", self.pointer),
            Origin::Config => format!("codegen.toml#{}", self.pointer),
            Origin::Webhooks => format!("webhooks.yaml#{}", self.pointer),
            Origin::Lock => "names.lock".to_owned(),
            Origin::File(_) => {
                format!("{}#{}", self.file.as_deref().unwrap_or_default(), self.pointer)
            }
        };
        visible(&format!("{}  {place}  {}", self.code, self.message)).into_owned()
    }
}

/// Returns the text without the byte order mark that some editors put first.
pub(crate) fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The diagnostics of a run so far.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    homes: Homes,
    /// The parts of the document that stand in another input.
    owned: Vec<Owned>,
    /// The references to other files that cannot be followed.
    external: BTreeMap<String, External>,
    /// The places of the inputs that were read with theirs.
    places: Vec<(Origin, Places)>,
}

/// The sign that a stage stopped the run; the reasons are in the [`Diagnostics`] it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the document has errors; nothing was generated")
    }
}

impl std::error::Error for Stopped {}

impl Diagnostics {
    /// Adds one.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all of another run.
    pub(crate) fn absorb(&mut self, others: Self) {
        self.list.extend(others.list);
    }

    /// Adds all that a stage of its own has found about one input.
    pub(crate) fn absorb_about(&mut self, origin: Origin, others: Self) {
        self.places.extend(others.places.into_iter().map(|(_, places)| (origin, places)));
        self.list.extend(others.list.into_iter().map(|one| one.in_origin(origin)));
    }

    /// Adds one about a place in the document: the short form of [`Diagnostics::report`].
    pub fn add(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) {
        self.report(Diagnostic::new(code, pointer, message));
    }

    /// Notes that a stage moved a part of the document: diagnostics about the new place are about
    /// the old.
    pub fn moved(&mut self, to: Pointer, from: Pointer) {
        // The first move to a place is the one that made it.
        self.homes.0.entry(to).or_insert(from);
    }

    /// Returns the places where the parts that stages moved stood before.
    pub(crate) const fn homes(&self) -> &Homes {
        &self.homes
    }

    /// Notes that a part of the document stands in another input: diagnostics about it are about
    /// that.
    pub(crate) fn stands_in(&mut self, origin: Origin, part: Pointer, home: Pointer) {
        self.owned.push(Owned { origin, part, home });
    }

    /// Notes why a reference to another file cannot be followed.
    pub(crate) fn explain_external(&mut self, reference: &str, external: External) {
        self.external.entry(reference.to_owned()).or_insert(external);
    }

    /// Returns why a reference to another file cannot be followed, if that is known.
    pub(crate) fn external(&self, reference: &str) -> Option<&External> {
        self.external.get(reference)
    }

    /// Keeps the places of an input, for the diagnostics about it.
    pub(crate) fn keep_places(&mut self, origin: Origin, places: Places) {
        self.places.push((origin, places));
    }

    /// Takes what is known of the places in an input: those that were kept, and the parts that a
    /// stage moved.
    pub(crate) fn take_places(&mut self, origin: Origin) -> (Option<Places>, Homes) {
        let at = self.places.iter().position(|(known, _)| *known == origin);
        (at.map(|at| self.places.swap_remove(at).1), self.homes.clone())
    }

    /// Adds one about a place in `codegen.toml`.
    pub fn config(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) {
        self.report(Diagnostic::new(code, pointer, message).in_origin(Origin::Config));
    }

    /// Stops the run if an error was reported; to be called between stages.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if there is an error in the list.
    pub fn propagate(&self) -> Result<(), Stopped> {
        let failed = self.list.iter().any(|one| one.severity() == Severity::Error);
        if failed { Err(Stopped) } else { Ok(()) }
    }

    /// Returns all of them, like [`Diagnostics::into_sorted`], with the places in the texts that
    /// were kept.
    pub fn into_located(mut self, texts: &[(Origin, &str)]) -> Vec<Diagnostic> {
        let places = std::mem::take(&mut self.places);
        let mut list = self.into_sorted();
        for (origin, places) in &places {
            let text = texts.iter().find(|(known, _)| known == origin);
            if let Some((_, text)) = text {
                spans::fill(&mut list, *origin, without_bom(text), places);
            }
        }
        list
    }

    /// Returns all of them, sorted by place and without repetitions, whatever the order in which
    /// they were found.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        for one in self.list.iter_mut().filter(|one| one.origin == Origin::Document) {
            one.pointer = self.homes.of(&one.pointer);
            Owned::settle(&self.owned, one);
        }
        self.list.sort();
        self.list.dedup();
        self.list
    }
}

/// The most moves that are followed back to where a part stood: one part within another.
const MOVES: usize = 64;

/// The places where the author of the document wrote what stages have moved, by the new ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Homes(BTreeMap<Pointer, Pointer>);

impl Homes {
    /// Returns the place in the text of what is at a place now.
    pub(crate) fn of(&self, place: &Pointer) -> Pointer {
        let mut place = place.clone();
        for _ in 0..MOVES {
            let mut around = std::iter::successors(Some(place.clone()), Pointer::parent);
            let home = around.find_map(|to| place.rebased(&to, self.0.get(&to)?));
            let Some(home) = home else { break };
            place = home;
        }
        place
    }
}
