//! `cargo xtask corpus`: every document of a folder becomes a crate, and the compiler checks each.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::cargo::{Cargo, Report};
use crate::files::paths::repository;
use document::{Document, EmittedCrate, Generated};
use rows::{DocumentRow, FeatureRow};

mod document;
mod rows;
mod tested;

/// Generate a client from every document of a folder, and compile it
///
/// Takes the documents (*.json, *.yaml, *.yml) of DIR in the order of their names, writes a crate
/// of its own for each, as `cargo xtask codegen --out` does, and has it checked by cargo. All of
/// them share one build folder, and the versions of this repository's Cargo.lock. Prints a table as
/// it goes, and at its end what is wrong.
///
/// All operations are selected, and no overlay is applied. A document that has a configuration
/// beside it, `NAME.toml` beside `NAME.json`, is generated with that one; all others with --config
/// if it is given, else with none. To be refused is no failure: a document with faults should be.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(verbatim_doc_comment, after_help = AFTER_HELP)]
pub struct Options {
    /// The folder with the documents; folders in it are not looked into
    #[arg(value_name = "DIR")]
    pub documents: PathBuf,

    /// Generate with this configuration, where a document has none beside it
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Check each crate also with no feature, each single resource, and all features
    ///
    /// All features are all but `native-tls`, which needs the system's OpenSSL.
    #[arg(long, conflicts_with = "no_check")]
    pub features: bool,

    /// Only generate and write the crates
    #[arg(long)]
    pub no_check: bool,

    /// Run clippy, with its default lints, and rustdoc instead of `cargo check`
    #[arg(long, conflicts_with = "no_check")]
    pub lints: bool,

    /// Run the tests that each crate carries, and have clippy look at them with --lints
    #[arg(long, conflicts_with = "no_check")]
    pub tests: bool,

    /// Write the crates to this folder, and build in DIR/target [default: target/corpus]
    #[arg(long, value_name = "DIR")]
    pub target: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
The columns:
  outcome    `ok`, `fails`, or `refused` with the first error and its place
  lines      of generated Rust
  ledger     how many lines it has, and how many of each code
  generate   milliseconds from the text of the document to the texts of the crate
  check      seconds that cargo check, or clippy, took for the crate without its dependencies
  doc        the same of rustdoc
  warnings   those of rustc, clippy and rustdoc, in this order
  tests      of the crate: how many passed, or failed

Exit codes:
  0  every document was refused, or compiles without a warning
  1  the generator or a compiler has found fault with a crate; problems.txt in its folder has it all
  2  wrong usage, or a file could not be read or written

Examples:
  cargo xtask corpus ../shared/specs --lints
  cargo xtask corpus newest --features";

/// The folder of the shared build, in that of the crates.
const BUILD: &str = "target";

/// The end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every document was refused, or compiles without a warning.
    Clean,
    /// Something is wrong with a crate.
    Faulty,
}

/// Runs the command, and writes the tables to `out` as it goes.
///
/// # Errors
///
/// If there are no documents, or a file cannot be read or written.
pub fn run(options: &Options, out: &mut dyn Write) -> Result<Verdict> {
    let target = target(options)?;
    let documents = documents(options)?;
    let mut faults = Vec::new();
    let mut crates = Vec::new();
    put(out, &rows::document_head())?;
    for document in &documents {
        let mut row = DocumentRow::new(&document.name);
        match document.generate(&target)? {
            Generated::Refused(why) => row.outcome = format!("refused: {why}"),
            Generated::Broken(why) => {
                row.outcome = "fails".to_owned();
                faults.push(format!("{}: {why}", document.name));
            }
            Generated::Crate(emitted) => {
                row.count(&emitted);
                if !options.no_check {
                    compile(options, &emitted, &target, &mut row, &mut faults)?;
                }
                crates.push(emitted);
            }
        }
        put(out, &row.line())?;
    }
    if options.features && !crates.is_empty() {
        put(out, &rows::feature_head())?;
        for emitted in &crates {
            let row = check_features(emitted, &target, &mut faults)?;
            put(out, &row.line())?;
        }
    }
    put(out, &rows::faults(&faults))?;
    Ok(if faults.is_empty() { Verdict::Clean } else { Verdict::Faulty })
}

