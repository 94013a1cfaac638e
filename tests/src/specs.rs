//! The documents that whole clients are generated from: the repository's own, and the vendor's in
//! the folder that `CEKURA_SPECS` names. Nothing of the vendor's is in this repository.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use cekura_codegen::{Input, NamedText};
use walkdir::WalkDir;
use xtask::files::paths::docs;

use crate::cases::workspace;

/// The files that a client is generated from.
#[derive(Clone, Debug)]
pub struct Spec {
    /// A short name, for messages and folders.
    pub name: &'static str,
    /// The document.
    pub document: PathBuf,
    /// The overlay.
    pub overlay: Option<PathBuf>,
    /// The repository whose words it has.
    pub docs: Option<PathBuf>,
    /// The configuration.
    pub config: Option<PathBuf>,
    /// The document of the webhooks.
    pub webhooks: Option<PathBuf>,
    /// The names that everything has.
    pub lock: Option<PathBuf>,
}

/// The texts of the same files.
#[derive(Clone, Debug)]
pub struct Texts {
    /// The document.
    pub document: String,
    /// The overlay.
    pub overlay: Option<String>,
    /// The overlays of words.
    pub docs: Vec<NamedText>,
    /// The configuration.
    pub config: Option<String>,
    /// The document of the webhooks.
    pub webhooks: Option<String>,
    /// The names that everything has.
    pub lock: Option<String>,
}

impl Texts {
    /// Returns the texts for the generator.
    pub fn input(&self) -> Input<'_> {
        Input {
            document: &self.document,
            overlay: self.overlay.as_deref(),
            docs: &self.docs,
            config: self.config.as_deref(),
            webhooks: self.webhooks.as_deref(),
            lock: self.lock.as_deref(),
            ..Input::default()
        }
    }
}

impl Spec {
    /// Returns the document of this repository.
    pub fn own() -> Self {
        let spec = workspace().join("spec");
        Self {
            name: "own",
            document: spec.join("openapi.yaml"),
            overlay: Some(spec.join("overlay.yaml")),
            docs: Some(workspace()),
            config: Some(spec.join("codegen.toml")),
            webhooks: Some(spec.join("webhooks.yaml")),
            lock: Some(spec.join("names.lock")),
        }
    }

    /// Returns a case of the tests, by its topic and name.
    pub fn case(name: &'static str) -> Self {
        let document = workspace().join("tests/cases").join(name).with_extension("yaml");
        Self::bare(name, document)
    }

    /// Returns the vendor's newest document, without an overlay or a configuration, if there are
    /// any documents. The names of the files are in the order of their versions.
    pub fn newest() -> Option<Self> {
        let (_, document) = documents().pop_last()?;
        Some(Self::bare("newest", document))
    }

    /// Returns a document alone.
    fn bare(name: &'static str, document: PathBuf) -> Self {
        let (overlay, docs, config, webhooks, lock) = (None, None, None, None, None);
        Self { name, document, overlay, docs, config, webhooks, lock }
    }

    /// Reads the files.
    ///
    /// # Panics
    ///
    /// If one cannot be read.
    pub fn read(&self) -> Texts {
        let text = |path: &PathBuf| {
            fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        Texts {
            document: text(&self.document),
            overlay: self.overlay.as_ref().map(text),
            docs: self.docs.as_ref().map_or_else(Vec::new, |root| docs(root).expect("the words")),
            config: self.config.as_ref().map(text),
            webhooks: self.webhooks.as_ref().map(text),
            lock: self.lock.as_ref().map(text),
        }
    }
}

/// Returns the vendor's documents by the names of their files without the extension. Where
/// `CEKURA_SPECS` is not set there are none, and a line is printed.
///
/// # Panics
///
/// If the folder that it names cannot be read, or holds no document.
pub fn documents() -> BTreeMap<String, PathBuf> {
    let Some(folder) = std::env::var_os("CEKURA_SPECS") else {
        println!("skipped: CEKURA_SPECS names no folder of the vendor's documents");
        return BTreeMap::new();
    };
    let entries = WalkDir::new(&folder).min_depth(1).max_depth(1).into_iter();
    let paths = entries.map(|entry| entry.expect("the folder of CEKURA_SPECS").into_path());
    let documents: BTreeMap<String, PathBuf> = paths
        .filter(|path| path.extension() == Some(OsStr::new("json")))
        .filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path)))
        .collect();
    assert!(!documents.is_empty(), "CEKURA_SPECS: {} has no *.json", folder.display());
    documents
}

/// Returns the text of the vendor's document whose name ends so, if there is any.
///
/// # Panics
///
/// As [`documents`].
pub fn version(name: &str) -> Option<String> {
    let (_, path) = documents().into_iter().find(|(known, _)| known.ends_with(name))?;
    Some(fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}
