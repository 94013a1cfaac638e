//! Content: media-type maps that hold a schema instead of media types, and texts that hold encoded bytes.

use serde_json::{Map, Value, json};

use super::Lowering;
use super::notes::{HOLDS, TextContent};
use super::walk::METHODS;
use crate::diagnostic::{Code, Diagnostics};
use crate::pointer::Pointer;

/// The keywords by which a schema is recognised in the place of a media-type map.
const KEYWORDS: [&str; 6] =
    ["type", "properties", "required", "items", "allOf", "additionalProperties"];

/// Mends each `content` whose keys are keywords of a schema: what was meant is a JSON body of that schema.
///
/// A schema generator that expects a map of media types and is given a schema wraps each of its keywords as if it were
/// one (`properties: {schema: {session_id: …}}`); both forms are read.
pub(super) fn repair(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let paths = Pointer::root().child("paths");
    for (path, item) in tree.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get_mut(method) else { continue };
            let at = paths.child(path).child(method);
            if let Some(body) = operation.get_mut("requestBody") {
                repair_in(body, &at.child("requestBody"), diagnostics);
            }
            for (status, response) in
                operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten()
            {
                repair_in(response, &at.child("responses").child(status), diagnostics);
            }
        }
    }
}

fn repair_in(owner: &mut Value, at: &Pointer, diagnostics: &mut Diagnostics) {
    let Some(content) = owner.get_mut("content").and_then(Value::as_object_mut) else { return };
    let keywords: Vec<&str> =
        KEYWORDS.into_iter().filter(|key| content.contains_key(*key)).collect();
    if keywords.is_empty() {
        return;
    }
    let said = keywords.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let message =
        format!("{said} stand where media types belong; read as the schema of a JSON body");
    diagnostics.add(Code::ContentRepaired, &at.child("content"), message);
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

impl Lowering<'_> {
    /// `contentMediaType` without an encoding is how 3.1 says `format: binary`, unless it is a text; with one it is text all the
    /// same.
    pub(super) fn content(&mut self, map: &mut Map<String, Value>, at: &Pointer) {
        let text = |value: Option<Value>| value.and_then(|value| value.as_str().map(str::to_owned));
        let encoding = text(map.remove("contentEncoding"));
        let media_type = text(map.remove("contentMediaType"));
        if map.remove("contentSchema").is_some() {
            let message = "what the text holds is the caller's to read; its schema is not";
            self.add(Code::Widened, &at.child("contentSchema"), message);
        }
        let is_text =
            |name: &str| name.starts_with("text/") || name.contains("json") || name.contains("xml");
        match (&encoding, &media_type) {
            (Some(encoding), _) => {
                let message = format!("bytes encoded as {encoding} are read as their text");
                self.add(Code::Widened, at, message);
            }
            (None, Some(name)) if is_text(name) => {}
            (None, Some(_)) => {
                map.entry("type").or_insert_with(|| json!("string"));
                map.entry("format").or_insert_with(|| json!("binary"));
                return;
            }
            (None, None) => return,
        }
        map.insert(HOLDS.to_owned(), TextContent { media_type, encoding }.mark());
    }
}
