//! Each diagnostic has a place in its text, and each value of a tree has its own place.

use std::collections::BTreeMap;

use cekura_codegen::diagnostic::{
    Code, Diagnostic, Diagnostics, LineColumn, Origin, Sources, render_json,
};
use cekura_codegen::generate;
use cekura_codegen::pointer::Pointer;
use cekura_codegen::source::{DuplicateKeys, parse};
use serde_json::Value;

use super::printer::{Printed, print_block, print_json};
use crate::cases::fuzz::input::Parts;

/// The most values of a tree whose places are asked for.
const MOST: usize = 2_000;

/// The message of the diagnostics by which places are asked for.
const ASKED: &str = "asked for";

/// Checks an input.
///
/// # Panics
///
/// If a property does not hold.
pub fn check(input: &[u8]) {
    let parts = Parts::read(input);
    let outcome = generate(&parts.input());
    for one in &outcome.diagnostics {
        match one.origin {
            Origin::Document => in_text(one, &parts.document),
            Origin::Config => in_text(one, parts.config.as_deref().expect("a configuration")),
            Origin::Overlay => in_text(one, parts.overlay.as_deref().expect("an overlay")),
            other => panic!("there is no {other:?}: {one:?}"),
        }
    }
    let printed = render_json(&outcome.diagnostics, &parts.sources());
    for line in printed.lines() {
        printed_in_text(line, &parts);
    }
    let Some(tree) = tree(&parts.document) else { return };
    keys_are_found(&parts.document, &tree);
    round_trip(&tree, print_json(&tree));
    round_trip(&tree, print_block(&tree));
}

/// Checks that the place of a diagnostic lies in a text.
///
/// # Panics
///
/// If it does not.
pub fn in_text(one: &Diagnostic, text: &str) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let related = one.related.as_ref().and_then(|related| related.span);
    for span in one.span.into_iter().chain(related) {
        assert!(span.start <= span.end, "{one:?}");
        assert!(text.get(span.start..span.end).is_some(), "{one:?} is not in the text");
    }
    if let Some(LineColumn { line, column }) = one.position {
        let found = text.split('\n').nth(line.wrapping_sub(1));
        let found = found.unwrap_or_else(|| panic!("{one:?}: there is no such line"));
        assert!((1..=found.chars().count() + 1).contains(&column), "{one:?}: {found:?}");
    }
}

/// Checks that a line for programs is about a line of its text.
fn printed_in_text(line: &str, parts: &Parts) {
    let found: Value = serde_json::from_str(line).expect("a line of JSON");
    let text = match found["file"].as_str() {
        Some("codegen.toml") => parts.config.as_deref(),
        Some("overlay.yaml") => parts.overlay.as_deref(),
        _ => Some(parts.document.as_str()),
    };
    let text = text.expect("the text of a diagnostic");
    for place in found["notes"].as_array().into_iter().flatten().chain([&found]) {
        let number = |key: &str| place[key].as_u64().expect("a number") as usize;
        let found = text.split('\n').nth(number("line") - 1);
        let found = found.unwrap_or_else(|| panic!("no such line: {line}"));
        assert!(number("column") <= found.chars().count() + 1, "no such column: {line}");
    }
}

fn tree(text: &str) -> Option<Value> {
    parse(text, Origin::Document, DuplicateKeys::Last, &mut Diagnostics::default()).ok()
}

/// Returns the lines and columns of the places in a text that reads as a tree, by their pointers;
/// `None` if it does not read.
fn places(text: &str, pointers: &[Pointer]) -> Option<BTreeMap<Pointer, LineColumn>> {
    let mut diagnostics = Diagnostics::default();
    parse(text, Origin::Document, DuplicateKeys::Last, &mut diagnostics).ok()?;
    pointers.iter().for_each(|at| diagnostics.add(Code::Syntax, at, ASKED));
    let located = diagnostics.into_located(&[(Origin::Document, text)]);
    let sources = Sources {
        document: ("openapi.yaml", text),
        overlay: None,
        docs: &[],
        config: None,
        webhooks: None,
        lock: None,
        files: &[],
    };
    let printed = render_json(&located, &sources);
    let lines = located.iter().zip(printed.lines()).filter(|(one, _)| one.message == ASKED);
    let places = lines.map(|(one, line)| {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        let number = |key: &str| line[key].as_u64().expect("a number") as usize;
        (one.pointer.clone(), LineColumn { line: number("line"), column: number("column") })
    });
    Some(places.collect())
}

/// Returns the pointers to the values of a tree, up to the most that are asked for.
fn pointers(tree: &Value) -> Vec<Pointer> {
    let mut found = vec![(Pointer::root(), tree)];
    let mut at = 0;
    while let Some((pointer, value)) = found.get(at).cloned() {
        match value {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                found.extend(items.map(|(index, item)| (pointer.child(index), item)));
            }
            Value::Object(members) => {
                found.extend(members.iter().map(|(key, member)| (pointer.child(key), member)));
            }
            _ => {}
        }
        found.truncate(MOST);
        at += 1;
    }
    found.into_iter().map(|(pointer, _)| pointer).collect()
}

/// Checks that the place of each member of an object is that of a key of its name, or of what
/// is around it where it stands elsewhere.
fn keys_are_found(text: &str, tree: &Value) {
    let pointers = pointers(tree);
    let found = places(text, &pointers).expect("a text that reads");
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.split('\n').collect();
    for pointer in &pointers {
        let parent = pointer.parent().and_then(|parent| tree.pointer(parent.as_str()));
        let Some(Value::Object(_)) = parent else { continue };
        let LineColumn { line, column } = found[pointer];
        let rest: String = lines[line - 1].chars().skip(column - 1).collect();
        // Within an alias, or of a merge, the nearest place is that of the key around it.
        let is_above =
            || pointer.parent().and_then(|above| found.get(&above)) == found.get(pointer);
        let is_found =
            begins_with_key(&rest, &pointer.last()) || text.contains(['*', '<']) && is_above();
        assert!(is_found, "{pointer} is not at {rest:?}");
    }
}

/// Returns whether a line begins with a key: as it is, in quotes, or as an alias or an anchor.
fn begins_with_key(line: &str, key: &str) -> bool {
    let first = key.lines().next().unwrap_or_default();
    line.starts_with(first)
        || line.starts_with(['"', '\'', '*', '&', '!', '?', '|', '>', '~'])
        // A number or a text of several lines may be written in many ways.
        || key.parse::<f64>().is_ok()
        || key.contains(char::is_whitespace)
}

/// Checks that the places of a text are those that its printer put the values at.
fn round_trip(tree: &Value, printed: Printed) {
    let Printed { text, places: expected } = printed;
    let pointers: Vec<Pointer> = expected.keys().take(MOST).cloned().collect();
    let Some(found) = places(&text, &pointers) else { return };
    if self::tree(&text).as_ref() != Some(tree) {
        // Merge keys, and what a text of YAML cannot hold.
        return;
    }
    for pointer in pointers {
        assert_eq!(found[&pointer], expected[&pointer], "{pointer} in\n{text}");
    }
}
