//! The error type of this crate.

pub(crate) mod api;
pub(crate) mod decode;
pub(crate) mod headers;
pub(crate) mod job;
pub(crate) mod kind;
mod print;
pub(crate) mod text;
pub(crate) mod upload;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use crate::runtime::aliases::BoxError;
use crate::runtime::auth::SchemeMismatch;
use crate::runtime::auth::tokens::TokenFailure;
use crate::runtime::error::api::ApiError;
use crate::runtime::error::decode::DecodeError;
use crate::runtime::error::headers::request_id;
use crate::runtime::error::job::JobError;
use crate::runtime::error::kind::ErrorKind;

/// An error of a call, or of building a client.
///
/// [`kind`](Error::kind) distinguishes the cases. [`api`](Error::api) holds the error response of
/// the server, [`decode`](Error::decode) the place where a response did not match its type. The
/// message names the operation, the status and the server's explanation. It never contains a key
/// or token.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<Operation>,
    attempts: u32,
    /// The server has accepted the call, and its result could not be fetched.
    accepted: bool,
    context: ErrorContext,
    source: Option<BoxError>,
}

/// The part of a response that an error holds.
enum ErrorContext {
    None,
    /// The head of a successful response whose body failed.
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

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error(Box::new(Inner {
            kind,
            message: message.into(),
            operation: None,
            attempts: 0,
            accepted: false,
            context: ErrorContext::None,
            source: None,
        }))
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Config, message)
    }

    pub(crate) fn invalid_request(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::InvalidRequest, message)
    }

    /// Copies the error of a request that cannot be sent; its source becomes text.
    pub(crate) fn of_invalid_request(&self) -> Self {
        let mut copy = Error::new(self.0.kind, self.0.message.clone());
        copy.0.source = self.0.source.as_ref().map(|source| source.to_string().into());
        copy
    }

    pub(crate) fn timeout(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Timeout, message)
    }

    pub(crate) fn status_error(api: ApiError) -> Self {
        let mut error = Error::new(ErrorKind::Status, api.to_string());
        error.0.context = ErrorContext::Api(api);
        error
    }

    pub(crate) fn decode_error(decode: DecodeError, source: Option<BoxError>) -> Self {
        let mut error = Error::new(ErrorKind::Decode, decode.to_string());
        error.0.context = ErrorContext::Decode(decode);
        error.0.source = source;
        error
    }

    pub(crate) fn job_error(job: JobError) -> Self {
        let mut error = Error::new(ErrorKind::Job, job.to_string());
        error.0.context = ErrorContext::Job(job);
        error
    }

    /// Creates the error of a body that could not be read to its end.
    pub(crate) fn body(source: BoxError) -> Self {
        if let Some(too_large) = source.downcast_ref::<TooLarge>() {
            return Error::new(ErrorKind::TooLarge, too_large.to_string());
        }
        Error::new(ErrorKind::Connection, "the response ended early").with_source(source)
    }

    /// Adds the head of a successful response: the server has accepted the call, whatever failed
    /// afterwards.
    pub(crate) fn with_head(mut self, status: StatusCode, headers: HeaderMap) -> Self {
        self.0.message = format!("{status}, but {}", self.0.message);
        self.0.context = ErrorContext::Head(status, headers);
        self
    }

    /// Appends to the message.
    pub(crate) fn and(mut self, more: &str) -> Self {
        self.0.message.push_str("; ");
        self.0.message.push_str(more);
        self
    }

    /// Marks the failure to fetch the result of a call that the server has accepted.
    pub(crate) fn after_acceptance(mut self) -> Self {
        self.0.accepted = true;
        self.reached().and("the server had accepted the call and referred to its result (303)")
    }

    /// Marks the failure of a call of which the server may have processed an earlier attempt.
    pub(crate) fn after_unknown_outcome(self) -> Self {
        match self.kind() {
            ErrorKind::Connect | ErrorKind::Tls => {
                self.reached().and("the server may have processed an earlier attempt")
            }
            _ => self,
        }
    }

    /// Replaces a kind that excludes that the server has received the call.
    fn reached(mut self) -> Self {
        if matches!(self.kind(), ErrorKind::Connect | ErrorKind::Tls) {
            self.0.kind = ErrorKind::Connection;
        }
        self
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

    /// Returns the case of this error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the response of the server, if it has an error status.
    pub fn api(&self) -> Option<&ApiError> {
        match &self.0.context {
            ErrorContext::Api(api) => Some(api),
            _ => None,
        }
    }

    /// Returns the place where the response did not match its type, if it could not be decoded.
    pub fn decode(&self) -> Option<&DecodeError> {
        match &self.0.context {
            ErrorContext::Decode(decode) => Some(decode),
            _ => None,
        }
    }

    /// Returns the state of the job, if it did not succeed or did not end in time.
    pub fn job(&self) -> Option<&JobError> {
        match &self.0.context {
            ErrorContext::Job(job) => Some(job),
            _ => None,
        }
    }

    /// Returns the status of the response, if there was one.
    ///
    /// It is a success status if the body is at fault: it ended early, took too long, is too long,
    /// does not match its documentation, or cannot be saved. The server has then accepted the call.
    pub fn status(&self) -> Option<StatusCode> {
        match &self.0.context {
            ErrorContext::Head(status, _) => Some(*status),
            ErrorContext::Api(api) => Some(api.status()),
            ErrorContext::Decode(decode) => decode.status(),
            ErrorContext::None | ErrorContext::Job(_) => None,
        }
    }

    /// Returns the headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match &self.0.context {
            ErrorContext::Head(_, headers) => Some(headers),
            ErrorContext::Api(api) => Some(api.headers()),
            ErrorContext::Decode(decode) => Some(decode.headers()),
            ErrorContext::None | ErrorContext::Job(_) => None,
        }
    }

    /// Returns the server's id of the request, if the response has one; useful for its support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// Returns the pause that the server requests before the next call.
    pub fn retry_after(&self) -> Option<Duration> {
        self.api()?.retry_after()
    }

    /// Returns how many times sending the request was attempted, refused connections included. It
    /// is 0 if the call failed before that. The requests that follow from redirects, or that repeat
    /// one with a new token, belong to the same attempt.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns whether the server has certainly accepted the call, although the call failed: its
    /// response has a success status, or it referred to the result of a POST or PATCH (303) and
    /// fetching that failed.
    pub fn is_accepted(&self) -> bool {
        self.0.accepted || self.status().is_some_and(|status| status.is_success())
    }

    /// Returns whether the same call may succeed later: after a failed connection, a timeout, a
    /// rate limit or a server error; never if the server has accepted the call and referred to its
    /// result.
    ///
    /// It does not mean that the call had no effect: after a timeout that is unknown.
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            _ if self.0.accepted => false,
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Connection => true,
            ErrorKind::Status => self.status().is_some_and(is_transient),
            _ => false,
        }
    }

    /// Returns the error that caused this one, such as that of the transport, with its own sources.
    ///
    /// It is not the `source()` of the error, because the message of the error includes it.
    pub fn cause(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }

    /// Returns whether no connection could be made, or the server refused the call unprocessed.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Returns whether a time limit was exceeded.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Returns whether the server rejected the request as invalid (400 or 422).
    pub fn is_bad_request(&self) -> bool {
        self.has_status(&[400, 422])
    }

    /// Returns whether the credential is missing, wrong or expired (401).
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(&[401])
    }

    /// Returns whether the credential does not permit the call (403).
    pub fn is_forbidden(&self) -> bool {
        self.has_status(&[403])
    }

    /// Returns whether the resource does not exist (404 or 410).
    pub fn is_not_found(&self) -> bool {
        self.has_status(&[404, 410])
    }

    /// Returns whether the call conflicts with the current state (409).
    pub fn is_conflict(&self) -> bool {
        self.has_status(&[409])
    }

    /// Returns whether there were too many calls (429).
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(&[429])
    }

    /// Returns whether the server failed (5xx).
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    fn has_status(&self, statuses: &[u16]) -> bool {
        self.0.kind == ErrorKind::Status
            && self.status().is_some_and(|status| statuses.contains(&status.as_u16()))
    }
}

/// Returns whether the same call may succeed after a response of this status.
pub(crate) fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

impl From<TokenFailure> for Error {
    fn from(failure: TokenFailure) -> Self {
        Error::new(ErrorKind::Token, "no token from the token provider").with_source(failure)
    }
}

impl From<SchemeMismatch> for Error {
    fn from(mismatch: SchemeMismatch) -> Self {
        Error::invalid_request(mismatch.to_string())
    }
}

/// The error of a body that is longer than the caller's limit.
#[derive(Debug)]
pub(crate) struct TooLarge(pub(crate) usize);

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response body is longer than the limit of {} bytes", self.0)
    }
}

impl StdError for TooLarge {}
