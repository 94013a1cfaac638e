//! Kinds of schemas: the type that each kind is, or the schema that it contains.

use super::nullable::{Container, NullableType};
use super::site::SchemaSite;
use super::{Schemas, shown};
use crate::diagnostic::Code;
use crate::document::{Additional, Bounds, Kind, Object, SchemaId, SchemaRef, Text};
use crate::model::{IntegerValue, Type};
use crate::shape::pages;

/// One step into a schema.
pub(super) enum Step {
    /// The schema has this type.
    Is(NullableType),
    /// The schema wraps another, and is what that is, or perhaps null.
    Wraps(SchemaRef, bool),
    /// The schema is a list, a map or a page of another.
    Contains(Container, SchemaRef, SchemaSite),
}

impl<'d> Schemas<'d> {
    /// Steps into a schema at a site.
    pub(super) fn step(&mut self, id: SchemaId, site: &SchemaSite) -> Step {
        let schema = &self.document[id];
        let text = schema.description.as_deref();
        let ty = match &schema.kind {
            Kind::Any | Kind::Not => Type::Json,
            Kind::Mixed => {
                let message = "keywords of several types stand together; read as any value";
                self.diagnostics.add(Code::Widened, &site.pointer, message);
                Type::Json
            }
            Kind::Boolean => Type::Bool,
            Kind::Number(_) => Type::F64,
            Kind::Integer(integer) => self.integer(integer, text, site),
            Kind::Text(string) => match shown::other_than_text(schema) {
                Some(other) => {
                    let message = format!(
                        "a read-only string whose text or example shows {other}; read as any value"
                    );
                    self.diagnostics.add(Code::Widened, &site.pointer, message);
                    Type::Json
                }
                None => self.text(string, text, site),
            },
            Kind::Array(array) => match array.items {
                Some(items) => {
                    return Step::Contains(Container::List, items, site.members("items"));
                }
                None => Type::List(Box::new(Type::Json)),
            },
            Kind::Object(object) => return self.object_step(id, object, site),
            Kind::AllOf(parts) => match parts.as_slice() {
                [only] if !self.families.is_heir(id, *only) => return Step::Wraps(*only, false),
                _ => return self.all_of(id, site),
            },
            Kind::Choice(..) => return self.choice(id, id, site),
        };
        Step::Is(NullableType::plain(ty))
    }

    fn integer(&mut self, integer: &Bounds<i64>, text: Option<&str>, site: &SchemaSite) -> Type {
        if !integer.values.is_empty() {
            let value = |wire: &i64| IntegerValue { wire: *wire, title: None, text: None };
            return self.integer_enum(integer.values.iter().map(value).collect(), text, site);
        }
        Type::of_integer_format(integer.format.as_deref())
    }

    fn text(&mut self, string: &Text, text: Option<&str>, site: &SchemaSite) -> Type {
        if !string.values.is_empty() {
            return self.text_enum(&string.values, text, site);
        }
        string.format.as_deref().and_then(Type::of_text_format).unwrap_or(Type::String)
    }

    fn object_step(&mut self, id: SchemaId, object: &'d Object, site: &SchemaSite) -> Step {
        if let Some((property, items)) = pages::items(self.document, object) {
            return Step::Contains(Container::Page, items, site.page_items(property));
        }
        if object.properties.is_empty() {
            return map_step(object.additional, site);
        }
        Step::Is(NullableType::plain(self.object(id, object, site)))
    }
}

/// Steps into an object that has no properties of its own.
pub(super) fn map_step(additional: Additional, site: &SchemaSite) -> Step {
    match additional {
        Additional::Unsaid | Additional::Closed | Additional::Open => {
            Step::Is(NullableType::plain(Type::JsonObject))
        }
        Additional::Of(value) => {
            Step::Contains(Container::Map, value, site.members("additionalProperties"))
        }
    }
}
