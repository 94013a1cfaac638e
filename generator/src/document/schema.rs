//! Schemas of the resolved document.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{ComponentId, SchemaId};
use crate::lower::notes::TextContent;

/// A schema where another part of the document uses it: in place, or by reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SchemaRef {
    pub id: SchemaId,
    /// The component that the reference names; `None` for a schema that stands in place.
    pub component: Option<ComponentId>,
}

impl SchemaRef {
    /// Returns whether a reference leads to the schema.
    pub(crate) fn is_reference(self) -> bool {
        self.component.is_some()
    }
}

/// A schema, and the annotations on it.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    /// The component that the schema is.
    pub component: Option<ComponentId>,
    /// The component that the schema is or lies within.
    pub within: Option<ComponentId>,
    pub kind: Kind,
    pub title: Option<String>,
    pub description: Option<String>,
    pub nullable: bool,
    pub deprecated: bool,
    pub read_only: bool,
    pub write_only: bool,
    pub default: Option<Value>,
    pub example: Option<Value>,
    pub discriminator: Option<Discriminator>,
    /// Null is the only value.
    pub only_null: bool,
    /// The type follows from the keywords alone, which stood beside a composition.
    pub implied: bool,
    /// The content of a text that stands for something else.
    pub content: Option<TextContent>,
    /// The only values of a schema that is no enum of texts or integers.
    pub values: Vec<Value>,
}

/// The values that a schema allows, by their form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Any value at all.
    Any,
    /// Keywords of several types together.
    Mixed,
    Not,
    Boolean,
    Integer(Bounds<i64>),
    Number(Bounds<f64>),
    Text(Text),
    Array(Array),
    Object(Object),
    AllOf(Vec<SchemaRef>),
    /// `oneOf` or `anyOf`, and the arms.
    Choice(Keyword, Vec<SchemaRef>),
}

/// The two keywords of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyword {
    OneOf,
    AnyOf,
}

impl Keyword {
    /// Returns the keyword as documents write it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::OneOf => "oneOf",
            Self::AnyOf => "anyOf",
        }
    }
}

/// The limits of a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bounds<T> {
    pub format: Option<String>,
    /// The values of an enum; empty for any.
    pub values: Vec<T>,
    pub minimum: Option<T>,
    pub maximum: Option<T>,
    pub exclusive_minimum: bool,
    pub exclusive_maximum: bool,
    pub multiple_of: Option<T>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Text {
    pub format: Option<String>,
    /// The values of an enum; empty for any.
    pub values: Vec<String>,
    pub pattern: Option<String>,
    pub min_length: Option<usize>,
    pub max_length: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Array {
    pub items: Option<SchemaRef>,
    pub min_items: Option<usize>,
    pub max_items: Option<usize>,
    pub unique_items: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Object {
    pub properties: BTreeMap<String, SchemaRef>,
    pub required: Vec<String>,
    pub additional: Additional,
    pub min_properties: Option<usize>,
    pub max_properties: Option<usize>,
}

/// The values of properties that an object does not describe.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Additional {
    /// The document says nothing of them.
    #[default]
    Unsaid,
    /// There are none.
    Closed,
    /// Any value.
    Open,
    Of(SchemaRef),
}

/// The property whose value names the arm of a choice.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Discriminator {
    pub property: String,
    /// Values, each with the name of the component that it means.
    pub mapping: Vec<(String, String)>,
    /// The name of the component that every other value means, and none.
    pub default: Option<String>,
}

impl Discriminator {
    /// Returns the names of the components that it means by some value, or by none.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &String> {
        self.mapping.iter().map(|(_, name)| name).chain(&self.default)
    }
}

impl Schema {
    /// Returns the parts of an `allOf`, none for all else.
    pub(crate) fn all_of(&self) -> &[SchemaRef] {
        match &self.kind {
            Kind::AllOf(parts) => parts,
            _ => &[],
        }
    }

    /// Returns the arms of a choice, none for all else.
    pub(crate) fn arms(&self) -> &[SchemaRef] {
        match &self.kind {
            Kind::Choice(_, arms) => arms,
            _ => &[],
        }
    }

    /// Returns the schemas that this one is made of, in the order of the document.
    pub(crate) fn children(&self) -> Vec<SchemaRef> {
        match &self.kind {
            Kind::Array(array) => array.items.into_iter().collect(),
            Kind::Object(object) => {
                let additional = match object.additional {
                    Additional::Of(schema) => Some(schema),
                    Additional::Unsaid | Additional::Closed | Additional::Open => None,
                };
                object.properties.values().copied().chain(additional).collect()
            }
            Kind::AllOf(parts) | Kind::Choice(_, parts) => parts.clone(),
            Kind::Any
            | Kind::Mixed
            | Kind::Not
            | Kind::Boolean
            | Kind::Integer(_)
            | Kind::Number(_)
            | Kind::Text(_) => Vec::new(),
        }
    }

    /// Returns whether the schema is a single value: a text, a number or a flag.
    pub(crate) fn is_scalar(&self) -> bool {
        matches!(self.kind, Kind::Boolean | Kind::Integer(_) | Kind::Number(_) | Kind::Text(_))
    }

    /// Returns whether the schema is raw bytes: `format: binary`.
    pub(crate) fn is_binary(&self) -> bool {
        matches!(&self.kind, Kind::Text(text) if text.format.as_deref() == Some("binary"))
    }
}
