//! What a call gives back.

use super::codec::{DecodeFailure, Decoded};
use super::error::{DecodeError, request_id};
use super::{Drift, Error, Reply, Slot};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_path_to_error::Segment;
use std::marker::PhantomData;

/// A type that a [`Call`](crate::Call) can be awaited to: every type of the API, `()` (the body is ignored), `Bytes` (the body
/// as it is), `Option` (an empty body is `None`), and what `with_response` and `cast` make of a call.
pub trait Output {
    /// What awaiting the call gives.
    type Value;

    /// The content type to ask for, unless the operation names one.
    #[doc(hidden)]
    const ACCEPT: &'static str = "application/json";

    /// Reads the value.
    #[doc(hidden)]
    fn read(reply: Reply) -> Result<Self::Value, Error>;
}

impl<T: Slot> Output for T {
    type Value = T;

    fn read(reply: Reply) -> Result<T, Error> {
        let Decoded { value, drift } = decode(&reply)?;
        reply.report(&drift);
        Ok(value)
    }
}

impl Output for Bytes {
    type Value = Bytes;

    const ACCEPT: &'static str = "*/*";

    fn read(reply: Reply) -> Result<Bytes, Error> {
        Ok(reply.body)
    }
}

fn decode<T: Slot>(reply: &Reply) -> Result<Decoded<T>, Error> {
    T::from_body(reply).map_err(|failure| failed(reply, failure))
}

fn failed(reply: &Reply, failure: DecodeFailure) -> Error {
    let error = DecodeError::of(reply, failure)
        .with_operation(reply.operation.clone())
        .with_attempts(reply.attempts);
    reply.span.unreadable(&error);
    error
}

/// A value together with the response it came in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    /// The value.
    pub value: T,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: Bytes,
    /// Where the body did not fit the API's document; empty, as a rule.
    pub drift: Vec<Drift>,
    /// How many times the request was sent.
    pub attempts: u32,
}

impl<T> Response<T> {
    /// The id under which the server knows the request, if it told one; worth quoting to its support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

impl<T: WithDrift> Output for Response<T> {
    type Value = Response<T::Value>;

    fn read(reply: Reply) -> Result<Self::Value, Error> {
        let (value, drift) = T::read_with_drift(&reply)?;
        reply.report(&drift);
        let Reply { status, headers, body, attempts, .. } = reply;
        Ok(Response { value, status, headers, body, drift, attempts })
    }
}

/// An [`Output`] that tells where it did not fit.
#[doc(hidden)]
pub trait WithDrift: Output {
    /// Reads the value, and what did not fit.
    fn read_with_drift(reply: &Reply) -> Result<(Self::Value, Vec<Drift>), Error>;
}

impl<T: Slot> WithDrift for T {
    fn read_with_drift(reply: &Reply) -> Result<(T, Vec<Drift>), Error> {
        let Decoded { value, drift } = decode(reply)?;
        Ok((value, drift))
    }
}

impl WithDrift for Bytes {
    fn read_with_drift(reply: &Reply) -> Result<(Bytes, Vec<Drift>), Error> {
        Ok((reply.body.clone(), Vec::new()))
    }
}

/// A type of your own in place of the documented one; made by [`Call::cast`](crate::Call::cast).
#[derive(Debug)]
pub struct Cast<U>(PhantomData<fn() -> U>);

impl<U: DeserializeOwned> Output for Cast<U> {
    type Value = U;

    fn read(reply: Reply) -> Result<U, Error> {
        Self::read_with_drift(&reply).map(|(value, _)| value)
    }
}

impl<U: DeserializeOwned> WithDrift for Cast<U> {
    fn read_with_drift(reply: &Reply) -> Result<(U, Vec<Drift>), Error> {
        // A type that can be nothing is read from nothing.
        let body: &[u8] = if reply.is_empty() { b"null" } else { reply.body() };
        let value = serde_json::from_slice(body);
        Ok((value.map_err(|error| failed(reply, foreign::<U>(body, error)))?, Vec::new()))
    }
}

/// Why a body is not read as a type of the caller's own: it is read again, for the place of the fault.
fn foreign<U: DeserializeOwned>(body: &[u8], error: serde_json::Error) -> DecodeFailure {
    if serde_json::from_slice::<IgnoredAny>(body).is_err() {
        return DecodeFailure::Syntax(error);
    }
    let mut source = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize::<_, U>(&mut source) {
        Err(found) => DecodeFailure::Foreign(pointer(found.path()), found.into_inner()),
        // A type that does not read the same twice.
        Ok(_) => DecodeFailure::Foreign(String::new(), error),
    }
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        let name = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.replace('~', "~0").replace('/', "~1"),
            // Variants have no name of their own on the wire, or the place above has it.
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&name);
    }
    pointer
}

#[cfg(test)]
mod tests;
