//! Multipart forms: the parts that are files, and the media types of parts.

use std::collections::BTreeMap;

use super::media::{exact, is_file};
use crate::document::{Document, MediaType, SchemaRef};
use crate::model::{Shape, Type, TypeId, Words};
use crate::shape::schemas::Schemas;
use crate::shape::schemas::files;
use crate::shape::schemas::site::SchemaSite;

/// Declares the struct of a multipart form; one per component, however many operations send it.
/// Returns `None` if it is no object.
pub(super) fn declare(
    schemas: &mut Schemas<'_>,
    schema: SchemaRef,
    media: &MediaType,
    site: &SchemaSite,
) -> Option<TypeId> {
    let document = schemas.document;
    let Some(component) = document[schema].component.filter(|_| schema.is_reference()) else {
        return form(schemas, schema, media, site);
    };
    schemas.reach(schema.component);
    if let Some(id) = schemas.forms.get(&schema.id) {
        return Some(*id);
    }
    let component = &document[component];
    let words = Words::plain(&component.name).part("form");
    let id = form(schemas, schema, media, &SchemaSite::words(words, component.pointer.clone()))?;
    schemas.forms.insert(schema.id, id);
    Some(id)
}

fn form(
    schemas: &mut Schemas<'_>,
    schema: SchemaRef,
    media: &MediaType,
    site: &SchemaSite,
) -> Option<TypeId> {
    let content_types = content_types(media);
    let id = schemas.form(schema, site)?;
    let fields = match &mut schemas.decl_mut(id).shape {
        Shape::Struct(decl) => &mut decl.fields,
        _ => return Some(id),
    };
    for field in fields {
        // A form has no way to write null.
        field.nullable = false;
        let content_type = content_types.get(field.wire.as_str()).copied();
        field.media_type = content_type.map(str::to_owned);
        // The form's `encoding` makes files of parts that the schema leaves open.
        if matches!(field.ty, Type::Json | Type::String) && content_type.is_some_and(is_file) {
            field.ty = Type::Part;
        }
    }
    Some(id)
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
