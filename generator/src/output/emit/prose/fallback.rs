//! Texts for places where the document has none, from the names there.

use super::escape::code;
use crate::model::{Method, NameHint, Operation, Owner, Shape, Site, TypeId};
use crate::output::emit::context::Context;
use crate::output::emit::context::uses::{Role, Use};
use crate::output::emit::named::Named;
use crate::text::words::{is_plural, phrase, sentence, singular, third_person, with_article};

/// The text of a declared type.
pub(super) fn declaration(context: Context<'_>, named: &Named<'_>) -> String {
    let name = named.name().as_str();
    let text = match &named.decl.name {
        NameHint::RequestOf(base) => {
            let base = context.names[*base].name.as_str();
            Some(format!("{}, as a request sends it.", link(base)))
        }
        NameHint::Component(component) => component
            .strip_prefix("Patched")
            .and_then(|whole| of_component(context, whole))
            .filter(|whole| *whole != name)
            .map(|whole| format!("{}, as an update sends it.", link(whole))),
        NameHint::Words(_) => context.model.uses.get(named.id).map(|place| of_use(context, place)),
        NameHint::Part(site) => of_part(context, site),
        NameHint::Sites(sites) => {
            sites.first().filter(|_| sites.len() == 1).and_then(|only| of_part(context, only))
        }
    };
    text.unwrap_or_else(|| match &named.decl.shape {
        Shape::Union(_) => format!("{}: one of several types.", sentence(name)),
        Shape::Struct(_) | Shape::Enum(_) | Shape::IntegerEnum(_) => {
            format!("{}.", sentence(name))
        }
    })
}

/// A link to a type.
fn link(name: &str) -> String {
    format!("[`{name}`](crate::types::{name})")
}

/// The text of a part, by its only owner.
fn of_part(context: Context<'_>, site: &Site) -> Option<String> {
    let Owner::Type(owner) = site.owner else { return None };
    let is_struct = matches!(context.api[owner].shape, Shape::Struct(_));
    let words = phrase(&site.part);
    if !is_struct || words.is_empty() || !context.api.written.contains(&owner) {
        return None;
    }
    Some(format!("The {words} of {}.", link(context.names[owner].name.as_str())))
}

/// Returns the name of the type that a component became, if it is written.
fn of_component<'a>(context: Context<'a>, component: &str) -> Option<&'a str> {
    let is_it = |id: &TypeId| match &context.api[*id].name {
        NameHint::Component(name) => name == component,
        _ => false,
    };
    let mut written = context.api.written.iter();
    written.find(|id| is_it(id)).map(|id| context.names[*id].name.as_str())
}

/// The text of a type by the first operation that takes or returns it.
fn of_use(context: Context<'_>, place: Use) -> String {
    let (_, names) = context.resource(place.resource);
    let handle = &names.handle;
    let method = names.methods.get(place.operation).map(|names| names.name.as_str());
    let method = method.unwrap_or_default();
    let link = format!("[`{handle}::{method}`](crate::resources::{handle}::{method})");
    match place.role {
        Role::Call => format!("Call of {link}, with its optional parameters."),
        Role::Response => format!("Response of {link}."),
        Role::Body => format!("Body of {link}."),
        Role::ResponseItem => format!("Item of the response of {link}."),
        Role::BodyItem => format!("Item of the body of {link}."),
    }
}

/// The text of a field, by its name on the wire.
pub(super) fn field(wire: &str) -> String {
    let words = wire.trim_start_matches(['_', '@', '$']);
    match (wire, words) {
        ("", _) => "The property with the empty name.".to_owned(),
        (_, "") => of_wire(wire),
        _ => of_wire(words),
    }
}

/// The text of an operation, if its name is a verb and an object: else the call on the wire is as
/// good a text.
pub(super) fn operation(resource: &str, operation: &Operation) -> Option<String> {
    /// Words that a name has after its verb, and that are no object.
    const NO_OBJECT: [&str; 14] = [
        "all", "and", "as", "at", "by", "for", "from", "in", "many", "of", "on", "or", "to", "with",
    ];
    /// Verbs whose object is one thing that has an article.
    const OF_ONE: [&str; 4] = ["create", "delete", "replace", "update"];
    // A number only tells two methods apart.
    let name = operation.name.trim_end_matches(|c: char| c.is_ascii_digit());
    let (verb, object) = name.trim_end_matches('_').split_once('_').unwrap_or((name, ""));
    // GET only reads, whatever words the path has.
    if operation.method == Method::Get && !["get", "list"].contains(&verb) {
        return None;
    }
    let many = phrase(resource);
    let one = singular(&many);
    let object = match object.split('_').next().unwrap_or_default() {
        "" if verb == "list" => many,
        "" if one == many => format!("the {one}"),
        "" if verb == "get" || OF_ONE.contains(&verb) || operation.path.contains('{') => {
            with_article(&one)
        }
        first if first.is_empty() || NO_OBJECT.contains(&first) => return None,
        _ if is_plural(object) => phrase(object),
        _ if OF_ONE.contains(&verb) => with_article(&phrase(object)),
        _ => return None,
    };
    let verb = third_person(verb)?;
    Some(format!("{} {object}.", sentence(&verb)))
}

/// The text of a name on the wire: words if they hold all of it, else the name as it is.
fn of_wire(wire: &str) -> String {
    let words = sentence(wire);
    let plain = wire.chars().all(|c| c.is_alphanumeric() || "_- /".contains(c))
        && wire.starts_with(char::is_alphabetic);
    if plain && !words.is_empty() { format!("{words}.") } else { as_it_is(wire) }
}

/// The text of a value: words where the value is words, else the value, in which each letter
/// matters.
pub(super) fn variant(wire: &str) -> String {
    let is_words = wire.starts_with(|c: char| c.is_ascii_lowercase())
        && wire.chars().all(|c| c.is_ascii_lowercase() || "_-".contains(c));
    match wire {
        "" => "The empty value.".to_owned(),
        _ if is_words => format!("{}.", sentence(wire)),
        _ => as_it_is(wire),
    }
}

fn as_it_is(wire: &str) -> String {
    format!("{}.", code(wire))
}
