//! The small documents of the tests: `tests/cases`, one per construct, and `tests/bad`, one per
//! mistake. Their snapshots lie beside them.
//!
//! `<folder>/<topic>/<name>.yaml` (or `.json`) is a document; `<name>.overlay.yaml`,
//! `<name>.docs.yaml` and `<name>.toml` are its overlays and its configuration; `<name>.rs` makes
//! calls with its client and looks at what is sent and read; the folder `<name>/` has the other
//! files that it refers to; `<name>.snap` is its snapshot.
//!
//! The comment at the head of a document may hold [directives](Directive), a line each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use cekura_codegen::diagnostic::{Severity, Sources, Style, render_in, render_json};
use cekura_codegen::{Files, Input, NamedText, Outcome, generate};
use walkdir::WalkDir;

pub mod changes;
pub mod fuzz;
pub mod mounted;
pub mod runtime;

/// A document with its overlay and its configuration.
#[derive(Clone, Debug)]
pub struct Case {
    /// The topic and the construct or mistake: `union/objects`.
    pub name: String,
    /// The file's name: `objects.yaml`.
    pub file: String,
    /// The folder of the file.
    pub folder: PathBuf,
    /// The document.
    pub document: String,
    /// The text of `<name>.overlay.yaml`.
    pub overlay: Option<String>,
    /// `<name>.docs.yaml`, the overlay of words.
    pub docs: Vec<NamedText>,
    /// The text of `<name>.toml`.
    pub config: Option<String>,
    /// The text of `<name>.webhooks.yaml`, the document of the webhooks.
    pub webhooks: Option<String>,
    /// The text of `<name>.lock`, the names that things have already.
    pub lock: Option<String>,
    /// The text of `<name>.rs`.
    pub calls: Option<String>,
    /// The files of the folder `<name>/`, if there is one.
    pub files: Option<Files>,
}

/// A line at the head of a document that asks the tests for more than the usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Directive {
    /// `# shows: frame`: the snapshot has `mod.rs`, `facts.rs` and the features too.
    ShowsFrame,
    /// `# shows: tests`: the crate carries tests, and the snapshot has them.
    ShowsTests,
    /// `# order: any`: the output must not depend on the order of mappings.
    AnyOrder,
}

impl Directive {
    /// Reads a line of the form `# key: value`, both single words in lower case.
    fn read(line: &str) -> Option<Result<Self, String>> {
        let is_word = |text: &str| {
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        };
        let (key, value) = line.strip_prefix("# ")?.split_once(": ")?;
        if !is_word(key) || !is_word(value) {
            return None;
        }
        Some(match (key, value) {
            ("shows", "frame") => Ok(Self::ShowsFrame),
            ("shows", "tests") => Ok(Self::ShowsTests),
            ("order", "any") => Ok(Self::AnyOrder),
            _ => Err(format!(
                "`{line}` is no directive: there are `# shows: frame`, `# shows: tests`, \
                 `# order: any`"
            )),
        })
    }
}

impl Case {
    /// Returns a case of a document alone, which lies in no folder.
    pub fn bare(name: String, document: String) -> Self {
        Self {
            name,
            file: "openapi.yaml".to_owned(),
            folder: PathBuf::new(),
            document,
            overlay: None,
            docs: Vec::new(),
            config: None,
            webhooks: None,
            lock: None,
            calls: None,
            files: None,
        }
    }

    /// Generates the client of the document.
    pub fn generate(&self) -> Outcome {
        self.generate_from(&self.document)
    }

    /// Generates the client of another spelling of the document, with the same overlay and
    /// configuration.
    pub fn generate_from(&self, document: &str) -> Outcome {
        generate(&Input {
            document,
            overlay: self.overlay.as_deref(),
            docs: &self.docs,
            config: self.config.as_deref(),
            webhooks: self.webhooks.as_deref(),
            lock: self.lock.as_deref(),
            files: self.files.as_ref(),
            has_tests: self.has(Directive::ShowsTests),
            ..Input::default()
        })
    }

    /// Renders the diagnostics of the document as a terminal without colours shows them.
    pub fn render(&self, outcome: &Outcome) -> String {
        self.rendered(|sources| render_in(Style::Plain, &outcome.diagnostics, sources))
    }

    /// Renders the diagnostics of the document for programs.
    pub fn render_json(&self, outcome: &Outcome) -> String {
        self.rendered(|sources| render_json(&outcome.diagnostics, sources))
    }

