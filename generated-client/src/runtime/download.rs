//! Answers that are not read into memory: streamed, or saved to a file.

use super::draft::Answer;
use super::error::Operation;
use super::{Body, BoxFuture, Bytes, Call, Client, Error, Reply};
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

impl<T> Call<T> {
    /// Sends the call and gives the answer piece by piece, however long it is.
    ///
    /// Attempts and time limits are those of any call until the answer begins. Then each piece has the time of an attempt, and
    /// the whole has no limit: a long file takes long.
    ///
    /// # Errors
    ///
    /// As for any call; what goes wrong later comes out of the [`Download`], with the status and the headers of the answer.
    pub async fn download(self) -> Result<Download, Error> {
        let timeout = self.draft.timeout;
        let reply = self.execute(Some(Answer::Streamed)).await?;
        Ok(Download::of(reply, timeout))
    }
}

/// An answer that is read as it comes: a `Stream` of `Bytes`.
#[must_use = "a download does nothing until it is read"]
pub struct Download {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    body: Body,
    client: Client,
    operation: Operation,
    attempts: u32,
    /// How long the next piece may take.
    timeout: Duration,
    timer: Option<BoxFuture<'static, ()>>,
}

impl Download {
    fn of(reply: Reply, timeout: Option<Duration>) -> Self {
        let timeout = timeout.unwrap_or(reply.client.settings().timeout);
        let Reply { status, headers, stream, client, operation, attempts, .. } = reply;
        let body = stream.unwrap_or_default();
        Download { status, headers, body, client, operation, attempts, timeout, timer: None }
    }

    /// The length of the whole body in bytes, if the server told it.
    pub fn length(&self) -> Option<u64> {
        self.body.length()
    }

    /// The next piece; `None` at the end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All of the body, if it has no more than `limit` bytes.
    ///
    /// # Errors
    ///
    /// If it is longer, or breaks off.
    pub async fn bytes(mut self, limit: usize) -> Result<Bytes, Error> {
        let mut all = Vec::new();
        while let Some(chunk) = self.chunk().await {
            let chunk = chunk?;
            if all.len() + chunk.len() > limit {
                return Err(self.failed(Error::body(super::body::TooLarge(limit).into())));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.into())
    }

    /// The error of a download that had begun: the server has accepted the call.
    fn failed(&self, error: Error) -> Error {
        error
            .with_head(self.status, self.headers.clone())
            .with_operation(self.operation.clone())
            .with_attempts(self.attempts)
    }

    fn timed_out(&self) -> Error {
        self.failed(Error::timeout(format!("the response stopped coming for {:?}", self.timeout)))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Poll::Ready(next) = Pin::new(&mut this.body).poll_next(cx) {
            this.timer = None;
            let failed = |error| this.failed(Error::body(error));
            return Poll::Ready(next.map(|chunk| chunk.map_err(failed)));
        }
        let limit = || this.client.settings().transport.limit(this.timeout);
        if this.timer.get_or_insert_with(limit).as_mut().poll(cx).is_ready() {
            this.timer = None;
            this.body = Body::empty();
            return Poll::Ready(Some(Err(this.timed_out())));
        }
        Poll::Pending
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.status)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
mod save {
    use super::Download;
    use crate::runtime::{Error, ErrorKind};
    use std::io;
    use std::path::{Path, PathBuf};
    use tokio::io::AsyncWriteExt;

    impl Download {
        /// Saves the body to a file, all or nothing: it is written beside `path` and moved there once it is complete. Gives the
        /// number of bytes.
        ///
        /// # Errors
        ///
        /// If the body breaks off or the file cannot be written; `path` is then as it was before.
        pub async fn save(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
            let path = path.as_ref();
            let failed = |download: &Self, error: io::Error| {
                let message = format!("the file `{}` cannot be written", path.display());
                download.failed(Error::new(ErrorKind::File, message).with_source(error))
            };
            let unfinished = Unfinished::beside(path);
            // Made at once, not by another thread: that would make it also if nobody is there any more to take it away.
            let file =
                std::fs::File::create_new(&unfinished.0).map_err(|error| failed(&self, error))?;
            let mut file = tokio::fs::File::from_std(file);
            let mut length = 0;
            while let Some(chunk) = self.chunk().await {
                let chunk = chunk?;
                length += chunk.len() as u64;
                file.write_all(&chunk).await.map_err(|error| failed(&self, error))?;
            }
            file.sync_all().await.map_err(|error| failed(&self, error))?;
            drop(file);
            let renamed = tokio::fs::rename(&unfinished.0, path).await;
            renamed.map_err(|error| failed(&self, error))?;
            unfinished.done();
            sync_folder(path).await;
            Ok(length)
        }
    }

    /// Makes the new name last, too, where the system can: the file is whole in any case.
    async fn sync_folder(path: &Path) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Ok(folder) = tokio::fs::File::open(folder.unwrap_or(Path::new("."))).await {
            let _ = folder.sync_all().await;
        }
    }

    /// A file that goes away unless it is finished, also when the download is dropped midway.
    struct Unfinished(PathBuf);

    impl Unfinished {
        fn beside(path: &Path) -> Self {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            Unfinished(path.with_file_name(format!(".{name}.{:08x}.part", fastrand::u32(..))))
        }

        fn done(self) {
            std::mem::forget(self);
        }
    }

    impl Drop for Unfinished {
        fn drop(&mut self) {
            // It may never have been made.
            let _ = std::fs::remove_file(&self.0);
        }
    }
}
