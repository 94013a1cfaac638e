//! The events of a JSON or YAML text: beginnings and ends, with their places.

use std::borrow::Cow;
use std::ops::Range;

/// One event. Keys are scalars too: the first, third, fifth … thing in a mapping.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event<'t> {
    Open(Kind),
    Close,
    Scalar(Cow<'t, str>),
}

/// A mapping or a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Mapping,
    List,
}

/// Scans a text that is known to be JSON, for brackets, strings, and whatever else stands between
/// delimiters; hands the events to `receive`, and those inside of one only where it says that it
/// wants them.
pub(super) fn feed_json<'t>(
    text: &'t str,
    receive: &mut dyn FnMut(&Event<'t>, Range<usize>) -> bool,
) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'{' | b'[' => {
                let kind = if byte == b'{' { Kind::Mapping } else { Kind::List };
                if !receive(&Event::Open(kind), start..at) {
                    at = end_of_nested(bytes, at);
                }
            }
            b'}' | b']' => {
                receive(&Event::Close, start..at);
            }
            b'"' => {
                let (end, escapes) = end_of_string(bytes, at);
                let inside = text.get(at..end).unwrap_or_default();
                at = end + 1;
                receive(&Event::Scalar(unescape(inside, escapes)), start..at.min(text.len()));
            }
            // Most of a text for people is indentation.
            b'\n' => at += indentation(bytes.get(at..).unwrap_or_default()),
            b',' | b':' | b' ' | b'\t' | b'\r' => {}
            _ => {
                let rest = bytes.get(at..).unwrap_or_default();
                at +=
                    rest.iter().position(|byte| b",]} \t\r\n".contains(byte)).unwrap_or(rest.len());
                receive(&Event::Scalar(text.get(start..at).unwrap_or_default().into()), start..at);
            }
        }
    }
}

/// Returns the offset of the bracket that closes the one before `at`.
fn end_of_nested(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_string(bytes, at + 1).0,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            b'\n' => at += indentation(bytes.get(at + 1..).unwrap_or_default()),
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

fn indentation(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| *byte != b' ').unwrap_or(bytes.len())
}

/// Returns the offset of the closing quote of the string whose inside begins at `at`, and the
/// number of escapes before it.
fn end_of_string(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut escapes = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(sign) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) else {
            return (bytes.len(), escapes);
        };
        at += sign;
        if bytes.get(at) == Some(&b'"') {
            return (at, escapes);
        }
        escapes += 1;
        at += 2;
    }
}

/// Returns what a string says, by what stands between its quotes.
fn unescape(inside: &str, escapes: usize) -> Cow<'_, str> {
    if escapes == 0 {
        return inside.into();
    }
    serde_json::from_str::<String>(&format!("\"{inside}\"")).unwrap_or_default().into()
}
