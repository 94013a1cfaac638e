//! The search for what references lead to, in the document and from there on.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Bundle, Target, Unit};
use crate::lower::grammar::{Descend, Node, walk, walk_from};
use crate::lower::reach::reference_of;
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

impl Bundle<'_> {
    /// Finds the units of the document, and those that they refer to.
    pub(super) fn discover(&mut self, tree: &Value) {
        let mut open: Vec<Unit> = Vec::new();
        walk(tree, &mut |node, value, at| {
            self.visit_own(node, value, at, &mut open);
            Descend::Into
        });
        let mut seen: BTreeSet<Unit> = BTreeSet::new();
        while let Some(unit) = open.pop() {
            if !seen.insert(unit.clone()) {
                continue;
            }
            let Some(file) = self.file(&unit.file, &unit.file) else { continue };
            let Some(value) = file.pointer(unit.at.as_str()) else { continue };
            walk_from(unit.node(), value, &Trail::Root, &mut |node, value, _| {
                for (node, reference) in references(node, value) {
                    if let Some(found) = self.mapped(node, &reference, &unit.file) {
                        self.units.insert(found.clone());
                        open.push(found);
                    }
                }
                Descend::Into
            });
        }
    }

    /// Notes what a node of the document refers to.
    fn visit_own(&mut self, node: Node, value: &Value, at: &Trail<'_>, open: &mut Vec<Unit>) {
        for (kind, reference) in references(node, value) {
            if reference.starts_with('#') && self.mounts.is_empty() {
                continue;
            }
            let at = at.pointer();
            let base = self.base_of(&at);
            if base == self.own() && reference.starts_with('#') {
                continue;
            }
            if kind != node {
                if let Some(unit) = self.mapped(kind, &reference, &base) {
                    self.units.insert(unit.clone());
                    open.push(unit);
                }
                continue;
            }
            let Target::Unit(unit, rest) = self.target(node, &reference, &base) else { continue };
            open.push(unit.clone());
            let is_whole = rest.as_str().is_empty();
            let holder = at.parent().unwrap_or_default();
            if is_whole && ["/paths", "/webhooks"].contains(&holder.as_str()) {
                self.items.insert(at, unit);
                continue;
            }
            let section = Pointer::root().descend(["components", unit.section]);
            let is_alone = value.as_object().is_some_and(|map| map.len() == 1);
            if is_whole && is_alone && holder == section {
                self.aliases.entry(unit.clone()).or_default().insert(at.last());
            }
            self.units.insert(unit);
        }
    }

    /// Returns the unit that a text of a node means: a reference, or a name of the same file.
    fn mapped(&mut self, node: Node, text: &str, base: &str) -> Option<Unit> {
        match self.target(node, text, base) {
            Target::Unit(unit, _) => Some(unit),
            _ => None,
        }
    }
}

/// Returns the references of a node itself: its `$ref`, and the schemas that a discriminator maps
/// to by reference. Each with the kind of what stands there.
fn references(node: Node, value: &Value) -> Vec<(Node, String)> {
    let mut found = Vec::new();
    found.extend(reference_of(value).map(|text| (node, text.to_owned())));
    if node == Node::Discriminator {
        let mapping = value.get("mapping").and_then(Value::as_object);
        let texts = mapping.into_iter().flat_map(Map::values).chain(value.get("defaultMapping"));
        let texts = texts.filter_map(Value::as_str).filter(|text| is_reference(text));
        found.extend(texts.map(|text| (Node::Schema, text.to_owned())));
    }
    found
}

/// Returns whether a value of a mapping is a reference, and no name of a schema.
pub(super) fn is_reference(text: &str) -> bool {
    let ends = [".yaml", ".yml", ".json"];
    text.contains(['/', '#']) || ends.iter().any(|end| text.ends_with(end))
}
