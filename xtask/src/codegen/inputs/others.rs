//! The other files of a document: those in its folder, where that is allowed, and those of the
//! network that are pinned. Nothing here uses the network.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use cekura_codegen::config::Config;
use cekura_codegen::diagnostic::Diagnostics;
use cekura_codegen::{Files, Input, Unread, wanted};

use crate::files::git;
use crate::files::pins::{PINS, Pins, digest, path};

/// The most files of a document, and the most bytes of one.
const MOST: usize = 10_000;
const LARGEST: u64 = 64 << 20;

/// The permission to read the files in the folder of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Local {
    /// As the configuration says.
    #[default]
    Configured,
    /// Given.
    Allowed,
}

impl Local {
    fn is_allowed(self, config: Option<&str>) -> bool {
        let config = || Config::parse(config?, &mut Diagnostics::default()).ok();
        self == Self::Allowed || config().is_some_and(|config| config.document.files)
    }
}

/// The folder of a document.
pub(crate) trait Folder {
    /// Reads a file of it, if there is one.
    fn text(&self, name: &str) -> Result<Option<String>, Unread>;
}

/// A folder on disk.
pub(crate) struct OnDisk<'f>(pub(crate) &'f Path);

impl Folder for OnDisk<'_> {
    fn text(&self, name: &str) -> Result<Option<String>, Unread> {
        let whole = self.0.join(name);
        let fault =
            |error: std::io::Error| unread(format!("cannot be read: {error}"), "make it readable");
        let real = match fs::canonicalize(&whole) {
            Ok(real) => real,
            Err(error)
                if [ErrorKind::NotFound, ErrorKind::NotADirectory].contains(&error.kind()) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(fault(error)),
        };
        let root = fs::canonicalize(self.0).map_err(fault)?;
        if !real.starts_with(&root) {
            let help = "copy the file into the folder of the document";
            return Err(unread("leads out of the document's folder, by a link".to_owned(), help));
        }
        let data = fs::metadata(&real).map_err(fault)?;
        if !data.is_file() {
            return Err(unread("is no file".to_owned(), "name a file, as in `folder/index.yaml`"));
        }
        if data.len() > LARGEST {
            let reason = format!("has more than {} MiB", LARGEST >> 20);
            return Err(unread(reason, "that is no part of an OpenAPI document"));
        }
        fs::read_to_string(&real).map(Some).map_err(fault)
    }
}

/// The folder of a document in a revision of a repository.
pub(crate) struct Committed<'f> {
    pub(crate) root: &'f Path,
    pub(crate) commit: &'f str,
    pub(crate) folder: &'f str,
}

impl Folder for Committed<'_> {
    fn text(&self, name: &str) -> Result<Option<String>, Unread> {
        // What a link holds is its path, which is none of the formats that are read.
        let text = git::show(self.root, self.commit, &format!("{}/{name}", self.folder));
        text.map_err(|error| unread(format!("cannot be read: {error:#}"), ""))
    }
}

/// Reads the files that a document refers to, and those that they refer to.
///
/// # Errors
///
/// If there are too many of them, or the list of the pinned ones is damaged. Whatever cannot be
/// read is a fault of the reference to it.
pub(crate) fn gather(
    document: &str,
    folder: &dyn Folder,
    input: &Input<'_>,
    local: Local,
) -> Result<Files> {
    let mut files = Files { document: document.to_owned(), ..Files::default() };
    let is_allowed = local.is_allowed(input.config);
    let mut pins: Option<Pins> = None;
    let mut left: BTreeSet<String> = BTreeSet::new();
    loop {
        let open = wanted(&Input { files: Some(&files), ..*input });
        let open: Vec<String> = open.difference(&left).cloned().collect();
        if open.is_empty() {
            return Ok(files);
        }
        if files.texts.len() + open.len() > MOST {
            bail!("the document has more than {MOST} files");
        }
        for name in open {
            let read = if name.contains("://") {
                let pins = match &mut pins {
                    Some(pins) => pins,
                    none => none.insert(read_pins(folder)?),
                };
                pinned(&name, pins, folder).transpose()
            } else if is_allowed {
                Some(beside(&name, folder))
            } else {
                None
            };
            match read {
                Some(Ok(text)) => drop(files.texts.insert(name, text)),
                Some(Err(reason)) => drop(files.unread.insert(name, reason)),
                None => drop(left.insert(name)),
            }
        }
    }
}

/// Reads the files beside a document on disk.
///
/// # Errors
///
/// As [`gather`].
pub(crate) fn gather_beside(path: &Path, input: &Input<'_>, local: Local) -> Result<Files> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
    let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
    gather(&name.unwrap_or_default(), &OnDisk(&folder), input, local)
}

/// Reads the list of what is pinned in a folder.
///
/// # Errors
///
/// If it is damaged, or cannot be read.
pub(crate) fn read_pins(folder: &dyn Folder) -> Result<Pins> {
    match folder.text(PINS) {
        Ok(Some(text)) => Pins::parse(&text),
        Ok(None) => Ok(Pins::default()),
        Err(Unread { reason, .. }) => bail!("{PINS} {reason}"),
    }
}

/// Reads a file of the document's folder.
fn beside(name: &str, folder: &dyn Folder) -> Result<String, Unread> {
    let missing = || {
        unread(
            "leads to a file that does not exist".to_owned(),
            "correct the reference, or write the file",
        )
    };
    folder.text(name)?.ok_or_else(missing)
}

/// Reads the text of an address, if that is pinned.
fn pinned(address: &str, pins: &Pins, folder: &dyn Folder) -> Result<Option<String>, Unread> {
    let Some(known) = pins.get(address) else { return Ok(None) };
    let file = path(known);
    let fetch = "`cargo xtask pull --refs` fetches it again";
    let Some(text) = folder.text(&file)? else {
        return Err(unread(format!("is pinned in {PINS}, but there is no {file}"), fetch));
    };
    let now = digest(&text);
    if now != known {
        let reason = format!("is pinned as {known}, but {file} has {now}");
        return Err(unread(reason, fetch));
    }
    Ok(Some(text))
}

fn unread(reason: String, help: &str) -> Unread {
    Unread { reason, help: help.to_owned() }
}

#[cfg(test)]
mod tests;
