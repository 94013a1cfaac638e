//! Schemas that became no part of a type, and why.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostics};
use crate::document::{ComponentId, Document, SchemaRef, Status};
use crate::text::pointer::Pointer;

/// Reports each component that no call of the client takes or gives.
pub(in crate::shape) fn report(
    document: &Document,
    reached: &BTreeSet<ComponentId>,
    diagnostics: &mut Diagnostics,
) {
    let unreached: Vec<ComponentId> =
        document.component_ids().filter(|id| !reached.contains(id)).collect();
    if unreached.is_empty() {
        return;
    }
    let of_errors = components_of_errors(document);
    let at = Pointer::root().descend(["components", "schemas"]);
    for id in unreached {
        let message = if of_errors.contains(&id) {
            "only answers that are errors use this schema; `Error` gives their bodies"
        } else {
            "no operation of the client uses this schema"
        };
        diagnostics.add(Code::Unreached, &at.child(&document[id].name), message);
    }
}

/// Returns the components that are reached by responses with 4xx, 5xx, or `default` beside others.
fn components_of_errors(document: &Document) -> BTreeSet<ComponentId> {
    let is_error = |status: &Status| {
        matches!(status, Status::Code(400..) | Status::Class(4..) | Status::Default)
    };
    let responses = document.operations.iter().flat_map(|operation| &operation.responses);
    let mut open: Vec<SchemaRef> = responses
        .filter(|(status, _)| is_error(status))
        .flat_map(|(_, response)| {
            let content = response.content.iter().filter_map(|media| media.schema);
            content.chain(response.headers.values().copied().flatten())
        })
        .collect();
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    while let Some(next) = open.pop() {
        found.extend(next.component.into_iter().flat_map(|id| document.chain(id)));
        if seen.insert(next.id) {
            open.extend(document[next].children());
        }
    }
    found
}
