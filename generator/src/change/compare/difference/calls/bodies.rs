//! Bodies of calls.

use super::about::{about, with_signature};
use crate::change::compare::code::call::Call;
use crate::change::compare::code::signature;
use crate::change::compare::code::witness;
use crate::change::compare::difference::differ::{Differ, Relation};
use crate::change::compare::difference::widening::Travels;
use crate::change::compare::entry::Entry;
use crate::change::compare::kind::{Kind, WireClass};
use crate::change::surface::items::BodyItem;

pub(super) fn compare(differ: &mut Differ<'_>, old: Call<'_>, new: Call<'_>) {
    let (wire, expression) = (new.wire(), new.expression());
    let entry = match (&old.operation.body, &new.operation.body) {
        (None, None) => return,
        (Some(body), None) => {
            let (kind, rust) = if body.optional {
                (Kind::OptionalBodyRemoved, format!("`{expression}(…).body(…)` is gone"))
            } else {
                (Kind::BodyRemoved, format!("`{expression}` no longer takes a body"))
            };
            about(kind, old, new, "body")
                .http(format!("`{wire}` no longer has a body"))
                .rust(rust)
                .wire(WireClass::Incompatible)
                .witness_by(witness::with_body(old))
        }
        (None, Some(body)) => {
            let (kind, rust, class, witness) = if body.optional {
                let rust = format!("`{expression}(…).body(…)`");
                (Kind::OptionalBodyAdded, rust, WireClass::Compatible, witness::with_body(new))
            } else {
                let rust = format!("`{expression}` takes a body as its last argument");
                let without = witness::call(old.surface, old.resource, old.operation);
                (Kind::BodyAdded, rust, WireClass::Incompatible, Some(without))
            };
            about(kind, old, new, "body")
                .http(format!("`{wire}` has a body"))
                .rust(rust)
                .wire(class)
                .witness_by(witness)
        }
        (Some(one), Some(other)) => return both(differ, old, new, one, other),
    };
    differ.push(with_body(entry, old, new));
}

/// Adds the item that takes the body: the method, or a method of the call.
fn with_body(entry: Entry, old: Call<'_>, new: Call<'_>) -> Entry {
    let bodies = [&old.operation.body, &new.operation.body].into_iter().flatten();
    if bodies.clone().all(|body| !body.optional) {
        return with_signature(entry, old, new);
    }
    let path = |call: Call<'_>| {
        let is_optional = call.operation.body.as_ref().is_some_and(|body| body.optional);
        let path = signature::option_path(call.surface, call.operation, "body")?;
        let body = is_optional.then(|| signature::body(call.surface, call.operation))??;
        Some((path, format!("fn body(self, body: {body}) -> Self")))
    };
    let entry = if bodies.clone().any(|body| !body.optional) {
        with_signature(entry, old, new)
    } else {
        entry
    };
    match (path(old), path(new)) {
        (Some((path, was)), None) => entry.item(path, Some(was), None),
        (None, Some((path, is))) => entry.item(path, None, Some(is)),
        (Some((_, was)), Some((path, is))) => entry.item(path, Some(was), Some(is)),
        (None, None) => entry,
    }
}

fn both(differ: &mut Differ<'_>, old: Call<'_>, new: Call<'_>, one: &BodyItem, other: &BodyItem) {
    let (wire, expression) = (new.wire(), new.expression());
    if one.optional != other.optional {
        let (kind, is, rust, class) = if other.optional {
            let rust = format!("the body of `{expression}` is set by `.body(…)`");
            (Kind::BodyBecameOptional, "may be left out", rust, WireClass::Compatible)
        } else {
            let rust = format!("the body of `{expression}` is its last argument");
            (Kind::BodyBecameRequired, "is required", rust, WireClass::Incompatible)
        };
        let entry = about(kind, old, new, "body")
            .http(format!("the body of `{wire}` {is}"))
            .rust(rust)
            .wire(class)
            .witness_by(witness::call(old.surface, old.resource, old.operation));
        differ.push(with_body(entry, old, new));
    }
    let sent = witness::with_body(old);
    let changed = with_body(about(Kind::BodyTypeChanged, old, new, "body"), old, new);
    for item in changed.items {
        differ.note(&one.ty, &other.ty, (item, sent.clone()));
    }
    if let Relation::Different = differ.relation(&one.ty, &other.ty) {
        let (was, is) = differ.spelled(&one.ty, &other.ty);
        let class = differ.wire_of_types(&one.ty, &other.ty, Travels::Out);
        let entry = about(Kind::BodyTypeChanged, old, new, "body")
            .http(format!("the body of `{wire}` is of another type"))
            .rust(format!("`{expression}` sends `{is}` instead of `{was}`"))
            .wire(class)
            .witness_by(witness::with_body(old));
        differ.push(with_body(entry, old, new));
    } else if one.encoding != other.encoding {
        differ.push(
            about(Kind::BodyEncodingChanged, old, new, "body")
                .http(format!(
                    "the body of `{wire}` is `{}`, and was `{}`",
                    other.encoding, one.encoding
                ))
                .rust(format!("`{expression}` sends the same in another media type"))
                .wire(WireClass::Incompatible),
        );
    }
}
