//! The two things that are compared.

use std::path::Path;

use anyhow::{Context, Result, bail};
use cekura_codegen::{Input, NamedText, Surface};

use crate::codegen::inputs::Inputs;
use crate::codegen::inputs::others::Local;
use crate::files::git;
use crate::files::paths::{COMMON, CONFIG, DOCS, GONE, NAMES, OVERLAY, SPEC, WEBHOOKS, read};

/// A thing that is compared.
pub(super) struct Side {
    /// The name of its document.
    pub(super) name: String,
    pub(super) subject: Subject,
}

/// The content of a side.
pub(super) enum Subject {
    Inputs(Box<Inputs>),
    Surface(Box<Surface>),
}

/// The files that go with documents which are given as files.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Given<'a> {
    pub(super) overlay: Option<&'a Path>,
    pub(super) config: Option<&'a Path>,
}

impl Side {
    /// Returns what an argument names, or else the default.
    pub(super) fn choose(
        root: &Path,
        argument: Option<&str>,
        given: Given<'_>,
        default: impl FnOnce(&Path) -> Result<Self>,
    ) -> Result<Self> {
        let Some(argument) = argument else { return default(root) };
        let path = Path::new(argument);
        if argument.ends_with(".surface.json") {
            let surface = super::read_surface(path)?;
            return Ok(Self {
                name: argument.to_owned(),
                subject: Subject::Surface(Box::new(surface)),
            });
        }
        if path.is_file() {
            let side = Self::of_text(argument, read(path)?, given)?;
            return side.map(|inputs| inputs.beside(path, Local::Configured));
        }
        if let Some((revision, file)) = argument.split_once(':') {
            return Self::of_file(root, revision, file, given);
        }
        match git::commit(root, argument)? {
            Some(commit) => Self::of_revision(root, argument, &commit),
            None => bail!("{argument} is neither a file nor a revision of this repository"),
        }
    }

    /// Returns the files of the working tree.
    pub(super) fn working_tree(root: &Path) -> Result<Self> {
        Ok(Self::of_inputs(Inputs::of_repository(root)?))
    }

    /// Returns the files of the last commit.
    pub(super) fn last_commit(root: &Path) -> Result<Self> {
        let commit = git::commit(root, "HEAD")?.context("this repository has no commit yet")?;
        Self::of_revision(root, "HEAD", &commit)
    }

    /// Returns the texts of a side that has any.
    pub(super) fn input(&self) -> Option<Input<'_>> {
        match &self.subject {
            Subject::Inputs(inputs) => Some(inputs.input(None)),
            Subject::Surface(_) => None,
        }
    }

    fn of_inputs(inputs: Inputs) -> Self {
        Self { name: inputs.document.name.clone(), subject: Subject::Inputs(Box::new(inputs)) }
    }

    /// Returns the same with more in its inputs.
    fn map(self, add: impl FnOnce(Inputs) -> Result<Inputs>) -> Result<Self> {
        Ok(match self.subject {
            Subject::Inputs(inputs) => Self::of_inputs(add(*inputs)?),
            Subject::Surface(_) => self,
        })
    }

    /// Returns a document with the files that go with it.
    pub(super) fn of_text(name: &str, text: String, given: Given<'_>) -> Result<Self> {
        let file = |path: &Path| -> Result<NamedText> {
            Ok(NamedText { name: path.display().to_string(), text: read(path)? })
        };
        let document = NamedText { name: name.to_owned(), text };
        let overlay = given.overlay.map(file).transpose()?;
        let config = given.config.map(file).transpose()?;
        Ok(Self::of_inputs(Inputs::new(document, overlay, Vec::new(), config, None)))
    }

    /// Returns a file of a revision; the document of this repository with all that belongs to it.
    fn of_file(root: &Path, revision: &str, file: &str, given: Given<'_>) -> Result<Self> {
        let commit = git::commit(root, revision)?;
        let commit = commit.with_context(|| format!("there is no revision {revision}"))?;
        if file == SPEC {
            return Self::of_revision(root, revision, &commit);
        }
        let text = git::show(root, &commit, file)?;
        let text = text.with_context(|| format!("{revision} has no file {file}"))?;
        let side = Self::of_text(&format!("{revision}:{file}"), text, given)?;
        side.map(|inputs| inputs.of_revision(root, &commit, file))
    }

    fn of_revision(root: &Path, name: &str, commit: &str) -> Result<Self> {
        let file = |path: &str| -> Result<Option<NamedText>> {
            let text = git::show(root, commit, path)?;
            Ok(text.map(|text| NamedText { name: format!("{name}:{path}"), text }))
        };
        let document = file(SPEC)?.with_context(|| format!("{name} has no {SPEC}"))?;
        let mut docs = Vec::new();
        let mut paths = git::list(root, commit, DOCS)?;
        paths.retain(|path| path.ends_with(".yaml"));
        paths.sort_by_key(|path| (!path.ends_with(COMMON), path.clone()));
        for path in paths {
            docs.extend(file(&path)?);
        }
        let inputs = Inputs::new(document, file(OVERLAY)?, docs, file(CONFIG)?, file(NAMES)?);
        let inputs = inputs.with_webhooks(file(WEBHOOKS)?).with_gone(file(GONE)?);
        Ok(Self::of_inputs(inputs.of_revision(root, commit, SPEC)?))
    }
}
