//! Heirs: components that include by `allOf` a base which has a discriminator but is no choice.
//!
//! In the specification such a base stands for each of its heirs wherever it is used (OpenAPI 3.1 section 4.8.25, the last of its
//! examples). It becomes the choice that it means; what the heirs include moves to a component of its own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;

/// Makes each used base with heirs the choice of them.
pub(super) fn choose(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let Some(schemas) = tree.pointer("/components/schemas").and_then(Value::as_object) else {
        return;
    };
    let bases: Vec<&String> =
        schemas.iter().filter(|(_, schema)| is_base(schema)).map(|(name, _)| name).collect();
    if bases.is_empty() {
        return;
    }
    let mut uses = BTreeMap::new();
    count_references(tree, &mut uses);
    let chosen: Vec<(String, BTreeSet<String>)> = bases
        .into_iter()
        .map(|base| (base.clone(), heirs(schemas, base)))
        .filter(|(base, heirs)| {
            // Each heir includes it once; what is more is a use.
            let used = uses.get(&reference(base)).copied().unwrap_or_default();
            !heirs.is_empty() && used > heirs.len()
        })
        .collect();
    for (base, heirs) in chosen {
        split(tree, &base, &heirs, diagnostics);
    }
}

fn reference(name: &str) -> String {
    format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// An object with a discriminator, whose arms nobody lists.
fn is_base(schema: &Value) -> bool {
    let has = |key: &str| schema.get(key).is_some();
    has("discriminator") && has("properties") && !has("oneOf") && !has("anyOf")
}

fn includes(schema: &Value, base: &str) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array);
    let is_base = |part: &Value| part.get("$ref").and_then(Value::as_str) == Some(base);
    parts.is_some_and(|parts| parts.iter().any(is_base))
}

fn heirs(schemas: &Map<String, Value>, base: &str) -> BTreeSet<String> {
    let base = reference(base);
    let heirs = schemas.iter().filter(|(_, schema)| includes(schema, &base));
    heirs.map(|(name, _)| name.clone()).collect()
}

/// How often each reference stands in the tree, but for those of mappings, which are no `$ref`.
fn count_references(value: &Value, into: &mut BTreeMap<String, usize>) {
    match value {
        Value::Object(members) => {
            if let Some(target) = members.get("$ref").and_then(Value::as_str) {
                *into.entry(target.to_owned()).or_default() += 1;
            }
            members.values().for_each(|member| count_references(member, into));
        }
        Value::Array(items) => items.iter().for_each(|item| count_references(item, into)),
        _ => {}
    }
}

fn split(tree: &mut Value, base: &str, heirs: &BTreeSet<String>, diagnostics: &mut Diagnostics) {
    let Some(schemas) = tree.pointer_mut("/components/schemas").and_then(Value::as_object_mut)
    else {
        return;
    };
    let own = format!("{base}Base");
    if schemas.contains_key(&own) {
        return;
    }
    let Some(schema) = schemas.get(base).cloned() else { return };
    let (from, to) = (reference(base), reference(&own));
    for heir in heirs {
        let parts = schemas.get_mut(heir).and_then(|heir| heir.get_mut("allOf")?.as_array_mut());
        for part in parts.into_iter().flatten() {
            if part.get("$ref").and_then(Value::as_str) == Some(&from) {
                *part = json!({ "$ref": to.clone() });
            }
        }
    }
    let arms: Vec<Value> = heirs.iter().map(|heir| json!({ "$ref": reference(heir) })).collect();
    let mut choice = Map::new();
    choice.insert("oneOf".to_owned(), Value::Array(arms));
    for key in ["title", "description", "deprecated", "nullable", "discriminator"] {
        if let Some(value) = schema.get(key) {
            choice.insert(key.to_owned(), value.clone());
        }
    }
    let at = |name: &str| Pointer::root().descend(["components", "schemas", name]);
    diagnostics.moved(at(&own), at(base));
    schemas.insert(own, schema);
    schemas.insert(base.to_owned(), Value::Object(choice));
}
