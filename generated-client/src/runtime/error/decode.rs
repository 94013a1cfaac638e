//! Where a response is not what the API documents.

use super::super::Reply;
use super::super::codec::{DecodeFailure, body_excerpt, shown};
use super::{BoxError, Error};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::fmt;

/// A successful response whose body could not be read.
pub struct DecodeError {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    pointer: Option<String>,
    expected: String,
    found: String,
}

impl DecodeError {
    /// The error for a reply that could not be read.
    pub(crate) fn of(reply: &Reply, failure: DecodeFailure) -> Error {
        let (pointer, expected, found, source): (_, _, _, Option<BoxError>) = match failure {
            DecodeFailure::Shape(mismatch) => (
                Some(mismatch.pointer().to_owned()),
                mismatch.expected().to_owned(),
                mismatch.found().to_owned(),
                None,
            ),
            DecodeFailure::Empty(expected) => {
                (Some(String::new()), expected.to_owned(), "an empty body".to_owned(), None)
            }
            DecodeFailure::Foreign(error) => {
                (None, error.to_string(), body_excerpt(reply.body()), Some(error.into()))
            }
            DecodeFailure::Syntax(error) => {
                let kind = reply.header("content-type").unwrap_or("a body without content type");
                let found = format!("{kind}: {}", body_excerpt(reply.body()));
                (None, "JSON".to_owned(), found, Some(error.into()))
            }
        };
        let (status, headers, body) =
            (reply.status(), reply.headers().clone(), reply.body().clone());
        Error::decode_error(DecodeError { status, headers, body, pointer, expected, found }, source)
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The whole body, as it came.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The place that does not fit, as a JSON pointer, if the body is JSON: `/results/3/id`.
    pub fn pointer(&self) -> Option<&str> {
        self.pointer.as_deref()
    }

    /// What should have been there: `an integer`.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What was there instead, shortened.
    pub fn excerpt(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, but ", self.status)?;
        match &self.pointer {
            Some(pointer) => write!(f, "{} should be {}", shown(pointer), self.expected)?,
            None => write!(f, "the body should be {}", self.expected)?,
        }
        write!(f, ", found {}", self.found)
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("status", &self.status)
            .field("pointer", &self.pointer)
            .field("expected", &self.expected)
            .field("found", &self.found)
            .finish_non_exhaustive()
    }
}
