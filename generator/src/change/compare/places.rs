//! The lines and columns of entries.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Entry, Place};
use crate::diagnostic::LineColumn;
use crate::diagnostic::positions::Text;
use crate::stage::workers;
use crate::text::pointer::Pointer;

/// Fills in the positions of all entries in an old and a new text.
pub(crate) fn locate(entries: &mut [Entry], old: &Text<'_>, new: &Text<'_>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for entry in entries {
        before.extend(&mut entry.old);
        after.extend(&mut entry.new);
    }
    let (wanted, also) = (homes(&mut before, old), homes(&mut after, new));
    let (found, too) = workers::both(|| old.positions(&wanted), || new.positions(&also));
    fill(before, &found);
    fill(after, &too);
}

/// Leads the places to where they are written, and returns the pointers there.
fn homes(places: &mut [&mut Place], text: &Text<'_>) -> BTreeSet<Pointer> {
    for place in &mut *places {
        place.pointer = text.home(&place.pointer);
    }
    places.iter().map(|place| place.pointer.clone()).collect()
}

fn fill(places: Vec<&mut Place>, found: &BTreeMap<Pointer, LineColumn>) {
    for place in places {
        place.position = found.get(&place.pointer).copied();
    }
}
