//! What neither the type nor the text says: constraints, the default, an example, who may set a value, its name on the wire.
//! What the text says already is not said again.

use proc_macro2::Ident;
use serde_json::Value;

use super::super::Context;
use super::markdown::plain_text;
use super::{code, constraints, fill};
use crate::model::{
    Access, Constraint, Direction, Docs, Field, NameHint, ParameterLocation, Presence, TypeId,
};

/// The text with the remarks: one plain paragraph takes them in, anything more keeps them apart.
pub(super) fn beside(text: &str, remarks: &[String]) -> String {
    let remarks = remarks.join(" ");
    if remarks.is_empty() {
        text.to_owned()
    } else if text.ends_with('.') && !text.contains("\n\n") {
        fill::fill(&format!("{text} {remarks}"))
    } else {
        format!("{text}\n\n{}", fill::fill(&remarks))
    }
}

/// The remarks on a field of the type `owner`.
pub(super) fn of_field(
    context: Context<'_>,
    owner: TypeId,
    field: &Field,
    name: &Ident,
    direction: Direction,
    text: &str,
) -> Vec<String> {
    let mut remarks = of_docs(&field.docs, text);
    // A type that only answers has nothing that anybody could set.
    if field.access == Access::ReadOnly
        && has_request_half(context, owner)
        && !says(text, &["read-only", "read only", "readonly"])
    {
        remarks.push("Read-only.".to_owned());
    }
    match field.location {
        Some(ParameterLocation::Header { .. }) => remarks.push("Sent as a header.".to_owned()),
        Some(ParameterLocation::Cookie) => remarks.push("Sent as a cookie.".to_owned()),
        Some(ParameterLocation::Query(_)) | None => {}
    }
    if field.presence == Presence::Nullable && direction != Direction::Response {
        remarks.push("`None` is sent as null.".to_owned());
    }
    let wire = plain_text(&field.wire);
    if name != &field.wire && !wire.is_empty() && !text.starts_with(&format!("{}.", code(&wire))) {
        remarks.push(format!("Wire name: {}.", code(&wire)));
    }
    remarks
}

/// The remarks on any value that the document describes.
pub(super) fn of_docs(docs: &Docs, text: &str) -> Vec<String> {
    let mut remarks: Vec<String> = docs
        .constraints
        .iter()
        .filter(|constraint| !is_expressed(text, constraint))
        .map(|constraint| format!("{}.", constraints::sentence(constraint)))
        .collect();
    if let Some(default) = docs.default.as_ref().filter(|default| !default.is_null())
        && !(says(text, &["default"]) && has_word(text, &shown(default)))
    {
        let value = if default.as_str() == Some("") {
            "empty".to_owned()
        } else {
            code(&plain_text(&shown(default)))
        };
        remarks.push(format!("Default: {value}."));
    }
    if let Some(example) = &docs.example
        && !says(text, &["example", "e.g."])
    {
        remarks.push(format!("Example: {}.", code(&plain_text(&shown(example)))));
    }
    remarks
}

/// A value as people write it: a text of one line as it is, anything else as JSON.
fn shown(value: &Value) -> String {
    match value.as_str() {
        Some(text) if !text.contains(['\n', '\r']) => text.to_owned(),
        _ => value.to_string(),
    }
}

fn says(text: &str, phrases: &[&str]) -> bool {
    let text = text.to_lowercase();
    phrases.iter().any(|phrase| text.contains(phrase))
}

/// Whether the text has the word, not as part of another.
fn has_word(text: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default();
            let after = text.get(at + word.len()..).unwrap_or_default();
            !before.ends_with(joins) && !after.starts_with(joins)
        })
}

/// Returns whether a sentence of the text speaks of the limit, and names all its numbers.
fn is_expressed(text: &str, constraint: &Constraint) -> bool {
    const LIMITS: [&str; 12] = [
        "at least",
        "at most",
        "between",
        "characters",
        "from ",
        "length",
        "max",
        "min",
        "must be",
        "range",
        "up to",
        "not exceed",
    ];
    let Some(numbers) = constraints::numbers(constraint) else { return false };
    let expresses = |sentence: &str| {
        says(sentence, &LIMITS) && numbers.iter().all(|number| has_word(sentence, number))
    };
    text.split(". ").any(expresses)
}

fn has_request_half(context: Context<'_>, id: TypeId) -> bool {
    let is_half = |decl: &crate::model::TypeDecl| matches!(decl.name, NameHint::RequestOf(base) if base == id);
    context.api.types.iter().any(is_half)
}
