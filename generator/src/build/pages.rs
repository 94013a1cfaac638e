//! Pages: the envelope of a list, by its form.

use std::collections::BTreeSet;

use openapiv3::{ObjectType, ReferenceOr, Schema, SchemaKind, Type as Kind};

use super::Builder;
use super::schemas::Place;
use crate::model::Type;

/// The members of Django REST Framework's page-number pagination.
const MEMBERS: [&str; 4] = ["count", "next", "previous", "results"];

impl<'d> Builder<'d> {
    /// The items of a page, if the object is the envelope of one: it has exactly the four members, and `results` is a list.
    pub(super) fn page_items(
        &self,
        object: &'d ObjectType,
    ) -> Option<&'d ReferenceOr<Box<Schema>>> {
        let names: BTreeSet<&str> = object.properties.keys().map(String::as_str).collect();
        if names != BTreeSet::from(MEMBERS) {
            return None;
        }
        let results = self.resolve_boxed(object.properties.get("results")?)?;
        match &results.schema_kind {
            SchemaKind::Type(Kind::Array(array)) => array.items.as_ref(),
            _ => None,
        }
    }

    /// The type of the items of a page.
    pub(super) fn boxed_items(
        &mut self,
        items: &'d ReferenceOr<Box<Schema>>,
        place: &Place,
    ) -> Type {
        let inner = Place { pointer: place.pointer.child("items"), name: item_name(place) };
        self.boxed(items, &inner).member()
    }
}

fn item_name(place: &Place) -> crate::model::NameHint {
    use crate::model::{NameHint, Words};
    match &place.name {
        NameHint::Component(name) => NameHint::Words(Words::plain(name).part("item")),
        NameHint::Words(words) => NameHint::Words(words.part("item")),
        other => other.clone(),
    }
}
