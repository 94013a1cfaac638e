//! The lines of a body that arrives in chunks.

use bytes::{Buf, Bytes};

/// The lines of a body, of a bounded length each. A chunk may end anywhere: within a line, within
/// a character, or between the two characters of a line's end.
pub(super) struct Lines {
    ends: LineEnds,
    limit: usize,
    chunk: Bytes,
    /// The part of a line that has arrived.
    line: Vec<u8>,
    /// The last line ended with a carriage return, which a line feed would belong to.
    after_return: bool,
    /// The rest of a line that is too long is dropped.
    dropping: bool,
}

/// The ends of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnds {
    /// A line feed. A carriage return before it is white space in JSON.
    Feed,
    /// A line feed, a carriage return, or both.
    Any,
}

/// A line that is complete, or the first notice of one that is too long.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    Complete(Vec<u8>),
    TooLong,
}

impl Lines {
    pub(super) fn new(ends: LineEnds, limit: usize) -> Self {
        Lines {
            ends,
            limit,
            chunk: Bytes::new(),
            line: Vec::new(),
            after_return: false,
            dropping: false,
        }
    }

    /// Adds a chunk; all lines of the one before have been taken.
    pub(super) fn push(&mut self, chunk: Bytes) {
        self.chunk = chunk;
    }

    /// Returns the next line, if it is complete.
    pub(super) fn next(&mut self) -> Option<Line> {
        while let Some(first) = self.chunk.first() {
            if std::mem::take(&mut self.after_return) && *first == b'\n' {
                self.chunk.advance(1);
                continue;
            }
            let is_end = |byte: &u8| *byte == b'\n' || self.ends == LineEnds::Any && *byte == b'\r';
            let end = self.chunk.iter().position(is_end);
            let part = self.chunk.split_to(end.unwrap_or(self.chunk.len()));
            if !self.dropping {
                if part.len() > self.limit.saturating_sub(self.line.len()) {
                    (self.line, self.dropping) = (Vec::new(), true);
                    return Some(Line::TooLong);
                }
                self.line.extend_from_slice(&part);
            }
            if end.is_some() {
                self.after_return = self.chunk.get_u8() == b'\r';
                if !std::mem::take(&mut self.dropping) {
                    return Some(Line::Complete(std::mem::take(&mut self.line)));
                }
            }
        }
        None
    }

    /// Returns the line that the end of the body ends, if it has no end of its own.
    pub(super) fn last(&mut self) -> Option<Vec<u8>> {
        let line = std::mem::take(&mut self.line);
        (!line.is_empty()).then_some(line)
    }
}
