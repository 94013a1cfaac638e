//! The search for differences: the two surfaces, and what was found so far.

use std::collections::BTreeMap;

use crate::change::compare::code::call::Call;
use crate::change::compare::code::witness::Witness;
use crate::change::compare::entry::{Entry, ItemChange, Thing};
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::compare::pairing::{OperationPlace, Pairs};
use crate::change::surface::items::TypeItem;
use crate::change::surface::reference::TypeRef;
use crate::change::surface::whole::Surface;

/// The surfaces, how their parts belong together, and what was found so far.
pub(in crate::change::compare) struct Differ<'a> {
    pub old: &'a Surface,
    pub new: &'a Surface,
    pub pairs: &'a Pairs,
    pub entries: Vec<Entry>,
    /// The items whose type was exchanged for another, each with a use of it, by the two types.
    pub exchanged: BTreeMap<(usize, usize), Vec<Noted>>,
}

/// An item whose type was exchanged, and a use of it as it was.
pub(in crate::change::compare) type Noted = (ItemChange, Option<Witness>);

/// The relation of two types in one place.
pub(in crate::change::compare) enum Relation {
    Same,
    /// Types that were exchanged in several places, which is an entry of its own.
    Exchanged,
    Different,
}

impl<'a> Differ<'a> {
    pub(in crate::change::compare) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Returns the relation of two types in one place.
    pub(in crate::change::compare) fn relation(&self, old: &TypeRef, new: &TypeRef) -> Relation {
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
    pub(in crate::change::compare) fn note(&mut self, old: &TypeRef, new: &TypeRef, noted: Noted) {
        if let (Relation::Exchanged, (TypeRef::Named(one), TypeRef::Named(other))) =
            (self.relation(old, new), old.beside(new))
        {
            self.exchanged.entry((*one, *other)).or_default().push(noted);
        }
    }

    /// Returns the spelling of an old and of a new type.
    pub(in crate::change::compare) fn spelled(
        &self,
        old: &TypeRef,
        new: &TypeRef,
    ) -> (String, String) {
        let (one, other) = (self.old.spell(old), self.new.spell(new));
        // One name may be that of two types.
        if one == other { (one, format!("{other}, another type")) } else { (one, other) }
    }

    pub(in crate::change::compare) fn old_operation(
        &self,
        place: OperationPlace,
    ) -> Option<Call<'a>> {
        Call::at(self.old, place)
    }

    pub(in crate::change::compare) fn new_operation(
        &self,
        place: OperationPlace,
    ) -> Option<Call<'a>> {
        Call::at(self.new, place)
    }
}

/// A type that is the same thing on both sides.
#[derive(Clone, Copy)]
pub(in crate::change::compare) struct Matched<'a> {
    pub old: &'a TypeItem,
    pub new: &'a TypeItem,
}

impl Matched<'_> {
    /// `Boat.name`: the names that entries have for a part, by its name on the wire.
    pub(in crate::change::compare) fn part(self, wire: &str) -> Thing {
        Thing::both(format!("{}.{wire}", self.old.name), format!("{}.{wire}", self.new.name))
    }

    /// Returns the thing of a part that is gone.
    pub(in crate::change::compare) fn gone(self, wire: &str) -> Thing {
        Thing { new: None, ..self.part(wire) }
    }

    /// Returns the thing of a part that is new.
    pub(in crate::change::compare) fn added(self, wire: &str) -> Thing {
        Thing { old: None, ..self.part(wire) }
    }

    /// Returns whether a request sends the type, before or after.
    pub(in crate::change::compare) const fn is_sent(self) -> bool {
        self.old.direction.is_sent() || self.new.direction.is_sent()
    }

    /// Returns whether a response has the type, before or after.
    pub(in crate::change::compare) const fn is_received(self) -> bool {
        self.old.direction.is_received() || self.new.direction.is_received()
    }

    /// Returns whether the type has a constructor before and after.
    pub(in crate::change::compare) const fn is_made(self) -> bool {
        self.old.direction.is_sent() && self.new.direction.is_sent()
    }

    /// Returns the class of a change that is one for senders and another for receivers.
    pub(in crate::change::compare) fn wire(
        self,
        sent: WireClass,
        received: WireClass,
    ) -> WireClass {
        let sent = if self.is_sent() { sent } else { WireClass::None };
        let received = if self.is_received() { received } else { WireClass::None };
        sent.max(received)
    }

    /// Returns an entry about a part.
    pub(in crate::change::compare) fn about(self, kind: Kind, wire: &str) -> Entry {
        Entry::new(kind, self.part(wire))
    }

    /// Returns an entry about the type as a whole.
    pub(in crate::change::compare) fn whole(self, kind: Kind) -> Entry {
        let Self { old, new } = self;
        Entry::new(kind, Thing::both(&old.name, &new.name))
            .at(Some(&old.pointer), Some(&new.pointer))
    }
}
