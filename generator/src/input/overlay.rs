//! The overlay: corrections to the document (OpenAPI Overlay Specification 1.0.0), applied to the
//! tree before any stage reads it. Each action has a target, which is a JSONPath, a change, and a
//! reason.
//!
//! Decides what an action does to the tree. Two points where the specification leaves a choice or
//! draws a line:
//!
//! - `remove` may select single texts, numbers and nulls as well as objects and arrays. Version
//!   1.0.0 speaks of objects and arrays only, 1.1.0 of any value, and there is but one thing that
//!   removing a value can mean.
//! - In an `update`, arrays inside of objects concatenate, as the specification's authors have
//!   since written down. To replace one, remove it with an action before.
//!
//! An action that matches nothing is an error: the vendor has corrected the document, or the target
//! is wrong. Either way somebody has to know.

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin, Stopped};
use crate::input::source::{self, DuplicateKeys};
use crate::text::pointer::Pointer;

use edit::Refused;
use read::{Action, Change};

mod edit;
mod near_miss;
mod read;
pub(crate) mod trace;
mod words;

/// Applies the overlay written in `overlay_text` to `tree`, its actions in their order.
///
/// # Errors
///
/// [`Stopped`] if the overlay cannot be read, or an action is wrong or matches nothing;
/// `diagnostics` say which. The tree is of no use then.
pub fn apply(
    tree: &mut Value,
    overlay_text: &str,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stopped> {
    run(tree, overlay_text, Purpose::Correct, diagnostics, &mut |_, _| ())
}

/// Applies the overlay of words written in `overlay_text` to `tree`: it may describe what exists,
/// and change nothing else. Its faults are about the input with this number.
pub(crate) fn describe(
    tree: &mut Value,
    overlay_text: &str,
    number: usize,
    diagnostics: &mut Diagnostics,
) {
    let mut own = Diagnostics::default();
    // The caller sees the errors among the diagnostics.
    let _ = run(tree, overlay_text, Purpose::Describe, &mut own, &mut |_, _| ());
    diagnostics.absorb_about(Origin::Docs(number), own);
}

/// The purpose of an overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It corrects the document, and each action says why.
    Correct,
    /// It gives words to what exists.
    Describe,
}

/// Applies the actions, and calls `observe` with each and the places that it selects.
fn run(
    tree: &mut Value,
    text: &str,
    purpose: Purpose,
    diagnostics: &mut Diagnostics,
    observe: &mut dyn FnMut(&Action<'_>, &[Pointer]),
) -> Result<(), Stopped> {
    let overlay = source::parse(text, Origin::Overlay, DuplicateKeys::Refuse, diagnostics)?;
    let actions = read::actions(&overlay, purpose, diagnostics);
    for action in &actions {
        if let Some(places) = perform(action, tree, purpose, diagnostics) {
            observe(action, &places);
        }
    }
    diagnostics.propagate()
}

/// Performs an action, and returns the places that it selects.
fn perform(
    action: &Action<'_>,
    tree: &mut Value,
    purpose: Purpose,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Pointer>> {
    let path = match JsonPath::parse(action.target) {
        Ok(path) => path,
        Err(error) => {
            let fault = format!(
                "the target of {} is not a JSONPath: at character {}, {}",
                action.name(),
                error.position(),
                error.message()
            );
            diagnostics.report(about(Code::OverlayInvalid, &action.pointer.child("target"), fault));
            return None;
        }
    };
    let places = edit::places(&path, tree);
    if places.is_empty() {
        let near = near_miss::explain(action.target, tree);
        let fault = format!("{} matches nothing: {near}", action.name());
        diagnostics.report(about(Code::OverlayNoMatch, &action.pointer.child("target"), fault));
        return None;
    }
    if purpose == Purpose::Describe && !words::allow(action, &places, tree, diagnostics) {
        return None;
    }
    match action.change {
        Change::Remove => remove(action, &places, tree, diagnostics),
        Change::Update(update) => merge(action, &places, update, tree, diagnostics),
    }
    Some(places)
}

fn remove(
    action: &Action<'_>,
    places: &[Pointer],
    tree: &mut Value,
    diagnostics: &mut Diagnostics,
) {
    // From the last to the first: removing one shifts the indices of those behind it only.
    for place in places.iter().rev() {
        if let Err(refused) = edit::remove(tree, place) {
            refuse(action, place, &refused, diagnostics);
        }
    }
}

fn merge(
    action: &Action<'_>,
    places: &[Pointer],
    update: &Value,
    tree: &mut Value,
    diagnostics: &mut Diagnostics,
) {
    let height = height(update);
    let mut changed = 0;
    for place in places.iter().rev() {
        if place.tokens().count() + height > source::DEEPEST {
            return refuse(action, place, &Refused(source::too_deep()), diagnostics);
        }
        match edit::update(tree, place, update) {
            Ok(edit::Effect::Changed) => changed += 1,
            Ok(edit::Effect::None) => {}
            Err(refused) => return refuse(action, place, &refused, diagnostics),
        }
    }
    if changed == 0 {
        let fault =
            format!("{} changes nothing: the document already has what it sets", action.name());
        diagnostics.report(about(Code::OverlayNoEffect, &action.pointer, fault));
    }
}

/// Returns the number of levels of a value, its own counted.
fn height(value: &Value) -> usize {
    let inner = match value {
        Value::Array(list) => list.iter().map(height).max(),
        Value::Object(map) => map.values().map(height).max(),
        _ => None,
    };
    1 + inner.unwrap_or_default()
}

fn refuse(action: &Action<'_>, place: &Pointer, refused: &Refused, diagnostics: &mut Diagnostics) {
    let fault =
        format!("{} cannot be applied to #{place} of the document: {}", action.name(), refused.0);
    diagnostics.report(about(Code::OverlayInvalid, &action.pointer, fault));
}

/// Returns a diagnostic about a place in the overlay.
fn about(code: Code, pointer: &Pointer, message: String) -> Diagnostic {
    Diagnostic::new(code, pointer, message).in_origin(Origin::Overlay)
}

#[cfg(test)]
mod tests;
