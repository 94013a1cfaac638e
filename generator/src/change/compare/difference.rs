//! Differences: what of a pair is not the same, as entries. Each thing is compared once, however
//! many places it stands in.

use std::collections::BTreeMap;

use super::entry::Entry;
use super::pairing::Pairs;
use crate::change::surface::whole::Surface;

mod aliases;
mod calls;
mod declarations;
mod differ;
mod enums;
mod facts;
mod fields;
mod members;
mod resources;
mod structs;
mod unions;
mod widening;

use differ::Differ;

/// Returns all differences.
pub(super) fn differences(old: &Surface, new: &Surface, pairs: &Pairs) -> Vec<Entry> {
    let mut differ = Differ { old, new, pairs, entries: Vec::new(), exchanged: BTreeMap::new() };
    facts::compare(&mut differ);
    resources::compare(&mut differ);
    unions::events::compare(&mut differ);
    calls::operations::compare(&mut differ);
    declarations::compare(&mut differ);
    differ.entries
}
