//! The events of a JSON or YAML text: what begins, what ends, where.

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::{Event as YamlEvent, Parser};
use serde::de::IgnoredAny;

/// One event. Keys are scalars too: the first, third, fifth … thing in a mapping.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event<'t> {
    Open(Kind),
    Close,
    Scalar(Cow<'t, str>),
}

/// What begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Mapping,
    List,
}

/// What the ranges of the events count.
pub(super) enum Units {
    Bytes,
    /// Characters; the offsets in bytes of every so many of them.
    Characters(Vec<usize>),
}

/// How many characters lie between two known offsets.
const STRIDE: usize = 256;

impl Units {
    fn characters(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Bytes;
        }
        Self::Characters(text.char_indices().step_by(STRIDE).map(|(at, _)| at).collect())
    }

    /// The offset in bytes of the place `at`.
    pub(super) fn byte(&self, text: &str, at: usize) -> usize {
        let Self::Characters(offsets) = self else {
            return at.min(text.len());
        };
        let Some(&known) = offsets.get(at / STRIDE) else {
            return text.len();
        };
        let rest = text.get(known..).unwrap_or_default();
        rest.char_indices().nth(at % STRIDE).map_or(text.len(), |(more, _)| known + more)
    }
}

/// Hands the events of `text` to `receive`; says in what units their ranges are.
pub(super) fn feed<'t>(text: &'t str, receive: &mut dyn FnMut(&Event<'t>, Range<usize>)) -> Units {
    // YAML parsers know no surrogate escapes, and are slow; the scan of JSON reads nothing else.
    if serde_json::from_str::<IgnoredAny>(text).is_ok() {
        feed_json(text, receive);
        return Units::Bytes;
    }
    feed_yaml(text, receive);
    Units::characters(text)
}

/// Scans a text that is known to be JSON: brackets, strings, and whatever else stands between delimiters.
fn feed_json<'t>(text: &'t str, receive: &mut dyn FnMut(&Event<'t>, Range<usize>)) {
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

/// The offset behind the closing quote of the string whose inside begins at `at`.
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

fn feed_yaml<'t>(text: &'t str, receive: &mut dyn FnMut(&Event<'t>, Range<usize>)) {
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = parser.next_event() {
        let event = match event {
            YamlEvent::MappingStart(..) => Event::Open(Kind::Mapping),
            YamlEvent::SequenceStart(..) => Event::Open(Kind::List),
            YamlEvent::MappingEnd | YamlEvent::SequenceEnd => Event::Close,
            YamlEvent::Scalar(text, ..) => Event::Scalar(text),
            // An alias is one value, however large; what it stands for is written elsewhere.
            YamlEvent::Alias(_) => Event::Scalar(Cow::Borrowed("")),
            YamlEvent::StreamEnd | YamlEvent::DocumentEnd => return,
            YamlEvent::Nothing | YamlEvent::StreamStart | YamlEvent::DocumentStart(_) => continue,
        };
        receive(&event, span.start.index()..span.end.index());
    }
}
