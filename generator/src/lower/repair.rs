//! Repairs of small faults that leave no doubt about what is meant: a member that is null, a number
//! where a text belongs, a flag in quotes, a schema in the place of media types. Each is a warning.
//! Runs before anything is read.
//!
//! Data (examples, defaults, values, extensions) is never repaired.

use serde_json::{Map, Value, json};

use super::grammar::{Member, Node, Transform, walk_mut};
use super::references::adopt;
use super::{addresses, notes};
use crate::diagnostic::{Code, Diagnostics};
use crate::input::source::kind;
use crate::text::pointer::trail::Trail;

mod content;
mod described;
mod methods;
mod prose;

/// Repairs the whole document, and drops the callbacks, which no client makes. References that
/// name the document itself become local first, for repairs look at what is referred to.
pub(crate) fn repair(tree: &mut Value, diagnostics: &mut Diagnostics) {
    addresses::make_local(tree);
    adopt::adopt(tree, diagnostics);
    described::lead_to_schemas(tree, diagnostics);
    walk_mut(tree, &mut Repair { diagnostics });
}

struct Repair<'d> {
    diagnostics: &'d mut Diagnostics,
}

impl Transform for Repair<'_> {
    fn enter(&mut self, node: Node, value: &mut Value, at: &Trail<'_>) {
        if node == Node::Requirement {
            self.requirement(value, at);
        }
        let Value::Object(map) = value else { return };
        match node {
            Node::Parameter => {
                notes::drop_foreign(map);
                self.undescribed(map, at);
            }
            Node::PathItem => methods::repair(map, at, self.diagnostics),
            Node::Body | Node::Response => {
                content::reference(map, at, self.diagnostics);
                content::repair(map, at, self.diagnostics);
            }
            Node::MediaType => {
                notes::drop_foreign(map);
                content::media_type(map, at, self.diagnostics);
            }
            Node::Schema => {
                notes::drop_foreign(map);
                self.tuple(map, at);
                self.no_types(map, at);
                self.type_beside_reference(map, at);
                self.parts_beside_reference(map, at);
            }
            Node::Components => drop(map.remove("callbacks")),
            _ => {}
        }
        self.nulls(node, map, at);
        self.annotations(node, map, at);
        if node != Node::Requirement && node != Node::Callback {
            prose::cut(map, at, self.diagnostics);
        }
        if node == Node::Operation {
            self.callbacks(map, at);
        }
        // Few members are wrong, and those are changed in place.
        for (key, value) in map.iter_mut() {
            if let Some(member) = node.member(key) {
                self.member(node, member, value, &at.key(key));
            }
        }
    }
}

