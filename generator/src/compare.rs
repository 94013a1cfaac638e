//! Comparison of two runs as the Rust API that they become: on the model and the names, never on
//! text.
//!
//! [`compare`](fn@crate::compare) takes two inputs, [`Comparison::of`] two [`Surface`]s, which may
//! be those of two generators. What belongs together is found by method and path, and from there by
//! the places that types stand in: a type that is called otherwise is the same type, and a change
//! of it is one [`Entry`], however many places it has.
//!
//! Each entry has a [`Kind`] of a closed list, a class for code that uses the crate, and one for
//! programs that are built already. Direction counts: what may be missing from a response breaks
//! its readers; a value more in an enum breaks nobody, because enums are open. The entries are
//! measured against what is emitted: structs, enums and unions are `#[non_exhaustive]`, requests
//! are made by `new` with what is required, optional parameters are set on the call.
//!
//! Where a type's file lies, the order of declarations, operation ids, tags, and prose that does not
//! get into the output are no changes.

use std::collections::BTreeSet;

use crate::surface::Surface;

mod difference;
mod entry;
mod hint;
mod kind;
mod pairing;
mod places;
mod signature;
mod verdict;
mod witness;

pub mod approvals;
pub mod render;

pub use entry::{Cause, Entry, ItemChange, Place, Thing};
pub use kind::{Kind, SourceClass, WireClass};
pub(crate) use places::{Text, locate};
pub use verdict::{Bump, Verdict};
pub use witness::{PRELUDE, Witness};

/// The changes from one API to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// In the order of their kinds, then of their things.
    pub entries: Vec<Entry>,
}

impl Comparison {
    /// Compares two surfaces. The entries have no positions.
    pub fn of(old: &Surface, new: &Surface) -> Self {
        let pairs = pairing::Pairs::of(old, new);
        let mut entries = difference::differences(old, new, &pairs);
        without_redirected(&mut entries);
        entries.sort_by(|one, other| {
            (one.kind, &one.thing).cmp(&(other.kind, &other.thing))
        });
        entries.dedup();
        Self { entries }
    }

    /// Returns the same with one cause for all entries.
    #[must_use]
    pub fn caused_by(mut self, cause: Cause) -> Self {
        self.entries.iter_mut().for_each(|entry| {
            entry.causes.insert(cause);
        });
        self
    }

    /// Returns the verdict.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(&self.entries)
    }

    /// Returns the entries that force the verdict: those of its class.
    pub fn forced_by(&self) -> impl Iterator<Item = &Entry> {
        let class = self.verdict().class();
        // What asks for no more than a patch is of two classes.
        self.entries.iter().filter(move |entry| entry.source().max(SourceClass::Docs) == class)
    }

    /// Takes over causes from comparisons of steps: the changes of an input at a time, or of
    /// several where one does not fit the others.
    pub(crate) fn take_causes(&mut self, steps: &[(Vec<Cause>, Self)]) {
        for entry in &mut self.entries {
            let is_it = |other: &&Entry| {
                let Thing { old, new } = &other.thing;
                other.kind == entry.kind
                    && (*old == entry.thing.old || *new == entry.thing.new)
            };
            for (causes, step) in steps {
                if step.entries.iter().any(|other| is_it(&other)) {
                    entry.causes.extend(causes);
                }
            }
            if entry.causes.is_empty() {
                let all = steps.iter().flat_map(|(causes, _)| causes);
                entry.causes.extend(all);
            }
        }
    }
}

/// Takes from other entries the items that go on to exist as another call: they are neither gone
/// nor new, and code that names them compiles on both sides.
fn without_redirected(entries: &mut [Entry]) {
    let redirected: BTreeSet<String> = entries
        .iter()
        .filter(|entry| entry.kind == Kind::CallRedirected)
        .flat_map(|entry| entry.items.iter().map(|item| item.path.clone()))
        .collect();
    let moves = [Kind::OperationAdded, Kind::OperationRemoved, Kind::OperationRenamed];
    for entry in entries.iter_mut().filter(|entry| moves.contains(&entry.kind)) {
        let items = entry.items.len();
        // The witness of an entry is about the first of its items.
        let is_first = entry.items.first().is_some_and(|item| redirected.contains(&item.path));
        entry.items.retain(|item| !redirected.contains(&item.path));
        if is_first && entry.items.len() < items {
            entry.witness = None;
        }
    }
}
