//! Addresses by which a document may name its own parts, beside their places: with its own address,
//! `$self` (3.2), before the `#`; schemas by the names that they give themselves (3.1); and schemes
//! by reference (3.2), where a name was all until then. All become what 3.0 has.

use serde_json::{Map, Value};
use url::Url;

use super::grammar::{Node, Transform, walk_mut};
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

mod named;

use named::Named;

/// The address that an address without a scheme is relative to; nobody knows a better one here.
const BASE: &str = "https://document.invalid/";

/// Writes references that begin with the document's own address as local ones, and security
/// requirements by reference as those by name.
pub(super) fn make_local(tree: &mut Value) {
    let own = tree.get("$self").and_then(Value::as_str);
    let own = own.and_then(|own| Url::parse(BASE).ok()?.join(own).ok()).map(without_fragment);
    let named = Named::of(tree, own.as_ref());
    walk_mut(tree, &mut MakeLocal { own, named });
}

struct MakeLocal {
    own: Option<Url>,
    named: Option<Named>,
}

impl Transform for MakeLocal {
    fn enter(&mut self, node: Node, value: &mut Value, at: &Trail<'_>) {
        let Value::Object(map) = value else { return };
        if node == Node::Requirement {
            self.by_name(map);
        }
        if self.own.is_none() && self.named.is_none() {
            return;
        }
        map.get_mut("$ref").into_iter().for_each(|text| self.reference(text, at));
        if node == Node::Discriminator {
            map.get_mut("defaultMapping").into_iter().for_each(|text| self.reference(text, at));
            let mapping = map.get_mut("mapping").and_then(Value::as_object_mut);
            mapping.into_iter().flatten().for_each(|(_, text)| self.reference(text, at));
        }
    }
}

impl MakeLocal {
    fn reference(&self, text: &mut Value, at: &Trail<'_>) {
        if let Some(local) = text.as_str().and_then(|text| self.local(text)) {
            *text = Value::String(local);
        }
        let named = self.named.as_ref().zip(text.as_str());
        if let Some(local) = named.and_then(|(named, text)| named.local(text, &at.pointer())) {
            *text = Value::String(local);
        }
    }

    /// Returns the local form of a reference that names this document by its address.
    fn local(&self, reference: &str) -> Option<String> {
        let own = self.own.as_ref()?;
        let (address, fragment) = reference.split_once('#')?;
        let is_own = !address.is_empty() && own.join(address).ok()? == *own;
        is_own.then(|| format!("#{fragment}"))
    }

    /// Writes the schemes of a requirement that are references by their names. A name has no `#`.
    fn by_name(&self, requirement: &mut Map<String, Value>) {
        let section = Pointer::root().descend(["components", "securitySchemes"]);
        let named: Vec<(String, String)> = requirement
            .keys()
            .filter_map(|key| {
                let target = Pointer::from_reference(self.local(key).as_deref().unwrap_or(key))?;
                (target.parent()? == section).then(|| (key.clone(), target.last()))
            })
            .collect();
        for (key, name) in named {
            if let Some(scopes) = requirement.remove(&key) {
                requirement.entry(name).or_insert(scopes);
            }
        }
    }
}

fn without_fragment(mut address: Url) -> Url {
    address.set_fragment(None);
    address
}
