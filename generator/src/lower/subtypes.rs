//! Subtypes: components that include by `allOf` a base which has a discriminator but is no choice.
//!
//! In the specification such a base stands for each of its subtypes wherever it is used (OpenAPI
//! 3.1 section 4.8.25, the last of its examples). It becomes the choice that it means; what the
//! subtypes include moves to a component of its own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::grammar::{Descend, walk};
use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;

/// Makes each used base with subtypes the choice of them.
pub(super) fn choose(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let Some(schemas) = tree.pointer("/components/schemas").and_then(Value::as_object) else {
        return;
    };
    let bases: Vec<&String> =
        schemas.iter().filter(|(_, schema)| is_base(schema)).map(|(name, _)| name).collect();
    if bases.is_empty() {
        return;
    }
    let uses = count_references(tree);
    let chosen: Vec<(String, BTreeSet<String>)> = bases
        .into_iter()
        .map(|base| (base.clone(), subtypes(schemas, base)))
        .filter(|(base, subtypes)| {
            // Each subtype includes it once; what is more is a use.
            let used = uses.get(reference(base).as_str()).copied().unwrap_or_default();
            !subtypes.is_empty() && used > subtypes.len()
        })
        .collect();
    for (base, subtypes) in chosen {
        split(tree, &base, &subtypes, diagnostics);
    }
}

fn place(name: &str) -> Pointer {
    Pointer::root().descend(["components", "schemas", name])
}

fn reference(name: &str) -> String {
    place(name).to_reference()
}

/// Returns whether the schema is an object with a discriminator, whose arms nothing lists.
fn is_base(schema: &Value) -> bool {
    let has = |key: &str| schema.get(key).is_some();
    has("discriminator") && has("properties") && !has("oneOf") && !has("anyOf")
}

fn includes(schema: &Value, base: &str) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array);
    let is_base = |part: &Value| part.get("$ref").and_then(Value::as_str) == Some(base);
    parts.is_some_and(|parts| parts.iter().any(is_base))
}

fn subtypes(schemas: &Map<String, Value>, base: &str) -> BTreeSet<String> {
    let base = reference(base);
    let subtypes = schemas.iter().filter(|(_, schema)| includes(schema, &base));
    subtypes.map(|(name, _)| name.clone()).collect()
}

/// Returns how often each reference occurs. Mappings of discriminators do not count: they are no
/// `$ref`.
fn count_references(tree: &Value) -> BTreeMap<&str, usize> {
    let mut uses = BTreeMap::new();
    walk(tree, &mut |_, node, _| {
        if let Some(target) = node.get("$ref").and_then(Value::as_str) {
            *uses.entry(target).or_default() += 1;
        }
        Descend::Into
    });
    uses
}

fn split(tree: &mut Value, base: &str, subtypes: &BTreeSet<String>, diagnostics: &mut Diagnostics) {
    let Some(schemas) = tree.pointer_mut("/components/schemas").and_then(Value::as_object_mut)
    else {
        return;
    };
    let own = format!("{base}Base");
    if schemas.contains_key(&own) {
        return;
    }
    let Some(schema) = schemas.remove(base) else { return };
    let (from, to) = (reference(base), reference(&own));
    for subtype in subtypes {
        let parts =
            schemas.get_mut(subtype).and_then(|schema| schema.get_mut("allOf")?.as_array_mut());
        for part in parts.into_iter().flatten() {
            if part.get("$ref").and_then(Value::as_str) == Some(&from) {
                *part = json!({ "$ref": to });
            }
        }
    }
    let arms: Vec<Value> =
        subtypes.iter().map(|subtype| json!({ "$ref": reference(subtype) })).collect();
    let mut choice = Map::new();
    choice.insert("oneOf".to_owned(), Value::Array(arms));
    for key in ["title", "description", "deprecated", "nullable", "discriminator"] {
        if let Some(value) = schema.get(key) {
            choice.insert(key.to_owned(), value.clone());
        }
    }
    diagnostics.moved(place(&own), place(base));
    schemas.insert(own, schema);
    schemas.insert(base.to_owned(), Value::Object(choice));
}
