//! Alternatives that need no tag: each is of another type of JSON.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::lower::grammar::{Descend, Node, walk};
use crate::text::pointer::Pointer;

/// Returns the schemas whose alternatives are all of different types of JSON.
pub(super) fn unlike(tree: &Value) -> BTreeSet<Pointer> {
    let mut found = BTreeSet::new();
    walk(tree, &mut |node, value, at| {
        let lists = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| value.get(keyword));
        let mut arms = lists.filter_map(Value::as_array);
        if node == Node::Schema && arms.any(|arms| are_unlike(tree, arms)) {
            found.insert(at.pointer());
        }
        Descend::Into
    });
    found
}

fn are_unlike(tree: &Value, arms: &[Value]) -> bool {
    let mut seen = BTreeSet::new();
    arms.iter().all(|arm| {
        let types = types(resolved(tree, arm));
        !types.is_empty() && types.into_iter().all(|name| seen.insert(name))
    })
}

/// The most references that are followed: they may lead back to themselves.
const MOST_STEPS: usize = 20;

fn resolved<'t>(tree: &'t Value, mut schema: &'t Value) -> &'t Value {
    for _ in 0..MOST_STEPS {
        let reference = schema.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(Pointer::from_reference);
        let Some(target) = target.and_then(|at| tree.pointer(at.as_str())) else { break };
        schema = target;
    }
    schema
}

/// Returns the types of JSON that a schema allows: whole numbers are numbers there.
fn types(schema: &Value) -> Vec<&str> {
    let names = match schema.get("type") {
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let json = |name| if name == "integer" { "number" } else { name };
    names.into_iter().map(json).collect()
}
