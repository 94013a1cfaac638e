//! Read-only texts about which nothing is said but that.
//!
//! Frameworks that write documents from code declare a value that a method of the server computes
//! as a read-only text, for want of anything better: it may be of any type.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Action, Finding};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::grammar::{Descend, Node, walk};
use crate::text::pointer::Pointer;

/// The keywords that only somebody writes who knows that the value is a text.
const OF_TEXTS: [&str; 8] =
    ["const", "contentMediaType", "enum", "example", "examples", "format", "maxLength", "pattern"];

/// Finds the read-only texts that may be none, but for those that the overlay corrects.
pub(super) fn find(tree: &Value, corrected: &BTreeSet<Pointer>) -> Vec<Finding> {
    let mut found = Vec::new();
    walk(tree, &mut |node, value, at| {
        if node == Node::Schema && value.as_object().is_some_and(is_bare) {
            let at = at.pointer();
            if !corrected.contains(&at) {
                found.push(finding(&at));
            }
        }
        Descend::Into
    });
    found
}

/// Returns whether a schema is a read-only text and nothing says which.
fn is_bare(schema: &Map<String, Value>) -> bool {
    schema.get("readOnly") == Some(&Value::Bool(true))
        && schema.get("type").and_then(Value::as_str) == Some("string")
        && !OF_TEXTS.iter().any(|key| schema.contains_key(*key))
}

fn finding(at: &Pointer) -> Finding {
    let message = format!(
        "`{}` is read-only, and nothing but its type says that it is a text: a method of the \
         server may compute it",
        at.last()
    );
    let reason = "Typed as text because a method of the server computes it; …";
    Finding {
        diagnostic: Diagnostic::new(Code::ComputedText, at, message),
        action: Some(Action::update(at, json!({"type": "…"}), reason)),
    }
}
