//! Calls whose response is a stream of events.

use std::borrow::Cow;

use http::HeaderValue;
use http::header::ACCEPT;

use crate::runtime::call::Call;
use crate::runtime::codec::Slot;
use crate::runtime::error::Error;
use crate::runtime::request::builder::RequestBuilder;
use crate::runtime::request::events::{EventData, EventFormat, EventOptions};
use crate::runtime::request::prepared::BodyMode;
use crate::runtime::response::events::Events;
use crate::runtime::response::events::reconnect::LAST_EVENT_ID;

impl RequestBuilder {
    /// Completes a request whose response is a stream of server-sent events with JSON as data.
    pub fn sse_call<T: Slot>(self) -> Call<Events<T>> {
        self.events("text/event-stream", EventFormat::ServerSent(EventData::Json))
    }

    /// Completes a request whose response is a stream of server-sent events with text as data.
    pub fn sse_text_call<T: Slot>(self) -> Call<Events<T>> {
        self.events("text/event-stream", EventFormat::ServerSent(EventData::Text))
    }

    /// Completes a request whose response is a stream of server-sent events, whose names tell the
    /// arms of the type apart. The data of those with one of these names is text.
    pub(crate) fn sse_named_call<T: Slot>(self, text: &'static [&'static str]) -> Call<Events<T>> {
        self.events("text/event-stream", EventFormat::ServerSent(EventData::ByName { text }))
    }

    /// Completes a request whose response has a JSON text in each line (JSON Lines, NDJSON).
    pub fn json_lines_call<T: Slot>(self) -> Call<Events<T>> {
        self.events("application/jsonl", EventFormat::JsonLines)
    }

    /// Completes a request whose response is a sequence of JSON texts (RFC 7464).
    pub fn json_sequence_call<T: Slot>(self) -> Call<Events<T>> {
        self.events("application/json-seq", EventFormat::JsonSequence)
    }

    fn events<T: Slot>(mut self, accept: &'static str, format: EventFormat) -> Call<Events<T>> {
        let accept = HeaderValue::from_static(accept);
        self.request.headers.entry(ACCEPT).or_insert(accept);
        self.request.body_mode = BodyMode::Streamed;
        self.request.events = Some(Box::new(EventOptions::new(format)));
        self.call()
    }
}

impl<T> Call<T> {
    /// Returns the call whose response is a stream of events, of an operation that has both.
    pub(crate) fn and_stream<U>(
        mut self,
        complete: impl FnOnce(RequestBuilder) -> Call<Events<U>>,
    ) -> Call<Events<U>> {
        self.request.headers.remove(ACCEPT);
        let Call { settings, request, error, .. } = self;
        complete(RequestBuilder { settings, request, error })
    }
}

impl<T: Slot> Call<Events<T>> {
    /// Sets the data that ends the stream, such as `[DONE]`. It is no event; nothing behind it is
    /// read, and a body that ends without it is an error.
    pub fn terminator(mut self, end: impl Into<Cow<'static, str>>) -> Self {
        if let Some(options) = &mut self.request.events {
            options.end = Some(end.into());
        }
        self
    }

    /// Starts behind an event of an earlier stream: the id is that of [`Events::last_event_id`],
    /// and sent as `Last-Event-ID`.
    pub fn resume(mut self, last_event_id: &str) -> Self {
        match HeaderValue::from_bytes(last_event_id.as_bytes()) {
            Ok(id) => drop(self.request.headers.insert(LAST_EVENT_ID, id)),
            Err(_) => {
                let message = "the id of the last event is not allowed in headers";
                self.error.get_or_insert(Error::invalid_request(message));
            }
        }
        self
    }

    /// Requests a stream that breaks off or ends again, from its last event on (`Last-Event-ID`),
    /// after the pause that the server asks for (`retry`).
    ///
    /// It needs events with an id, and a call that is idempotent (see [`Call::idempotent`]):
    /// otherwise the stream ends as without it. The retries of the call limit the connections in a
    /// row that bring no event. A stream ends for good with the data of
    /// [`terminator`](Self::terminator), or when the server responds with 204.
    pub fn reconnect(mut self) -> Self {
        if let Some(options) = &mut self.request.events {
            options.reconnects = true;
        }
        self
    }
}