    fn rendered(&self, render: impl Fn(&Sources<'_>) -> String) -> String {
        let stem = self.stem();
        let overlay = format!("{stem}.overlay.yaml");
        let config = format!("{stem}.toml");
        let webhooks = format!("{stem}.webhooks.yaml");
        let lock = format!("{stem}.lock");
        let files = self.files.as_ref().map_or_else(Vec::new, |files| files.named(""));
        let sources = Sources {
            document: (&self.file, &self.document),
            overlay: self.overlay.as_deref().map(|text| (overlay.as_str(), text)),
            docs: &self.docs,
            config: self.config.as_deref().map(|text| (config.as_str(), text)),
            webhooks: self.webhooks.as_deref().map(|text| (webhooks.as_str(), text)),
            lock: self.lock.as_deref().map(|text| (lock.as_str(), text)),
            files: &files,
        };
        render(&sources)
    }

    /// Returns the errors alone, one a line.
    pub fn errors(outcome: &Outcome) -> String {
        let errors = outcome.diagnostics.iter().filter(|one| one.severity() == Severity::Error);
        errors.map(|one| format!("{}\n", one.ledger_line())).collect()
    }

    /// Returns whether the head of the document holds a directive.
    pub fn has(&self, directive: Directive) -> bool {
        self.directives().any(|found| found == Ok(directive))
    }

    /// Compares a text with the snapshot beside the document, and returns the name of the case if
    /// they differ. insta has printed the difference then, and has written `<name>.snap.new`.
    pub fn compare(&self, text: &str) -> Option<String> {
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(&self.folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let compared = catch_unwind(AssertUnwindSafe(|| {
            settings.bind(|| insta::assert_snapshot!(self.stem(), text));
        }));
        compared.is_err().then(|| self.name.clone())
    }

    /// The file's name without its extension.
    fn stem(&self) -> &str {
        self.file.rsplit_once('.').map_or(&self.file, |(stem, _)| stem)
    }

    fn directives(&self) -> impl Iterator<Item = Result<Directive, String>> {
        let head = self.document.lines().take_while(|line| line.starts_with('#'));
        head.filter_map(Directive::read)
    }
}

/// Returns the folder of the workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns all documents of `tests/<folder>`, by topic and name.
///
/// # Panics
///
/// If a folder or a file cannot be read, or the folder is not in order: a document lies outside of
/// a topic or shares its name with another, a file belongs to no document, or a directive is
/// unknown.
pub fn all(folder: &str) -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut topics: BTreeMap<PathBuf, BTreeSet<String>> = BTreeMap::new();
    let mut others = Others::new();
    for entry in WalkDir::new(&root).min_depth(1) {
        let entry = entry.expect("an entry of the folder");
        if entry.file_type().is_file() {
            let name = entry.file_name().to_str().expect("a name in UTF-8").to_owned();
            let topic = entry.path().parent().expect("a folder").to_owned();
            if let Some((holder, file)) = other_file(&root, entry.path()) {
                let text = fs::read_to_string(entry.path()).expect("a text");
                others.entry(holder).or_default().insert(file, text);
                continue;
            }
            topics.entry(topic).or_default().insert(name);
        }
    }
    let mut cases = Vec::new();
    let mut faults = Vec::new();
    for (topic, files) in topics {
        if topic.parent() != Some(&root) {
            faults.extend(files.iter().map(|file| {
                format!(
                    "tests/{folder}: {file} is to lie in a topic: tests/{folder}/<topic>/{file}"
                )
            }));
            continue;
        }
        read_topic(&topic, files, &mut others, &mut cases, &mut faults);
    }
    let homeless = others.into_keys();
    faults.extend(homeless.map(|path| format!("{} belongs to no document", path.display())));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(!cases.is_empty(), "tests/{folder} has no documents");
    cases
}

/// The files of folders that belong to documents, by the path of the document without its
/// extension.
type Others = BTreeMap<PathBuf, BTreeMap<String, String>>;

/// Returns the document that a file in a folder below a topic belongs to, and the file's path from
/// the topic.
fn other_file(root: &Path, path: &Path) -> Option<(PathBuf, String)> {
    let below = path.strip_prefix(root).ok()?;
    let parts: Vec<&str> = below.iter().map(|part| part.to_str().expect("UTF-8")).collect();
    let [topic, document, rest @ ..] = parts.as_slice() else { return None };
    let holder = root.join(topic).join(document);
    (!rest.is_empty()).then(|| (holder, format!("{document}/{}", rest.join("/"))))
}

/// Reads the documents of one topic; each takes the files that belong to it.
fn read_topic(
    folder: &Path,
    mut files: BTreeSet<String>,
    others: &mut Others,
    cases: &mut Vec<Case>,
    faults: &mut Vec<String>,
) {
    let topic = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let read = |file: &str| fs::read_to_string(folder.join(file)).expect("a text");
    let mut stems: BTreeSet<String> = BTreeSet::new();
    for file in files.clone() {
        let Some((stem, "yaml" | "json")) = file.rsplit_once('.') else { continue };
        if [".overlay", ".docs", ".webhooks"].iter().any(|end| stem.ends_with(end)) {
            continue;
        }
        if !stems.insert(stem.to_owned()) {
            faults.push(format!("two documents are called {topic}/{stem}: rename one"));
        }
        let mut beside = |ending: &str| {
            let file = format!("{stem}.{ending}");
            files.remove(&file).then(|| read(&file))
        };
        let (overlay, config, calls) = (beside("overlay.yaml"), beside("toml"), beside("rs"));
        let (webhooks, lock) = (beside("webhooks.yaml"), beside("lock"));
        let words = beside("docs.yaml").map(|text| {
            let name = format!("{stem}.docs.yaml");
            NamedText { name, text }
        });
        files.remove(&file);
        // A snapshot that is not accepted yet is compared with, and not read, here.
        files.remove(&format!("{stem}.snap"));
        files.remove(&format!("{stem}.snap.new"));
        let others = others.remove(&folder.join(stem)).map(|texts| Files {
            document: file.clone(),
            texts,
            ..Files::default()
        });
        let case = Case {
            name: format!("{topic}/{stem}"),
            file: file.clone(),
            folder: folder.to_owned(),
            document: read(&file),
            overlay,
            docs: words.into_iter().collect(),
            config,
            webhooks,
            lock,
            calls,
            files: others,
        };
        let unknown = case.directives().filter_map(Result::err);
        faults.extend(unknown.map(|message| format!("{topic}/{file}: {message}")));
        cases.push(case);
    }
    faults.extend(
        files.iter().map(|file| format!("{topic}/{file} belongs to no document: delete it")),
    );
}
