//! One schema through all passes, in the one order in which they work.

use serde_json::{Map, Value, json};

use super::Lowering;
use super::grammar::keywords::{Role, has_role, of_role, role_of};
use super::notes::IMPLIED;
use super::validate::version::Version;
use crate::diagnostic::Code;
use crate::input::source::kind;
use crate::text::pointer::trail::Trail;

mod bounds;
mod compose;
mod enums;
mod null;
mod text_content;
mod types;

impl Lowering<'_> {
    /// Lowers what must be done before the parts of a schema are looked at.
    pub(super) fn enter_schema(&mut self, schema: &mut Value, at: &Trail<'_>) {
        match schema {
            Value::Object(map) => {
                // Needs `nullable` as the author wrote it; gives at most a flag.
                self.nullable_remark(map, at);
                // Needs all siblings of `$ref`; gives a bare `$ref` or an `allOf` with it.
                self.wrap_reference(map, at);
                // Gives no keyword that is of no use, so that nothing below one is lowered or
                // reported.
                self.unused(map, at);
                // Needs `prefixItems`, which makes `items: false` the end of a tuple; gives `items`
                // that are a schema.
                if !map.contains_key("prefixItems")
                    && let Some(items) = map.get_mut("items")
                {
                    self.boolean(items, &at.key("items"));
                }
            }
            Value::Bool(_) => self.boolean(schema, at),
            other => {
                let message = format!("expected a schema, found {}", kind(other));
                self.add(Code::Malformed, at, message);
            }
        }
    }

    /// Lowers a schema whose parts are lowered.
    pub(super) fn leave_schema(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        // Gives `enum` for `const`, `example` for `examples`.
        constants(map);
        // Needs the conditions, lowered; gives their properties, and no condition.
        self.drop_conditions(map, at);
        // Needs `enum`, to divide its values among the types; gives one `type` as a text,
        // `nullable`, or a `oneOf`.
        self.type_lists(map, at);
        // Needs lowered places; gives `items` and `type: array`.
        self.tuples(map, at);
        // Needs `additionalProperties`; gives it for all names, and `type: object`.
        self.pattern_properties(map, at);
        // Needs the keywords of all passes above; gives `type` where only one fits.
        implied_type(map);
        // Needs `type`; gives `enum` of texts or integers, `nullable`, or a note of the values.
        self.enums(map, at);
        // Needs arms as they are, before their keywords count as those of values; gives none of
        // only `required`.
        self.required_arms(map, at);
        // Needs arms with their notes of null; gives `oneOf` and `anyOf` of two arms or more, and
        // `nullable`.
        self.null_arms(map, at);
        // Needs `type`; gives bounds in the form of 3.0, whole ones for integers.
        self.bounds(map, at);
        // Needs `type`, `format`; gives `format: binary` or a note of the content.
        self.text_content(map, at);
        // Needs `allOf` with all of its parts; gives one without parts that only annotate.
        compose::annotating_parts(map);
        // Needs every keyword in its final form; gives a type or one composition.
        for arm in compose::siblings(map) {
            // What is said of it is said of what the author wrote.
            self.diagnostics.moved(at.key("allOf").item(arm).pointer(), at.pointer());
        }
        // Needs a type or one composition; gives that without keywords that mean nothing for it.
        self.foreign_keywords(map, at);
    }

    fn boolean(&mut self, schema: &mut Value, at: &Trail<'_>) {
        match schema {
            Value::Bool(true) => *schema = json!({}),
            Value::Bool(false) => {
                let message = "`false` allows no value; read as any value";
                self.add(Code::SchemaIgnored, at, message);
                *schema = json!({});
            }
            _ => {}
        }
    }

    fn nullable_remark(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        if map.get("nullable").is_some_and(|flag| !flag.is_boolean()) {
            map.remove("nullable");
        }
        if self.version == Version::V31 && map.get("nullable") == Some(&Value::Bool(true)) {
            let message = "`nullable` was removed in OpenAPI 3.1; still honoured";
            self.add(Code::NullableIn31, at, message);
        }
    }

    /// Wraps a `$ref` with siblings: OpenAPI 3.1 gives them meaning; 3.0 has an `allOf` of one for
    /// that.
    fn wrap_reference(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        let Some(reference) = map.get("$ref") else { return };
        if !reference.is_string() {
            let message = "expected a reference, which is a string";
            self.add(Code::Malformed, &at.key("$ref"), message);
            return;
        }
        // Parts that are no list are a fault of their own.
        if map.len() > 1
            && map.get("allOf").is_none_or(Value::is_array)
            && let Some(reference) = map.remove("$ref")
            && let Value::Array(arms) = map.entry("allOf").or_insert_with(|| json!([]))
        {
            arms.insert(0, json!({ "$ref": reference }));
        }
    }

    fn unused(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        if has_role(map, Role::Unused) {
            map.retain(|key, _| role_of(key) != Some(Role::Unused));
        }
        if map.remove("contentSchema").is_some() {
            let message = "the content of the string is not decoded; its schema is ignored";
            self.add(Code::Widened, &at.key("contentSchema"), message);
        }
    }

    /// Drops conditions: they narrow what a type check cannot see, and without them the schema is
    /// wider.
    fn drop_conditions(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        if !has_role(map, Role::Condition) {
            return;
        }
        keep_conditional_properties(map);
        let dropped: Vec<String> = of_role(Role::Condition)
            .filter(|key| map.remove(*key).is_some())
            .map(|key| format!("`{key}`"))
            .collect();
        let message = format!(
            "{} cannot be expressed in a Rust type; only the server checks it",
            dropped.join(", ")
        );
        self.add(Code::Widened, at, message);
    }
}

