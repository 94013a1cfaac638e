//! The text on what a pull changes.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Result, anyhow};
use cekura_codegen::diagnostic::{Diagnostics, Origin};
use cekura_codegen::source::{DuplicateKeys, parse};
use serde_json::Value;

use crate::files::paths::SPEC;

/// The most lines of one kind.
const LINES: usize = 20;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The parts of a document that have names, with their content.
struct Parts {
    operations: BTreeMap<String, Value>,
    components: BTreeMap<String, Value>,
}

/// Returns the operations and components that come, go, or differ.
///
/// # Errors
///
/// If a text is no document.
pub(super) fn changes(before: Option<&str>, after: &str) -> Result<String> {
    if before == Some(after) {
        return Ok(format!("{SPEC} is as it was: nothing has changed in substance.\n"));
    }
    let before = before.map_or_else(|| Ok(Parts::of(&Value::Null)), Parts::read)?;
    let after = Parts::read(after)?;
    let mut text = format!(
        "{SPEC}: {} operations and {} components; before, {} and {}\n",
        after.operations.len(),
        after.components.len(),
        before.operations.len(),
        before.components.len(),
    );
    list(&mut text, "operations", &before.operations, &after.operations);
    list(&mut text, "components", &before.components, &after.components);
    Ok(text)
}

impl Parts {
    fn read(text: &str) -> Result<Self> {
        let read = parse(text, Origin::Document, DuplicateKeys::Last, &mut Diagnostics::default());
        read.map(|tree| Self::of(&tree)).map_err(|_| anyhow!("{SPEC} cannot be read"))
    }

    fn of(tree: &Value) -> Self {
        let mut operations = BTreeMap::new();
        for (path, item) in members(&tree["paths"]) {
            for (method, operation) in
                members(item).filter(|(key, _)| METHODS.contains(&key.as_str()))
            {
                let name = format!("{} {path}", method.to_uppercase());
                operations.insert(name, operation.clone());
            }
        }
        let kinds = members(&tree["components"]);
        let components = kinds.flat_map(|(kind, named)| {
            members(named).map(move |(name, part)| (format!("{kind}/{name}"), part.clone()))
        });
        Self { operations, components: components.collect() }
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list(
    text: &mut String,
    kind: &str,
    before: &BTreeMap<String, Value>,
    after: &BTreeMap<String, Value>,
) {
    let added = after.keys().filter(|name| !before.contains_key(*name)).map(|name| ('+', name));
    let gone = before.keys().filter(|name| !after.contains_key(*name)).map(|name| ('-', name));
    let differs =
        |name: &&String| before.get(*name).is_some_and(|part| Some(part) != after.get(*name));
    let changed = after.keys().filter(differs).map(|name| ('~', name));
    for lines in [added.collect::<Vec<_>>(), gone.collect(), changed.collect()] {
        for (sign, name) in lines.iter().take(LINES) {
            let _ = writeln!(text, "  {sign} {name}");
        }
        if let (Some((sign, _)), true) = (lines.first(), lines.len() > LINES) {
            let _ = writeln!(text, "  {sign} and {} more {kind}", lines.len() - LINES);
        }
    }
}
