//! Differences: what of a pair is not the same, as entries. Each thing is compared once, however
//! many places it stands in.

use std::collections::BTreeMap;

use super::entry::{Entry, ItemChange, Thing};
use super::kind::{Kind, WireClass};
use super::pairing::{OperationPlace, Pairs, operation};
use super::signature;
use crate::surface::Surface;
use crate::surface::items::{OperationItem, ResourceItem, TypeItem};
use crate::surface::reference::TypeRef;

mod bodies;
mod declarations;
mod enums;
mod facts;
mod fields;
mod members;
mod operations;
mod parameters;
mod resources;
mod structs;
mod unions;
mod widening;

/// The surfaces, how their parts belong together, and what was found so far.
pub(super) struct Differ<'a> {
    pub old: &'a Surface,
    pub new: &'a Surface,
    pub pairs: &'a Pairs,
    pub entries: Vec<Entry>,
    /// The items whose type was exchanged for another, by the two types.
    pub exchanged: BTreeMap<(usize, usize), Vec<ItemChange>>,
}

/// The relation of two types in one place.
pub(super) enum Relation {
    Same,
    /// Types that were exchanged in several places, which is an entry of its own.
    Exchanged,
    Different,
}

/// Returns all differences.
pub(super) fn differences(old: &Surface, new: &Surface, pairs: &Pairs) -> Vec<Entry> {
    let mut differ = Differ {
        old,
        new,
        pairs,
        entries: Vec::new(),
        exchanged: BTreeMap::new(),
    };
    facts::compare(&mut differ);
    resources::compare(&mut differ);
    operations::compare(&mut differ);
    declarations::compare(&mut differ);
    differ.entries
}

impl<'a> Differ<'a> {
    pub(super) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Returns the relation of two types in one place.
    pub(super) fn relation(&self, old: &TypeRef, new: &TypeRef) -> Relation {
        match old.beside(new) {
            (TypeRef::Named(one), TypeRef::Named(other)) => {
                if self.pairs.types.get(one) == Some(other) {
                    return Relation::Same;
                }
                match self.pairs.crossed.get(&(*one, *other)) {
                    Some(places) if *places > 1 => Relation::Exchanged,
                    _ => Relation::Different,
                }
            }
            (one, other) if one == other && one.named().is_none() => Relation::Same,
            _ => Relation::Different,
        }
    }

    /// Notes an item whose type was exchanged, if it was.
    pub(super) fn note(&mut self, old: &TypeRef, new: &TypeRef, item: ItemChange) {
        if let (Relation::Exchanged, (TypeRef::Named(one), TypeRef::Named(other))) =
            (self.relation(old, new), old.beside(new))
        {
            self.exchanged.entry((*one, *other)).or_default().push(item);
        }
    }

    /// Notes the method of a call in the same way.
    pub(super) fn note_call(&mut self, types: (&TypeRef, &TypeRef), calls: (Call<'_>, Call<'_>)) {
        let signature = |call: Call<'_>| Some(signature::method(call.surface, call.operation));
        let item = ItemChange {
            path: calls.1.item(),
            old: signature(calls.0),
            new: signature(calls.1),
        };
        self.note(types.0, types.1, item);
    }

    /// Returns the spelling of an old and of a new type.
    pub(super) fn spelled(&self, old: &TypeRef, new: &TypeRef) -> (String, String) {
        let (one, other) = (old.spell(self.old), new.spell(self.new));
        // One name may be that of two types.
        if one == other { (one, format!("{other}, another type")) } else { (one, other) }
    }

    pub(super) fn old_operation(&self, place: OperationPlace) -> Option<Call<'a>> {
        Call::at(self.old, place)
    }

    pub(super) fn new_operation(&self, place: OperationPlace) -> Option<Call<'a>> {
        Call::at(self.new, place)
    }
}

/// An operation with its resource.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub surface: &'a Surface,
    pub resource: &'a ResourceItem,
    pub operation: &'a OperationItem,
}

impl<'a> Call<'a> {
    fn at(surface: &'a Surface, place: OperationPlace) -> Option<Self> {
        let resource = surface.resources.get(place.0)?;
        Some(Self { surface, resource, operation: operation(surface, place)? })
    }

    /// `client.v2().scenarios().list`: the expression without its arguments.
    pub(super) fn expression(self) -> String {
        format!("{}.{}", handle(self.resource), self.operation.name)
    }

    /// `resources::Scenarios::list()`
    pub(super) fn item(self) -> String {
        format!("resources::{}::{}()", self.resource.handle, self.operation.name)
    }

    /// `GET /boats/{}/`: the name that entries have for it.
    pub(super) fn key(self) -> String {
        super::pairing::normal(self.operation)
    }

    /// `GET /boats/{id}/`
    pub(super) fn wire(self) -> String {
        format!("{} {}", self.operation.method, self.operation.path)
    }
}

/// `client.v2().scenarios()`
pub(super) fn handle(resource: &ResourceItem) -> String {
    match &resource.version {
        Some(version) => format!("client.{}().{}()", version.accessor, resource.accessor),
        None => format!("client.{}()", resource.accessor),
    }
}

/// A type that is the same thing on both sides.
#[derive(Clone, Copy)]
pub(super) struct Twin<'a> {
    pub old: &'a TypeItem,
    pub new: &'a TypeItem,
}

impl Twin<'_> {
    /// `Boat.name`: the names that entries have for a part, by its name on the wire.
    pub(super) fn part(self, wire: &str) -> Thing {
        Thing::both(format!("{}.{wire}", self.old.name), format!("{}.{wire}", self.new.name))
    }

    /// Returns the thing of a part that is gone.
    pub(super) fn gone(self, wire: &str) -> Thing {
        Thing { new: None, ..self.part(wire) }
    }

    /// Returns the thing of a part that is new.
    pub(super) fn added(self, wire: &str) -> Thing {
        Thing { old: None, ..self.part(wire) }
    }

    /// Returns whether a request sends the type, before or after.
    pub(super) const fn is_sent(self) -> bool {
        self.old.direction.is_sent() || self.new.direction.is_sent()
    }

    /// Returns whether a response has the type, before or after.
    pub(super) const fn is_received(self) -> bool {
        self.old.direction.is_received() || self.new.direction.is_received()
    }

    /// Returns whether the type has a constructor before and after.
    pub(super) const fn is_made(self) -> bool {
        self.old.direction.is_sent() && self.new.direction.is_sent()
    }

    /// Returns the class of a change that is one for senders and another for receivers.
    pub(super) fn wire(self, sent: WireClass, received: WireClass) -> WireClass {
        let sent = if self.is_sent() { sent } else { WireClass::None };
        let received = if self.is_received() { received } else { WireClass::None };
        sent.max(received)
    }

    /// Returns an entry about a part.
    pub(super) fn about(self, kind: Kind, wire: &str) -> Entry {
        Entry::new(kind, self.part(wire))
    }
}
