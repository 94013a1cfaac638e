//! The text of doc comments: the document's words made safe and good for rustdoc, then what the types do not say.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Context;
use crate::model::{Direction, Field, Operation, PathParameter, Resource, TypeDecl, TypeId};
use crate::words::sentence;

mod constraints;
mod fill;
mod made_up;
mod markdown;
mod remarks;

pub(super) use constraints::code;

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
    let words = wire.trim_start_matches(['_', '@', '$']);
    match (wire, words) {
        ("", _) => "The property with the empty name.".to_owned(),
        (_, "") => made_up::of_wire(wire),
        _ => made_up::of_wire(words),
    }
}

/// What a type is. That it is deprecated is said in words: the attribute would warn wherever the crate itself names it.
pub(super) fn of_type(context: Context<'_>, id: TypeId, decl: &TypeDecl) -> TokenStream {
    let mut text = prose(decl.description.as_deref().unwrap_or_default());
    if text.is_empty() {
        text = made_up::of_type(context, id, decl);
    }
    if decl.deprecated {
        text.push_str("\n\nThe API marks it as deprecated.");
    }
    lines(&text)
}

pub(super) fn of_field(
    context: Context<'_>,
    owner: TypeId,
    field: &Field,
    name: &Ident,
    direction: Direction,
) -> TokenStream {
    let text = said(field.docs.text.as_deref(), &field.wire);
    let remarks = remarks::of_field(context, owner, field, name, direction, &text);
    lines(&remarks::beside(&text, &remarks))
}

pub(super) fn of_setter(name: &Ident) -> TokenStream {
    lines(&format!("Sets [`{name}`](field@Self::{name})."))
}

/// The line of an enum's value: its label, or the value itself.
pub(super) fn of_value(text: Option<&str>, wire: &str) -> TokenStream {
    let label =
        text.map(prose).filter(|label| !label.is_empty() && label.trim_end_matches('.') != wire);
    lines(&label.unwrap_or_else(|| made_up::of_value(wire)))
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
    let text = match &resource.shared {
        Some(shared) => format!("{text}\n\n{}", prose(shared)),
        None => text,
    };
    match &resource.version {
        None => text,
        Some(version) => {
            format!("{text}\n\nAs version {} of the API has them.", version.number())
        }
    }
}

/// The summary, the description, the call on the wire, and what the document says of arguments and answer.
pub(super) fn of_operation(
    resource: &str,
    operation: &Operation,
    arguments: &[Ident],
) -> TokenStream {
    let summary = prose(operation.summary.as_deref().unwrap_or_default());
    let description = prose(operation.description.as_deref().unwrap_or_default());
    let mut text = match (summary.is_empty(), description.is_empty()) {
        (true, true) => made_up::of_operation(resource, operation),
        (true, false) => description,
        (false, true) => summary,
        (false, false) if description.starts_with(summary.trim_end_matches('.')) => description,
        (false, false) => format!("{summary}\n\n{description}"),
    };
    text.push_str(&format!("\n\n{}", code(&format!("{} {}", operation.method, operation.path))));
    let in_path = operation.path_parameters.iter().zip(arguments);
    let mut explained: Vec<String> =
        in_path.filter_map(|(parameter, name)| of_path_value(parameter, name)).collect();
    let body = operation.body.as_ref().and_then(|body| body.description.as_deref()).map(prose);
    // What is more than a paragraph is no item of a list.
    let (listed, apart): (Vec<String>, Vec<String>) =
        body.into_iter().filter(|said| !said.is_empty()).partition(|said| !said.contains("\n\n"));
    explained.extend(listed.iter().map(|said| fill::fill(&format!("* `body`: {said}"))));
    if !explained.is_empty() {
        text.push_str(&format!("\n\n{}", explained.join("\n")));
    }
    let answers = operation.answers.iter().map(|said| prose(&format!("Answers: {said}")));
    for paragraph in apart.into_iter().chain(answers) {
        text.push_str(&format!("\n\n{paragraph}"));
    }
    if let Some(url) = operation.see.as_deref().filter(|url| is_address(url)) {
        text.push_str(&format!("\n\nSee <{url}>."));
    }
    lines(&text)
}

/// `* id: The boat's number. Range: at least 1.`: what is said of a value in the path.
fn of_path_value(parameter: &PathParameter, name: &Ident) -> Option<String> {
    let said = plain(parameter.docs.text.as_deref().unwrap_or_default());
    // What Django says of every primary key says nothing.
    let said = if said.starts_with("A unique integer value identifying this") {
        ""
    } else {
        said.as_str()
    };
    let mut remarks = remarks::of_docs(&parameter.docs, said);
    if parameter.deprecated {
        remarks.push("Deprecated.".to_owned());
    }
    let gap = match said.chars().last() {
        Some(last) if !remarks.is_empty() => {
            if ".!?:".contains(last) {
                " "
            } else {
                ". "
            }
        }
        _ => "",
    };
    let all = format!("{said}{gap}{}", remarks.join(" "));
    (!all.is_empty()).then(|| fill::fill(&format!("* `{name}`: {all}")))
}

/// What may stand in angle brackets.
fn is_address(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://"))
        && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>".contains(c))
}
