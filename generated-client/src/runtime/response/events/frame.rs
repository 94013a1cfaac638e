//! The events of a body before their data is decoded.

use std::time::Duration;

/// An event before its data is decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame {
    Event {
        data: Vec<u8>,
        id: Option<String>,
        name: Option<String>,
        retry: Option<Duration>,
    },
    /// An event that is longer than the limit. The rest of it is dropped as it arrives.
    TooLong,
}

impl Frame {
    /// Wraps JSON, which is all that an event of such a format has.
    pub(super) fn of_json(data: Vec<u8>) -> Self {
        Frame::Event { data, id: None, name: None, retry: None }
    }
}
