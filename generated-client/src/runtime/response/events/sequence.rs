//! The parser of JSON text sequences (RFC 7464).

use bytes::{Buf, Bytes};

use crate::runtime::response::events::frame::Frame;

/// The character before each text. It cannot occur in JSON, so a text that breaks off ends here.
const RECORD_SEPARATOR: u8 = 0x1e;

/// The parser of a sequence of JSON texts.
///
/// A text is complete at the line feed behind it, outside of brackets and strings: nobody waits for
/// the separator of the next text, which may come an hour later.
pub(super) struct Sequence {
    limit: usize,
    chunk: Bytes,
    text: Vec<u8>,
    /// The number of brackets that are open.
    depth: usize,
    in_string: bool,
    is_escaped: bool,
    /// The rest of a text that is too long is dropped.
    dropping: bool,
}

impl Sequence {
    pub(super) fn new(limit: usize) -> Self {
        Sequence {
            limit,
            chunk: Bytes::new(),
            text: Vec::new(),
            depth: 0,
            in_string: false,
            is_escaped: false,
            dropping: false,
        }
    }

    /// Adds a chunk; all texts of the one before have been taken.
    pub(super) fn push(&mut self, chunk: Bytes) {
        self.chunk = chunk;
    }

    /// Returns the next text, if it is complete.
    pub(super) fn next(&mut self) -> Option<Frame> {
        while !self.chunk.is_empty() {
            let byte = self.chunk.get_u8();
            let is_end = byte == b'\n' && self.depth == 0 && !self.in_string;
            if byte == RECORD_SEPARATOR || is_end {
                self.dropping &= byte != RECORD_SEPARATOR;
                if let Some(frame) = self.last() {
                    return Some(frame);
                }
            } else if !self.dropping {
                if self.text.len() == self.limit {
                    let _ = self.last();
                    self.dropping = true;
                    return Some(Frame::TooLong);
                }
                self.text.push(byte);
                self.follow(byte);
            }
        }
        None
    }

    /// Returns the text up to here, and begins another.
    pub(super) fn last(&mut self) -> Option<Frame> {
        (self.depth, self.in_string, self.is_escaped) = (0, false, false);
        let text = std::mem::take(&mut self.text);
        (!text.trim_ascii().is_empty()).then(|| Frame::of_json(text))
    }

    /// Keeps account of brackets and strings.
    fn follow(&mut self, byte: u8) {
        match byte {
            _ if std::mem::take(&mut self.is_escaped) => {}
            b'\\' if self.in_string => self.is_escaped = true,
            b'"' => self.in_string = !self.in_string,
            b'{' | b'[' if !self.in_string => self.depth += 1,
            b'}' | b']' if !self.in_string => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}
