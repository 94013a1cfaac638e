//! Events: the requests of the server to its user.

use super::TypeId;
use crate::text::pointer::Pointer;

/// The events that the server sends.
#[derive(Clone, Debug)]
pub(crate) struct Events {
    /// The union of their payloads, each arm an event.
    pub union: TypeId,
    /// The place of the kind, if the payload itself does not have it as a member.
    pub kind: Option<KindPlace>,
    /// The header that holds the shared secret.
    pub secret_header: Option<String>,
    /// The place of the webhook that each arm is, in the order of the arms.
    pub places: Vec<Pointer>,
}

/// A place that an event's kind is read from before the payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KindPlace {
    /// A header, in small letters.
    Header(String),
    /// A member further in, as a JSON pointer.
    Pointer(String),
}

impl KindPlace {
    /// Returns the header's name, or the pointer.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Header(name) | Self::Pointer(name) => name,
        }
    }
}
