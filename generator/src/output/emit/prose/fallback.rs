//! Texts for places where the document has none, from what is known of them. A name in other words
//! is no text: nothing stands there then.

use super::uses;
use crate::model::{NameHint, Operation, Owner, Shape, Site, TypeId};
use crate::output::emit::context::Context;
use crate::output::emit::named::Named;
use crate::text::words::{is_plural, phrase, sentence, singular, third_person, with_article};

/// The text of a declared type.
pub(super) fn declaration(context: Context<'_>, named: &Named<'_>) -> Option<String> {
    let name = named.name().as_str();
    match &named.decl.name {
        NameHint::RequestOf(base) => {
            let base = context.names[*base].name.as_str();
            Some(format!("{}, as a request sends it.", link(base)))
        }
        NameHint::Component(component) => component
            .strip_prefix("Patched")
            .and_then(|whole| of_component(context, whole))
            .filter(|whole| *whole != name)
            .map(|whole| format!("{}, as an update sends it.", link(whole))),
        NameHint::Words(_) if context.api.event_union() == Some(named.id) => {
            Some("An event that a webhook sends.".to_owned())
        }
        NameHint::Words(_) => uses::of_call(context, named),
        NameHint::Part(site) => of_part(context, site),
        NameHint::Sites(sites) => {
            sites.first().filter(|_| sites.len() == 1).and_then(|only| of_part(context, only))
        }
    }
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
    // GET and QUERY only read, whatever words the path has.
    if operation.method.only_reads() && !["get", "list"].contains(&verb) {
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
