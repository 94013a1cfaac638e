//! The lines and columns of entries.

use std::collections::BTreeSet;

use super::entry::{Entry, Place};
use crate::diagnostic::positions::Text;

/// Fills in the positions of all entries in an old and a new text.
pub(crate) fn locate(entries: &mut [Entry], old: &Text<'_>, new: &Text<'_>) {
    fill(entries.iter_mut().filter_map(|entry| entry.old.as_mut()).collect(), old);
    fill(entries.iter_mut().filter_map(|entry| entry.new.as_mut()).collect(), new);
}

fn fill(mut places: Vec<&mut Place>, text: &Text<'_>) {
    for place in &mut places {
        place.pointer = text.home(&place.pointer);
    }
    let pointers: BTreeSet<_> = places.iter().map(|place| place.pointer.clone()).collect();
    let found = text.positions(&pointers);
    for place in &mut places {
        place.position = found.get(&place.pointer).copied();
    }
}
