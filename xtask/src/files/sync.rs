//! Files in memory to files on disk: the only place that writes, deletes or compares what was
//! generated.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

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

/// Compares `set` with what is on disk, and in [`Mode::Write`] makes the disk like it. Everything
/// is read, and every new file lies beside its place, before the first old one is touched, so that
/// a failure in between leaves things as they were.
///
/// # Errors
///
/// If something cannot be read or written.
pub fn sync(set: &FileSet, mode: Mode) -> Result<Report> {
    if mode == Mode::Write {
        for path in set.files.keys() {
            remove_leftover(&beside(&set.root.join(path)))?;
        }
    }
    let report = compare(set)?;
    if mode == Mode::Write {
        write(set, &report)?;
    }
    Ok(report)
}

fn compare(set: &FileSet) -> Result<Report> {
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

fn write(set: &FileSet, report: &Report) -> Result<()> {
    let changed = report.missing.iter().chain(report.stale.iter().map(|stale| &stale.path));
    let mut staged = Staged::default();
    for path in changed {
        let text = set.files.get(path).map(String::as_str).unwrap_or_default();
        staged.add(set.root.join(path), text)?;
    }
    staged.put_in_place()?;
    for path in &report.unexpected {
        let full = set.root.join(path);
        fs::remove_file(&full).with_context(|| format!("cannot delete {}", full.display()))?;
    }
    report.unexpected.iter().for_each(|path| remove_empty_folders(set, path));
    Ok(())
}

/// Removes the folders around a deleted file that are empty now, up to the owned one.
fn remove_empty_folders(set: &FileSet, path: &str) {
    let is_inside =
        |folder: &str| set.owned.iter().any(|owned| folder.starts_with(&format!("{owned}/")));
    let mut path = path;
    while let Some((folder, _)) = path.rsplit_once('/')
        && is_inside(folder)
        // A folder that is not empty is not removed, and neither are those around it.
        && fs::remove_dir(set.root.join(folder)).is_ok()
    {
        path = folder;
    }
}

/// Returns the place of a new text until it is put in place.
fn beside(place: &Path) -> PathBuf {
    let name = place.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    place.with_file_name(format!(".{name}.codegen-new"))
}

/// Removes a new text that a process which was killed has not put in place.
fn remove_leftover(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot delete {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// New texts that lie beside the files they will replace.
#[derive(Debug, Default)]
struct Staged {
    files: Vec<(PathBuf, PathBuf)>,
}

impl Staged {
    fn add(&mut self, place: PathBuf, text: &str) -> Result<()> {
        let beside = beside(&place);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        let written =
            fs::write(&beside, text).with_context(|| format!("cannot write {}", beside.display()));
        self.files.push((beside, place));
        written
    }

    fn put_in_place(mut self) -> Result<()> {
        for (beside, place) in &self.files {
            fs::rename(beside, place)
                .with_context(|| format!("cannot write {}", place.display()))?;
        }
        self.files.clear();
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // Only files that were not put in place are left here, after a failure that is reported
        // already.
        for (beside, _) in &self.files {
            let _ = fs::remove_file(beside);
        }
    }
}

#[cfg(test)]
mod tests;
