//! Paths and queries: percent-encoding and the parameter styles of OpenAPI.
//!
//! Values are passed as JSON, so that the code is the same for all types.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::form_urlencoded;

use crate::runtime::aliases::Json;

/// All characters but the unreserved ones of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The characters that may not stand in a path (RFC 3986 section 3.3), or would end it.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Returns a scalar as parameters print it, and a nested value as JSON text.
pub(crate) fn scalar(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Number(number) if number.is_f64() => plain(number),
        other => other.to_string(),
    }
}

/// Returns a number as most languages print it: `7`, not `7.0`, and an exponent only where the
/// digits alone would be too long to read.
fn plain(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(float) if float == 0.0 || (1e-6..1e21).contains(&float.abs()) => float.to_string(),
        _ => number.to_string(),
    }
}

/// Returns the pairs of an encoded query whose decoded name and value match the predicate. They
/// keep their encoding: a server may distinguish `a,b` from `a%2Cb`.
pub(crate) fn retain(query: &str, predicate: impl Fn(&str, &str) -> bool) -> String {
    let matches = |pair: &&str| {
        let pair = form_urlencoded::parse(pair.as_bytes()).next();
        pair.is_some_and(|(name, value)| predicate(&name, &value))
    };
    query.split('&').filter(matches).collect::<Vec<&str>>().join("&")
}

/// Returns the members of a value, with names if it is an object. A scalar is its own single
/// member; `null` has none.
pub(crate) fn members(value: &Json) -> Vec<(Option<&str>, String)> {
    match value {
        Json::Null => Vec::new(),
        Json::Array(items) => {
            items.iter().filter(|item| !item.is_null()).map(|item| (None, scalar(item))).collect()
        }
        Json::Object(members) => members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (Some(name.as_str()), scalar(value)))
            .collect(),
        single => vec![(None, scalar(single))],
    }
}

/// Returns the pairs of a value in style `deepObject`, which are nested as deep as it is:
/// `name[key][inner]`. A list repeats the name, or has its places in the names if its items have
/// members of their own.
pub(crate) fn deep(name: &str, value: &Json) -> Vec<(String, String)> {
    match value {
        Json::Null => Vec::new(),
        Json::Object(members) => {
            members.iter().flat_map(|(key, value)| deep(&format!("{name}[{key}]"), value)).collect()
        }
        Json::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => items
            .iter()
            .enumerate()
            .flat_map(|(index, item)| deep(&format!("{name}[{index}]"), item))
            .collect(),
        Json::Array(items) => {
            let items = items.iter().filter(|item| !item.is_null());
            items.map(|item| (name.to_owned(), scalar(item))).collect()
        }
        single => vec![(name.to_owned(), scalar(single))],
    }
}

/// Joins the members of a value: `a,b`, for an object `key,value,…`, or exploded `key=value,…`.
pub(crate) fn joined(value: &Json, separator: &str, explode: Explode) -> String {
    let parts: Vec<String> = members(value)
        .iter()
        .map(|(name, value)| match (name, explode) {
            (None, _) => encode(value),
            (Some(name), Explode::Yes) => format!("{}={}", encode(name), encode(value)),
            (Some(name), Explode::No) => format!("{}{separator}{}", encode(name), encode(value)),
        })
        .collect();
    parts.join(separator)
}

/// The modifier `explode`: each member of a value is written separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Explode {
    Yes,
    No,
}

/// The style of a path parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathStyle {
    Simple,
    Label,
    Matrix,
    /// Reserved characters are not encoded.
    Reserved,
}

/// Returns a path parameter as it is written in the path.
pub(crate) fn path_value(name: &str, value: &Json, style: PathStyle, explode: Explode) -> String {
    match (style, explode) {
        (PathStyle::Simple, explode) => joined(value, ",", explode),
        (PathStyle::Reserved, _) => {
            let parts = members(value).into_iter();
            let parts = parts.map(|(_, value)| utf8_percent_encode(&value, IN_PATH).to_string());
            parts.collect::<Vec<_>>().join(",")
        }
        (PathStyle::Label, Explode::No) => format!(".{}", joined(value, ",", Explode::No)),
        (PathStyle::Label, Explode::Yes) => format!(".{}", joined(value, ".", Explode::Yes)),
        (PathStyle::Matrix, Explode::No) => {
            format!(";{}={}", encode(name), joined(value, ",", Explode::No))
        }
        (PathStyle::Matrix, Explode::Yes) => members(value)
            .iter()
            .map(|(key, value)| format!(";{}={}", encode(key.unwrap_or(name)), encode(value)))
            .collect(),
    }
}

/// Appends a path with its placeholders filled.
///
/// A value that would change the path is an error: `/items//` and `/items/../` are not below
/// `/items/`.
pub(crate) fn expand(
    path: &mut String,
    template: &str,
    values: &[(&'static str, String)],
) -> Result<(), String> {
    if !template.starts_with('/') {
        return Err("a path must start with a slash".to_owned());
    }
    let start = path.len();
    let mut rest = template;
    while let Some((literal, tail)) = rest.split_once('{') {
        path.push_str(literal);
        let Some((name, tail)) = tail.split_once('}') else {
            return Err(format!("the path `{template}` has a brace that is not closed"));
        };
        match values.iter().rfind(|(given, _)| *given == name) {
            Some((_, value)) if value.is_empty() => {
                return Err(format!("the path parameter `{name}` is empty"));
            }
            Some((_, value)) => path.push_str(value),
            None => return Err(format!("the path parameter `{name}` has no value")),
        }
        rest = tail;
    }
    path.push_str(rest);
    if values.iter().any(|(_, value)| value.starts_with('.')) {
        // Dots in a query have no meaning.
        let own = path[start..].split('?').next().unwrap_or_default();
        if own.split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err("a path parameter must not be `.` or `..`".to_owned());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