fn put(out: &mut dyn Write, text: &str) -> Result<()> {
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("cannot print the table")
}

/// Returns the folder of the crates, as an absolute path: cargo runs in each of them.
fn target(options: &Options) -> Result<PathBuf> {
    let chosen = options.target.clone();
    let target = chosen.unwrap_or_else(|| repository().join("target/corpus"));
    std::path::absolute(&target).with_context(|| format!("there is no {}", target.display()))
}

/// Returns the documents of the folder, by name.
fn documents(options: &Options) -> Result<Vec<Document>> {
    let folder = &options.documents;
    let unreadable = || format!("cannot read the folder {}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if is_document(&path) && path.is_file() {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        bail!("{} has no *.json, *.yaml or *.yml", folder.display());
    }
    paths.sort();
    let mut documents: Vec<Document> = Vec::new();
    for path in paths {
        let document = Document::new(&path, options.config.as_deref())?;
        let folder = document.folder.clone();
        if folder == BUILD || documents.iter().any(|other| other.folder == folder) {
            bail!("{} needs a folder `{folder}`, which is taken: rename it", path.display());
        }
        documents.push(document);
    }
    Ok(documents)
}

fn is_document(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    ["json", "yaml", "yml"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Checks the crate as `options` ask for.
fn compile(
    options: &Options,
    emitted: &EmittedCrate,
    target: &Path,
    row: &mut DocumentRow,
    faults: &mut Vec<String>,
) -> Result<()> {
    let build = target.join(BUILD);
    let cargo = Cargo { folder: &emitted.folder, target: &build, environment: &[] };
    let mut reports: Vec<Report> = Vec::new();
    if options.lints {
        let targets: &[&str] = if options.tests { &["--all-targets"] } else { &[] };
        let clippy = cargo.run_anew("clippy", targets)?;
        let doc = cargo.run_anew("doc", &["--no-deps"])?;
        (row.checked, row.documented) = (Some(clippy.own_time), Some(doc.own_time));
        reports.extend([clippy, doc]);
    } else {
        let check = cargo.run_anew("check", &[])?;
        row.checked = Some(check.own_time);
        reports.push(check);
    }
    if options.tests {
        let (report, counts) = tested::run(&cargo)?;
        row.test(&counts);
        faults.extend(counts.fault(&emitted.document));
        reports.push(report);
    }
    row.compile(&reports, options.lints);
    for report in &reports {
        faults.extend(fault(emitted, report)?);
    }
    Ok(())
}

/// Checks the crate with no feature, with each resource alone, and with all features.
fn check_features(
    emitted: &EmittedCrate,
    target: &Path,
    faults: &mut Vec<String>,
) -> Result<FeatureRow> {
    let build = target.join(BUILD);
    let cargo = Cargo { folder: &emitted.folder, target: &build, environment: &[] };
    let mut row = FeatureRow::new(&emitted.document);
    let all = emitted.features.join(",");
    let singles = emitted.resources.iter().map(String::as_str);
    for features in [""].into_iter().chain(singles).chain([all.as_str()]) {
        let report = cargo.run_anew("check", &["--no-default-features", "--features", features])?;
        let name = match features {
            "" => "none",
            set if set == all => "all",
            single => single,
        };
        row.add(name, &report);
        faults.extend(fault(emitted, &report)?.map(|fault| format!("{fault} (features: {name})")));
    }
    Ok(row)
}

/// Returns the first problem of a command of cargo, in a line; all problems go to a file.
fn fault(emitted: &EmittedCrate, report: &Report) -> Result<Option<String>> {
    let Some(first) = report.problems.first() else { return Ok(None) };
    let path = emitted.folder.join("problems.txt");
    let mut file = fs::File::options()
        .create(true)
        .append(true)
        .open(&path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    for problem in &report.problems {
        writeln!(file, "cargo {}\n{}", report.command, problem.text)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let more = match report.problems.len() {
        1 => String::new(),
        several => format!(", and {} more", several - 1),
    };
    Ok(Some(format!("{}: cargo {}: {}{more}", emitted.document, report.command, first.line)))
}

#[cfg(test)]
mod tests;
