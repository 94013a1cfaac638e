//! Entries about operations that are on both sides.

use crate::change::compare::code::call::Call;
use crate::change::compare::code::signature;
use crate::change::compare::entry::{Entry, Thing};
use crate::change::compare::kind::Kind;

/// Returns an entry about an operation that is on both sides.
pub(super) fn about(kind: Kind, old: Call<'_>, new: Call<'_>, part: &str) -> Entry {
    let part = if part.is_empty() { String::new() } else { format!(" {part}") };
    let thing = Thing::both(format!("{}{part}", old.key()), format!("{}{part}", new.key()));
    Entry::new(kind, thing).at(Some(&old.operation.pointer), Some(&new.operation.pointer))
}

/// Returns the same with the method as the item that changed.
pub(super) fn with_signature(entry: Entry, old: Call<'_>, new: Call<'_>) -> Entry {
    entry.item(
        new.item(),
        Some(signature::method(old.surface, old.operation)),
        Some(signature::method(new.surface, new.operation)),
    )
}
