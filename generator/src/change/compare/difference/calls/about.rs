//! Entries about operations that are on both sides.

use crate::change::compare::code::call::Call;
use crate::change::compare::code::signature;
use crate::change::compare::entry::{Entry, ItemChange, Thing};
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

/// Returns the same with what tells the response as the item that changed: the type of the call, or
/// the method where the call has none.
pub(super) fn with_response(entry: Entry, old: Call<'_>, new: Call<'_>) -> Entry {
    let item = response_item(old, new);
    entry.items([(item.path, item.old, item.new)])
}

/// Returns the item that tells the response.
pub(in crate::change::compare::difference) fn response_item(
    old: Call<'_>,
    new: Call<'_>,
) -> ItemChange {
    let call_type =
        |call: Call<'_>| Some(call.surface.types.get(call.operation.call?)?.name.clone());
    let output = |call: Call<'_>| format!("Call<{}>", call.surface.spell(&call.operation.output));
    match (call_type(old), call_type(new)) {
        (Some(_), Some(name)) => ItemChange {
            path: format!("types::{name}"),
            old: Some(output(old)),
            new: Some(output(new)),
        },
        _ => ItemChange {
            path: new.item(),
            old: Some(signature::method(old.surface, old.operation)),
            new: Some(signature::method(new.surface, new.operation)),
        },
    }
}
