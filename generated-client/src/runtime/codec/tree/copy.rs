//! Copies of values: whole, cut, and as a line of text.

use super::{JsonRef, Value};
use crate::runtime::aliases::Json;
use crate::runtime::error::text::shorten;

impl JsonRef<'_> {
    /// Returns a copy. What JSON does not allow is text in it.
    pub fn to_json(self) -> Json {
        match self.value() {
            Value::Array => Json::Array(self.items().map(JsonRef::to_json).collect()),
            Value::Object => {
                let copy = |(name, value): (&str, JsonRef<'_>)| (name.to_owned(), value.to_json());
                Json::Object(self.members().map(copy).collect())
            }
            _ => self.scalar(),
        }
    }

    /// Returns a copy with at most about this many bytes of JSON, and whether that is all.
    pub(crate) fn cut(self, room: &mut usize) -> (Json, bool) {
        *room = room.saturating_sub(2);
        let mut whole = true;
        let json = match self.value() {
            Value::Array => {
                let mut copy = Vec::new();
                for item in self.items() {
                    if *room == 0 {
                        whole = false;
                        break;
                    }
                    let (item, is_whole) = item.cut(room);
                    whole &= is_whole;
                    copy.push(item);
                }
                Json::Array(copy)
            }
            Value::Object => {
                let mut copy = serde_json::Map::new();
                for (name, value) in self.members() {
                    if *room < name.len() {
                        whole = false;
                        break;
                    }
                    *room -= name.len();
                    let (value, is_whole) = value.cut(room);
                    whole &= is_whole;
                    copy.insert(name.to_owned(), value);
                }
                Json::Object(copy)
            }
            Value::Text(text) | Value::Mended(text) | Value::NoNumber(text) => {
                let part = beginning(text, *room);
                *room -= part.len();
                whole = part.len() == text.len();
                *room *= usize::from(whole);
                Json::String(if whole { part.to_owned() } else { format!("{part}…") })
            }
            _ => self.scalar(),
        };
        (json, whole)
    }

    /// Returns a value that is neither an array nor an object.
    pub(crate) fn scalar(self) -> Json {
        match self.value() {
            Value::Null | Value::Array | Value::Object => Json::Null,
            Value::Bool(value) => Json::Bool(value),
            Value::Integer(number) => Json::from(number),
            Value::Unsigned(number) => Json::from(number),
            Value::Float(number) => Json::from(number),
            Value::Text(text) | Value::Mended(text) | Value::NoNumber(text) => Json::from(text),
        }
    }

    /// Returns the JSON text of the value, shortened to fit a line.
    pub(crate) fn excerpt(self) -> String {
        /// A line, and as many escapes as may be left out of it.
        const ENOUGH: usize = 1024;
        match self.value() {
            Value::NoNumber(text) => return shorten(text),
            Value::Array | Value::Object | Value::Text(_) | Value::Mended(_) => {}
            _ => return self.scalar().to_string(),
        }
        let (json, whole) = self.cut(&mut { ENOUGH });
        let mut text = json.to_string();
        if !whole {
            text.push('…');
        }
        match self.value() {
            Value::Array => format!("an array {}", shorten(&text)),
            Value::Object => format!("an object {}", shorten(&text)),
            _ => shorten(&text),
        }
    }
}

/// Returns the beginning of a text, in whole characters.
fn beginning(text: &str, length: usize) -> &str {
    if text.len() <= length {
        return text;
    }
    let end = (0..=length).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or_default()]
}
