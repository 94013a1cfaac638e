//! The names that schemas give themselves, by which references may lead to them: an address, `$id`,
//! and a name within it, `$anchor`.

use std::collections::BTreeMap;

use serde_json::Value;
use url::Url;

use super::BASE;
use crate::lower::grammar::{Descend, Node, walk};
use crate::lower::reach::reference_of;
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

/// The schemas of a document by the names that they give themselves.
#[derive(Debug)]
pub(super) struct Named {
    /// The address of the document.
    document: Url,
    /// The addresses of the schemas that have one of their own.
    addresses: BTreeMap<Pointer, Url>,
    places: BTreeMap<Url, Pointer>,
    /// The schemas with an anchor, by it.
    anchors: BTreeMap<String, Vec<Pointer>>,
    /// The references to places in the schema with an address around them, which are none in the
    /// document, each by where it stands.
    within: BTreeMap<Pointer, String>,
}

impl Named {
    /// Returns the names in a document of this address; `None` if there are none.
    pub(super) fn of(tree: &Value, own: Option<&Url>) -> Option<Self> {
        let document = own.cloned().or_else(|| Url::parse(BASE).ok())?;
        let mut named = Self {
            document,
            addresses: BTreeMap::new(),
            places: BTreeMap::new(),
            anchors: BTreeMap::new(),
            within: BTreeMap::new(),
        };
        walk(tree, &mut |node, schema, at| {
            if node == Node::Schema {
                named.schema(tree, schema, at);
            }
            Descend::Into
        });
        (!named.addresses.is_empty() || !named.anchors.is_empty()).then_some(named)
    }

    fn schema(&mut self, tree: &Value, schema: &Value, at: &Trail<'_>) {
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(anchor) = schema.get(key).and_then(Value::as_str) {
                self.anchors.entry(anchor.to_owned()).or_default().push(at.pointer());
            }
        }
        if let Some(id) = schema.get("$id").and_then(Value::as_str) {
            self.identify(id, at.pointer());
        }
        let target = reference_of(schema).filter(|_| !self.addresses.is_empty());
        let Some(target) = target.and_then(Pointer::from_reference) else { return };
        let at = at.pointer();
        let Some(around) = self.places.get(self.base(&at)) else { return };
        let Some(inner) = target.rebased(&Pointer::root(), around) else { return };
        if tree.pointer(target.as_str()).is_none() && tree.pointer(inner.as_str()).is_some() {
            self.within.insert(at, inner.to_reference());
        }
    }

    fn identify(&mut self, id: &str, at: Pointer) {
        let Ok(mut address) = self.base(&at).join(id) else { return };
        address.set_fragment(None);
        self.places.entry(address.clone()).or_insert_with(|| at.clone());
        self.addresses.insert(at, address);
    }

    /// Returns the local form of a reference that stands at a place, if it leads to a schema by
    /// such a name.
    pub(super) fn local(&self, reference: &str, at: &Pointer) -> Option<String> {
        if reference == "#" || reference.starts_with("#/") {
            return self.within.get(at).cloned();
        }
        let mut address = self.base(at).join(reference).ok()?;
        let fragment = address.fragment().unwrap_or_default().to_owned();
        address.set_fragment(None);
        let within = match self.places.get(&address) {
            Some(schema) => schema.clone(),
            None => Some(Pointer::root()).filter(|_| address == self.document)?,
        };
        if fragment.is_empty() || fragment.starts_with('/') {
            let is_schema = within != Pointer::root();
            return is_schema.then(|| format!("{}{fragment}", within.to_reference()));
        }
        let places = self.anchors.get(&fragment)?;
        let own = places.iter().find(|place| *self.base(place) == address);
        let only = || places.first().filter(|_| places.len() == 1);
        Some(own.or_else(only)?.to_reference())
    }

    /// Returns the address that those at a place are relative to.
    fn base(&self, at: &Pointer) -> &Url {
        let mut around = std::iter::successors(Some(at.clone()), Pointer::parent);
        around.find_map(|place| self.addresses.get(&place)).unwrap_or(&self.document)
    }
}
