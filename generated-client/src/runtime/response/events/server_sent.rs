//! The parser of server-sent events (HTML standard, section 9.2.6).
//!
//! By hand rather than by the crates `eventsource-stream` and `sse-stream`: they have no bound for
//! the length of an event, so that a server could fill the memory, and the lines are the same that
//! JSON Lines needs.

use std::time::Duration;

use bytes::Bytes;

use crate::runtime::response::events::frame::Frame;
use crate::runtime::response::events::lines::{Line, LineEnds, Lines};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The parser of server-sent events.
pub(super) struct ServerSent {
    lines: Lines,
    limit: usize,
    /// No line has been read, so that the next may begin with a byte order mark.
    is_at_start: bool,
    /// The event that is being read.
    pending: Pending,
    /// The id that was sent last, with an event that need not be complete yet.
    id: Option<String>,
    /// The id of the last complete event.
    last_id: Option<String>,
    /// The pause that the server requests before a further connection.
    retry: Option<Duration>,
}

/// An event of which not all lines have arrived.
#[derive(Default)]
struct Pending {
    /// `None` without a line of data; then there is no event.
    data: Option<Vec<u8>>,
    name: Option<String>,
    retry: Option<Duration>,
    /// The event was too long, which has been reported.
    is_dropped: bool,
}

impl ServerSent {
    pub(super) fn new(limit: usize) -> Self {
        ServerSent {
            lines: Lines::new(LineEnds::Any, limit),
            limit,
            is_at_start: true,
            pending: Pending::default(),
            id: None,
            last_id: None,
            retry: None,
        }
    }

    pub(super) fn push(&mut self, chunk: Bytes) {
        self.lines.push(chunk);
    }

    /// Returns the next event, if it is complete.
    pub(super) fn next(&mut self) -> Option<Frame> {
        loop {
            let frame = match self.lines.next()? {
                Line::Complete(line) => self.read(&line),
                Line::TooLong => self.too_long(),
            };
            if frame.is_some() {
                return frame;
            }
        }
    }

    /// Returns the event at the end of the body, if no empty line ends it. The standard drops it;
    /// but servers forget that line, and a body that is complete has the whole event.
    pub(super) fn last(&mut self) -> Option<Frame> {
        let line = self.lines.last();
        line.and_then(|line| self.read(&line)).or_else(|| self.dispatch())
    }

    pub(super) fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    pub(super) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Prepares for a further connection.
    pub(super) fn restart(&mut self) {
        let (id, retry) = (self.last_id.take(), self.retry);
        *self = ServerSent { id: id.clone(), last_id: id, retry, ..ServerSent::new(self.limit) };
    }

    /// Reads a line; an empty one ends an event.
    fn read(&mut self, line: &[u8]) -> Option<Frame> {
        let is_at_start = std::mem::take(&mut self.is_at_start);
        let line = line.strip_prefix(BYTE_ORDER_MARK).filter(|_| is_at_start).unwrap_or(line);
        if line.is_empty() {
            return self.dispatch();
        }
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let field = parts.next().unwrap_or_default();
        let value = parts.next().unwrap_or_default();
        let value = value.strip_prefix(b" ").unwrap_or(value);
        let text = || String::from_utf8_lossy(value).into_owned();
        match field {
            b"data" if !self.pending.is_dropped => return self.data(value),
            b"event" => self.pending.name = Some(text()).filter(|name| !name.is_empty()),
            b"id" if !value.contains(&0) => self.id = Some(text()).filter(|id| !id.is_empty()),
            b"retry" if value.iter().all(u8::is_ascii_digit) => {
                if let Ok(milliseconds) = text().parse() {
                    self.pending.retry = Some(Duration::from_millis(milliseconds));
                    self.retry = self.pending.retry;
                }
            }
            // A comment, whose field is empty, or a field that is not known.
            _ => {}
        }
        None
    }

    fn data(&mut self, value: &[u8]) -> Option<Frame> {
        match &mut self.pending.data {
            Some(data) if value.len() >= self.limit.saturating_sub(data.len()) => {
                return self.too_long();
            }
            Some(data) => {
                data.push(b'\n');
                data.extend_from_slice(value);
            }
            none => *none = Some(value.to_vec()),
        }
        None
    }

    /// Drops the event that is being read, and reports that once.
    fn too_long(&mut self) -> Option<Frame> {
        let was_dropped = std::mem::replace(&mut self.pending.is_dropped, true);
        self.pending.data = None;
        (!was_dropped).then_some(Frame::TooLong)
    }

    /// Ends the event that is being read.
    fn dispatch(&mut self) -> Option<Frame> {
        let Pending { data, name, retry, .. } = std::mem::take(&mut self.pending);
        self.last_id.clone_from(&self.id);
        let id = self.last_id.clone();
        data.map(|data| Frame::Event { data, id, name, retry })
    }
}
