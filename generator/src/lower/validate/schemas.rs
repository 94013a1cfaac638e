//! Checks of schemas: the demands of OpenAPI 3.0, discriminators that lead somewhere, and no
//! circles.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Checker;
use crate::diagnostic::Code;
use crate::lower::Version;
use crate::lower::grammar::Node;
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

    /// Checks that each tag of a discriminator leads to a schema, by a reference or by its name.
    /// One that does not names no arm.
    fn mapping(&mut self, schema: &'t Value, at: &Trail<'_>) {
        let mapping = schema.get("discriminator").and_then(|one| one.get("mapping"));
        for (tag, target) in mapping.and_then(Value::as_object).into_iter().flatten() {
            let Some(target) = target.as_str() else { continue };
            let exists = match Pointer::from_reference(target) {
                Some(target) => self.tree.pointer(target.as_str()).is_some(),
                None => self.component(target).is_some(),
            };
            if !exists {
                let at = at.key("discriminator");
                let at = at.key("mapping");
                let message =
                    format!("the tag `{tag}` maps to `{target}`, which does not exist; ignored");
                self.add(Code::DiscriminatorDangling, &at.key(tag), message);
            }
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
        let schemas = self.tree.get("components").and_then(|components| components.get("schemas"));
        for (name, schema) in schemas.and_then(Value::as_object).into_iter().flatten() {
            for (keys, message) in [
                (&["allOf"][..], "includes itself by `allOf`"),
                (&["oneOf", "anyOf"], "is one of its own alternatives"),
            ] {
                if keys.iter().any(|key| schema.get(key).is_some())
                    && self.reaches_itself(name, schema, keys)
                {
                    self.add(Code::CircularRef, &at.key(name), format!("`{name}` {message}"));
                }
            }
        }
    }

    /// Returns whether a schema is among its own arms, through the arms of those.
    fn reaches_itself(&self, name: &str, schema: &'t Value, keys: &[&str]) -> bool {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open = vec![(schema, false)];
        while let Some((schema, is_component)) = open.pop() {
            // A component that wraps another is an heir of it.
            let wrapper = schema
                .get("allOf")
                .and_then(Value::as_array)
                .filter(|arms| arms.len() == 1 && !is_component);
            let arms = keys.iter().filter_map(|key| schema.get(key).and_then(Value::as_array));
            open.extend(arms.chain(wrapper).flatten().map(|arm| (arm, false)));
            let target = schema
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|text| text.strip_prefix("#/components/schemas/"));
            let Some(target) = target else { continue };
            if target == name {
                return true;
            }
            if seen.insert(target) {
                open.extend(self.component(target).map(|target| (target, true)));
            }
        }
        false
    }
}
