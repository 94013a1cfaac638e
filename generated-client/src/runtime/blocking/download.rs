//! Downloads for programs without an async runtime.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::blocking::send_as;
use crate::runtime::call::Call;
use crate::runtime::error::Error;
use crate::runtime::request::prepared::BodyMode;
use crate::runtime::response::download::Download;
use crate::runtime::settings::Settings;

impl<T> Call<T> {
    /// Sends the call, blocks until its response starts, and returns the body as a blocking
    /// iterator over its chunks; see [`Call::download`].
    ///
    /// # Errors
    ///
    /// As for [`Call::download`] and [`Call::send_blocking`].
    pub fn download_blocking(self) -> Result<BlockingDownload, Error> {
        let request = self.request.clone();
        let response = send_as(self, Some(BodyMode::Streamed))?;
        let settings = Arc::clone(&response.settings);
        let download = Download::new(response, request);
        let (status, headers) = (download.status, download.headers.clone());
        let length = download.length();
        Ok(BlockingDownload { status, headers, length, download: Some(download), settings })
    }
}

/// A response body that is read while it arrives: a blocking iterator over its chunks.
#[must_use = "a download does nothing until it is read"]
pub struct BlockingDownload {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    length: Option<u64>,
    /// The download, which is moved to the thread for blocking calls while that reads it.
    download: Option<Download>,
    settings: Arc<Settings>,
}

impl BlockingDownload {
    /// Returns the length of the whole body in bytes, if the server sent it.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Sets the time limit of the whole body; see [`Download::total_timeout`].
    pub fn total_timeout(self, timeout: Duration) -> Self {
        self.change(|download| download.total_timeout(timeout))
    }

    /// Sets the lowest rate at which the body has to arrive; see [`Download::min_throughput`].
    pub fn min_throughput(self, bytes_per_second: u64) -> Self {
        self.change(|download| download.min_throughput(bytes_per_second))
    }

    fn change(self, change: impl FnOnce(Download) -> Download) -> Self {
        BlockingDownload { download: self.download.map(change), ..self }
    }

    /// Collects the whole body.
    ///
    /// # Errors
    ///
    /// As for [`Download::bytes`].
    pub fn bytes(mut self, limit: usize) -> Result<Bytes, Error> {
        let download = self.take_download()?;
        self.settings.blocking.run(Box::pin(download.bytes(limit)))
    }

    /// Saves the body to a file and returns the number of bytes.
    ///
    /// # Errors
    ///
    /// As for [`Download::save`].
    pub fn save(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let download = self.take_download()?;
        let path = path.as_ref().to_owned();
        self.settings.blocking.run(Box::pin(async move { download.save(path).await }))
    }

    fn take_download(&mut self) -> Result<Download, Error> {
        self.download.take().ok_or_else(|| Error::invalid_request("the download failed before"))
    }
}

impl Iterator for BlockingDownload {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut download = self.download.take()?;
        let read = self.settings.blocking.run(Box::pin(async move {
            let chunk = download.chunk().await;
            Ok((chunk, download))
        }));
        match read {
            Ok((chunk, download)) => {
                let chunk = chunk?;
                self.download = chunk.is_ok().then_some(download);
                Some(chunk)
            }
            Err(error) => Some(Err(error)),
        }
    }
}

impl fmt::Debug for BlockingDownload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingDownload")
            .field("status", &self.status)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}
