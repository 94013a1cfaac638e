//! What carries requests: one object-safe trait, so that everything above it can be tested and run anywhere.

use super::{Body, BoxError};
use http::{HeaderMap, Method};
use std::borrow::Cow;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Poll, ready};
use std::time::Duration;
use url::Url;

/// A boxed future; `Send` wherever there are threads.
#[cfg(not(target_family = "wasm"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A boxed future; `Send` wherever there are threads.
#[cfg(target_family = "wasm")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Sends requests, and knows how to wait.
///
/// The `reqwest` feature brings the one that programs use. Give another to
/// [`ClientBuilder::transport`](crate::ClientBuilder::transport) to run on another HTTP stack or to test without a network.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request and returns the head of the response; the body follows as it is read. Redirects, retries and timeouts
    /// are not the transport's business.
    fn send(
        &self,
        request: Request,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>>;

    /// Waits: between attempts, and for jobs.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Waits until a time limit has run out; as [`sleep`](Transport::sleep) does, unless this is a transport of tests, where
    /// pauses are over at once and limits must not be.
    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.sleep(duration)
    }
}

/// A request, ready to be sent.
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Where to.
    pub url: Url,
    /// The headers, credentials included.
    pub headers: HeaderMap,
    /// The body.
    pub body: Body,
    /// The path of the operation as the API documents it, with its placeholders: `/items/{id}/`. It has few values, so it can
    /// name spans and metrics.
    pub path: Cow<'static, str>,
    /// Which attempt this is; the first is 1.
    pub attempt: u32,
}

impl fmt::Debug for Request {
    /// Shows neither credentials nor the query, which may hold one, nor the body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(http::HeaderName::as_str).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("headers", &names)
            .field("body", &self.body)
            .field("attempt", &self.attempt)
            .finish()
    }
}

/// Why a request got no response.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) failure: Failure,
    pub(crate) source: BoxError,
}

/// How far a request got that was not answered; what decides whether it may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It never left: there was no connection.
    Connect,
    /// It never left: the other side could not be trusted.
    Tls,
    /// Time ran out.
    Timeout,
    /// The connection broke on the way.
    Broken,
    /// The request itself cannot be sent.
    Invalid,
}

impl TransportError {
    /// There was no connection: the server certainly has not seen the request.
    pub fn connect(source: impl Into<BoxError>) -> Self {
        TransportError { failure: Failure::Connect, source: source.into() }
    }

    /// The server could not be trusted, or did not trust the client; it has not seen the request.
    pub fn tls(source: impl Into<BoxError>) -> Self {
        TransportError { failure: Failure::Tls, source: source.into() }
    }

    /// Time ran out; the server may have seen the request.
    pub fn timeout(source: impl Into<BoxError>) -> Self {
        TransportError { failure: Failure::Timeout, source: source.into() }
    }

    /// The connection broke; the server may have seen the request.
    pub fn broken(source: impl Into<BoxError>) -> Self {
        TransportError { failure: Failure::Broken, source: source.into() }
    }

    /// The request cannot be sent as it is.
    pub fn invalid(source: impl Into<BoxError>) -> Self {
        TransportError { failure: Failure::Invalid, source: source.into() }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.failure {
            Failure::Connect => "could not connect",
            Failure::Tls => "no trusted connection",
            Failure::Timeout => "timed out",
            Failure::Broken => "the connection broke",
            Failure::Invalid => "the request cannot be sent",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.source.as_ref())
    }
}

/// A time limit for work; it starts once the work had to wait, so that work which need not wait costs no timer.
pub(crate) struct TimeLimit<'a> {
    transport: &'a dyn Transport,
    duration: Option<Duration>,
    timer: Option<BoxFuture<'static, ()>>,
    /// The timer has fired. Most futures must not be polled after that.
    over: bool,
}

impl<'a> TimeLimit<'a> {
    /// No limit, if there is no duration.
    pub(crate) fn new(transport: &'a dyn Transport, duration: Option<Duration>) -> Self {
        TimeLimit { transport, duration, timer: None, over: false }
    }

    /// The result of the work, or `None` if its time ran out first; then it is for the caller to drop the work, and with it
    /// whatever it waits for.
    ///
    /// The work is lent, not given: each `async fn` that takes a future has room for it twice, and the room of futures that wrap
    /// futures is copied with every call.
    pub(crate) async fn run<T>(
        &mut self,
        mut work: Pin<&mut impl Future<Output = T>>,
    ) -> Option<T> {
        poll_fn(move |cx| {
            if let Poll::Ready(done) = work.as_mut().poll(cx) {
                return Poll::Ready(Some(done));
            }
            if self.over {
                return Poll::Ready(None);
            }
            if self.timer.is_none() {
                self.timer = self.duration.map(|duration| self.transport.limit(duration));
            }
            let Some(timer) = &mut self.timer else {
                return Poll::Pending;
            };
            ready!(timer.as_mut().poll(cx));
            self.timer = None;
            self.over = true;
            Poll::Ready(None)
        })
        .await
    }
}
