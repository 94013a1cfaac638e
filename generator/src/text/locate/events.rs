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
/// delimiters; hands the events to `receive`.
pub(super) fn feed_json<'t>(text: &'t str, receive: &mut dyn FnMut(&Event<'t>, Range<usize>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'{' => receive(&Event::Open(Kind::Mapping), start..at),
            b'[' => receive(&Event::Open(Kind::List), start..at),
            b'}' | b']' => receive(&Event::Close, start..at),
            b'"' => {
                at = end_of_string(bytes, at);
                receive(
                    &Event::Scalar(unquote(text.get(start..at).unwrap_or_default())),
                    start..at,
                );
            }
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => {
                let rest = bytes.get(at..).unwrap_or_default();
                at +=
                    rest.iter().position(|byte| b",]} \t\r\n".contains(byte)).unwrap_or(rest.len());
                receive(&Event::Scalar(text.get(start..at).unwrap_or_default().into()), start..at);
            }
        }
    }
}

/// Returns the offset behind the closing quote of the string whose inside begins at `at`.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => return at,
            b'\\' => at += 1,
            _ => {}
        }
    }
    bytes.len()
}

fn unquote(quoted: &str) -> Cow<'_, str> {
    if quoted.contains('\\') {
        return serde_json::from_str::<String>(quoted).unwrap_or_default().into();
    }
    quoted.trim_matches('"').into()
}
