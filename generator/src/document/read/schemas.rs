//! Schemas: each node gets an id, and references the id of the node at their end.

use std::borrow::BorrowMut;
use std::collections::BTreeMap;

use openapiv3::{
    AdditionalProperties, ArrayType, IntegerFormat, IntegerType, NumberFormat, NumberType,
    ObjectType, ReferenceOr, SchemaData, SchemaKind, StringFormat, StringType, Type,
    VariantOrUnknownOrEmpty,
};

use super::{Component, ComponentId, Reader, SchemaId, references};
use crate::document::{
    Additional, Array, Bounds, Discriminator, Keyword, Kind, Object, Schema, SchemaRef, Text,
};
use crate::text::pointer::Pointer;

impl Reader {
    /// Reads all components: first an id for each, then what each is.
    pub(super) fn components(
        &mut self,
        entries: impl IntoIterator<Item = (String, ReferenceOr<openapiv3::Schema>)>,
    ) {
        let section = Pointer::root().descend(["components", "schemas"]);
        let mut targets = BTreeMap::new();
        let mut items = Vec::new();
        for (name, entry) in entries {
            match entry {
                ReferenceOr::Reference { reference } => {
                    let target = references::component(&reference, "schemas").unwrap_or_default();
                    targets.insert(name, Some(target));
                }
                ReferenceOr::Item(schema) => {
                    targets.insert(name.clone(), None);
                    items.push((name, schema));
                }
            }
        }
        let ends = references::ends(&targets);
        let numbered = targets.keys().enumerate();
        self.components = numbered.map(|(id, name)| (name.clone(), ComponentId(id))).collect();
        let mut own: BTreeMap<&str, SchemaId> = BTreeMap::new();
        for (name, _) in &items {
            own.insert(name, self.reserve());
        }
        for (name, target) in &targets {
            let pointer = section.child(name);
            let home = self.notes.get(&pointer).and_then(|note| note.home.clone());
            let end = ends.get(name).and_then(|end| own.get(end.as_str())).copied();
            let schema = end.unwrap_or_else(|| self.any());
            self.document.components.push(Component {
                name: name.clone(),
                hoisted: home.is_some(),
                pointer: home.unwrap_or(pointer),
                schema,
                refers_to: target.as_ref().and_then(|name| self.components.get(name)).copied(),
            });
        }
        let ids: Vec<SchemaId> =
            items.iter().filter_map(|(name, _)| own.get(name.as_str())).copied().collect();
        for ((name, schema), id) in items.into_iter().zip(ids) {
            self.within = self.components.get(&name).copied();
            let schema = self.schema(schema, &section.child(&name));
            let component = self.within;
            self.fill(id, Schema { component, ..schema });
        }
        self.within = None;
    }

    fn reserve(&mut self) -> SchemaId {
        self.schemas.push(None);
        SchemaId(self.schemas.len() - 1)
    }

    fn fill(&mut self, id: SchemaId, schema: Schema) {
        if let Some(place) = self.schemas.get_mut(id.0) {
            *place = Some(schema);
        }
    }

    /// Returns the schema that references to nothing lead to.
    fn any(&mut self) -> SchemaId {
        if let Some(id) = self.any {
            return id;
        }
        let id = self.reserve();
        self.fill(id, Schema::of(Kind::Any, SchemaData::default()));
        self.any = Some(id);
        id
    }

    /// Reads a schema where it is used.
    pub(super) fn used<S: BorrowMut<openapiv3::Schema>>(
        &mut self,
        schema: ReferenceOr<S>,
        at: &Pointer,
    ) -> SchemaRef {
        match schema {
            ReferenceOr::Reference { reference } => {
                let component = references::component(&reference, "schemas")
                    .and_then(|name| self.components.get(&name))
                    .copied();
                let target = component.and_then(|id| self.document.components.get(id.0));
                match target.map(|target| target.schema) {
                    Some(id) => SchemaRef { id, component },
                    None => SchemaRef { id: self.any(), component: None },
                }
            }
            ReferenceOr::Item(mut schema) => {
                let empty = openapiv3::Schema {
                    schema_data: SchemaData::default(),
                    schema_kind: SchemaKind::Any(openapiv3::AnySchema::default()),
                };
                let schema = std::mem::replace(schema.borrow_mut(), empty);
                // The id comes before those of its parts.
                let id = self.reserve();
                let schema = self.schema(schema, at);
                self.fill(id, schema);
                SchemaRef { id, component: None }
            }
        }
    }

    fn schema(&mut self, schema: openapiv3::Schema, at: &Pointer) -> Schema {
        let kind = self.kind(schema.schema_kind, at);
        let mut schema = Schema { within: self.within, ..Schema::of(kind, schema.schema_data) };
        if let Some(note) = self.notes.get(at) {
            schema.only_null = note.only_null;
            schema.implied = note.implied;
            schema.values.clone_from(&note.values);
            schema.content.clone_from(&note.content);
            if let Some(discriminator) = &mut schema.discriminator {
                discriminator.default = note.default_arm.as_deref().map(component_name);
            }
        }
        schema
    }

