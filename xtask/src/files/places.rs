//! The places that files are to be written to: nothing may be in the way, and no link may lead out
//! of the folder.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Checks that a folder is one, or that one can be made there.
///
/// # Errors
///
/// If a file is in its place, or in that of a folder around it.
pub(crate) fn check_root(root: &Path) -> Result<()> {
    let Some(nearest) = root.ancestors().find(|at| at.exists()) else { return Ok(()) };
    if nearest.is_dir() {
        return Ok(());
    }
    bail!(
        "{} is a file, and a folder is needed there: move it away, or choose another folder",
        nearest.display()
    )
}

/// Checks that files can be written to `paths` below `root`, and that folders can be at `folders`.
///
/// # Errors
///
/// If a file is where a folder is needed, or a folder where a file is needed; if a symbolic link
/// leads out of `root`; if a path is none below `root`.
pub(crate) fn check<'p>(
    root: &Path,
    paths: impl IntoIterator<Item = &'p str>,
    folders: impl IntoIterator<Item = &'p str>,
) -> Result<()> {
    check_root(root)?;
    let Ok(real) = fs::canonicalize(root) else {
        return Ok(()); // There is nothing yet.
    };
    let mut places = Places { root, real, checked: BTreeSet::new() };
    for path in folders {
        places.folder(Path::new(path))?;
    }
    for path in paths {
        let path = Path::new(path);
        places.folder(path.parent().unwrap_or(Path::new("")))?;
        places.file(path)?;
    }
    Ok(())
}

struct Places<'p> {
    root: &'p Path,
    /// The root, with all links followed.
    real: PathBuf,
    checked: BTreeSet<PathBuf>,
}

impl Places<'_> {
    fn folder(&mut self, path: &Path) -> Result<()> {
        let mut at = PathBuf::new();
        for step in path.components() {
            let Component::Normal(step) = step else {
                bail!("{} is no path below {}", path.display(), self.root.display())
            };
            at.push(step);
            if !self.checked.insert(at.clone()) {
                continue;
            }
            if self.exists(&at)? == Some(Kind::File) {
                bail!(
                    "{} is a file, and a folder is needed there: move it away",
                    self.root.join(&at).display()
                );
            }
        }
        Ok(())
    }

    fn file(&self, path: &Path) -> Result<()> {
        if self.exists(path)? == Some(Kind::Folder) {
            bail!(
                "{} is a folder, and a file is to be written there: move it away",
                self.root.join(path).display()
            );
        }
        Ok(())
    }

    /// Returns the kind of what is at a path, if there is something.
    fn exists(&self, path: &Path) -> Result<Option<Kind>> {
        let full = self.root.join(path);
        let cannot = || format!("cannot read {}", full.display());
        let found = match fs::symlink_metadata(&full) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            found => found.with_context(cannot)?,
        };
        if !found.is_symlink() {
            return Ok(Some(if found.is_dir() { Kind::Folder } else { Kind::File }));
        }
        let leads_to = fs::read_link(&full).with_context(cannot)?;
        let (link, leads_to) = (full.display(), leads_to.display());
        match fs::canonicalize(&full) {
            Err(_) => bail!("{link} is a symbolic link that leads nowhere ({leads_to}): remove it"),
            Ok(target) if !target.starts_with(&self.real) => bail!(
                "{link} is a symbolic link that leads out of {} (to {leads_to}), where nothing is \
                 written: remove it, or choose another folder",
                self.root.display()
            ),
            Ok(target) => Ok(Some(if target.is_dir() { Kind::Folder } else { Kind::File })),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
}
