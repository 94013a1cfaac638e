//! What schemas must be: what 3.0 demands of them, discriminators that lead somewhere, and no circles.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Checker, Kind, Step};
use crate::diagnostic::Code;
use crate::lower::Version;
use crate::lower::schema::{MANY, NAMED, ONE};
use crate::pointer::Pointer;

impl<'t> Checker<'t, '_> {
    pub(super) fn schema(&mut self, schema: &'t Value) {
        // Whatever else is no schema, the passes say.
        let Some(map) = schema.as_object() else {
            if schema.is_boolean() && self.version == Version::V30 {
                self.add(Code::BooleanSchemaIn30, "a schema that is `true` or `false` came with OpenAPI 3.1; read so all the same");
            }
            return;
        };
        self.own(schema, Kind::Schema);
        if self.version == Version::V30 {
            self.demands_of_30(map);
        }
        self.mapping(schema);
        for key in ONE
            .into_iter()
            .filter(|key| map.get(*key).is_some_and(Value::is_object) || *key == "items")
        {
            self.part(schema, key, Self::schema);
        }
        for key in MANY.into_iter().chain(NAMED).chain(["$defs", "definitions"]) {
            if map.contains_key(key) {
                self.each_schema(schema, key);
            }
        }
    }

    /// Unlike elsewhere, a name that begins with `x-` is a name here.
    fn each_schema(&mut self, schema: &'t Value, key: &'t str) {
        let Some(parts) = schema.get(key) else { return };
        let named =
            parts.as_object().into_iter().flatten().map(|(name, child)| (Step::Key(name), child));
        let listed = parts
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, child)| (Step::Index(index), child));
        for (step, child) in named.chain(listed) {
            self.at(Step::Key(key), |checker| checker.at(step, |checker| checker.schema(child)));
        }
    }

    fn demands_of_30(&mut self, map: &'t Map<String, Value>) {
        if map.get("type").and_then(Value::as_str) == Some("array") && !map.contains_key("items") {
            self.add(Code::ArrayWithoutItems, "the array does not say of what, which OpenAPI 3.0 demands; its items are any values");
        }
        if map.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            self.at(Step::Key("enum"), |checker| {
                checker.add(Code::EnumEmpty, "OpenAPI 3.0 forbids an enum without values")
            });
        }
    }

    /// Each tag of a discriminator should lead to a schema, by a reference or by its name. One that does not names no arm.
    fn mapping(&mut self, schema: &'t Value) {
        let Some(mapping) = schema.get("discriminator").and_then(|found| found.get("mapping"))
        else {
            return;
        };
        for (tag, target) in mapping.as_object().into_iter().flatten() {
            let Some(target) = target.as_str() else { continue };
            let found = match Pointer::from_reference(target) {
                Some(target) => self.tree.pointer(target.as_str()).is_some(),
                None => self.component(target).is_some(),
            };
            if !found {
                let steps = [Step::Key("discriminator"), Step::Key("mapping"), Step::Key(tag)];
                self.trail.extend(steps);
                self.add(
                    Code::DiscriminatorDangling,
                    format!("the tag `{tag}` maps to `{target}`, which leads nowhere; ignored"),
                );
                self.trail.truncate(self.trail.len() - steps.len());
            }
        }
    }

    fn component(&self, name: &str) -> Option<&'t Value> {
        self.tree.get("components")?.get("schemas")?.get(name)
    }

    /// Schemas that hold themselves as a whole. A union whose arms include the union by `allOf`, as base types do, is none.
    pub(super) fn circles(&mut self) {
        let schemas = self.tree.get("components").and_then(|components| components.get("schemas"));
        for (name, schema) in schemas.and_then(Value::as_object).into_iter().flatten() {
            for (keys, message) in [
                (&["allOf"][..], "includes itself by `allOf`"),
                (&["oneOf", "anyOf"], "is one of its own alternatives"),
            ] {
                if keys.iter().any(|key| schema.get(key).is_some())
                    && self.reaches_itself(name, schema, keys)
                {
                    self.trail = ["components", "schemas", name].map(Step::Key).to_vec();
                    self.add(Code::CircularRef, format!("`{name}` {message}"));
                    self.trail.clear();
                }
            }
        }
    }

    /// Whether a schema is among its own arms, through the arms of those.
    fn reaches_itself(&self, name: &str, schema: &'t Value, keys: &[&str]) -> bool {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open = vec![schema];
        while let Some(schema) = open.pop() {
            let wrapper =
                schema.get("allOf").and_then(Value::as_array).filter(|arms| arms.len() == 1);
            let arms = keys.iter().filter_map(|key| schema.get(key).and_then(Value::as_array));
            open.extend(arms.chain(wrapper).flatten());
            let target = schema
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|text| text.strip_prefix("#/components/schemas/"));
            let Some(target) = target else { continue };
            if target == name {
                return true;
            }
            if seen.insert(target) {
                open.extend(self.component(target));
            }
        }
        false
    }
}
