//! Schemas without names.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::names::{Version, property, reference, text, values};

/// The formats of texts; one has no meaning.
const FORMATS: [&str; 13] = [
    "date",
    "date-time",
    "uuid",
    "uri",
    "email",
    "byte",
    "ipv4",
    "ipv6",
    "duration",
    "time",
    "password",
    "hostname",
    "something-else",
];

/// Returns a schema of any kind, so many levels deep, which may refer to `count` components.
pub fn schema(version: Version, count: usize, depth: usize) -> BoxedStrategy<Value> {
    if depth == 0 {
        return prop_oneof![3 => scalar(version), 1 => (0..count).prop_map(reference)].boxed();
    }
    prop_oneof![
        4 => scalar(version),
        2 => (0..count).prop_map(reference),
        2 => object(version, count, depth - 1),
        1 => list(version, count, depth - 1),
        1 => map(version, count, depth - 1),
        1 => nullable(version, count, depth - 1),
        1 => choice(version, count, depth - 1),
        1 => all_of(version, count),
        1 => Just(json!({})),
        1 => newer(version),
    ]
    .boxed()
}

/// Returns a schema of one value: a text, a number or a truth value.
pub fn scalar(version: Version) -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({"type": "string"})),
        select(FORMATS.as_slice()).prop_map(|format| json!({"type": "string", "format": format})),
        values().prop_map(|values| json!({"type": "string", "enum": values})),
        Just(json!({"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^a\\\"b+$"})),
        select(["int32", "int64", "uint64", "unix-time"].as_slice())
            .prop_map(|format| json!({"type": "integer", "format": format})),
        Just(json!({"type": "integer", "minimum": -3, "maximum": 1_000_000})),
        Just(json!({"type": "integer", "enum": [0, 1, -1, 404]})),
        select(["float", "double"].as_slice())
            .prop_map(|format| json!({"type": "number", "format": format})),
        Just(json!({"type": "number", "multipleOf": 0.5, "default": 1.5})),
        Just(json!({"type": "boolean", "default": false})),
        constant(version),
    ]
}

/// Returns a schema with one value.
fn constant(version: Version) -> impl Strategy<Value = Value> {
    select(vec![json!("one"), json!(7), json!(true)]).prop_map(move |value| match version {
        Version::V3_1 => json!({"const": value}),
        Version::V3_0 => {
            let kind = match value {
                Value::String(_) => "string",
                Value::Bool(_) => "boolean",
                _ => "integer",
            };
            json!({"type": kind, "enum": [value]})
        }
    })
}

/// Returns an object with properties of its own.
pub fn object(version: Version, count: usize, depth: usize) -> impl Strategy<Value = Value> {
    let member = (schema(version, count, depth), any::<bool>(), 0..8_u8, text());
    (btree_map(property(), member, 0..5), 0..4_u8).prop_map(|(members, rest)| {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (name, (mut schema, is_required, access, text)) in members {
            if is_required {
                required.push(name.clone());
            }
            // Beside a reference, 3.0 has no other keywords.
            if schema.get("$ref").is_none()
                && let Some(schema) = schema.as_object_mut()
            {
                match access {
                    0 => drop(schema.insert("readOnly".to_owned(), json!(true))),
                    1 => drop(schema.insert("writeOnly".to_owned(), json!(true))),
                    2 => drop(schema.insert("deprecated".to_owned(), json!(true))),
                    3 => drop(schema.insert("description".to_owned(), json!(text))),
                    _ => {}
                }
            }
            properties.insert(name, schema);
        }
        let mut object = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        match rest {
            0 => object["additionalProperties"] = json!(false),
            1 => object["additionalProperties"] = json!({"type": "string"}),
            _ => {}
        }
        object
    })
}

/// Returns an object of scalars, as forms and parameters have it.
pub fn flat_object(version: Version) -> impl Strategy<Value = Value> {
    btree_map(property(), scalar(version), 1..4)
        .prop_map(|members| json!({"type": "object", "properties": members}))
}

fn list(version: Version, count: usize, depth: usize) -> impl Strategy<Value = Value> {
    (schema(version, count, depth), any::<bool>()).prop_map(|(items, is_bound)| {
        let mut list = json!({"type": "array", "items": items});
        if is_bound {
            list["maxItems"] = json!(10);
            list["uniqueItems"] = json!(true);
        }
        list
    })
}

fn map(version: Version, count: usize, depth: usize) -> impl Strategy<Value = Value> {
    schema(version, count, depth)
        .prop_map(|values| json!({"type": "object", "additionalProperties": values}))
}

/// Returns a schema that null fits, too.
fn nullable(version: Version, count: usize, depth: usize) -> impl Strategy<Value = Value> {
    let inner = prop_oneof![
        scalar(version),
        object(version, count, depth),
        (0..count).prop_map(reference),
    ];
    inner.prop_map(move |mut schema| match version {
        Version::V3_0 if schema.get("$ref").is_some() => {
            json!({"allOf": [schema], "nullable": true})
        }
        Version::V3_0 => {
            schema["nullable"] = json!(true);
            if let Some(Value::Array(values)) = schema.get_mut("enum") {
                values.push(Value::Null);
            }
            schema
        }
        Version::V3_1 => match (schema.get("type").cloned(), schema.get("enum")) {
            (Some(kind), None) => {
                schema["type"] = json!([kind, "null"]);
                schema
            }
            _ => json!({"anyOf": [schema, {"type": "null"}]}),
        },
    })
}

/// Returns a choice between schemas that no tag tells apart.
fn choice(version: Version, count: usize, depth: usize) -> impl Strategy<Value = Value> {
    let arm = prop_oneof![
        scalar(version),
        object(version, count, depth),
        list(version, count, depth),
        (0..count).prop_map(reference),
    ];
    let word = select(["oneOf", "anyOf"].as_slice());
    (word, vec(arm, 1..4)).prop_map(|(word, arms)| json!({word: arms}))
}

/// Returns an object made of a component and of more.
fn all_of(version: Version, count: usize) -> impl Strategy<Value = Value> {
    (0..count, object(version, count, 0))
        .prop_map(|(number, more)| json!({"allOf": [reference(number), more]}))
}

/// Returns a schema that only later versions have; in 3.0 one that is usual.
fn newer(version: Version) -> impl Strategy<Value = Value> {
    let schemas = match version {
        Version::V3_0 => {
            vec![json!({"type": "string", "example": "a"}), json!({"not": {"type": "boolean"}})]
        }
        Version::V3_1 => vec![
            json!({"type": ["string", "integer"]}),
            json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}),
            json!({"type": "object", "patternProperties": {"^x-": {"type": "string"}}}),
            json!({"type": "string", "contentMediaType": "application/json"}),
            json!({"type": "string", "contentEncoding": "base64"}),
            json!({"type": "object", "propertyNames": {"pattern": "^a"}}),
            json!({"type": "integer", "exclusiveMinimum": 0, "examples": [1]}),
            json!(true),
        ],
    };
    select(schemas)
}
