//! `cargo xtask pull`: takes over what the published document says now, as facts.

use std::path::{Path, PathBuf};

use anyhow::Result;
use cekura_codegen::diagnostic::Style;
use cekura_codegen::{Extracted, Prose, extract, gaps, generate, lint};

use crate::codegen::diagnostics::{self, rendered};
use crate::codegen::inputs::Inputs;
use crate::codegen::inputs::others::Local;
use crate::codegen::{Run, Status};
use crate::files::paths::{CONFIG, GONE, LOCK, SPEC, read_if_present, repository};
use crate::files::sync::{FileSet, Mode, sync};
use crate::spec::lint::accepted::Accepted;
use fetch::{Fetched, Published};
use lock::{Lock, State};
use source::Source;

mod fetch;
mod gone;
mod lock;
mod references;
mod report;
mod source;

/// Take over what the published OpenAPI document says now
///
/// Reads the document from the address in spec/codegen.toml, takes the operations that the tables
/// `[pull.select]` and `[select]` name, drops what is no fact (prose, examples, operation ids,
/// tags), and writes the rest in canonical form to spec/openapi.yaml: its diff is what has changed.
/// The result is generated from, with overlay and configuration, before anything is replaced; if
/// that fails, nothing is. spec/openapi.lock says what was taken from where. Corrections and words
/// for what the new document no longer has are no fault: spec/gone.toml lists them.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(verbatim_doc_comment, after_help = AFTER_HELP)]
pub struct Options {
    /// Read the document from here instead: an https address, a file, or - for standard input
    #[arg(long, value_name = "URL|FILE|-")]
    pub from: Option<String>,

    /// Show what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Fetch what the document refers to on the network instead, and pin it by its SHA-256
    ///
    /// FILE is the document; by default spec/openapi.yaml. Its references to the network are noted
    /// in references.lock beside it, and their texts in the folder references.pinned, so that no
    /// other command needs the network. A text that is no longer as it was pinned is an error.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "keep_prose"], verbatim_doc_comment)]
    pub refs: Option<Option<PathBuf>>,

    /// Keep descriptions, summaries, examples, operation ids and tags, for those who may use them
    #[arg(long)]
    pub keep_prose: bool,

    /// The readers of the diagnostics.
    #[command(flatten)]
    pub shown: diagnostics::Shown,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  spec/openapi.yaml is up to date now (with --dry-run: the differences are shown)
  1  the document was refused; nothing was written
  2  wrong usage, or it could not be read or written

Examples:
  cargo xtask pull
  cargo xtask pull --dry-run
  cargo xtask pull --from openapi.json
  cargo xtask pull --refs
  curl … | cargo xtask pull --from -";

/// The last line where the document has changed.
const NEXT: &str = "Next: cargo xtask codegen\n";

/// The last line where it would have.
const DRY: &str = "Nothing was written: this was a dry run.\n";

/// Runs the command in this repository.
///
/// # Errors
///
/// If the document cannot be read, or a file cannot be read or written.
pub fn run(options: &Options, style: Style) -> Result<Run> {
    run_in(&repository(), options, style).map(|run| options.shown.arranged(run))
}

/// Runs the command in the repository at `root`.
fn run_in(root: &Path, options: &Options, style: Style) -> Result<Run> {
    if let Some(document) = &options.refs {
        return pull_references(root, document.as_deref(), options);
    }
    let form = options.shown.form(style);
    let own = Inputs::of_repository(root)?;
    let source = Source::choose(options.from.as_deref(), own.config_text())?;
    let current = read_if_present(&root.join(SPEC))?;
    let prose = if options.keep_prose { Prose::Keep } else { Prose::Drop };
    let state = State::new(own.config_text(), prose);
    let lock = Lock::read(&root.join(LOCK))?;
    let known = lock.filter(|lock| lock.is_of(&source, &state, current.as_deref()));
    let etag = known.as_ref().and_then(|lock| lock.etag.as_deref());
    let Fetched::Document(published) = fetch::fetch(&source, etag)? else {
        let summary = format!("{source} has not changed since the last pull.\n");
        return Ok(Run { status: Status::Done, diagnostics: String::new(), summary });
    };
    let inputs = own.with_document_of(source.to_string(), published.text.clone());
    let inputs = match &source {
        Source::File(path) => inputs.beside(path, Local::Configured)?,
        _ => inputs,
    };
    let published = Published { text: inputs.whole(), ..published };
    let Extracted { text, diagnostics } = extract(&inputs.input(None), prose);
    let mut shown = rendered(&diagnostics, &inputs.sources(), form);
    let Some(text) = text else { return Ok(refused(shown, &source.to_string())) };
    // Later the texts and examples are gone that speak for a fault.
    let findings = lint(&inputs.input(None)).unwrap_or_default();
    let doubtful = Accepted::read(root)?.judge(&findings).open.len();
    let inputs = own.with_document_of(SPEC.to_owned(), text);
    let (inputs, lost) = gone::noted(&own, inputs);
    let outcome = generate(&inputs.input(Some(SPEC)));
    if outcome.output.is_none() {
        shown.push_str(&rendered(&outcome.diagnostics, &inputs.sources(), form));
        return Ok(refused(shown, &format!("{source}, extracted,")));
    }
    let text = &inputs.document.text;
    let mut summary = report::changes(current.as_deref().map(|_| &own), &inputs, style)?;
    if !options.dry_run {
        let lock = Lock::new(&source, &state, &published, text);
        write(root, text, &lock.render(), inputs.gone_text())?;
    }
    summary.push_str(&gone::report(&lost));
    let silent = gaps(&inputs.input(None)).map_or(0, |gaps| gaps.len());
    if silent > 0 {
        summary
            .push_str(&format!("{silent} places have no words of their own: cargo xtask docs\n"));
    }
    if doubtful > 0 {
        summary.push_str(&format!(
            "{doubtful} places of the published document are probably wrong: cargo xtask lint DOCUMENT\n"
        ));
    }
    if current.as_deref() != Some(text) {
        summary.push_str(if options.dry_run { DRY } else { NEXT });
    }
    Ok(Run { status: Status::Done, diagnostics: shown, summary })
}

/// Fetches what a document refers to; by default, that of the repository.
fn pull_references(root: &Path, document: Option<&Path>, options: &Options) -> Result<Run> {
    let mode = if options.dry_run { Mode::Check } else { Mode::Write };
    let config = read_if_present(&root.join(CONFIG))?;
    match document {
        Some(document) => references::run(document, None, mode),
        None => references::run(&root.join(SPEC), config.as_deref(), mode),
    }
}

/// Puts the document and the records of it in place.
fn write(root: &Path, document: &str, lock: &str, gone: Option<&str>) -> Result<()> {
    let files = [(SPEC, document), (LOCK, lock)].into_iter().chain(gone.map(|text| (GONE, text)));
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    let set = FileSet { root: root.to_owned(), files, ..FileSet::default() };
    sync(&set, Mode::Write).map(drop)
}

fn refused(diagnostics: String, document: &str) -> Run {
    let summary =
        format!("{document} was refused, and no file was touched: see the errors above.\n");
    Run { status: Status::Refused, diagnostics, summary }
}

#[cfg(test)]
mod tests;
