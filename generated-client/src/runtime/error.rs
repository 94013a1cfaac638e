//! The one error of this crate.

mod api;
mod decode;
mod job;

pub use api::ApiError;
pub use decode::DecodeError;
pub use job::JobError;

use super::body::TooLarge;
use super::transport::{Failure, TransportError};
use http::{HeaderMap, Method, StatusCode};
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

/// Any error of another library.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// What went wrong with a call, or with building a client.
///
/// [`kind`](Error::kind) tells the cases apart; [`api`](Error::api) holds what the server said, [`decode`](Error::decode) where a
/// response did not fit. The text is for people: it names the operation, the status and the server's own words. No key or token
/// is ever in it.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<Operation>,
    attempts: u32,
    said: Said,
    source: Option<BoxError>,
}

/// What a server's response has to do with the error.
enum Said {
    Nothing,
    /// It began with success; the rest did not come.
    Head(StatusCode, HeaderMap),
    Api(ApiError),
    Decode(DecodeError),
    Job(JobError),
}

/// The operation that was called, as the API documents it.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) method: Method,
    pub(crate) path: Cow<'static, str>,
}

/// The cases of [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built as configured.
    Config,
    /// The call was never sent: a value cannot be encoded, a path value is empty, no credential fits, or it would be made again for a
    /// next page and may not be.
    InvalidRequest,
    /// The call was never sent: the token provider gave no token.
    Token,
    /// There was no connection. The server has not seen the call.
    Connect,
    /// The server could not be trusted. It has not seen the call.
    Tls,
    /// Time ran out. The server may have seen the call.
    Timeout,
    /// The connection broke. The server may have seen the call.
    Connection,
    /// The server answered with an error status (or a redirect that is not followed).
    Status,
    /// The server answered with success, and a body that is not what the API documents.
    Decode,
    /// The body of the response is longer than allowed.
    TooLarge,
    /// The answer came, and the file it should go to could not be written.
    File,
    /// A long-running job ended without success, or did not end in time.
    Job,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let (message, source) = (message.into(), None);
        let said = Said::Nothing;
        Error(Box::new(Inner { kind, message, operation: None, attempts: 0, said, source }))
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Config, message)
    }

    pub(crate) fn invalid_request(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::InvalidRequest, message)
    }

    pub(crate) fn timeout(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Timeout, message)
    }

    pub(crate) fn status_error(api: ApiError) -> Self {
        let mut error = Error::new(ErrorKind::Status, api.to_string());
        error.0.said = Said::Api(api);
        error
    }

    pub(crate) fn decode_error(decode: DecodeError, source: Option<BoxError>) -> Self {
        let mut error = Error::new(ErrorKind::Decode, decode.to_string());
        error.0.said = Said::Decode(decode);
        error.0.source = source;
        error
    }

    pub(crate) fn job_error(job: JobError) -> Self {
        let mut error = Error::new(ErrorKind::Job, job.to_string());
        error.0.said = Said::Job(job);
        error
    }

    /// With the beginning of a response of success: whatever went wrong later, the server has accepted the call.
    pub(crate) fn with_head(mut self, status: StatusCode, headers: HeaderMap) -> Self {
        self.0.message = format!("{status}, but {}", self.0.message);
        self.0.said = Said::Head(status, headers);
        self
    }

    /// With more to say.
    pub(crate) fn and(mut self, more: &str) -> Self {
        self.0.message.push_str("; ");
        self.0.message.push_str(more);
        self
    }

    /// The error of a body that could not be read to its end.
    pub(crate) fn body(source: BoxError) -> Self {
        if let Some(too_large) = source.downcast_ref::<TooLarge>() {
            return Error::new(ErrorKind::TooLarge, too_large.to_string());
        }
        Error::new(ErrorKind::Connection, "the response broke off").with_source(source)
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_operation(mut self, operation: Operation) -> Self {
        self.0.operation.get_or_insert(operation);
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Which case this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What the server said, if it answered with an error status.
    pub fn api(&self) -> Option<&ApiError> {
        match &self.0.said {
            Said::Api(api) => Some(api),
            _ => None,
        }
    }

    /// Where the response did not fit, if it could not be read.
    pub fn decode(&self) -> Option<&DecodeError> {
        match &self.0.said {
            Said::Decode(decode) => Some(decode),
            _ => None,
        }
    }

    /// How the job stood, if it ended without success or not in time.
    pub fn job(&self) -> Option<&JobError> {
        match &self.0.said {
            Said::Job(job) => Some(job),
            _ => None,
        }
    }

    /// The status of the response, if there was one. It is one of success if the body is what went wrong: it broke off, came too
    /// late, is too long, is not what the API documents, or cannot be saved. The server has then accepted the call.
    pub fn status(&self) -> Option<StatusCode> {
        match &self.0.said {
            Said::Head(status, _) => Some(*status),
            Said::Api(api) => Some(api.status()),
            Said::Decode(decode) => Some(decode.status()),
            Said::Nothing | Said::Job(_) => None,
        }
    }

    /// The headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match &self.0.said {
            Said::Head(_, headers) => Some(headers),
            Said::Api(api) => Some(api.headers()),
            Said::Decode(decode) => Some(decode.headers()),
            Said::Nothing | Said::Job(_) => None,
        }
    }

    /// The id under which the server knows the request, if it told one; worth quoting to its support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// How long the server asks to wait before the next call.
    pub fn retry_after(&self) -> Option<Duration> {
        self.api()?.retry_after()
    }

    /// How many times the request was sent, or its sending was tried: a refused connection counts. It is 0 for a call that never
    /// went that far.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether the same call may succeed later: no connection, no time, too many calls, a server in trouble.
    ///
    /// It does not say that the call was not carried out: after a timeout nobody knows.
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Connection => true,
            ErrorKind::Status => self.status().is_some_and(is_transient),
            _ => false,
        }
    }

    /// Whether there was no connection at all.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether the server refused the request for what it says (400 or 422).
    pub fn is_bad_request(&self) -> bool {
        self.has_status(&[400, 422])
    }

    /// Whether the key is missing, wrong or expired (401).
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(&[401])
    }

    /// Whether the key does not allow this (403).
    pub fn is_forbidden(&self) -> bool {
        self.has_status(&[403])
    }

    /// Whether the thing does not exist (404 or 410).
    pub fn is_not_found(&self) -> bool {
        self.has_status(&[404, 410])
    }

    /// Whether the call is at odds with the state of things (409).
    pub fn is_conflict(&self) -> bool {
        self.has_status(&[409])
    }

    /// Whether there were too many calls (429).
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(&[429])
    }

    /// Whether the server is in trouble (5xx).
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    fn has_status(&self, statuses: &[u16]) -> bool {
        self.0.kind == ErrorKind::Status
            && self.status().is_some_and(|status| statuses.contains(&status.as_u16()))
    }
}

