//! Bodies that could not be decoded, and bodies that are not responses.

use bytes::Bytes;
use http::HeaderMap;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_path_to_error::Segment;

use crate::runtime::aliases::BoxError;
use crate::runtime::auth::secrets::Secrets;
use crate::runtime::auth::{Auth, Credential};
use crate::runtime::codec::Slot;
use crate::runtime::codec::body::{CollectedBody, DecodeFailure, Decoded, Tolerance};
use crate::runtime::error::Error;
use crate::runtime::error::decode::{DecodeError, Fault, redacted};
use crate::runtime::error::text::body_excerpt;
use crate::runtime::send::raw_response::RawResponse;

/// Creates the error, and records it in the span of the call.
pub(crate) fn failed(response: &RawResponse, failure: DecodeFailure) -> Error {
    let error = decode_error(response, failure)
        .with_operation(response.operation.clone())
        .with_attempts(response.attempts);
    response.span.unreadable(&error);
    error
}

fn decode_error(response: &RawResponse, failure: DecodeFailure) -> Error {
    let secrets = response.settings.secrets();
    let content_type = response.header("content-type").unwrap_or("a body without content type");
    let (fault, source) = fault(failure, &response.body, content_type, &secrets);
    let RawResponse { status, headers, body, .. } = response;
    let error = DecodeError::new(Some(*status), headers.clone(), body.clone(), fault);
    Error::decode_error(error, source)
}

/// Reads a value from JSON that is not the response of a call: of a webhook, a file or a queue.
///
/// It is read as tolerantly as a response, and the places that do not match are returned with it.
///
/// ```
/// use cekura::codec::from_json;
/// use cekura::{Json, Page};
///
/// let body = br#"{"count": "2", "results": [1, 2]}"#;
/// let read = from_json::<Page<i64>>(body)?;
/// assert_eq!(read.value.results, [1, 2]);
/// assert_eq!(read.drift[0].to_string(), r#"/count: expected an integer, found "2""#);
/// # Ok::<_, cekura::errors::DecodeError>(())
/// ```
///
/// # Errors
///
/// If it is not JSON, or a required value is missing or does not match.
pub fn from_json<T: Slot>(body: &[u8]) -> Result<Decoded<T>, DecodeError> {
    let collected = CollectedBody {
        bytes: body,
        no_content: false,
        is_text: false,
        tolerance: Tolerance::Tolerant,
        credential: &Credential::Anonymous,
        further: &[],
        key: Auth::None,
    };
    T::from_body(&collected).map_err(|failure| unreadable(failure, body))
}

/// Creates the error of a body that is not a response's.
pub(crate) fn unreadable(failure: DecodeFailure, body: &[u8]) -> DecodeError {
    let (fault, source) = fault(failure, body, "a text", &Secrets::default());
    let body = Bytes::copy_from_slice(body);
    DecodeError::new(None, HeaderMap::new(), body, fault).with_source(source)
}

/// Returns the place at fault, and the error of the parser.
fn fault(
    failure: DecodeFailure,
    body: &[u8],
    content_type: &str,
    secrets: &Secrets,
) -> (Fault, Option<BoxError>) {
    let (fault, source): (Fault, Option<BoxError>) = match failure {
        DecodeFailure::Shape(mismatch) => {
            (Fault::new(mismatch.pointer(), mismatch.expected(), mismatch.found()), None)
        }
        DecodeFailure::Empty(expected) => (Fault::new("", expected, "an empty body"), None),
        DecodeFailure::Foreign(pointer, error) => {
            let fault = Fault::of_serde(&pointer, &error, body);
            (fault, Some(redacted(error, secrets)))
        }
        DecodeFailure::Syntax(error) => {
            let found = format!("{content_type}: {}", body_excerpt(body, secrets));
            (Fault::of_syntax(found), Some(error.into()))
        }
    };
    (fault.redacted(secrets), source)
}

/// Returns the reason why a body does not match a type of the caller's own. The body is read once
/// more to find the place.
pub(crate) fn foreign<U: DeserializeOwned>(body: &[u8], error: serde_json::Error) -> DecodeFailure {
    if serde_json::from_slice::<IgnoredAny>(body).is_err() {
        return DecodeFailure::Syntax(error);
    }
    let mut source = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize::<_, U>(&mut source) {
        Err(error) => DecodeFailure::Foreign(pointer(error.path()), error.into_inner()),
        // A type whose impl is not deterministic.
        Ok(_) => DecodeFailure::Foreign(String::new(), error),
    }
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        let name = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.replace('~', "~0").replace('/', "~1"),
            // Variants have no name of their own on the wire, or the segment above has it.
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&name);
    }
    pointer
}
