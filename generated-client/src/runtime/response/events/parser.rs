//! The parser of a stream, by its format.

use std::time::Duration;

use bytes::Bytes;

use crate::runtime::request::events::EventFormat;
use crate::runtime::response::events::frame::Frame;
use crate::runtime::response::events::lines::{Line, LineEnds, Lines};
use crate::runtime::response::events::sequence::Sequence;
use crate::runtime::response::events::server_sent::ServerSent;

/// The parser of a stream. It holds one chunk, and one event up to the limit of its length.
pub(super) enum Parser {
    ServerSent(ServerSent),
    JsonLines(Lines),
    JsonSequence(Sequence),
}

impl Parser {
    pub(super) fn new(format: EventFormat, limit: usize) -> Self {
        match format {
            EventFormat::ServerSent(_) => Parser::ServerSent(ServerSent::new(limit)),
            EventFormat::JsonLines => Parser::JsonLines(Lines::new(LineEnds::Feed, limit)),
            EventFormat::JsonSequence => Parser::JsonSequence(Sequence::new(limit)),
        }
    }

    /// Adds a chunk; all events of the one before have been taken.
    pub(super) fn push(&mut self, chunk: Bytes) {
        match self {
            Parser::ServerSent(events) => events.push(chunk),
            Parser::JsonLines(lines) => lines.push(chunk),
            Parser::JsonSequence(texts) => texts.push(chunk),
        }
    }

    /// Returns the next event, if it is complete.
    pub(super) fn next(&mut self) -> Option<Frame> {
        match self {
            Parser::ServerSent(events) => events.next(),
            Parser::JsonLines(lines) => loop {
                match lines.next()? {
                    Line::TooLong => return Some(Frame::TooLong),
                    Line::Complete(line) => {
                        if let Some(frame) = of_line(line) {
                            return Some(frame);
                        }
                    }
                }
            },
            Parser::JsonSequence(texts) => texts.next(),
        }
    }

    /// Returns the event that the end of the body completes.
    pub(super) fn last(&mut self) -> Option<Frame> {
        match self {
            Parser::ServerSent(events) => events.last(),
            Parser::JsonLines(lines) => lines.last().and_then(of_line),
            Parser::JsonSequence(texts) => texts.last(),
        }
    }

    /// Returns the id of the last event.
    pub(super) fn last_id(&self) -> Option<&str> {
        match self {
            Parser::ServerSent(events) => events.last_id(),
            Parser::JsonLines(_) | Parser::JsonSequence(_) => None,
        }
    }

    /// Returns the pause that the server requests before a further connection.
    pub(super) fn retry(&self) -> Option<Duration> {
        match self {
            Parser::ServerSent(events) => events.retry(),
            Parser::JsonLines(_) | Parser::JsonSequence(_) => None,
        }
    }

    /// Prepares for a further connection, which only events with an id have.
    pub(super) fn restart(&mut self) {
        if let Parser::ServerSent(events) = self {
            events.restart();
        }
    }
}

/// Returns the event of a line; an empty one has none.
fn of_line(line: Vec<u8>) -> Option<Frame> {
    (!line.trim_ascii().is_empty()).then(|| Frame::of_json(line))
}
