//! The text of an operation: summary, description, the call on the wire, and what the document has
//! on arguments and response.

use super::document::links;
use super::escape::code;
use super::text::Text;
use super::{fallback, value};
use crate::model::{BodyContent, Field, Operation, PathParameter, Resource, Type};
use crate::names::Name;
use crate::output::emit::context::Context;
use crate::output::emit::named::NamedOperation;
use crate::text::words::visible::is_unseen;

/// The text of an operation's method.
pub(in crate::output::emit) fn operation(
    context: Context<'_>,
    resource: &Resource,
    named: &NamedOperation<'_>,
) -> Text {
    let operation = named.operation;
    let mut text = description(context, resource, operation);
    text.push(code(&format!("{} {}", operation.method, operation.path)));
    let in_path = named.path.iter();
    let mut items: Vec<String> =
        in_path.filter_map(|(parameter, name)| path_value(context, parameter, name)).collect();
    items.extend(named.required.iter().filter_map(|(field, name)| required(context, field, name)));
    let body = operation.body.as_ref().filter(|body| !body.optional);
    let body = body.and_then(|body| body.description.as_deref());
    let body = Text::of_document(context, body);
    items.extend(body.as_paragraph().map(|body| format!("`body`: {body}")));
    text.push_list(items);
    // A text of several blocks is no item of a list.
    if body.as_paragraph().is_none() {
        text.append(body);
    }
    if let Some(BodyContent::JsonOrMultipart(..)) =
        operation.body.as_ref().map(|body| &body.content)
    {
        text.push("Sent as JSON, or as a form if a file is set.");
    }
    for answer in &operation.answers {
        text.append(Text::of_document(context, Some(answer)).led_by("Returns:"));
    }
    if let Some(url) = operation.see.as_deref().filter(|url| is_address(url)) {
        text.push(format!("See <{url}>."));
    }
    text
}

fn description(context: Context<'_>, resource: &Resource, operation: &Operation) -> Text {
    let mut summary = Text::of_document(context, operation.summary.as_deref());
    let description = operation.description.as_deref();
    let description = description.map(|text| links::unlabelled(context, text));
    let description = Text::of_document(context, description);
    if summary.is_empty() && description.is_empty() {
        let text = fallback::operation(&resource.name, operation);
        return text.map(Text::paragraph).unwrap_or_default();
    }
    let repeats = summary.as_paragraph().zip(description.first_paragraph());
    if repeats.is_some_and(|(summary, first)| first.starts_with(summary.trim_end_matches('.'))) {
        return description;
    }
    summary.append(description);
    summary
}

/// "`id`: The boat's number. Range: at least 1.": the text of a value in the path.
fn path_value(context: Context<'_>, parameter: &PathParameter, name: &Name) -> Option<String> {
    let text = Text::of_document(context, parameter.docs.text.as_deref());
    let mut text = text.beyond(&[&parameter.wire, name.as_str()]);
    if text.as_paragraph().is_some_and(only_identifies) {
        text = Text::default();
    }
    let mut sentences = value::of_docs(&parameter.docs, &text);
    if parameter.ty == Type::Id {
        sentences.push("A number or a text.".to_owned());
    }
    if parameter.deprecated {
        sentences.push("Deprecated.".to_owned());
    }
    text.push_sentences(&sentences);
    (!text.is_empty()).then(|| format!("`{name}`: {}", text.one_line()))
}

/// "`day`: The day of the departure.": the text of a parameter that is an argument.
fn required(context: Context<'_>, field: &Field, name: &Name) -> Option<String> {
    let text = Text::of_document(context, field.docs.text.as_deref());
    let mut text = text.beyond(&[&field.wire, name.as_str()]);
    let mut sentences = value::of_docs(&field.docs, &text);
    sentences.extend(value::place(field).map(str::to_owned));
    sentences.extend(value::wire_name(field, name));
    if field.deprecated {
        sentences.push("Deprecated.".to_owned());
    }
    text.push_sentences(&sentences);
    (!text.is_empty()).then(|| format!("`{name}`: {}", text.one_line()))
}

/// Returns whether a text has nothing but that the value identifies a thing, which goes for every
/// value in a path: "A unique integer value identifying this boat."
pub(super) fn only_identifies(text: &str) -> bool {
    const NOTHING: [&str; 12] = [
        "a", "an", "the", "unique", "integer", "string", "uuid", "number", "value", "id", "key",
        "text",
    ];
    let Some((before, thing)) = text.trim_end_matches('.').split_once("identifying ") else {
        return false;
    };
    let mut words = before.split_whitespace().map(str::to_lowercase);
    words.all(|word| NOTHING.contains(&word.as_str())) && !thing.contains(['.', ',', ':', ';'])
}

/// Returns whether a text may stand in angle brackets.
fn is_address(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://"))
        && !url.contains(|c: char| c.is_whitespace() || is_unseen(c) || "<>\\".contains(c))
}
