//! Multipart forms: which of their parts are files, and what the parts are said to be.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use openapiv3::{
    MediaType, ReferenceOr, Schema, SchemaKind, StringFormat, Type as Kind, VariantOrUnknownOrEmpty,
};

use super::Builder;
use super::bodies::exact;
use super::gathered::Gathered;
use super::schemas::Place;
use crate::model::{NameHint, Shape, StructKind, Type, TypeId, Words};

impl<'d> Builder<'d> {
    /// The struct of a multipart form; one per component, however many operations send it.
    pub(super) fn multipart(
        &mut self,
        schema: &'d ReferenceOr<Schema>,
        media: &'d MediaType,
        place: &Place,
    ) -> Option<TypeId> {
        let content_types = content_types(media);
        let ReferenceOr::Reference { reference } = schema else {
            let ReferenceOr::Item(schema) = schema else { return None };
            return self.form(schema, &content_types, place);
        };
        let name = super::refs::component(reference, "schemas")?;
        if let Some(id) = self.forms.get(&name) {
            return Some(*id);
        }
        let own = Place {
            pointer: Place::component(&name).pointer,
            name: NameHint::Words(Words::plain(&name).part("form")),
        };
        let id = self.form(self.resolved(schema)?, &content_types, &own)?;
        self.forms.insert(name, id);
        Some(id)
    }

    fn form(
        &mut self,
        schema: &'d Schema,
        content_types: &BTreeMap<&str, &str>,
        place: &Place,
    ) -> Option<TypeId> {
        let mut gathered = Gathered::default();
        match &schema.schema_kind {
            SchemaKind::Type(Kind::Object(object)) => gathered.add(object, &place.pointer),
            SchemaKind::AllOf { all_of } => {
                self.gather(&mut gathered, all_of, &place.pointer, &mut Vec::new())?
            }
            _ => return None,
        }
        for (property, _) in gathered.properties.values().flatten() {
            if self.file(property).is_some() {
                self.use_in_form(lent(property));
            }
        }
        let id = self.reserve(place);
        self.finish(id, gathered, &schema.schema_data, place, StructKind::Multipart);
        let Some(Shape::Struct(found)) = self.types.get_mut(id.0).map(|decl| &mut decl.shape)
        else {
            return Some(id);
        };
        for field in &mut found.fields {
            // A form has no way to write null.
            field.nullable = false;
            let said = content_types.get(field.wire.as_str()).copied();
            field.media_type = said.map(str::to_owned);
            // Said by the form's `encoding`, for schemas that leave it open.
            if matches!(field.ty, Type::Json | Type::String) && said.is_some_and(is_file) {
                field.ty = Type::Part;
            }
        }
        Some(id)
    }

    /// Notes that the components of a file are used, though they are no types.
    fn use_in_form(&mut self, schema: ReferenceOr<&'d Schema>) {
        let schema = match schema {
            ReferenceOr::Item(schema) => schema,
            ReferenceOr::Reference { reference } => {
                self.merged.extend(super::refs::component(&reference, "schemas"));
                return;
            }
        };
        match &schema.schema_kind {
            SchemaKind::AllOf { all_of: parts }
            | SchemaKind::OneOf { one_of: parts }
            | SchemaKind::AnyOf { any_of: parts } => {
                parts.iter().for_each(|part| self.use_in_form(lent(part)))
            }
            SchemaKind::Type(Kind::Array(array)) => {
                if let Some(items) = &array.items {
                    self.use_in_form(lent(items));
                }
            }
            _ => {}
        }
    }

    /// The type of a file, or of a list of files. Where one or several are allowed, a list is both.
    pub(super) fn file(&self, schema: &'d ReferenceOr<Box<Schema>>) -> Option<Type> {
        self.file_of(self.resolve_boxed(schema)?)
    }

    fn file_of(&self, schema: &'d Schema) -> Option<Type> {
        if is_binary(schema) {
            return Some(Type::Part);
        }
        let of = |part: &'d ReferenceOr<Schema>| self.file_of(self.resolved(part)?);
        match &schema.schema_kind {
            SchemaKind::Type(Kind::Array(array)) => {
                let items = self.resolve_boxed(array.items.as_ref()?)?;
                is_binary(items).then(|| Type::List(Box::new(Type::Part)))
            }
            SchemaKind::AllOf { all_of } => match all_of.as_slice() {
                [only] => of(only),
                _ => None,
            },
            SchemaKind::OneOf { one_of: arms } | SchemaKind::AnyOf { any_of: arms } => {
                let live = arms.iter().filter(|arm| !self.is_only_null(arm));
                let files: Vec<Type> = live.map(of).collect::<Option<_>>()?;
                files.into_iter().reduce(|one, other| if one == Type::Part { other } else { one })
            }
            _ => None,
        }
    }

    /// Whether a form of this schema has files.
    pub(super) fn has_files(&self, schema: &'d Schema) -> bool {
        match &schema.schema_kind {
            SchemaKind::Type(Kind::Object(object)) => {
                object.properties.values().any(|property| self.file(property).is_some())
            }
            SchemaKind::AllOf { all_of } => all_of
                .iter()
                .filter_map(|arm| self.resolve_schema(arm))
                .any(|arm| self.has_files(arm)),
            _ => false,
        }
    }
}

/// A schema, boxed or not.
fn lent<S: Borrow<Schema>>(schema: &ReferenceOr<S>) -> ReferenceOr<&Schema> {
    match schema {
        ReferenceOr::Item(schema) => ReferenceOr::Item(schema.borrow()),
        ReferenceOr::Reference { reference } => {
            ReferenceOr::Reference { reference: reference.clone() }
        }
    }
}

/// What the parts of a form are said to be by its `encoding` (OpenAPI 3.1 section 4.8.15); of several, the first that is exact.
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

/// Whether a part of this media type is neither text nor JSON, and so a file.
fn is_file(content_type: &str) -> bool {
    let essence = content_type.to_ascii_lowercase();
    !(essence.starts_with("text/") || essence.contains("json") || essence.contains("xml"))
}

/// Whether a schema is raw bytes: `format: binary`.
pub(super) fn is_binary(schema: &Schema) -> bool {
    let SchemaKind::Type(Kind::String(text)) = &schema.schema_kind else { return false };
    matches!(&text.format, VariantOrUnknownOrEmpty::Item(StringFormat::Binary))
}
