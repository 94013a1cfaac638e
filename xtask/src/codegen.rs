//! `cargo xtask codegen`: reads the inputs, has the client generated, and brings the disk in line with it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use cekura_codegen::diagnostic::{Code, Diagnostic, Sources, Style};
use cekura_codegen::pointer::Pointer;
use cekura_codegen::source::{Format, format_of};
use cekura_codegen::{Input, Outcome, Output};

use crate::sync::{FileSet, Mode, sync};
use crate::{manifest, standalone, summary};

/// The command that brings everything up to date; every message about a difference names it.
pub const COMMAND: &str = "cargo xtask codegen";

/// The folder of the client in this repository.
pub(crate) const CLIENT: &str = "generated-client";

const SPEC: &str = "spec/openapi.yaml";
const OVERLAY: &str = "spec/overlay.yaml";
const CONFIG: &str = "spec/codegen.toml";
const LEDGER: &str = "spec/ledger.txt";

/// Generate the client from the OpenAPI document
///
/// Without options: reads spec/openapi.yaml, spec/overlay.yaml and spec/codegen.toml, and rewrites
/// generated-client/src/generated/, the marked features in generated-client/Cargo.toml, and
/// spec/ledger.txt. Only files whose text changes are written. Files in
/// generated-client/src/generated/ that are no longer generated are deleted. If the document has
/// errors, nothing is written.
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

    /// Correct the document with this overlay (OpenAPI Overlay 1.0.0)
    #[arg(long, value_name = "FILE")]
    pub overlay: Option<PathBuf>,

    /// Take names, selection and crate facts from this configuration
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Write the crate to this folder instead of generated-client/
    ///
    /// If there is no crate yet, a complete one is written, with the hand-written runtime;
    /// it depends on nothing in this repository. If there is one that this command wrote, its
    /// generated code, features and runtime are brought up to date, and the rest of it is
    /// left alone. The ledger is written to DIR/ledger.txt.
    #[arg(long, value_name = "DIR", verbatim_doc_comment)]
    pub out: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  everything is up to date now (with --check: was already)
  1  the document was refused, or --check found differences
  2  wrong usage, or a file could not be read or written

Examples:
  cargo xtask codegen
  cargo xtask codegen --check
  cargo xtask codegen --spec petstore.json --out ../petstore-client";

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The disk is as it should be.
    Done,
    /// The document, the overlay or the configuration has errors; nothing was written.
    Refused,
    /// A check found differences.
    Different,
}

/// What a run has to say.
#[derive(Clone, Debug)]
pub struct Run {
    /// How it ended.
    pub ending: Ending,
    /// Warnings and errors, rendered.
    pub diagnostics: String,
    /// What was done, or what is different.
    pub summary: String,
}

/// Does what `options` ask for.
///
/// # Errors
///
/// If a file cannot be read or written, or the folder to write to holds something else.
pub fn run(options: &Options, style: Style) -> Result<Run> {
    let begun = Instant::now();
    let inputs = Inputs::read(options)?;
    let Outcome { output, mut diagnostics } = cekura_codegen::generate(&inputs.input());
    let took = begun.elapsed();
    diagnostics.extend(inputs.misnamed());
    let diagnostics = summary::diagnostics(&diagnostics, &inputs.sources(), style);
    let Some(output) = output else {
        let summary = summary::refused(&inputs.document.name);
        return Ok(Run { ending: Ending::Refused, diagnostics, summary });
    };
    let (ending, summary) = bring_in_line(options, &inputs, &output, took)?;
    Ok(Run { ending, diagnostics, summary })
}

fn bring_in_line(
    options: &Options,
    inputs: &Inputs,
    output: &Output,
    took: Duration,
) -> Result<(Ending, String)> {
    let files = file_set(options, output)?;
    let mode = if options.check { Mode::Check } else { Mode::Write };
    let report = sync(&files, mode)?;
    if mode == Mode::Check && !report.is_clean() {
        return Ok((Ending::Different, summary::differences(&files, &report, &repeat(options))));
    }
    let ledger = match &options.out {
        None => LEDGER.to_owned(),
        Some(folder) => folder.join(standalone::LEDGER).display().to_string(),
    };
    let made = summary::Made { output, document: &inputs.document.name, ledger: &ledger, took };
    Ok((Ending::Done, summary::done(&made, &report, mode)))
}

