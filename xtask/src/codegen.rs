//! `cargo xtask codegen`: reads the inputs, has the client generated, and makes the files on disk
//! equal to it.

use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use cekura_codegen::diagnostic::Style;
use cekura_codegen::{Input, Outcome, Output};

use crate::files::manifest;
use crate::files::paths::{CLIENT, CRATE_API, CRATE_LEDGER, LEDGER, NAMES, SPEC, read, repository};
use crate::files::sync::{FileSet, Mode, sync, write};
use crate::files::turn::Turn;
use crate::standalone;
use diagnostics::Form;
use inputs::others::Local;
use inputs::{Given, Inputs};
use timings::Stopwatch;

pub(crate) mod codes;
pub mod diagnostics;
pub mod explain;
pub(crate) mod inputs;
pub mod names;
pub(crate) mod summary;
mod timings;

/// The command that brings everything up to date; every message about a difference names it.
pub const COMMAND: &str = "cargo xtask codegen";

/// Generate the client from the OpenAPI document
///
/// Without options: reads spec/openapi.yaml, spec/webhooks.yaml, spec/overlay.yaml,
/// spec/codegen.toml and the names that everything has in spec/names.lock, and rewrites
/// generated-client/src/generated/, generated-client/api.md, the marked features in
/// generated-client/Cargo.toml, spec/ledger.txt, and spec/names.lock. Only files whose text changes
/// are written. Files in generated-client/src/generated/ that are no longer generated are deleted.
/// If the document has errors, nothing is written.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(verbatim_doc_comment, after_help = AFTER_HELP)]
pub struct Options {
    /// Write nothing; exit with 1 and show the differences if there are any
    #[arg(long)]
    pub check: bool,

    /// Generate from this document, JSON or YAML, instead of spec/openapi.yaml
    ///
    /// spec/overlay.yaml and spec/codegen.toml are not used then: they belong to
    /// spec/openapi.yaml. Give others with --overlay and --config.
    #[arg(long, value_name = "FILE", requires = "out", verbatim_doc_comment)]
    pub spec: Option<PathBuf>,

    /// Correct the document with this overlay (OpenAPI Overlay 1.0 or 1.1)
    #[arg(long, value_name = "FILE")]
    pub overlay: Option<PathBuf>,

    /// Take names, selection and crate facts from this configuration
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Read the files in the folder of the document, and below it, that it refers to
    ///
    /// So does `files = true` under `[document]` in codegen.toml. Never read are files outside of
    /// the folder, or where a link leads out. References to the network are read if they are
    /// pinned: see cargo xtask pull --help.
    #[arg(long, verbatim_doc_comment)]
    pub files: bool,

    /// Add the webhooks of this document (OpenAPI 3.1), whose components the other has, too
    #[arg(long, value_name = "FILE")]
    pub webhooks: Option<PathBuf>,

    /// Write the crate to this folder instead of generated-client/
    ///
    /// If there is no crate yet, a complete one is written, with the hand-written runtime;
    /// it depends on nothing in this repository. If there is one that this command wrote, its
    /// generated code, features and runtime are brought up to date, and the rest of it is
    /// left alone. The ledger is written to DIR/ledger.txt, the list of all calls to DIR/api.md,
    /// and the names that its things have and keep to DIR/names.lock. DIR/tests/wire/ has tests
    /// that are made of the document: each call with what it sends and reads, the document's
    /// examples, and its errors; `cargo test` there runs them. A README.md, a CHANGELOG.md and,
    /// with `license` under `[crate]` in the configuration, the texts of MIT and Apache-2.0 are
    /// written once, where there are none.
    #[arg(long, value_name = "DIR", verbatim_doc_comment)]
    pub out: Option<PathBuf>,

    /// Write no tests into the crate, and delete those in DIR/tests/wire/: half of its lines
    #[arg(long, requires = "out")]
    pub no_tests: bool,

    /// Print how long each stage of the generator took, and the peak memory when it ended
    #[arg(long)]
    pub timings: bool,

    /// Write the changes of the API since the last release to CHANGELOG.md, under "Unreleased"
    ///
    /// They stand between two lines of their own; what people have written is kept.
    #[arg(long, conflicts_with_all = ["spec", "out"])]
    pub changelog: bool,

    /// Take this revision instead of the last release
    #[arg(long, value_name = "REVISION", requires = "changelog")]
    pub since: Option<String>,

    /// Generate again whenever a file of spec/ changes, and show what the change means
    #[arg(long, conflicts_with_all = ["spec", "out", "check", "changelog"])]
    pub watch: bool,

    /// Explain a code, such as dangling-ref, with an example and its mend; without one, list all
    #[arg(
        long,
        value_name = "CODE",
        num_args = 0..=1,
        default_missing_value = codes::LIST,
        conflicts_with_all = ["spec", "out", "check", "changelog", "watch"],
    )]
    pub explain: Option<String>,

    /// The readers of the diagnostics.
    #[command(flatten)]
    pub shown: diagnostics::Shown,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  everything is up to date now (with --check: was already)
  1  the document was refused, or --check found differences
  2  wrong usage, or a file could not be read or written

Examples:
  cargo xtask codegen
  cargo xtask codegen --check
  cargo xtask codegen --check --timings
  cargo xtask codegen --explain dangling-ref
  cargo xtask codegen --spec petstore.json --out ../petstore-client
  cargo xtask codegen --spec api/openapi.yaml --files --out ../client";

/// The end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The disk is as it should be.
    Done,
    /// The document, the overlay or the configuration has errors; nothing was written.
    Refused,
    /// A check found differences.
    Different,
    /// A comparison found what breaks code.
    Breaking,
}

