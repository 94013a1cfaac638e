//! Properties that several parts of an `allOf` describe.
//!
//! A value must fit all descriptions, so the narrowest is taken, with the constraints of all.

use super::super::Schemas;
use super::super::nullable::NullableType;
use super::super::objects::FieldTask;
use super::super::site::SchemaSite;
use super::collect::Description;
use crate::diagnostic::Code;
use crate::document::{Kind, Schema, SchemaId, SchemaRef};
use crate::model::{Access, Field, Shape, StructKind, Type};

impl<'d> Schemas<'d> {
    /// Returns the field of a property by all its descriptions, `None` if there are none.
    pub(in crate::shape::schemas) fn unified_field(
        &mut self,
        task: &FieldTask<'d>,
    ) -> Option<Field> {
        let mut informative: Vec<&Description> = task.descriptions.iter().collect();
        if informative.len() > 1 {
            informative.retain(|(schema, _)| self.document[*schema].kind != Kind::Any);
        }
        let (last, others) = match informative.split_last() {
            Some((last, others)) => (*last, others),
            None => (task.descriptions.last()?, &[][..]),
        };
        let mut field = self.field(task, last);
        if others.is_empty() {
            return Some(field);
        }
        if let Some(typed) = self.merged_objects(task, &informative) {
            return Some(Field { ty: typed.ty, nullable: typed.nullable, ..field });
        }
        for described in others {
            let other = self.field(task, described);
            if self.is_narrower(&other.ty, &field.ty) {
                field.ty = other.ty;
            } else if !self.is_narrower(&field.ty, &other.ty) && field.ty != other.ty {
                let message = format!(
                    "`{}` is described elsewhere as another type; no value may fit both",
                    task.wire
                );
                self.diagnostics.add(Code::Widened, &described.1, message);
            }
            field.nullable &= other.nullable;
            field.deprecated |= other.deprecated;
            if field.access == Access::ReadWrite {
                field.access = other.access;
            }
            field.docs.default = field.docs.default.or(other.docs.default);
            for constraint in other.docs.constraints {
                if !field.docs.constraints.contains(&constraint) {
                    field.docs.constraints.push(constraint);
                }
            }
        }
        Some(field)
    }

    /// Returns the one struct of descriptions that are all objects.
    fn merged_objects(
        &mut self,
        task: &FieldTask<'d>,
        descriptions: &[&Description],
    ) -> Option<NullableType> {
        let document = self.document;
        if !descriptions.iter().all(|(schema, _)| has_properties(&document[*schema])) {
            return None;
        }
        let mut key: Vec<SchemaId> = descriptions.iter().map(|(schema, _)| schema.id).collect();
        key.sort_unstable();
        if let Some(typed) = self.merged.get(&key) {
            return Some(typed.clone());
        }
        // As if they stood in place: the struct is that of the property, not of a component.
        let in_place =
            |(schema, at): &&Description| (SchemaRef { component: None, ..*schema }, at.clone());
        let collected = self.collect(descriptions.iter().map(in_place).collect())?;
        descriptions.iter().for_each(|(schema, _)| self.reach(schema.component));
        let (first, (_, at)) = (descriptions.first()?.0, descriptions.last()?);
        let site = SchemaSite::part(task.owner, task.wire, at.clone());
        let id = self.structure(collected, first.id, &site, StructKind::Json);
        let typed = NullableType {
            ty: Type::Named(id),
            nullable: descriptions.iter().all(|(schema, _)| document[*schema].nullable),
        };
        self.merged.insert(key, typed.clone());
        Some(typed)
    }

    /// Returns whether each value of one type fits another, which is wider.
    pub(super) fn is_narrower(&self, narrow: &Type, wide: &Type) -> bool {
        let shape = |ty: &Type| match ty {
            Type::Named(id) => Some(&self[*id].shape),
            _ => None,
        };
        match (narrow, wide) {
            (_, Type::Json) => true,
            (formatted, Type::String) if formatted.is_formatted_text() => true,
            (integer, Type::F64) if integer.is_integer() => true,
            (integer, wide) if integer.is_narrower_integer(wide) => true,
            (Type::Map(_), Type::JsonObject) => true,
            (Type::List(narrow), Type::List(wide)) | (Type::Map(narrow), Type::Map(wide)) => {
                self.is_narrower(narrow, wide)
            }
            (_, Type::Nullable(wide)) => narrow == wide.as_ref() || self.is_narrower(narrow, wide),
            (_, Type::String) => matches!(shape(narrow), Some(Shape::Enum(_))),
            (_, wide) if wide.is_integer() || *wide == Type::F64 => {
                matches!(shape(narrow), Some(Shape::IntegerEnum(_)))
            }
            (_, Type::JsonObject) => matches!(shape(narrow), Some(Shape::Struct(_))),
            _ => match (shape(narrow), shape(wide)) {
                (Some(Shape::Enum(narrow)), Some(Shape::Enum(wide))) => {
                    let has = |value: &str| wide.values.iter().any(|other| other.wire == value);
                    narrow.values.iter().all(|value| has(&value.wire))
                }
                (Some(Shape::IntegerEnum(narrow)), Some(Shape::IntegerEnum(wide))) => {
                    let has = |value: i64| wide.iter().any(|other| other.wire == value);
                    narrow.iter().all(|value| has(value.wire))
                }
                _ => false,
            },
        }
    }
}

/// Returns whether a schema has properties, itself or by its parts.
fn has_properties(schema: &Schema) -> bool {
    match &schema.kind {
        Kind::Object(object) => !object.properties.is_empty(),
        Kind::AllOf(_) => true,
        _ => false,
    }
}
