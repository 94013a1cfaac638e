//! Responses that are not collected in memory: streamed, or saved to a file.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use crate::runtime::aliases::BoxFuture;
use crate::runtime::call::Call;
use crate::runtime::error::{Error, Operation, TooLarge};
use crate::runtime::request::prepared::BodyMode;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::settings::Settings;
use crate::runtime::transport::body::Body;

impl<T> Call<T> {
    /// Sends the call and streams the response body, whatever its length.
    ///
    /// Until the response starts, attempts and time limits are those of any call. Then the timeout
    /// of an attempt applies to each chunk, and there is no limit for the whole body.
    ///
    /// # Errors
    ///
    /// As for any call. Later errors are returned by the [`Download`], with the status and the
    /// headers of the response.
    pub async fn download(self) -> Result<Download, Error> {
        let timeout = self.request.timeout;
        let response = self.execute(Some(BodyMode::Streamed)).await?;
        Ok(Download::new(response, timeout))
    }
}

/// A response body that is read while it arrives: a `Stream` of `Bytes`.
#[must_use = "a download does nothing until it is read"]
pub struct Download {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    body: Body,
    settings: Arc<Settings>,
    operation: Operation,
    attempts: u32,
    /// The time limit of the next chunk.
    timeout: Duration,
    timer: Option<BoxFuture<'static, ()>>,
}

impl Download {
    fn new(response: RawResponse, timeout: Option<Duration>) -> Self {
        let timeout = timeout.unwrap_or(response.settings.timeout);
        let RawResponse { status, headers, stream, settings, operation, attempts, .. } = response;
        let body = stream.unwrap_or_default();
        Download { status, headers, body, settings, operation, attempts, timeout, timer: None }
    }

    /// Returns the length of the whole body in bytes, if the server sent it.
    pub fn length(&self) -> Option<u64> {
        self.body.length()
    }

    /// Returns the next chunk; `None` at the end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Collects the whole body.
    ///
    /// # Errors
    ///
    /// If the body has more than `limit` bytes, or ends early.
    pub async fn bytes(mut self, limit: usize) -> Result<Bytes, Error> {
        let mut all = Vec::new();
        while let Some(chunk) = self.chunk().await {
            let chunk = chunk?;
            if all.len() + chunk.len() > limit {
                return Err(self.failed(Error::body(TooLarge(limit).into())));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.into())
    }

    /// Adds the head of the response to an error: the server has accepted the call.
    fn failed(&self, error: Error) -> Error {
        error
            .with_head(self.status, self.headers.clone())
            .with_operation(self.operation.clone())
            .with_attempts(self.attempts)
    }

    fn timed_out(&self) -> Error {
        self.failed(Error::timeout(format!("no data for {:?}", self.timeout)))
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
        let limit = || this.settings.transport.limit(this.timeout);
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
    use std::io;
    use std::path::{Path, PathBuf};

    use tokio::io::AsyncWriteExt;

    use super::Download;
    use crate::runtime::error::Error;
    use crate::runtime::error::kind::ErrorKind;

    impl Download {
        /// Saves the body to a file and returns the number of bytes.
        ///
        /// The body is written to another file in the same folder, which is renamed once it is
        /// complete.
        ///
        /// # Errors
        ///
        /// If the body ends early or the file cannot be written; `path` is then unchanged.
        pub async fn save(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
            let path = path.as_ref();
            let failed = |download: &Self, error: io::Error| {
                let message = format!("the file `{}` cannot be written", path.display());
                download.failed(Error::new(ErrorKind::File, message).with_source(error))
            };
            let temporary = TemporaryFile::next_to(path);
            // Created without a thread of tokio, which would create it even if this future is
            // dropped meanwhile, and nothing would remove it.
            let file =
                std::fs::File::create_new(&temporary.0).map_err(|error| failed(&self, error))?;
            let mut file = tokio::fs::File::from_std(file);
            let mut length = 0;
            while let Some(chunk) = self.chunk().await {
                let chunk = chunk?;
                length += chunk.len() as u64;
                file.write_all(&chunk).await.map_err(|error| failed(&self, error))?;
            }
            file.sync_all().await.map_err(|error| failed(&self, error))?;
            drop(file);
            let renamed = tokio::fs::rename(&temporary.0, path).await;
            renamed.map_err(|error| failed(&self, error))?;
            temporary.keep();
            sync_folder(path).await;
            Ok(length)
        }
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
        fn next_to(path: &Path) -> Self {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
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
}
