//! Schemas in the place of media types, or of a body or response that has them.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostics};
use crate::lower::grammar::Node;
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

/// The keywords by which a schema is recognised in the place of a media-type map.
const KEYWORDS: [&str; 6] =
    ["type", "properties", "required", "items", "allOf", "additionalProperties"];

/// Repairs the `content` of a body or response whose keys are keywords of a schema: a JSON body of
/// that schema is meant.
///
/// A schema generator that expects a map of media types and is given a schema wraps each of its
/// keywords as if it were one (`properties: {schema: {session_id: …}}`); both forms are read.
pub(super) fn repair(
    owner: &mut Map<String, Value>,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(content) = owner.get_mut("content").and_then(Value::as_object_mut) else { return };
    let keywords: Vec<String> = KEYWORDS
        .into_iter()
        .filter(|key| content.contains_key(*key))
        .map(|key| format!("`{key}`"))
        .collect();
    if keywords.is_empty() {
        return;
    }
    let message = format!(
        "{} in the place of media types; read as the schema of a JSON body",
        keywords.join(", ")
    );
    diagnostics.add(Code::ContentRepaired, &at.key("content").pointer(), message);
    let schema = rebuilt(content);
    content.retain(|key, _| key.contains('/'));
    content.insert("application/json".to_owned(), json!({ "schema": schema }));
}

fn rebuilt(content: &Map<String, Value>) -> Value {
    let mut schema = Map::new();
    for key in KEYWORDS {
        let Some(value) = content.get(key) else { continue };
        let value = value.get("schema").unwrap_or(value);
        let fits = match key {
            "type" => value.is_string(),
            "required" | "allOf" => value.is_array(),
            _ => value.is_object(),
        };
        if fits {
            schema.insert(key.to_owned(), value.clone());
        }
    }
    if schema.contains_key("properties") {
        schema.entry("type").or_insert_with(|| json!("object"));
    }
    Value::Object(schema)
}

/// Puts a schema that stands in the place of a media type, itself or by reference, where it
/// belongs.
pub(super) fn media_type(
    media: &mut Map<String, Value>,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let is_schema = refers_to_schema(media) || KEYWORDS.iter().any(|key| media.contains_key(*key));
    if media.contains_key("schema") || !is_schema {
        return;
    }
    let message = "a schema in the place of a media type; read as its `schema`";
    diagnostics.add(Code::ContentRepaired, &at.pointer(), message);
    let (own, schema): (Map<String, Value>, Map<String, Value>) = std::mem::take(media)
        .into_iter()
        .partition(|(key, _)| ["encoding", "examples"].contains(&key.as_str()));
    *media = own;
    media.insert("schema".to_owned(), Value::Object(schema));
}

/// Reads a body or response that refers to a schema as JSON of that schema.
pub(super) fn reference(
    owner: &mut Map<String, Value>,
    at: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    if !refers_to_schema(owner) {
        return;
    }
    let message = "a reference to a schema; read as JSON of that schema";
    diagnostics.add(Code::ContentRepaired, &at.key("$ref").pointer(), message);
    let schema = owner.remove("$ref");
    owner.entry("description").or_insert_with(|| json!(""));
    owner.insert(
        "content".to_owned(),
        json!({ "application/json": { "schema": { "$ref": schema } } }),
    );
}

fn refers_to_schema(map: &Map<String, Value>) -> bool {
    let reference = map.get("$ref").and_then(Value::as_str);
    let target = reference.and_then(Pointer::from_reference);
    target.is_some_and(|target| Node::at(&target) == Some(Node::Schema))
}