/// The id under which the server knows a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    ["x-request-id", "request-id", "x-amzn-requestid", "x-amz-cf-id", "cf-ray"]
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
}

/// The statuses after which the same call may succeed.
pub(crate) fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        let kind = match error.failure {
            Failure::Connect => ErrorKind::Connect,
            Failure::Tls => ErrorKind::Tls,
            Failure::Timeout => ErrorKind::Timeout,
            Failure::Broken => ErrorKind::Connection,
            Failure::Invalid => ErrorKind::InvalidRequest,
        };
        Error::new(kind, error.to_string()).with_source(error.source)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, message, attempts, said, source, .. } = &*self.0;
        if let Some(Operation { method, path }) = operation {
            write!(f, "{method} {path}: ")?;
        }
        f.write_str(message)?;
        // The innermost cause says the most: "connection refused". Where the place that did not fit is named, it says it again.
        let named = matches!(said, Said::Decode(decode) if decode.pointer().is_some());
        if let Some(cause) = source.as_deref().filter(|_| !named).map(|source| innermost(source)) {
            write!(f, ": {cause}")?;
        }
        if *attempts > 1 {
            write!(f, " (after {attempts} attempts)")?;
        }
        Ok(())
    }
}

fn innermost<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    std::iter::successors(Some(error), |&error| error.source()).last().unwrap_or(error)
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.0.kind).field("message", &self.0.message);
        if let Some(Operation { method, path }) = &self.0.operation {
            debug.field("operation", &format_args!("{method} {path}"));
        }
        debug.field("attempts", &self.0.attempts);
        match &self.0.said {
            Said::Nothing => {}
            Said::Head(status, _) => drop(debug.field("status", status)),
            Said::Api(api) => drop(debug.field("api", api)),
            Said::Decode(decode) => drop(debug.field("decode", decode)),
            Said::Job(job) => drop(debug.field("job", job)),
        }
        if let Some(source) = &self.0.source {
            debug.field("source", source);
        }
        debug.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
