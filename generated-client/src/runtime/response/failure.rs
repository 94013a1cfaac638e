//! The error of a response that could not be decoded.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_path_to_error::Segment;

use crate::runtime::aliases::BoxError;
use crate::runtime::codec::body::DecodeFailure;
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
    let secret = response.settings.credential.known();
    let secret = secret.as_ref();
    let (fault, source): (Fault, Option<BoxError>) = match failure {
        DecodeFailure::Shape(mismatch) => {
            (Fault::new(mismatch.pointer(), mismatch.expected(), mismatch.found()), None)
        }
        DecodeFailure::Empty(expected) => (Fault::new("", expected, "an empty body"), None),
        DecodeFailure::Foreign(pointer, error) => {
            let fault = Fault::of_serde(&pointer, &error, &response.body);
            (fault, Some(redacted(error, secret)))
        }
        DecodeFailure::Syntax(error) => {
            let kind = response.header("content-type").unwrap_or("a body without content type");
            let found = format!("{kind}: {}", body_excerpt(&response.body, secret));
            (Fault::of_syntax(found), Some(error.into()))
        }
    };
    let RawResponse { status, headers, body, .. } = response;
    let fault = fault.redacted(secret);
    Error::decode_error(DecodeError::new(*status, headers.clone(), body.clone(), fault), source)
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
