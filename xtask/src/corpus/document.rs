//! A document of the corpus, and the crate that is made of it.

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use cekura_codegen::diagnostic::{Code, Diagnostic, Severity, Sources, render};
use cekura_codegen::{Input, Outcome, Output, Summary};
use toml_edit::{DocumentMut, Item};

use crate::codegen::inputs::others::{Local, gather_beside};
use crate::files::manifest;
use crate::files::paths::{read, repository};
use crate::files::sync::{Mode, sync};
use crate::standalone;

/// Features that do not build everywhere, or are sets of others.
const NOT_ADDED: [&str; 2] = ["default", "native-tls"];

/// A document with the configuration of its crate.
#[derive(Debug)]
pub(super) struct Document {
    /// The name of its file.
    pub(super) name: String,
    /// The folder of its crate, in that of all crates.
    pub(super) folder: String,
    path: PathBuf,
    config: Option<PathBuf>,
}

/// The outcome of generating a crate, before a compiler has seen it.
#[derive(Debug)]
pub(super) enum Generated {
    /// It has faults: the first one's code and place.
    Refused(String),
    /// The generator failed on it.
    Broken(String),
    /// It is a crate now.
    Crate(EmittedCrate),
}

/// A crate on disk.
#[derive(Debug)]
pub(super) struct EmittedCrate {
    /// The name of the document.
    pub(super) document: String,
    /// The folder of the crate.
    pub(super) folder: PathBuf,
    pub(super) summary: Summary,
    /// The time that generation took.
    pub(super) took: Duration,
    /// The features that are a resource each.
    pub(super) resources: Vec<String>,
    /// All features that can be checked together.
    pub(super) features: Vec<String>,
}

impl Document {
    /// Returns the document at `path`, with the configuration beside it, or else the one for all.
    pub(super) fn new(path: &Path, config: Option<&Path>) -> Result<Self> {
        let text = |part: Option<&std::ffi::OsStr>| {
            part.and_then(|part| part.to_str())
                .map(str::to_owned)
                .with_context(|| format!("{} has a name that is no text", path.display()))
        };
        let beside = path.with_extension("toml");
        let config = if beside.is_file() { Some(beside) } else { config.map(Path::to_owned) };
        Ok(Self {
            name: text(path.file_name())?,
            folder: text(path.file_stem())?,
            path: path.to_owned(),
            config,
        })
    }

    /// Generates the crate and writes it to its folder in `target`, in place of an older one.
    pub(super) fn generate(&self, target: &Path) -> Result<Generated> {
        let document = read(&self.path)?;
        let config = self.config.as_deref().map(read).transpose()?;
        let input = Input { document: &document, config: config.as_deref(), ..Input::default() };
        let files = gather_beside(&self.path, &input, Local::Configured)?;
        let input = Input { files: Some(&files), has_tests: true, ..input };
        let begun = Instant::now();
        // One document that the generator fails on must not hide what the others give.
        let Ok(outcome) = panic::catch_unwind(|| cekura_codegen::generate(&input)) else {
            return Ok(Generated::Broken("the generator panicked".to_owned()));
        };
        let took = begun.elapsed();
        let Outcome { output: Some(output), .. } = outcome else {
            let name = self.config.as_ref().map(|path| path.display().to_string());
            let others = files.named("");
            let sources = Sources {
                document: (&self.name, &document),
                overlay: None,
                docs: &[],
                config: name.as_deref().zip(config.as_deref()),
                webhooks: None,
                lock: None,
                files: &others,
            };
            return Ok(refusal(&outcome.diagnostics, &sources));
        };
        self.write(target, output, took).map(Generated::Crate)
    }

    fn write(&self, target: &Path, output: Output, took: Duration) -> Result<EmittedCrate> {
        let folder = target.join(&self.folder);
        remove_old(&folder)?;
        let root = repository();
        let set = standalone::file_set(&output, &folder, &root)?;
        sync(&set, Mode::Write)?;
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))
            .with_context(|| format!("cannot copy Cargo.lock to {}", folder.display()))?;
        let manifest = set.files.get("Cargo.toml").map(String::as_str).unwrap_or_default();
        let (resources, features) = features(manifest)?;
        let (document, summary) = (self.name.clone(), output.summary);
        Ok(EmittedCrate { document, folder, summary, took, resources, features })
    }
}

/// Removes a crate that an earlier run wrote, so that nothing of it is left in the new one.
fn remove_old(folder: &Path) -> Result<()> {
    // A crate of somebody else's is left where it is; to write there is refused later.
    match fs::read_to_string(folder.join("Cargo.toml")) {
        Ok(text) if manifest::is_generated(&text) => fs::remove_dir_all(folder)
            .with_context(|| format!("cannot delete the folder {}", folder.display())),
        _ => Ok(()),
    }
}

/// Returns the first error of a document that nothing was generated from.
fn refusal(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> Generated {
    let of_severity = |one: &&Diagnostic| one.severity() == Severity::Error;
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(of_severity).collect();
    if let Some(own) = errors.iter().find(|one| one.code == Code::Internal) {
        return Generated::Broken(own.ledger_line());
    }
    match errors.first() {
        None => Generated::Broken("the generator gave nothing and no reason".to_owned()),
        Some(first) => Generated::Refused(format!("{} at {}", first.code, place(first, sources))),
    }
}

/// Returns the file and line of a diagnostic, which only its rendering has.
fn place(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let text = render(std::slice::from_ref(diagnostic), sources);
    let arrow = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let line = arrow.map(|place| place.rsplit_once(':').map_or(place, |(line, _column)| line));
    line.map_or_else(|| format!("#{}", diagnostic.pointer), str::to_owned)
}

/// Returns the features of a manifest: those that are a resource each, and all that can be checked
/// together.
fn features(manifest: &str) -> Result<(Vec<String>, Vec<String>)> {
    let manifest: DocumentMut = manifest.parse().context("the crate's manifest is no TOML")?;
    let features = manifest
        .get("features")
        .and_then(Item::as_table_like)
        .context("the crate's manifest has no features")?;
    let resources = features.get("resources").and_then(Item::as_array);
    let resources = resources.into_iter().flatten().filter_map(|name| name.as_str());
    let all = features.iter().map(|(name, _)| name).filter(|name| !NOT_ADDED.contains(name));
    Ok((resources.map(str::to_owned).collect(), all.map(str::to_owned).collect()))
}
