//! `cargo xtask corpus`: every document of a folder becomes a crate, and the compiler says what it thinks of each.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use compile::{Cargo, Said};
use document::{Crate, Document, Made};
use table::{FeatureRow, Row};

use crate::codegen::repository;

mod compile;
mod document;
mod table;

/// Generate a client from every document of a folder, and compile it
///
/// Takes the documents (*.json, *.yaml, *.yml) of DIR in the order of their names, writes a crate of its
/// own for each, as `cargo xtask codegen --out` does, and has it checked by cargo. All of them
/// share one build folder, and the versions of this repository's Cargo.lock. Prints a table as it
/// goes, and at its end what is wrong.
///
/// All operations are selected, and no overlay is applied. A document that has a configuration
/// beside it, `NAME.toml` beside `NAME.json`, is generated with that one; all others with --config if
/// it is given, else with none. To be refused is no failure: a document with faults should be.
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

Exit codes:
  0  every document was refused, or compiles without a warning
  1  the generator or a compiler has found fault with a crate; problems.txt in its folder has it all
  2  wrong usage, or a file could not be read or written

Examples:
  cargo xtask corpus ../shared/specs --lints
  cargo xtask corpus newest --features";

/// The folder of the shared build, in that of the crates.
const BUILD: &str = "target";

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every document was refused, or compiles without a warning.
    Clean,
    /// Something is wrong with a crate.
    Faulty,
}

/// Does what `options` ask for, and writes the tables to `out` as it goes.
///
/// # Errors
///
/// If there are no documents, or a file cannot be read or written.
pub fn run(options: &Options, out: &mut dyn Write) -> Result<Verdict> {
    let target = target(options)?;
    let documents = documents(options)?;
    let mut faults = Vec::new();
    let mut crates = Vec::new();
    put(out, &table::head())?;
    for document in &documents {
        let mut row = Row::new(&document.name);
        match document.make(&target)? {
            Made::Refused(why) => row.outcome = format!("refused: {why}"),
            Made::Broken(why) => {
                row.outcome = "fails".to_owned();
                faults.push(format!("{}: {why}", document.name));
            }
            Made::Crate(made) => {
                row.made(&made);
                if !options.no_check {
                    compile(options, &made, &target, &mut row, &mut faults)?;
                }
                crates.push(made);
            }
        }
        put(out, &row.line())?;
    }
    if options.features && !crates.is_empty() {
        put(out, &table::feature_head())?;
        for made in &crates {
            let row = check_features(made, &target, &mut faults)?;
            put(out, &row.line())?;
        }
    }
    put(out, &table::faults(&faults))?;
    Ok(if faults.is_empty() { Verdict::Clean } else { Verdict::Faulty })
}

fn put(out: &mut dyn Write, text: &str) -> Result<()> {
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("cannot print the table")
}

/// The folder of the crates; cargo runs in each of them, so it must not depend on where that is.
fn target(options: &Options) -> Result<PathBuf> {
    let chosen = options.target.clone();
    let target = chosen.unwrap_or_else(|| repository().join("target/corpus"));
    std::path::absolute(&target).with_context(|| format!("there is no {}", target.display()))
}

/// The documents of the folder, by name.
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

/// Has the crate checked as `options` say.
fn compile(
    options: &Options,
    made: &Crate,
    target: &Path,
    row: &mut Row,
    faults: &mut Vec<String>,
) -> Result<()> {
    let cargo = Cargo { folder: &made.folder, build: &target.join(BUILD) };
    let mut commands: Vec<Said> = Vec::new();
    if options.lints {
        let clippy = cargo.run("clippy", &[])?;
        let doc = cargo.run("doc", &["--no-deps"])?;
        (row.checked, row.documented) = (Some(clippy.took), Some(doc.took));
        commands.extend([clippy, doc]);
    } else {
        let check = cargo.run("check", &[])?;
        row.checked = Some(check.took);
        commands.push(check);
    }
    row.said(&commands, options.lints);
    for said in &commands {
        faults.extend(fault(made, said)?);
    }
    Ok(())
}

/// Checks the crate with no feature, with each resource alone, and with all features.
fn check_features(made: &Crate, target: &Path, faults: &mut Vec<String>) -> Result<FeatureRow> {
    let cargo = Cargo { folder: &made.folder, build: &target.join(BUILD) };
    let mut row = FeatureRow::new(&made.document);
    let all = made.features.join(",");
    let singles = made.resources.iter().map(String::as_str);
    for features in [""].into_iter().chain(singles).chain([all.as_str()]) {
        let said = cargo.run("check", &["--no-default-features", "--features", features])?;
        let name = match features {
            "" => "none",
            set if set == all => "all",
            single => single,
        };
        row.add(name, &said);
        faults.extend(fault(made, &said)?.map(|fault| format!("{fault} (features: {name})")));
    }
    Ok(row)
}

/// What is wrong according to a command of cargo, in a line; all of it goes to a file.
fn fault(made: &Crate, said: &Said) -> Result<Option<String>> {
    let Some(first) = said.problems.first() else { return Ok(None) };
    let path = made.folder.join("problems.txt");
    let mut file = fs::File::options()
        .create(true)
        .append(true)
        .open(&path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    for problem in &said.problems {
        writeln!(file, "cargo {}\n{}", said.command, problem.text)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let more = match said.problems.len() {
        1 => String::new(),
        several => format!(", and {} more", several - 1),
    };
    Ok(Some(format!("{}: cargo {}: {}{more}", made.document, said.command, first.line)))
}

#[cfg(test)]
mod tests;
