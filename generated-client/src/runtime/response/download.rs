//! Responses that are not collected in memory: streamed, or saved to a file.

mod resume;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
mod save;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use crate::runtime::aliases::BoxFuture;
use crate::runtime::call::Call;
use crate::runtime::error::{Error, Operation, TooLarge};
use crate::runtime::request::prepared::{BodyMode, PreparedRequest};
use crate::runtime::response::download::resume::Resume;
use crate::runtime::send::raw_response::{RawResponse, ResponseFuture};
use crate::runtime::send::trace::CallSpan;
use crate::runtime::settings::Settings;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::throughput::Throughput;

impl<T> Call<T> {
    /// Sends the call and streams the response body, whatever its length.
    ///
    /// Until the response starts, attempts and time limits are those of any call. Then the timeout
    /// of an attempt applies to each chunk, and the whole body has no limit but
    /// [`Download::total_timeout`] and [`Download::min_throughput`].
    ///
    /// A body that breaks off is resumed where the server allows it: the response to a GET has a
    /// length and a strong `ETag` or a `Last-Modified`, and the server responds to `Range` with the
    /// rest (206). The retries of the call limit the failures in a row; with 0 nothing is resumed.
    ///
    /// # Errors
    ///
    /// As for any call. Later errors are returned by the [`Download`], with the status and the
    /// headers of the response.
    pub async fn download(self) -> Result<Download, Error> {
        let request = self.request.clone();
        let response = self.execute(Some(BodyMode::Streamed)).await?;
        Ok(Download::new(response, request))
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
    /// The length of the whole body.
    length: Option<u64>,
    /// The number of bytes so far.
    received: u64,
    /// The time limit of the next chunk.
    timeout: Duration,
    timer: Option<BoxFuture<'static, ()>>,
    /// The time limit of the whole body.
    total: Option<(Duration, Option<BoxFuture<'static, ()>>)>,
    throughput: Option<Throughput>,
    resume: Option<Resume>,
    /// The request for the rest of the body, and the error for which it is sent.
    resuming: Option<(ResponseFuture, Error)>,
    /// The span of the call, which fails with the body.
    span: CallSpan,
}

impl Download {
    pub(crate) fn new(response: Box<RawResponse>, request: Box<PreparedRequest>) -> Self {
        let timeout = request.timeout.unwrap_or(response.settings.timeout);
        let resume = Resume::of(request, &response);
        let RawResponse { status, headers, stream, settings, operation, attempts, span, .. } =
            *response;
        let body = stream.unwrap_or_default();
        Download {
            status,
            headers,
            length: body.length(),
            body,
            settings,
            operation,
            attempts,
            received: 0,
            timeout,
            timer: None,
            total: None,
            throughput: None,
            resume,
            resuming: None,
            span,
        }
    }

    /// Sets the time limit of the whole body, from the first time that the download is read; by
    /// default there is none.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total = Some((timeout, None));
        self
    }

    /// Sets the lowest rate at which the body has to arrive, averaged over 10 s of waiting for it;
    /// by default there is none. It needs a clock, which a browser does not have.
    pub fn min_throughput(mut self, bytes_per_second: u64) -> Self {
        let transport = Arc::clone(&self.settings.transport);
        self.throughput = Some(Throughput::new(transport, bytes_per_second));
        self
    }

    /// Returns the length of the whole body in bytes, if the server sent it.
    pub fn length(&self) -> Option<u64> {
        self.length
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
    fn located(&self, error: Error) -> Error {
        error
            .with_head(self.status, self.headers.clone())
            .with_operation(self.operation.clone())
            .with_attempts(self.attempts)
    }

    /// Returns an error as the end of the download, whose span fails with it.
    fn failed(&self, error: Error) -> Error {
        let error = self.located(error);
        self.span.unreadable(&error);
        error
    }

    fn arrived(&mut self, bytes: u64) {
        self.timer = None;
        self.received += bytes;
        if let Some(throughput) = &mut self.throughput {
            throughput.record(bytes);
        }
        if let Some(resume) = &mut self.resume {
            resume.goes_on();
        }
    }

    /// Ends the download with an error.
    fn end(&mut self, error: Error) -> Poll<Option<Result<Bytes, Error>>> {
        (self.body, self.resuming, self.timer) = (Body::empty(), None, None);
        (self.total, self.throughput) = (None, None);
        self.span.unreadable(&error);
        Poll::Ready(Some(Err(error)))
    }

    /// Requests the rest of the body after an error, or returns the error if it is final.
    fn recover(&mut self, error: Error) -> Option<Error> {
        // The connection is given up before there is another.
        (self.body, self.timer) = (Body::empty(), None);
        let error = self.located(error);
        let request = match &mut self.resume {
            Some(resume) => resume.after(&self.settings, &error, self.received),
            None => None,
        };
        match request {
            Some(request) => {
                self.resuming = Some((request, error));
                None
            }
            None => Some(error),
        }
    }

    /// Continues with a response, or returns the error for which it was requested if it is not the
    /// rest of the body.
    fn go_on(&mut self, response: Result<Box<RawResponse>, Error>, error: Error) -> Option<Error> {
        let is_rest = |response: &RawResponse| {
            self.resume.as_ref().is_some_and(|resume| resume.is_rest(response, self.received))
        };
        match response {
            Ok(response) if is_rest(&response) => {
                self.attempts += response.attempts;
                self.body = response.stream.unwrap_or_default();
                None
            }
            Ok(_) => Some(error),
            Err(failed) => Some(error.and(&format!("it could not be resumed: {failed}"))),
        }
    }

    /// Returns an error if one of the time limits is exceeded.
    fn poll_limits(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        if let Some((total, timer)) = &mut self.total {
            let timer = timer.get_or_insert_with(|| self.settings.transport.limit(*total));
            if timer.as_mut().poll(cx).is_ready() {
                let message = format!("the body was not complete within {total:?}");
                return Poll::Ready(self.located(Error::timeout(message)));
            }
        }
        let throughput = self.throughput.as_mut().filter(|_| self.resuming.is_none());
        if throughput.is_some_and(|throughput| throughput.poll_too_slow(cx).is_ready()) {
            let message = "the body arrives at less than the minimum throughput";
            return Poll::Ready(self.located(Error::timeout(message)));
        }
        Poll::Pending
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Poll::Ready(error) = this.poll_limits(cx) {
                return this.end(error);
            }
            if let Some((request, _)) = &mut this.resuming {
                let response = ready!(request.as_mut().poll(cx));
                let outcome = this.resuming.take().map(|(_, error)| this.go_on(response, error));
                match outcome.flatten() {
                    Some(error) => return this.end(error),
                    None => continue,
                }
            }
            let error = match Pin::new(&mut this.body).poll_next(cx) {
                Poll::Ready(Some(Ok(chunk))) => {
                    this.arrived(chunk.len() as u64);
                    return Poll::Ready(Some(Ok(chunk)));
                }
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => Error::body(error),
                Poll::Pending => {
                    let limit = || this.settings.transport.limit(this.timeout);
                    ready!(this.timer.get_or_insert_with(limit).as_mut().poll(cx));
                    Error::timeout(format!("no data for {:?}", this.timeout))
                }
            };
            if let Some(error) = this.recover(error) {
                return this.end(error);
            }
        }
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
