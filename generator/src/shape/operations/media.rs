//! Media types, as far as a client tells them apart.

use crate::document::MediaType;
use crate::text::media_type::{Stream, essence};

/// The use of a media type to a client, the most useful first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::shape) enum Media {
    Json,
    /// A stream of events.
    Stream,
    Multipart,
    Form,
    Text,
    Other,
}

impl Media {
    /// Sorts a media type (RFC 6838) by its use; parameters such as `charset` do not matter.
    pub(in crate::shape) fn of(name: &str) -> Self {
        if Stream::of(name).is_some() {
            return Self::Stream;
        }
        match essence(name).as_str() {
            "application/json" | "text/json" | "*/*" | "application/*" | "" => Self::Json,
            "multipart/form-data" => Self::Multipart,
            "application/x-www-form-urlencoded" => Self::Form,
            other if other.ends_with("+json") => Self::Json,
            other if other.starts_with("text/") => Self::Text,
            _ => Self::Other,
        }
    }
}

/// Returns how far the name of a media type of JSON is from the usual one.
pub(super) fn oddity(name: &str) -> usize {
    match essence(name).as_str() {
        "application/json" => usize::from(name != "application/json"),
        _ => 2,
    }
}

/// Returns the name of JSON where it is not the usual one. It is the usual one with any `charset`,
/// which can only be UTF-8 (RFC 8259 section 8.1).
pub(super) fn json_name(name: &str) -> Option<String> {
    let mut parts = name.split(';').map(|part| part.trim().to_ascii_lowercase());
    let is_json = parts.next().is_some_and(|essence| ["application/json", ""].contains(&&*essence));
    let usual = is_json && parts.all(|parameter| parameter.starts_with("charset="));
    (!usual && !name.contains('*') && is_header_value(name)).then(|| name.to_owned())
}

/// Returns the one media type that a name means, if it is not a range of them. No name means any.
pub(super) fn exact(name: &str) -> Option<&str> {
    let name = name.trim();
    (!name.is_empty() && !name.contains(['*', ',']) && is_header_value(name)).then_some(name)
}

/// Returns the names of media types as a list in a sentence.
pub(super) fn listed<'m>(all: impl Iterator<Item = &'m MediaType>) -> String {
    let names = all.map(|media| match media.name.trim() {
        "" => "a media type without a name",
        name => name,
    });
    names.collect::<Vec<_>>().join(", ")
}

/// Returns whether a part of a form with this media type is neither text nor JSON, and so a file.
pub(super) fn is_file(name: &str) -> bool {
    let essence = name.to_ascii_lowercase();
    !(essence.starts_with("text/") || essence.contains("json") || essence.contains("xml"))
}

/// Returns whether the name of a media type can be sent; a document may have anything there.
fn is_header_value(name: &str) -> bool {
    name.is_ascii() && !name.contains(char::is_control)
}
