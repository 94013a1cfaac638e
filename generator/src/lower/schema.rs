//! One schema through all passes, in the one order in which they work.

use serde_json::{Map, Value, json};

use super::{Lowering, Version};
use crate::diagnostic::Code;
use crate::pointer::Pointer;

/// Keywords that hold one schema.
pub(super) const ONE: [&str; 10] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
];
/// Keywords that hold a list of schemas.
pub(super) const MANY: [&str; 4] = ["oneOf", "anyOf", "allOf", "prefixItems"];
/// Keywords that hold named schemas.
pub(super) const NAMED: [&str; 3] = ["properties", "patternProperties", "dependentSchemas"];

impl Lowering<'_> {
    /// Lowers a schema and all that is in it.
    pub(super) fn schema(&mut self, schema: &mut Value, at: &Pointer) {
        match schema {
            Value::Object(_) => {}
            Value::Bool(true) => *schema = json!({}),
            Value::Bool(false) => {
                self.add(
                    Code::SchemaIgnored,
                    at,
                    "`false` allows no value at all; read as any value",
                );
                *schema = json!({});
            }
            other => {
                let message = format!("expected a schema, found {}", kind(other));
                self.add(Code::Malformed, at, message);
                return;
            }
        }
        let Value::Object(map) = schema else { return };
        self.nullable_remark(map, at);
        self.wrap_reference(map, at);
        self.children(map, at);
        self.constants(map);
        self.drop_conditions(map, at);
        self.type_lists(map, at);
        self.tuples(map, at);
        self.pattern_properties(map, at);
        self.implied_type(map);
        self.enums(map, at);
        self.required_arms(map, at);
        self.null_arms(map, at);
        self.bounds(map, at);
        self.content(map, at);
        self.annotating_parts(map);
        self.siblings(map);
        self.foreign_keywords(map, at);
    }

    /// OpenAPI 3.1 gives the siblings of `$ref` meaning; 3.0 spells that as an `allOf` of one.
    fn wrap_reference(&mut self, map: &mut Map<String, Value>, at: &Pointer) {
        let Some(reference) = map.get("$ref").cloned() else { return };
        if !reference.is_string() {
            self.add(Code::Malformed, &at.child("$ref"), "expected the text of a reference");
            return;
        }
        if map.len() > 1 {
            map.remove("$ref");
            let arms = map.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(arms) = arms {
                arms.insert(0, json!({ "$ref": reference }));
            }
        }
    }

    fn children(&mut self, map: &mut Map<String, Value>, at: &Pointer) {
        let tuple = map.contains_key("prefixItems");
        for key in ONE {
            // `additionalProperties` and its kin may be plain booleans, which mean what they say.
            if let Some(child) =
                map.get_mut(key).filter(|child| !child.is_boolean() || key == "items" && !tuple)
            {
                self.schema(child, &at.child(key));
            }
        }
        for key in MANY {
            let list = map.get_mut(key).and_then(Value::as_array_mut);
            for (index, child) in list.into_iter().flatten().enumerate() {
                self.schema(child, &at.child(key).child(index));
            }
        }
        for key in NAMED {
            for (name, child) in
                map.get_mut(key).and_then(Value::as_object_mut).into_iter().flatten()
            {
                self.schema(child, &at.child(key).child(name));
            }
        }
        // Referenced ones were hoisted to the components; the others say nothing.
        for key in
            ["$defs", "definitions", "$schema", "$id", "$anchor", "$comment", "xml", "externalDocs"]
        {
            map.remove(key);
        }
    }

    /// `const` is an enum of one; schema `examples` are a list of which 3.0 has one.
    fn constants(&mut self, map: &mut Map<String, Value>) {
        if let Some(value) = map.remove("const") {
            map.entry("enum").or_insert_with(|| json!([value]));
        }
        if let Some(Value::Array(examples)) = map.remove("examples")
            && let Some(first) = examples.into_iter().next()
        {
            map.entry("example").or_insert(first);
        }
    }

    /// Conditions narrow what a type check cannot see; without them the schema is wider.
    fn drop_conditions(&mut self, map: &mut Map<String, Value>, at: &Pointer) {
        keep_conditional_properties(map);
        const CONDITIONS: [&str; 12] = [
            "if",
            "then",
            "else",
            "not",
            "contains",
            "propertyNames",
            "dependentSchemas",
            "dependentRequired",
            "unevaluatedProperties",
            "unevaluatedItems",
            "minContains",
            "maxContains",
        ];
        let found: Vec<_> =
            CONDITIONS.into_iter().filter(|key| map.remove(*key).is_some()).collect();
        if !found.is_empty() {
            let keys = found.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
            self.add(
                Code::Widened,
                at,
                format!("{keys} cannot be said by a Rust type; left to the server"),
            );
        }
    }

    /// Said before any pass adds a `nullable` of its own.
    fn nullable_remark(&mut self, map: &mut Map<String, Value>, at: &Pointer) {
        if map.get("nullable").is_some_and(|said| !said.is_boolean()) {
            map.remove("nullable");
        }
        if self.version == Version::V31 && map.get("nullable") == Some(&Value::Bool(true)) {
            self.add(
                Code::NullableIn31,
                at,
                "`nullable` was removed from OpenAPI in 3.1; honoured",
            );
        }
    }
}

/// Properties that only a condition speaks of may be sent all the same; none of them is required.
fn keep_conditional_properties(map: &mut Map<String, Value>) {
    let mut found: Vec<Value> =
        ["then", "else"].into_iter().filter_map(|key| map.get(key).cloned()).collect();
    if let Some(Value::Object(dependent)) = map.get("dependentSchemas") {
        found.extend(dependent.values().cloned());
    }
    let found = found.iter().filter_map(|schema| schema.get("properties")?.as_object());
    let found: Vec<(String, Value)> =
        found.flatten().map(|(name, schema)| (name.clone(), schema.clone())).collect();
    if found.is_empty() {
        return;
    }
    if let Value::Object(properties) = map.entry("properties").or_insert_with(|| json!({})) {
        for (name, schema) in found {
            properties.entry(name).or_insert(schema);
        }
    }
}

/// What a JSON value is, for messages.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
