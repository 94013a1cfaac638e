//! The files that a client is generated from.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cekura_codegen::diagnostic::{Code, Diagnostic, Sources};
use cekura_codegen::pointer::Pointer;
use cekura_codegen::source::{Format, format_of};
use cekura_codegen::{Files, Input, NamedText};

use crate::files::manifest;
use crate::files::paths::{
    CONFIG, CRATE_NAMES, GONE, NAMES, OVERLAY, SPEC, WEBHOOKS, docs, read, read_if_present,
    repository,
};

use others::{Committed, Local, gather, gather_beside};

pub(crate) mod others;

/// The options that name other inputs than this repository's.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Given<'a> {
    /// The document.
    pub(crate) spec: Option<&'a Path>,
    /// The overlay.
    pub(crate) overlay: Option<&'a Path>,
    /// The configuration.
    pub(crate) config: Option<&'a Path>,
    /// The document of the webhooks.
    pub(crate) webhooks: Option<&'a Path>,
    /// The folder of a crate of its own, which has its own names.
    pub(crate) out: Option<&'a Path>,
    /// The permission to read the files in the folder of the document.
    pub(crate) local: Local,
}

/// Reads a file that an option names; its name is the path as it was given.
fn read_given(path: &Path) -> Result<NamedText> {
    Ok(NamedText { name: path.display().to_string(), text: read(path)? })
}

/// Reads the names of a crate of its own, if it has any yet.
fn read_names(path: &Path) -> Result<Option<NamedText>> {
    let text = read_if_present(path)?;
    Ok(text.map(|text| NamedText { name: path.display().to_string(), text }))
}

/// Returns the version of the crate in a folder, which begins with that of this repository's.
fn version(folder: &Path) -> Result<String> {
    let text = read_if_present(&folder.join("Cargo.toml"))?;
    let version = text.and_then(|text| manifest::version(&text));
    Ok(version.unwrap_or_else(|| env!("CARGO_PKG_VERSION").to_owned()))
}

/// Reads a file of a repository, if it exists.
fn read_own(root: &Path, path: &str) -> Result<Option<NamedText>> {
    let text = read_if_present(&root.join(path))?;
    Ok(text.map(|text| NamedText { name: path.to_owned(), text }))
}

/// The document with its overlay and configuration.
#[derive(Debug)]
pub(crate) struct Inputs {
    pub(crate) document: NamedText,
    overlay: Option<NamedText>,
    docs: Vec<NamedText>,
    gone: Option<NamedText>,
    config: Option<NamedText>,
    webhooks: Option<NamedText>,
    lock: Option<NamedText>,
    /// The version of the crate.
    release: Option<String>,
    /// The other files of the document.
    files: Option<Files>,
    /// The same with the names that people know them by.
    named: Vec<NamedText>,
}

impl Inputs {
    /// Reads the files that are given, and else those of this repository.
    pub(crate) fn read(given: Given<'_>) -> Result<Self> {
        let root = repository();
        let document = match given.spec {
            Some(path) => read_given(path)?,
            None => read_own(&root, SPEC)?.with_context(|| format!("there is no {SPEC}"))?,
        };
        // The corrections and decisions of this repository are about its own document.
        let or_own = |path: Option<&Path>, own: &str| match path {
            Some(path) => read_given(path).map(Some),
            None if given.spec.is_some() => Ok(None),
            None => read_own(&root, own),
        };
        let (lock, release) = match given.out {
            Some(out) => (read_names(&out.join(CRATE_NAMES))?, version(out)?),
            None => (None, env!("CARGO_PKG_VERSION").to_owned()),
        };
        let lock = match lock {
            None if given.spec.is_none() || given.out.is_none() => read_own(&root, NAMES)?,
            lock => lock,
        };
        let path = given.spec.map_or_else(|| root.join(SPEC), Path::to_owned);
        Self {
            document,
            overlay: or_own(given.overlay, OVERLAY)?,
            docs: if given.spec.is_none() { docs(&root)? } else { Vec::new() },
            gone: if given.spec.is_none() { read_own(&root, GONE)? } else { None },
            config: or_own(given.config, CONFIG)?,
            webhooks: or_own(given.webhooks, WEBHOOKS)?,
            lock,
            release: Some(release),
            files: None,
            named: Vec::new(),
        }
        .beside(&path, given.local)
    }

    /// Returns the same with the files that the document at `path` refers to.
    pub(crate) fn beside(self, path: &Path, local: Local) -> Result<Self> {
        let files = gather_beside(path, &self.input(None), local)?;
        Ok(self.with_files(files))
    }

    /// Returns the same with the files that the document at a path of a revision refers to.
    pub(crate) fn of_revision(self, root: &Path, commit: &str, path: &str) -> Result<Self> {
        let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
        let folder = Committed { root, commit, folder };
        let files = gather(name, &folder, &self.input(None), Local::Configured)?;
        Ok(self.with_files(files))
    }

    /// Puts texts together that were read elsewhere.
    pub(crate) fn new(
        document: NamedText,
        overlay: Option<NamedText>,
        docs: Vec<NamedText>,
        config: Option<NamedText>,
        lock: Option<NamedText>,
    ) -> Self {
        Self {
            document,
            overlay,
            docs,
            gone: None,
            config,
            webhooks: None,
            lock,
            release: None,
            files: None,
            named: Vec::new(),
        }
    }

    /// Returns the same with a document of webhooks.
    pub(crate) fn with_webhooks(self, webhooks: Option<NamedText>) -> Self {
        Self { webhooks, ..self }
    }

