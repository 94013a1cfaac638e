//! Lowers the nodes that are no schemas, and hands each schema to its passes.

use serde_json::{Map, Value};

use super::Lowering;
use super::grammar::{Node, Transform};
use crate::text::pointer::trail::Trail;

mod examples;
mod newer;
pub(super) mod streams;

pub(super) use examples::shared;

impl Transform for Lowering<'_> {
    fn enter(&mut self, node: Node, value: &mut Value, at: &Trail<'_>) {
        if node == Node::Schema {
            return self.enter_schema(value, at);
        }
        let Value::Object(map) = value else { return };
        match node {
            Node::Document => document(map),
            Node::Components => {
                // References into them are resolved already.
                map.remove("pathItems");
                map.remove("mediaTypes");
            }
            Node::Operation => {
                // An operation of 3.1 may have no `responses`; `openapiv3` reads 3.0, where it
                // must.
                map.entry("responses").or_insert_with(|| Value::Object(Map::new()));
                map.remove("externalDocs");
            }
            Node::PathItem => self.tunnel(map, at),
            Node::Parameter => {
                self.whole_query(map);
                self.cookie_style(map, at);
                self.reserved_in_path(map, at);
                self.keep_examples(map);
            }
            Node::Header => drop_examples(map),
            Node::MediaType => {
                self.positional(map, at);
                self.keep_examples(map);
            }
            Node::Encoding => {
                self.nested_encoding(map, at);
                encoding(map);
            }
            Node::SecurityScheme => self.security_scheme(map, at),
            Node::Response => {
                // `links` describe other calls.
                map.remove("links");
                newer::summary(map);
                // The description is required in 3.0 but often missing, and never decides anything.
                if !map.contains_key("$ref") {
                    map.entry("description").or_insert_with(|| Value::String(String::new()));
                }
            }
            Node::Tag => {
                map.remove("externalDocs");
                newer::summary(map);
            }
            _ => {}
        }
    }

    fn leave(&mut self, node: Node, value: &mut Value, at: &Trail<'_>) {
        if let (Node::Schema, Value::Object(map)) = (node, value) {
            self.leave_schema(map, at);
        }
    }
}

fn document(map: &mut Map<String, Value>) {
    // Additions of 3.1 that 3.0 has no place for; schemas outside of the components that are
    // referred to have been moved.
    for key in ["jsonSchemaDialect", "$defs", "definitions"] {
        map.remove(key);
    }
    // A document of 3.1 that only has webhooks or components has no `paths`.
    map.entry("paths").or_insert_with(|| Value::Object(Map::new()));
}

/// Writes out the default of `explode`, which `openapiv3` takes to be `false`: it is `true` for
/// `style: form`, which is meant where only `explode` is given.
fn encoding(map: &mut Map<String, Value>) {
    if map.contains_key("explode") {
        map.entry("style").or_insert_with(|| Value::String("form".to_owned()));
    } else if map.get("style").and_then(Value::as_str) == Some("form") {
        map.insert("explode".to_owned(), Value::Bool(true));
    }
}

/// Drops the examples of a header: they decide nothing, and are the part of documents that is
/// malformed most often.
fn drop_examples(map: &mut Map<String, Value>) {
    map.remove("example");
    map.remove("examples");
}
