//! The defects of real documents that would keep an honest request from being checked, and what is
//! made of them here.
//!
//! | defect | read as |
//! |---|---|
//! | `type`, `properties`, `required` in place of media types | a JSON body with these properties |
//! | `type: [string, null, null]` | `[string, null]` |
//! | `nullable` (3.0, and left over in 3.1) | null is a type, and a value of an enum |
//! | `oneOf: [{}, {type: null}]`, which null does not satisfy | any value |
//! | `oneOf` whose arms overlap | `anyOf` |
//! | read-only properties that are required in requests | not required, and forbidden |
//! | write-only properties that are required in responses | not required, and forbidden |
//! | `exclusiveMinimum: true` (3.0) | left out: the bound itself is checked |
//! | `format: binary` on a JSON response | bytes |

use serde_json::{Map, Value, json};

/// Content maps that hold the keywords of a schema.
pub fn content(root: &mut Value) {
    let paths = root.get_mut("paths").and_then(Value::as_object_mut);
    for operation in paths.into_iter().flat_map(|paths| paths.values_mut()).flat_map(members) {
        operation.get_mut("requestBody").into_iter().for_each(content_of);
        operation.get_mut("responses").into_iter().flat_map(members).for_each(content_of);
    }
    for kind in ["requestBodies", "responses"] {
        let parts = root.pointer_mut(&format!("/components/{kind}"));
        parts.into_iter().flat_map(members).for_each(content_of);
    }
}

fn content_of(carrier: &mut Value) {
    const KEYWORDS: [&str; 3] = ["properties", "type", "required"];
    if let Some(content) = carrier.get_mut("content")
        && let Some(map) = content.as_object()
    {
        if !map.keys().any(|name| KEYWORDS.contains(&name.as_str())) {
            return;
        }
        let properties = map.get("properties").cloned().unwrap_or_else(|| json!({}));
        // The properties may have been wrapped like a media type too.
        let properties = properties.get("schema").cloned().unwrap_or(properties);
        let schema = json!({"type": "object", "properties": properties});
        *content = json!({"application/json": {"schema": schema}});
    }
}

fn members(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_object_mut().into_iter().flat_map(|map| map.values_mut())
}

/// The document with its schemas as one direction has them; `hidden` marks what that direction has
/// not.
pub fn for_direction(root: &Value, hidden: &str) -> Value {
    let mut root = root.clone();
    let plain = root.clone();
    let repair = Repair { plain: &plain, hidden };
    for schema in root.pointer_mut("/components/schemas").into_iter().flat_map(members) {
        repair.schema(schema);
    }
    for kind in ["parameters", "requestBodies", "responses", "mediaTypes"] {
        for part in root.pointer_mut(&format!("/components/{kind}")).into_iter().flat_map(members) {
            repair.carrier(part);
        }
    }
    for item in root.pointer_mut("/paths").into_iter().flat_map(members) {
        for operation in members(item) {
            repair.operation(operation);
        }
    }
    root
}

struct Repair<'a> {
    plain: &'a Value,
    hidden: &'a str,
}

impl Repair<'_> {
    fn operation(&self, operation: &mut Value) {
        if let Some(list) = operation.as_array_mut() {
            // The parameters of a path.
            return list.iter_mut().for_each(|one| self.carrier(one));
        }
        let list = operation.get_mut("parameters").and_then(Value::as_array_mut);
        list.into_iter().flatten().for_each(|one| self.carrier(one));
        operation.get_mut("requestBody").into_iter().for_each(|body| self.carrier(body));
        for response in operation.get_mut("responses").into_iter().flat_map(members) {
            self.carrier(response);
        }
    }

    /// The objects that have a schema, or media types that have one.
    fn carrier(&self, carrier: &mut Value) {
        if let Some(schema) = carrier.get_mut("schema") {
            self.schema(schema);
        }
        for media in carrier.get_mut("content").into_iter().flat_map(members) {
            if let Some(schema) = media.get_mut("schema") {
                self.schema(schema);
            }
        }
    }

    fn schema(&self, schema: &mut Value) {
        let Some(map) = schema.as_object_mut() else { return };
        for key in ["properties", "patternProperties", "$defs"] {
            map.get_mut(key).into_iter().flat_map(members).for_each(|one| self.schema(one));
        }
        for key in ["items", "additionalProperties", "not", "contains", "propertyNames"] {
            map.get_mut(key).into_iter().for_each(|one| self.schema(one));
        }
        for key in ["allOf", "anyOf", "oneOf", "prefixItems"] {
            let list = map.get_mut(key).and_then(Value::as_array_mut);
            list.into_iter().flatten().for_each(|one| self.schema(one));
        }
        for key in ["exclusiveMinimum", "exclusiveMaximum"] {
            if map.get(key).is_some_and(Value::is_boolean) {
                map.remove(key);
            }
        }
        self.hide(map);
        union(map);
        null(map);
    }

    /// Forbids the properties that this direction has not.
    fn hide(&self, map: &mut Map<String, Value>) {
        let mut gone = Vec::new();
        for (name, property) in
            map.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten()
        {
            if self.is_hidden(property) {
                *property = Value::Bool(false);
                gone.push(name.clone());
            }
        }
        if let Some(required) = map.get_mut("required").and_then(Value::as_array_mut) {
            required.retain(|name| !gone.iter().any(|gone| name.as_str() == Some(gone)));
        }
    }

    fn is_hidden(&self, schema: &Value) -> bool {
        let marked = |schema: &Value| schema.get(self.hidden) == Some(&Value::Bool(true));
        let mut target = schema;
        for _ in 0..16 {
            if marked(target) {
                return true;
            }
            let reference = target.get("$ref").and_then(Value::as_str);
            match reference.and_then(|text| self.plain.pointer(text.strip_prefix('#')?)) {
                Some(next) => target = next,
                None => return false,
            }
        }
        false
    }
}

/// One arm is enough: documents write `oneOf` for arms that overlap.
fn union(map: &mut Map<String, Value>) {
    let Some(Value::Array(arms)) = map.remove("oneOf") else { return };
    let any = arms.iter().any(|arm| arm.as_object().is_some_and(Map::is_empty));
    if any {
        let types = json!(["null", "boolean", "number", "string", "array", "object"]);
        map.insert("type".to_owned(), types);
    } else {
        let key = if map.contains_key("anyOf") { "oneOf" } else { "anyOf" };
        map.insert(key.to_owned(), Value::Array(arms));
    }
}

fn null(map: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = map.get_mut("type") {
        let mut seen: Vec<Value> = Vec::new();
        types.retain(|one| {
            let new = !seen.contains(one);
            seen.push(one.clone());
            new
        });
    }
    if map.remove("nullable") != Some(Value::Bool(true)) {
        return;
    }
    if let Some(Value::Array(values)) = map.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    match map.get_mut("type") {
        Some(Value::String(one)) => {
            let types = json!([one, "null"]);
            map.insert("type".to_owned(), types);
        }
        Some(Value::Array(types)) if !types.iter().any(|one| one == "null") => {
            types.push("null".into())
        }
        Some(_) => {}
        None => {
            let bare = Value::Object(std::mem::take(map));
            if bare.as_object().is_some_and(|bare| !bare.is_empty()) {
                map.insert("anyOf".to_owned(), json!([bare, {"type": "null"}]));
            }
        }
    }
}
