//! The forms of bodies: the media type of the document that a call sends or asks for.

use crate::document::MediaType;
use crate::text::media_type::{Stream, essence};

/// The use of a media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    Fields,
    Multipart,
    Stream,
    Text,
    Other,
}

impl Form {
    pub(super) fn of(name: &str) -> Self {
        if Stream::of(name).is_some() {
            return Self::Stream;
        }
        match essence(name).as_str() {
            "application/json" | "text/json" | "*/*" | "application/*" | "" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Fields,
            "multipart/form-data" => Self::Multipart,
            other if other.ends_with("+json") => Self::Json,
            other if other.starts_with("text/") => Self::Text,
            _ => Self::Other,
        }
    }
}

/// Returns the best of the media types of one form: described, and by the usual name.
pub(super) fn best(content: &[MediaType], form: Form) -> Option<&MediaType> {
    let all = content.iter().filter(|media| Form::of(&media.name) == form);
    all.min_by_key(|media| {
        let is_odd = !is_usual_json(&media.name);
        (media.schema.is_none(), is_odd, media.name.contains('*'), &media.name)
    })
}

/// Returns the name as a header has it; `None` for a range of media types.
pub(super) fn exact(name: &str) -> Option<&str> {
    let name = name.trim();
    let is_exact = !name.is_empty() && name.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    (is_exact && !name.contains(['*', ','])).then_some(name)
}

/// Returns whether a name is that of JSON, with no more than the charset that JSON has.
pub(super) fn is_usual_json(name: &str) -> bool {
    let mut parts = name.split(';').map(|part| part.trim().to_ascii_lowercase());
    parts.next().is_some_and(|essence| essence == "application/json")
        && parts.all(|parameter| parameter.starts_with("charset="))
}
