//! The types that a call can be awaited to.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::runtime::aliases::MaybeSend;
use crate::runtime::codec::Slot;
use crate::runtime::codec::body::{CollectedBody, DecodeFailure, Decoded};
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
    type Value: MaybeSend + 'static;

    /// The default of the header `Accept`.
    #[doc(hidden)]
    const ACCEPT: &'static str = "application/json, */*;q=0.5";

    /// Reads the value.
    #[doc(hidden)]
    fn read(response: Box<RawResponse>) -> Result<Self::Value, Error>;
}

impl<T: Slot> Output for T {
    type Value = T;

    fn read(response: Box<RawResponse>) -> Result<T, Error> {
        match decode(&response) {
            Ok(Decoded { value, drift, .. }) => {
                response.report(&drift);
                Ok(value)
            }
            Err(error) => Err(error),
        }
    }
}

impl Output for Bytes {
    type Value = Bytes;

    const ACCEPT: &'static str = "*/*";

    fn read(response: Box<RawResponse>) -> Result<Bytes, Error> {
        Ok(response.body)
    }
}

/// Decodes a body.
pub(crate) fn decode<T: Slot>(response: &RawResponse) -> Result<Decoded<T>, Error> {
    decode_by(response, T::from_body)
}

/// Decodes a body in a way of its own. Drift is printed by hooks, so it does not repeat the
/// credential.
pub(crate) fn decode_by<T>(
    response: &RawResponse,
    read: impl FnOnce(&CollectedBody<'_>) -> Result<Decoded<T>, DecodeFailure>,
) -> Result<Decoded<T>, Error> {
    match read(&response.collected()) {
        Ok(mut decoded) => {
            if !decoded.drift.is_empty() {
                let secrets = response.settings.secrets();
                let redact = |text: &str| secrets.redact(text).into_owned();
                decoded.drift.iter_mut().for_each(|drift| drift.redact(&redact));
            }
            Ok(decoded)
        }
        Err(failure) => Err(failed(response, failure)),
    }
}

/// A value together with the response it was decoded from.
#[derive(Clone)]
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
    /// The number of further such places, which are only counted: the first hundred are kept.
    pub more_drift: usize,
    /// The number of times the request was sent.
    pub attempts: u32,
}

impl<T> Response<T> {
    /// Returns the server's id of the request, if the response has one; useful for its support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    /// Omits the body and the values of the headers, which may hold credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(http::HeaderName::as_str).collect();
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("headers", &names)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("drift", &self.drift)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

impl<T: WithDrift> Output for Response<T> {
    type Value = Response<T::Value>;

    fn read(response: Box<RawResponse>) -> Result<Self::Value, Error> {
        let Decoded { value, drift, more_drift } = T::read_with_drift(&response)?;
        response.report(&drift);
        let RawResponse { status, headers, body, attempts, .. } = *response;
        Ok(Response { value, status, headers, body, drift, more_drift, attempts })
    }
}

/// An [`Output`] that can be read together with its drift.
#[doc(hidden)]
pub trait WithDrift: Output {
    /// Reads the value and its drift.
    fn read_with_drift(response: &RawResponse) -> Result<Decoded<Self::Value>, Error>;
}

impl<T: Slot> WithDrift for T {
    fn read_with_drift(response: &RawResponse) -> Result<Decoded<T>, Error> {
        decode(response)
    }
}

impl WithDrift for Bytes {
    fn read_with_drift(response: &RawResponse) -> Result<Decoded<Bytes>, Error> {
        Ok(Decoded::exact(response.body.clone()))
    }
}

/// A type of your own instead of the documented one; see [`Call::cast`](crate::Call::cast).
#[derive(Debug)]
pub struct Cast<U>(PhantomData<fn() -> U>);

impl<U: DeserializeOwned + Send + 'static> Output for Cast<U> {
    type Value = U;

    fn read(response: Box<RawResponse>) -> Result<U, Error> {
        Self::read_with_drift(&response).map(|decoded| decoded.value)
    }
}

impl<U: DeserializeOwned + Send + 'static> WithDrift for Cast<U> {
    fn read_with_drift(response: &RawResponse) -> Result<Decoded<U>, Error> {
        // A type that has a value for `null` has one for an empty body.
        let body: &[u8] = if response.collected().is_empty() { b"null" } else { &response.body };
        let value = serde_json::from_slice(body);
        value.map(Decoded::exact).map_err(|error| failed(response, foreign::<U>(body, error)))
    }
}

#[cfg(test)]
mod tests;
