//! Forms: the parts that are files, the media types of parts, the styles of fields.

use std::collections::{BTreeMap, BTreeSet};

use super::media::{Media, exact, is_file};
use crate::diagnostic::Code;
use crate::document::{Additional, Document, Encoding, Kind, MediaType, SchemaRef, Style};
use crate::model::{QueryStyle, Shape, StructKind, Type, TypeId, Words};
use crate::shape::schemas::Schemas;
use crate::shape::schemas::files;
use crate::shape::schemas::site::SchemaSite;
use crate::text::pointer::Pointer;

/// Declares the struct of a multipart form; one for each component and encoding, however many
/// operations send it. Returns `None` if it is no object.
pub(super) fn declare(
    schemas: &mut Schemas<'_>,
    schema: SchemaRef,
    media: &MediaType,
    site: &SchemaSite,
    kind: StructKind,
) -> Option<TypeId> {
    let document = schemas.document;
    let at = site.pointer.parent().unwrap_or_default().child("encoding");
    report(schemas, schema, media, &at, Sent::InParts);
    let Some(component) = document[schema].component.filter(|_| schema.is_reference()) else {
        return form(schemas, schema, media, site, kind);
    };
    schemas.reach(schema.component);
    let key = (schema.id, format!("{kind:?} {:?}", media.encoding));
    if let Some(id) = schemas.forms.get(&key) {
        return Some(*id);
    }
    let component = &document[component];
    let words = Words::plain(&component.name).part("form");
    let site = SchemaSite::words(words, component.pointer.clone());
    let id = form(schemas, schema, media, &site, kind)?;
    schemas.forms.insert(key, id);
    Some(id)
}

fn form(
    schemas: &mut Schemas<'_>,
    schema: SchemaRef,
    media: &MediaType,
    site: &SchemaSite,
    kind: StructKind,
) -> Option<TypeId> {
    let content_types = content_types(media);
    let id = schemas.form(schema, site, kind)?;
    let fields = match &mut schemas.decl_mut(id).shape {
        Shape::Struct(decl) => &mut decl.fields,
        _ => return Some(id),
    };
    for field in fields {
        // A form has no way to write null; JSON has.
        field.nullable &= kind == StructKind::JsonOrMultipart;
        let content_type = content_types.get(field.wire.as_str()).copied();
        field.media_type = content_type.map(str::to_owned);
        // The form's `encoding` makes files of parts that the schema leaves open.
        if matches!(field.ty, Type::Json | Type::String) && content_type.is_some_and(is_file) {
            field.ty = Type::Part;
        }
        // A file is bytes, which have no style.
        let is_part = match &field.ty {
            Type::List(item) => **item == Type::Part,
            ty => *ty == Type::Part,
        };
        field.style = media.encoding.get(&field.wire).and_then(style).filter(|_| !is_part);
    }
    Some(id)
}

/// The way in which the fields of a form are sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    Urlencoded,
    InParts,
}

/// Returns the styles of the fields of a form in one text.
pub(super) fn styles(
    schemas: &mut Schemas<'_>,
    schema: SchemaRef,
    media: &MediaType,
    at: &Pointer,
) -> Vec<(String, QueryStyle)> {
    let at = at.parent().unwrap_or_default().child("encoding");
    report(schemas, schema, media, &at, Sent::Urlencoded);
    let document = schemas.document;
    let is_json = |encoding: &Encoding| {
        let mut names = encoding.content_type.as_deref().unwrap_or_default().split(',');
        names.any(|name| Media::of(name) == Media::Json && !name.trim().is_empty())
    };
    let mut found = Vec::new();
    for (name, encoding) in &media.encoding {
        let is_value = property(document, schema, name).is_some_and(|property| {
            let schema = &document[property];
            schema.is_scalar() || matches!(schema.kind, Kind::Array(_))
        });
        match style(encoding) {
            // Lists are exploded by themselves.
            Some(QueryStyle::Form) if is_value => {}
            Some(style) => found.push((name.clone(), style)),
            None if is_json(encoding) => found.push((name.clone(), QueryStyle::Json)),
            None => {}
        }
    }
    found
}

/// Returns the style of a field, if the form gives one.
fn style(encoding: &Encoding) -> Option<QueryStyle> {
    Some(match (encoding.style?, encoding.explode) {
        (Style::DeepObject, _) => QueryStyle::Deep,
        (Style::SpaceDelimited, false) => QueryStyle::Spaced,
        (Style::PipeDelimited, false) => QueryStyle::Piped,
        (_, false) => QueryStyle::Joined,
        (_, true) => QueryStyle::Form,
    })
}

/// Reports the parts of an `encoding` that are not honoured: names that are no fields, and headers.
fn report(
    schemas: &mut Schemas<'_>,
    schema: SchemaRef,
    media: &MediaType,
    at: &Pointer,
    sent: Sent,
) {
    let document = schemas.document;
    for (name, encoding) in &media.encoding {
        let at = at.child(name);
        if property(document, schema, name).is_none() && is_closed(document, schema) {
            let message = format!("the form has no field `{name}`; its encoding says nothing");
            schemas.diagnostics.add(Code::KeywordIgnored, &at, message);
        }
        let headers = encoding.headers.iter();
        let headers = headers.filter(|name| !name.eq_ignore_ascii_case("content-type"));
        let headers: Vec<String> = headers.map(|name| format!("`{name}`")).collect();
        if headers.is_empty() {
            continue;
        }
        let (headers, at) = (headers.join(", "), at.child("headers"));
        let is_file = property(document, schema, name)
            .is_some_and(|property| files::file(document, property).is_some());
        if sent == Sent::InParts && is_file {
            let message =
                format!("{headers}: a header of the part is sent if it is set with `Part::header`");
            schemas.diagnostics.add(Code::KeywordIgnored, &at, message);
        } else {
            let message = format!("{headers}: the field is sent without headers of its own");
            schemas.diagnostics.add(Code::Unsupported, &at, message);
        }
    }
}

/// Returns the schema of a field of a form.
fn property(document: &Document, schema: SchemaRef, name: &str) -> Option<SchemaRef> {
    let mut seen = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        match &document[next].kind {
            Kind::Object(object) if object.properties.contains_key(name) => {
                return object.properties.get(name).copied();
            }
            Kind::AllOf(parts) | Kind::Choice(_, parts) if seen.insert(next.id) => {
                open.extend(parts);
            }
            _ => {}
        }
    }
    None
}

/// Returns whether the fields of a form are those that its schema describes.
fn is_closed(document: &Document, schema: SchemaRef) -> bool {
    match &document[schema].kind {
        Kind::Object(object) => {
            matches!(object.additional, Additional::Unsaid | Additional::Closed)
        }
        Kind::AllOf(_) | Kind::Choice(..) => true,
        _ => false,
    }
}

/// Returns the media types of the parts by the form's `encoding` (OpenAPI 3.1 section 4.8.15); of
/// several, the first that is exact.
fn content_types(media: &MediaType) -> BTreeMap<&str, &str> {
    media
        .encoding
        .iter()
        .filter_map(|(name, encoding)| {
            let content_type = encoding.content_type.as_deref()?.split(',').find_map(exact)?;
            Some((name.as_str(), content_type))
        })
        .collect()
}

/// Returns whether a form of this media type sends files.
pub(super) fn sends_files(document: &Document, media: &MediaType) -> bool {
    media.schema.is_some_and(|schema| files::has_files(document, schema))
}

/// Returns whether a form of this media type always sends a file.
pub(super) fn requires_files(document: &Document, media: &MediaType) -> bool {
    media.schema.is_some_and(|schema| files::requires_files(document, schema))
}
