//! New texts that lie beside the files which they will replace.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::ignore_missing;

/// New texts; those that are not kept are removed, with the folders that were made for them.
#[derive(Debug)]
pub(super) struct Staged<'r> {
    root: &'r Path,
    paths: Vec<String>,
}

impl<'r> Staged<'r> {
    pub(super) fn new(root: &'r Path) -> Self {
        Self { root, paths: Vec::new() }
    }

    /// Returns those that a dead run may have left.
    pub(super) fn left(root: &'r Path, paths: &[String]) -> Self {
        Self { root, paths: paths.to_vec() }
    }

    /// Writes the new text of the file at `path`.
    pub(super) fn add(&mut self, path: &str, text: &str) -> Result<()> {
        self.paths.push(path.to_owned());
        let place = self.root.join(path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        let beside = beside(&place);
        // A link that lies there would be followed.
        ignore_missing(fs::remove_file(&beside))
            .and_then(|()| fs::write(&beside, text))
            .with_context(|| format!("cannot write {}", place.display()))
    }

    /// Leaves the texts where they are.
    pub(super) fn keep(mut self) {
        self.paths.clear();
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        // Only after a failure that is reported already, or in the place of a dead run.
        for path in &self.paths {
            let _ = fs::remove_file(beside(&self.root.join(path)));
            remove_empty_folders(self.root, path);
        }
    }
}

/// Puts texts in place, but those that are so already.
pub(super) fn put_in_place(root: &Path, paths: &[String]) -> Result<()> {
    for path in paths {
        let place = root.join(path);
        ignore_missing(fs::rename(beside(&place), &place))
            .with_context(|| format!("cannot write {}", place.display()))?;
    }
    Ok(())
}

/// Removes the folders around a file that are empty now, up to the root.
pub(super) fn remove_empty_folders(root: &Path, path: &str) {
    let mut path = path;
    while let Some((folder, _)) = path.rsplit_once('/')
        // A folder that is not empty is not removed, and neither are those around it.
        && fs::remove_dir(root.join(folder)).is_ok()
    {
        path = folder;
    }
}

/// Returns the place of a new text until it is put in place.
fn beside(place: &Path) -> PathBuf {
    let name = place.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    place.with_file_name(format!(".{name}.codegen-new"))
}
