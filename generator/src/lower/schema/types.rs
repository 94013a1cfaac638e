//! `type`: lists of types, and types that do not exist.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic};
use crate::input::source::kind;
use crate::lower::Lowering;
use crate::lower::grammar::keywords::{Role, TYPES, has_role, of_type};
use crate::lower::notes::ONLY_NULL;
use crate::text::pointer::trail::Trail;

impl Lowering<'_> {
    /// Writes `type: [T, "null"]` as T, nullable, and more than one T as a `oneOf`.
    pub(super) fn type_lists(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        let Some(value) = map.remove("type") else { return };
        let Some(names) = self.type_names(value, at) else { return };
        let mut distinct: Vec<String> = Vec::new();
        for name in names {
            if distinct.contains(&name) {
                self.add(
                    Code::TypeRepeated,
                    &at.key("type"),
                    format!("the list of types has `{name}` more than once"),
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
                    && TYPES.iter().all(|name| several.iter().any(|one| one == name)) => {}
            several => split(map, several),
        }
    }

    fn type_names(&mut self, value: Value, at: &Trail<'_>) -> Option<Vec<String>> {
        let list = match value {
            Value::String(name) => vec![Value::String(name)],
            Value::Array(names) => names,
            other => {
                let message = format!("expected the name of a type, found {}", kind(&other));
                self.add(Code::Malformed, &at.key("type"), message);
                return None;
            }
        };
        let mut names = Vec::new();
        for name in list {
            match name.as_str() {
                Some("string" | "number" | "integer" | "boolean" | "array" | "object" | "null") => {
                    names.extend(name.as_str().map(str::to_owned));
                }
                // The word of Swagger 2.0, which survives in converted documents.
                Some("file") => names.push("file".to_owned()),
                _ => {
                    let message = format!("there is no type {name}");
                    self.diagnostics.report(
                        Diagnostic::new(Code::Malformed, &at.key("type").pointer(), message).help(
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

    fn one_type(&mut self, map: &mut Map<String, Value>, name: &str, at: &Trail<'_>) {
        if name == "file" {
            self.add(
                Code::KeywordIgnored,
                &at.key("type"),
                "`type: file` comes from Swagger 2.0; read as a binary string",
            );
            map.insert("type".to_owned(), json!("string"));
            map.insert("format".to_owned(), json!("binary"));
        } else {
            map.insert("type".to_owned(), json!(name));
        }
    }
}

/// Makes one arm per type; each keyword goes to the arms it means something to.
fn split(map: &mut Map<String, Value>, names: &[String]) {
    let arms = names.iter().map(|name| {
        let mut arm = Map::new();
        arm.insert("type".to_owned(), json!(name));
        for key in of_type(name) {
            if let Some(value) = map.get(key) {
                arm.insert(key.to_owned(), values_of_type(name, key, value));
            }
        }
        if arm.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            arm.remove("enum");
        }
        Value::Object(arm)
    });
    let arms = Value::Array(arms.collect());
    for key in names.iter().flat_map(|name| of_type(name)) {
        map.remove(key);
    }
    // Beside another composition the types only narrow it.
    if !has_role(map, Role::Composition) {
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
