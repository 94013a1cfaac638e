//! Null: an arm of its own in 3.1, a flag in 3.0.

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::lower::Lowering;
use crate::lower::grammar::keywords::{Role, has_role, only_annotates};
use crate::lower::notes::ONLY_NULL;
use crate::text::pointer::trail::Trail;

impl Lowering<'_> {
    /// Takes the null arm out of `oneOf` and `anyOf`, and the composition too where one arm is
    /// left.
    pub(super) fn null_arms(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        for key in ["oneOf", "anyOf"] {
            let Some(Value::Array(mut arms)) = map.remove(key) else { continue };
            let before = arms.len();
            // Of an arm that is only nullable, null is meant, not any value.
            let is_null =
                |arm: &Value| is_null(arm) || (before > 1 && is_any(arm) && is_nullable(arm));
            arms.retain(|arm| !is_null(arm));
            let nullable = arms.len() < before || arms.iter().any(is_nullable);
            if nullable {
                map.insert("nullable".to_owned(), json!(true));
            }
            if let [only] = arms.as_slice()
                && is_any(only)
            {
                // Any value, or null: any value. Nothing is lost.
                continue;
            }
            if arms.iter().any(is_any) {
                let rest = without_choice(map);
                let message = format!("`{key}` has an alternative that allows any value; {rest}");
                self.add(Code::SchemaIgnored, at, message);
                continue;
            }
            match <[Value; 1]>::try_from(arms) {
                Ok([only]) => unwrap_arm(map, only),
                Err(arms) if arms.is_empty() => {
                    let rest = without_choice(map);
                    let message = format!("`{key}` has no alternative that allows a value; {rest}");
                    self.add(Code::SchemaIgnored, at, message);
                }
                Err(arms) => drop(map.insert(key.to_owned(), Value::Array(arms))),
            }
        }
    }
}

/// Returns the words for a schema whose choice is ignored: other keywords may still say something.
fn without_choice(rest: &Map<String, Value>) -> &'static str {
    let says_nothing = rest.keys().all(|key| only_annotates(key));
    if says_nothing { "read as any value" } else { "ignored" }
}

/// Puts the only arm in the place of its composition. The keywords of the composition itself go
/// before those of the arm.
fn unwrap_arm(map: &mut Map<String, Value>, arm: Value) {
    let Value::Object(arm) = arm else { return };
    if arm.contains_key("$ref") || map.contains_key("type") || has_role(map, Role::Composition) {
        if let Value::Array(arms) = map.entry("allOf").or_insert_with(|| json!([])) {
            arms.push(Value::Object(arm));
        }
        return;
    }
    for (key, value) in arm {
        map.entry(key).or_insert(value);
    }
}

fn is_nullable(schema: &Value) -> bool {
    schema.get("nullable") == Some(&Value::Bool(true))
}

/// Returns whether the (lowered) schema allows null and nothing else.
pub(super) fn is_null(schema: &Value) -> bool {
    schema.get(ONLY_NULL) == Some(&Value::Bool(true))
}

/// Returns whether the (lowered) schema allows any value.
pub(super) fn is_any(schema: &Value) -> bool {
    schema.as_object().is_some_and(|schema| schema.keys().all(|key| only_annotates(key)))
}
