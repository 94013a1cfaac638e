//! Request bodies: which of the media types is sent, and as what.

use std::borrow::Borrow;

use openapiv3::{MediaType, ReferenceOr, RequestBody, Schema};

use super::Builder;
use super::schemas::Place;
use super::select::Selected;
use crate::diagnostic::Code;
use crate::model::{Body, BodyContent, Shape, Type, Words};
use crate::pointer::Pointer;

/// The media type of a text; what is no header value is plain text.
fn text_name(name: &str) -> String {
    exact(name).unwrap_or("text/plain").to_owned()
}

/// What a media type is to a client, the most useful first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Media {
    Json,
    Multipart,
    Form,
    Text,
    Other,
}

/// Sorts a media type (RFC 6838) by what a client does with it; parameters such as `charset` do not matter.
pub(super) fn media(name: &str) -> Media {
    let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" | "*/*" | "application/*" => Media::Json,
        "multipart/form-data" => Media::Multipart,
        "application/x-www-form-urlencoded" => Media::Form,
        // A stream of events is text that never ends; it is not to be collected into one.
        "text/event-stream" => Media::Other,
        other if other.ends_with("+json") => Media::Json,
        other if other.starts_with("text/") => Media::Text,
        _ => Media::Other,
    }
}

/// The name of JSON where it is not the usual one. It is JSON with any `charset`, which can only be UTF-8 (RFC 8259 section 8.1).
pub(super) fn json_name(name: &str) -> Option<String> {
    let mut parts = name.split(';').map(|part| part.trim().to_ascii_lowercase());
    let is_json = parts.next().is_some_and(|essence| essence == "application/json");
    let usual = is_json && parts.all(|parameter| parameter.starts_with("charset="));
    (!usual && !name.contains('*') && is_header_value(name)).then(|| name.to_owned())
}

/// Whether the name of a media type can be sent; a document may have anything there.
fn is_header_value(name: &str) -> bool {
    name.is_ascii() && !name.contains(char::is_control)
}

/// The one media type that a name means, if it is not a range of them.
pub(super) fn exact(name: &str) -> Option<&str> {
    (!name.contains(['*', ',']) && is_header_value(name)).then(|| name.trim())
}

impl<'d> Builder<'d> {
    /// The body of an operation, if it has one.
    pub(super) fn body(&mut self, selected: &Selected<'d>, words: &Words) -> Option<Body> {
        let operation = selected.operation;
        let at = selected.pointer.child("requestBody");
        let body = self.resolved_body(operation.request_body.as_ref()?)?;
        let Some((name, chosen)) = self.best_media(body, &at) else {
            let message = "the body is described by no media type; none is sent";
            self.diagnostics.add(Code::Widened, &at.child("content"), message);
            return None;
        };
        let at = at.child("content").child(name).child("schema");
        let content = self.content(name, chosen, words, &at);
        // A body where none is usual (RFC 9110 section 9.3.1) is sent only if there is something to say.
        let usual = selected.method.has_usual_body();
        let as_good_as_none = usual && self.can_be_empty(&content);
        let optional = !body.required && !as_good_as_none;
        Some(Body { content, optional, description: body.description.clone() })
    }

    fn resolved_body(&self, body: &'d ReferenceOr<RequestBody>) -> Option<&'d RequestBody> {
        match body {
            ReferenceOr::Item(body) => Some(body),
            ReferenceOr::Reference { reference } => {
                let name = super::refs::component(reference, "requestBodies")?;
                self.resolve_body(self.document.components.as_ref()?.request_bodies.get(&name)?)
            }
        }
    }

    /// JSON, unless there are files to send, which only a form can.
    fn best_media(
        &mut self,
        body: &'d RequestBody,
        at: &Pointer,
    ) -> Option<(&'d str, &'d MediaType)> {
        let mut choices: Vec<(Media, &'d str, &'d MediaType)> =
            body.content.iter().map(|(name, value)| (media(name), name.as_str(), value)).collect();
        choices.sort_by_key(|(kind, name, _)| {
            let plain = *name != "application/json" && *kind == Media::Json;
            (*kind, plain, *name)
        });
        let with_files = choices
            .iter()
            .find(|(kind, _, value)| *kind == Media::Multipart && self.sends_files(value));
        let (_, name, value) = with_files.or_else(|| choices.first()).copied()?;
        let others: Vec<&str> =
            choices.iter().map(|(_, other, _)| *other).filter(|other| *other != name).collect();
        if !others.is_empty() {
            let same = choices.iter().all(|(_, _, other)| other.schema == value.schema);
            let how = if same { "the same schema" } else { "another schema" };
            let message =
                format!("`{name}` is sent; {} would be taken too, with {how}", others.join(", "));
            self.diagnostics.add(Code::MediaTypeSkipped, &at.child("content"), message);
        }
        Some((name, value))
    }

    fn sends_files(&self, value: &'d MediaType) -> bool {
        value
            .schema
            .as_ref()
            .and_then(|schema| self.resolved(schema))
            .is_some_and(|schema| self.has_files(schema))
    }

    /// The schema behind any number of references, for as long as the document lives.
    pub(super) fn resolved<S: Borrow<Schema>>(
        &self,
        schema: &'d ReferenceOr<S>,
    ) -> Option<&'d Schema> {
        match schema {
            ReferenceOr::Item(schema) => Some(schema.borrow()),
            ReferenceOr::Reference { reference } => {
                let name = super::refs::component(reference, "schemas")?;
                let document = self.document;
                self.resolve_schema(document.components.as_ref()?.schemas.get(&name)?)
            }
        }
    }

    fn content(
        &mut self,
        name: &str,
        value: &'d MediaType,
        words: &Words,
        at: &Pointer,
    ) -> BodyContent {
        let place = Place::words(&words.part("request"), at.clone());
        let is_bytes = value
            .schema
            .as_ref()
            .and_then(|schema| self.resolved(schema))
            .is_some_and(super::forms::is_binary);
        match (media(name), &value.schema) {
            (Media::Text, _) => BodyContent::Text { media_type: text_name(name) },
            (Media::Json, Some(_)) if is_bytes => self.bytes(name, at),
            (Media::Other, schema) => {
                if schema.is_some() && !is_bytes {
                    let message = format!(
                        "`{name}` is sent as the bytes that the caller makes; its schema is not checked"
                    );
                    self.diagnostics.add(Code::Widened, at, message);
                }
                self.bytes(name, at)
            }
            (kind, None) => {
                let above = at.parent().unwrap_or_default();
                self.diagnostics.add(Code::Widened, &above, "a body without a schema is any value");
                match kind {
                    Media::Form => BodyContent::Form(Type::Json),
                    Media::Multipart => self.bytes(name, at),
                    _ => BodyContent::Json(Type::Json, json_name(name)),
                }
            }
            (Media::Multipart, Some(schema)) => match self.multipart(schema, value, &place) {
                Some(id) => BodyContent::Multipart(id),
                None => {
                    let message =
                        "a multipart form that is no object with properties; sent as raw bytes";
                    self.diagnostics.add(Code::Widened, at, message);
                    BodyContent::Bytes { media_type: name.to_owned() }
                }
            },
            (Media::Form, Some(schema)) => {
                self.report_encoding(value, at);
                BodyContent::Form(self.schema(schema, &place).member())
            }
            (Media::Json, Some(schema)) => {
                BodyContent::Json(self.schema(schema, &place).member(), json_name(name))
            }
        }
    }

    /// A body that the caller has in bytes. Which of a range of media types they are, only the caller knows.
    fn bytes(&mut self, name: &str, at: &Pointer) -> BodyContent {
        let media_type = exact(name).unwrap_or("application/octet-stream");
        if media_type != name.trim() && name != "*/*" {
            let message = format!(
                "`{name}` is no one media type; `{media_type}` is sent unless the call sets its header"
            );
            self.diagnostics.add(Code::Widened, at, message);
        }
        BodyContent::Bytes { media_type: media_type.to_owned() }
    }

    /// The fields of a form are written as `style: form` has it, exploded; other ways to write them are not known.
    fn report_encoding(&mut self, media: &MediaType, at: &Pointer) {
        let others = media.encoding.iter().filter(|(_, encoding)| {
            let usual =
                encoding.style.as_ref().is_none_or(|style| *style == openapiv3::QueryStyle::Form);
            !usual || encoding.explode
        });
        for (name, _) in others {
            let message = format!(
                "the `encoding` of `{name}` is not honoured; written as `style: form` has it"
            );
            let at = at.parent().unwrap_or_else(Pointer::root).child("encoding").child(name);
            self.diagnostics.add(Code::KeywordIgnored, &at, message);
        }
    }

    /// Whether an empty body says the same as none: a struct that requires nothing.
    fn can_be_empty(&self, content: &BodyContent) -> bool {
        let id = match content {
            BodyContent::Json(Type::Named(id), _)
            | BodyContent::Form(Type::Named(id))
            | BodyContent::Multipart(id) => id,
            BodyContent::Json(Type::JsonObject, _) => return true,
            _ => return false,
        };
        let shape = self.types.get(id.0).map(|decl| &decl.shape);
        matches!(shape, Some(Shape::Struct(found)) if !found.fields.iter().any(|field| field.required && field.access != crate::model::Access::ReadOnly))
    }
}
