//! The last step: units are put among the components, and every reference leads to its end there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::discover::is_reference;
use super::names::{self, Collision};
use super::{Bundle, SECTIONS, Target, Unit, written};
use crate::diagnostic::Code;
use crate::lower::grammar::{Node, Transform, walk_mut, walk_mut_from};
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

impl Bundle<'_> {
    /// Puts what was found into the document.
    pub(super) fn put(&mut self, tree: &mut Value) {
        let taken = self.taken(tree);
        let (names, collisions) = names::assign(&self.units, &self.aliases, taken);
        walk_mut(tree, &mut Rewrite { bundle: self, names: &names, base: None });
        let items = std::mem::take(&mut self.items);
        for (at, unit) in &items {
            self.put_item(tree, at, unit, &names);
        }
        for (unit, name) in &names {
            let Some(content) = self.rewritten(unit, &names) else { continue };
            let Some(section) = section_of(tree, unit.section) else { continue };
            section.insert(name.clone(), content);
            let part = place(unit, name);
            self.diagnostics.stands_in(self.origin(&unit.file), part, unit.at.clone());
        }
        for Collision { unit, wanted } in collisions {
            let Some(name) = names.get(&unit) else { continue };
            let message = format!("another part is called `{wanted}`, so this one is `{name}`");
            self.diagnostics.add(Code::NameCollision, &place(&unit, name), message);
        }
    }

    /// Returns the names that the components of the document have and keep.
    fn taken(&self, tree: &Value) -> BTreeSet<(&'static str, String)> {
        let mut taken = BTreeSet::new();
        for (_, section) in SECTIONS {
            let own = tree.get("components").and_then(|components| components.get(section));
            let own = own.and_then(Value::as_object).into_iter().flatten();
            taken.extend(own.map(|(name, _)| (section, name.clone())));
        }
        for (unit, known) in &self.aliases {
            for name in known {
                taken.remove(&(unit.section, name.clone()));
            }
        }
        taken
    }

    /// Puts the content of a path item beside what stands there already, which has precedence.
    fn put_item(
        &mut self,
        tree: &mut Value,
        at: &Pointer,
        unit: &Unit,
        names: &BTreeMap<Unit, String>,
    ) {
        let Some(Value::Object(content)) = self.rewritten(unit, names) else { return };
        let origin = self.origin(&unit.file);
        let item = tree.pointer_mut(at.as_str()).and_then(Value::as_object_mut);
        let Some(item) = item else { return };
        item.remove("$ref");
        if item.is_empty() {
            self.diagnostics.stands_in(origin, at.clone(), unit.at.clone());
        }
        for (key, value) in content {
            if !item.contains_key(&key) {
                self.diagnostics.stands_in(origin, at.child(&key), unit.at.child(&key));
                item.insert(key, value);
            }
        }
    }

    /// Returns the content of a unit with its references as they are in the document.
    fn rewritten(&mut self, unit: &Unit, names: &BTreeMap<Unit, String>) -> Option<Value> {
        let file = self.file(&unit.file, &unit.file)?;
        let mut content = file.pointer(unit.at.as_str())?.clone();
        let mut pass = Rewrite { bundle: self, names, base: Some(&unit.file) };
        walk_mut_from(unit.node(), &mut content, &Trail::Root, &mut pass);
        Some(content)
    }
}

/// Returns the place of a unit in the document.
fn place(unit: &Unit, name: &str) -> Pointer {
    Pointer::root().descend(["components", unit.section, name])
}

fn section_of<'t>(tree: &'t mut Value, section: &str) -> Option<&'t mut Map<String, Value>> {
    let empty = || Value::Object(Map::new());
    let components = tree.as_object_mut()?.entry("components").or_insert_with(empty);
    let section = components.as_object_mut()?.entry(section).or_insert_with(empty);
    section.as_object_mut()
}

/// The pass that makes references lead to where their targets are now.
struct Rewrite<'r, 'b> {
    bundle: &'r mut Bundle<'b>,
    names: &'r BTreeMap<Unit, String>,
    /// The file of the tree; `None` for the document, parts of which may stand elsewhere.
    base: Option<&'r str>,
}

impl Transform for Rewrite<'_, '_> {
    fn enter(&mut self, node: Node, value: &mut Value, at: &Trail<'_>) {
        let Value::Object(map) = value else { return };
        if let Some(text) = map.get_mut("$ref") {
            self.reference(node, text, at);
        }
        if node == Node::Discriminator {
            let mapping = map.get_mut("mapping").and_then(Value::as_object_mut);
            for (_, text) in mapping.into_iter().flatten() {
                self.mapping(text, at);
            }
            map.get_mut("defaultMapping").into_iter().for_each(|text| self.mapping(text, at));
        }
    }
}

impl Rewrite<'_, '_> {
    fn mapping(&mut self, text: &mut Value, at: &Trail<'_>) {
        if text.as_str().is_some_and(is_reference) {
            self.reference(Node::Schema, text, at);
        }
    }

    fn reference(&mut self, node: Node, text: &mut Value, at: &Trail<'_>) {
        let Some(reference) = text.as_str() else { return };
        let own = self.bundle.own();
        let is_plain = self.base.is_none() && self.bundle.mounts.is_empty();
        if is_plain && reference.starts_with('#') {
            return;
        }
        let base = match self.base {
            Some(base) => base.to_owned(),
            None => self.bundle.base_of(&at.pointer()),
        };
        if base == own && reference.starts_with('#') {
            return;
        }
        let written = match self.bundle.target(node, reference, &base) {
            Target::Own(at) => written(&at),
            Target::Unit(unit, rest) => match self.names.get(&unit) {
                Some(name) => {
                    let part = place(&unit, name);
                    let at = rest.rebased(&Pointer::root(), &part).unwrap_or(part);
                    written(&at)
                }
                None => return,
            },
            Target::Unknown(reference) => reference,
        };
        *text = Value::String(written);
    }
}
