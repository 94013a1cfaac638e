//! Adoption: parts of the document that stand where OpenAPI has no place for them (`x-schemas`,
//! `components.definitions`, an example) and that references lead to are copied among the
//! components, and the references lead there. Nothing else knows that there are such places.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostics;
use crate::lower::grammar::{Descend, Node, SECTIONS, Transform, walk, walk_mut};
use crate::lower::reach::reference_of;
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

/// Adopts all parts that references lead to, and those that these refer to in turn.
pub(in crate::lower) fn adopt(tree: &mut Value, diagnostics: &mut Diagnostics) {
    loop {
        let found = strays(tree);
        if found.is_empty() {
            return;
        }
        let mut moves = BTreeMap::new();
        for (place, section) in found {
            let Some(part) = tree.pointer(place.as_str()).cloned() else { continue };
            let Some(parts) = section_mut(tree, section) else { return };
            let to = Pointer::root().descend(["components", section, &free_name(&place, parts)]);
            parts.insert(to.last(), part);
            diagnostics.moved(to.clone(), place.clone());
            moves.insert(place, to);
        }
        walk_mut(tree, &mut Redirect { moves });
    }
}

/// Returns the parts that OpenAPI has no place for, each with the section that it belongs to; those
/// within others come with them.
fn strays(tree: &Value) -> BTreeMap<Pointer, &'static str> {
    let mut found: BTreeMap<Pointer, &'static str> = BTreeMap::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    walk(tree, &mut |node, value, _| {
        let Some(reference) = reference_of(value).filter(|text| known.insert(text)) else {
            return Descend::Into;
        };
        let section = SECTIONS.iter().find(|(kind, _)| *kind == node);
        let target = Pointer::from_reference(reference);
        if let (Some((_, section)), Some(target)) = (section, target)
            && Node::at(&target).is_none()
            && !holds_components(&target)
            && tree.pointer(target.as_str()).is_some_and(Value::is_object)
        {
            found.insert(target, section);
        }
        Descend::Into
    });
    let all: BTreeSet<Pointer> = found.keys().cloned().collect();
    found.retain(|place, _| !above(place).any(|outer| all.contains(&outer)));
    found
}

/// Returns whether components stand below a place. Among them, a copy of it would have one of
/// itself again, without an end.
fn holds_components(place: &Pointer) -> bool {
    SECTIONS.iter().any(|(_, section)| {
        let components = Pointer::root().descend(["components", section]);
        components.rebased(place, place).is_some()
    })
}

/// Returns the places around a place.
fn above(place: &Pointer) -> impl Iterator<Item = Pointer> {
    std::iter::successors(place.parent(), Pointer::parent)
}

fn section_mut<'t>(tree: &'t mut Value, section: &str) -> Option<&'t mut Map<String, Value>> {
    let components = tree.as_object_mut()?.entry("components").or_insert_with(|| json!({}));
    components.as_object_mut()?.entry(section).or_insert_with(|| json!({})).as_object_mut()
}

/// Returns the last key of a place, or that with a number if another component is called so.
fn free_name(place: &Pointer, taken: &Map<String, Value>) -> String {
    let name = place.last();
    let numbered = (2..).map(|number| format!("{name}{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(|name| !taken.contains_key(name)).unwrap_or_default()
}

/// Makes references lead to where the parts are now.
struct Redirect {
    moves: BTreeMap<Pointer, Pointer>,
}

impl Transform for Redirect {
    fn enter(&mut self, _: Node, value: &mut Value, _: &Trail<'_>) {
        let Some(target) = reference_of(value).and_then(Pointer::from_reference) else { return };
        let moved = std::iter::once(target.clone()).chain(above(&target)).find_map(|place| {
            let to = self.moves.get(&place)?;
            target.rebased(&place, to)
        });
        if let (Some(moved), Value::Object(map)) = (moved, value) {
            map.insert("$ref".to_owned(), json!(moved.to_reference()));
        }
    }
}
