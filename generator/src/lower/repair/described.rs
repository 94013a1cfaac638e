//! References to a parameter, a header, a body or a response in the place of a schema: the schema
//! that describes its value is meant, or any value where there is none, or several.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostics};
use crate::lower::grammar::{Descend, Node, Transform, walk, walk_mut};
use crate::lower::reach::reference_of;
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

/// The nodes whose value a schema describes.
const DESCRIBED: [Node; 5] =
    [Node::Parameter, Node::Header, Node::Body, Node::MediaType, Node::Response];

/// The most references in a row that are followed to what they stand for.
const CHAIN: usize = 8;

/// Makes such references lead to the schema.
pub(super) fn lead_to_schemas(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let mut schemas: BTreeMap<String, (Node, Option<Pointer>)> = BTreeMap::new();
    walk(tree, &mut |node, value, _| {
        if node == Node::Schema
            && let Some(reference) = reference_of(value)
            && let Some(target) = Pointer::from_reference(reference)
            && let Some(kind) = Node::at(&target).filter(|kind| DESCRIBED.contains(kind))
            && tree.pointer(target.as_str()).is_some()
        {
            schemas.insert(reference.to_owned(), (kind, schema_of(tree, target)));
        }
        Descend::Into
    });
    if !schemas.is_empty() {
        walk_mut(tree, &mut Lead { schemas, diagnostics });
    }
}

/// Returns the place of the schema that describes the value of what stands at a place.
fn schema_of(tree: &Value, mut at: Pointer) -> Option<Pointer> {
    for _ in 0..CHAIN {
        let Some(next) = reference_of(tree.pointer(at.as_str())?) else { break };
        at = Pointer::from_reference(next)?;
    }
    let described = tree.pointer(at.as_str())?;
    let schema = match described.get("schema") {
        Some(_) => at.child("schema"),
        None => {
            let content = described.get("content")?.as_object()?;
            let only = content.keys().next().filter(|_| content.len() == 1)?;
            at.child("content").child(only).child("schema")
        }
    };
    tree.pointer(schema.as_str()).and(Some(schema))
}

struct Lead<'d> {
    schemas: BTreeMap<String, (Node, Option<Pointer>)>,
    diagnostics: &'d mut Diagnostics,
}

impl Transform for Lead<'_> {
    fn enter(&mut self, node: Node, value: &mut Value, at: &Trail<'_>) {
        if node != Node::Schema {
            return;
        }
        let found = reference_of(value).and_then(|text| Some((text, self.schemas.get(text)?)));
        let Some((reference, (kind, schema))) = found else { return };
        let read = if schema.is_some() { "its schema" } else { "any value" };
        let message = format!("`{reference}` refers to {}; read as {read}", kind.name());
        self.diagnostics.add(Code::Repaired, &at.key("$ref").pointer(), message);
        let Value::Object(map) = value else { return };
        map.remove("$ref");
        map.extend(schema.as_ref().map(|to| ("$ref".to_owned(), json!(to.to_reference()))));
    }
}
