//! Values that a description shows where its type is text: servers that compute a field declare it
//! as a string, whatever it is.

use serde_json::Value;

use crate::document::{Kind, Schema, Text};
use crate::text::words::is_plural;

/// Returns the kind of the value that a read-only text shows, in words, if it is no text.
///
/// A format, a limit or a list of values says that somebody has thought about the type.
pub(super) fn other_than_text(schema: &Schema) -> Option<&'static str> {
    let Kind::Text(text) = &schema.kind else { return None };
    let is_plain = Text { values: Vec::new(), ..text.clone() } == Text::default();
    if !schema.read_only || !is_plain || !text.values.is_empty() || schema.content.is_some() {
        return None;
    }
    if let Some(example) = &schema.example {
        return word(example);
    }
    let description = schema.description.as_deref()?;
    example(description).or_else(|| opening(description))
}

/// Returns the word for a value that is no text.
fn word(value: &Value) -> Option<&'static str> {
    match value {
        Value::Bool(_) => Some("a flag"),
        Value::Number(_) => Some("a number"),
        Value::Array(_) => Some("a list"),
        Value::Object(_) => Some("an object"),
        Value::Null | Value::String(_) => None,
    }
}

/// Returns the word for the value behind `Example:`, in a span or a block of code.
fn example(description: &str) -> Option<&'static str> {
    let (_, behind) =
        description.split_once("Example:").or_else(|| description.split_once("example:"))?;
    let behind = behind.trim_start();
    let ticks = behind.bytes().take_while(|byte| *byte == b'`').count();
    let (_, code) = behind.split_at(ticks);
    let fence = "`".repeat(ticks.max(1));
    let (code, _) = code.split_once(&fence).filter(|_| ticks > 0)?;
    // The first line of a block may name its language.
    let code = code.trim_start().strip_prefix("json").unwrap_or(code).trim();
    serde_json::from_str(code).ok().as_ref().and_then(word)
}

/// Returns the word for the value that the first words of a description name: a number or a list of
/// several things. The number of a contract is no count, and a list may be written as text.
fn opening(description: &str) -> Option<&'static str> {
    const LISTS: [&str; 4] = ["list of ", "a list of ", "array of ", "an array of "];
    const COUNTS: [&str; 3] = ["number of ", "the number of ", "total number of "];
    const AS_TEXT: [&str; 4] = ["separated", "comma", "delimited", "joined"];
    let text = description.trim_start().to_ascii_lowercase();
    let behind = |openings: &[&str]| openings.iter().find_map(|opening| text.strip_prefix(opening));
    let (word, things) = match (behind(&LISTS), behind(&COUNTS)) {
        (Some(things), _) => ("a list", things),
        (None, Some(things)) => ("a number", things),
        (None, None) => return None,
    };
    let phrase = things.split(|c: char| !c.is_alphanumeric() && !" -_".contains(c)).next();
    let mut words = phrase.unwrap_or_default().split_whitespace().take(3).peekable();
    let is_one = |first: &&str| ["a", "an", "the", "this", "its"].contains(first);
    let is_several = !words.peek().is_some_and(is_one) && words.any(is_plural);
    (is_several && !AS_TEXT.iter().any(|sign| text.contains(sign))).then_some(word)
}