/// A run, as it is printed.
#[derive(Clone, Debug)]
pub struct Run {
    /// The end of the run.
    pub status: Status,
    /// Warnings and errors, rendered.
    pub diagnostics: String,
    /// The counts of what was generated, or the differences.
    pub summary: String,
}

/// Runs the command.
///
/// # Errors
///
/// If a file cannot be read or written, or the folder to write to holds something else.
pub fn run(options: &Options, style: Style) -> Result<Run> {
    if let Some(code) = &options.explain {
        return codes::explain(code);
    }
    let run = generate(options, options.shown.form(style))?;
    Ok(options.shown.arranged(run))
}

/// Generates, and makes the files on disk equal to what was generated, or compares them.
fn generate(options: &Options, form: Form) -> Result<Run> {
    let given = inputs::given(&options.spec, &options.overlay, &options.config);
    let standalone = options.out.as_deref().filter(|out| !is_own_client(out));
    // From reading on: the names of the last run are among what is read.
    let turn = match options.check {
        true => None,
        false => Some(Turn::take(standalone.unwrap_or(&repository()))?),
    };
    let local = if options.files { Local::Allowed } else { Local::Configured };
    let webhooks = options.webhooks.as_deref();
    let inputs = Inputs::read(Given { out: standalone, webhooks, local, ..given })?;
    // The text of a crate of its own depends on what the document says, not on its name.
    let input = inputs.input(standalone.is_none().then_some(SPEC));
    let input = Input { has_tests: standalone.is_some() && !options.no_tests, ..input };
    let mut watch = Stopwatch::start();
    let outcome = cekura_codegen::generate_observed(&input, &mut |stage| watch.begin(stage));
    watch.end();
    let took = watch.elapsed();
    let Outcome { output, mut diagnostics } = outcome;
    diagnostics.extend(inputs.extension_mismatch());
    // Finding the places of diagnostics in a text of megabytes takes as long as writing the files.
    let (diagnostics, synced) = thread::scope(|scope| {
        let rendering =
            scope.spawn(|| diagnostics::rendered(&diagnostics, &inputs.sources(), form));
        let sync = |output| sync_files(options, turn, &inputs, output, took);
        let synced = output.as_ref().map(sync);
        (rendering.join().unwrap_or_else(|panic| resume_unwind(panic)), synced)
    });
    let Some(synced) = synced else {
        let summary = summary::refused(&inputs.document.name);
        return Ok(Run { status: Status::Refused, diagnostics, summary });
    };
    let (status, mut summary) = synced?;
    if options.timings {
        summary.push('\n');
        summary.push_str(&watch.table());
    }
    Ok(Run { status, diagnostics, summary })
}

/// Writes the files, or only compares them, and returns what is printed of it.
fn sync_files(
    options: &Options,
    turn: Option<Turn>,
    inputs: &Inputs,
    output: &Output,
    took: Duration,
) -> Result<(Status, String)> {
    let standalone = options.out.as_deref().filter(|out| !is_own_client(out));
    let files = match standalone {
        Some(folder) => standalone::file_set(output, folder, &repository())?,
        None => own_files(output)?,
    };
    let (mode, report) = match turn {
        Some(mut turn) => (Mode::Write, write(&mut turn, &files)?),
        None => (Mode::Check, sync(&files, Mode::Check)?),
    };
    if mode == Mode::Check && !report.is_clean() {
        let command = rerun_command(options);
        return Ok((Status::Different, summary::differences(&files, &report, &command)));
    }
    let ledger = match &options.out {
        None => LEDGER.to_owned(),
        Some(folder) => folder.join(CRATE_LEDGER).display().to_string(),
    };
    let generated =
        summary::Generated { output, document: &inputs.document.name, ledger: &ledger, took };
    Ok((Status::Done, summary::done(&generated, &report, mode)))
}

/// Returns the generated files of this repository.
fn own_files(output: &Output) -> Result<FileSet> {
    let root = repository();
    let generated = format!("{CLIENT}/src/generated");
    let mut set =
        FileSet { root: root.clone(), owned: vec![generated.clone()], ..FileSet::default() };
    for (path, text) in &output.files {
        set.files.insert(format!("{generated}/{path}"), text.clone());
    }
    set.files.insert(format!("{CLIENT}/{CRATE_API}"), output.reference.clone());
    let path = format!("{CLIENT}/Cargo.toml");
    let manifest = read(&root.join(&path))?;
    set.files.insert(path, manifest::with_features(&manifest, &output.features)?);
    set.files.insert(LEDGER.to_owned(), output.ledger.clone());
    set.files.insert(NAMES.to_owned(), output.lock.clone());
    Ok(set)
}

/// Returns whether a folder is that of this repository's client.
fn is_own_client(folder: &Path) -> bool {
    match (fs::canonicalize(folder), fs::canonicalize(repository().join(CLIENT))) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Returns the command with the options of this run, without `--check`.
fn rerun_command(options: &Options) -> String {
    let flags = [
        ("--spec", &options.spec),
        ("--overlay", &options.overlay),
        ("--config", &options.config),
        ("--webhooks", &options.webhooks),
        ("--out", &options.out),
    ];
    let given = flags
        .iter()
        .filter_map(|(flag, path)| Some(format!(" {flag} {}", path.as_ref()?.display())));
    let files = if options.files { " --files" } else { "" };
    let tests = if options.no_tests { " --no-tests" } else { "" };
    format!("{COMMAND}{}{files}{tests}", given.collect::<String>())
}

#[cfg(test)]
mod tests;
