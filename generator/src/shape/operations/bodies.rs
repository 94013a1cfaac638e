//! Request bodies: the media type that is sent, and its form.

use super::forms;
use super::media::{Media, exact, json_name, listed, oddity};
use crate::diagnostic::Code;
use crate::document::{self, Kind, MediaType, Operation, SchemaRef};
use crate::model::{Access, Body, BodyContent, Shape, StructKind, Type, Words};
use crate::shape::schemas::Schemas;
use crate::shape::schemas::site::SchemaSite;
use crate::text::pointer::Pointer;

/// Declares the body of an operation, if it has one.
pub(super) fn declare(
    schemas: &mut Schemas<'_>,
    operation: &Operation,
    words: &Words,
) -> Option<Body> {
    let body = operation.body.as_ref()?;
    let at = body.pointer.child("content");
    let Some((chosen, json)) = best_media(schemas, body, &at) else {
        let message = "the body is described by no media type; none is sent";
        schemas.diagnostics.add(Code::Widened, &at, message);
        return None;
    };
    let at = at.child(&chosen.name).child("schema");
    let content = match json {
        Some(json) => either(schemas, chosen, json, words, &at),
        None => content(schemas, chosen, words, &at),
    };
    let optional = !body.required && !is_always_sent(schemas, operation, &content, &body.pointer);
    Some(Body { content, optional, description: body.description.clone() })
}

/// Returns JSON, unless there are files to send, which only a form can; and JSON beside the form,
/// where it serves as well as long as no file is set.
fn best_media<'b>(
    schemas: &mut Schemas<'_>,
    body: &'b document::Body,
    at: &Pointer,
) -> Option<(&'b MediaType, Option<&'b MediaType>)> {
    let document = schemas.document;
    let mut choices: Vec<(Media, &MediaType)> =
        body.content.iter().map(|media| (Media::of(&media.name), media)).collect();
    choices.sort_by_key(|(kind, media)| {
        let oddity = if *kind == Media::Json { oddity(&media.name) } else { 0 };
        // What is described is told apart from any value.
        (*kind, media.schema.is_none(), oddity, &media.name)
    });
    let with_files = choices
        .iter()
        .find(|(kind, media)| *kind == Media::Multipart && forms::sends_files(document, media));
    let (_, chosen) = with_files.or_else(|| choices.first()).copied()?;
    let json = choices.first().filter(|(kind, json)| {
        *kind == Media::Json
            && with_files.is_some()
            && !forms::requires_files(document, chosen)
            && document.same_or_none(json.schema, chosen.schema)
    });
    let json = json.map(|(_, json)| *json);
    let is_other = |other: &&MediaType| {
        other.name != chosen.name && json.is_none_or(|json| json.name != other.name)
    };
    let others: Vec<&MediaType> =
        choices.iter().map(|(_, other)| *other).filter(is_other).collect();
    if !others.is_empty() {
        let is_same =
            choices.iter().all(|(_, other)| document.same_or_none(other.schema, chosen.schema));
        let is_bare =
            |(_, other): &(Media, &MediaType)| other.schema.is_none() || other.name == chosen.name;
        let schema = match is_same {
            true => "the same schema",
            false if choices.iter().all(is_bare) => "any value",
            false => "another schema",
        };
        let sent = match json {
            Some(json) => format!("`{}` is sent, or `{}` with a file", json.name, chosen.name),
            None => format!("`{}` is sent", sent_name(document, chosen)),
        };
        let others = listed(others.into_iter());
        let message = format!("{sent}; {others} would be taken too, with {schema}");
        schemas.diagnostics.add(Code::MediaTypeSkipped, at, message);
    }
    Some((chosen, json))
}

/// Returns the media type that is sent for one, which may be a range.
fn sent_name<'b>(document: &document::Document, media: &'b MediaType) -> &'b str {
    let is_binary = media.schema.is_some_and(|schema| document[schema].is_binary());
    let of_range = match Media::of(&media.name) {
        Media::Json if !is_binary => "application/json",
        Media::Text => "text/plain",
        _ => "application/octet-stream",
    };
    exact(&media.name).unwrap_or(of_range)
}

/// Returns a body that is JSON unless a file is set.
fn either(
    schemas: &mut Schemas<'_>,
    media: &MediaType,
    json: &MediaType,
    words: &Words,
    at: &Pointer,
) -> BodyContent {
    let site = SchemaSite::words(words.part("request"), at.clone());
    let kind = StructKind::JsonOrMultipart;
    let form = media.schema.and_then(|schema| forms::declare(schemas, schema, media, &site, kind));
    match form {
        Some(id) => BodyContent::JsonOrMultipart(id, json_name(&json.name)),
        None => content(schemas, media, words, at),
    }
}

