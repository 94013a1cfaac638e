//! Schemas that became nothing, and why.

use std::collections::BTreeSet;

use openapiv3::{ReferenceOr, Schema, StatusCode};
use serde::Serialize;
use serde_json::Value;

use super::Builder;
use super::refs::component;
use crate::diagnostic::Code;
use crate::pointer::Pointer;

impl Builder<'_> {
    /// Components whose values became part of another type.
    pub(super) fn mark_merged(&mut self, arms: &[ReferenceOr<Schema>]) {
        for arm in arms {
            if let ReferenceOr::Reference { reference } = arm {
                self.merged.extend(component(reference, "schemas"));
            }
        }
    }

    /// Reports each schema that no call of the client takes or gives.
    pub(super) fn report_unreached(&mut self) {
        let document = self.document;
        let schemas = document.components.iter().flat_map(|components| components.schemas.keys());
        let unreached: Vec<&String> = schemas
            .filter(|name| {
                !self.components.contains_key(*name)
                    && !self.forms.contains_key(*name)
                    && !self.merged.contains(*name)
            })
            .collect();
        if unreached.is_empty() {
            return;
        }
        let of_errors = self.schemas_of_errors();
        let at = Pointer::root().descend(["components", "schemas"]);
        for name in unreached {
            let message = if of_errors.contains(name) {
                "only answers that are errors use this schema; `Error` gives their bodies"
            } else {
                "no operation of the client uses this schema"
            };
            self.diagnostics.add(Code::Unreached, &at.child(name), message);
        }
    }

    /// The components that the answers with 4xx and 5xx, and `default` beside others, lead to.
    fn schemas_of_errors(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open = BTreeSet::new();
        for (_, _, operation) in self.document.operations() {
            for (status, response) in &operation.responses.responses {
                if matches!(status, StatusCode::Code(400..) | StatusCode::Range(4..)) {
                    references(response, &mut open);
                }
            }
            references(&operation.responses.default, &mut open);
        }
        let Some(components) = &self.document.components else { return found };
        while let Some(reference) = open.pop_first() {
            if let Some(response) =
                component(&reference, "responses").and_then(|name| components.responses.get(&name))
            {
                references(response, &mut open);
            }
            if let Some(name) = component(&reference, "schemas")
                && found.insert(name.clone())
            {
                references(&components.schemas.get(&name), &mut open);
            }
        }
        found
    }
}

/// The references that a piece of the document holds.
fn references(piece: &impl Serialize, found: &mut BTreeSet<String>) {
    let mut open: Vec<Value> = serde_json::to_value(piece).into_iter().collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
                open.extend(map.into_iter().map(|(_, child)| child));
            }
            Value::Array(list) => open.extend(list),
            _ => {}
        }
    }
}
