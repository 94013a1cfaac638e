//! The text of doc comments: the document's words made safe and good for rustdoc, then what the types do not say.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Context;
use super::types::{Presence, presence};
use crate::build::code;
use crate::model::{
    Access, Direction, Field, NameHint, Operation, Resource, Shape, StructKind, TypeDecl, TypeId,
};
use crate::words::{sentence, singular};

mod fill;
mod markdown;

/// One `#[doc]` per line, as `///` prints them.
pub(super) fn lines(text: &str) -> TokenStream {
    let lines =
        text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// The same for a text that may be longer than a line.
pub(super) fn filled(text: &str) -> TokenStream {
    lines(&fill::fill(text))
}

/// The document's text as doc comments have it.
pub(crate) fn prose(text: &str) -> String {
    fill::fill(&markdown::safe(text))
}

/// The document's text on one line, for places where there is no more room.
pub(super) fn plain(text: &str) -> String {
    markdown::safe(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first text that says anything, made safe, with a full stop; else what the words of the name say.
fn said(text: Option<&str>, wire: &str) -> String {
    let text = prose(text.unwrap_or_default());
    if !text.is_empty() {
        return text;
    }
    if wire.is_empty() {
        "The property with the empty name.".to_owned()
    } else {
        in_words(wire.trim_start_matches(['_', '@', '$']))
    }
}

/// What a type is. That it is deprecated is said in words: the attribute would warn wherever the crate itself names it.
pub(super) fn of_type(context: Context<'_>, id: TypeId, decl: &TypeDecl) -> TokenStream {
    let mut text = prose(decl.description.as_deref().unwrap_or_default());
    if text.is_empty() {
        text = made_up(context, id, decl);
    }
    if decl.deprecated {
        text.push_str("\n\nThe API marks it as deprecated.");
    }
    lines(&text)
}

/// What the names say, for a type of which the document says nothing.
fn made_up(context: Context<'_>, id: TypeId, decl: &TypeDecl) -> String {
    let name = context.names.of_type(id).to_string();
    match &decl.shape {
        Shape::Struct(found) if found.kind == StructKind::Parameters => {
            let method = user_of(context, id).unwrap_or_default();
            format!("What {method} can be asked for.")
        }
        Shape::Struct(_) => match decl.name {
            NameHint::RequestOf(base) => {
                let base = context.names.of_type(base);
                format!("[`{base}`](crate::types::{base}), as a request sends it.")
            }
            _ => format!("{}.", sentence(&name)),
        },
        Shape::Union(_) => format!("{}: one of several shapes.", sentence(&name)),
        Shape::Enum(_) | Shape::IntegerEnum(_) => {
            format!("{}.", sentence(&name))
        }
    }
}

/// A link to the method that takes these parameters.
fn user_of(context: Context<'_>, id: TypeId) -> Option<String> {
    for (index, resource) in context.api.resources.iter().enumerate() {
        let names = context.names.resource(index)?;
        if let Some(at) =
            resource.operations.iter().position(|operation| operation.parameters == Some(id))
        {
            let (handle, method) = (&names.handle, names.methods.get(at)?);
            return Some(format!("[`{handle}::{method}`](crate::resources::{handle}::{method})"));
        }
    }
    None
}

pub(super) fn of_field(
    context: Context<'_>,
    field: &Field,
    name: &Ident,
    direction: Direction,
) -> TokenStream {
    let mut text = said(field.docs.text.as_deref(), &field.wire);
    let remarks = remarks(context, field, name, direction);
    // One plain paragraph takes the remarks in; anything more keeps them apart.
    if !remarks.is_empty() && text.ends_with('.') && !text.contains("\n\n") {
        text = fill::fill(&format!("{text} {}", remarks.join(" ")));
    } else if !remarks.is_empty() {
        text.push_str("\n\n");
        text.push_str(&fill::fill(&remarks.join(" ")));
    }
    lines(&text)
}

/// What the type does not say: constraints, the default, who may set it, the name on the wire.
fn remarks(
    _context: Context<'_>,
    field: &Field,
    name: &Ident,
    direction: Direction,
) -> Vec<String> {
    let mut remarks: Vec<String> =
        field.docs.constraints.iter().map(|said| format!("{said}.")).collect();
    if let Some(default) = field.docs.default.as_ref().filter(|default| !default.is_null()) {
        let shown = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        let shown =
            if shown.is_empty() { "empty".to_owned() } else { code(&markdown::plain_text(&shown)) };
        remarks.push(format!("Default: {shown}."));
    }
    match field.access {
        Access::ReadOnly => remarks.push("Read-only.".to_owned()),
        Access::WriteOnly => remarks.push("Write-only.".to_owned()),
        Access::ReadWrite => {}
    }
    if presence(field, direction) == Presence::Nullable && direction != Direction::Response {
        remarks.push("`None` is sent as null.".to_owned());
    }
    if name != &field.wire {
        remarks.push(format!("Wire name: {}.", code(&markdown::plain_text(&field.wire))));
    }
    remarks
}

pub(super) fn of_setter(name: &Ident) -> TokenStream {
    lines(&format!("Sets [`{name}`](field@Self::{name})."))
}

/// The line of an enum's value: its label, or the value itself.
pub(super) fn of_value(text: Option<&str>, wire: &str) -> TokenStream {
    let label =
        text.map(prose).filter(|label| !label.is_empty() && label.trim_end_matches('.') != wire);
    lines(&label.unwrap_or_else(|| in_words(wire)))
}

/// A value as words, if words say all of it; else as it is.
fn in_words(wire: &str) -> String {
    let words = sentence(wire);
    let plain = wire.chars().all(|c| c.is_alphanumeric() || "_- /".contains(c))
        && wire.starts_with(char::is_alphabetic);
    if wire.is_empty() {
        "The empty value.".to_owned()
    } else if plain && !words.is_empty() {
        format!("{words}.")
    } else {
        format!("{}.", code(&markdown::plain_text(wire)))
    }
}

/// One sentence on what a resource is.
pub(super) fn of_resource(context: Context<'_>, resource: &Resource) -> String {
    let words = sentence(&resource.name);
    let said = context.facts.resource_docs.get(&resource.name);
    let said = said.map(|text| text.trim().trim_end_matches('.').to_owned());
    let text = match (said, &resource.description) {
        (Some(text), _) => format!("{words}: {text}."),
        (None, Some(text)) => prose(text),
        (None, None) => format!("{words}."),
    };
    match &resource.version {
        None => text,
        Some(version) => {
            let version = version.trim_start_matches(['v', 'V']);
            format!("{text}\n\nAs version {version} of the API has them.")
        }
    }
}

/// What an operation does, by its name, where the document does not say.
fn deed(name: &str, resource: &str) -> String {
    let many = sentence(resource).to_lowercase();
    let one = sentence(&singular(resource)).to_lowercase();
    let article = if one.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    match name {
        "list" => format!("Lists the {many}."),
        "create" => format!("Creates {article} {one}."),
        "get" if one == many => format!("Gets the {one}."),
        "get" => format!("Gets {article} {one}."),
        "replace" => format!("Replaces {article} {one}."),
        "update" => format!("Updates {article} {one}."),
        "delete" => format!("Deletes {article} {one}."),
        _ => format!("{}.", sentence(name)),
    }
}

/// The summary, the description, the call on the wire, and the values in the path that the document explains.
pub(super) fn of_operation(
    resource: &str,
    operation: &Operation,
    arguments: &[Ident],
) -> TokenStream {
    let summary = prose(operation.summary.as_deref().unwrap_or_default());
    let description = prose(operation.description.as_deref().unwrap_or_default());
    let mut text = match (summary.is_empty(), description.is_empty()) {
        (true, true) => deed(&operation.name, resource),
        (true, false) => description,
        (false, true) => summary,
        (false, false) if description.starts_with(summary.trim_end_matches('.')) => description,
        (false, false) => format!("{summary}\n\n{description}"),
    };
    text.push_str(&format!("\n\n{}", code(&format!("{} {}", operation.method, operation.path))));
    let explained: Vec<String> = operation
        .path_parameters
        .iter()
        .zip(arguments)
        .filter_map(|(parameter, name)| {
            let said = plain(parameter.docs.text.as_deref()?);
            // What Django says of every primary key says nothing.
            let empty =
                said.is_empty() || said.starts_with("A unique integer value identifying this");
            (!empty).then(|| fill::fill(&format!("* `{name}`: {said}")))
        })
        .collect();
    if !explained.is_empty() {
        text.push_str(&format!("\n\n{}", explained.join("\n")));
    }
    if let Some(said) = operation
        .body
        .as_ref()
        .and_then(|body| body.description.as_deref())
        .map(prose)
        .filter(|said| !said.is_empty())
    {
        text.push_str(&format!("\n\n{said}"));
    }
    lines(&text)
}
