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

/// The last words of the names of texts.
const TEXTS: [&str; 10] =
    ["description", "email", "message", "name", "path", "prompt", "text", "title", "uri", "url"];

/// Finds the read-only texts that may be none, but for those that the overlay corrects.
pub(super) fn find(tree: &Value, corrected: &BTreeSet<Pointer>) -> Vec<Finding> {
    let mut found = Vec::new();
    walk(tree, &mut |node, value, at| {
        if node == Node::Schema && value.as_object().is_some_and(is_bare) {
            let at = at.pointer();
            if !corrected.contains(&at) && !is_named_as_text(&at.last()) {
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
        && !schema.get("description").and_then(Value::as_str).is_some_and(shows_a_text)
}

/// Returns whether the last word of a name is that of a text.
fn is_named_as_text(name: &str) -> bool {
    TEXTS.contains(&name.rsplit('_').next().unwrap_or(name))
}

/// Returns whether a description shows an example, in a span or block of code, that is a text: in
/// quotes, or nothing that JSON knows.
fn shows_a_text(description: &str) -> bool {
    let Some((_, rest)) = description.split_once("Example:") else { return false };
    let code = rest.trim_start();
    let fence = code.len() - code.trim_start_matches('`').len();
    let Some((code, _)) = code.get(fence..).and_then(|code| code.split_once('`')) else {
        return false;
    };
    // The first line of a block may name its language.
    let code = if fence < 3 { code } else { code.split_once('\n').map_or("", |(_, code)| code) };
    let is_other = |value: Value| !value.is_string();
    fence > 0 && !serde_json::from_str(code.trim()).is_ok_and(is_other)
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