/// The files of this repository that are generated, or those of the crate in another folder.
fn file_set(options: &Options, output: &Output) -> Result<FileSet> {
    let root = repository();
    if let Some(folder) = &options.out
        && !is_same_folder(folder, &root.join(CLIENT))
    {
        return standalone::file_set(output, folder, &root);
    }
    let generated = format!("{CLIENT}/src/generated");
    let mut set =
        FileSet { root: root.clone(), owned: vec![generated.clone()], ..FileSet::default() };
    for (path, text) in &output.files {
        set.files.insert(format!("{generated}/{path}"), text.clone());
    }
    let path = format!("{CLIENT}/Cargo.toml");
    let manifest = read(&root.join(&path))?;
    set.files.insert(path, manifest::with_features(&manifest, &output.features)?);
    set.files.insert(LEDGER.to_owned(), output.ledger.clone());
    Ok(set)
}

/// The root of this repository, which this program is a part of and is run from.
pub fn repository() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

fn is_same_folder(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// The command with the options of this run, less `--check`.
fn repeat(options: &Options) -> String {
    let flags = [
        ("--spec", &options.spec),
        ("--overlay", &options.overlay),
        ("--config", &options.config),
        ("--out", &options.out),
    ];
    let given = flags
        .iter()
        .filter_map(|(flag, path)| Some(format!(" {flag} {}", path.as_ref()?.display())));
    format!("{COMMAND}{}", given.collect::<String>())
}

/// A text with the name that people know it by.
#[derive(Debug)]
struct Named {
    name: String,
    text: String,
}

impl Named {
    /// A file that somebody named; its name is the path as they gave it.
    fn given(path: &Path) -> Result<Self> {
        Ok(Self { name: path.display().to_string(), text: read(path)? })
    }

    /// A file of this repository, if it is there.
    fn own(path: &str) -> Result<Option<Self>> {
        let full = repository().join(path);
        match fs::exists(&full).with_context(|| format!("cannot read {path}"))? {
            true => Ok(Some(Self { name: path.to_owned(), text: read(&full)? })),
            false => Ok(None),
        }
    }

    fn pair(&self) -> (&str, &str) {
        (&self.name, &self.text)
    }
}

fn read(path: &Path) -> Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            anyhow::bail!("{} is no UTF-8 text", path.display())
        }
        read => read.with_context(|| format!("cannot read {}", path.display())),
    }
}

/// What the client is generated from.
#[derive(Debug)]
struct Inputs {
    document: Named,
    overlay: Option<Named>,
    config: Option<Named>,
}

impl Inputs {
    fn read(options: &Options) -> Result<Self> {
        let document = match &options.spec {
            Some(path) => Named::given(path)?,
            None => Named::own(SPEC)?.with_context(|| format!("there is no {SPEC}"))?,
        };
        // The corrections and decisions of this repository are about its own document.
        let or_own = |given: &Option<PathBuf>, own: &str| match given {
            Some(path) => Named::given(path).map(Some),
            None if options.spec.is_some() => Ok(None),
            None => Named::own(own),
        };
        Ok(Self {
            document,
            overlay: or_own(&options.overlay, OVERLAY)?,
            config: or_own(&options.config, CONFIG)?,
        })
    }

    fn input(&self) -> Input<'_> {
        Input {
            document: &self.document.text,
            overlay: self.overlay.as_ref().map(|named| named.text.as_str()),
            config: self.config.as_ref().map(|named| named.text.as_str()),
        }
    }

    fn sources(&self) -> Sources<'_> {
        Sources {
            document: self.document.pair(),
            overlay: self.overlay.as_ref().map(Named::pair),
            config: self.config.as_ref().map(Named::pair),
        }
    }

    /// A warning if the document's name says another format than its text.
    fn misnamed(&self) -> Option<Diagnostic> {
        let extension = Path::new(&self.document.name).extension()?.to_str()?.to_ascii_lowercase();
        let said = match extension.as_str() {
            "json" => Format::Json,
            "yaml" | "yml" => Format::Yaml,
            _ => return None,
        };
        let is = format_of(&self.document.text);
        let message =
            format!("the file's name says {said}, but its text is {is}; it was read as {is}");
        (said != is).then(|| Diagnostic::new(Code::FormatMismatch, &Pointer::root(), message))
    }
}

#[cfg(test)]
mod tests;
