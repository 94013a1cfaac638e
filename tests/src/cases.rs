//! The small documents that tests are made of: `tests/cases`, one per construct, and `tests/bad`, one per mistake.

use cekura_codegen::diagnostic::{Severity, Sources, Style, render_in};
use cekura_codegen::{Input, Outcome, generate};
use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// A document with what lies beside it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The construct or the mistake: the file's name without its ending.
    pub name: String,
    /// The file's name.
    pub file: String,
    /// The document.
    pub document: String,
    /// `<name>.overlay.yaml`.
    pub overlay: Option<String>,
    /// `<name>.toml`.
    pub config: Option<String>,
}

impl Case {
    /// Generates the client of it.
    pub fn generate(&self) -> Outcome {
        self.generate_from(&self.document)
    }

    /// Generates the client of another spelling of the document, with the same overlay and configuration.
    pub fn generate_from(&self, document: &str) -> Outcome {
        generate(&Input {
            document,
            overlay: self.overlay.as_deref(),
            config: self.config.as_deref(),
        })
    }

    /// What the generator says about it, as a terminal shows it.
    pub fn render(&self, outcome: &Outcome) -> String {
        let overlay = format!("{}.overlay.yaml", self.name);
        let config = format!("{}.toml", self.name);
        let sources = Sources {
            document: (&self.file, &self.document),
            overlay: self.overlay.as_deref().map(|text| (overlay.as_str(), text)),
            config: self.config.as_deref().map(|text| (config.as_str(), text)),
        };
        render_in(Style::Plain, &outcome.diagnostics, &sources)
    }

    /// The errors alone, one a line.
    pub fn errors(outcome: &Outcome) -> String {
        let errors = outcome.diagnostics.iter().filter(|one| one.severity() == Severity::Error);
        errors.map(|one| format!("{}\n", one.ledger_line())).collect()
    }
}

/// The folder of the workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All documents of `tests/<folder>`, by name.
///
/// # Panics
///
/// If the folder cannot be read, two documents have one name, or a sidecar has no document.
pub fn all(folder: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(&folder).expect("the folder of the documents");
    let mut files: BTreeSet<String> = entries
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.into_string().expect("a name in UTF-8"))
        .collect();
    let text = |file: &str| fs::read_to_string(folder.join(file)).expect("a text");
    let mut cases: Vec<Case> = Vec::new();
    for file in files.clone() {
        let Some((name, "yaml" | "json")) = file.rsplit_once('.') else {
            continue;
        };
        if name.ends_with(".overlay") {
            continue;
        }
        let mut sidecar = |ending: &str| {
            let file = format!("{name}.{ending}");
            files.remove(&file).then(|| text(&file))
        };
        let (overlay, config) = (sidecar("overlay.yaml"), sidecar("toml"));
        assert!(
            cases.last().is_none_or(|last| last.name != name),
            "two documents are called {name}"
        );
        cases.push(Case {
            name: name.to_owned(),
            document: text(&file),
            overlay,
            config,
            file: file.clone(),
        });
        files.remove(&file);
    }
    assert!(files.is_empty(), "files without a document: {files:?}");
    cases
}

/// Holds a text to `tests/snapshots/<name>.snap`; gives `name` back if they differ. insta has printed how.
pub fn snapshot(name: &str, text: &str) -> Option<String> {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let held = catch_unwind(AssertUnwindSafe(|| {
        settings.bind(|| insta::assert_snapshot!(name, text));
    }));
    held.is_err().then(|| name.to_owned())
}

/// The snapshots whose name begins with `prefix` and that no case stands behind any more.
///
/// # Panics
///
/// If the folder cannot be read.
pub fn stale(prefix: &str, names: &BTreeSet<String>) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let entries = fs::read_dir(folder).expect("the folder of the snapshots");
    let found =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut stale: Vec<String> = found
        .filter(|file| file.starts_with(prefix))
        .filter(|file| !names.contains(file.split('.').next().unwrap_or_default()))
        .collect();
    stale.sort();
    stale
}
