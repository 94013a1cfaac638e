//! A whole response body, and the outcomes of decoding it.

use crate::runtime::auth::secret::Secret;
use crate::runtime::auth::{Auth, Credential};
use crate::runtime::codec::drift::{Drift, Mismatch};

/// A complete response body, and the settings it is decoded with.
#[derive(Debug)]
#[doc(hidden)]
pub struct CollectedBody<'a> {
    pub(crate) bytes: &'a [u8],
    /// The response has no content, by its status.
    pub(crate) no_content: bool,
    /// The body is text, and not JSON.
    pub(crate) is_text: bool,
    pub(crate) tolerance: Tolerance,
    /// The credentials of the client, and the scheme of its key: links must not repeat them.
    pub(crate) credential: &'a Credential,
    pub(crate) further: &'a [(Auth, Secret)],
    pub(crate) key: Auth,
}

impl CollectedBody<'_> {
    /// Returns whether there is nothing to decode.
    pub(crate) fn is_empty(&self) -> bool {
        self.no_content || self.bytes.trim_ascii().is_empty()
    }
}

/// A decoded value, and the places where the body did not match its type.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The value.
    pub value: T,
    /// The places that did not match; usually empty.
    pub drift: Vec<Drift>,
    /// The number of further such places, which are only counted: the first hundred are kept.
    pub more_drift: usize,
}

impl<T> Decoded<T> {
    /// Wraps a value that matched its type.
    pub(crate) fn exact(value: T) -> Self {
        Decoded { value, drift: Vec::new(), more_drift: 0 }
    }

    /// Converts the value.
    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Decoded<U> {
        let Decoded { value, drift, more_drift } = self;
        Decoded { value: change(value), drift, more_drift }
    }
}

/// The treatment of a response that does not match its documentation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tolerance {
    /// Decode the rest, and report the drift.
    #[default]
    Tolerant,
    /// Fail.
    Strict,
}

/// The reason why a body could not be decoded.
#[derive(Debug)]
#[doc(hidden)]
pub enum DecodeFailure {
    /// It is not JSON.
    Syntax(serde_json::Error),
    /// It is empty; this was expected.
    Empty(&'static str),
    /// It is JSON that does not match its type.
    Shape(Mismatch),
    /// It is JSON that does not match a type of the caller's own: the pointer, and serde's error.
    Foreign(String, serde_json::Error),
}

impl From<Mismatch> for DecodeFailure {
    fn from(mismatch: Mismatch) -> Self {
        DecodeFailure::Shape(mismatch)
    }
}
