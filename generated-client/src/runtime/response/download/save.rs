//! Downloads that are saved to a file.

use std::io;
use std::path::{Path, PathBuf};

use tokio::io::AsyncWriteExt;

use crate::runtime::error::Error;
use crate::runtime::error::kind::ErrorKind;
use crate::runtime::response::download::Download;

impl Download {
    /// Saves the body to a file and returns the number of bytes.
    ///
    /// The body is written to another file in the same folder, which takes the file's place once it
    /// is complete. It has the permissions of a file that it replaces; a symbolic link stays, and
    /// the file it leads to is replaced. A device or a pipe is not replaced but written to.
    ///
    /// # Errors
    ///
    /// If the body ends early or the file cannot be written; a regular file is then unchanged.
    pub async fn save(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let path = path.as_ref();
        let target = followed(path).map_err(|error| self.unwritable(path, error))?;
        // The error of a file that is not there is that of creating it.
        let existing = std::fs::metadata(&target).ok();
        if existing.as_ref().is_some_and(|file| !file.is_file() && !file.is_dir()) {
            let device = tokio::fs::OpenOptions::new().write(true).open(&target).await;
            let mut device = device.map_err(|error| self.unwritable(path, error))?;
            return self.write_to(path, &mut device).await;
        }
        let temporary = TemporaryFile::next_to(&target);
        // Created without a thread of tokio, which would create it even if this future is dropped
        // meanwhile, and nothing would remove it.
        let file = std::fs::File::create_new(&temporary.0)
            .map_err(|error| self.unwritable(path, error))?;
        if let Some(existing) = existing {
            file.set_permissions(existing.permissions())
                .map_err(|error| self.unwritable(path, error))?;
        }
        let mut file = tokio::fs::File::from_std(file);
        let length = self.write_to(path, &mut file).await?;
        file.sync_all().await.map_err(|error| self.unwritable(path, error))?;
        drop(file);
        let renamed = tokio::fs::rename(&temporary.0, &target).await;
        renamed.map_err(|error| self.unwritable(path, error))?;
        temporary.keep();
        sync_folder(&target).await;
        Ok(length)
    }

    async fn write_to(&mut self, path: &Path, file: &mut tokio::fs::File) -> Result<u64, Error> {
        let mut length = 0;
        while let Some(chunk) = self.chunk().await {
            let chunk = chunk?;
            length += chunk.len() as u64;
            file.write_all(&chunk).await.map_err(|error| self.unwritable(path, error))?;
        }
        file.flush().await.map_err(|error| self.unwritable(path, error))?;
        Ok(length)
    }

    fn unwritable(&self, path: &Path, error: io::Error) -> Error {
        let message = format!("the file `{}` cannot be written", path.display());
        self.failed(Error::new(ErrorKind::File, message).with_source(error))
    }
}

/// Follows the symbolic links at a path, whose last one may lead to no file yet.
fn followed(path: &Path) -> io::Result<PathBuf> {
    /// As many as Linux follows.
    const MOST: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST {
        match std::fs::symlink_metadata(&path) {
            Ok(file) if file.is_symlink() => {
                let target = std::fs::read_link(&path)?;
                path = path.parent().unwrap_or(Path::new("")).join(target);
            }
            _ => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// Makes the new name durable, where the system can; the content of the file already is.
async fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = tokio::fs::File::open(folder.unwrap_or(Path::new("."))).await {
        let _ = folder.sync_all().await;
    }
}

/// A temporary file that is removed unless it is completed, also when the download is dropped.
struct TemporaryFile(PathBuf);

impl TemporaryFile {
    /// Returns a name in the same folder, which begins like that of the file: a whole long one
    /// would leave no room for the rest.
    fn next_to(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name: String = name.chars().take(40).collect();
        TemporaryFile(path.with_file_name(format!(".{name}.{:08x}.part", fastrand::u32(..))))
    }

    fn keep(self) {
        std::mem::forget(self);
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        // It may not have been created.
        let _ = std::fs::remove_file(&self.0);
    }
}
