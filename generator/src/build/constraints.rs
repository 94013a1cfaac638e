//! The limits of a schema that its Rust type does not express, its default and its example.

use openapiv3::{
    AdditionalProperties, IntegerType, NumberType, Schema, SchemaKind, StringFormat, StringType,
    Type as Kind, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use crate::model::{Bound, Constraint, Docs, Limits, Number};

/// Returns the docs of a property or parameter.
pub(super) fn docs(schema: &Schema) -> Docs {
    let data = &schema.schema_data;
    Docs {
        text: data.description.clone(),
        constraints: constraints(schema),
        default: data.default.clone(),
        example: data.example.clone().filter(|example| fits(example, &schema.schema_kind)),
    }
}

/// Returns whether an example is a single value of the schema's kind.
fn fits(example: &Value, kind: &SchemaKind) -> bool {
    let SchemaKind::Type(kind) = kind else { return false };
    match kind {
        Kind::String(_) => example.is_string(),
        Kind::Number(_) => example.is_number(),
        Kind::Integer(_) => example.is_i64(),
        Kind::Boolean(_) => example.is_boolean(),
        Kind::Array(_) | Kind::Object(_) => false,
    }
}

/// Returns the docs of a property that is nothing but a reference. The text of an object is the type's own.
pub(super) fn of_target(schema: &Schema) -> Docs {
    let plain =
        matches!(&schema.schema_kind, SchemaKind::Type(kind) if !matches!(kind, Kind::Object(_)));
    let mut docs = docs(schema);
    if !plain {
        docs.text = None;
    }
    docs
}

fn constraints(schema: &Schema) -> Vec<Constraint> {
    let extensions = &schema.schema_data.extensions;
    let mut found = of_kind(schema);
    if let Some(held) = extensions.get(crate::lower::HOLDS) {
        let text = |key: &str| held.get(key).and_then(Value::as_str).map(str::to_owned);
        let (media_type, encoding) = (text("mediaType"), text("encoding"));
        found.push(Constraint::Content { media_type, encoding });
    }
    if let Some(Value::Array(values)) = extensions.get(crate::lower::VALUES) {
        found.push(Constraint::Values(values.clone()));
    }
    found
}

fn of_kind(schema: &Schema) -> Vec<Constraint> {
    let SchemaKind::Type(kind) = &schema.schema_kind else { return Vec::new() };
    match kind {
        Kind::String(text) => of_string(text),
        Kind::Number(number) => of_number(number),
        Kind::Integer(integer) => of_integer(integer),
        Kind::Array(array) => {
            let limits = limits(array.min_items, array.max_items);
            let mut found: Vec<Constraint> = limits.map(Constraint::Items).into_iter().collect();
            if array.unique_items {
                found.push(Constraint::UniqueItems);
            }
            let items = array.items.as_ref().and_then(|items| items.as_item());
            let each = items.map(|items| constraints(items)).unwrap_or_default();
            if !each.is_empty() {
                found.push(Constraint::Each(each));
            }
            found
        }
        Kind::Object(object)
            if object.properties.is_empty()
                && matches!(
                    object.additional_properties,
                    Some(AdditionalProperties::Any(false))
                ) =>
        {
            vec![Constraint::Empty]
        }
        Kind::Object(object) => {
            let limits = limits(object.min_properties, object.max_properties);
            limits.map(Constraint::Entries).into_iter().collect()
        }
        Kind::Boolean(_) => Vec::new(),
    }
}

fn of_string(text: &StringType) -> Vec<Constraint> {
    let mut found = Vec::new();
    if text.enumeration.is_empty() {
        found.extend(limits(text.min_length, text.max_length).map(Constraint::Length));
        found.extend(text.pattern.clone().map(Constraint::Pattern));
    }
    match &text.format {
        VariantOrUnknownOrEmpty::Unknown(format) if format != "uuid" => {
            found.push(Constraint::Format(format.clone()));
        }
        VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => {
            found.push(Constraint::Content {
                media_type: None,
                encoding: Some("base64".to_owned()),
            });
        }
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => {
            found.push(Constraint::Format("password".to_owned()));
        }
        _ => {}
    }
    found
}

fn of_integer(integer: &IntegerType) -> Vec<Constraint> {
    // The bounds of a 64-bit integer are those of the type.
    let minimum = integer.minimum.filter(|bound| *bound != i64::MIN);
    let maximum = integer.maximum.filter(|bound| *bound != i64::MAX);
    let bound = |value: i64, exclusive| Bound { value: Number::Integer(value), exclusive };
    let minimum = minimum.map(|value| bound(value, integer.exclusive_minimum));
    let maximum = maximum.map(|value| bound(value, integer.exclusive_maximum));
    let multiple = integer.multiple_of.map(Number::Integer);
    of_numeric(minimum, maximum, multiple, &integer.format)
}

fn of_number(number: &NumberType) -> Vec<Constraint> {
    let bound = |value: f64, exclusive| Bound { value: Number::Float(value), exclusive };
    let minimum = number.minimum.map(|value| bound(value, number.exclusive_minimum));
    let maximum = number.maximum.map(|value| bound(value, number.exclusive_maximum));
    let multiple = number.multiple_of.map(Number::Float);
    of_numeric(minimum, maximum, multiple, &number.format)
}

fn of_numeric<F>(
    minimum: Option<Bound>,
    maximum: Option<Bound>,
    multiple: Option<Number>,
    format: &VariantOrUnknownOrEmpty<F>,
) -> Vec<Constraint> {
    let mut found = Vec::new();
    if minimum.is_some() || maximum.is_some() {
        found.push(Constraint::Range { minimum, maximum });
    }
    found.extend(multiple.map(Constraint::MultipleOf));
    // A format that the specification does not have informs people all the same.
    if let VariantOrUnknownOrEmpty::Unknown(format) = format {
        found.push(Constraint::Format(format.clone()));
    }
    found
}

fn limits(minimum: Option<usize>, maximum: Option<usize>) -> Option<Limits> {
    let minimum = minimum.filter(|bound| *bound > 0);
    (minimum.is_some() || maximum.is_some()).then_some(Limits { minimum, maximum })
}
