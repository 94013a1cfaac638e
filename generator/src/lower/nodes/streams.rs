//! Bodies that are streams of events: the schema of their media type becomes that of the data of
//! one event, with a note.
//!
//! A stream is described in one of these ways, and a rule tells them apart:
//!
//! | `itemSchema` (3.2), or `schema` | what it describes |
//! |---|---|
//! | of JSON Lines or of a JSON sequence | the JSON of an event |
//! | of server-sent events: `itemSchema`, an object as below | the event, as OpenAPI 3.2 has it |
//! | the same as `schema`, with a member `event` | the event: older documents write both |
//! | a choice of such objects | the events, told apart by their names |
//! | any other | the data of an event |
//!
//! The object has the member `data`, and no others but `event`, `id` and `retry`.
//!
//! Where an event is described, `data` is a text, which `contentSchema` describes if it is JSON. A
//! `data` that is an object or a list is JSON in that text all the same.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostics};
use crate::lower::grammar::{Descend, Node, walk};
use crate::lower::notes::{EventNote, STREAM, StreamNote};
use crate::lower::reach::{component_of, reached, reference_of};
use crate::text::media_type::Stream;
use crate::text::pointer::Pointer;

/// The members of a server-sent event.
const EVENT: [&str; 4] = ["data", "event", "id", "retry"];

/// The new description of a stream.
struct Described {
    schema: Value,
    /// The place that the schema stood at.
    home: Pointer,
    note: StreamNote,
}

/// Describes the data of streams of responses by the `schema` of their media types.
pub(in crate::lower) fn describe(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let mut found: Vec<(Pointer, Described)> = Vec::new();
    walk(tree, &mut |node, value, at| {
        let format = at.last_key().filter(|_| node == Node::MediaType).and_then(Stream::of);
        if let (Some(format), Some(media)) = (format, value.as_object()) {
            let at = at.pointer();
            let described = described(tree, media, format, &at);
            found.extend(described.map(|described| (at, described)));
        }
        Descend::Into
    });
    let mut read = Vec::new();
    for (at, Described { schema, home, note }) in found {
        read.extend(note.event.is_some().then(|| home.clone()));
        let media = tree.pointer_mut(at.as_str()).and_then(Value::as_object_mut);
        let Some(media) = media else { continue };
        if media.remove("itemSchema").is_some() && media.contains_key("schema") {
            let message = "the events are read one by one, by `itemSchema`; `schema` is not read";
            diagnostics.add(Code::KeywordIgnored, &at, message);
        }
        let place = at.child("schema");
        if home != place {
            diagnostics.moved(place, home);
        }
        media.insert("schema".to_owned(), schema);
        media.insert(STREAM.to_owned(), json!(note));
    }
    forget_read_content(tree, &read);
}

/// Drops the description of what texts hold, at these places and beside them, where it was for
/// streams alone: it has been read, and there is nothing to report.
fn forget_read_content(tree: &mut Value, read: &[Pointer]) {
    let of_components: Vec<Pointer> = read.iter().filter_map(component_of).collect();
    if of_components.is_empty() {
        return;
    }
    let reached = reached(tree, &["paths", "webhooks"]);
    for component in of_components.iter().filter(|one| !reached.contains(one.as_str())) {
        let data = component.descend(["properties", "data"]);
        let data = tree.pointer_mut(data.as_str()).and_then(Value::as_object_mut);
        if let Some(data) = data {
            data.remove("contentSchema");
            data.remove("contentMediaType");
        }
    }
}

/// Returns the new description of a media type, if it needs one.
fn described(
    tree: &Value,
    media: &Map<String, Value>,
    format: Stream,
    at: &Pointer,
) -> Option<Described> {
    if Node::at(&at.parent()?.parent()?) != Some(Node::Response) {
        return None;
    }
    let (key, schema) = match media.get("itemSchema") {
        Some(item) => ("itemSchema", item),
        None => ("schema", media.get("schema")?),
    };
    let is_item = key == "itemSchema";
    let home = at.child(key);
    if format == Stream::ServerSent {
        let event = events(tree, schema, &home, is_item);
        if event.is_some() {
            return event;
        }
    }
    let note = StreamNote { is_item, event: None };
    is_item.then(|| Described { schema: schema.clone(), home, note })
}

/// An object that describes an event.
struct Event<'t> {
    /// The schema of the data, with what the choice around it says of it.
    data: Option<Value>,
    home: Pointer,
    /// The names that the event may have.
    names: Vec<&'t str>,
    has_name: bool,
}

/// Returns the data of an event, or of a choice of events, if a schema describes such.
fn events(tree: &Value, schema: &Value, at: &Pointer, is_item: bool) -> Option<Described> {
    let mut components = Vec::new();
    let (map, at) = resolve(tree, schema, at.clone(), &mut components)?;
    let choice = ["oneOf", "anyOf"].into_iter().find_map(|key| Some((key, map.get(key)?)));
    let mut found = Vec::new();
    match choice {
        None => found.push(event(tree, map, &at, None)?),
        Some((key, arms)) => {
            let own = if map.contains_key("properties") {
                Some(event(tree, map, &at, None)?)
            } else {
                None
            };
            for (index, arm) in arms.as_array()?.iter().enumerate() {
                let place = at.child(key).child(index);
                let (arm, place) = resolve(tree, arm, place, &mut components)?;
                found.push(event(tree, arm, &place, own.as_ref())?);
            }
        }
    }
    let is_event = |event: &Event<'_>| {
        event.data.is_some() && (is_item || event.has_name) || event.has_name && found.len() > 1
    };
    if !found.iter().all(is_event) {
        return None;
    }
    let names_all = found.len() < 2 || found.iter().any(|event| !event.names.is_empty());
    names_all.then(|| gathered(tree, &found, components))
}

