//! Paths and queries: percent-encoding and the styles in which OpenAPI writes parameters.
//!
//! Values arrive as JSON, so that this code exists once for all types.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::form_urlencoded;

use crate::runtime::aliases::Json;

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A scalar as parameters print it; what is nested is JSON text.
pub(crate) fn scalar(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The pairs of an encoded query whose name and value, decoded, are to stay. They stay as they are written: a server may tell
/// `a,b` from `a%2Cb`.
pub(crate) fn retain(query: &str, stays: impl Fn(&str, &str) -> bool) -> String {
    let stays = |pair: &&str| {
        let pair = form_urlencoded::parse(pair.as_bytes()).next();
        pair.is_some_and(|(name, value)| stays(&name, &value))
    };
    query.split('&').filter(stays).collect::<Vec<&str>>().join("&")
}

/// The members of a value, named if it is an object; a scalar is its own only member. Nothing is made of `null`.
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

/// A value as a list: `a,b`, of an object `key,value,…`, or exploded `key=value,…`.
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

/// Whether each member of a value stands for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Explode {
    Yes,
    No,
}

/// How a path parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathStyle {
    Simple,
    Label,
    Matrix,
}

/// A path parameter as it stands in the path.
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

/// Writes a path with its placeholders filled behind what is in `path`.
///
/// A value that would make another path of it is refused: `/items//` and `/items/../` are not below `/items/`.
pub(crate) fn expand(
    path: &mut String,
    template: &str,
    values: &[(&'static str, String)],
) -> Result<(), String> {
    if !template.starts_with('/') {
        return Err("a path starts with a slash".to_owned());
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
    // Dots in a query are dots.
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
