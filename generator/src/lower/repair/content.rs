//! Media-type maps that hold a schema instead of media types.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostics};
use crate::pointer::trail::Trail;

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
