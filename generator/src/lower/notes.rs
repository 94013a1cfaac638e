//! The facts that the passes find out about a node and that OpenAPI 3.0 has no keyword for.
//!
//! While the passes work, such a fact travels with its node, under a private key of the tree,
//! because nodes are moved and merged. At the end all of them are taken out into [`Notes`], by the
//! place that the node has then.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::grammar::{Node, Transform, walk_mut};
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

/// Marks where a schema stood before it was moved to the components.
pub(super) const HOME: &str = "x-codegen-home";
/// Marks the values of an enum that has no type of its own.
pub(super) const VALUES: &str = "x-codegen-values";
/// Marks a schema that allows null and nothing else.
pub(super) const ONLY_NULL: &str = "x-only-null";
/// Marks what a text holds.
pub(super) const HOLDS: &str = "x-codegen-holds";
/// Marks a part of an `allOf` whose type follows from its keywords alone.
pub(super) const IMPLIED: &str = "x-codegen-implied";

/// Marks a parameter that is the whole query.
pub(super) const QUERY: &str = "x-codegen-query";
/// Marks a media type whose schema describes an event of a stream.
pub(super) const STREAM: &str = "x-codegen-stream";

/// Marks the examples of a parameter or media type.
pub(super) const EXAMPLES: &str = "x-codegen-examples";

const MARKS: [&str; 8] = [HOME, VALUES, ONLY_NULL, HOLDS, IMPLIED, QUERY, STREAM, EXAMPLES];

fn is_mark(key: &str) -> bool {
    key.starts_with("x-") && MARKS.contains(&key)
}

/// The notes on a lowered document, by the pointer of the node in the lowered document.
#[derive(Debug, Default)]
pub(crate) struct Notes(BTreeMap<Pointer, Note>);

/// The facts about one node.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Note {
    /// The place that a schema had before it became a component; only schemas that had no name have
    /// one.
    pub(crate) home: Option<Pointer>,
    /// The values that are allowed, where the typed schema has no `enum` of them.
    pub(crate) values: Vec<Value>,
    /// The schema allows null and nothing else.
    pub(crate) only_null: bool,
    /// The content of a text that stands for something else.
    pub(crate) content: Option<TextContent>,
    /// The type of the schema follows from its keywords alone, which stood beside a composition.
    pub(crate) implied: bool,
    /// The schema that a discriminator means by every tag that it does not map, and by none: a
    /// name, or a reference.
    pub(crate) default_arm: Option<String>,
    /// The parameter is the whole query.
    pub(crate) is_query: bool,
    /// The stream that a media type is, where more is known of it than its name.
    pub(crate) stream: Option<StreamNote>,
    /// The examples, each with its name.
    pub(crate) examples: Vec<(String, Value)>,
}

/// The description of a stream by its media type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct StreamNote {
    /// The schema describes one event, and not all of them.
    pub(crate) is_item: bool,
    /// The document describes events, and the schema is that of their data.
    pub(crate) event: Option<EventNote>,
}

/// The server-sent events of a stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct EventNote {
    /// The names of the events, for each arm of the data's choice, or for the one schema.
    pub(crate) names: Vec<Vec<String>>,
    /// In the same order, whether the data is text; else it is JSON.
    pub(crate) text: Vec<bool>,
    /// The components that describe the events.
    pub(crate) components: Vec<String>,
}

/// The content of a text; at least one of the two is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextContent {
    /// `contentMediaType`.
    pub(crate) media_type: Option<String>,
    /// `contentEncoding`, such as `base64`.
    pub(crate) encoding: Option<String>,
}

impl TextContent {
    /// Returns the mark for the content, as [`HOLDS`] keeps it.
    pub(super) fn mark(&self) -> Value {
        json!([self.media_type, self.encoding])
    }

    fn read(mark: &Value) -> Option<Self> {
        let part = |index: usize| mark.get(index)?.as_str().map(str::to_owned);
        let content = Self { media_type: part(0), encoding: part(1) };
        (content != Self::default()).then_some(content)
    }
}

impl Notes {
    /// Returns the note on the node at a place of the lowered document.
    pub(crate) fn get(&self, at: &Pointer) -> Option<&Note> {
        self.0.get(at)
    }

    /// Takes all marks out of the lowered tree.
    pub(super) fn take(tree: &mut Value) -> Self {
        let mut notes = Self::default();
        walk_mut(tree, &mut notes);
        notes
    }
}

impl Transform for Notes {
    fn enter(&mut self, node: Node, value: &mut Value, at: &Trail<'_>) {
        let (Node::Schema | Node::Parameter | Node::MediaType, Value::Object(map)) = (node, value)
        else {
            return;
        };
        let default_arm = map.get_mut("discriminator").and_then(default_arm);
        if default_arm.is_some() || map.keys().any(|key| is_mark(key)) {
            let note = Note { default_arm, ..Note::take(map) };
            self.0.insert(at.pointer(), note);
        }
    }
}

/// Takes the default of a discriminator, which needs no mark: it travels with the discriminator.
fn default_arm(discriminator: &mut Value) -> Option<String> {
    match discriminator.as_object_mut()?.remove("defaultMapping") {
        Some(Value::String(target)) => Some(target),
        _ => None,
    }
}

/// Drops the marks that a document comes with: they would be taken for ours.
pub(super) fn drop_foreign(map: &mut Map<String, Value>) {
    if map.keys().any(|key| is_mark(key)) {
        map.retain(|key, _| !is_mark(key));
    }
}

impl Note {
    fn take(map: &mut Map<String, Value>) -> Self {
        let home = map.remove(HOME);
        let content = map.remove(HOLDS);
        Self {
            home: home.as_ref().and_then(Value::as_str).map(Pointer::parse),
            values: match map.remove(VALUES) {
                Some(Value::Array(values)) => values,
                _ => Vec::new(),
            },
            only_null: map.remove(ONLY_NULL).is_some(),
            content: content.as_ref().and_then(TextContent::read),
            implied: map.remove(IMPLIED).is_some(),
            default_arm: None,
            is_query: map.remove(QUERY).is_some(),
            stream: map.remove(STREAM).and_then(|stream| serde_json::from_value(stream).ok()),
            examples: map
                .remove(EXAMPLES)
                .and_then(|examples| serde_json::from_value(examples).ok())
                .unwrap_or_default(),
        }
    }
}
