//! The members of an object that a type has a place for.
//!
//! A value may match several arms of a union (`anyOf`), and only one of them is kept: the members
//! that only another arm has a field for are told, instead of being dropped silently.

use std::cell::Cell;

use crate::runtime::codec::tree::JsonRef;

/// The place of a member in a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// It is dropped.
    #[default]
    None,
    /// It is kept with others that have no field.
    Rest,
    /// It has a field of its own.
    Field,
}

/// The places of the members of one object, in their order.
#[derive(Debug, Default)]
pub struct Places(Vec<Place>);

impl Places {
    pub(crate) fn of_members(value: JsonRef<'_>) -> Self {
        Places(vec![Place::None; value.members().count()])
    }

    /// Records a place, unless there is a better one.
    pub(crate) fn record(&mut self, index: usize, place: Place) {
        if let Some(known) = self.0.get_mut(index) {
            *known = place.max(*known);
        }
    }

    /// Records that everything is kept.
    pub(crate) fn keep_all(&mut self) {
        self.0.iter_mut().for_each(|place| *place = Place::Rest.max(*place));
    }

    pub(crate) fn are_complete(&self) -> bool {
        self.0.iter().all(|place| *place > Place::None)
    }

    /// Returns which members have no place here and a field there.
    pub(crate) fn lacking<'p>(&'p self, others: &'p Places) -> impl Iterator<Item = bool> + 'p {
        let pairs = self.0.iter().zip(&others.0);
        pairs.map(|(own, other)| *own == Place::None && *other == Place::Field)
    }
}

thread_local! {
    /// The number of unions that serde read on this thread with a member left out.
    static LOSSES: Cell<u64> = const { Cell::new(0) };
}

/// Notes that serde, which has no report, reads a value of which a member is left out.
pub(crate) fn note_loss() {
    LOSSES.set(LOSSES.get().wrapping_add(1));
}

/// Reads a value by serde; returns it together with whether all members are in it. A value of which
/// one is left out is read again with a report.
pub(crate) fn noting_loss<T>(read: impl FnOnce() -> T) -> (T, bool) {
    let before = LOSSES.get();
    let value = read();
    (value, LOSSES.get() == before)
}
