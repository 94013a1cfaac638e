//! Values as parameters and forms have them on the wire: the styles of OpenAPI (section 4.12.3 of
//! 3.2), written anew, so that a test finds where the client differs.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::document::{Location, Parameter, Style};

/// All but the unreserved signs of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The signs that a value of several segments keeps.
const SEGMENTS: &AsciiSet = &RESERVED.remove(b'/');

/// Returns a text as a query has it.
pub(super) fn percent(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Returns a value without parts as text, and any other as JSON.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A value of the path.
pub(super) fn in_path(parameter: Option<&Parameter>, is_reserved: bool, value: &Value) -> String {
    let Some(parameter) = parameter.filter(|_| !is_reserved) else {
        return utf8_percent_encode(&plain(value), SEGMENTS).to_string();
    };
    let name = percent(&parameter.name);
    let explode = parameter.explode == Some(true);
    match (parameter.style, explode) {
        (Style::Label, false) => format!(".{}", joined(value, ",", false)),
        (Style::Label, true) => format!(".{}", joined(value, ".", true)),
        (Style::Matrix, false) => format!(";{name}={}", joined(value, ",", false)),
        (Style::Matrix, true) => {
            let one = |(key, value): (Option<String>, String)| {
                format!(";{}={value}", key.unwrap_or_else(|| name.clone()))
            };
            parts(value).into_iter().map(one).collect()
        }
        _ => joined(value, ",", explode),
    }
}

/// Returns the pairs of a value in the query, each with its sign `=`.
pub(super) fn in_query(parameter: &Parameter, is_json: bool, value: &Value) -> Vec<String> {
    let name = percent(&parameter.name);
    let explode = parameter.explode;
    if is_json {
        return vec![format!("{name}={}", percent(&value.to_string()))];
    }
    match (parameter.style, explode) {
        (Style::DeepObject, _) => deep(&parameter.name, value),
        (Style::Form, Some(false)) => vec![format!("{name}={}", joined(value, ",", false))],
        (Style::SpaceDelimited, Some(false) | None) => {
            vec![format!("{name}={}", joined(value, "%20", false))]
        }
        (Style::PipeDelimited, Some(false) | None) => {
            vec![format!("{name}={}", joined(value, "%7C", false))]
        }
        _ => exploded(&parameter.name, value),
    }
}

/// Returns the pairs of a value that is written member by member.
pub(super) fn exploded(name: &str, value: &Value) -> Vec<String> {
    let name = percent(name);
    let one = |(key, value): (Option<String>, String)| {
        format!("{}={value}", key.unwrap_or_else(|| name.clone()))
    };
    parts(value).into_iter().map(one).collect()
}

fn deep(name: &str, value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => {
            members.iter().flat_map(|(key, value)| deep(&format!("{name}[{key}]"), value)).collect()
        }
        other => exploded(name, other),
    }
}

/// Returns the text of a header or cookie.
pub(super) fn in_head(parameter: &Parameter, value: &Value) -> String {
    let explode = parameter.location == Location::Header && parameter.explode == Some(true);
    let text = |value: &Value| match parameter.location {
        Location::Cookie => percent(&plain(value)),
        _ => plain(value),
    };
    match value {
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        Value::Object(members) => {
            let sign = if explode { "=" } else { "," };
            let members = members.iter().map(|(key, value)| format!("{key}{sign}{}", text(value)));
            members.collect::<Vec<_>>().join(",")
        }
        single => text(single),
    }
}

/// Returns the parts of a value, encoded, each with its key if it has one.
fn parts(value: &Value) -> Vec<(Option<String>, String)> {
    let encoded = |value: &Value| percent(&plain(value));
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().map(|item| (None, encoded(item))).collect(),
        Value::Object(members) => {
            members.iter().map(|(key, value)| (Some(percent(key)), encoded(value))).collect()
        }
        single => vec![(None, encoded(single))],
    }
}

fn joined(value: &Value, separator: &str, explode: bool) -> String {
    let sign = if explode { "=" } else { separator };
    let one = |(key, value): (Option<String>, String)| match key {
        Some(key) => format!("{key}{sign}{value}"),
        None => value,
    };
    parts(value).into_iter().map(one).collect::<Vec<_>>().join(separator)
}
