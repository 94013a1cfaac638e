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
//! is wrong. Either way somebody has to know. What had a place until a pull is left out,
//! with a warning; and with the removal of a part, the update goes that would have replaced it.

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, NamedText, Origin, Stopped};
use crate::input::source::{self, DuplicateKeys};
use crate::text::pointer::Pointer;

use edit::Refused;
use gone::Places;
use read::{Action, Change};

mod edit;
pub(crate) mod gone;
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
    correct(tree, overlay_text, &mut Places::default(), diagnostics)
}

/// Applies the corrections, and then the words. What is known to have no place is left out.
///
/// # Errors
///
/// [`Stopped`] if one of them has errors.
pub(crate) fn all(
    tree: &mut Value,
    corrections: Option<&str>,
    words: &[NamedText],
    places: &mut Places,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stopped> {
    if let Some(text) = corrections {
        correct(tree, text, places, diagnostics)?;
    }
    for (number, file) in words.iter().enumerate() {
        describe(tree, &file.text, number, places, diagnostics);
    }
    diagnostics.propagate()
}

/// Applies the overlay as [`apply`] does, but leaves out what is known to have no place.
///
/// # Errors
///
/// As [`apply`].
pub(crate) fn correct(
    tree: &mut Value,
    overlay_text: &str,
    places: &mut Places,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stopped> {
    run(tree, overlay_text, Purpose::Correct, places, diagnostics, &mut |_, _| ())
}

/// Applies the overlay of words written in `overlay_text` to `tree`: it may describe what exists,
/// and change nothing else. Its faults are about the input with this number.
pub(crate) fn describe(
    tree: &mut Value,
    overlay_text: &str,
    number: usize,
    places: &mut Places,
    diagnostics: &mut Diagnostics,
) {
    let mut own = Diagnostics::default();
    // The caller sees the errors among the diagnostics.
    let _ = run(tree, overlay_text, Purpose::Describe, places, &mut own, &mut |_, _| ());
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
    places: &mut Places,
    diagnostics: &mut Diagnostics,
    observe: &mut dyn FnMut(&Action<'_>, &[Pointer]),
) -> Result<(), Stopped> {
    let overlay = source::parse(text, Origin::Overlay, DuplicateKeys::Refuse, diagnostics)?;
    let actions = read::actions(&overlay, purpose, diagnostics);
    let mut run = Run { tree, purpose, places, diagnostics };
    let mut idle: Vec<&Action<'_>> = Vec::new();
    for action in &actions {
        if let Some(first) = idle.iter().find(|first| action.goes_with(first)) {
            let fault = format!("{} goes with action {}", action.name(), first.number);
            run.leave_out(&action.pointer, fault);
            idle.clear();
            continue;
        }
        match run.perform(action) {
            Performed::Missed => idle.push(action),
            Performed::Refused => idle.clear(),
            Performed::At(selected) => {
                idle.clear();
                observe(action, &selected);
            }
        }
    }
    diagnostics.propagate()
}

/// The application of an overlay to a tree.
struct Run<'r> {
    tree: &'r mut Value,
    purpose: Purpose,
    places: &'r mut Places,
    diagnostics: &'r mut Diagnostics,
}

/// The end of an action.
enum Performed {
    /// It selects these places.
    At(Vec<Pointer>),
    /// It has no place, and is known to have none.
    Missed,
    /// It is wrong.
    Refused,
}

impl Run<'_> {
    fn perform(&mut self, action: &Action<'_>) -> Performed {
        let target = action.pointer.child("target");
        let path = match JsonPath::parse(action.target) {
            Ok(path) => path,
            Err(error) => {
                let fault = format!(
                    "the target of {} is not a JSONPath: at character {}, {}",
                    action.name(),
                    error.position(),
                    error.message()
                );
                self.diagnostics.report(about(Code::OverlayInvalid, &target, fault));
                return Performed::Refused;
            }
        };
        let places = edit::places(&path, self.tree);
        if places.is_empty() {
            let near = near_miss::explain(action.target, self.tree);
            let fault = format!("{} matches nothing: {near}", action.name());
            if self.places.may_miss(action.target, &Pointer::root()) {
                self.leave_out(&target, fault);
                return Performed::Missed;
            }
            self.diagnostics.report(about(Code::OverlayNoMatch, &target, fault));
            return Performed::Refused;
        }
        match action.change {
            Change::Remove if self.purpose == Purpose::Describe => {
                words::refuse_removal(action, self.diagnostics);
                return Performed::Refused;
            }
            Change::Remove => remove(action, &places, self.tree, self.diagnostics),
            Change::Update(update) if self.purpose == Purpose::Describe => {
                self.describe(action, &places, update);
            }
            Change::Update(update) => {
                let edits = places.iter().map(|place| (place, update)).collect();
                merge(action, edits, self.tree, self.diagnostics);
            }
        }
        Performed::At(places)
    }

    /// Gives words to what exists, if the action does nothing else.
    fn describe(&mut self, action: &Action<'_>, places: &[Pointer], update: &Value) {
        let fitted = words::fit(action, places, update, self.tree, self.diagnostics);
        let Some(words::Fitted { words, absent }) = fitted else { return };
        let mut wrong = false;
        for (member, fault) in absent {
            let at = words::below(&action.pointer.child("update"), &member);
            if self.places.may_miss(action.target, &member) {
                self.leave_out(&at, fault);
            } else {
                self.diagnostics.report(words::fault(&at, fault));
                wrong = true;
            }
        }
        if !wrong {
            let edits = places.iter().zip(&words).collect();
            merge(action, edits, self.tree, self.diagnostics);
        }
    }

    fn leave_out(&mut self, at: &Pointer, fault: String) {
        self.diagnostics.report(about(Code::OverlayGone, at, fault));
    }
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

/// Merges into each place what is to be merged there.
fn merge(
    action: &Action<'_>,
    edits: Vec<(&Pointer, &Value)>,
    tree: &mut Value,
    diagnostics: &mut Diagnostics,
) {
    let mut changed = 0;
    for (place, update) in edits.into_iter().rev() {
        if place.tokens().count() + height(update) > source::DEEPEST {
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