impl Repair<'_> {
    fn add(&mut self, at: &Trail<'_>, message: impl Into<String>) {
        self.diagnostics.add(Code::Repaired, &at.pointer(), message);
    }

    /// Takes the callbacks out before any reference is followed: one may lead to the very path it
    /// is a callback of.
    fn callbacks(&mut self, operation: &mut Map<String, Value>, at: &Trail<'_>) {
        if operation.remove("callbacks").is_some() {
            let message = "callbacks are requests that the vendor sends; the client has none";
            self.diagnostics.add(Code::Unsupported, &at.key("callbacks").pointer(), message);
        }
    }

    /// Removes members that are null, where null is no value of theirs.
    fn nulls(&mut self, node: Node, map: &mut Map<String, Value>, at: &Trail<'_>) {
        if matches!(node, Node::Requirement | Node::Callback) || !map.values().any(Value::is_null) {
            return;
        }
        map.retain(|key, value| {
            let is_meant = key.starts_with("x-")
                || matches!(
                    node.member(key),
                    Some(Member::Data | Member::Types | Member::Reference)
                );
            let keep = is_meant || !value.is_null();
            if !keep {
                self.add(&at.key(key), format!("`{key}` is null; read as absent"));
            }
            keep
        });
    }

    /// Removes annotations of a wrong type: no request or response depends on them. Texts that are
    /// numbers or flags are read as texts instead.
    fn annotations(&mut self, node: Node, map: &mut Map<String, Value>, at: &Trail<'_>) {
        const ANNOTATIONS: [&str; 6] =
            ["description", "summary", "title", "operationId", "tags", "externalDocs"];
        for key in ANNOTATIONS {
            let Some(value) = map.get(key) else { continue };
            let is_wrong = match node.member(key) {
                Some(Member::Text) => value.is_object() || value.is_array(),
                Some(Member::Texts | Member::List(_)) => value.is_object(),
                Some(Member::One(_)) => !value.is_object(),
                _ => false,
            };
            if is_wrong {
                self.add(&at.key(key), format!("`{key}` is {}; ignored", kind(value)));
                map.remove(key);
            }
        }
    }

    fn member(&mut self, node: Node, member: Member, value: &mut Value, at: &Trail<'_>) {
        match (member, &mut *value) {
            (Member::Map(_) | Member::Patterned(_), Value::Object(map)) => {
                for (name, child) in map.iter_mut().filter(|(name, _)| member.holds(name)) {
                    self.null_node(child, &at.key(name));
                }
            }
            (Member::One(_), child) if node == Node::Callback => self.null_node(child, at),
            (Member::Texts, Value::Null) if node == Node::Requirement => {
                self.add(at, "null in the place of a list of scopes; read as an empty list");
                *value = json!([]);
            }
            (Member::Texts, Value::Array(texts)) if node == Node::Variable => {
                for text in texts.iter_mut().filter(|text| !text.is_string()) {
                    *text = Value::String(text.to_string());
                }
            }
            (Member::Texts, Value::Array(texts)) => self.texts(texts, at),
            (Member::Texts, Value::String(tag)) if node == Node::Operation => {
                let tags = json!([tag]);
                self.add(at, "`tags` is a string; read as a list with that string");
                *value = tags;
            }
            (Member::Text, Value::Number(_) | Value::Bool(_)) => {
                let text = value.to_string();
                let key = at.last_key().unwrap_or_default();
                self.add(at, format!("`{key}` is not a string; read as \"{text}\""));
                *value = Value::String(text);
            }
            // A property may have a flag of draft 3 in the place of its own list of `required`
            // properties.
            (Member::Flag | Member::Texts, Value::String(text))
                if member == Member::Flag || node == Node::Schema =>
            {
                let Some(flag) = flag(text) else { return };
                let key = at.last_key().unwrap_or_default();
                self.add(at, format!("`{key}` is the string {text:?}; read as {flag}"));
                *value = json!(flag);
            }
            (Member::Flag, Value::Number(number)) if node != Node::Schema || is_bit(number) => {
                let flag = number.as_f64() != Some(0.0);
                let key = at.last_key().unwrap_or_default();
                self.add(at, format!("`{key}` is the number {number}; read as {flag}"));
                *value = json!(flag);
            }
            (Member::Word(words), Value::String(text)) => {
                self.word(words, text, at);
            }
            (Member::Types, Value::String(text)) => {
                self.foreign_type(text, at);
                self.word(TYPES, text, at);
            }
            _ => {}
        }
    }

    /// Writes numbers and flags of a list of texts as texts.
    fn texts(&mut self, texts: &mut [Value], at: &Trail<'_>) {
        for (index, text) in texts.iter_mut().enumerate() {
            if matches!(text, Value::Number(_) | Value::Bool(_)) {
                let key = at.last_key().unwrap_or_default();
                let read = text.to_string();
                let message = format!("an entry of `{key}` is not a string; read as {read:?}");
                self.add(&at.item(index), message);
                *text = Value::String(read);
            }
        }
    }

    /// Reads a list of schemas in `items`, as JSON Schema had it until 2019, as the first items.
    fn tuple(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        if !map.get("items").is_some_and(Value::is_array) {
            return;
        }
        let message = "`items` is a list of schemas; read as `prefixItems`";
        self.add(&at.key("items"), message);
        if let Some(items) = map.remove("items") {
            map.entry("prefixItems").or_insert(items);
        }
        if let Some(others) = map.remove("additionalItems") {
            map.insert("items".to_owned(), others);
        }
    }

    /// Describes a parameter that has no schema: a text can be all that stands in a request.
    fn undescribed(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        let is_described = ["$ref", "schema", "content"].iter().any(|key| map.contains_key(*key));
        if is_described || !map.contains_key("name") {
            return;
        }
        // Swagger 2 has the type in the parameter itself.
        let keys: Vec<String> = map.keys().filter(|key| is_keyword(key)).cloned().collect();
        let schema: Map<String, Value> =
            keys.into_iter().filter_map(|key| map.remove_entry(&key)).collect();
        if schema.contains_key("type") {
            self.add(at, "the parameter has a type in the place of a `schema`; read as its schema");
            map.insert("schema".to_owned(), Value::Object(schema));
        } else {
            self.add(at, "neither `schema` nor `content` describes the value; read as text");
            map.insert("schema".to_owned(), json!({ "type": "string" }));
        }
    }

    /// Reads the name of a scheme as the requirement of it.
    fn requirement(&mut self, value: &mut Value, at: &Trail<'_>) {
        let Value::String(name) = value else { return };
        self.add(
            at,
            format!("the name of a scheme in the place of an object; read as `{name}: []`"),
        );
        let mut requirement = Map::new();
        requirement.insert(std::mem::take(name), json!([]));
        *value = Value::Object(requirement);
    }

    /// Drops a list of types without any.
    fn no_types(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        if map.get("type").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            self.add(&at.key("type"), "a list without types; read as any type");
            map.remove("type");
        }
    }

    /// Drops a type that there is none of beside a reference, which has the type.
    fn type_beside_reference(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        let name = map.get("type").and_then(Value::as_str).filter(|_| map.contains_key("$ref"));
        let Some(name) = name.filter(|name| !TYPES.contains(&name.to_ascii_lowercase().as_str()))
        else {
            return;
        };
        if meant_type(name).is_none() && name != "file" {
            self.add(&at.key("type"), format!("there is no type `{name}`; ignored beside `$ref`"));
            map.remove("type");
        }
    }

    /// Drops parts that are no list beside a reference, which has the schema.
    fn parts_beside_reference(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        if !map.contains_key("$ref") {
            return;
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            if let Some(value) = map.get(key).filter(|value| !value.is_array()) {
                let message = format!("`{key}` is {}; ignored beside `$ref`", kind(value));
                self.add(&at.key(key), message);
                map.remove(key);
            }
        }
    }

    /// Puts an object in the place of a node that is null.
    fn null_node(&mut self, node: &mut Value, at: &Trail<'_>) {
        if node.is_null() {
            self.add(at, "null in the place of an object; read as an empty object");
            *node = json!({});
        }
    }

    /// Reads the name of a type of another language as the JSON type that is meant.
    fn foreign_type(&mut self, text: &mut String, at: &Trail<'_>) {
        let Some(meant) = meant_type(text) else { return };
        self.add(at, format!("there is no type `{text}`; read as `{meant}`"));
        meant.clone_into(text);
    }

    /// Writes a word in small letters, if it is one of those that the specification lists.
    fn word(&mut self, words: &[&str], text: &mut String, at: &Trail<'_>) {
        let word = text.to_ascii_lowercase();
        if word != *text && words.contains(&word.as_str()) {
            self.add(at, format!("`{text}` is read as `{word}`"));
            *text = word;
        }
    }
}

/// Returns the JSON type that is meant by the name of a type of another language.
fn meant_type(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "float" | "double" | "decimal" => "number",
        "int" | "long" | "int32" | "int64" => "integer",
        "bool" => "boolean",
        "str" => "string",
        "list" => "array",
        "dict" | "map" => "object",
        _ => return None,
    })
}

/// Returns the flag that a text means, as YAML 1.1 has it.
fn flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// Returns whether a number can only be meant as a flag.
fn is_bit(number: &serde_json::Number) -> bool {
    matches!(number.as_u64(), Some(0 | 1))
}

/// Returns whether a member of a parameter is one of its schema's, as Swagger 2 has it.
fn is_keyword(key: &str) -> bool {
    ["type", "format", "enum", "items", "default", "minimum", "maximum", "pattern"].contains(&key)
}

const TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "object", "null"];
