//! The limits of a schema that its Rust type does not express, its default and its example.

use serde_json::Value;

use crate::document::{Additional, Array, Bounds, Document, Kind, Object, Schema, Text};
use crate::model::{Bound, Constraint, Docs, Limits, Number, Type};

/// Returns the docs of a property or parameter.
pub(in crate::shape) fn docs(document: &Document, schema: &Schema) -> Docs {
    Docs {
        text: schema.description.clone(),
        constraints: constraints(document, schema),
        default: schema.default.clone(),
        example: schema.example.clone().filter(|example| fits(example, &schema.kind)),
    }
}

/// Returns whether an example is a single value of the schema's kind.
fn fits(example: &Value, kind: &Kind) -> bool {
    match kind {
        Kind::Text(_) => example.is_string(),
        Kind::Number(_) => example.is_number(),
        Kind::Integer(_) => example.is_i64(),
        Kind::Boolean => example.is_boolean(),
        _ => false,
    }
}

/// Returns the docs of a property that is nothing but a reference. The text of an object is the
/// type's own.
pub(in crate::shape) fn of_target(document: &Document, schema: &Schema) -> Docs {
    let mut docs = docs(document, schema);
    if !schema.is_scalar() && !matches!(schema.kind, Kind::Array(_)) {
        docs.text = None;
    }
    docs
}

fn constraints(document: &Document, schema: &Schema) -> Vec<Constraint> {
    let mut found = match &schema.kind {
        Kind::Text(text) => of_text(text),
        Kind::Number(number) => of_number(number),
        Kind::Integer(integer) => of_integer(integer),
        Kind::Array(array) => of_array(document, array),
        Kind::Object(object) => of_object(object),
        _ => Vec::new(),
    };
    if let Some(content) = &schema.content {
        found.push(Constraint::Content {
            media_type: content.media_type.clone(),
            encoding: content.encoding.clone(),
        });
    }
    if !schema.values.is_empty() {
        found.push(Constraint::Values(schema.values.clone()));
    }
    found
}

fn of_array(document: &Document, array: &Array) -> Vec<Constraint> {
    let limits = limits(array.min_items, array.max_items);
    let mut found: Vec<Constraint> = limits.map(Constraint::Items).into_iter().collect();
    if array.unique_items {
        found.push(Constraint::UniqueItems);
    }
    let items = array.items.filter(|items| !items.is_reference());
    let each = items.map(|items| constraints(document, &document[items])).unwrap_or_default();
    if !each.is_empty() {
        found.push(Constraint::Each(each));
    }
    found
}

fn of_object(object: &Object) -> Vec<Constraint> {
    if object.properties.is_empty() && object.additional == Additional::Closed {
        return vec![Constraint::Empty];
    }
    let limits = limits(object.min_properties, object.max_properties);
    limits.map(Constraint::Entries).into_iter().collect()
}

fn of_text(text: &Text) -> Vec<Constraint> {
    let mut found = Vec::new();
    if text.values.is_empty() {
        found.extend(limits(text.min_length, text.max_length).map(Constraint::Length));
        found.extend(text.pattern.clone().map(Constraint::Pattern));
    }
    match text.format.as_deref() {
        None | Some("binary") => {}
        Some(format) if Type::of_text_format(format).is_some() => {}
        Some("byte") => found
            .push(Constraint::Content { media_type: None, encoding: Some("base64".to_owned()) }),
        Some(format) => found.push(Constraint::Format(format.to_owned())),
    }
    found
}

fn of_integer(integer: &Bounds<i64>) -> Vec<Constraint> {
    // The bounds of a 64-bit integer are those of the type.
    let minimum = integer.minimum.filter(|bound| *bound != i64::MIN);
    let maximum = integer.maximum.filter(|bound| *bound != i64::MAX);
    let bounds = Bounds { minimum, maximum, values: Vec::new(), ..integer.clone() };
    of_numeric(&bounds, Number::Integer, &["int32", "int64", "uint32", "uint64"])
}

fn of_number(number: &Bounds<f64>) -> Vec<Constraint> {
    of_numeric(number, Number::Float, &["float", "double"])
}

fn of_numeric<T: Copy>(
    bounds: &Bounds<T>,
    number: fn(T) -> Number,
    formats: &[&str],
) -> Vec<Constraint> {
    let bound = |value: T, exclusive| Bound { value: number(value), exclusive };
    let minimum = bounds.minimum.map(|value| bound(value, bounds.exclusive_minimum));
    let maximum = bounds.maximum.map(|value| bound(value, bounds.exclusive_maximum));
    let mut found = Vec::new();
    if minimum.is_some() || maximum.is_some() {
        found.push(Constraint::Range { minimum, maximum });
    }
    found.extend(bounds.multiple_of.map(number).map(Constraint::MultipleOf));
    // A format that the specification does not have informs people all the same.
    let unknown = bounds.format.clone().filter(|format| !formats.contains(&format.as_str()));
    found.extend(unknown.map(Constraint::Format));
    found
}

fn limits(minimum: Option<usize>, maximum: Option<usize>) -> Option<Limits> {
    let minimum = minimum.filter(|bound| *bound > 0);
    (minimum.is_some() || maximum.is_some()).then_some(Limits { minimum, maximum })
}
