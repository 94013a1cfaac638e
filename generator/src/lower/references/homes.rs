//! The homes of what components hold. Bodies, answers and parameters are read at each reference to
//! them; a diagnostic about a part of one is about the component.

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::lower::grammar::{Descend, Node, walk};
use crate::lower::reach::reference_of;
use crate::text::pointer::Pointer;

/// The most references in a row that are followed.
const REFERENCES: usize = 64;

/// Notes for each reference to a component, other than a schema, that its parts stand there.
/// Diagnostics about the reference itself stay.
pub(in crate::lower) fn note(tree: &Value, diagnostics: &mut Diagnostics) {
    walk(tree, &mut |node, value, at| {
        // No schema holds what is read so.
        if node == Node::Schema {
            return Descend::Past;
        }
        if let Some(home) = target(tree, value) {
            let place = at.pointer();
            let parts = tree.pointer(home.as_str()).and_then(Value::as_object);
            for key in parts.into_iter().flat_map(|parts| parts.keys()) {
                diagnostics.moved(place.child(key), home.child(key));
            }
        }
        Descend::Into
    });
}

/// Returns the place at the end of the references that begin with a node.
fn target(tree: &Value, node: &Value) -> Option<Pointer> {
    let mut home = Pointer::from_reference(reference_of(node)?)?;
    for _ in 0..REFERENCES {
        let Some(next) = tree.pointer(home.as_str()).and_then(reference_of) else { break };
        home = Pointer::from_reference(next)?;
    }
    Some(home)
}
