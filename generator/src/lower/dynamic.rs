//! `$dynamicRef`: a reference whose target depends on the schema by which it was reached.
//!
//! The two forms in use are resolved here: a schema that refers to itself by its own anchor, as
//! trees do; and a template, of which other components say in their `$defs`, beside a `$ref` to it,
//! what stands in the place of an anchor.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::grammar::{Descend, Node, Transform, walk, walk_mut};
use crate::diagnostic::{Code, Diagnostics};
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

const REFERENCE: &str = "$dynamicRef";
const ANCHOR: &str = "$dynamicAnchor";

/// Makes plain references of the dynamic ones.
pub(super) fn resolve(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let mut has_some = false;
    walk(tree, &mut |_, node, _| {
        has_some |= node.get(REFERENCE).is_some();
        Descend::Into
    });
    if !has_some {
        return;
    }
    fill_templates(tree);
    let components = tree.pointer("/components/schemas").and_then(Value::as_object);
    let anchors = components
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.clone(), anchors(name, schema)))
        .collect();
    walk_mut(tree, &mut Resolve { anchors, diagnostics });
}

/// Writes each component that fills a template as the template with its own schemas.
fn fill_templates(tree: &mut Value) {
    let Some(components) = tree.pointer_mut("/components/schemas").and_then(Value::as_object_mut)
    else {
        return;
    };
    let filled: Vec<(String, Map<String, Value>)> = components
        .iter()
        .filter_map(|(name, schema)| Some((name.clone(), filled(components, schema)?)))
        .collect();
    components.extend(filled.into_iter().map(|(name, schema)| (name, Value::Object(schema))));
}

/// Returns a component that refers to a template, with that in place of the reference.
fn filled(components: &Map<String, Value>, schema: &Value) -> Option<Map<String, Value>> {
    let given: BTreeMap<String, Value> = schema
        .get("$defs")?
        .as_object()?
        .values()
        .filter_map(|definition| {
            let mut definition = definition.as_object()?.clone();
            let anchor = definition.remove(ANCHOR)?;
            Some((format!("#{}", anchor.as_str()?), Value::Object(definition)))
        })
        .collect();
    let fill = |schema: &Value| {
        let name = schema.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")?;
        let mut template = components.get(name)?.clone();
        let has_filled = put(&mut template, &given);
        template.as_object_mut()?.remove("$defs");
        has_filled.then_some(template)
    };
    let mut whole = schema.as_object()?.clone();
    if let Some(Value::Object(template)) = fill(schema) {
        whole.remove("$ref");
        whole.remove("$defs");
        for (key, value) in template {
            whole.entry(key).or_insert(value);
        }
        return Some(whole);
    }
    let mut has_filled = false;
    for part in whole.get_mut("allOf")?.as_array_mut()? {
        if let Some(template) = fill(part) {
            *part = template;
            has_filled = true;
        }
    }
    whole.remove("$defs");
    has_filled.then_some(whole)
}

/// Puts the given schemas in the places of the references to their anchors; returns whether there
/// were any.
fn put(value: &mut Value, given: &BTreeMap<String, Value>) -> bool {
    let reference = value.get(REFERENCE).and_then(Value::as_str);
    if let Some(schema) = reference.and_then(|reference| given.get(reference)) {
        *value = schema.clone();
        return true;
    }
    let mut has_put = false;
    match value {
        Value::Object(map) => map.values_mut().for_each(|value| has_put |= put(value, given)),
        Value::Array(list) => list.iter_mut().for_each(|value| has_put |= put(value, given)),
        _ => {}
    }
    has_put
}

/// Returns what the anchors of a component stand for where nothing else is given: a reference, or
/// any value for one that only keeps a place.
fn anchors(name: &str, schema: &Value) -> BTreeMap<String, Value> {
    let at = Pointer::root().descend(["components", "schemas", name]);
    let mut found = BTreeMap::new();
    let mut add = |schema: &Value, at: Pointer| {
        for key in [ANCHOR, "$anchor"] {
            if let Some(anchor) = schema.get(key).and_then(Value::as_str) {
                let is_open = schema.get("not").is_some();
                let target = if is_open { json!({}) } else { json!({ "$ref": at.to_reference() }) };
                found.insert(format!("#{anchor}"), target);
            }
        }
    };
    let definitions = schema.get("$defs").and_then(Value::as_object);
    for (key, definition) in definitions.into_iter().flatten() {
        add(definition, at.child("$defs").child(key));
    }
    add(schema, at);
    found
}

/// The pass that replaces what is left by the anchors of the component itself, or of the only one
/// that has such an anchor.
struct Resolve<'a> {
    anchors: BTreeMap<String, BTreeMap<String, Value>>,
    diagnostics: &'a mut Diagnostics,
}

impl Transform for Resolve<'_> {
    fn enter(&mut self, node: Node, value: &mut Value, at: &Trail<'_>) {
        let (Node::Schema, Value::Object(map)) = (node, value) else { return };
        let Some(Value::String(reference)) = map.remove(REFERENCE) else { return };
        let at = at.pointer();
        let component = at.tokens().nth(2).filter(|_| at.as_str().starts_with("/components/"));
        let own = component.and_then(|name| self.anchors.get(name.as_ref())?.get(&reference));
        let mut others = self.anchors.values().filter_map(|anchors| anchors.get(&reference));
        let target = match (own, others.next(), others.next()) {
            (Some(own), _, _) => own,
            (None, Some(only), None) => only,
            _ => {
                let message =
                    format!("`{reference}` leads to no anchor, or to several; read as any value");
                self.diagnostics.add(Code::Unsupported, &at.child(REFERENCE), message);
                return;
            }
        };
        for (key, value) in target.as_object().into_iter().flatten() {
            map.entry(key).or_insert_with(|| value.clone());
        }
    }
}
