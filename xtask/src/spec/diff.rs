//! `cargo xtask diff`: what a change means for users of the client.

use std::path::PathBuf;

use anyhow::{Result, bail};
use cekura_codegen::compare::render::{self, Names};
use cekura_codegen::compare::{Cause, Comparison};
use cekura_codegen::diagnostic::Style;
use cekura_codegen::{Refused, Surface};

use crate::codegen::diagnostics::{Form, rendered};
use crate::codegen::inputs::Inputs;
use crate::codegen::{Run, Status};
use crate::files::paths::{read, repository};
use sides::{Given, Side, Subject};

pub mod changelog;
mod history;
mod policy;
mod release;
mod sides;
pub mod watch;

/// Show what a change means for users of the client
///
/// Compares two APIs as the Rust that they become: what breaks code that uses the crate, what is
/// new, what only reads differently, and what programs that are built already notice on the wire.
///
/// OLD and NEW are documents, or revisions of this repository with all of spec/ (HEAD~3), or files
/// of revisions (main:spec/openapi.yaml), or surfaces that --write-surface has written. NEW is by
/// default the working tree, OLD the last commit.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(verbatim_doc_comment, after_help = AFTER_HELP)]
pub struct Options {
    /// The API as it was
    pub old: Option<String>,

    /// The API as it is
    pub new: Option<String>,

    /// The form of the report
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,

    /// Show all entries of each kind
    #[arg(long)]
    pub all: bool,

    /// Correct documents that are given as files with this overlay
    #[arg(long, value_name = "FILE")]
    pub overlay: Option<PathBuf>,

    /// Take names and selection for documents that are given as files from this configuration
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Show a row for each step between the documents of this folder, in the order of their names
    #[arg(long, value_name = "DIR", conflicts_with_all = ["old", "new"])]
    pub history: Option<PathBuf>,

    /// Write the public API of OLD, by default of the working tree, to this file
    ///
    /// Another version of the generator can compare it with its own. The name of the file ends in
    /// .surface.json.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["new", "history"])]
    pub write_surface: Option<PathBuf>,

    /// Take from this file what another generator made of OLD, as its --write-surface wrote it, so
    /// that what the generator changes is shown, too
    #[arg(long, value_name = "FILE", conflicts_with_all = ["history", "write_surface"])]
    pub old_surface: Option<PathBuf>,

    /// Exit with 3 if something breaks
    #[arg(long)]
    pub exit_code: bool,

