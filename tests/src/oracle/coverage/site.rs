//! The emitted side of a schema.

use serde_json::Value;

/// A direction of a schema.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    Request,
    Response,
}

impl Direction {
    /// Returns the keyword of properties that the direction does not have.
    pub(super) fn hidden(self) -> &'static str {
        match self {
            Self::Request => "readOnly",
            Self::Response => "writeOnly",
        }
    }
}

/// The emitted side of a schema: where the schema is, its direction, and the type there.
#[derive(Clone)]
pub(super) struct Site {
    pub(super) at: String,
    pub(super) direction: Direction,
    pub(super) kind: String,
    /// The values that the parts beside it leave to an enum.
    pub(super) allowed: Vec<Vec<Value>>,
    /// The objects that this is a part of.
    pub(super) wholes: Vec<String>,
}

impl Site {
    pub(super) fn new(at: String, direction: Direction, kind: &str) -> Self {
        Self { at, direction, kind: kind.to_owned(), allowed: Vec::new(), wholes: Vec::new() }
    }

    pub(super) fn below(&self, steps: &str) -> Self {
        let at = format!("{}/{steps}", self.at);
        Self { at, allowed: Vec::new(), wholes: Vec::new(), ..self.clone() }
    }

    /// Returns whether the type here is that of an object, and not that of the values of a map.
    pub(super) fn is_struct(&self, schema: &Value) -> bool {
        let keys = ["properties", "required", "allOf", "oneOf", "anyOf"];
        !self.wholes.is_empty() || keys.iter().any(|key| schema.get(key).is_some())
    }

    pub(super) fn with(&self, kind: &str) -> Self {
        Self { kind: kind.to_owned(), ..self.clone() }
    }
}

/// Returns whether values of a type are among those of a schema; keywords of others say nothing.
pub(super) fn is_of(schema: &Value, kind: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == kind,
        Some(Value::Array(all)) => all.iter().any(|one| one == kind),
        _ => true,
    }
}

/// Returns whether a schema asks for a scalar, or for an object with certain properties.
pub(super) fn is_typed(schema: &Value) -> bool {
    let scalars = ["string", "integer", "number", "boolean"];
    let names = schema.get("type").and_then(Value::as_str);
    let values = schema.get("enum").and_then(Value::as_array);
    let is_null = values.is_some_and(|values| values.iter().all(Value::is_null));
    !is_null && names.is_some_and(|name| scalars.contains(&name))
        || schema.get("properties").is_some() && is_of(schema, "object")
}
