//! One run at a time for a folder, and all of its files or none.
//!
//! A run holds the lock of a file in the folder, `.codegen.lock`, which it removes at its end. The
//! operating system lets go of the lock when a process ends, however it ends, so that what a dead
//! run has left holds up nobody.
//!
//! The same file is the journal of the run. First it says which files will be put in place and
//! which will be deleted. Then each new text is written beside its place; when all are there, a
//! last line is added to the journal, and only then is the first old file touched. Whoever has the
//! next turn looks into it:
//!
//! | the process ended | what it left | the next turn |
//! |---|---|---|
//! | before the last line | all old files, some new texts beside them | removes the new texts |
//! | after it | some files old, some new, all new texts | puts the others in place, too |
//!
//! So there is nothing to repair by hand. This holds for a process that is ended at any moment; for
//! a machine that loses its power it holds as far as the file system keeps the order of writes.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use same_file::Handle;

use super::places;
use journal::Journal;
use staged::{Staged, remove_empty_folders};

mod journal;
mod staged;
#[cfg(test)]
mod tests;

/// The file with the lock and the journal.
pub(crate) const FILE: &str = ".codegen.lock";

/// The longest that a run waits for another; one that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// The time between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

/// The changes to the files of a folder, by their paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Plan {
    /// The files that get new texts.
    pub(crate) put: Vec<String>,
    /// The files that are deleted.
    pub(crate) delete: Vec<String>,
}

/// The turn of this process to change the files of a folder.
#[derive(Debug)]
pub struct Turn {
    root: PathBuf,
    journal: Journal,
    /// The folders that were made for the lock, the innermost first.
    made: Vec<PathBuf>,
}

impl Turn {
    /// Waits for the turn, and takes up the work that a dead run has not finished.
    ///
    /// # Errors
    ///
    /// If the folder cannot be written to, or another run does not end.
    pub fn take(root: &Path) -> Result<Self> {
        places::check_root(root)?;
        let path = root.join(FILE);
        if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
            bail!("{} is in the way: it is no file of this command; remove it", path.display());
        }
        let since = Instant::now();
        let cannot = || format!("cannot write to the folder {}", root.display());
        let mut made = Vec::new();
        let file = loop {
            made.extend(make_folders(root).with_context(cannot)?);
            let file = match open(&path) {
                // Another run has just removed a folder that it had made for nothing.
                Err(error) if error.kind() == io::ErrorKind::NotFound && is_early(since) => {
                    continue;
                }
                file => file.with_context(cannot)?,
            };
            wait(&file, root, since)?;
            // The run before has removed its file, which is not the one that others find now.
            if is_at(&file, &path)? {
                break file;
            }
        };
        let mut turn = Self { root: root.to_owned(), journal: Journal { file }, made };
        turn.take_up()?;
        Ok(turn)
    }

    /// Takes up the work that a dead run has not finished, if there is any.
    ///
    /// # Errors
    ///
    /// If it cannot be finished.
    pub fn take_up_if_interrupted(root: &Path) -> Result<()> {
        if fs::symlink_metadata(root.join(FILE)).is_err() {
            return Ok(());
        }
        Self::take(root).map(drop)
    }

    /// Puts the texts of a plan in place and deletes files: everything, or nothing.
    pub(crate) fn carry_out(&mut self, plan: &Plan, text: impl Fn(&str) -> String) -> Result<()> {
        if plan.put.is_empty() && plan.delete.is_empty() {
            return Ok(());
        }
        self.journal.begin(plan).with_context(|| self.cannot())?;
        let root = self.root.clone();
        let mut staged = Staged::new(&root);
        let all = plan.put.iter().try_for_each(|path| staged.add(path, &text(path)));
        let all = all.and_then(|()| self.journal.commit().context("cannot write the journal"));
        if let Err(error) = all {
            drop(staged);
            // The error is told; the next turn would clear the journal, too.
            let _ = self.journal.clear();
            return Err(error);
        }
        staged.keep();
        self.finish(plan)
    }

    fn cannot(&self) -> String {
        format!("cannot write {}", self.root.join(FILE).display())
    }

    /// Goes on where a dead run has stopped: forwards if all its texts are there, else backwards.
    fn take_up(&mut self) -> Result<()> {
        let Some((plan, is_committed)) = self.journal.read().with_context(|| self.cannot())? else {
            return self.journal.clear().with_context(|| self.cannot());
        };
        let paths = plan.put.iter().chain(&plan.delete).map(String::as_str);
        places::check(&self.root, paths, [])?;
        if is_committed {
            return self.finish(&plan);
        }
        drop(Staged::left(&self.root, &plan.put));
        self.journal.clear().with_context(|| self.cannot())
    }

    /// Puts in place what lies beside its place, deletes what is to be deleted, and ends the
    /// journal.
    fn finish(&mut self, plan: &Plan) -> Result<()> {
        let left = "the next run of this command goes on here";
        staged::put_in_place(&self.root, &plan.put).context(left)?;
        for path in &plan.delete {
            let full = self.root.join(path);
            ignore_missing(fs::remove_file(&full))
                .with_context(|| format!("cannot delete {}", full.display()))
                .context(left)?;
        }
        plan.delete.iter().for_each(|path| remove_empty_folders(&self.root, path));
        self.journal.clear().with_context(|| self.cannot())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Nothing can be done about a failure here, and the next turn does it.
        if self.journal.is_clear() {
            let _ = fs::remove_file(self.root.join(FILE));
            for folder in &self.made {
                let _ = fs::remove_dir(folder);
            }
        }
    }
}

/// Returns whether a run has begun to change the files of a folder and has not ended.
///
/// # Errors
///
/// If its journal cannot be read.
pub(crate) fn is_unfinished(root: &Path) -> Result<bool> {
    let path = root.join(FILE);
    match fs::metadata(&path) {
        Ok(found) => Ok(found.len() > 0),
        Err(error) => ignore_missing(Err(error))
            .map(|()| false)
            .with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Makes a folder and those around it, and returns those that there were not, the innermost first.
fn make_folders(root: &Path) -> io::Result<Vec<PathBuf>> {
    let missing = root.ancestors().take_while(|at| !at.as_os_str().is_empty() && !at.exists());
    let missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    fs::create_dir_all(root)?;
    Ok(missing)
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

/// Waits for the lock of a file, and tells the user so.
fn wait(file: &File, root: &Path, since: Instant) -> Result<()> {
    let mut is_told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            // Some file systems have no locks: what is put in place is whole there, too.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(());
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("cannot lock {}", root.display()));
            }
            Err(TryLockError::WouldBlock) if since.elapsed() > PATIENCE => bail!(
                "another run has been writing to {} for {} seconds: end it, and run this again",
                root.display(),
                PATIENCE.as_secs()
            ),
            Err(TryLockError::WouldBlock) => {
                if !is_told {
                    eprintln!("waiting for another run that writes to {}", root.display());
                    is_told = true;
                }
                sleep(PAUSE);
            }
        }
    }
}

fn is_early(since: Instant) -> bool {
    since.elapsed() < PATIENCE
}

/// Returns whether a path leads to an open file.
fn is_at(file: &File, path: &Path) -> Result<bool> {
    let cannot = || format!("cannot read {}", path.display());
    let own = Handle::from_file(file.try_clone().with_context(cannot)?).with_context(cannot)?;
    match Handle::from_path(path) {
        Ok(found) => Ok(found == own),
        Err(error) => ignore_missing(Err(error)).map(|()| false).with_context(cannot),
    }
}

/// Takes it for success that there is no such file.
fn ignore_missing(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
