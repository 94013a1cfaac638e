//! What a schema says about a value that the type does not: limits, defaults, who may set it. In words, for the docs.

use openapiv3::{
    AdditionalProperties, IntegerType, NumberType, Schema, SchemaKind, StringFormat, StringType,
    Type as Kind, VariantOrUnknownOrEmpty,
};

use crate::model::Docs;

/// The docs of a property or parameter.
pub(super) fn docs(schema: &Schema) -> Docs {
    let data = &schema.schema_data;
    Docs {
        text: data.description.clone(),
        constraints: constraints(schema),
        default: data.default.clone(),
        example: data.example.clone().filter(|example| fits(example, &schema.schema_kind)),
    }
}

/// Whether an example is a single value of the kind that the schema says.
fn fits(example: &serde_json::Value, kind: &SchemaKind) -> bool {
    let SchemaKind::Type(kind) = kind else { return false };
    match kind {
        Kind::String(_) => example.is_string(),
        Kind::Number(_) => example.is_number(),
        Kind::Integer(_) => example.is_i64(),
        Kind::Boolean(_) => example.is_boolean(),
        Kind::Array(_) | Kind::Object(_) => false,
    }
}

/// The docs of a property that is nothing but a reference: the type says the rest itself.
pub(super) fn of_target(schema: &Schema) -> Docs {
    let plain =
        matches!(&schema.schema_kind, SchemaKind::Type(kind) if !matches!(kind, Kind::Object(_)));
    let mut docs = docs(schema);
    if !plain {
        docs.text = None;
    }
    docs
}

fn constraints(schema: &Schema) -> Vec<String> {
    let mut said = of_kind(schema);
    let holds = schema.schema_data.extensions.get(crate::lower::HOLDS);
    said.extend(holds.and_then(|text| text.as_str()).map(str::to_owned));
    if let Some(serde_json::Value::Array(values)) =
        schema.schema_data.extensions.get(crate::lower::VALUES)
    {
        let values: Vec<String> = values.iter().map(|value| code(&value.to_string())).collect();
        said.push(match values.as_slice() {
            [only] => format!("Always {only}"),
            several => format!("One of: {}", several.join(", ")),
        });
    }
    said
}

fn of_kind(schema: &Schema) -> Vec<String> {
    let SchemaKind::Type(kind) = &schema.schema_kind else { return Vec::new() };
    match kind {
        Kind::String(text) => of_string(text),
        Kind::Number(number) => of_number(number),
        Kind::Integer(integer) => of_integer(integer),
        Kind::Array(array) => {
            let mut said: Vec<String> =
                range("Items", array.min_items, array.max_items).into_iter().collect();
            if array.unique_items {
                said.push("No item twice".to_owned());
            }
            let items = array.items.as_ref().and_then(|items| items.as_item());
            said.extend(items.and_then(|items| of_items(items)));
            said
        }
        Kind::Object(object)
            if object.properties.is_empty()
                && matches!(
                    object.additional_properties,
                    Some(AdditionalProperties::Any(false))
                ) =>
        {
            vec!["Always empty".to_owned()]
        }
        Kind::Object(object) => {
            range("Entries", object.min_properties, object.max_properties).into_iter().collect()
        }
        Kind::Boolean(_) => Vec::new(),
    }
}

/// `Each item: length at most 5, pattern …`
fn of_items(items: &Schema) -> Option<String> {
    let within = |said: String| {
        let said = said.replacen(": ", " ", 1);
        let mut letters = said.chars();
        let first = letters.next().map(|first| first.to_ascii_lowercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    let said: Vec<String> = constraints(items).into_iter().map(within).collect();
    (!said.is_empty()).then(|| format!("Each item: {}", said.join(", ")))
}

fn of_string(text: &StringType) -> Vec<String> {
    let mut said = Vec::new();
    if text.enumeration.is_empty() {
        said.extend(range("Length", text.min_length, text.max_length));
        said.extend(text.pattern.as_deref().map(|pattern| format!("Pattern: {}", code(pattern))));
    }
    match &text.format {
        VariantOrUnknownOrEmpty::Unknown(format) if format != "uuid" => {
            said.push(format!("Format: {}", code(format)));
        }
        VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => said.push("Format: base64".to_owned()),
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => {
            said.push("Format: password".to_owned());
        }
        _ => {}
    }
    said
}

fn of_integer(integer: &IntegerType) -> Vec<String> {
    // The bounds of a 64-bit integer say nothing that the type does not.
    let minimum = integer.minimum.filter(|bound| *bound != i64::MIN);
    let maximum = integer.maximum.filter(|bound| *bound != i64::MAX);
    let mut said: Vec<String> =
        bounds(minimum, integer.exclusive_minimum, maximum, integer.exclusive_maximum)
            .into_iter()
            .collect();
    said.extend(integer.multiple_of.map(|of| format!("A multiple of {of}")));
    said.extend(unknown(&integer.format));
    said
}

fn of_number(number: &NumberType) -> Vec<String> {
    let mut said: Vec<String> =
        bounds(number.minimum, number.exclusive_minimum, number.maximum, number.exclusive_maximum)
            .into_iter()
            .collect();
    said.extend(number.multiple_of.map(|of| format!("A multiple of {of}")));
    said.extend(unknown(&number.format));
    said
}

/// A format that is not of the specification says something to people all the same.
fn unknown<F>(format: &VariantOrUnknownOrEmpty<F>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Unknown(format) => Some(format!("Format: {}", code(format))),
        _ => None,
    }
}

fn bounds<T: std::fmt::Display>(
    minimum: Option<T>,
    above: bool,
    maximum: Option<T>,
    below: bool,
) -> Option<String> {
    if let (Some(low), Some(high), false, false) = (&minimum, &maximum, above, below) {
        return Some(format!("Range: {low} to {high}"));
    }
    let low =
        minimum.map(|bound| format!("{} {bound}", if above { "more than" } else { "at least" }));
    let high =
        maximum.map(|bound| format!("{} {bound}", if below { "less than" } else { "at most" }));
    let both = [low, high].into_iter().flatten().collect::<Vec<_>>().join(" and ");
    (!both.is_empty()).then(|| format!("Range: {both}"))
}

fn range(what: &str, minimum: Option<usize>, maximum: Option<usize>) -> Option<String> {
    match (minimum.filter(|bound| *bound > 0), maximum) {
        (None, None) => None,
        (Some(low), None) => Some(format!("{what}: at least {low}")),
        (None, Some(high)) => Some(format!("{what}: at most {high}")),
        (Some(low), Some(high)) if low == high => Some(format!("{what}: {low}")),
        (Some(low), Some(high)) => Some(format!("{what}: {low} to {high}")),
    }
}

/// A code span around a text, whatever backticks it has itself (CommonMark 6.1).
pub(crate) fn code(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}
