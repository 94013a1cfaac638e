//! Checks of schemas: the demands of OpenAPI 3.0, discriminators that lead somewhere, and no
//! circles.

use serde_json::{Map, Value};

use super::Checker;
use super::version::Version;
use crate::diagnostic::Code;
use crate::lower::grammar::Node;
use crate::text::graph::circular;
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

impl<'t> Checker<'t, '_> {
    pub(super) fn schema(&mut self, schema: &'t Value, at: &Trail<'_>) {
        match schema {
            Value::Bool(_) => self.boolean(at),
            Value::Object(map) => {
                self.reference(Node::Schema, map, at);
                if map.get("items").is_some_and(Value::is_boolean) {
                    self.boolean(&at.key("items"));
                }
                if self.version == Version::V30 {
                    self.demands_of_30(map, at);
                }
                self.mapping(schema, at);
            }
            // Reported by the passes.
            _ => {}
        }
    }

    fn boolean(&mut self, at: &Trail<'_>) {
        if self.version == Version::V30 {
            let message = "schemas that are `true` or `false` require OpenAPI 3.1; read as in 3.1";
            self.add(Code::BooleanSchemaIn30, at, message);
        }
    }

    fn demands_of_30(&mut self, map: &'t Map<String, Value>, at: &Trail<'_>) {
        let has_items = ["items", "prefixItems"].iter().any(|key| map.contains_key(*key));
        if map.get("type").and_then(Value::as_str) == Some("array") && !has_items {
            let message =
                "the array has no `items`, which OpenAPI 3.0 requires; its items may be any values";
            self.add(Code::ArrayWithoutItems, at, message);
        }
        if map.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            let message = "OpenAPI 3.0 forbids an enum without values";
            self.add(Code::EnumEmpty, &at.key("enum"), message);
        }
    }

    /// Checks that each tag of a discriminator leads to a schema, by a reference or by its name,
    /// and so does its default. One that does not names no arm.
    fn mapping(&mut self, schema: &'t Value, at: &Trail<'_>) {
        let Some(discriminator) = schema.get("discriminator") else { return };
        let at = at.key("discriminator");
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        for (tag, target) in mapping.into_iter().flatten() {
            let Some(target) = target.as_str().filter(|target| !self.is_schema(target)) else {
                continue;
            };
            let at = at.key("mapping");
            let message =
                format!("the tag `{tag}` maps to `{target}`, which does not exist; ignored");
            self.add(Code::DiscriminatorDangling, &at.key(tag), message);
        }
        let default = discriminator.get("defaultMapping").and_then(Value::as_str);
        if let Some(target) = default.filter(|target| !self.is_schema(target)) {
            let message =
                format!("all other tags map to `{target}`, which does not exist; ignored");
            self.add(Code::DiscriminatorDangling, &at.key("defaultMapping"), message);
        }
    }

    /// Returns whether a text is the name of a schema, or a reference to one.
    fn is_schema(&self, target: &str) -> bool {
        match Pointer::from_reference(target) {
            Some(target) => self.tree.pointer(target.as_str()).is_some(),
            None => self.component(target).is_some(),
        }
    }

    fn component(&self, name: &str) -> Option<&'t Value> {
        self.tree.get("components")?.get("schemas")?.get(name)
    }

    /// Reports schemas that hold themselves as a whole. A union whose arms include the union by
    /// `allOf`, as base types do, is none.
    pub(super) fn circles(&mut self) {
        let at = Trail::Root.key("components");
        let at = at.key("schemas");
        let components = self.tree.get("components");
        let schemas = components.and_then(|components| components.get("schemas")?.as_object());
        let Some(schemas) = schemas else { return };
        let circular = |keys: &[&str]| {
            let arms = |name: &&'t str| schemas.get(*name).map(|schema| whole(schema, keys));
            circular(schemas.keys().map(String::as_str), |name| arms(name).unwrap_or_default())
        };
        let (parts, choices) = (circular(&["allOf"]), circular(&["oneOf", "anyOf"]));
        for (name, schema) in schemas {
            let has = |key: &str| schema.get(key).is_some();
            if has("allOf") && parts.contains(name.as_str()) {
                let message = format!("`{name}` includes itself by `allOf`");
                self.add(Code::CircularRef, &at.key(name), message);
            }
            if (has("oneOf") || has("anyOf")) && choices.contains(name.as_str()) {
                let message = format!("`{name}` is one of its own alternatives");
                self.add(Code::CircularRef, &at.key(name), message);
            }
        }
    }
}

/// Returns the components that a component is as a whole: those of its arms, and of their arms.
fn whole<'t>(component: &'t Value, keys: &[&str]) -> Vec<&'t str> {
    let mut found = Vec::new();
    let mut open = vec![component];
    while let Some(schema) = open.pop() {
        let list = |key: &str| schema.get(key).and_then(Value::as_array);
        // A component that wraps another is an heir of it.
        let is_part = !std::ptr::eq(schema, component);
        let wrapper = list("allOf").filter(|arms| is_part && arms.len() == 1);
        open.extend(keys.iter().filter_map(|key| list(key)).chain(wrapper).flatten());
        let reference = schema.get("$ref").and_then(Value::as_str);
        found.extend(reference.and_then(|text| text.strip_prefix("#/components/schemas/")));
    }
    found
}
