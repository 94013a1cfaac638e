//! The form of a stream of events, as the API documents it, and the wishes of its caller.

use std::borrow::Cow;

/// The options of a call whose response is a stream of events.
#[derive(Clone)]
pub(crate) struct EventOptions {
    pub(crate) format: EventFormat,
    /// The data that ends the stream, and is no event.
    pub(crate) end: Option<Cow<'static, str>>,
    /// A stream that breaks off is requested again, from its last event on.
    pub(crate) reconnects: bool,
}

impl EventOptions {
    pub(crate) fn new(format: EventFormat) -> Self {
        EventOptions { format, end: None, reconnects: false }
    }
}

/// The form of the body of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventFormat {
    /// Server-sent events (HTML standard, section 9.2).
    ServerSent(EventData),
    /// A JSON text a line (NDJSON, JSON Lines).
    JsonLines,
    /// JSON texts, each behind a record separator (RFC 7464).
    JsonSequence,
}

/// The form of the data of a server-sent event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventData {
    Json,
    Text,
    /// The name of the event tells what its data is: text for these names, else JSON.
    ByName {
        text: &'static [&'static str],
    },
}
