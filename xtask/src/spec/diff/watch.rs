//! `cargo xtask codegen --watch`: generates again when a file of `spec/` changes, and shows what
//! the change means.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use cekura_codegen::diagnostic::Style;
use walkdir::WalkDir;

use super::between;
use crate::codegen::inputs::Inputs;
use crate::codegen::{self, Options, Run, Status};
use crate::files::paths::repository;

/// The time between two looks at the files.
const PAUSE: Duration = Duration::from_millis(500);

/// Runs until it is stopped, or a file cannot be read. Each run is shown.
///
/// # Errors
///
/// If a file cannot be read or written.
pub fn run(options: &Options, style: Style, show: &mut dyn FnMut(&Run)) -> Result<()> {
    let root = repository();
    let mut folder = Watched::new(&root.join("spec"));
    let mut before: Option<Inputs> = None;
    loop {
        if folder.has_changed()? {
            let mut run = codegen::run(options, style)?;
            let after = Inputs::of_repository(&root)?;
            if let (Some(before), Status::Done) = (&before, run.status) {
                run.summary.push('\n');
                run.summary.push_str(&between(before, &after, style)?.summary);
            }
            // A state that was refused is none to compare with.
            if run.status == Status::Done {
                before = Some(after);
            }
            show(&run);
        }
        std::thread::sleep(PAUSE);
    }
}

/// The files of a folder, as they were when somebody last looked.
struct Watched {
    folder: PathBuf,
    seen: BTreeMap<PathBuf, (SystemTime, u64)>,
}

impl Watched {
    fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), seen: BTreeMap::new() }
    }

    /// Returns whether a file has come, gone or changed since the last call; at first, whether
    /// there are any. The ledger is written by the run itself.
    fn has_changed(&mut self) -> Result<bool> {
        let mut seen = BTreeMap::new();
        for entry in WalkDir::new(&self.folder) {
            let entry = entry.with_context(|| format!("cannot read {}", self.folder.display()))?;
            let is_read = entry.file_type().is_file() && entry.file_name() != "ledger.txt";
            // A file may have gone since it was listed.
            let data = if is_read { fs::metadata(entry.path()).ok() } else { None };
            if let Some(data) = data {
                let changed = data.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                seen.insert(entry.path().to_owned(), (changed, data.len()));
            }
        }
        let is_new = seen != self.seen;
        self.seen = seen;
        Ok(is_new)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Watched;

    #[test]
    fn files_that_come_go_or_grow_are_changes_and_the_ledger_is_none() {
        let root = tempfile::tempdir().unwrap();
        let mut watched = Watched::new(root.path());
        let mut changed = || watched.has_changed().unwrap();
        assert!(!changed());
        fs::write(root.path().join("a.yaml"), "a").unwrap();
        assert!(changed() && !changed());
        fs::create_dir(root.path().join("docs")).unwrap();
        fs::write(root.path().join("docs/b.yaml"), "b").unwrap();
        assert!(changed() && !changed());
        fs::write(root.path().join("a.yaml"), "ab").unwrap();
        assert!(changed() && !changed());
        fs::write(root.path().join("ledger.txt"), "line").unwrap();
        assert!(!changed());
        fs::remove_file(root.path().join("a.yaml")).unwrap();
        assert!(changed() && !changed());
    }
}
