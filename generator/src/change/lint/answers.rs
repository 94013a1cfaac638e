//! Answers whose schema can hardly be theirs.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Action, Finding};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::grammar::{METHODS, operations};
use crate::text::pointer::Pointer;

/// Returns the paths that can be read.
pub(super) fn readable(tree: &Value) -> BTreeSet<String> {
    let items = tree.get("paths").and_then(Value::as_object).into_iter().flatten();
    let readable = items.filter(|(_, item)| item.get("get").is_some());
    readable.map(|(path, _)| path.clone()).collect()
}

/// Finds the answers that have the schema of their request, and those that lack a member which a
/// text promises.
pub(super) fn find(tree: &Value, readable: &BTreeSet<String>) -> Vec<Finding> {
    let mut found = Vec::new();
    let paths = Pointer::root().child("paths");
    let items = tree.get("paths").and_then(Value::as_object).into_iter().flatten();
    for (path, item) in items {
        let Some(item) = item.as_object() else { continue };
        for (method, operation, at) in operations(item, &paths.child(path)) {
            if !readable.contains(path) {
                found.extend(own_request(path, method, operation, &at));
            }
            found.extend(unsaid_members(tree, item, operation, &at));
        }
    }
    found
}

/// Returns the schema of the first JSON body of a request or response.
fn json_body(node: &Value) -> Option<(&String, &Value)> {
    let content = node.get("content")?.as_object()?;
    let (media, body) = content.iter().find(|(media, _)| media.contains("json"))?;
    Some((media, body.get("schema")?))
}

/// Returns the successful responses of an operation that have a JSON body, each with its schema and
/// the place of that.
fn answers<'t>(operation: &'t Value, at: &Pointer) -> Vec<(&'t Value, &'t Value, Pointer)> {
    let responses = operation.get("responses").and_then(Value::as_object).into_iter().flatten();
    let successes = responses.filter(|(status, _)| status.starts_with('2'));
    let bodies = successes.filter_map(|(status, response)| {
        let (media, schema) = json_body(response)?;
        let below = ["responses", status, "content", media, "schema"];
        Some((response, schema, at.descend(below)))
    });
    bodies.collect()
}

/// Finds an action (a POST to a path that cannot be read) whose answer has the schema of its
/// request: where things are created, that is what one expects.
fn own_request(path: &str, method: &str, operation: &Value, at: &Pointer) -> Option<Finding> {
    let last = path.trim_end_matches('/').rsplit('/').next()?;
    if method != "post" || last.starts_with('{') {
        return None;
    }
    let request = json_body(operation.get("requestBody")?)?.1.get("$ref")?;
    let (_, _, place) = answers(operation, at)
        .into_iter()
        .find(|(_, schema, _)| schema.get("$ref") == Some(request))?;
    let message = "the answer has the schema of its own request";
    let reason = "Typed as the request, which the server does not send back; …";
    let action = Action::replace(&place, vec!["$ref"], json!({"type": "object"}), reason);
    Some(Finding {
        diagnostic: Diagnostic::new(Code::AnswerIsRequest, &place, message),
        action: Some(action),
    })
}

/// Finds the members that a text says are returned, and that neither the answers nor the request
/// have.
fn unsaid_members(
    tree: &Value,
    item: &Map<String, Value>,
    operation: &Value,
    at: &Pointer,
) -> Vec<Finding> {
    let parameters = item.get("parameters");
    let known = names(tree, [operation].into_iter().chain(parameters));
    let mut found = Vec::new();
    for (response, schema, place) in answers(operation, at) {
        if schema.as_object().is_none_or(Map::is_empty) || is_map(schema) {
            continue;
        }
        let texts = [operation.get("description"), response.get("description")];
        let promised: BTreeSet<&str> = texts
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .flat_map(promises)
            .filter(|name| !known.contains(*name))
            .collect();
        if promised.is_empty() {
            continue;
        }
        let names: Vec<String> = promised.iter().map(|name| format!("`{name}`")).collect();
        let message =
            format!("a text says that the answer has {}; its schema has not", names.join(", "));
        let members: Map<String, Value> =
            promised.iter().map(|name| ((*name).to_owned(), json!({"type": "string"}))).collect();
        let members = json!({"type": "object", "properties": members});
        found.push(Finding {
            diagnostic: Diagnostic::new(Code::AnswerLacksMember, &place, message),
            action: Some(Action::update(&place, members, "Its text says that it is returned.")),
        });
    }
    found
}

/// Returns whether a schema is that of a map, whose keys a text may name.
fn is_map(schema: &Value) -> bool {
    let open = schema.get("additionalProperties").is_some_and(|open| *open != Value::Bool(false));
    open && schema.get("properties").is_none()
}

/// Returns the names in snake case in the sentences of a text that speak of what is returned.
fn promises(text: &str) -> impl Iterator<Item = &str> {
    let sentences = text.split(['\n', ';']).flat_map(|line| line.split(". "));
    let returning = sentences.filter(|sentence| {
        let words = sentence.to_ascii_lowercase();
        let names_another_call =
            METHODS.iter().any(|method| words.contains(&format!("{method} /")));
        !names_another_call && (words.contains("return") || words.contains("respon"))
    });
    returning.flat_map(|sentence| {
        let words = sentence.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        words.filter(|word| word.ends_with("_id") && !word.starts_with('_') && is_lower(word))
    })
}

fn is_lower(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Returns the names of properties and parameters below some nodes, through references.
fn names<'t>(tree: &'t Value, nodes: impl Iterator<Item = &'t Value>) -> BTreeSet<&'t str> {
    let mut open: Vec<&Value> = nodes.collect();
    let (mut found, mut passed) = (BTreeSet::new(), BTreeSet::new());
    while let Some(node) = open.pop() {
        match node {
            Value::Array(list) => open.extend(list),
            Value::Object(map) => {
                found.extend(map.get("name").and_then(Value::as_str));
                let properties = map.get("properties").and_then(Value::as_object);
                found.extend(properties.into_iter().flat_map(Map::keys).map(String::as_str));
                let reference = map.get("$ref").and_then(Value::as_str);
                let target = reference.filter(|reference| passed.insert(*reference));
                let target = target.and_then(Pointer::from_reference);
                open.extend(target.and_then(|target| tree.pointer(target.as_str())));
                open.extend(map.values());
            }
            _ => {}
        }
    }
    found
}
