//! Dropping of the texts that people wrote, and of what only tools of the author's read.
//!
//! Facts stay: names, types, formats, limits, patterns, defaults, values of enums with their short
//! labels, statuses, media types, security, deprecation. A label is no prose while it is short.

use serde_json::{Map, Value, json};

use crate::lower::grammar::{Node, Transform, walk_mut};
use crate::text::labels::item;
use crate::text::pointer::trail::Trail;

/// The extension that holds the labels of an enum's values.
const LABELS: &str = "x-enumDescriptions";

/// The most words of a label.
const LONGEST_LABEL: usize = 6;

/// Drops everything that is no fact; extensions with these names stay, as marks.
pub(super) fn reduce(tree: &mut Value, marks: &[&str]) {
    walk_mut(tree, &mut Facts { marks });
}

struct Facts<'c> {
    marks: &'c [&'c str],
}

impl Transform for Facts<'_> {
    fn enter(&mut self, node: Node, value: &mut Value, at: &Trail<'_>) {
        let Value::Object(map) = value else { return };
        // Their keys are names of the author's, beside extensions.
        if matches!(node, Node::Requirement | Node::Callback) {
            return map.retain(|key, _| !key.starts_with("x-"));
        }
        let labels = labels(node, map);
        map.retain(|key, value| self.is_fact(node, key, value, at));
        if let Some(labels) = labels {
            map.insert(LABELS.to_owned(), Value::Object(labels));
        }
        if node == Node::Response && !map.contains_key("$ref") {
            // OpenAPI requires one.
            map.insert("description".to_owned(), json!(""));
        }
    }
}

impl Facts<'_> {
    /// Returns whether a member is a fact. The value of an extension that stays becomes a flag:
    /// there may be prose in it.
    fn is_fact(&self, node: Node, key: &str, value: &mut Value, at: &Trail<'_>) -> bool {
        if key == LABELS {
            return node == Node::Schema;
        }
        if key.starts_with("x-") {
            let stays = self.marks.contains(&key);
            if stays && !value.is_boolean() && !value.is_null() {
                *value = json!(true);
            }
            return stays;
        }
        match (node, key) {
            // The title of an alternative, or of a constant, is its name.
            (Node::Schema, "title") => is_alternative(at),
            (Node::Info, "title") => true,
            (Node::Info, key) => key == "version",
            (Node::Document | Node::Operation, "tags")
            | (Node::Operation, "operationId")
            | (Node::Response, "links")
            | (Node::Components, "examples" | "links")
            | (Node::Schema, "$comment" | "xml") => false,
            (_, "description" | "summary" | "externalDocs" | "example" | "examples") => false,
            _ => true,
        }
    }
}

/// Returns whether a schema is one of several alternatives.
fn is_alternative(at: &Trail<'_>) -> bool {
    matches!(at, Trail::Item(list, _) if matches!(list.last_key(), Some("oneOf" | "anyOf")))
}

/// Returns the labels that an enum's description gives its values, by value.
fn labels(node: Node, map: &Map<String, Value>) -> Option<Map<String, Value>> {
    let values = map.get("enum").filter(|_| node == Node::Schema)?.as_array()?;
    let text = map.get("description")?.as_str()?;
    let items = text.lines().filter_map(item).filter(|(value, label)| {
        let is_value = values.iter().filter_map(Value::as_str).any(|one| one == *value);
        let is_short = label.split_whitespace().count() <= LONGEST_LABEL;
        is_value && is_short && !label.is_empty() && label != value
    });
    let labels: Map<String, Value> =
        items.map(|(value, label)| (value.to_owned(), label.into())).collect();
    (!labels.is_empty()).then_some(labels)
}
