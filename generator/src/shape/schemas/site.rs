//! Sites: where schemas stand, and what types made of them are called.

use std::collections::BTreeSet;

use crate::document::{ComponentId, Document};
use crate::model::{NameHint, Owner, Site, TypeId, Words};
use crate::text::pointer::Pointer;
use crate::text::words::singular;

/// The place of a schema, and the name of a type that is made of it there.
#[derive(Clone, Debug)]
pub(in crate::shape) struct SchemaSite {
    pub pointer: Pointer,
    pub name: NameHint,
}

impl SchemaSite {
    /// Returns the site of a component.
    pub(super) fn component(document: &Document, id: ComponentId) -> Self {
        let component = &document[id];
        Self {
            pointer: component.pointer.clone(),
            name: NameHint::Component(component.name.clone()),
        }
    }

    /// Returns a site that is named after an operation.
    pub(in crate::shape) fn words(words: Words, pointer: Pointer) -> Self {
        Self { pointer, name: NameHint::Words(words) }
    }

    /// Returns the site of a part of a type.
    pub(in crate::shape) fn part(owner: TypeId, part: &str, pointer: Pointer) -> Self {
        let site = Site { owner: Owner::Type(owner), part: part.to_owned() };
        Self { pointer, name: NameHint::Part(site) }
    }

    /// Returns the site of the members of the list or map at this one: the name in the singular.
    pub(super) fn members(&self, keyword: &str) -> Self {
        let name = match &self.name {
            NameHint::Part(site) => {
                NameHint::Part(Site { owner: site.owner.clone(), part: one_of(&site.part) })
            }
            other => item_of(other),
        };
        Self { pointer: self.pointer.child(keyword), name }
    }

    /// Returns the site of the items of the page at this one.
    pub(super) fn page_items(&self, property: &str) -> Self {
        let pointer = self.pointer.descend(["properties", property, "items"]);
        Self { pointer, name: item_of(&self.name) }
    }

    /// Returns the hint for an enum, which may stand in many places.
    pub(super) fn enum_name(&self) -> NameHint {
        let site = match &self.name {
            NameHint::Part(site) => site.clone(),
            NameHint::Words(words) => {
                Site { owner: Owner::Words(words.clone()), part: String::new() }
            }
            other => return other.clone(),
        };
        NameHint::Sites(BTreeSet::from([site]))
    }
}

fn item_of(name: &NameHint) -> NameHint {
    match name {
        NameHint::Component(name) => NameHint::Words(Words::plain(name).part("item")),
        NameHint::Words(words) => NameHint::Words(words.part("item")),
        other => other.clone(),
    }
}

/// Returns the word for one of many: `scenario` of `scenarios`, and of `scenarios_list`.
fn one_of(part: &str) -> String {
    let part = part.strip_suffix("_list").filter(|rest| !rest.is_empty()).unwrap_or(part);
    singular(part)
}
