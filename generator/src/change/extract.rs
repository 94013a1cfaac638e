//! Extraction: a published document becomes the part of it that the client is made of, as facts, in
//! one canonical form.
//!
//! Documents that are the same in substance become the same bytes: the diff of two extracted
//! documents is the change, and nothing else. Three steps, each of which only takes away or moves:
//!
//! | step | where |
//! |---|---|
//! | the operations that are not selected go, and what only they reach | here |
//! | texts of people go: prose, examples, operation ids, tags, extensions | `facts` |
//! | keys, sets and names in a fixed order; one style of YAML | `canonical` |
//!
//! Decides nothing about Rust: the generator reads the result like any other document.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostic, Diagnostics, Stopped};
use crate::document::Document;
use crate::input::bundle;
use crate::input::config::Config;
use crate::input::webhooks;
use crate::lower::grammar::{Descend, Node, has_operations, retain_operations, walk};
use crate::lower::reach::reached;
use crate::lower::repair;
use crate::text::pointer::Pointer;
use crate::{Input, lower, shape};

mod canonical;
mod facts;

/// The treatment of texts that people wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prose {
    /// They are dropped: they belong to the author of the document.
    #[default]
    Drop,
    /// They stay, for those who may use them.
    Keep,
}

/// An extracted document.
#[derive(Clone, Debug)]
pub struct Extracted {
    /// The document, as YAML; `None` if a diagnostic is an error.
    pub text: Option<String>,
    /// All diagnostics, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// A published document, as far as it is read to take a part of it.
pub(crate) struct Published {
    /// The document, repaired.
    pub tree: Value,
    pub config: Config,
    /// The places of the operations that `codegen.toml` takes.
    selected: BTreeSet<Pointer>,
    /// The webhooks of a document of their own, which use components of this one.
    webhooks: Option<String>,
}

impl Published {
    /// Reads a document and selects the operations.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if document or configuration have errors.
    pub(crate) fn read(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Result<Self, Stopped> {
        let config = input.config.map(|text| Config::parse(text, diagnostics)).transpose()?;
        let config = config.unwrap_or_default();
        let keys = config.document.duplicate_keys;
        let mut tree = bundle::read(input.document, input.files, keys, diagnostics)?;
        tree.sort_all_objects();
        repair::repair(&mut tree, diagnostics);
        let lowered = lower::lower(tree.clone(), diagnostics)?;
        let selected = shape::extracted(&Document::read(lowered), &config, diagnostics);
        diagnostics.propagate()?;
        let webhooks = input.webhooks.map(str::to_owned);
        Ok(Self { tree, config, selected, webhooks })
    }

    /// Drops the operations that are not selected, and the components that only they reach.
    pub(crate) fn keep_selected(&mut self) {
        drop_operations(&mut self.tree, &self.selected);
        self.drop_components();
    }

    fn drop_components(&mut self) {
        let mut used = reached(&self.tree, &["paths", "webhooks"]);
        if let Some(text) = &self.webhooks {
            let mut whole = self.tree.clone();
            // Its faults are told where a client is generated.
            let _ = webhooks::merge(&mut whole, text, &mut Diagnostics::default());
            used.extend(reached(&whole, &["webhooks"]));
        }
        used.extend(schemes(&self.tree));
        drop_components(&mut self.tree, &used);
    }

    /// Returns the client's part of it as YAML, in canonical form.
    pub(crate) fn reduce(mut self, prose: Prose) -> String {
        drop_operations(&mut self.tree, &self.selected);
        if prose == Prose::Drop {
            facts::reduce(&mut self.tree, &self.config.marks());
        }
        // Facts may reach less than texts do.
        self.drop_components();
        canonical::write(self.tree)
    }
}

/// Drops the operations that are not selected, and the paths that have none left.
fn drop_operations(tree: &mut Value, selected: &BTreeSet<Pointer>) {
    let root = Pointer::root().child("paths");
    let paths = tree.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        let Some(item) = item.as_object_mut() else { continue };
        retain_operations(item, &root.child(path), |place| selected.contains(place));
    }
    if let Some(paths) = tree.get_mut("paths").and_then(Value::as_object_mut) {
        // A path item by reference is one without a method here.
        paths.retain(|_, item| {
            item.as_object().is_some_and(|item| item.contains_key("$ref") || has_operations(item))
        });
    }
}

/// Returns the security schemes that some requirement names.
fn schemes(tree: &Value) -> BTreeSet<String> {
    let root = Pointer::root().descend(["components", "securitySchemes"]);
    let mut schemes = BTreeSet::new();
    walk(tree, &mut |node, value, _| {
        if node == Node::Requirement {
            let names = value.as_object().into_iter().flat_map(Map::keys);
            schemes.extend(names.map(|name| root.child(name).as_str().to_owned()));
        }
        Descend::Into
    });
    schemes
}

/// Drops the components that are not used.
fn drop_components(tree: &mut Value, used: &BTreeSet<String>) {
    let root = Pointer::root().child("components");
    let Some(components) = tree.get_mut("components").and_then(Value::as_object_mut) else {
        return;
    };
    for (kind, members) in components.iter_mut() {
        let Some(members) = members.as_object_mut() else { continue };
        let at = root.child(kind);
        members.retain(|name, _| used.contains(at.child(name).as_str()));
    }
    components.retain(|_, members| members.as_object().is_none_or(|members| !members.is_empty()));
}

#[cfg(test)]
mod tests;
