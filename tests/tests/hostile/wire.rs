//! The names on the wire, both ways: what the emitted code sends and reads is called as in the
//! document, and what the document has is in the emitted code or in the ledger.

use std::collections::BTreeSet;

use cekura_codegen::diagnostic::{Diagnostics, Origin};
use cekura_codegen::source::{DuplicateKeys, parse};
use cekura_tests::cases::Case;
use cekura_tests::hostile::confined::Client;
use cekura_tests::oracle::coverage::losses;
use cekura_tests::oracle::document::Document;
use cekura_tests::oracle::emitted::{Emitted, Step};
use cekura_tests::specs::Texts;
use serde_json::Value;

/// The methods whose first literal is a name on the wire. The names of placeholders stand in the
/// path, which is compared as a whole.
const NAMING: [&str; 3] = ["query", "header", "cookie"];

/// Returns the names that are wrong, and the things that are lost.
pub(crate) fn faults(case: &Case, client: &Client) -> Vec<String> {
    let known = names(case);
    let emitted = emitted(&Emitted::read(&client.files));
    let strangers = emitted.difference(&known);
    let strangers = strangers.map(|name| format!("{}: `{name}` is not in the document", case.name));
    strangers.chain(lost(case, client)).collect()
}

/// Returns the things of the document that are neither in the code nor in the ledger. Those of
/// several files are compared by tests of their own.
fn lost(case: &Case, client: &Client) -> Vec<String> {
    if case.files.is_some() {
        return Vec::new();
    }
    let document = Document::read(&Texts {
        document: case.document.clone(),
        overlay: case.overlay.clone(),
        docs: case.docs.clone(),
        config: case.config.clone(),
        webhooks: case.webhooks.clone(),
        lock: case.lock.clone(),
    });
    let (_, lost) = losses(&document, &client.files, &client.ledger);
    lost.into_iter().map(|thing| format!("{}: lost: {thing}", case.name)).collect()
}

/// Returns the names on the wire in the emitted code.
fn emitted(emitted: &Emitted) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for one in emitted.structs.values() {
        names.extend(one.reads.iter().map(|(wire, _)| wire.clone()));
        names.extend(one.required.iter().cloned());
        names.extend(one.writes.iter().filter_map(literal));
    }
    for method in &emitted.methods {
        let set = method.setters.iter().flat_map(|setter| &setter.steps);
        names.extend(method.steps.iter().chain(set).filter_map(literal));
    }
    let values = emitted.enums.values().flatten();
    names.extend(values.map(|value| value.as_str().map_or(value.to_string(), str::to_owned)));
    names
}

/// Returns the name that a call names, if it names one.
fn literal(step: &Step) -> Option<String> {
    let is_naming = NAMING.iter().any(|name| step.method.starts_with(name));
    step.literal.clone().filter(|_| is_naming)
}

/// Returns all keys and values of the texts.
fn names(case: &Case) -> BTreeSet<String> {
    let others = case.files.iter().flat_map(|files| files.texts.values());
    let beside = [&case.overlay, &case.webhooks].into_iter().flatten();
    let mut names = BTreeSet::new();
    for text in std::iter::once(&case.document).chain(beside).chain(others) {
        let mut said = Diagnostics::default();
        let tree = parse(text, Origin::Document, DuplicateKeys::Last, &mut said);
        tree.into_iter().for_each(|tree| collect(&tree, &mut names));
    }
    names
}

fn collect(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            names.insert(key.clone());
            collect(value, names);
        }),
        Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
        Value::String(text) => drop(names.insert(text.clone())),
        other => drop(names.insert(other.to_string())),
    }
}
