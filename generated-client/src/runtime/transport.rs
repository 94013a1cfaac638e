//! The transport of requests: one object-safe trait, so that everything above it runs and can be
//! tested anywhere.

#[cfg(feature = "blocking")]
pub(crate) mod background;
pub(crate) mod body;
pub(crate) mod limit;
pub(crate) mod middleware;
#[cfg(any(test, feature = "test-util"))]
pub(crate) mod mock;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
pub(crate) mod throughput;

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, Method};
use url::Url;

use crate::runtime::aliases::{BoxError, BoxFuture};
use crate::runtime::error::Error;
use crate::runtime::error::kind::ErrorKind;
use crate::runtime::error::upload::UploadFault;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::limit::monotonic;

/// Sends requests, and waits.
///
/// The feature `reqwest` provides the default one. Pass another one to
/// [`ClientBuilder::transport`](crate::ClientBuilder::transport) to use another HTTP stack or to
/// test without a network.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request and returns the head of the response; the body is read later.
    ///
    /// The transport neither follows redirects nor retries, and applies no timeout.
    fn send(
        &self,
        request: Request,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>>;

    /// Waits for this duration, between attempts and between the polls of a job.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Waits until a time limit is exceeded.
    ///
    /// The same as [`sleep`](Transport::sleep), except in a transport for tests, which skips
    /// pauses and must not skip time limits.
    fn limit(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.sleep(duration)
    }

    /// Returns the time that has passed since some fixed moment, or `None` without a clock.
    ///
    /// By default it is that of the system; a browser has none. A transport for tests returns the
    /// time that its pauses have taken.
    fn now(&self) -> Option<Duration> {
        monotonic()
    }
}

/// A request that is ready to be sent.
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The URL.
    pub url: Url,
    /// The headers, including credentials.
    pub headers: HeaderMap,
    /// The body.
    pub body: Body,
    /// The path of the operation as the API documents it, with its placeholders: `/items/{id}/`.
    /// It has few distinct values, so it is suitable for the names of spans and metrics.
    pub path: Cow<'static, str>,
    /// The number of this attempt; the first is 1.
    pub attempt: u32,
}

impl Request {
    /// Returns a copy, to be sent as well or later; `None` if the body is a stream, which can be
    /// read once.
    pub fn try_clone(&self) -> Option<Self> {
        Some(Request {
            method: self.method.clone(),
            url: self.url.clone(),
            headers: self.headers.clone(),
            body: self.body.try_clone()?,
            path: self.path.clone(),
            attempt: self.attempt,
        })
    }
}

impl fmt::Debug for Request {
    /// Omits the values of headers, the query and the body, which may hold credentials.
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

/// The reason why a request received no response.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) failure: Failure,
    pub(crate) source: BoxError,
}

/// The stage at which a request failed; it decides whether the request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Not sent: there was no connection.
    Connect,
    /// Refused by the server before it processed the request.
    Refused,
    /// Not sent: the other side is not trusted.
    Tls,
    /// A time limit was exceeded.
    Timeout,
    /// The connection broke on the way.
    Broken,
    /// The request itself cannot be sent.
    Invalid,
}

impl TransportError {
    /// Creates the error of a failed connection: the server certainly has not received the
    /// request.
    pub fn connect(source: impl Into<BoxError>) -> Self {
        TransportError { failure: Failure::Connect, source: source.into() }
    }

    /// Creates the error of a server that refused the request without processing it: by HTTP/2's
    /// `REFUSED_STREAM`, or by `GOAWAY` for the streams after the last one that it processes.
    pub fn refused(source: impl Into<BoxError>) -> Self {
        TransportError { failure: Failure::Refused, source: source.into() }
    }

    /// Creates the error of a server that is not trusted, or does not trust the client; it has not
    /// received the request.
    pub fn tls(source: impl Into<BoxError>) -> Self {
        TransportError { failure: Failure::Tls, source: source.into() }
    }

    /// Creates the error of a timeout; the server may have received the request.
    pub fn timeout(source: impl Into<BoxError>) -> Self {
        TransportError { failure: Failure::Timeout, source: source.into() }
    }

    /// Creates the error of a broken connection; the server may have received the request.
    pub fn broken(source: impl Into<BoxError>) -> Self {
        TransportError { failure: Failure::Broken, source: source.into() }
    }

    /// Creates the error of a request that cannot be sent as it is.
    pub fn invalid(source: impl Into<BoxError>) -> Self {
        TransportError { failure: Failure::Invalid, source: source.into() }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.failure {
            Failure::Connect => "could not connect",
            Failure::Refused => "the server refused the request unprocessed",
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

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        // The connection is not at fault if the body that it was to send is.
        if let Some(fault) = UploadFault::in_causes(error.source.as_ref()) {
            let upload = Error::new(ErrorKind::Upload, fault.to_string());
            // A fault without a cause of its own is all that there is to say.
            return match std::error::Error::source(fault) {
                Some(_) => upload.with_source(error.source),
                None => upload,
            };
        }
        let kind = match error.failure {
            Failure::Connect | Failure::Refused => ErrorKind::Connect,
            Failure::Tls => ErrorKind::Tls,
            Failure::Timeout => ErrorKind::Timeout,
            Failure::Broken => ErrorKind::Connection,
            Failure::Invalid => ErrorKind::InvalidRequest,
        };
        Error::new(kind, error.to_string()).with_source(error.source)
    }
}
