//! The keywords of a schema: what stands under each, and what the passes make of it. A keyword is
//! one row.

use serde_json::{Map, Value};

use super::{Member, Node};

/// The names of the types of JSON Schema, less `null`, which is a flag in OpenAPI 3.0, and
/// `integer`, which is a number.
pub(in crate::lower) const TYPES: [&str; 5] = ["string", "number", "boolean", "array", "object"];

/// A keyword of a schema.
#[derive(Clone, Copy, Debug)]
pub(in crate::lower) struct Keyword {
    pub(in crate::lower) name: &'static str,
    pub(in crate::lower) member: Member,
    pub(in crate::lower) role: Role,
}

/// The treatment of a keyword by lowering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lower) enum Role {
    /// Does not constrain the value; may stand beside anything.
    Annotation,
    /// Constrains the values of these types, and means nothing for others.
    Of(&'static [&'static str]),
    /// Composes the schema of others.
    Composition,
    /// Constrains in a way that no Rust type can; dropped with a note.
    Condition,
    /// Is of no use to a client; dropped.
    Unused,
    /// Has a pass of its own, after which it is gone.
    Rewritten,
}

const STRING: Role = Role::Of(&["string"]);
const NUMBER: Role = Role::Of(&["number"]);
const ARRAY: Role = Role::Of(&["array"]);
const OBJECT: Role = Role::Of(&["object"]);

macro_rules! keywords {
    ($($name:literal: $member:expr, $role:expr;)*) => {
        /// All keywords, in the order in which messages list them.
        pub(in crate::lower) const ALL: &[Keyword] =
            &[$(Keyword { name: $name, member: $member, role: $role }),*];

        /// Returns the row of a keyword; `None` for an extension or an unknown word.
        pub(in crate::lower) fn keyword(name: &str) -> Option<Keyword> {
            match name {
                $($name => Some(Keyword { name: $name, member: $member, role: $role }),)*
                _ => None,
            }
        }
    };
}

keywords! {
    "title": Member::Text, Role::Annotation;
    "description": Member::Text, Role::Annotation;
    "default": Member::Data, Role::Annotation;
    "example": Member::Data, Role::Annotation;
    "deprecated": Member::Flag, Role::Annotation;
    "readOnly": Member::Flag, Role::Annotation;
    "writeOnly": Member::Flag, Role::Annotation;
    "nullable": Member::Flag, Role::Annotation;
    "discriminator": Member::One(Node::Discriminator), Role::Annotation;

    "$ref": Member::Reference, Role::Rewritten;
    "type": Member::Types, Role::Rewritten;
    "const": Member::Data, Role::Rewritten;
    "examples": Member::Data, Role::Rewritten;
    "contentSchema": Member::One(Node::Schema), Role::Rewritten;

    "enum": Member::Values, Role::Of(&["string", "number", "boolean"]);
    "format": Member::Text, Role::Of(&["string", "number"]);
    "pattern": Member::Text, STRING;
    "minLength": Member::Number, STRING;
    "maxLength": Member::Number, STRING;
    "contentEncoding": Member::Text, STRING;
    "contentMediaType": Member::Text, STRING;
    "multipleOf": Member::Number, NUMBER;
    "minimum": Member::Number, NUMBER;
    "maximum": Member::Number, NUMBER;
    "exclusiveMinimum": Member::Bound, NUMBER;
    "exclusiveMaximum": Member::Bound, NUMBER;
    "items": Member::Open(Node::Schema), ARRAY;
    "minItems": Member::Number, ARRAY;
    "maxItems": Member::Number, ARRAY;
    "uniqueItems": Member::Flag, ARRAY;
    "prefixItems": Member::List(Node::Schema), ARRAY;
    "properties": Member::Map(Node::Schema), OBJECT;
    "required": Member::Texts, OBJECT;
    "additionalProperties": Member::Open(Node::Schema), OBJECT;
    "minProperties": Member::Number, OBJECT;
    "maxProperties": Member::Number, OBJECT;
    "patternProperties": Member::Map(Node::Schema), OBJECT;

    "allOf": Member::List(Node::Schema), Role::Composition;
    "oneOf": Member::List(Node::Schema), Role::Composition;
    "anyOf": Member::List(Node::Schema), Role::Composition;

    "if": Member::Open(Node::Schema), Role::Condition;
    "then": Member::Open(Node::Schema), Role::Condition;
    "else": Member::Open(Node::Schema), Role::Condition;
    "not": Member::Open(Node::Schema), Role::Condition;
    "contains": Member::Open(Node::Schema), Role::Condition;
    "propertyNames": Member::Open(Node::Schema), Role::Condition;
    "dependentSchemas": Member::Map(Node::Schema), Role::Condition;
    "dependentRequired": Member::Terms, Role::Condition;
    "unevaluatedProperties": Member::Open(Node::Schema), Role::Condition;
    "unevaluatedItems": Member::Open(Node::Schema), Role::Condition;
    "minContains": Member::Number, Role::Condition;
    "maxContains": Member::Number, Role::Condition;

    "$defs": Member::Map(Node::Schema), Role::Unused;
    "definitions": Member::Map(Node::Schema), Role::Unused;
    "$schema": Member::Text, Role::Unused;
    "$id": Member::Text, Role::Unused;
    "$anchor": Member::Text, Role::Unused;
    "$dynamicAnchor": Member::Text, Role::Unused;
    "$comment": Member::Text, Role::Unused;
    "xml": Member::One(Node::Xml), Role::Unused;
    "externalDocs": Member::One(Node::Documentation), Role::Unused;
}

impl Keyword {
    /// Returns whether the keyword constrains the values of a type.
    pub(in crate::lower) fn is_of(self, type_name: &str) -> bool {
        let name = if type_name == "integer" { "number" } else { type_name };
        matches!(self.role, Role::Of(types) if types.contains(&name))
    }
}

/// Returns the keywords of a role, in their order.
pub(in crate::lower) fn of_role(role: Role) -> impl Iterator<Item = &'static str> {
    ALL.iter().filter(move |keyword| keyword.role == role).map(|keyword| keyword.name)
}

/// Returns the role of a keyword; `None` for an extension or an unknown word.
pub(in crate::lower) fn role_of(key: &str) -> Option<Role> {
    keyword(key).map(|keyword| keyword.role)
}

/// Returns whether a schema has a keyword of a role.
pub(in crate::lower) fn has_role(schema: &Map<String, Value>, role: Role) -> bool {
    schema.keys().any(|key| role_of(key) == Some(role))
}

/// Returns the keywords that constrain the values of a type.
pub(in crate::lower) fn of_type(name: &str) -> impl Iterator<Item = &'static str> {
    ALL.iter().filter(move |keyword| keyword.is_of(name)).map(|keyword| keyword.name)
}

/// Returns whether a key of a schema does not constrain the value: an annotation or an extension.
pub(in crate::lower) fn only_annotates(key: &str) -> bool {
    key.starts_with("x-") || role_of(key) == Some(Role::Annotation)
}