    /// Reads the files of a repository, whose document may be missing.
    pub(crate) fn of_repository(root: &Path) -> Result<Self> {
        let missing = || NamedText { name: SPEC.to_owned(), text: String::new() };
        Self {
            document: read_own(root, SPEC)?.unwrap_or_else(missing),
            overlay: read_own(root, OVERLAY)?,
            docs: docs(root)?,
            gone: read_own(root, GONE)?,
            config: read_own(root, CONFIG)?,
            webhooks: read_own(root, WEBHOOKS)?,
            lock: read_own(root, NAMES)?,
            release: None,
            files: None,
            named: Vec::new(),
        }
        .beside(&root.join(SPEC), Local::Configured)
    }

    /// Returns the text of the configuration.
    pub(crate) fn config_text(&self) -> Option<&str> {
        self.config.as_ref().map(|file| file.text.as_str())
    }

    /// Returns the text of the lock.
    pub(crate) fn lock_text(&self) -> Option<&str> {
        self.lock.as_ref().map(|file| file.text.as_str())
    }

    /// Returns the texts for the generator, whose files name `source` as the document's path.
    pub(crate) fn input<'a>(&'a self, source: Option<&'a str>) -> Input<'a> {
        Input {
            document: &self.document.text,
            overlay: self.overlay.as_ref().map(|file| file.text.as_str()),
            docs: &self.docs,
            gone: self.gone.as_ref().map(|file| file.text.as_str()),
            config: self.config.as_ref().map(|file| file.text.as_str()),
            source,
            webhooks: self.webhooks.as_ref().map(|file| file.text.as_str()),
            lock: self.lock.as_ref().map(|file| file.text.as_str()),
            release: self.release.as_deref(),
            files: self.files.as_ref(),
            has_tests: false,
        }
    }

    /// Returns the text of the list of what is gone.
    pub(crate) fn gone_text(&self) -> Option<&str> {
        self.gone.as_ref().map(|file| file.text.as_str())
    }

    /// Returns the same with another list of what is gone.
    pub(crate) fn with_gone(mut self, gone: Option<NamedText>) -> Self {
        self.gone = gone;
        self
    }

    /// Returns the texts with their names, for rendering diagnostics.
    pub(crate) fn sources(&self) -> Sources<'_> {
        Sources {
            document: self.document.pair(),
            overlay: self.overlay.as_ref().map(NamedText::pair),
            docs: &self.docs,
            config: self.config.as_ref().map(NamedText::pair),
            webhooks: self.webhooks.as_ref().map(NamedText::pair),
            lock: self.lock.as_ref().map(NamedText::pair),
            files: &self.named,
        }
    }

    fn with_files(self, files: Files) -> Self {
        Self { named: files.named(self.folder()), files: Some(files), ..self }
    }

    /// Returns the texts of all files that the document consists of, as one.
    pub(crate) fn whole(&self) -> String {
        let others = self.files.iter().flat_map(|files| &files.texts);
        let others = others.map(|(name, text)| format!("\n--- {name}\n{text}"));
        std::iter::once(self.document.text.clone()).chain(others).collect()
    }

    /// Returns the folder in the name of the document, with a `/` at its end.
    fn folder(&self) -> &str {
        let name = &self.document.name;
        name.rfind('/').and_then(|end| name.get(..=end)).unwrap_or_default()
    }

    /// Returns the same with another text of the document.
    pub(crate) fn with_document(&self, text: String) -> Self {
        let (files, named) = (self.files.clone(), self.named.clone());
        Self { files, named, ..self.with_document_of(self.document.name.clone(), text) }
    }

    /// Returns the same with another document, of this name, and without other files.
    pub(crate) fn with_document_of(&self, name: String, text: String) -> Self {
        let document = NamedText { name, text };
        Self {
            document,
            overlay: self.overlay.clone(),
            docs: self.docs.clone(),
            gone: self.gone.clone(),
            config: self.config.clone(),
            webhooks: self.webhooks.clone(),
            lock: self.lock.clone(),
            release: self.release.clone(),
            files: None,
            named: Vec::new(),
        }
    }

    /// Returns the option of each file, a name for it, and its text.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&'static str, &'static str, &str)> {
        let files = [
            ("--spec", "document", Some(&self.document)),
            ("--overlay", "overlay.yaml", self.overlay.as_ref()),
            ("--config", "codegen.toml", self.config.as_ref()),
            ("--webhooks", "webhooks.yaml", self.webhooks.as_ref()),
        ];
        files.into_iter().filter_map(|(flag, name, file)| Some((flag, name, file?.text.as_str())))
    }

    /// Returns a warning if the document's name promises another format than its text has.
    pub(crate) fn extension_mismatch(&self) -> Option<Diagnostic> {
        let extension = Path::new(&self.document.name).extension()?.to_str()?.to_ascii_lowercase();
        let promised = match extension.as_str() {
            "json" => Format::Json,
            "yaml" | "yml" => Format::Yaml,
            _ => return None,
        };
        let actual = format_of(&self.document.text);
        let message = format!(
            "the file's name says {promised}, but its text is {actual}; it was read as {actual}"
        );
        (promised != actual)
            .then(|| Diagnostic::new(Code::FormatMismatch, &Pointer::root(), message))
    }
}

/// Returns the paths of optional arguments.
pub(crate) fn given<'a>(
    spec: &'a Option<PathBuf>,
    overlay: &'a Option<PathBuf>,
    config: &'a Option<PathBuf>,
) -> Given<'a> {
    let (spec, overlay, config) = (spec.as_deref(), overlay.as_deref(), config.as_deref());
    Given { spec, overlay, config, ..Given::default() }
}
