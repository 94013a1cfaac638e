//! Explanation: one thing at every stage, from the document to the Rust of it.
//!
//! Decides what belongs to a thing at each stage, and nothing about the thing: every part of the
//! answer is looked up in what the stages themselves have made.
//!
//! | part | where |
//! |---|---|
//! | the thing that is meant | `subject` |
//! | the document at each stage, and the actions that touch the thing | `trees` |
//! | its shape and its type, in words | `shape` |
//! | its items in the file that is emitted | `code` |

use std::collections::BTreeSet;

use serde_json::Value;

use crate::change::surface::build::Planned;
use crate::change::surface::describe;
use crate::change::surface::whole::Surface;
use crate::diagnostic::positions::Text;
use crate::diagnostic::{Diagnostic, Diagnostics, LineColumn, Origin, Stopped};
use crate::input::config::Config;
use crate::input::lock::Lock;
use crate::input::source::{self, DuplicateKeys};
use crate::names::lock::table;
use crate::output::emit::Model;
use crate::output::print;
use crate::text::pointer::Pointer;
use crate::{Input, Plan, located, locked, resolved};

use subject::Subject;
use trees::Trees;

mod code;
mod shape;
mod subject;
mod trees;

/// A thing of the client at every stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The name of the thing in Rust: `boats.list`, `Boat`, `Boat.name`.
    pub name: String,
    /// The stages at which there is something to see, in their order.
    pub sections: Vec<Section>,
}

/// A thing at one stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The stage.
    pub view: View,
    /// The place in the text of that input.
    pub position: Option<LineColumn>,
    /// A line about it.
    pub remark: String,
    /// YAML, or Rust, or lines.
    pub text: String,
}

/// The stages at which a thing can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// The document that the vendor has published.
    Published,
    /// The document.
    Document,
    /// The document of the webhooks.
    Webhooks,
    /// An action of an overlay that touches it: of the corrections, or of the words.
    Action(Origin),
    /// The document with the corrections.
    Corrected,
    /// The document in the words of OpenAPI 3.0.
    Lowered,
    /// The shape of it in Rust.
    Shape,
    /// Its names, with the reason for each.
    Names,
    /// The emitted code.
    Code,
    /// The lines of the ledger about it.
    Ledger,
}

/// The reason why there is no explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unexplained {
    /// An input has errors.
    Refused(Vec<Diagnostic>),
    /// The client has no such thing; the line helps to find the one that was meant.
    Unknown(String),
}

/// Explains the things that are called `what`: an operation (`GET /boats/`, `boats.list`), a type
/// (`Boat`), a member of one (`Boat.name`), or a place in the document
/// (`#/components/schemas/Boat`). In a `published` document the thing is shown as it was before it
/// was extracted.
///
/// # Errors
///
/// [`Unexplained`], if an input has errors, or nothing is called so.
pub fn explain(
    input: &Input<'_>,
    what: &str,
    published: Option<&str>,
) -> Result<Vec<Explanation>, Unexplained> {
    let mut diagnostics = Diagnostics::default();
    let made = Made::of(input, &mut diagnostics);
    let refused = |diagnostics| Unexplained::Refused(located(diagnostics, input));
    let made = match made {
        Ok(made) => made,
        Err(Stopped) => return Err(refused(diagnostics)),
    };
    let (places, homes) = diagnostics.take_places(Origin::Document);
    let text = Text { text: input.document, places, homes };
    let subjects = subject::find(&made.surface, &text, what).map_err(Unexplained::Unknown)?;
    let trees = Trees::read(input, &made.config);
    let published = published.and_then(|published| read_published(published, &made.config));
    let diagnostics = located(diagnostics, input);
    let explain = |subject: &Subject| {
        let mut sections = Vec::new();
        sections.extend(published.as_ref().and_then(|tree| seen(tree, &text, subject)));
        sections.extend(trees.sections(subject, &text));
        sections.extend(made.sections(subject, &trees, input));
        sections.extend(ledger(subject, &text, &diagnostics));
        Explanation { name: subject.name.clone(), sections }
    };
    Ok(subjects.iter().map(explain).collect())
}

