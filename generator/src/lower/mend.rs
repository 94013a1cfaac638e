//! Faults of the hand that leave no doubt about what is meant: a member that is null, a number where a text belongs, a flag in
//! quotes. They are mended before anything is read, each with a warning.
//!
//! What stands where anything may stand (examples, defaults, values, extensions) is nobody's to mend.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostics};
use crate::pointer::Pointer;

/// Keys below which everything is data, null too.
const DATA: [&str; 6] = ["example", "examples", "default", "enum", "const", "value"];
/// Keys whose members have the names that the document gives them.
const NAMED: [&str; 23] = [
    "$defs",
    "content",
    "definitions",
    "dependentRequired",
    "dependentSchemas",
    "encoding",
    "headers",
    "links",
    "mapping",
    "pathItems",
    "paths",
    "patternProperties",
    "parameters",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "scopes",
    "security",
    "securitySchemes",
    "variables",
    "webhooks",
    "callbacks",
];
const TEXTS: [&str; 11] = [
    "title",
    "description",
    "summary",
    "version",
    "operationId",
    "name",
    "pattern",
    "format",
    "url",
    "propertyName",
    "termsOfService",
];
const FLAGS: [&str; 9] = [
    "deprecated",
    "required",
    "readOnly",
    "writeOnly",
    "nullable",
    "uniqueItems",
    "explode",
    "allowReserved",
    "allowEmptyValue",
];

/// Members of which the specification lists what they may say, all in small letters.
const WORDS: [(&str, &[&str]); 2] = [
    ("in", &["path", "query", "header", "cookie"]),
    ("type", &["string", "number", "integer", "boolean", "array", "object", "null"]),
];

/// Mends the whole document.
pub(super) fn mend(tree: &mut Value, diagnostics: &mut Diagnostics) {
    Mender { trail: Vec::new(), diagnostics }.object(tree);
}

struct Mender<'a> {
    /// Where we are; a pointer is only made of it when there is something to say.
    trail: Vec<String>,
    diagnostics: &'a mut Diagnostics,
}

impl Mender<'_> {
    fn say(&mut self, key: &str, message: impl Into<String>) {
        let at = Pointer::root().descend(self.trail.iter().map(String::as_str)).child(key);
        self.diagnostics.add(Code::Mended, &at, message);
    }

    fn below(&mut self, key: impl Into<String>, visit: impl FnOnce(&mut Self)) {
        self.trail.push(key.into());
        visit(self);
        self.trail.pop();
    }

    /// What has members that the specification names, or is a list of such.
    fn object(&mut self, value: &mut Value) {
        match value {
            Value::Object(map) => {
                self.members(map);
                for (key, child) in map.iter_mut() {
                    if DATA.contains(&key.as_str()) || key.starts_with("x-") {
                        continue;
                    }
                    let named = NAMED.contains(&key.as_str());
                    self.below(key, |mender| match key.as_str() {
                        "variables" => mender.variables(child),
                        _ if named => mender.named(child),
                        _ => mender.object(child),
                    });
                }
            }
            Value::Array(list) => self.list(list, Self::object),
            _ => {}
        }
    }

    fn list(&mut self, list: &mut [Value], visit: fn(&mut Self, &mut Value)) {
        for (index, child) in list.iter_mut().enumerate() {
            self.below(index.to_string(), |mender| visit(mender, child));
        }
    }

    /// What has members that the document names; a list of them where OpenAPI has both (`parameters`, `security`).
    fn named(&mut self, value: &mut Value) {
        let last = self.trail.last().cloned().unwrap_or_default();
        let plain = ["mapping", "scopes", "dependentRequired"].contains(&last.as_str());
        match value {
            Value::Object(_) if plain => {}
            Value::Object(map) => {
                for (key, child) in
                    map.iter_mut().filter(|(key, _)| !key.starts_with("x-") || last != "paths")
                {
                    if child.is_null() {
                        self.say(key, "null where an object belongs; read as an empty one");
                        *child = json!({});
                    }
                    self.below(key, |mender| mender.object(child));
                }
            }
            Value::Array(list) if last == "security" => self.list(list, Self::requirement),
            Value::Array(list) => self.list(list, Self::object),
            _ => {}
        }
    }

    /// A security requirement: a scheme without scopes has an empty list of them.
    fn requirement(&mut self, value: &mut Value) {
        for (name, scopes) in value.as_object_mut().into_iter().flatten() {
            if scopes.is_null() {
                self.say(name, "null where a list of scopes belongs; read as an empty list");
                *scopes = json!([]);
            }
        }
    }

    /// The values of a server's variables are texts.
    fn variables(&mut self, value: &mut Value) {
        for (name, variable) in value.as_object_mut().into_iter().flatten() {
            self.below(name, |mender| {
                mender.object(variable);
                let Some(map) = variable.as_object_mut() else { return };
                mender.text(map, "default");
                let values = map.get_mut("enum").and_then(Value::as_array_mut);
                for value in values.into_iter().flatten().filter(|value| !value.is_string()) {
                    *value = Value::String(value.to_string());
                }
            });
        }
    }

    fn members(&mut self, map: &mut Map<String, Value>) {
        let nulls: Vec<String> = map
            .iter()
            .filter(|(key, value)| value.is_null() && !is_meant(key))
            .map(|(key, _)| key.clone())
            .collect();
        for key in nulls {
            self.say(&key, format!("`{key}` is null; read as if it were not there"));
            map.remove(&key);
        }
        TEXTS.into_iter().for_each(|key| self.text(map, key));
        for key in FLAGS {
            let flag = match map.get(key).and_then(Value::as_str) {
                Some("true") => true,
                Some("false") => false,
                _ => continue,
            };
            self.say(key, format!("`{key}` is a text; read as {flag}"));
            map.insert(key.to_owned(), json!(flag));
        }
        for (key, words) in WORDS {
            let Some(said) = map.get(key).and_then(Value::as_str) else { continue };
            let word = said.to_ascii_lowercase();
            if word != said && words.contains(&word.as_str()) {
                self.say(key, format!("`{said}` is written `{word}`; read so"));
                map.insert(key.to_owned(), Value::String(word));
            }
        }
        if let Some(Value::String(tag)) = map.get("tags").cloned() {
            self.say("tags", "`tags` is a text; read as a list of it");
            map.insert("tags".to_owned(), json!([tag]));
        }
    }

    fn text(&mut self, map: &mut Map<String, Value>, key: &str) {
        if let Some(value @ (Value::Number(_) | Value::Bool(_))) = map.get(key) {
            let text = value.to_string();
            self.say(key, format!("`{key}` is no text; read as \"{text}\""));
            map.insert(key.to_owned(), Value::String(text));
        }
    }
}

/// Whether a null under the key may be meant: as a value, or as the name of a type.
fn is_meant(key: &str) -> bool {
    DATA.contains(&key) && key != "enum" || key == "type" || key == "$ref" || key.starts_with("x-")
}