    /// Check what changed since the last release: each break is approved in spec/approved.toml,
    /// and the version of the manifest is high enough
    #[arg(long, conflicts_with_all = ["old", "new", "history", "write_surface"])]
    pub policy: bool,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Lines for a terminal
    #[default]
    Terminal,
    /// Markdown for a pull request
    Markdown,
    /// JSON, whose schema is generator/comparison.schema.json
    Json,
    /// Annotations of GitHub
    Github,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  the report is shown
  1  a document was refused
  2  wrong usage, or something could not be read
  3  something breaks (with --exit-code), or the policy is violated

Examples:
  cargo xtask diff
  cargo xtask diff HEAD~3
  cargo xtask diff HEAD~1 --old-surface old.surface.json
  cargo xtask diff main:spec/openapi.yaml vendor.json
  cargo xtask diff old.json new.json --format markdown
  cargo xtask diff --history versions/";

/// Runs the command.
///
/// # Errors
///
/// If something cannot be read, or names nothing.
pub fn run(options: &Options, style: Style) -> Result<Run> {
    let root = repository();
    let given = Given { overlay: options.overlay.as_deref(), config: options.config.as_deref() };
    if options.policy {
        return policy::run(&root, style);
    }
    if let Some(folder) = &options.history {
        return history::run(folder, given, style);
    }
    if let Some(path) = &options.write_surface {
        let side = Side::choose(&root, options.old.as_deref(), given, Side::working_tree)?;
        return write_surface(&side, path, style);
    }
    let old = Side::choose(&root, options.old.as_deref(), given, Side::last_commit)?;
    let new = Side::choose(&root, options.new.as_deref(), given, Side::working_tree)?;
    let described = options.old_surface.as_deref().map(read_surface).transpose()?;
    let comparison = match compare(&old, &new, described.as_ref(), style)? {
        Ok(comparison) => comparison,
        Err(refused) => return Ok(refused),
    };
    let summary = shown(&comparison, options, &old.name, &new.name, style);
    let is_breaking = comparison.verdict() == cekura_codegen::compare::Verdict::Breaking;
    let status = if options.exit_code && is_breaking { Status::Breaking } else { Status::Done };
    Ok(Run { status, diagnostics: String::new(), summary })
}

/// Compares two states of this repository's files, for the commands that change them.
///
/// # Errors
///
/// If a side cannot be described.
pub(crate) fn between(old: &Inputs, new: &Inputs, style: Style) -> Result<Run> {
    let names = Names { old: &old.document.name, new: &new.document.name };
    let refused = |inputs: &Inputs, diagnostics: &Diagnostics| Run {
        status: Status::Refused,
        diagnostics: rendered(diagnostics, &inputs.sources(), Form::Text(style)),
        summary: format!("{} was refused: see the errors above.\n", inputs.document.name),
    };
    Ok(match cekura_codegen::compare(&old.input(None), &new.input(None)) {
        Ok(comparison) => Run {
            status: Status::Done,
            diagnostics: String::new(),
            summary: render::terminal(&comparison, names, style, None),
        },
        Err(Refused::Old(diagnostics)) => refused(old, &diagnostics),
        Err(Refused::New(diagnostics)) => refused(new, &diagnostics),
    })
}

/// Returns the report in the form that is asked for.
fn shown(comparison: &Comparison, options: &Options, old: &str, new: &str, style: Style) -> String {
    let names = Names { old, new };
    match options.format {
        Format::Terminal => {
            render::terminal(comparison, names, style, options.all.then_some(usize::MAX))
        }
        Format::Markdown => render::markdown(comparison, names),
        Format::Json => render::json(comparison, names),
        Format::Github => render::annotations(comparison, names),
    }
}

/// Compares two sides, or returns the run that says which is refused. The old one may be described
/// by another generator besides.
fn compare(
    old: &Side,
    new: &Side,
    described: Option<&Surface>,
    style: Style,
) -> Result<Result<Comparison, Run>> {
    let (one, other) = match (&old.subject, &new.subject) {
        (Subject::Inputs(one), Subject::Inputs(other)) => {
            let (one, other) = (one.input(None), other.input(None));
            let compared = match described {
                Some(surface) => cekura_codegen::compare_with(surface, &one, &other),
                None => cekura_codegen::compare(&one, &other),
            };
            return Ok(match compared {
                Ok(comparison) => Ok(comparison),
                Err(Refused::Old(diagnostics)) => Err(refused(old, &diagnostics, style)),
                Err(Refused::New(diagnostics)) => Err(refused(new, &diagnostics, style)),
            });
        }
        _ if described.is_some() => bail!("--old-surface goes with documents, not with surfaces"),
        _ => (surface(old), surface(new)),
    };
    Ok(match (one, other) {
        (Ok(one), Ok(other)) => Ok(Comparison::of(&one, &other).caused_by(Cause::Generator)),
        (Err(diagnostics), _) => Err(refused(old, &diagnostics, style)),
        (_, Err(diagnostics)) => Err(refused(new, &diagnostics, style)),
    })
}

type Diagnostics = Vec<cekura_codegen::diagnostic::Diagnostic>;

fn surface(side: &Side) -> Result<Surface, Diagnostics> {
    match &side.subject {
        Subject::Inputs(inputs) => cekura_codegen::surface(&inputs.input(None)),
        Subject::Surface(surface) => Ok((**surface).clone()),
    }
}

fn refused(side: &Side, diagnostics: &Diagnostics, style: Style) -> Run {
    let diagnostics = match &side.subject {
        Subject::Inputs(inputs) => rendered(diagnostics, &inputs.sources(), Form::Text(style)),
        Subject::Surface(_) => String::new(),
    };
    let summary = format!("{} was refused: see the errors above.\n", side.name);
    Run { status: Status::Refused, diagnostics, summary }
}

fn write_surface(side: &Side, path: &std::path::Path, style: Style) -> Result<Run> {
    match surface(side) {
        Ok(surface) => {
            if let Err(error) = std::fs::write(path, surface.to_json()) {
                bail!("cannot write {}: {error}", path.display());
            }
            let summary = format!("The public API of {} is in {}.\n", side.name, path.display());
            Ok(Run { status: Status::Done, diagnostics: String::new(), summary })
        }
        Err(diagnostics) => Ok(refused(side, &diagnostics, style)),
    }
}

/// Reads a surface.
fn read_surface(path: &std::path::Path) -> Result<Surface> {
    Surface::from_json(&read(path)?)
        .map_err(|error| anyhow::anyhow!("cannot read {}: {error}", path.display()))
}