/// Writes `const` as an enum of one, and the list of `examples` as the one `example` of 3.0.
fn constants(map: &mut Map<String, Value>) {
    if let Some(value) = map.remove("const") {
        map.entry("enum").or_insert_with(|| json!([value]));
    }
    if let Some(Value::Array(examples)) = map.remove("examples")
        && let Some(first) = examples.into_iter().next()
    {
        map.entry("example").or_insert(first);
    }
}

/// Adds the properties that only a condition has: they may be sent all the same, and none of them
/// is required.
fn keep_conditional_properties(map: &mut Map<String, Value>) {
    let branches = ["then", "else"].into_iter().filter_map(|key| map.get(key));
    let dependent = map.get("dependentSchemas").and_then(Value::as_object).into_iter();
    let conditional: Vec<(String, Value)> = branches
        .chain(dependent.flat_map(Map::values))
        .filter_map(|schema| schema.get("properties")?.as_object())
        .flatten()
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .collect();
    if conditional.is_empty() {
        return;
    }
    if let Value::Object(properties) = map.entry("properties").or_insert_with(|| json!({})) {
        for (name, schema) in conditional {
            properties.entry(name).or_insert(schema);
        }
    }
}

/// Adds the type of a schema that only has `properties` or `items` or `enum`.
fn implied_type(map: &mut Map<String, Value>) {
    if map.contains_key("type") || map.contains_key("$ref") {
        return;
    }
    let has = |keys: &[&str]| keys.iter().any(|key| map.contains_key(*key));
    let values = map.get("enum").and_then(Value::as_array).and_then(|list| enums::type_of(list));
    // Beside a composition, what is implied becomes one more arm of it.
    let implied = match values {
        _ if has(&["properties", "additionalProperties"]) => "object",
        _ if has(&["items"]) => "array",
        Some(kind) => kind,
        None if has(&["pattern", "minLength", "maxLength"]) => "string",
        None if map.get("required").is_some_and(Value::is_array) => "object",
        None => return,
    };
    map.insert("type".to_owned(), json!(implied));
    if has_role(map, Role::Composition) {
        map.insert(IMPLIED.to_owned(), json!(true));
    }
}
