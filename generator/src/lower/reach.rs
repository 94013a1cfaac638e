//! Reachability: the parts of a document that others lead to.
//!
//! References lead to them, and the mapping of a discriminator does. A base with a discriminator
//! leads to its heirs, too, over any number of levels: they include it, and nothing else in the
//! document may name them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::grammar::{Descend, Node, walk_from};
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

/// Returns the places that these members of the document reach: components as a whole, and other
/// places as references name them.
pub(crate) fn reached(tree: &Value, members: &[&str]) -> BTreeSet<String> {
    let heirs = heirs(tree);
    // Most references occur many times.
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut reached = BTreeSet::new();
    let mut open: Vec<(Node, Pointer)> = Vec::new();
    for member in members {
        let at = Pointer::root().child(member);
        let items = tree.get(member).and_then(Value::as_object).into_iter().flatten();
        open.extend(items.map(|(name, _)| (Node::PathItem, at.child(name))));
    }
    while let Some((node, place)) = open.pop() {
        let mut targets: Vec<(Node, Pointer)> =
            heirs.get(place.as_str()).into_iter().flatten().cloned().collect();
        if let Some(value) = tree.pointer(place.as_str()) {
            walk_from(node, value, &Trail::Root, &mut |node, value, _| {
                let reference = reference_of(value).filter(|reference| seen.insert(reference));
                let target = reference.and_then(Pointer::from_reference);
                targets.extend(target.map(|target| (node, target)));
                targets.extend(mapped(node, value));
                Descend::Into
            });
        }
        for (node, target) in targets {
            // All that a component holds is reached with it.
            let whole = component_of(&target).unwrap_or(target);
            if reached.insert(whole.as_str().to_owned()) {
                open.push((Node::at(&whole).unwrap_or(node), whole));
            }
        }
    }
    reached
}

/// Returns the schemas that the mapping of a discriminator names, and its default.
fn mapped(node: Node, value: &Value) -> impl Iterator<Item = (Node, Pointer)> + '_ {
    let discriminator = Some(value).filter(|_| node == Node::Discriminator);
    let mapping = discriminator.and_then(|one| one.get("mapping")?.as_object());
    let mapping = mapping.into_iter().flat_map(Map::values);
    mapping.chain(discriminator.and_then(|one| one.get("defaultMapping"))).filter_map(|target| {
        let target = target.as_str()?;
        let named = || schemas().child(target);
        Some((Node::Schema, Pointer::from_reference(target).unwrap_or_else(named)))
    })
}

fn schemas() -> Pointer {
    Pointer::root().descend(["components", "schemas"])
}

/// Returns the heirs of each base with a discriminator, and the heirs of those.
fn heirs(tree: &Value) -> BTreeMap<String, Vec<(Node, Pointer)>> {
    let components = tree.pointer(schemas().as_str()).and_then(Value::as_object);
    let mut heirs: BTreeMap<String, Vec<(Node, Pointer)>> = BTreeMap::new();
    let mut open: Vec<String> = Vec::new();
    for (name, schema) in components.into_iter().flatten() {
        let own = schemas().child(name);
        let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        for base in parts.filter_map(reference_of).filter_map(Pointer::from_reference) {
            heirs.entry(base.as_str().to_owned()).or_default().push((Node::Schema, own.clone()));
        }
        if schema.get("discriminator").is_some() {
            open.push(own.as_str().to_owned());
        }
    }
    let mut families: BTreeSet<String> = BTreeSet::new();
    while let Some(base) = open.pop() {
        if families.insert(base.clone()) {
            let own = heirs.get(&base).into_iter().flatten();
            open.extend(own.map(|(_, heir)| heir.as_str().to_owned()));
        }
    }
    heirs.retain(|base, _| families.contains(base));
    heirs
}

/// Returns the component that a place lies in: `#/components/schemas/Boat`.
pub(super) fn component_of(place: &Pointer) -> Option<Pointer> {
    let (section, rest) = place.as_str().strip_prefix("/components/")?.split_once('/')?;
    let name = rest.split('/').next().unwrap_or_default();
    Some(Pointer::parse(&format!("/components/{section}/{name}")))
}

/// Returns the text of the reference that a node is.
pub(crate) fn reference_of(node: &Value) -> Option<&str> {
    node.get("$ref")?.as_str()
}
