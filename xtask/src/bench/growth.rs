//! The growth of time and memory with the document: copies of its operations and schemas under
//! other names, in one document.

use std::path::Path;

use anyhow::{Context, Result};
use cekura_codegen::Output;
use cekura_codegen::diagnostic::{Diagnostics, Origin};
use cekura_codegen::source::{DuplicateKeys, parse};
use serde_json::{Map, Value};

use super::process::{Content, run_codegen};
use super::series::{Series, Unit};
use super::{generate, progress};
use crate::codegen::inputs::Inputs;
use crate::table::Align::Right;
use crate::table::Table;

/// The numbers of copies.
const COPIES: [usize; 3] = [1, 4, 16];

/// Measures the generation of each number of copies. The output is that of one.
pub(super) fn measure(inputs: &Inputs, folder: &Path, runs: u32) -> Result<(Table, Output)> {
    let names = [
        "copies",
        "operations",
        "time",
        "processor time",
        "peak memory",
        "processor time/op, ×",
        "memory/op, ×",
    ];
    let mut table = Table::new(&names.map(|name| (name, Right)));
    let mut first: Option<(f64, f64, Output)> = None;
    for copies in COPIES {
        let multiplied = inputs.with_document(multiply(&inputs.document.text, copies)?);
        let output = generate(&multiplied)?;
        let mut times = Series::default();
        let mut processor_times = Series::default();
        let mut peaks = Series::default();
        for run in 1..=runs {
            progress(&format!("generating {copies} copies, {run} of {runs}"));
            let usage = run_codegen(&multiplied, folder, Content::ClientAndTests)?;
            times.push(usage.time);
            processor_times.push(usage.processor_time);
            peaks.push(usage.peak);
        }
        let operations = output.summary.operations as f64;
        let time = processor_times.median() / operations;
        let peak = peaks.median() / operations;
        let (first_time, first_peak, _) = first.get_or_insert((time, peak, output));
        table.push([
            copies.to_string(),
            format!("{operations}"),
            times.show(Unit::Milliseconds),
            processor_times.show(Unit::Milliseconds),
            peaks.show(Unit::Megabytes),
            format!("{:.2}", time / *first_time),
            format!("{:.2}", peak / *first_peak),
        ]);
    }
    let (_, _, output) = first.context("nothing was measured")?;
    Ok((table, output))
}

/// Returns a document, as JSON, with so many copies of the paths and components of another. Copy 0
/// is the document itself; copy `n` has `n` behind the names of components, of operations, and of
/// the first literal segment of each path, which is the resource's.
fn multiply(document: &str, copies: usize) -> Result<String> {
    let mut diagnostics = Diagnostics::default();
    let keys = DuplicateKeys::default();
    let Ok(mut document) = parse(document, Origin::Document, keys, &mut diagnostics) else {
        anyhow::bail!("the document cannot be read; `cargo xtask codegen` shows why");
    };
    let original = document.clone();
    for copy in 1..copies {
        let suffix = format!("Copy{copy}");
        if let Some(paths) = original.get("paths").and_then(Value::as_object) {
            let target = object(&mut document, "paths");
            for (path, item) in paths {
                let mut item = item.clone();
                rename(&mut item, &suffix);
                target.insert(renamed_path(path, copy), item);
            }
        }
        // Schemes are shared: every copy is called with the same credentials.
        let sections = original.get("components").and_then(Value::as_object).into_iter().flatten();
        for (section, members) in sections.filter(|(section, _)| *section != "securitySchemes") {
            let target = object(object_value(&mut document, "components"), section);
            for (name, member) in members.as_object().into_iter().flatten() {
                let mut member = member.clone();
                rename(&mut member, &suffix);
                target.insert(format!("{name}{suffix}"), member);
            }
        }
    }
    Ok(document.to_string())
}

fn object_value<'a>(value: &'a mut Value, key: &str) -> &'a mut Value {
    let empty = || Value::Object(Map::new());
    if !value.is_object() {
        *value = empty();
    }
    match value {
        Value::Object(map) => map.entry(key).or_insert_with(empty),
        other => other,
    }
}

fn object<'a>(value: &'a mut Value, key: &str) -> &'a mut Map<String, Value> {
    let member = object_value(value, key);
    if !member.is_object() {
        *member = Value::Object(Map::new());
    }
    match member {
        Value::Object(map) => map,
        _ => unreachable!("it has just been made an object"),
    }
}

/// Renames the references to components, in paths of other documents too, and the operation's id.
fn rename(value: &mut Value, suffix: &str) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text) if key == "$ref" || text.starts_with("#/components/") => {
                        *text = renamed_reference(text, suffix);
                    }
                    Value::String(text) if key == "operationId" => text.push_str(suffix),
                    other => rename(other, suffix),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| rename(value, suffix)),
        _ => {}
    }
}

/// `#/components/schemas/BoatCopy1` of `#/components/schemas/Boat`, with what follows the name.
fn renamed_reference(reference: &str, suffix: &str) -> String {
    let Some(rest) = reference.strip_prefix("#/components/") else { return reference.to_owned() };
    let mut steps = rest.splitn(3, '/');
    match (steps.next(), steps.next(), steps.next()) {
        (Some(section), Some(name), None) => format!("#/components/{section}/{name}{suffix}"),
        (Some(section), Some(name), Some(rest)) => {
            format!("#/components/{section}/{name}{suffix}/{rest}")
        }
        _ => reference.to_owned(),
    }
}

/// Returns a path with the number behind its first two literal segments that are no version: the
/// product and the resource.
fn renamed_path(path: &str, copy: usize) -> String {
    let is_version = |step: &str| {
        step.strip_prefix('v').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut left = 2;
    let steps = path.split('/').map(|step| {
        if left == 0 || step.is_empty() || step.starts_with('{') || is_version(step) {
            return step.to_owned();
        }
        left -= 1;
        format!("{step}-copy{copy}")
    });
    steps.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use cekura_codegen::{Input, generate};

    use super::multiply;

    const BOATS: &str = r##"{
        "openapi": "3.1.0",
        "info": { "title": "Boats", "version": "1" },
        "paths": {
            "/rental/v1/boats/{id}/": { "get": {
                "operationId": "get_boat",
                "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } }],
                "responses": { "200": { "description": "A boat", "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Boat" }
                } } } }
            } }
        },
        "components": { "schemas": { "Boat": {
            "type": "object", "properties": { "next": { "$ref": "#/components/schemas/Boat" } }
        } } }
    }"##;

    #[test]
    fn copies_are_clients_of_their_own() {
        for (copies, resources) in [(1, 1), (4, 4)] {
            let document = multiply(BOATS, copies).unwrap();
            let input = Input { document: &document, ..Input::default() };
            let output = generate(&input).output.expect("a client");
            let counts = &output.summary;
            assert_eq!((counts.operations, counts.types), (copies, copies));
            let modules = output.features.lines().filter(|line| line.ends_with(" = []"));
            assert_eq!(modules.count(), resources, "{}", output.features);
        }
    }
}
