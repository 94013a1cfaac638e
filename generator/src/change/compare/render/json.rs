//! The report as JSON, whose schema is `comparison.schema.json` of this crate.

use serde_json::{Value, json as value};

use super::Names;
use crate::change::compare::comparison::Comparison;
use crate::change::compare::entry::{Entry, Place};

/// The schema of the report: JSON Schema, draft 2020-12.
pub const SCHEMA: &str = include_str!("../../../../comparison.schema.json");

/// The version of the format; it grows when a reader of the one before would be wrong.
const FORMAT: u32 = 1;

/// Renders a report as JSON, on one line for each entry.
pub fn json(comparison: &Comparison, names: Names<'_>) -> String {
    let entries: Vec<String> =
        comparison.entries.iter().map(|one| format!("    {}", entry(one))).collect();
    let list = if entries.is_empty() {
        "[]".to_owned()
    } else {
        format!("[\n{}\n  ]", entries.join(",\n"))
    };
    let text = |text: &str| Value::from(text).to_string();
    format!(
        "{{\n  \"format\": {FORMAT},\n  \"old\": {},\n  \"new\": {},\n  \"verdict\": {},\n  \"entries\": {list}\n}}\n",
        text(names.old),
        text(names.new),
        text(comparison.verdict().as_str()),
    )
}

fn entry(entry: &Entry) -> Value {
    let place = |place: &Option<Place>| {
        place.as_ref().map(|place| {
            value!({
                "pointer": place.pointer.as_str(),
                "line": place.position.map(|at| at.line),
                "column": place.position.map(|at| at.column),
            })
        })
    };
    let items: Vec<Value> = entry
        .items
        .iter()
        .map(|item| value!({ "path": item.path, "old": item.old, "new": item.new }))
        .collect();
    value!({
        "fingerprint": entry.fingerprint(),
        "kind": entry.kind.as_str(),
        "source": entry.source().as_str(),
        "wire": entry.wire.as_str(),
        "thing": { "old": entry.thing.old, "new": entry.thing.new },
        "http": entry.http,
        "rust": entry.rust,
        "old": place(&entry.old),
        "new": place(&entry.new),
        "causes": entry.causes.iter().map(|cause| cause.as_str()).collect::<Vec<_>>(),
        "items": items,
        "remedy": entry.remedy,
        "witness": entry.witness.as_ref().map(|witness| witness.code.as_str()),
    })
}
