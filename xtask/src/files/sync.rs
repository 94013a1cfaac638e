//! Files in memory to files on disk: the only place that writes, deletes or compares what was
//! generated.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

use super::places;
use super::turn::{self, Plan, Turn};

/// The files that there should be on disk.
#[derive(Clone, Debug, Default)]
pub struct FileSet {
    /// The folder that all paths are relative to.
    pub root: PathBuf,
    /// Texts by path, with `/` between the parts.
    pub files: BTreeMap<String, String>,
    /// Folders that hold nothing else: any other file in them is out of place.
    pub owned: Vec<String>,
}

/// The treatment of differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write what is missing or stale, and delete what is out of place.
    Write,
    /// Leave everything as it is.
    Check,
}

/// The differences. After [`Mode::Write`] they are gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that did not exist.
    pub missing: Vec<String>,
    /// Files with another text.
    pub stale: Vec<Stale>,
    /// Files that have no place in an owned folder.
    pub unexpected: Vec<String>,
    /// The number of files that were as they should be.
    pub unchanged: usize,
}

/// A file with another text than it should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Its path.
    pub path: String,
    /// The text it has; bytes that are no UTF-8 are replaced.
    pub found: String,
}

impl Report {
    /// Returns whether nothing was different.
    pub fn is_clean(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty() && self.unexpected.is_empty()
    }

    /// Returns the number of files that were, or would be, written.
    pub fn written(&self) -> usize {
        self.missing.len() + self.stale.len()
    }
}

/// Compares `set` with what is on disk, and in [`Mode::Write`] makes the disk like it: all of it or
/// nothing, as [`Turn`] says.
///
/// # Errors
///
/// If something cannot be read or written, or is in the way.
pub fn sync(set: &FileSet, mode: Mode) -> Result<Report> {
    match mode {
        Mode::Write => write(&mut Turn::take(&set.root)?, set),
        Mode::Check if turn::is_unfinished(&set.root)? => bail!(
            "a run has begun to write to {} and has not ended: wait for it; if it was stopped, run \
             this again without --check, which takes up its work",
            set.root.display()
        ),
        Mode::Check => compare(set),
    }
}

/// Makes the disk like `set`, in a turn for its root.
///
/// # Errors
///
/// If something cannot be read or written, or is in the way.
pub fn write(turn: &mut Turn, set: &FileSet) -> Result<Report> {
    let report = compare(set)?;
    let changed = report.missing.iter().chain(report.stale.iter().map(|stale| &stale.path));
    let plan = Plan { put: changed.cloned().collect(), delete: report.unexpected.clone() };
    turn.carry_out(&plan, |path| set.files.get(path).cloned().unwrap_or_default())?;
    Ok(report)
}

fn compare(set: &FileSet) -> Result<Report> {
    places::check(
        &set.root,
        set.files.keys().map(String::as_str),
        set.owned.iter().map(String::as_str),
    )?;
    let mut report = Report::default();
    for (path, text) in &set.files {
        let full = set.root.join(path);
        match fs::read(&full) {
            Ok(found) if found == text.as_bytes() => report.unchanged += 1,
            Ok(found) => {
                let found = String::from_utf8_lossy(&found).into_owned();
                report.stale.push(Stale { path: path.clone(), found });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                report.missing.push(path.clone())
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", full.display()));
            }
        }
    }
    let mut found = BTreeSet::new();
    for folder in &set.owned {
        list(&set.root, folder, &mut found)?;
    }
    report.unexpected = found.into_iter().filter(|path| !set.files.contains_key(path)).collect();
    Ok(report)
}

/// Adds the paths of all files below `folder`; a folder that does not exist has none. A link to a
/// folder is a file here: the files behind it belong to somebody else.
pub(crate) fn list(root: &Path, folder: &str, found: &mut BTreeSet<String>) -> Result<()> {
    let full = root.join(folder);
    if !fs::exists(&full).with_context(|| format!("cannot read {}", full.display()))? {
        return Ok(());
    }
    for entry in WalkDir::new(&full).min_depth(1) {
        let entry = entry.with_context(|| format!("cannot read the folder {}", full.display()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let steps: Option<Vec<&str>> = path.iter().map(|step| step.to_str()).collect();
        let Some(steps) = steps else {
            bail!("{} has a name that is no text", entry.path().display())
        };
        found.insert(steps.join("/"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
