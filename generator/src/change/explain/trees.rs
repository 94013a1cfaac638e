//! The document at each of the stages that work on a tree, with the actions that touch a thing.

use std::collections::BTreeSet;

use serde_json::Value;

use super::subject::Subject;
use super::{Section, View};
use crate::Input;
use crate::diagnostic::positions::Text;
use crate::diagnostic::{Diagnostics, Origin};
use crate::input::bundle;
use crate::input::config::Config;
use crate::input::overlay::trace::{Purpose, Trace};
use crate::input::source::DuplicateKeys;
use crate::input::{overlay, source, webhooks};
use crate::lower;
use crate::text::pointer::Pointer;

/// The document before and after each stage.
pub(super) struct Trees<'a> {
    source: Value,
    /// The webhooks that stand in a document of their own.
    webhooks: Option<(Value, Text<'a>)>,
    /// The overlay, then the words.
    traces: Vec<(Origin, Trace<'a>)>,
    corrected: Value,
    lowered: Value,
}

impl<'a> Trees<'a> {
    /// Reads a document that has been read before, without errors.
    pub(super) fn read(input: &Input<'a>, config: &Config) -> Self {
        let mut ignored = Diagnostics::default();
        let keys = config.document.duplicate_keys;
        let parsed = bundle::read(input.document, input.files, keys, &mut ignored);
        let source = parsed.unwrap_or_default();
        let mut tree = source.clone();
        let webhooks = input.webhooks.map(|text| {
            // The document was merged before, without errors.
            let _ = webhooks::merge(&mut tree, text, &mut ignored);
            read_webhooks(text)
        });
        let mut traces = Vec::new();
        if let Some(text) = input.overlay {
            let trace = overlay::trace::apply(&mut tree, text, Purpose::Correct);
            traces.push((Origin::Overlay, trace));
        }
        let corrected = tree.clone();
        for (number, file) in input.docs.iter().enumerate() {
            let trace = overlay::trace::apply(&mut tree, &file.text, Purpose::Describe);
            traces.push((Origin::Docs(number), trace));
        }
        tree.sort_all_objects();
        let lowered = lower::in_older_words(tree, &mut ignored).unwrap_or_default();
        Self { source, webhooks, traces, corrected, lowered }
    }

    /// Returns the thing as it is lowered.
    pub(super) fn lowered(&self, subject: &Subject) -> Option<&Value> {
        self.lowered.pointer(subject.pointer.as_str())
    }

    /// Returns what there is to see of a thing.
    pub(super) fn sections(&self, subject: &Subject, text: &Text<'_>) -> Vec<Section> {
        let home = text.home(&subject.pointer);
        let mut sections = Vec::new();
        let (mut own, mut view, mut text) =
            (self.source.pointer(home.as_str()), View::Document, text);
        if let (None, Some((webhooks, theirs))) = (own, &self.webhooks) {
            (own, view, text) = (webhooks.pointer(home.as_str()), View::Webhooks, theirs);
        }
        if let Some(node) = own {
            let position = text.positions(&BTreeSet::from([home.clone()])).remove(&home);
            let section = Section::new(view, home.to_reference(), yaml(node));
            sections.push(Section { position, ..section });
        }
        for (origin, trace) in &self.traces {
            sections.extend(actions(*origin, trace, &home));
        }
        let corrected = self.corrected.pointer(home.as_str());
        if let Some(node) = corrected.filter(|node| Some(*node) != own) {
            sections.push(Section::new(View::Corrected, "", yaml(node)));
        }
        let lowered = self.lowered(subject).map(without_words);
        if let Some(node) =
            lowered.filter(|node| Some(node) != corrected.map(without_words).as_ref())
        {
            sections.push(Section::new(View::Lowered, "", yaml(&node)));
        }
        sections
    }
}

/// Reads a document of webhooks, with its places.
fn read_webhooks(text: &str) -> (Value, Text<'_>) {
    let mut own = Diagnostics::default();
    let tree = source::parse(text, Origin::Webhooks, DuplicateKeys::Refuse, &mut own);
    let (places, homes) = own.take_places(Origin::Webhooks);
    (tree.unwrap_or_default(), Text { text, places, homes })
}

/// Returns the actions that touch a place.
fn actions(origin: Origin, trace: &Trace<'_>, place: &Pointer) -> Vec<Section> {
    let touching: Vec<_> = trace.touches.iter().filter(|touch| touch.is_about(place)).collect();
    let pointers = touching.iter().map(|touch| touch.pointer.clone()).collect();
    let positions = trace.text.positions(&pointers);
    let section = |touch: &&overlay::trace::Touch| {
        let text = touch.at(place).map(|update| yaml(&update)).unwrap_or_default();
        let section = Section::new(View::Action(origin), touch.name.clone(), text);
        Section { position: positions.get(&touch.pointer).copied(), ..section }
    };
    touching.iter().map(section).collect()
}

/// Returns a schema or operation without the texts, which lowering leaves as they are.
fn without_words(node: &Value) -> Value {
    match node {
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, value)| {
                !matches!(key.as_str(), "description" | "summary") || !value.is_string()
            });
            kept.map(|(key, value)| (key.clone(), without_words(value))).collect()
        }
        Value::Array(list) => list.iter().map(without_words).collect(),
        other => other.clone(),
    }
}

pub(super) fn yaml(node: &Value) -> String {
    serde_yaml::to_string(node).unwrap_or_default()
}
