//! `spec/openapi.lock`: the record of where the document came from. It saves a download that would
//! change nothing, and tells a reviewer which version of the published document this is.

use std::path::Path;

use anyhow::{Context, Result};
use cekura_codegen::Prose;
use serde::{Deserialize, Serialize};

use super::fetch::Published;
use super::source::Source;
use crate::files::paths::{LOCK, read_if_present};
use crate::files::pins::digest;

const HEADER: &str = "# Written by `cargo xtask pull`. Do not edit.\n";

/// The inputs of the extraction beside the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    config: String,
    keeps_prose: bool,
}

impl State {
    pub(super) fn new(config: Option<&str>, prose: Prose) -> Self {
        Self { config: digest(config.unwrap_or_default()), keeps_prose: prose == Prose::Keep }
    }
}

/// The record of a pull.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Lock {
    /// The place that was read.
    from: String,
    /// The tag of the version there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
    /// The digest of the published text, with those of its other files.
    published: String,
    /// The digest of `spec/openapi.yaml`.
    extracted: String,
    /// The digest of `spec/codegen.toml`, which selects.
    config: String,
    keeps_prose: bool,
}

impl Lock {
    pub(super) fn new(
        source: &Source,
        state: &State,
        published: &Published,
        extracted: &str,
    ) -> Self {
        Self {
            from: name(source),
            etag: published.etag.clone(),
            published: digest(&published.text),
            extracted: digest(extracted),
            config: state.config.clone(),
            keeps_prose: state.keeps_prose,
        }
    }

    /// Reads the record, if there is one.
    pub(super) fn read(path: &Path) -> Result<Option<Self>> {
        let Some(text) = read_if_present(path)? else { return Ok(None) };
        let lock = toml::from_str(&text);
        lock.map(Some).with_context(|| format!("{LOCK} is damaged: delete it, and pull again"))
    }

    /// Returns whether pulling the same version again would give the same document.
    pub(super) fn is_of(&self, source: &Source, state: &State, current: Option<&str>) -> bool {
        self.from == name(source)
            && self.config == state.config
            && self.keeps_prose == state.keeps_prose
            && current.is_some_and(|text| digest(text) == self.extracted)
    }

    pub(super) fn render(&self) -> String {
        format!("{HEADER}{}", toml::to_string(self).unwrap_or_default())
    }
}

/// Returns the name of a source; that of a file says nothing about where it lay.
fn name(source: &Source) -> String {
    match source {
        Source::File(path) => {
            path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
        }
        _ => source.to_string(),
    }
}