impl Section {
    fn new(view: View, remark: impl Into<String>, text: impl Into<String>) -> Self {
        Self { view, position: None, remark: remark.into(), text: text.into() }
    }
}

/// The results of the stages behind the document.
struct Made {
    config: Config,
    plan: Plan,
    surface: Surface,
    names: Vec<table::Named>,
}

impl Made {
    fn of(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Result<Self, Stopped> {
        let config = Config::parse(input.config.unwrap_or_default(), diagnostics)?;
        let lock = locked(input, diagnostics)?;
        let document = resolved(&config, input, diagnostics, &mut |_| ())?;
        let none = Lock::default();
        let plain = Plan::of(&document, &config, none, &mut Diagnostics::default(), &mut |_| ())?;
        let plan = Plan::of(&document, &config, lock, diagnostics, &mut |_| ())?;
        diagnostics.propagate()?;
        let Plan { api, names, layout, package, facts, .. } = &plan;
        let surface = describe(&Planned { api, names, layout, package, facts });
        let release = input.release;
        let names = table::table(&plan.next_lock(release), &plain.next_lock(release), &config);
        Ok(Self { config, plan, surface, names })
    }

    /// Returns the shape, the names and the code of a thing.
    fn sections(&self, subject: &Subject, trees: &Trees, input: &Input<'_>) -> Vec<Section> {
        let reason = shape::reason(&self.surface, subject, trees.lowered(subject));
        let shape = shape::describe(&self.surface, subject);
        let mut sections = vec![Section::new(View::Shape, reason.unwrap_or_default(), shape)];
        let rows = self.names.iter().filter(|named| subject.is_named(named));
        let rows: String = rows.map(row).collect();
        if !rows.is_empty() {
            sections.push(Section::new(View::Names, "", rows));
        }
        sections.extend(self.code(subject, input));
        sections
    }

    fn code(&self, subject: &Subject, input: &Input<'_>) -> Option<Section> {
        let Plan { api, names, layout, facts, .. } = &self.plan;
        let path = subject.file(&layout.places())?;
        let model = Model::new(api, names, layout, facts);
        let text = print::one(&model, &path, input.source).ok()??;
        Some(Section::new(View::Code, path, code::of(&text, &subject.code(&self.surface))))
    }
}

fn row(named: &table::Named) -> String {
    let table::Named { kind, name, thing, since, why, .. } = named;
    let since = since.as_deref().map(|since| format!(", since {since}")).unwrap_or_default();
    format!("{kind} {name} = {thing}{since}, by {why}\n")
}

/// Reads a published document, whose errors are no matter here.
fn read_published(text: &str, config: &Config) -> Option<Value> {
    let keys = match config.document.duplicate_keys {
        DuplicateKeys::Refuse => DuplicateKeys::Last,
        keys => keys,
    };
    source::parse(text, Origin::Document, keys, &mut Diagnostics::default()).ok()
}

/// Returns the thing as the published document has it, if it is at the same place there.
fn seen(tree: &Value, text: &Text<'_>, subject: &Subject) -> Option<Section> {
    let at = text.home(&subject.pointer);
    let node = tree.pointer(at.as_str())?;
    Some(Section::new(View::Published, at.to_reference(), trees::yaml(node)))
}

/// Returns the lines of the ledger about a thing and its parts.
fn ledger(subject: &Subject, text: &Text<'_>, diagnostics: &[Diagnostic]) -> Option<Section> {
    let home = text.home(&subject.pointer);
    let about = |one: &&Diagnostic| {
        one.origin == Origin::Document && is_within(&one.pointer, &[&subject.pointer, &home])
    };
    let lines: BTreeSet<String> =
        diagnostics.iter().filter(about).map(Diagnostic::ledger_line).collect();
    let lines: String = lines.into_iter().map(|line| format!("{line}\n")).collect();
    (!lines.is_empty()).then(|| Section::new(View::Ledger, "", lines))
}

/// Returns whether a place is one of these, or within one.
fn is_within(pointer: &Pointer, around: &[&Pointer]) -> bool {
    around.iter().any(|around| pointer.rebased(around, around).is_some())
}

#[cfg(test)]
mod tests;
