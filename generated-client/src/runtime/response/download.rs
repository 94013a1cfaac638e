//! Responses that are not collected in memory: streamed, or saved to a file.

#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
mod save;

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
use crate::runtime::send::trace::CallSpan;
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
    /// The span of the call, which fails with the body.
    span: CallSpan,
}

impl Download {
    pub(crate) fn new(response: RawResponse, timeout: Option<Duration>) -> Self {
        let timeout = timeout.unwrap_or(response.settings.timeout);
        let RawResponse { status, headers, stream, settings, operation, attempts, span, .. } =
            response;
        Download {
            status,
            headers,
            body: stream.unwrap_or_default(),
            settings,
            operation,
            attempts,
            timeout,
            timer: None,
            span,
        }
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

    /// Adds the head of the response to an error: the server has accepted the call. The span of
    /// the call fails with it.
    fn failed(&self, error: Error) -> Error {
        let error = error
            .with_head(self.status, self.headers.clone())
            .with_operation(self.operation.clone())
            .with_attempts(self.attempts);
        self.span.unreadable(&error);
        error
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
