//! The text of doc comments: the document's words made safe and good for rustdoc, then what the
//! types do not express.

use proc_macro2::TokenStream;

use super::context::Context;
use super::named::{Named, NamedField, NamedStruct};
use crate::model::{Arm, Body, Direction, Job, NameHint, TypeId, Union, Version};
use crate::names::Name;
use crate::output::layout::{Part, PartFile, SharedFile};

mod constraints;
mod document;
mod escape;
mod fallback;
mod operation;
mod phrases;
mod repeats;
mod resource;
#[cfg(test)]
mod tests;
pub(super) mod text;
mod uses;
mod value;

use escape::code;
pub(super) use operation::operation;
pub(crate) use resource::reference::reference;
pub(super) use resource::{brief, handle, page, resource, resource_file};
use text::Text;

/// `#[doc]` of a declared type. A sentence states that it is deprecated: the attribute would warn
/// wherever the crate itself names it.
pub(super) fn declaration(context: Context<'_>, named: &Named<'_>) -> TokenStream {
    let decl = named.decl;
    let mut text =
        Text::of_document(context, decl.description.as_deref()).beyond(&type_names(named));
    let calls = uses::of_type(context, named.id);
    if text.is_empty() {
        let own = fallback::declaration(context, named);
        let sentences: Vec<String> = own.into_iter().chain(calls).collect();
        text.push_sentences(&sentences);
    } else if let Some(calls) = calls {
        text.push(calls);
    }
    if decl.deprecated {
        text.push("The API marks it as deprecated.");
    }
    context.docs(text)
}

/// A text of the document as a doc comment has it, beside these names.
pub(super) fn shown(context: Context<'_>, text: Option<&str>, names: &[&str]) -> String {
    match text {
        Some(_) => Text::of_document(context, text).beyond(names).to_string(),
        None => String::new(),
    }
}

/// The names that a text of the type may repeat.
fn type_names<'a>(named: &Named<'a>) -> Vec<&'a str> {
    let component = match &named.decl.name {
        NameHint::Component(component) => Some(component.as_str()),
        _ => None,
    };
    [named.name().as_str()].into_iter().chain(component).collect()
}

/// The text of a field.
pub(super) fn field(
    context: Context<'_>,
    structure: &NamedStruct<'_>,
    named: &NamedField<'_>,
) -> Text {
    let field = named.field;
    let text = Text::of_document(context, field.docs.text.as_deref());
    let mut text = text.beyond(&[&field.wire, named.name.as_str()]);
    let sentences = value::of_field(structure, named, &text);
    text.push_sentences(&sentences);
    text
}

pub(super) fn setter(name: &Name) -> String {
    format!("Sets [`{name}`](field@Self::{name}).")
}

/// The text of a constructor that takes so many fields and leaves others to setters.
pub(super) fn constructor(
    structure: &NamedStruct<'_>,
    constants: &[&str],
    required: usize,
    others: usize,
) -> String {
    let value = if structure.direction() == Direction::Request { "request" } else { "value" };
    let fields = match (required, others) {
        (0, 0) if constants.is_empty() => ", which has no fields",
        (0, 0) => "",
        (0, _) if constants.is_empty() => "; every field is optional",
        (_, 0) => "; every field is required",
        (_, _) => "; the methods below set the optional fields",
    };
    let first = format!("Creates the {value}{fields}.");
    let list: Vec<String> = constants.iter().map(|name| format!("`{name}`")).collect();
    match list.as_slice() {
        [] => first,
        [only] => format!("{first} {only} has one value, which is set."),
        several => format!("{first} {} have one value each, which is set.", several.join(", ")),
    }
}

/// "`af`: Afrikaans.": the text of a value of an enum, by what it is on the wire.
pub(super) fn variant(context: Context<'_>, label: Option<&str>, wire: &str) -> Text {
    let label = Text::of_document(context, label).beyond(&[wire]);
    let wire = code(wire);
    if label.is_empty() {
        Text::paragraph(format!("{wire}."))
    } else {
        label.led_by(&format!("{wire}:"))
    }
}

/// "Used if `kind` is `ferry`."
pub(super) fn arm(context: Context<'_>, id: TypeId, union: &Union, arm: &Arm) -> Text {
    let mut text = Text::of_document(context, arm.text.as_deref());
    let kind = context.api.events.as_ref().filter(|events| events.union == id);
    let tags: Vec<String> = arm.tags.iter().map(|tag| code(&tag.to_string())).collect();
    let Some(tag) = &union.tag else { return text };
    let outside = match tag.up {
        0 => "",
        _ if kind.is_some() => "",
        1 => " beside it",
        _ => " around it",
    };
    let name = code(&tag.name);
    if arm.is_default {
        text.push(format!("Used if {name}{outside} has any other value, or is absent."));
    } else if !tags.is_empty() {
        text.push(format!("Used if {name}{outside} is {}.", tags.join(" or ")));
    }
    text
}

/// The text of the handle of a version.
pub(super) fn version(version: Version) -> Text {
    Text::paragraph(format!("The operations of version {} of the API.", version.number()))
}

/// The text of a method that waits for the job which another starts.
pub(super) fn waiting(method: &Name, job: &Job) -> Text {
    Text::paragraph(format!(
        "Calls [`{method}`](Self::{method}), then polls {} until the job ends.",
        code(&format!("{} {}", job.method, job.path))
    ))
}

/// The text of the method by which a call waits for the job that it starts.
pub(super) fn and_wait(job: &Job) -> Text {
    Text::paragraph(format!(
        "Sends the call, then polls `{} {}` until the job ends.",
        job.method, job.path
    ))
}

/// The text of the method for the stream of events that another's call may have as its response.
pub(super) fn streaming(method: &Name) -> Text {
    Text::paragraph(format!(
        "Makes the call of [`{method}`](Self::{method}), and receives the response as a stream of \
         events."
    ))
}

/// The text of the method by which a call receives its response as a stream of events.
pub(super) fn and_stream() -> Text {
    Text::paragraph("Receives the response as a stream of events.".to_owned())
}

/// The text of the method that sets a body which may be left out.
pub(super) fn optional_body(context: Context<'_>, body: &Body) -> Text {
    let text = Text::of_document(context, body.description.as_deref());
    if text.is_empty() { Text::paragraph("Sets the body, which is optional.") } else { text }
}

/// The title of the document, on one line.
pub(super) fn title(title: &str) -> String {
    Text::from_markdown(title).one_line().trim_end_matches('.').to_owned()
}

/// The text of a file below a resource's.
pub(super) fn part_file(context: Context<'_>, module: &Name, file: &PartFile) -> String {
    match file.part {
        Part::Family(home) => {
            let home = &context.names[home].name;
            match file.contents.types.len() {
                1 => format!("`{home}`."),
                _ => format!("`{home}` and its parts."),
            }
        }
        Part::Calls => {
            format!("Calls of the operations of `{module}` that have optional parameters.")
        }
        Part::Types => format!("Types of the operations of `{module}`."),
        Part::Version(version) => {
            format!("The operations of `{module}` in version {}.", version.number())
        }
    }
}

/// The text of the file of a type that several resources share.
pub(super) fn shared_file(context: Context<'_>, file: &SharedFile) -> String {
    let home = &context.names[file.home].name;
    match (file.contents.types.len(), file.features.len()) {
        (1, 1) => format!("`{home}`."),
        (_, 1) => format!("`{home}` and its parts."),
        (1, _) => format!("`{home}`, shared by several resources."),
        _ => format!("`{home}` and its parts, shared by several resources."),
    }
}
