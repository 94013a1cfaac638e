//! `cargo xtask names`: every public name, what it stands for, since when, and why.

use std::path::PathBuf;

use anyhow::Result;
use cekura_codegen::Named;
use cekura_codegen::diagnostic::Style;

use super::diagnostics::{self, rendered};
use super::inputs::{self, Given, Inputs};
use super::{Run, Status, summary};
use crate::files::paths::{CRATE_NAMES, NAMES, repository};
use crate::files::sync::{FileSet, write};
use crate::files::turn::Turn;

/// List the public names: what they stand for, since which version, and why
///
/// Names come from rules when a thing first appears and are kept in spec/names.lock from then on.
/// A name is kept by the lock where the rules would give another today, and codegen.toml gives
/// those that people have chosen.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(verbatim_doc_comment, after_help = AFTER_HELP)]
pub struct Options {
    /// Forget the names of what is gone, and former names; to be done after a major release
    ///
    /// A thing that comes back later gets a new name then, and its old name may be given to
    /// something else.
    #[arg(long, verbatim_doc_comment)]
    pub prune: bool,

    /// The document of a crate of its own
    #[arg(long, value_name = "FILE", requires = "out")]
    pub spec: Option<PathBuf>,

    /// The overlay that corrects it
    #[arg(long, value_name = "FILE")]
    pub overlay: Option<PathBuf>,

    /// The configuration that belongs to it
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// The folder of the crate, with its names.lock
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Only names, or things, that contain this
    #[arg(value_name = "PART")]
    pub only: Option<String>,

    /// The readers of the diagnostics.
    #[command(flatten)]
    pub shown: diagnostics::Shown,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  done
  1  the document or the lock was refused
  2  wrong usage, or a file could not be read or written

Examples:
  cargo xtask names
  cargo xtask names scenarios
  cargo xtask names --prune && cargo xtask codegen";

/// Runs the command.
///
/// # Errors
///
/// If a file cannot be read or written.
pub fn run(options: &Options, style: Style) -> Result<Run> {
    let form = options.shown.form(style);
    let root = options.out.clone().unwrap_or_else(repository);
    // From reading on: another run may be about to write new names.
    let turn = options.prune.then(|| Turn::take(&root)).transpose()?;
    let given = inputs::given(&options.spec, &options.overlay, &options.config);
    let inputs = Inputs::read(Given { out: options.out.as_deref(), ..given })?;
    let refused = |faults: &[_]| {
        options.shown.arranged(Run {
            status: Status::Refused,
            diagnostics: rendered(faults, &inputs.sources(), form),
            summary: summary::refused(&inputs.document.name),
        })
    };
    let text = if let Some(mut turn) = turn {
        match prune(options, &inputs, &mut turn)? {
            Ok(text) => text,
            Err(faults) => return Ok(refused(&faults)),
        }
    } else {
        match cekura_codegen::names(&inputs.input(None)) {
            Ok(names) => table(&names, options.only.as_deref().unwrap_or_default()),
            Err(faults) => return Ok(refused(&faults)),
        }
    };
    Ok(Run { status: Status::Done, diagnostics: String::new(), summary: text })
}

type Pruned = Result<String, Vec<cekura_codegen::diagnostic::Diagnostic>>;

/// Writes the lock without what is gone.
fn prune(options: &Options, inputs: &Inputs, turn: &mut Turn) -> Result<Pruned> {
    let text = inputs.lock_text().unwrap_or_default();
    let pruned = match cekura_codegen::pruned(text) {
        Ok(pruned) => pruned,
        Err(faults) => return Ok(Err(faults)),
    };
    let (root, path) = match &options.out {
        Some(folder) => (folder.clone(), CRATE_NAMES),
        None => (repository(), NAMES),
    };
    let lines = text.lines().count().saturating_sub(pruned.lines().count());
    let files = [(path.to_owned(), pruned)].into_iter().collect();
    write(turn, &FileSet { root, files, owned: Vec::new() })?;
    Ok(Ok(format!("forgot {lines} names that were gone; now run `cargo xtask codegen`\n")))
}

/// Returns the rows, in columns.
fn table(names: &[Named], part: &str) -> String {
    let asked: Vec<&Named> = names
        .iter()
        .filter(|named| named.name.contains(part) || named.thing.contains(part))
        .collect();
    let width = |column: fn(&Named) -> usize| asked.iter().map(|one| column(one)).max();
    let name = width(|one| one.name.len()).unwrap_or_default();
    let thing = width(|one| one.thing.len()).unwrap_or_default();
    let row = |one: &&Named| {
        let Named { kind, name: given, thing: of, since, gone, why } = one;
        let since = since.as_deref().unwrap_or("-");
        let gone = gone.as_ref().map(|gone| format!("  gone {gone}")).unwrap_or_default();
        format!("{kind:8}  {of:thing$}  {given:name$}  {since:8}  {why}{gone}\n")
    };
    asked.iter().map(row).collect()
}
