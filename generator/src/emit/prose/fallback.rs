//! Texts for places where the document has none, from the names there.

use super::escape::{code, plain_text};
use super::uses::{Role, Use};
use crate::emit::Context;
use crate::emit::named::Named;
use crate::model::{Method, NameHint, Operation, Owner, Shape, Site, TypeId};
use crate::words::{is_plural, phrase, sentence, singular, snake, third_person, with_article};

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
        Shape::Union(_) => format!("{}: one of several shapes.", sentence(name)),
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
    let is_it = |id: &&TypeId| {
        matches!(&context.api[**id].name, NameHint::Component(name) if name == component)
    };
    context.api.written.iter().find(is_it).map(|id| context.names[*id].name.as_str())
}

/// The text of a type by the first operation that takes or returns it.
fn of_use(context: Context<'_>, place: Use) -> String {
    let (_, names) = context.resource(place.resource);
    let handle = &names.handle;
    let method = names.methods.get(place.operation).map(|names| names.name.as_str());
    let method = method.unwrap_or_default();
    let link = format!("[`{handle}::{method}`](crate::resources::{handle}::{method})");
    match place.role {
        Role::Parameters => format!("The parameters of {link}."),
        Role::Response => format!("What {link} answers."),
        Role::Body => format!("The body of {link}."),
        Role::ResponseItem => format!("An item of what {link} answers."),
        Role::BodyItem => format!("An item of the body of {link}."),
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

/// What an operation does: its name as a sentence.
pub(super) fn operation(resource: &str, operation: &Operation) -> String {
    let nouns = Nouns::new(resource, &operation.path);
    // What only tells two methods apart says nothing.
    let name = operation.name.trim_end_matches(|c: char| c.is_ascii_digit());
    let name = name.strip_suffix('_').unwrap_or(&operation.name);
    let (name, by) = without_by(name, &operation.path);
    let (first, rest) = name.split_once('_').unwrap_or((name, ""));
    // GET only reads, whatever words the path has.
    let verb = match operation.method {
        Method::Get => ["get", "list"].contains(&first).then_some(first),
        _ => Some(first),
    };
    let deed = match (verb.and_then(third_person), operation.method) {
        (Some(verb), _) => format!("{verb} {}", nouns.object(first, rest)),
        (None, Method::Get) if ["is", "has"].contains(&first) => {
            format!("tells whether it {}", phrase(name))
        }
        (None, Method::Get) => format!("gets the {}{}", phrase(name), nouns.of_one()),
        (None, Method::Head) if rest.is_empty() => "asks for the headers alone".to_owned(),
        (None, Method::Options) if rest.is_empty() => "asks what may be called".to_owned(),
        (None, Method::Trace) if rest.is_empty() => "asks for the request as it arrived".to_owned(),
        (None, _) => phrase(name),
    };
    let mut letters = deed.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}{by}.", letters.as_str())
}

/// `get_by_name` of `…/{name}` is `get`, and `by its name` is said of it.
fn without_by<'n>(name: &'n str, path: &str) -> (&'n str, String) {
    let last = path.rsplit_once('{').and_then(|(_, rest)| rest.split_once('}'));
    let last = last.map(|(parameter, _)| snake(parameter)).filter(|last| !last.is_empty());
    let base = last.as_ref().and_then(|last| name.strip_suffix(&format!("_by_{last}")));
    match (base, last) {
        (Some(base), Some(last)) => (base, format!(" by its {}", phrase(&last))),
        _ => (name, String::new()),
    }
}

/// What an operation is about.
struct Nouns<'p> {
    many: String,
    one: String,
    /// The words of the segment that names the resource, beyond the resource's own name.
    further: Option<String>,
    path: &'p str,
}

impl<'p> Nouns<'p> {
    fn new(resource: &str, path: &'p str) -> Self {
        let many = phrase(resource);
        let mut segments = path.split('/').map(snake);
        let prefix = format!("{resource}_");
        let further = segments.find_map(|segment| Some(segment.strip_prefix(&prefix)?.to_owned()));
        Self { one: singular(&many), many, further, path }
    }

    /// The object of a sentence with a verb, of which the name says `rest`.
    fn object(&self, verb: &str, rest: &str) -> String {
        let common = ["get", "create", "replace", "update", "delete"].contains(&verb);
        let on_one = self.path.contains('{');
        match rest {
            "" if verb == "list" => format!("the {}", self.many),
            "" if self.one == self.many => format!("the {}", self.one),
            "" if common || on_one => with_article(&self.one),
            "" => self.many.clone(),
            "many" | "all" => format!("{rest} {}", self.many),
            // The twin of a resource has the same methods.
            _ if self.further.as_deref() == Some(rest) => {
                with_article(&format!("{} {}", phrase(rest), self.one))
            }
            _ if verb == "list" => format!("the {}{}", phrase(rest), self.of_one()),
            _ if common && is_plural(rest) => phrase(rest),
            _ if common => with_article(&phrase(rest)),
            _ => phrase(rest),
        }
    }

    /// ` of a harbour`, where the path leads to something of one.
    fn of_one(&self) -> String {
        let below = self.path.split_once('}').map(|(_, rest)| rest.trim_matches('/'));
        match below {
            Some(below) if !below.is_empty() && !below.starts_with('{') => {
                format!(" of {}", with_article(&self.one))
            }
            _ => String::new(),
        }
    }
}

/// The line of a name of the wire: words if they say all of it, else the name as it is.
fn of_wire(wire: &str) -> String {
    let words = sentence(wire);
    let plain = wire.chars().all(|c| c.is_alphanumeric() || "_- /".contains(c))
        && wire.starts_with(char::is_alphabetic);
    if plain && !words.is_empty() { format!("{words}.") } else { as_it_is(wire) }
}

/// The line of a value: words where the value is words, else the value, in which each letter matters.
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
    format!("{}.", code(&plain_text(wire)))
}