/// Returns the object as an event, if it has no other members; `own` is what the choice that it is
/// an arm of says of all.
fn event<'t>(
    tree: &'t Value,
    map: &'t Map<String, Value>,
    at: &Pointer,
    own: Option<&Event<'t>>,
) -> Option<Event<'t>> {
    let properties = map.get("properties")?.as_object()?;
    if map.contains_key("allOf") || !properties.keys().all(|key| EVENT.contains(&key.as_str())) {
        return None;
    }
    let place = at.child("properties").child("data");
    let (data, home) = match (properties.get("data"), own) {
        (Some(data), own) => (Some(merged(own.and_then(|own| own.data.as_ref()), data)), place),
        (None, Some(own)) => (own.data.clone(), own.home.clone()),
        (None, None) => (None, place),
    };
    let name = properties.get("event");
    let names = name.map(|name| constants(tree, name, at)).unwrap_or_default();
    let has_name = name.is_some() || own.is_some_and(|own| own.has_name);
    Some(Event { data, home, names, has_name })
}

/// Returns what an arm says of the data together with what stands around the choice.
fn merged(around: Option<&Value>, own: &Value) -> Value {
    match (around.and_then(Value::as_object), own.as_object()) {
        (Some(around), Some(map)) if !map.contains_key("$ref") && !around.contains_key("$ref") => {
            let mut all = around.clone();
            all.extend(map.clone());
            Value::Object(all)
        }
        _ => own.clone(),
    }
}

/// Returns the texts that a schema allows, if it lists them.
fn constants<'t>(tree: &'t Value, schema: &'t Value, at: &Pointer) -> Vec<&'t str> {
    let resolved = resolve(tree, schema, at.clone(), &mut Vec::new());
    let Some((map, _)) = resolved else { return Vec::new() };
    let listed = map.get("enum").and_then(Value::as_array).into_iter().flatten();
    map.get("const").into_iter().chain(listed).filter_map(Value::as_str).collect()
}

/// Returns the schema of the data of these events: of one, or a choice of as many as differ.
fn gathered(tree: &Value, events: &[Event<'_>], components: Vec<String>) -> Described {
    let mut arms: Vec<(Value, bool)> = Vec::new();
    let mut names: Vec<Vec<String>> = Vec::new();
    let mut home = Pointer::root();
    for event in events {
        let (schema, place, is_text) = data(tree, event);
        let own = event.names.iter().map(|name| (*name).to_owned());
        let known = arms.iter().position(|arm| *arm == (schema.clone(), is_text));
        match known.and_then(|index| names.get_mut(index)) {
            Some(names) => names.extend(own),
            None => {
                arms.push((schema, is_text));
                names.push(own.collect());
                home = place;
            }
        }
    }
    let (mut schemas, text): (Vec<Value>, Vec<bool>) = arms.into_iter().unzip();
    let schema = match (schemas.len(), schemas.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            schemas.extend(last);
            json!({ "oneOf": schemas })
        }
    };
    let note = EventNote { names, text, components };
    Described { schema, home, note: StreamNote { is_item: true, event: Some(note) } }
}

/// Returns the schema of an event's data with its place, and whether the data is text.
fn data(tree: &Value, event: &Event<'_>) -> (Value, Pointer, bool) {
    let text = || json!({ "type": "string" });
    let home = event.home.clone();
    let Some(schema) = &event.data else { return (text(), home, true) };
    let Some((map, place)) = resolve(tree, schema, home.clone(), &mut Vec::new()) else {
        return (schema.clone(), home, false);
    };
    let media_type = map.get("contentMediaType").and_then(Value::as_str);
    let is_json = media_type.is_none_or(|name| name.contains("json"));
    match map.get("contentSchema") {
        Some(content) if is_json => return (content.clone(), place.child("contentSchema"), false),
        None if media_type.is_some() && is_json => return (json!({}), home, false),
        _ => {}
    }
    let types = match map.get("type") {
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(name)) => vec![name.as_str()],
        _ => Vec::new(),
    };
    let composed = ["oneOf", "anyOf", "allOf", "properties", "items", "enum", "const"];
    if types.is_empty() && !composed.iter().any(|key| map.contains_key(*key)) {
        return (text(), home, true);
    }
    let lists_texts = map
        .get("enum")
        .and_then(Value::as_array)
        .is_some_and(|values| types.is_empty() && values.iter().all(Value::is_string));
    (schema.clone(), home, lists_texts || types.contains(&"string"))
}

/// Follows the references of a schema to the object that they lead to, and notes the components on
/// the way.
fn resolve<'t>(
    tree: &'t Value,
    schema: &'t Value,
    at: Pointer,
    components: &mut Vec<String>,
) -> Option<(&'t Map<String, Value>, Pointer)> {
    let (mut schema, mut at) = (schema, at);
    // None leads back to itself, which is an error.
    loop {
        let Some(reference) = reference_of(schema) else {
            return Some((schema.as_object()?, at));
        };
        at = Pointer::from_reference(reference)?;
        schema = tree.pointer(at.as_str())?;
        components.push(at.last());
    }
}
