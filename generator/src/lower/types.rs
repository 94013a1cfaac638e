//! `type`: lists of types, types that go without saying, types that do not exist.

use serde_json::{Map, Value, json};

use super::Lowering;
use super::notes::ONLY_NULL;
use super::schema::kind;
use crate::diagnostic::Code;
use crate::pointer::Pointer;

/// Which keywords belong to a type (JSON Schema 2020-12, Validation, section 6).
pub(super) fn keywords_of(name: &str) -> &'static [&'static str] {
    match name {
        "string" => &[
            "pattern",
            "minLength",
            "maxLength",
            "format",
            "enum",
            "contentEncoding",
            "contentMediaType",
        ],
        "number" | "integer" => &[
            "multipleOf",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "format",
            "enum",
        ],
        "boolean" => &["enum"],
        "array" => &["items", "minItems", "maxItems", "uniqueItems", "prefixItems"],
        "object" => &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
            "patternProperties",
        ],
        _ => &[],
    }
}

impl Lowering<'_> {
    /// `type: [T, "null"]` is T, nullable; more than one T is a `oneOf`.
    pub(super) fn type_lists(&mut self, map: &mut Map<String, Value>, at: &Pointer) {
        let Some(said) = map.remove("type") else { return };
        let Some(names) = self.type_names(said, at) else { return };
        let mut distinct: Vec<String> = Vec::new();
        for name in names {
            if distinct.contains(&name) {
                self.add(
                    Code::TypeRepeated,
                    &at.child("type"),
                    format!("the type list names `{name}` more than once"),
                );
            } else {
                distinct.push(name);
            }
        }
        let before = distinct.len();
        distinct.retain(|name| name != "null");
        if distinct.len() < before {
            map.insert("nullable".to_owned(), json!(true));
        }
        match distinct.as_slice() {
            [] => drop(map.insert(ONLY_NULL.to_owned(), json!(true))),
            [only] => self.one_type(map, only, at),
            // Every type there is (an integer is a number): any value.
            several
                if several.len() >= 5
                    && ["string", "number", "boolean", "array", "object"]
                        .iter()
                        .all(|name| several.iter().any(|one| one == name)) => {}
            several => split(map, several),
        }
    }

    fn type_names(&mut self, said: Value, at: &Pointer) -> Option<Vec<String>> {
        let list = match said {
            Value::String(name) => vec![Value::String(name)],
            Value::Array(names) => names,
            other => {
                let message = format!("expected the name of a type, found {}", kind(&other));
                self.add(Code::Malformed, &at.child("type"), message);
                return None;
            }
        };
        let mut names = Vec::new();
        for name in list {
            match name.as_str() {
                Some("string" | "number" | "integer" | "boolean" | "array" | "object" | "null") => {
                    names.extend(name.as_str().map(str::to_owned));
                }
                // Swagger 2.0's word, which survives in converted documents.
                Some("file") => names.push("file".to_owned()),
                _ => {
                    let message = format!("there is no type {name}");
                    self.diagnostics.report(
                        crate::diagnostic::Diagnostic::new(Code::Malformed, &at.child("type"), message).help(
                            "JSON Schema has string, number, integer, boolean, array, object and null; \
                             set one of them with an action in overlay.yaml",
                        ),
                    );
                    return None;
                }
            }
        }
        Some(names)
    }

    fn one_type(&mut self, map: &mut Map<String, Value>, name: &str, at: &Pointer) {
        if name == "file" {
            self.add(
                Code::KeywordIgnored,
                &at.child("type"),
                "`type: file` is Swagger 2.0; read as binary text",
            );
            map.insert("type".to_owned(), json!("string"));
            map.insert("format".to_owned(), json!("binary"));
        } else {
            map.insert("type".to_owned(), json!(name));
        }
    }

    /// A schema that only says `properties` or `items` or `enum` leaves its type to the reader.
    pub(super) fn implied_type(&mut self, map: &mut Map<String, Value>) {
        if map.contains_key("type") || map.contains_key("$ref") {
            return;
        }
        let has = |keys: &[&str]| keys.iter().any(|key| map.contains_key(*key));
        let values = map.get("enum").and_then(Value::as_array).and_then(|values| one_kind(values));
        // Beside a composition, what is implied is one more arm of it; `siblings` says so.
        let implied = match values {
            _ if has(&["properties", "additionalProperties"]) => "object",
            _ if has(&["items"]) => "array",
            Some(kind) => kind,
            None if has(&["pattern", "minLength", "maxLength"]) => "string",
            None if map.get("required").is_some_and(Value::is_array) => "object",
            None => return,
        };
        map.insert("type".to_owned(), json!(implied));
    }
}

/// The type that all values of an enum have, null apart.
fn one_kind(values: &[Value]) -> Option<&'static str> {
    let values: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
    let all =
        |test: fn(&Value) -> bool| !values.is_empty() && values.iter().all(|value| test(value));
    if all(Value::is_string) {
        Some("string")
    } else if all(Value::is_i64) {
        Some("integer")
    } else if all(Value::is_number) {
        Some("number")
    } else {
        all(Value::is_boolean).then_some("boolean")
    }
}

/// Makes one arm per type; each keyword goes to the arms it means something to.
fn split(map: &mut Map<String, Value>, names: &[String]) {
    let arms = names.iter().map(|name| {
        let mut arm = Map::new();
        arm.insert("type".to_owned(), json!(name));
        for key in keywords_of(name) {
            if let Some(value) = map.get(*key) {
                arm.insert((*key).to_owned(), values_of_type(name, key, value));
            }
        }
        if arm.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            arm.remove("enum");
        }
        Value::Object(arm)
    });
    let arms = Value::Array(arms.collect());
    for key in names.iter().flat_map(|name| keywords_of(name)) {
        map.remove(*key);
    }
    // Beside another composition the types only narrow it.
    if !["oneOf", "anyOf", "allOf"].iter().any(|key| map.contains_key(*key)) {
        map.insert("oneOf".to_owned(), arms);
    }
}

fn values_of_type(name: &str, key: &str, value: &Value) -> Value {
    let (true, Value::Array(values)) = (key == "enum", value) else { return value.clone() };
    let fits = |value: &&Value| match name {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => false,
    };
    Value::Array(values.iter().filter(fits).cloned().collect())
}
