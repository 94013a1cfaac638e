//! Kinds: what tells the events of a document apart.
//!
//! `codegen.toml` says it, or else the document does by its constants: a member of every payload,
//! a header of every request, or a member of most payloads, where the others have no such member.
//! All that is left is the form of the payload.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Event;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::document::{Document, Location, SchemaRef};
use crate::input::config::{EventKindConfig, WebhookConfig, near};
use crate::model::{KindPlace, TagValue};
use crate::shape::schemas::Schemas;
use crate::shape::schemas::unions::discriminators::{objects, values};
use crate::text::pointer::Pointer;

/// The way in which events are told apart.
#[derive(Default)]
pub(super) struct Told {
    /// The member of the payload that has the kind.
    pub member: Option<String>,
    /// The place of the kind, if it is no such member.
    pub place: Option<KindPlace>,
    /// The kinds that mean each event, in the order of the events.
    pub values: Vec<Vec<TagValue>>,
}

/// Decides what tells the events apart.
pub(super) fn tell(
    schemas: &mut Schemas<'_>,
    events: &[Event<'_>],
    config: &WebhookConfig,
    at: &Pointer,
) -> Told {
    if let Some(kind) = &config.kind {
        return configured(schemas.document, events, kind, config);
    }
    let payloads: Option<Vec<SchemaRef>> = events.iter().map(|event| event.payload).collect();
    if let Some((tag, values)) = payloads.and_then(|all| schemas.common_tag(&all, at)) {
        return Told { member: Some(tag.name), place: None, values };
    }
    let told = by_header(schemas.document, events).or_else(|| by_member(schemas.document, events));
    told.unwrap_or_else(|| {
        if events.len() > 1 {
            let message = "the document does not say how to tell the events apart; the one whose payload explains the value best is taken";
            let help = "write what has the kind in codegen.toml: `[webhooks] kind = { member = \"type\" }`, `{ header = \"X-Event\" }` or \"form\"";
            schemas.diagnostics.report(Diagnostic::new(Code::UnionUntagged, at, message).help(help));
        }
        Told::default()
    })
}

/// Tells events apart as `codegen.toml` says: by the kinds that it or the document has for each,
/// and else by the names of the webhooks.
fn configured(
    document: &Document,
    events: &[Event<'_>],
    kind: &EventKindConfig,
    config: &WebhookConfig,
) -> Told {
    let (member, place) = match kind {
        EventKindConfig::Form => return Told::default(),
        EventKindConfig::Header(name) => (None, Some(KindPlace::Header(name.to_ascii_lowercase()))),
        EventKindConfig::Member(name) if name.starts_with('/') => {
            let pointer = Pointer::parse(name);
            let tokens: Vec<String> = pointer.tokens().map(Cow::into_owned).collect();
            match tokens.as_slice() {
                [only] => (Some(only.clone()), None),
                _ => (None, Some(KindPlace::Pointer(name.clone()))),
            }
        }
        EventKindConfig::Member(name) => (Some(name.clone()), None),
    };
    let of_document = |event: &Event<'_>| match (&member, &place) {
        (Some(name), _) => in_payload(document, event, std::slice::from_ref(name)),
        (None, Some(KindPlace::Pointer(pointer))) => {
            let tokens: Vec<String> =
                Pointer::parse(pointer).tokens().map(Cow::into_owned).collect();
            in_payload(document, event, &tokens)
        }
        (None, Some(KindPlace::Header(name))) => in_header(document, event, name),
        (None, None) => Vec::new(),
    };
    let of_event = |event: &Event<'_>| {
        if let Some(texts) = config.values.get(&event.operation.path) {
            return texts.0.iter().cloned().map(TagValue::Text).collect();
        }
        let values = of_document(event);
        let name = || vec![TagValue::Text(event.operation.path.clone())];
        if values.is_empty() { name() } else { values }
    };
    Told { values: events.iter().map(of_event).collect(), member, place }
}

