//! References: each must lead somewhere; those that lead to a place without a name of its own are given one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::notes::HOME;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// Keys below which a `$ref` is data of the document's author, not a reference.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "const"];
/// How many references may follow one another before we call it a circle.
const LONGEST_CHAIN: usize = 64;

/// Reports each reference that leads nowhere, out of the document, or in a circle.
pub(super) fn check(tree: &Value, diagnostics: &mut Diagnostics) {
    // Most references are said many times.
    let mut sound: BTreeSet<String> = BTreeSet::new();
    visit(tree, &mut Vec::new(), &mut |reference, tokens| {
        if sound.contains(reference) {
            return;
        }
        let at = || Pointer::root().descend(tokens.iter().copied()).child("$ref");
        let Some(target) = Pointer::from_reference(reference) else {
            let message = format!("`{reference}` leads out of the document");
            diagnostics.add(Code::ExternalRef, &at(), message);
            return;
        };
        if tree.pointer(target.as_str()).is_none() {
            let mut one =
                Diagnostic::new(Code::DanglingRef, &at(), format!("`{reference}` leads nowhere"));
            if let Some(near) = nearest(tree, &target) {
                one = one.help(format!(
                    "did you mean `#{near}`? Add the missing part, or replace the reference, with an action in overlay.yaml"
                ));
            }
            diagnostics.report(one);
        } else if let Some(circle) = circle(tree, reference) {
            // Said once, whichever of its members is met first.
            sound.extend(circle);
            sound.insert(reference.to_owned());
            diagnostics.add(
                Code::CircularRef,
                &at(),
                format!("`{reference}` leads through references back to itself"),
            );
        } else if holds_itself(tree, &target) {
            let message = format!("`{reference}` leads to a place that holds the same reference");
            diagnostics.add(Code::CircularRef, &at(), message);
        } else {
            sound.insert(reference.to_owned());
        }
    });
}

/// The members of the circle that a chain of schemas leads into which are nothing but references.
fn circle(tree: &Value, reference: &str) -> Option<BTreeSet<String>> {
    let mut seen = BTreeSet::from([reference.to_owned()]);
    let mut next = reference.to_owned();
    loop {
        let target = Pointer::from_reference(&next)?;
        next = tree.pointer(target.as_str())?.get("$ref")?.as_str()?.to_owned();
        if !seen.insert(next.clone()) {
            return Some(seen);
        }
    }
}

/// Whether a copy of the place would have to hold a copy of itself. Schemas are not copied but named.
fn holds_itself(tree: &Value, target: &Pointer) -> bool {
    let mut seen: BTreeSet<Pointer> = BTreeSet::new();
    let mut open = vec![target.clone()];
    while let Some(place) = open.pop() {
        if is_component(&place) || is_schema(&place) {
            continue;
        }
        let mut again = false;
        if let Some(value) = tree.pointer(place.as_str()) {
            visit(value, &mut Vec::new(), &mut |reference, _| {
                let Some(next) = Pointer::from_reference(reference) else { return };
                again |= next == *target;
                if seen.insert(next.clone()) {
                    open.push(next);
                }
            });
        }
        if again {
            return true;
        }
    }
    false
}

/// A sibling of the missing target whose name is nearly its own.
fn nearest(tree: &Value, target: &Pointer) -> Option<Pointer> {
    let parent = target.parent()?;
    let wanted = fold(&target.last());
    let siblings = tree.pointer(parent.as_str())?.as_object()?;
    let found = siblings.keys().find(|name| {
        fold(name) == wanted || fold(name).trim_end_matches('s') == wanted.trim_end_matches('s')
    })?;
    Some(parent.child(found))
}

fn fold(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Calls `found` with each reference and the tokens of the object that holds it.
fn visit<'a>(value: &'a Value, tokens: &mut Vec<&'a str>, found: &mut impl FnMut(&str, &[&str])) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get("$ref") {
                found(reference, tokens);
            }
            let named = is_map_of_names(tokens);
            for (key, child) in map {
                if named || !(DATA.contains(&key.as_str()) || key.starts_with("x-")) {
                    tokens.push(key);
                    visit(child, tokens, found);
                    tokens.pop();
                }
            }
        }
        Value::Array(list) => {
            for (index, child) in list.iter().enumerate() {
                // Indices only matter for the message; few lists are long.
                tokens.push(INDICES.get(index).copied().unwrap_or("-"));
                visit(child, tokens, found);
                tokens.pop();
            }
        }
        _ => {}
    }
}

/// Whether the members of the place are named by the document's author: a property may well be called `default` or `x-ray`.
fn is_map_of_names(tokens: &[&str]) -> bool {
    match tokens {
        ["components", _] => true,
        [.., last] => [
            "properties",
            "patternProperties",
            "dependentSchemas",
            "$defs",
            "definitions",
            "headers",
            "content",
        ]
        .contains(last),
        [] => false,
    }
}

const INDICES: [&str; 32] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16",
    "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31",
];

