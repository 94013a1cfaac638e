//! Webhooks: events whose kind stands outside of their type, and secrets that senders know.

use std::fmt;

use subtle::ConstantTimeEq;

use crate::runtime::aliases::Json;
use crate::runtime::auth::secret::Secret;
use crate::runtime::codec::body::{DecodeFailure, Decoded};
use crate::runtime::codec::drift::{At, Report};
use crate::runtime::codec::tree::JsonRef;
use crate::runtime::codec::{Slot, tree as parsed};
use crate::runtime::error::decode::DecodeError;
use crate::runtime::response::failure::unreadable;

/// The reason why a request with an event is not to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretError {
    /// The request does not have the header.
    Missing,
    /// The request has another secret, or the receiver has none.
    Wrong,
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the request does not have the header with the secret",
            Self::Wrong => "the request has another secret than the one expected",
        })
    }
}

impl std::error::Error for SecretError {}

/// Checks that a header holds a secret, in a time that does not depend on where they differ.
pub(crate) fn same_secret(
    secret: &Secret,
    sent: Option<impl AsRef<[u8]>>,
) -> Result<(), SecretError> {
    let sent = sent.ok_or(SecretError::Missing)?;
    let (expected, sent) = (secret.expose().as_bytes(), sent.as_ref());
    // An empty secret is one that was not configured, and anybody could send it.
    let is_same = !expected.is_empty() && bool::from(expected.ct_eq(sent));
    is_same.then_some(()).ok_or(SecretError::Wrong)
}

/// The place of an event's kind.
#[derive(Clone, Copy, Debug)]
pub(crate) enum KindSource<'a> {
    /// A header, by its name, with what the request has in it.
    Header(&'static str, Option<&'a [u8]>),
    /// A member of the body, as a JSON pointer.
    At(&'static str),
}

impl<'a> KindSource<'a> {
    /// Returns the object that the type of the event looks for its kind in: it has the kind under
    /// the name that the type asks for.
    fn object(self, body: JsonRef<'_>) -> Json {
        let (name, kind) = match self {
            Self::Header(name, value) => {
                let text = value.map(String::from_utf8_lossy);
                (name, text.map(|text| Json::from(text.trim())))
            }
            Self::At(pointer) => (pointer, member(body, pointer).map(|value| value.to_json())),
        };
        Json::Object(kind.map(|kind| (name.to_owned(), kind)).into_iter().collect())
    }
}

/// Returns the member that a JSON pointer leads to.
fn member<'t>(value: JsonRef<'t>, pointer: &str) -> Option<JsonRef<'t>> {
    let mut names = pointer.split('/').skip(1);
    names.try_fold(value, |value, name| value.get(&name.replace("~1", "/").replace("~0", "~")))
}

/// Reads an event whose kind stands outside of its type, as tolerantly as a response.
pub(crate) fn read_event<T: Slot>(
    body: &[u8],
    kind: KindSource<'_>,
) -> Result<Decoded<T>, DecodeError> {
    read(body, kind).map_err(|failure| unreadable(failure, body))
}

/// Reads a value whose kind stands outside of its type.
pub(crate) fn read<T: Slot>(
    body: &[u8],
    kind: KindSource<'_>,
) -> Result<Decoded<T>, DecodeFailure> {
    let tree = parsed(body)?;
    let around = parsed(kind.object(tree.root()).to_string().as_bytes())?;
    let mut report = Report::new(tree.size());
    let value = T::tolerant(tree.root(), &At::ROOT.of(around.root()), &mut report)?;
    let (drift, more_drift) = report.into_drift();
    Ok(Decoded { value, drift, more_drift })
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macros declare public types")]
mod tests;
