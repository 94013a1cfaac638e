//! Responses that are streams of events: the format, and the type of the data of each event.

pub(in crate::shape) mod configured;

use crate::diagnostic::Code;
use crate::document::{Kind, MediaType, Schema, SchemaRef};
use crate::model::{
    Arm, ArmHint, Direction, EventStream, Held, NameHint, Shape, StreamFormat, Tag, TagValue, Type,
    TypeDecl, Union, Words,
};
use crate::shape::schemas::Schemas;
use crate::shape::schemas::site::SchemaSite;
use crate::text::media_type::Stream;
use crate::text::pointer::Pointer;

/// The place of an event's name, from its data: beside it.
const NAME: &str = "event";

/// Returns the stream that a response may be, if it may be one, and the media type that is asked
/// for. Of several the described ones come first, then server-sent events, which say most.
pub(super) fn declare<'d>(
    schemas: &mut Schemas<'_>,
    content: &'d [MediaType],
    at: &Pointer,
    words: &Words,
) -> Option<(EventStream, &'d MediaType)> {
    let streams = content.iter().filter_map(|media| Some((Stream::of(&media.name)?, media)));
    let mut streams: Vec<(Stream, &MediaType)> = streams.collect();
    streams.sort_by_key(|(format, media)| (media.schema.is_none(), *format, &media.name));
    let ((format, media), others) = streams.split_first()?;
    if !others.is_empty() {
        let others: Vec<&str> = others.iter().map(|(_, other)| other.name.as_str()).collect();
        let message = format!(
            "`{}` is asked for; the stream could also be {}",
            media.name,
            others.join(", ")
        );
        schemas.diagnostics.add(Code::MediaTypeSkipped, at, message);
    }
    let word = if *format == Stream::ServerSent { "event" } else { "item" };
    let place = at.child(&media.name).child("schema");
    let (data, format) = data(schemas, *format, media, (&words.part(word), &place));
    let accept = (media.name != Stream::of(&media.name)?.usual_name()).then(|| media.name.clone());
    Some((EventStream { data, format, accept, end: None, flag: None }, media))
}

/// Returns the type of the data, and the form that it has in the stream.
fn data(
    schemas: &mut Schemas<'_>,
    format: Stream,
    media: &MediaType,
    (words, at): (&Words, &Pointer),
) -> (Type, StreamFormat) {
    media.around.iter().for_each(|component| schemas.reach(Some(*component)));
    let of_json = match format {
        Stream::ServerSent => StreamFormat::ServerSentJson,
        Stream::JsonLines => StreamFormat::JsonLines,
        Stream::JsonSequence => StreamFormat::JsonSequence,
    };
    let Some(schema) = media.schema.map(|schema| item(schemas, media, schema)) else {
        // The data of server-sent events is text unless something else is said.
        return match format {
            Stream::ServerSent => (Type::String, StreamFormat::ServerSentText),
            _ => (Type::Json, of_json),
        };
    };
    let event = media.stream.as_ref().and_then(|stream| stream.event.as_ref());
    let described = &schemas.document[schema];
    match event {
        Some(event) if event.names.len() > 1 => named(schemas, schema, media, (words, at)),
        _ => {
            let is_text = match event {
                Some(event) => event.text.first() == Some(&true),
                None => format == Stream::ServerSent && may_be_text(schemas, described),
            };
            let site = SchemaSite::words(words.clone(), at.clone());
            let ty = schemas.type_of(schema, &site).into_member();
            (ty, if is_text { StreamFormat::ServerSentText } else { of_json })
        }
    }
}

/// Returns the schema of one event. A list describes the whole stream, as a JSON body that has all
/// of it would (OpenAPI 3.2, sequential media types), so its items are the events; what is
/// described by `itemSchema` is one event, a list too.
fn item(schemas: &mut Schemas<'_>, media: &MediaType, schema: SchemaRef) -> SchemaRef {
    let is_item = media.stream.as_ref().is_some_and(|stream| stream.is_item);
    match &schemas.document[schema].kind {
        Kind::Array(array) if !is_item => {
            schemas.reach(schema.component);
            array.items.unwrap_or(schema)
        }
        _ => schema,
    }
}

/// Returns whether the data of an event may be a text that is no JSON.
fn may_be_text(schemas: &Schemas<'_>, schema: &Schema) -> bool {
    match &schema.kind {
        Kind::Text(_) | Kind::Any | Kind::Mixed => true,
        Kind::Choice(_, arms) => {
            let is_text = |arm: &SchemaRef| matches!(schemas.document[*arm].kind, Kind::Text(_));
            arms.iter().any(is_text)
        }
        _ => false,
    }
}

/// Declares the union of the data of events with different names.
fn named(
    schemas: &mut Schemas<'_>,
    schema: SchemaRef,
    media: &MediaType,
    (words, at): (&Words, &Pointer),
) -> (Type, StreamFormat) {
    let document = schemas.document;
    let below = at.child("oneOf");
    let mut arms = Vec::new();
    let mut text: Vec<String> = Vec::new();
    let event = media.stream.iter().filter_map(|stream| stream.event.as_ref());
    let told = event.flat_map(|event| event.names.iter().zip(&event.text));
    for (index, (arm, (names, is_text))) in document[schema].arms().iter().zip(told).enumerate() {
        let hint = match names.first() {
            Some(name) => ArmHint::Words(name.clone()),
            None => ArmHint::Place(index),
        };
        let site = SchemaSite::words(words.part(&hint.to_string()), below.child(index));
        let typed = schemas.type_of(*arm, &site);
        if *is_text {
            text.extend(names.iter().cloned());
        }
        arms.push(Arm {
            hint: Some(hint),
            ty: typed.into_member(),
            held: Held::Plain,
            tags: names.iter().cloned().map(TagValue::Text).collect(),
            is_default: false,
            text: None,
        });
    }
    let tag = Some(Tag { name: NAME.to_owned(), up: 1, is_declared: true });
    let id = schemas.add(TypeDecl {
        pointer: at.clone(),
        name: NameHint::Words(words.clone()),
        description: document[schema].description.clone(),
        deprecated: false,
        direction: Direction::Response,
        shape: Shape::Union(Union { tag, arms, statuses: Vec::new() }),
    });
    (Type::Named(id), StreamFormat::ServerSentByName { text })
}
