//! Where a response is not what the API documents.

use super::super::codec::{DecodeFailure, body_excerpt, shorten, shown};
use super::super::{Json, Reply, Secret};
use super::{BoxError, Error, request_id};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::borrow::Cow;
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
        let secret = reply.client.settings().credential.known();
        let (fault, source): (Fault, Option<BoxError>) = match failure {
            DecodeFailure::Shape(mismatch) => {
                (Fault::new(mismatch.pointer(), mismatch.expected(), mismatch.found()), None)
            }
            DecodeFailure::Empty(expected) => (Fault::new("", expected, "an empty body"), None),
            DecodeFailure::Foreign(pointer, error) => {
                let fault = Fault::of_serde(&pointer, &error, reply.body());
                (fault, Some(without(error, secret.as_ref())))
            }
            DecodeFailure::Syntax(error) => {
                let kind = reply.header("content-type").unwrap_or("a body without content type");
                let found = format!("{kind}: {}", body_excerpt(reply.body(), secret.as_ref()));
                let expected = "JSON".to_owned();
                (Fault { pointer: None, expected, found }, Some(error.into()))
            }
        };
        let (status, headers, body) =
            (reply.status(), reply.headers().clone(), reply.body().clone());
        let Fault { pointer, expected, found } = fault.without(secret);
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

    /// The id under which the server knows this request; worth quoting to its support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
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

/// What serde says quotes the body: should the secret be in it, its words remain without.
fn without(error: serde_json::Error, secret: Option<&Secret>) -> BoxError {
    let text = error.to_string();
    match secret.map(|secret| secret.hide(&text)) {
        Some(Cow::Owned(hidden)) => hidden.into(),
        _ => error.into(),
    }
}

/// What does not fit where.
struct Fault {
    pointer: Option<String>,
    expected: String,
    found: String,
}

impl Fault {
    fn new(pointer: &str, expected: &str, found: &str) -> Self {
        Fault {
            pointer: Some(pointer.to_owned()),
            expected: expected.to_owned(),
            found: shorten(found),
        }
    }

    /// The same from what serde says, as far as its words can be told apart.
    fn of_serde(pointer: &str, error: &serde_json::Error, body: &[u8]) -> Self {
        let message = error.to_string();
        // The place is named by the pointer.
        let message = message.rsplit_once(" at line ").map_or(&*message, |(said, _)| said);
        if let Some(name) = message.strip_prefix("missing field `") {
            let name = name.trim_end_matches('`').replace('~', "~0").replace('/', "~1");
            return Fault::new(&format!("{pointer}/{name}"), "a value", "nothing");
        }
        if let Some((found, expected)) = message.split_once(", expected ") {
            let found = ["invalid type: ", "invalid value: "]
                .iter()
                .find_map(|prefix| found.strip_prefix(prefix))
                .unwrap_or(found);
            return Fault::new(pointer, expected, found);
        }
        let tree: Json = serde_json::from_slice(body).unwrap_or_default();
        let found = tree.pointer(pointer).map_or_else(|| "nothing".to_owned(), Json::to_string);
        Fault::new(pointer, &format!("a value of its type ({})", shorten(message)), &found)
    }

    /// The same without the secret, should the server have repeated it.
    fn without(self, secret: Option<Secret>) -> Self {
        let Some(secret) = secret else {
            return self;
        };
        let hide = |text: String| secret.hide(&text).into_owned();
        let Fault { pointer, expected, found } = self;
        Fault { pointer: pointer.map(hide), expected: hide(expected), found: hide(found) }
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
