//! What the names say, where the document says nothing.

use super::super::Context;
use super::code;
use crate::model::{
    BodyContent, Method, NameHint, Operation, Output, Owner, Shape, Site, StructKind, Type,
    TypeDecl, TypeId,
};
use crate::words::{is_plural, phrase, sentence, singular, snake, third_person, with_article};

/// What a type is.
pub(super) fn of_type(context: Context<'_>, id: TypeId, decl: &TypeDecl) -> String {
    let linked = |name: &str| format!("[`{name}`](crate::types::{name})");
    let name = context.names.of_type(id).to_string();
    match &decl.name {
        NameHint::RequestOf(base) => {
            let base = context.names.of_type(*base).to_string();
            return format!("{}, as a request sends it.", linked(&base));
        }
        NameHint::Component(said) => {
            let whole = said.strip_prefix("Patched").and_then(|said| component(context, said));
            if let Some(whole) = whole.filter(|whole| *whole != name) {
                return format!("{}, as an update sends it.", linked(&whole));
            }
        }
        NameHint::Words(_) => {
            if let Some(text) = of_part_of_call(context, id) {
                return text;
            }
        }
        NameHint::Part(site) => {
            if let Some(text) = of_part(context, site) {
                return text;
            }
        }
        NameHint::Sites(sites) => {
            let mut sites = sites.iter();
            if let (Some(only), None) = (sites.next(), sites.next())
                && let Some(text) = of_part(context, only)
            {
                return text;
            }
        }
    }
    match &decl.shape {
        Shape::Union(_) => format!("{}: one of several shapes.", sentence(&name)),
        Shape::Struct(_) | Shape::Enum(_) | Shape::IntegerEnum(_) => {
            format!("{}.", sentence(&name))
        }
    }
}

/// What the only owner of a type calls it.
fn of_part(context: Context<'_>, site: &Site) -> Option<String> {
    let Owner::Type(owner) = site.owner else { return None };
    let is_struct = matches!(context.api.get(owner)?.shape, Shape::Struct(_));
    let words = phrase(&site.part);
    if !is_struct || words.is_empty() || !context.api.written.contains(&owner) {
        return None;
    }
    let owner = context.names.of_type(owner);
    Some(format!("The {words} of [`{owner}`](crate::types::{owner})."))
}

/// The type that a component became, if it is written.
fn component(context: Context<'_>, wanted: &str) -> Option<String> {
    let is_it = |id: &&TypeId| {
        let hint = context.api.get(**id).map(|decl| &decl.name);
        matches!(hint, Some(NameHint::Component(said)) if said == wanted)
    };
    context.api.written.iter().find(is_it).map(|id| context.names.of_type(*id).to_string())
}

/// What a type is to the first method that takes or gives it.
fn of_part_of_call(context: Context<'_>, id: TypeId) -> Option<String> {
    let is_parameters = matches!(
        context.api.get(id).map(|decl| &decl.shape),
        Some(Shape::Struct(found)) if found.kind == StructKind::Parameters
    );
    for (index, resource) in context.api.resources.iter().enumerate() {
        let names = context.names.resource(index)?;
        for (operation, method) in resource.operations.iter().zip(&names.methods) {
            let handle = &names.handle;
            let link = format!("[`{handle}::{method}`](crate::resources::{handle}::{method})");
            if is_parameters && operation.parameters == Some(id) {
                return Some(format!("The parameters of {link}."));
            }
            if let Some(text) = in_content(id, operation, &link) {
                return Some(text);
            }
        }
    }
    None
}

fn in_content(id: TypeId, operation: &Operation, link: &str) -> Option<String> {
    let is_it = |ty: &Type| *ty == Type::Named(id);
    let body = operation.body.as_ref().map(|body| &body.content);
    let sent = match body {
        Some(BodyContent::Json(ty, _) | BodyContent::Form(ty)) => Some(ty.clone()),
        Some(BodyContent::Multipart(id)) => Some(Type::Named(*id)),
        _ => None,
    };
    let given = match &operation.output {
        Output::Json(ty) | Output::Optional(ty) => Some(ty),
        _ => None,
    };
    let holds = |ty: &Type| ty.named() == Some(id);
    match (sent, given) {
        (_, Some(ty)) if is_it(ty) => Some(format!("What {link} answers.")),
        (Some(ty), _) if is_it(&ty) => Some(format!("The body of {link}.")),
        (_, Some(ty)) if holds(ty) => Some(format!("An item of what {link} answers.")),
        (Some(ty), _) if holds(&ty) => Some(format!("An item of the body of {link}.")),
        _ => None,
    }
}

/// What an operation does: its name as a sentence.
pub(super) fn of_operation(resource: &str, operation: &Operation) -> String {
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
pub(super) fn of_wire(wire: &str) -> String {
    let words = sentence(wire);
    let plain = wire.chars().all(|c| c.is_alphanumeric() || "_- /".contains(c))
        && wire.starts_with(char::is_alphabetic);
    if plain && !words.is_empty() { format!("{words}.") } else { as_it_is(wire) }
}

/// The line of a value: words where the value is words, else the value, in which each letter matters.
pub(super) fn of_value(wire: &str) -> String {
    let is_words = wire.starts_with(|c: char| c.is_ascii_lowercase())
        && wire.chars().all(|c| c.is_ascii_lowercase() || "_-".contains(c));
    match wire {
        "" => "The empty value.".to_owned(),
        _ if is_words => format!("{}.", sentence(wire)),
        _ => as_it_is(wire),
    }
}

fn as_it_is(wire: &str) -> String {
    format!("{}.", code(&super::markdown::plain_text(wire)))
}