/// Tells events apart by a header that has constants of its own in each of them.
fn by_header(document: &Document, events: &[Event<'_>]) -> Option<Told> {
    headers(events.first()?).into_iter().find_map(|name| {
        let values: Vec<Vec<TagValue>> =
            events.iter().map(|event| in_header(document, event, &name)).collect();
        let is_told = values.iter().all(|values| !values.is_empty()) && are_distinct(&values);
        is_told.then_some(Told { member: None, place: Some(KindPlace::Header(name)), values })
    })
}

/// Tells events apart by a member that has constants of its own in some payloads, and that the
/// others do not have: of several the one that most payloads have.
fn by_member(document: &Document, events: &[Event<'_>]) -> Option<Told> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for event in events {
        let payload = event.payload.into_iter().flat_map(|payload| objects(document, payload));
        let names: BTreeSet<&String> = payload.flat_map(|object| &object.required).collect();
        names.into_iter().for_each(|name| *known.entry(name.clone()).or_default() += 1);
    }
    let mut names: Vec<(String, usize)> = known.into_iter().collect();
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    names.into_iter().find_map(|(name, _)| {
        let path = std::slice::from_ref(&name);
        let values: Vec<Vec<TagValue>> =
            events.iter().map(|event| in_payload(document, event, path)).collect();
        let has_any = |event: &Event<'_>| {
            let payload = event.payload.into_iter().flat_map(|payload| objects(document, payload));
            payload.into_iter().any(|object| object.properties.contains_key(&name))
        };
        let is_told = events.iter().zip(&values).all(|(event, values)| {
            // A payload that may have any kind could be meant by each of them.
            !values.is_empty() || event.payload.is_some() && !has_any(event)
        });
        let is_any = values.iter().any(|values| !values.is_empty());
        let is_told = is_told && is_any && are_distinct(&values);
        is_told.then_some(Told { member: Some(name), place: None, values })
    })
}

/// Returns whether no kind means two events.
fn are_distinct(values: &[Vec<TagValue>]) -> bool {
    let mut known = BTreeSet::new();
    values.iter().flatten().all(|value| known.insert(value))
}

/// Returns the values that a payload allows for a member, by the names that lead to it.
fn in_payload(document: &Document, event: &Event<'_>, path: &[String]) -> Vec<TagValue> {
    let mut found: Vec<SchemaRef> = event.payload.into_iter().collect();
    for name in path {
        let objects = found.iter().flat_map(|schema| objects(document, *schema));
        found = objects.filter_map(|object| object.properties.get(name)).copied().collect();
    }
    let all = found.into_iter().map(|schema| values(document, schema));
    all.filter(|values| !values.is_empty()).min_by_key(Vec::len).unwrap_or_default()
}

/// Returns the names of the headers of an event, in small letters.
fn headers(event: &Event<'_>) -> Vec<String> {
    let parameters = event.operation.parameters.iter();
    let headers = parameters.filter(|parameter| parameter.location == Location::Header);
    headers.map(|parameter| parameter.name.to_ascii_lowercase()).collect()
}

/// Returns the values that an event allows for a header.
fn in_header(document: &Document, event: &Event<'_>, name: &str) -> Vec<TagValue> {
    let mut parameters = event.operation.parameters.iter();
    let header = parameters.find(|parameter| {
        parameter.location == Location::Header && parameter.name.eq_ignore_ascii_case(name)
    });
    let schema = header.and_then(|parameter| parameter.schema);
    let values = schema.map(|schema| values(document, schema)).unwrap_or_default();
    // A header is a text, whatever the schema says.
    values.into_iter().map(|value| TagValue::Text(value.to_string())).collect()
}

/// Reports the entries of `codegen.toml` that are about no webhook.
pub(super) fn report_unused(
    events: &[Event<'_>],
    config: &WebhookConfig,
    diagnostics: &mut Diagnostics,
) {
    let root = Pointer::root().child("webhooks");
    let names: BTreeSet<&str> = events.iter().map(|event| event.operation.path.as_str()).collect();
    let mut report = |at: &Pointer, message: String, help: Option<String>| {
        let mut one = Diagnostic::new(Code::ConfigUnused, at, message).in_origin(Origin::Config);
        one.help = help;
        diagnostics.report(one);
    };
    for name in config.values.keys().filter(|name| !names.contains(name.as_str())) {
        let help = near::help(name, names.iter().copied(), "delete the entry, or correct it");
        let message = format!("the document has no event `{name}`");
        report(&root.child("values").child(name), message, Some(help));
    }
    if events.is_empty() {
        let keys =
            [("kind", config.kind.is_some()), ("secret-header", config.secret_header.is_some())];
        for (key, _) in keys.into_iter().filter(|(_, is_set)| *is_set) {
            report(&root.child(key), "the document has no events".to_owned(), None);
        }
    }
}
