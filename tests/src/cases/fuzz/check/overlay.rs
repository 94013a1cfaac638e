//! Any overlay changes a tree, or says why not.

use cekura_codegen::diagnostic::{Diagnostic, Diagnostics, Origin, Severity, render_json};
use cekura_codegen::overlay::apply;
use cekura_codegen::source::{DuplicateKeys, parse};
use serde_json::Value;

use super::places::in_text;
use crate::cases::fuzz::input::Parts;

/// The most values that an overlay may add, and the most levels: the generator's own bounds.
const MOST: usize = 2_000_000;
const DEEPEST: usize = 128;

/// Checks an input.
///
/// # Panics
///
/// If a property does not hold.
pub fn check(input: &[u8]) {
    let parts = Parts::read(input);
    let Some(overlay) = &parts.overlay else { return };
    let mut diagnostics = Diagnostics::default();
    let Ok(tree) = parse(&parts.document, Origin::Document, DuplicateKeys::Last, &mut diagnostics)
    else {
        return;
    };
    let (changed, found) = applied(&tree, overlay);
    let (again, found_again) = applied(&tree, overlay);
    assert_eq!(found_again, found, "the diagnostics of a second run");
    assert!(again == changed, "a second run gives another tree");
    let is_refused = found.iter().any(|one| one.severity() == Severity::Error);
    assert_eq!(is_refused, changed.is_none(), "errors, or a tree: {found:?}");
    for one in found.iter().filter(|one| one.origin == Origin::Overlay) {
        in_text(one, overlay);
    }
    let printed = render_json(&found, &parts.sources());
    assert_eq!(printed.lines().count(), found.len(), "a line for each diagnostic");
    if let Some(changed) = changed {
        let (before, after) = (measure(&tree), measure(&changed));
        assert!(after.0 <= before.0 + MOST, "{} values, of {}", after.0, before.0);
        assert!(after.1 <= DEEPEST, "{} levels", after.1);
    }
}

fn applied(tree: &Value, overlay: &str) -> (Option<Value>, Vec<Diagnostic>) {
    let (mut tree, mut diagnostics) = (tree.clone(), Diagnostics::default());
    let applied = apply(&mut tree, overlay, &mut diagnostics);
    (applied.is_ok().then_some(tree), diagnostics.into_sorted())
}

/// Returns the number of values in a tree, and that of its levels.
fn measure(value: &Value) -> (usize, usize) {
    let parts: Vec<(usize, usize)> = match value {
        Value::Array(items) => items.iter().map(measure).collect(),
        Value::Object(members) => members.values().map(measure).collect(),
        _ => Vec::new(),
    };
    let levels = parts.iter().map(|(_, levels)| *levels).max().unwrap_or(0);
    (1 + parts.iter().map(|(count, _)| count).sum::<usize>(), 1 + levels)
}