    fn kind(&mut self, kind: SchemaKind, at: &Pointer) -> Kind {
        match kind {
            SchemaKind::Type(Type::Boolean(_)) => Kind::Boolean,
            SchemaKind::Type(Type::Integer(integer)) => Kind::Integer(of_integer(integer)),
            SchemaKind::Type(Type::Number(number)) => Kind::Number(of_number(number)),
            SchemaKind::Type(Type::String(text)) => Kind::Text(of_text(text)),
            SchemaKind::Type(Type::Array(array)) => Kind::Array(self.array(array, at)),
            SchemaKind::Type(Type::Object(object)) => Kind::Object(self.object(object, at)),
            SchemaKind::AllOf { all_of } => Kind::AllOf(self.list(all_of, &at.child("allOf"))),
            SchemaKind::OneOf { one_of } => {
                Kind::Choice(Keyword::OneOf, self.list(one_of, &at.child("oneOf")))
            }
            SchemaKind::AnyOf { any_of } => {
                Kind::Choice(Keyword::AnyOf, self.list(any_of, &at.child("anyOf")))
            }
            SchemaKind::Not { .. } => Kind::Not,
            SchemaKind::Any(any) if any.typ.is_some() => Kind::Mixed,
            SchemaKind::Any(_) => Kind::Any,
        }
    }

    fn list(
        &mut self,
        schemas: Vec<ReferenceOr<openapiv3::Schema>>,
        at: &Pointer,
    ) -> Vec<SchemaRef> {
        let schemas = schemas.into_iter().enumerate();
        schemas.map(|(index, schema)| self.used(schema, &at.child(index))).collect()
    }

    fn array(&mut self, array: ArrayType, at: &Pointer) -> Array {
        Array {
            items: array.items.map(|items| self.used(items, &at.child("items"))),
            min_items: array.min_items,
            max_items: array.max_items,
            unique_items: array.unique_items,
        }
    }

    fn object(&mut self, object: ObjectType, at: &Pointer) -> Object {
        let below = at.child("properties");
        let properties = object.properties.into_iter().map(|(name, property)| {
            let property = self.used(property, &below.child(&name));
            (name, property)
        });
        Object {
            properties: properties.collect(),
            required: object.required,
            additional: match object.additional_properties {
                None => Additional::Unsaid,
                Some(AdditionalProperties::Any(false)) => Additional::Closed,
                Some(AdditionalProperties::Any(true)) => Additional::Open,
                Some(AdditionalProperties::Schema(schema)) => {
                    Additional::Of(self.used(*schema, &at.child("additionalProperties")))
                }
            },
            min_properties: object.min_properties,
            max_properties: object.max_properties,
        }
    }
}

impl Schema {
    fn of(kind: Kind, data: SchemaData) -> Self {
        let discriminator = data.discriminator.map(|discriminator| {
            let mapping = discriminator.mapping.into_iter();
            Discriminator {
                property: discriminator.property_name,
                mapping: mapping.map(|(value, target)| (value, component_name(&target))).collect(),
                default: None,
            }
        });
        Self {
            component: None,
            within: None,
            kind,
            title: data.title,
            description: data.description,
            nullable: data.nullable,
            deprecated: data.deprecated,
            read_only: data.read_only,
            write_only: data.write_only,
            default: data.default,
            example: data.example,
            discriminator,
            only_null: false,
            implied: false,
            content: None,
            values: Vec::new(),
        }
    }
}

/// Returns the name of the component that a discriminator means: by a reference, or by that name.
fn component_name(target: &str) -> String {
    references::component(target, "schemas").unwrap_or_else(|| target.to_owned())
}

fn of_integer(integer: IntegerType) -> Bounds<i64> {
    Bounds {
        format: format(integer.format, |format| match format {
            IntegerFormat::Int32 => "int32",
            IntegerFormat::Int64 => "int64",
        }),
        values: integer.enumeration.into_iter().flatten().collect(),
        minimum: integer.minimum,
        maximum: integer.maximum,
        exclusive_minimum: integer.exclusive_minimum,
        exclusive_maximum: integer.exclusive_maximum,
        multiple_of: integer.multiple_of,
    }
}

fn of_number(number: NumberType) -> Bounds<f64> {
    Bounds {
        format: format(number.format, |format| match format {
            NumberFormat::Float => "float",
            NumberFormat::Double => "double",
        }),
        values: number.enumeration.into_iter().flatten().collect(),
        minimum: number.minimum,
        maximum: number.maximum,
        exclusive_minimum: number.exclusive_minimum,
        exclusive_maximum: number.exclusive_maximum,
        multiple_of: number.multiple_of,
    }
}

fn of_text(text: StringType) -> Text {
    Text {
        format: format(text.format, |format| match format {
            StringFormat::Date => "date",
            StringFormat::DateTime => "date-time",
            StringFormat::Password => "password",
            StringFormat::Byte => "byte",
            StringFormat::Binary => "binary",
        }),
        values: text.enumeration.into_iter().flatten().collect(),
        pattern: text.pattern,
        min_length: text.min_length,
        max_length: text.max_length,
    }
}

/// Returns a format as documents write it.
fn format<F>(
    format: VariantOrUnknownOrEmpty<F>,
    name: impl Fn(F) -> &'static str,
) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(known) => Some(name(known).to_owned()),
        VariantOrUnknownOrEmpty::Unknown(name) => Some(name),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}
