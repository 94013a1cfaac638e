//! Webhooks: the requests that the server sends become the arms of one union, the events.
//!
//! An event is what a webhook sends as JSON. `kinds` decides what tells the events apart.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::document::{Document, Operation, SchemaRef};
use crate::input::config::WebhookConfig;
use crate::model::{
    Arm, ArmHint, Direction, Events, Held, NameHint, Shape, Tag, Type, TypeDecl, Union, Words,
};
use crate::text::pointer::Pointer;
use crate::text::words::snake;

use super::operations::media::Media;
use super::operations::texts::informative;
use super::schemas::Schemas;
use super::schemas::site::SchemaSite;

mod kinds;

/// A webhook that sends JSON, or what the document does not describe.
struct Event<'d> {
    /// The name of the webhook, with the method where it has several.
    name: String,
    operation: &'d Operation,
    /// The place of the payload's schema.
    at: Pointer,
    payload: Option<SchemaRef>,
}

/// Declares the union of all events, and with it every type that their payloads reach.
pub(super) fn declare(schemas: &mut Schemas<'_>, config: &WebhookConfig) -> Option<Events> {
    let document = schemas.document;
    let events = events(schemas, document);
    kinds::report_unused(&events, config, schemas.diagnostics);
    if events.is_empty() {
        return None;
    }
    let at = Pointer::root().child("webhooks");
    let told = kinds::tell(schemas, &events, config, &at);
    let union = schemas.add(TypeDecl {
        pointer: at,
        name: NameHint::Words(Words::plain(union_name(document))),
        description: None,
        deprecated: events.iter().all(|event| event.operation.deprecated),
        direction: Direction::Response,
        shape: Shape::Union(Union { tag: None, arms: Vec::new(), statuses: Vec::new() }),
    });
    let tags = told.values.into_iter().chain(std::iter::repeat(Vec::new()));
    let mut arms: Vec<(Pointer, Arm)> = Vec::new();
    for (event, tags) in events.iter().zip(tags) {
        let arm = Arm {
            hint: Some(ArmHint::Words(event.name.clone())),
            ty: payload(schemas, event),
            held: Held::Plain,
            tags,
            is_default: false,
            text: text(event.operation),
        };
        arms.push((event.operation.pointer.clone(), arm));
    }
    // Of those that only their form tells, one that is any value fits best, and so comes last.
    arms.sort_by_key(|(_, arm)| arm.tags.is_empty() && arm.ty == Type::Json);
    let (places, arms) = arms.into_iter().unzip();
    let tag = told.member.map(|name| Tag { name, up: 0, is_declared: true });
    let outside = told.place.as_ref();
    let outside =
        outside.map(|place| Tag { name: place.as_str().to_owned(), up: 1, is_declared: true });
    schemas.decl_mut(union).shape =
        Shape::Union(Union { tag: tag.or(outside), arms, statuses: Vec::new() });
    Some(Events {
        union,
        kind: told.place,
        secret_header: config.secret_header.as_ref().map(|name| name.to_ascii_lowercase()),
        places,
    })
}

/// Returns the webhooks that are events; reports those that are none.
fn events<'d>(schemas: &mut Schemas<'_>, document: &'d Document) -> Vec<Event<'d>> {
    let mut methods: BTreeMap<&str, usize> = BTreeMap::new();
    for operation in &document.webhooks {
        *methods.entry(operation.path.as_str()).or_default() += 1;
    }
    let mut events = Vec::new();
    for operation in &document.webhooks {
        let Some(body) = &operation.body else {
            let message = format!(
                "the webhook `{}` has no body, so that it is no event; the server that gets it sees its `{}` request",
                operation.path, operation.method
            );
            schemas.diagnostics.add(Code::Unsupported, &operation.pointer, message);
            continue;
        };
        let at = body.pointer.child("content");
        let mut json: Vec<_> =
            body.content.iter().filter(|media| Media::of(&media.name) == Media::Json).collect();
        json.sort_by_key(|media| (media.name != "application/json", &media.name));
        let Some(media) = json.first() else {
            let message = format!(
                "the webhook `{}` sends no JSON, so that it is no event; `webhooks` reads JSON",
                operation.path
            );
            schemas.diagnostics.add(Code::Unsupported, &at, message);
            continue;
        };
        if body.content.len() > 1 {
            let message =
                format!("`{}` is read; an event in another media type is not", media.name);
            schemas.diagnostics.add(Code::MediaTypeSkipped, &at, message);
        }
        let name = match methods.get(operation.path.as_str()) {
            Some(1) => operation.path.clone(),
            _ => format!("{}_{}", operation.path, operation.method.as_str().to_ascii_lowercase()),
        };
        let at = at.child(&media.name).child("schema");
        events.push(Event { name, operation, at, payload: media.schema });
    }
    events
}

/// Returns the type of a payload.
fn payload(schemas: &mut Schemas<'_>, event: &Event<'_>) -> Type {
    let Some(schema) = event.payload else {
        let message = "a payload without a schema is any value";
        schemas.diagnostics.add(Code::Widened, &event.at, message);
        return Type::Json;
    };
    let base = snake(&event.name);
    let words = Words::plain(&base);
    let words = if base.ends_with("event") { words } else { words.part("event") };
    let site = SchemaSite::words(words, event.at.clone());
    schemas.type_of(schema, &site).into_member()
}

/// Returns the word that the union is called by: that of a component goes first.
fn union_name(document: &Document) -> &'static str {
    let is_event = |name: &str| snake(name) == "event";
    let is_taken = document.components.iter().any(|component| is_event(&component.name));
    if is_taken { "webhook_event" } else { "event" }
}

fn text(operation: &Operation) -> Option<String> {
    let body = operation.body.as_ref().and_then(|body| body.description.as_ref());
    let own = [operation.description.as_ref(), operation.summary.as_ref()];
    let item = [operation.item.description.as_ref(), operation.item.summary.as_ref()];
    own.into_iter().chain(item).chain([body]).find_map(|text| informative(text, &operation.path))
}
