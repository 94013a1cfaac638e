//! A body that does not match its type.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::aliases::{BoxError, Json};
use crate::runtime::auth::secrets::Secrets;
use crate::runtime::error::headers::request_id;
use crate::runtime::error::text::{shorten, shown};

/// A body that could not be decoded: of a successful response, or of
/// [`from_json`](crate::codec::from_json).
pub struct DecodeError(Box<Parts>);

/// The parts of an error, boxed to keep results small.
struct Parts {
    /// The status of the response, if the body is that of one.
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Bytes,
    fault: Fault,
    source: Option<BoxError>,
}

impl DecodeError {
    pub(crate) fn new(
        status: Option<StatusCode>,
        headers: HeaderMap,
        body: Bytes,
        fault: Fault,
    ) -> Self {
        DecodeError(Box::new(Parts { status, headers, body, fault, source: None }))
    }

    /// Adds the error of the parser.
    pub(crate) fn with_source(mut self, source: Option<BoxError>) -> Self {
        self.0.source = source;
        self
    }

    /// Returns the status of the response; `None` if the body was not that of a response.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// Returns the headers of the response; none if the body was not that of a response.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the server's id of the request, if the response has one; useful for its support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.0.headers)
    }

    /// Returns the whole body, unchanged.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Returns the place that does not match, as a JSON pointer, if the body is JSON:
    /// `/results/3/id`.
    pub fn pointer(&self) -> Option<&str> {
        self.0.fault.pointer.as_deref()
    }

    /// Returns a description of the expected value: `an integer`.
    pub fn expected(&self) -> &str {
        &self.0.fault.expected
    }

    /// Returns the value that was found instead, shortened.
    pub fn excerpt(&self) -> &str {
        &self.0.fault.found
    }
}

/// One value that does not match: its place, if the body is JSON, and the two values.
pub(crate) struct Fault {
    pointer: Option<String>,
    expected: String,
    found: String,
}

impl Fault {
    pub(crate) fn new(pointer: &str, expected: &str, found: &str) -> Self {
        Fault {
            pointer: Some(pointer.to_owned()),
            expected: expected.to_owned(),
            found: shorten(found),
        }
    }

    /// Creates the fault of a body that is not JSON.
    pub(crate) fn of_syntax(found: String) -> Self {
        Fault { pointer: None, expected: "JSON".to_owned(), found }
    }

    /// Creates a fault from an error of serde, as far as its message can be parsed.
    pub(crate) fn of_serde(pointer: &str, error: &serde_json::Error, body: &[u8]) -> Self {
        let message = error.to_string();
        // The pointer replaces line and column.
        let message = message.rsplit_once(" at line ").map_or(&*message, |(text, _)| text);
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

    /// Removes the secrets, which the server may have repeated.
    pub(crate) fn redacted(self, secrets: &Secrets) -> Self {
        let redact = |text: String| secrets.redact(&text).into_owned();
        let Fault { pointer, expected, found } = self;
        Fault { pointer: pointer.map(redact), expected: redact(expected), found: redact(found) }
    }
}

/// Removes the secrets from an error of serde, which quotes the body. If one is there, only the
/// error's message remains.
pub(crate) fn redacted(error: serde_json::Error, secrets: &Secrets) -> BoxError {
    match secrets.redact(&error.to_string()) {
        Cow::Owned(redacted) => redacted.into(),
        Cow::Borrowed(_) => error.into(),
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault { pointer, expected, found } = &self.0.fault;
        if let Some(status) = self.0.status {
            write!(f, "{status}, but ")?;
        }
        match pointer {
            Some(pointer) => write!(f, "{} should be {expected}", shown(pointer))?,
            None => write!(f, "the body should be {expected}")?,
        }
        write!(f, ", found {found}")
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("status", &self.0.status)
            .field("pointer", &self.0.fault.pointer)
            .field("expected", &self.0.fault.expected)
            .field("found", &self.0.fault.found)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
