//! The sentences on a value that neither its type nor its text has: constraints, the default, an
//! example, who may set it, its name on the wire. Nothing stands there twice.

use serde_json::Value;

use super::constraints;
use super::escape::code;
use super::phrases::{has_word, mentions};
use super::text::Text;
use crate::model::{Access, Direction, Docs, Field, ParameterLocation, Presence};
use crate::names::Name;
use crate::output::emit::named::{NamedField, NamedStruct};

/// The sentences on a field.
pub(super) fn of_field(
    structure: &NamedStruct<'_>,
    NamedField { field, name, .. }: &NamedField<'_>,
    text: &Text,
) -> Vec<String> {
    let mut sentences = of_docs(&field.docs, text);
    // Nobody could set anything of a type that is only returned.
    if field.access == Access::ReadOnly
        && structure.has_request_half
        && !mentions(&text.one_line(), &["read-only", "read only", "readonly"])
    {
        sentences.push("Read-only.".to_owned());
    }
    sentences.extend(place(field).map(str::to_owned));
    if field.presence == Presence::Nullable && structure.direction() != Direction::Response {
        sentences.push("`None` is sent as null.".to_owned());
    }
    sentences.extend(wire_name(field, name));
    sentences
}

/// The sentence on the place of a parameter, if that is not the query.
pub(super) fn place(field: &Field) -> Option<&'static str> {
    match field.location? {
        ParameterLocation::Header { .. } => Some("Sent as a header."),
        ParameterLocation::Cookie => Some("Sent as a cookie."),
        ParameterLocation::Query(_) => None,
    }
}

/// The sentence on the name on the wire, if it is another.
pub(super) fn wire_name(field: &Field, name: &Name) -> Option<String> {
    (name.as_str() != field.wire).then(|| format!("Wire name: {}.", code(&field.wire)))
}

/// The sentences on any value that the document describes.
pub(super) fn of_docs(docs: &Docs, text: &Text) -> Vec<String> {
    if docs.constraints.is_empty() && docs.default.is_none() && docs.example.is_none() {
        return Vec::new();
    }
    let text = text.one_line();
    let constraints = docs.constraints.iter();
    let mut sentences: Vec<String> = constraints
        .filter(|constraint| !constraints::is_expressed(&text, constraint))
        .map(|constraint| format!("{}.", constraints::sentence(constraint)))
        .collect();
    if let Some(default) = docs.default.as_ref().filter(|default| !default.is_null())
        && !(mentions(&text, &["default"]) && has_word(&text, &shown(default)))
    {
        let value =
            if default.as_str() == Some("") { "empty".to_owned() } else { code(&shown(default)) };
        sentences.push(format!("Default: {value}."));
    }
    if let Some(example) = &docs.example
        && !mentions(&text, &["example", "e.g."])
    {
        sentences.push(format!("Example: {}.", code(&shown(example))));
    }
    sentences
}

/// Returns a value as people write it: a text of one line as it is, anything else as JSON.
fn shown(value: &Value) -> String {
    match value.as_str() {
        Some(text) if !text.contains(['\n', '\r']) => text.to_owned(),
        _ => value.to_string(),
    }
}