fn content(
    schemas: &mut Schemas<'_>,
    media: &MediaType,
    words: &Words,
    at: &Pointer,
) -> BodyContent {
    let name = media.name.as_str();
    let site = SchemaSite::words(words.part("request"), at.clone());
    let is_bytes = media.schema.is_some_and(|schema| schemas.document[schema].is_binary());
    reach_plain(schemas, media);
    match (Media::of(name), media.schema) {
        (Media::Text, schema) => {
            if schema.is_some_and(|schema| says_more(schemas, schema)) {
                let message = "the text is sent as the caller writes it; its schema is not checked";
                schemas.diagnostics.add(Code::Widened, at, message);
            }
            BodyContent::Text { media_type: text_name(name) }
        }
        (Media::Json, Some(_)) if is_bytes => bytes(schemas, name, at),
        (Media::Other | Media::Stream, schema) => {
            if schema.is_some() && !is_bytes {
                let message = format!(
                    "`{name}` is sent as the bytes that the caller makes; its schema is not checked"
                );
                schemas.diagnostics.add(Code::Widened, at, message);
            }
            bytes(schemas, name, at)
        }
        (kind, None) => {
            let above = at.parent().unwrap_or_default();
            let message = "a body without a schema is any value";
            schemas.diagnostics.add(Code::Widened, &above, message);
            match kind {
                Media::Form => BodyContent::Form(Type::Json, Vec::new()),
                Media::Multipart => BodyContent::AnyMultipart,
                _ => BodyContent::Json(Type::Json, json_name(name)),
            }
        }
        (Media::Multipart, Some(schema)) => {
            let kind = StructKind::Multipart;
            match forms::declare(schemas, schema, media, &site, kind) {
                Some(id) => BodyContent::Multipart(id),
                None => {
                    let message =
                        "a multipart form that is no object with properties; the caller makes it";
                    schemas.diagnostics.add(Code::Widened, at, message);
                    BodyContent::AnyMultipart
                }
            }
        }
        (Media::Form, Some(schema)) => {
            let styles = forms::styles(schemas, schema, media, at);
            BodyContent::Form(schemas.type_of(schema, &site).into_member(), styles)
        }
        (Media::Json, Some(schema)) => {
            BodyContent::Json(schemas.type_of(schema, &site).into_member(), json_name(name))
        }
    }
}

/// Notes that the schema of a text or of bytes is used, which becomes no type, or that it says more
/// than calls look at.
fn reach_plain(schemas: &mut Schemas<'_>, media: &MediaType) {
    let Some(schema) = media.schema else { return };
    let kind = Media::of(&media.name);
    let is_text = kind == Media::Text && !says_more(schemas, schema);
    if is_text || schemas.document[schema].is_binary() {
        schemas.reach(schema.component);
    } else if matches!(kind, Media::Text | Media::Other | Media::Stream) {
        schemas.leave_unread(schema);
    }
}

/// Returns the media type of a text; a name that is no header value is plain text.
fn text_name(name: &str) -> String {
    exact(name).unwrap_or("text/plain").to_owned()
}

/// Returns a body that the caller has in bytes. Of a range of media types, only the caller knows
/// the right one.
fn bytes(schemas: &mut Schemas<'_>, name: &str, at: &Pointer) -> BodyContent {
    let media_type = exact(name).unwrap_or("application/octet-stream");
    if media_type != name.trim() && name != "*/*" {
        let message = format!(
            "`{name}` is no one media type; `{media_type}` is sent unless the call sets its header"
        );
        schemas.diagnostics.add(Code::Widened, at, message);
    }
    BodyContent::Bytes { media_type: media_type.to_owned() }
}

/// Returns whether a schema says more of a text than that it is one.
fn says_more(schemas: &Schemas<'_>, schema: SchemaRef) -> bool {
    match &schemas.document[schema].kind {
        Kind::Text(text) => !text.values.is_empty() || text.format.is_some(),
        Kind::Any | Kind::Mixed => false,
        _ => true,
    }
}

/// Returns whether a body is sent that the document lets callers leave out. An object that requires
/// nothing can be sent empty, which means the same; one that requires members says by that what the
/// call needs. Where a body is unusual, it is sent only if there is something to say.
fn is_always_sent(
    schemas: &mut Schemas<'_>,
    operation: &Operation,
    content: &BodyContent,
    at: &Pointer,
) -> bool {
    let id = match content {
        _ if !operation.method.has_usual_body() => return false,
        BodyContent::Json(Type::Named(id), _)
        | BodyContent::Form(Type::Named(id), _)
        | BodyContent::JsonOrMultipart(id, _)
        | BodyContent::Multipart(id) => *id,
        BodyContent::Json(Type::JsonObject, _) => return true,
        _ => return false,
    };
    let Shape::Struct(decl) = &schemas[id].shape else { return false };
    if decl.fields.iter().any(|field| field.required && field.access != Access::ReadOnly) {
        let message =
            "the body is not marked as required, but has required members; every call sends it";
        schemas.diagnostics.add(Code::BodyRequired, at, message);
    }
    true
}
