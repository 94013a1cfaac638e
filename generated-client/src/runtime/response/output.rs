//! The types that a call can be awaited to.

use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::runtime::codec::Slot;
use crate::runtime::codec::body::Decoded;
use crate::runtime::codec::drift::Drift;
use crate::runtime::error::Error;
use crate::runtime::error::headers::request_id;
use crate::runtime::response::failure::{failed, foreign};
use crate::runtime::send::raw_response::RawResponse;

/// A type that a [`Call`](crate::Call) can be awaited to: every type of the API, `()` (the body is
/// ignored), `Bytes` (the body unchanged), `Option` (an empty body is `None`), and the types of
/// `with_response` and `cast`.
pub trait Output {
    /// The value of the awaited call.
    type Value;

    /// The default of the header `Accept`.
    #[doc(hidden)]
    const ACCEPT: &'static str = "application/json, */*;q=0.5";

    /// Reads the value.
    #[doc(hidden)]
    fn read(response: RawResponse) -> Result<Self::Value, Error>;
}

impl<T: Slot> Output for T {
    type Value = T;

    fn read(response: RawResponse) -> Result<T, Error> {
        let Decoded { value, drift } = decode(&response)?;
        response.report(&drift);
        Ok(value)
    }
}

impl Output for Bytes {
    type Value = Bytes;

    const ACCEPT: &'static str = "*/*";

    fn read(response: RawResponse) -> Result<Bytes, Error> {
        Ok(response.body)
    }
}

fn decode<T: Slot>(response: &RawResponse) -> Result<Decoded<T>, Error> {
    T::from_body(&response.collected()).map_err(|failure| failed(response, failure))
}

/// A value together with the response it was decoded from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    /// The value.
    pub value: T,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, unchanged.
    pub body: Bytes,
    /// The places where the body does not match its documentation; usually empty.
    pub drift: Vec<Drift>,
    /// The number of times the request was sent.
    pub attempts: u32,
}

impl<T> Response<T> {
    /// Returns the server's id of the request, if the response has one; useful for its support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

impl<T: WithDrift> Output for Response<T> {
    type Value = Response<T::Value>;

    fn read(response: RawResponse) -> Result<Self::Value, Error> {
        let (value, drift) = T::read_with_drift(&response)?;
        response.report(&drift);
        let RawResponse { status, headers, body, attempts, .. } = response;
        Ok(Response { value, status, headers, body, drift, attempts })
    }
}

/// An [`Output`] that can be read together with its drift.
#[doc(hidden)]
pub trait WithDrift: Output {
    /// Reads the value and its drift.
    fn read_with_drift(response: &RawResponse) -> Result<(Self::Value, Vec<Drift>), Error>;
}

impl<T: Slot> WithDrift for T {
    fn read_with_drift(response: &RawResponse) -> Result<(T, Vec<Drift>), Error> {
        let Decoded { value, drift } = decode(response)?;
        Ok((value, drift))
    }
}

impl WithDrift for Bytes {
    fn read_with_drift(response: &RawResponse) -> Result<(Bytes, Vec<Drift>), Error> {
        Ok((response.body.clone(), Vec::new()))
    }
}

/// A type of your own instead of the documented one; see [`Call::cast`](crate::Call::cast).
#[derive(Debug)]
pub struct Cast<U>(PhantomData<fn() -> U>);

impl<U: DeserializeOwned> Output for Cast<U> {
    type Value = U;

    fn read(response: RawResponse) -> Result<U, Error> {
        Self::read_with_drift(&response).map(|(value, _)| value)
    }
}

impl<U: DeserializeOwned> WithDrift for Cast<U> {
    fn read_with_drift(response: &RawResponse) -> Result<(U, Vec<Drift>), Error> {
        // A type that has a value for `null` has one for an empty body.
        let body: &[u8] = if response.collected().is_empty() { b"null" } else { &response.body };
        let value = serde_json::from_slice(body);
        Ok((value.map_err(|error| failed(response, foreign::<U>(body, error)))?, Vec::new()))
    }
}

#[cfg(test)]
mod tests;
