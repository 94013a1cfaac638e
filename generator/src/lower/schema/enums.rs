//! `enum`: values once each, of one type, null as a flag.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::input::source::kind;
use crate::lower::Lowering;
use crate::lower::grammar::keywords::{Role, has_role};
use crate::lower::notes::{ONLY_NULL, VALUES};
use crate::text::pointer::trail::Trail;

mod labels;

impl Lowering<'_> {
    pub(super) fn enums(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        let labels = labels::take(map);
        let Some(list) = map.remove("enum") else { return };
        if let Some(labels) = labels {
            labels::append(map, labels);
        }
        let at = &at.key("enum");
        let Value::Array(list) = list else {
            self.add(
                Code::Malformed,
                at,
                format!("expected an array of values, found {}", kind(&list)),
            );
            return;
        };
        let mut values: Vec<Value> = Vec::new();
        // By their texts: JSON has no order of values.
        let mut known: BTreeSet<String> = BTreeSet::new();
        for (index, value) in list.into_iter().enumerate() {
            if !known.insert(value.to_string()) {
                self.add(
                    Code::EnumRepeated,
                    &at.item(index),
                    format!("the value {value} is listed more than once"),
                );
            } else {
                values.push(value);
            }
        }
        let before = values.len();
        values.retain(|value| !value.is_null());
        if values.len() < before {
            map.insert("nullable".to_owned(), json!(true));
            if values.is_empty() {
                map.remove("type");
                map.insert(ONLY_NULL.to_owned(), json!(true));
                return;
            }
        }
        self.keep_enum(map, values, at);
    }

    /// Keeps the values that a Rust enum can have: texts and integers, by the type of the schema.
    fn keep_enum(&mut self, map: &mut Map<String, Value>, values: Vec<Value>, at: &Trail<'_>) {
        if values.is_empty() {
            self.add(Code::SchemaIgnored, at, "an enum without values allows no value; ignored");
            return;
        }
        let name = map.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let kept = match name.as_str() {
            "string" => {
                if !values.iter().all(Value::is_string) {
                    self.add(
                        Code::Widened,
                        at,
                        "the enum of a string has other values; read as strings",
                    );
                }
                values.into_iter().map(as_text).collect()
            }
            "integer" if values.iter().all(Value::is_i64) => values,
            // An enum of numbers that all happen to be whole is one of integers.
            "number" if values.iter().all(Value::is_i64) => {
                map.insert("type".to_owned(), json!("integer"));
                values
            }
            "" if map.is_empty() || !map.contains_key("$ref") => {
                return self.mixed(map, values, at);
            }
            _ => {
                let message = format!(
                    "an enum of type `{name}` is not checked; any value of the type is allowed"
                );
                self.add(Code::Widened, at, message);
                map.insert(VALUES.to_owned(), Value::Array(values));
                return;
            }
        };
        map.insert("enum".to_owned(), Value::Array(kept));
    }

    /// Writes values of several types, without a type, as one arm for the texts and one for the
    /// integers, or as any value.
    fn mixed(&mut self, map: &mut Map<String, Value>, values: Vec<Value>, at: &Trail<'_>) {
        let all = Value::Array(values.clone());
        let (texts, others): (Vec<_>, Vec<_>) = values.into_iter().partition(Value::is_string);
        if has_role(map, Role::Composition) {
            self.add(Code::Widened, at, "an enum beside a composition is not checked");
        } else if !texts.is_empty() && others.iter().all(Value::is_i64) {
            map.insert(
                "oneOf".to_owned(),
                json!([{"type": "string", "enum": texts}, {"type": "integer", "enum": others}]),
            );
        } else {
            self.add(
                Code::Widened,
                at,
                "an enum of values other than strings and integers; read as any value",
            );
            map.insert(VALUES.to_owned(), all);
        }
    }
}

fn as_text(value: Value) -> Value {
    match value {
        Value::String(_) => value,
        other => Value::String(other.to_string()),
    }
}

/// Returns the type that all values of an enum have, null apart.
pub(super) fn type_of(values: &[Value]) -> Option<&'static str> {
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