/// Resolves what `openapiv3` has no reference for (path items), and gives each schema that is referred to by its place
/// (`#/paths/…/schema`, `#/components/schemas/A/properties/b`, `$defs`) a name among the components.
pub(super) fn inline_and_hoist(tree: &mut Value, diagnostics: &mut Diagnostics) {
    inline_path_items(tree);
    let mut places = BTreeSet::new();
    visit(tree, &mut Vec::new(), &mut |reference, _| {
        // The common case, told without taking the pointer apart.
        let plain =
            reference.starts_with("#/components/schemas/") && reference.matches('/').count() == 3;
        if !plain
            && let Some(target) = Pointer::from_reference(reference)
            && !is_component(&target)
        {
            places.insert((reference.to_owned(), target));
        }
    });
    if places.is_empty() {
        return;
    }
    let names = hoisted_names(tree, &places);
    // The deepest first, so that a place inside another is still where its pointer says.
    let mut targets: Vec<_> = names.iter().collect();
    targets.sort_by_key(|(target, _)| std::cmp::Reverse(target.as_str().len()));
    let mut hoisted = Vec::new();
    for (target, name) in targets {
        if is_schema(target)
            && let Some(place) = tree.pointer_mut(target.as_str())
        {
            let mut schema =
                std::mem::replace(place, json!({ "$ref": format!("#/components/schemas/{name}") }));
            if let Some(schema) =
                schema.as_object_mut().filter(|schema| !schema.contains_key("$ref"))
            {
                schema.insert(HOME.to_owned(), json!(target.as_str()));
            }
            let to = Pointer::root().descend(["components", "schemas", name]);
            diagnostics.moved(to, target.clone());
            hoisted.push((name.clone(), schema));
        }
    }
    if let Some(schemas) = schemas_mut(tree) {
        schemas.extend(hoisted);
    }
    let copies: BTreeMap<String, Value> = places
        .iter()
        .filter_map(|(reference, target)| match names.get(target) {
            Some(name) if is_schema(target) => {
                Some((reference.clone(), json!({ "$ref": format!("#/components/schemas/{name}") })))
            }
            _ => Some((reference.clone(), tree.pointer(target.as_str())?.clone())),
        })
        .collect();
    replace(tree, &copies);
}

fn schemas_mut(tree: &mut Value) -> Option<&mut Map<String, Value>> {
    let components = tree.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
    components.as_object_mut()?.entry("schemas").or_insert_with(|| json!({})).as_object_mut()
}

/// `#/components/<kind>/<name>`: the references that `openapiv3` knows.
fn is_component(target: &Pointer) -> bool {
    let mut tokens = target.tokens();
    tokens.next().as_deref() == Some("components") && tokens.count() == 2
}

/// Whether the place holds a schema, as far as its pointer tells. The map of all schemas is none.
fn is_schema(target: &Pointer) -> bool {
    target.as_str() != "/components/schemas"
        && target
            .tokens()
            .any(|token| ["schema", "schemas", "$defs", "definitions"].contains(&token.as_str()))
}

/// A name for each place: the last tokens that are names, with the owner's before them where that is needed to be unique.
fn hoisted_names(tree: &Value, places: &BTreeSet<(String, Pointer)>) -> BTreeMap<Pointer, String> {
    const NOISE: [&str; 12] = [
        "components",
        "schemas",
        "properties",
        "items",
        "schema",
        "content",
        "paths",
        "responses",
        "requestBody",
        "$defs",
        "definitions",
        "additionalProperties",
    ];
    let mut taken: BTreeSet<String> = tree
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect();
    let mut names = BTreeMap::new();
    for (_, target) in places {
        if names.contains_key(target) {
            continue;
        }
        let words: Vec<String> = target
            .tokens()
            .filter(|token| !NOISE.contains(&token.as_str()) && !token.contains("json"))
            .collect();
        let words: Vec<String> =
            words.iter().map(|word| word.replace(|c: char| !c.is_alphanumeric(), "_")).collect();
        let full = words.join("_");
        let short = if target.as_str().contains("/$defs/") { target.last() } else { full.clone() };
        let name = [short, full].into_iter().find(|name| !name.is_empty() && !taken.contains(name));
        let name = name.unwrap_or_else(|| format!("Hoisted{}", names.len()));
        taken.insert(name.clone());
        names.insert(target.clone(), name);
    }
    names
}

fn inline_path_items(tree: &mut Value) {
    for _ in 0..LONGEST_CHAIN {
        let mut found = Vec::new();
        for (path, item) in tree.get("paths").and_then(Value::as_object).into_iter().flatten() {
            if let Some(target) =
                item.get("$ref").and_then(Value::as_str).and_then(Pointer::from_reference)
                && let Some(Value::Object(target)) = tree.pointer(target.as_str())
            {
                found.push((path.clone(), target.clone()));
            }
        }
        if found.is_empty() {
            return;
        }
        for (path, target) in found {
            let item = tree
                .get_mut("paths")
                .and_then(|paths| paths.get_mut(&path))
                .and_then(Value::as_object_mut);
            if let Some(item) = item {
                item.remove("$ref");
                for (key, value) in target {
                    item.entry(key).or_insert(value);
                }
            }
        }
    }
}

/// Puts a copy of its target in the place of each reference of `copies`.
fn replace(value: &mut Value, copies: &BTreeMap<String, Value>) {
    match value {
        Value::Object(map) => {
            let copy =
                map.get("$ref").and_then(Value::as_str).and_then(|reference| copies.get(reference));
            if let Some(Value::Object(copy)) = copy {
                map.remove("$ref");
                map.extend(copy.clone());
            }
            map.values_mut().for_each(|child| replace(child, copies));
        }
        Value::Array(list) => list.iter_mut().for_each(|child| replace(child, copies)),
        _ => {}
    }
}
