//! Paths and queries: percent-encoding and the parameter styles of OpenAPI.
//!
//! Values are passed as JSON, so that the code is the same for all types.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::form_urlencoded;

use crate::runtime::aliases::Json;

/// All characters but the unreserved ones of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Returns a scalar as parameters print it, and a nested value as JSON text.
pub(crate) fn scalar(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
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
}

/// Returns a path parameter as it is written in the path.
pub(crate) fn path_value(name: &str, value: &Json, style: PathStyle, explode: Explode) -> String {
    match (style, explode) {
        (PathStyle::Simple, explode) => joined(value, ",", explode),
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
    // Dots in a query have no meaning.
    let own = path[start..].split('?').next().unwrap_or_default();
    if values.iter().any(|(_, value)| value.starts_with('.'))
        && own.split('/').any(|segment| matches!(segment, "." | ".."))
    {
        return Err("a path parameter must not be `.` or `..`".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests;
