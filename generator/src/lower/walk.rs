//! Finds every schema of a document and hands it to the schema passes.

use serde_json::{Map, Value};

use super::Lowering;
use super::notes::UNSTYLED;
use crate::diagnostic::{Code, Diagnostics};
use crate::pointer::Pointer;

/// The members of a path item that are operations (OpenAPI 3.1 section 4.8.9).
pub(super) const METHODS: [&str; 8] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Lowers the whole document in place.
pub(super) fn document(tree: &mut Value, to: &mut Lowering<'_>) {
    let root = Pointer::root();
    if tree.get("webhooks").and_then(Value::as_object).is_some_and(|hooks| !hooks.is_empty()) {
        let message = "webhooks are calls that the vendor makes; a client has no place for them";
        to.add(Code::Unsupported, &root.child("webhooks"), message);
    }
    if let Some(components) = tree.get_mut("components") {
        let at = root.child("components");
        each(components, "schemas", &at, to, |schema, at, to| to.schema(schema, at));
        each(components, "parameters", &at, to, parameter);
        each(components, "headers", &at, to, parameter);
        each(components, "requestBodies", &at, to, body);
        each(components, "responses", &at, to, response);
    }
    each(tree, "paths", &root, to, |item, at, to| {
        if !at.last().starts_with("x-") {
            path_item(item, at, to);
        }
    });
    if let Some(root) = tree.as_object_mut() {
        for tag in root.get_mut("tags").and_then(Value::as_array_mut).into_iter().flatten() {
            tag.as_object_mut().map(|tag| tag.remove("externalDocs"));
        }
        // What 3.1 adds and 3.0 has no place for; references into `pathItems` are resolved already.
        for key in ["webhooks", "jsonSchemaDialect"] {
            root.remove(key);
        }
        // A document that only has webhooks or components has no `paths` in 3.1.
        root.entry("paths").or_insert_with(|| Value::Object(Map::new()));
    }
}

/// Takes the callbacks out before any reference is followed: one may well lead to the very path it is a callback of.
pub(super) fn drop_callbacks(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let at = Pointer::root().child("paths");
    for (path, item) in tree.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten() {
        for method in METHODS {
            let operation = item.get_mut(method).and_then(Value::as_object_mut);
            if operation.and_then(|operation| operation.remove("callbacks")).is_some() {
                let message =
                    "callbacks are calls that the vendor makes; a client has no place for them";
                let at = at.child(path).child(method).child("callbacks");
                diagnostics.add(Code::Unsupported, &at, message);
            }
        }
    }
    if let Some(components) = tree.get_mut("components").and_then(Value::as_object_mut) {
        components.remove("callbacks");
    }
}

type Visit = fn(&mut Value, &Pointer, &mut Lowering<'_>);

/// Visits each member of a map; whatever it is called, it is one of those that the map is of.
fn each(parent: &mut Value, key: &str, at: &Pointer, to: &mut Lowering<'_>, visit: Visit) {
    let at = at.child(key);
    for (name, value) in parent.get_mut(key).and_then(Value::as_object_mut).into_iter().flatten() {
        visit(value, &at.child(name), to);
    }
}

fn path_item(item: &mut Value, at: &Pointer, to: &mut Lowering<'_>) {
    list(item, "parameters", at, to, parameter);
    for method in METHODS {
        if let Some(operation) = item.get_mut(method) {
            let at = at.child(method);
            list(operation, "parameters", &at, to, parameter);
            if let Some(value) = operation.get_mut("requestBody") {
                body(value, &at.child("requestBody"), to);
            }
            each(operation, "responses", &at, to, response);
            // 3.1 lets an operation have no `responses`; `openapiv3` reads 3.0, where it must.
            if let Some(operation) = operation.as_object_mut() {
                operation.entry("responses").or_insert_with(|| Value::Object(Map::new()));
                operation.remove("externalDocs");
            }
        }
    }
}

fn list(parent: &mut Value, key: &str, at: &Pointer, to: &mut Lowering<'_>, visit: Visit) {
    let at = at.child(key);
    for (index, value) in
        parent.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().enumerate()
    {
        visit(value, &at.child(index), to);
    }
}

fn parameter(value: &mut Value, at: &Pointer, to: &mut Lowering<'_>) {
    if let Some(schema) = value.get_mut("schema") {
        to.schema(schema, &at.child("schema"));
    }
    each(value, "content", at, to, media_type);
    drop_examples(value);
    if let Some(parameter) = value.as_object_mut()
        && parameter.contains_key("schema")
        && !["style", "explode"].iter().any(|key| parameter.contains_key(*key))
    {
        // `openapiv3` fills the default style in; whether it was said matters for objects.
        parameter.insert(UNSTYLED.to_owned(), Value::Bool(true));
    }
}

fn body(value: &mut Value, at: &Pointer, to: &mut Lowering<'_>) {
    each(value, "content", at, to, media_type);
}

fn response(value: &mut Value, at: &Pointer, to: &mut Lowering<'_>) {
    each(value, "content", at, to, media_type);
    each(value, "headers", at, to, parameter);
    if let Some(response) = value.as_object_mut() {
        // `links` describe other calls; the description is required in 3.0 but often missing and never decides anything.
        response.remove("links");
        if !response.contains_key("$ref") {
            response.entry("description").or_insert_with(|| Value::String(String::new()));
        }
    }
}

fn media_type(value: &mut Value, at: &Pointer, to: &mut Lowering<'_>) {
    if let Some(schema) = value.get_mut("schema") {
        to.schema(schema, &at.child("schema"));
    }
    drop_examples(value);
}

/// Examples of parameters and media types decide nothing, and are the part of documents that is malformed most often.
fn drop_examples(value: &mut Value) {
    if let Some(value) = value.as_object_mut() {
        value.remove("example");
        value.remove("examples");
    }
}
