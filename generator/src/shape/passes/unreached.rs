//! Schemas that became no part of a type, and why.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostics};
use crate::document::{ComponentId, Document, SchemaRef, Status};
use crate::shape::schemas::Declared;
use crate::text::pointer::Pointer;

/// Reports each component that is part of no type.
pub(in crate::shape) fn report(
    document: &Document,
    declared: &Declared,
    diagnostics: &mut Diagnostics,
) {
    let unreached: Vec<ComponentId> =
        document.component_ids().filter(|id| !declared.reached.contains(id)).collect();
    if unreached.is_empty() {
        return;
    }
    let unread = components_below(document, declared.unread.clone());
    let of_errors = components_below(document, of_errors(document));
    let at = Pointer::root().descend(["components", "schemas"]);
    for id in unreached {
        let place = at.child(&document[id].name);
        let message = if unread.contains(&id) {
            "values of this schema are sent or given as they are; no type is made of it"
        } else if of_errors.contains(&id) {
            "only answers that are errors use this schema; `Error` gives their bodies"
        } else if document.ignored.contains(place.as_str()) {
            "only keywords that are ignored refer to this schema"
        } else {
            "no operation of the client uses this schema"
        };
        diagnostics.add(Code::Unreached, &place, message);
    }
}

/// Returns the schemas of responses with 4xx, 5xx, or `default` beside others.
fn of_errors(document: &Document) -> Vec<SchemaRef> {
    let is_error = |status: &Status| {
        matches!(status, Status::Code(400..) | Status::Class(4..) | Status::Default)
    };
    let responses = document.operations.iter().flat_map(|operation| &operation.responses);
    let schemas = responses.filter(|(status, _)| is_error(status)).flat_map(|(_, response)| {
        let content = response.content.iter().filter_map(|media| media.schema);
        content.chain(response.headers.values().copied().flatten())
    });
    schemas.collect()
}

/// Returns the components that schemas are made of.
fn components_below(document: &Document, mut open: Vec<SchemaRef>) -> BTreeSet<ComponentId> {
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
