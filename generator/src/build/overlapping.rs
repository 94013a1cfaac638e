//! Properties that several parts of an `allOf` describe: a value must fit all of the descriptions, so the narrowest is taken,
//! and what the others say beside the type is said too.

use openapiv3::{Schema, SchemaKind, Type as Kind};

use super::Builder;
use super::gathered::{Described, Gathered};
use super::schemas::{Place, Typed};
use crate::diagnostic::Code;
use crate::model::{Access, Field, Shape, StructKind, Type, TypeId};

impl<'d> Builder<'d> {
    /// The field of a property, by all that is said of it. `None` if nothing is.
    pub(super) fn overlapping(
        &mut self,
        owner: TypeId,
        name: &str,
        described: &[Described<'d>],
        required: bool,
        kind: StructKind,
    ) -> Option<Field> {
        let mut telling: Vec<&Described<'d>> = described.iter().collect();
        if telling.len() > 1 {
            telling.retain(|(schema, _)| !self.resolve_boxed(schema).is_some_and(is_any));
        }
        let (last, others) = match telling.split_last() {
            Some((last, others)) => (*last, others),
            None => (described.last()?, &[][..]),
        };
        let mut field = self.field(owner, name, last.0, &last.1, required, kind);
        if others.is_empty() {
            return Some(field);
        }
        if let Some(typed) = self.merged_objects(owner, name, &telling) {
            return Some(Field { ty: typed.ty, nullable: typed.nullable, ..field });
        }
        for (schema, at) in others {
            let other = self.field(owner, name, schema, at, required, kind);
            if self.is_narrower(&other.ty, &field.ty) {
                field.ty = other.ty;
            } else if !self.is_narrower(&field.ty, &other.ty) && field.ty != other.ty {
                let message = format!(
                    "`{name}` is described elsewhere as another type; no value may fit both"
                );
                self.diagnostics.add(Code::Widened, at, message);
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

    /// The one struct of descriptions that are all objects.
    fn merged_objects(
        &mut self,
        owner: TypeId,
        name: &str,
        described: &[&Described<'d>],
    ) -> Option<Typed> {
        let schemas: Option<Vec<&'d Schema>> =
            described.iter().map(|(schema, _)| self.resolved(schema)).collect();
        let schemas = schemas?;
        if !schemas.iter().all(|schema| is_object(schema)) {
            return None;
        }
        let mut key: Vec<*const Schema> =
            schemas.iter().map(|schema| std::ptr::from_ref(*schema)).collect();
        key.sort_unstable();
        let (_, at) = described.last()?;
        let place = Place::part(owner, name, at.clone());
        let mut gathered = Gathered::default();
        for ((_, at), schema) in described.iter().zip(&schemas) {
            self.gather_one(&mut gathered, schema, at, &mut Vec::new())?;
        }
        let first = schemas.first()?;
        let nullable = schemas.iter().all(|schema| schema.schema_data.nullable);
        let typed = self.once(key, &place, nullable, |builder| {
            let id = builder.reserve(&place);
            builder.finish(id, gathered, &first.schema_data, &place, StructKind::Json);
            Typed { ty: Type::Named(id), nullable }
        });
        Some(typed)
    }

    /// Whether each value of one type fits another, which is wider.
    fn is_narrower(&self, narrow: &Type, wide: &Type) -> bool {
        let shape = |ty: &Type| match ty {
            Type::Named(id) => self.types.get(id.0).map(|decl| &decl.shape),
            _ => None,
        };
        match (narrow, wide) {
            (_, Type::Json) => true,
            (Type::DateTime | Type::Date | Type::Uuid, Type::String)
            | (Type::I32 | Type::I64, Type::F64)
            | (Type::I32, Type::I64)
            | (Type::Map(_), Type::JsonObject) => true,
            (Type::List(narrow), Type::List(wide)) | (Type::Map(narrow), Type::Map(wide)) => {
                self.is_narrower(narrow, wide)
            }
            (_, Type::Nullable(wide)) => narrow == wide.as_ref() || self.is_narrower(narrow, wide),
            (_, Type::String) => matches!(shape(narrow), Some(Shape::Enum(_))),
            (_, Type::I32 | Type::I64) => matches!(shape(narrow), Some(Shape::IntegerEnum(_))),
            (_, Type::JsonObject) => matches!(shape(narrow), Some(Shape::Struct(_))),
            _ => match (shape(narrow), shape(wide)) {
                (Some(Shape::Enum(narrow)), Some(Shape::Enum(wide))) => {
                    let has = |value: &str| wide.values.iter().any(|known| known.wire == value);
                    narrow.values.iter().all(|value| has(&value.wire))
                }
                _ => false,
            },
        }
    }
}

/// Whether any value fits.
fn is_any(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Any(any) if any.typ.is_none())
}

/// Whether the schema has properties, itself or by its parts.
fn is_object(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(Kind::Object(object)) => !object.properties.is_empty(),
        SchemaKind::AllOf { .. } => true,
        _ => false,
    }
}
