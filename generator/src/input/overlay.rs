//! The overlay: corrections to the document (OpenAPI Overlay Specification 1.0 and 1.1), applied to
//! the tree before any stage reads it. Each action has a target, which is a JSONPath, a change, and
//! a reason.
//!
//! Decides what an action does to the tree. Two points where the specification leaves a choice or
//! draws a line:
//!
//! - `remove` may select single texts, numbers and nulls as well as objects and arrays. Version
//!   1.0.0 speaks of objects and arrays only, 1.1.0 of any value, and there is but one thing that
//!   removing a value can mean.
//! - In an `update`, arrays inside of objects concatenate, as the specification's authors have
//!   since written down. To replace one, remove it with an action before.
//! - `update` and `copy` in one action contradict each other: 1.1 says of each that it has no
//!   effect beside the other, so both is an error.
//!
//! The rules of 1.1 hold for overlays that declare it: an array for an array is concatenated where
//! 1.0 appends it as one item, single values are replaced, all places of an action are of one kind,
//! and nothing becomes what it is not.
//!
//! An action that matches nothing is an error: the vendor has corrected the document, or the target
//! is wrong. Either way somebody has to know. What had a place until a pull is left out,
//! with a warning; and with the removal of a part, the update goes that would have replaced it.

use std::borrow::Cow;

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, NamedText, Origin, Stopped};
use crate::input::source::{self, DuplicateKeys};
use crate::text::bounds::{DEPTH, OVERLAY_VALUES};
use crate::text::pointer::Pointer;

use edit::Refused;
use gone::Places;
use read::{Action, Change, Edition};
use size::Size;

mod edit;
pub(crate) mod gone;
mod near_miss;
mod read;
mod size;
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
    run(tree, overlay_text, Purpose::Correct, places, diagnostics, &mut |_| ())
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
    let _ = run(tree, overlay_text, Purpose::Describe, places, &mut own, &mut |_| ());
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

/// An action that was applied.
struct Done<'r> {
    action: &'r Action<'r>,
    /// The places that it selects.
    places: Vec<Pointer>,
    /// The value that was merged there; `None` for what was removed.
    value: Option<Cow<'r, Value>>,
}

/// Applies the actions, and calls `observe` with each that was.
fn run(
    tree: &mut Value,
    text: &str,
    purpose: Purpose,
    places: &mut Places,
    diagnostics: &mut Diagnostics,
    observe: &mut dyn FnMut(Done<'_>),
) -> Result<(), Stopped> {
    let overlay = source::parse(text, Origin::Overlay, DuplicateKeys::Refuse, diagnostics)?;
    let read::Overlay { edition, actions } = read::overlay(&overlay, purpose, diagnostics);
    let mut run =
        Run { tree, edition, purpose, places, diagnostics, room: OVERLAY_VALUES, is_full: false };
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
            // What follows would only fail for the same reason.
            Performed::Done(_) if run.is_full => break,
            Performed::Done(done) => {
                idle.clear();
                observe(done);
            }
        }
    }
    diagnostics.propagate()
}

/// The application of an overlay to a tree.
struct Run<'r> {
    tree: &'r mut Value,
    edition: Edition,
    purpose: Purpose,
    places: &'r mut Places,
    diagnostics: &'r mut Diagnostics,
    /// The number of values that may still be added.
    room: usize,
    /// True once an action would have gone beyond a bound.
    is_full: bool,
}

/// The end of an action.
enum Performed<'a> {
    Done(Done<'a>),
    /// It has no place, and is known to have none.
    Missed,
    /// It is wrong.
    Refused,
}

impl Run<'_> {
    fn perform<'a>(&mut self, action: &'a Action<'a>) -> Performed<'a> {
        let target = action.pointer.child("target");
        let places = match self.select(action, &target, action.target) {
            Ok(places) => places,
            Err(end) => return end,
        };
        let value = match action.change {
            Change::Remove | Change::Copy(_) if self.purpose == Purpose::Describe => {
                words::refuse_change(action, self.diagnostics);
                return Performed::Refused;
            }
            Change::Remove => {
                remove(action, &places, self.tree, self.diagnostics);
                return Performed::Done(Done { action, places, value: None });
            }
            Change::Update(update) => Cow::Borrowed(update),
            Change::Copy(source) => match self.source(action, source) {
                Ok(value) => Cow::Owned(value),
                Err(end) => return end,
            },
        };
        if self.purpose == Purpose::Describe {
            self.describe(action, &places, &value);
        } else {
            let edits = places.iter().map(|place| (place, value.as_ref())).collect();
            self.merge(action, edits);
        }
        Performed::Done(Done { action, places, value: Some(value) })
    }

    /// Returns the places that a path of an action selects, of which there is at least one.
    fn select<'a>(
        &mut self,
        action: &Action<'_>,
        at: &Pointer,
        path: &str,
    ) -> Result<Vec<Pointer>, Performed<'a>> {
        let part = at.last();
        let parsed = JsonPath::parse(path).map_err(|error| {
            let fault = format!(
                "the {part} of {} is not a JSONPath: at character {}, {}",
                action.name(),
                error.position(),
                error.message()
            );
            self.diagnostics.report(about(Code::OverlayInvalid, at, fault));
            Performed::Refused
        })?;
        let places = edit::places(&parsed, self.tree);
        if !places.is_empty() {
            return Ok(places);
        }
        let near = near_miss::explain(path, self.tree);
        let named = match part.as_str() {
            "copy" => format!("`copy: {path}` of {}", action.name()),
            _ => action.name(),
        };
        let fault = format!("{named} matches nothing: {}", near.sentence);
        if self.places.may_miss(action.target, &Pointer::root()) {
            self.leave_out(at, fault);
            return Err(Performed::Missed);
        }
        let one = about(Code::OverlayNoMatch, at, fault);
        self.diagnostics.report(match near.meant {
            Some(meant) => one.help(format!(
                "did you mean `{meant}`? If the vendor has corrected the document, delete the action"
            )),
            None => one,
        });
        Err(Performed::Refused)
    }

    /// Returns the value that an action copies, as it is now.
    fn source<'a>(&mut self, action: &Action<'_>, path: &str) -> Result<Value, Performed<'a>> {
        let at = action.pointer.child("copy");
        let places = self.select(action, &at, path)?;
        if let [place] = places.as_slice()
            && let Some(value) = self.tree.pointer(place.as_str())
        {
            return Ok(value.clone());
        }
        let named = places.iter().take(3).map(|place| format!("#{place}"));
        let named = named.collect::<Vec<_>>().join(", ");
        let more = if places.len() > 3 { ", …" } else { "" };
        let fault = format!(
            "`copy: {path}` of {} selects {} places: {named}{more}",
            action.name(),
            places.len()
        );
        let one = about(Code::OverlayInvalid, &at, fault);
        self.diagnostics.report(one.help("name the one place to copy from"));
        Err(Performed::Refused)
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
            self.merge(action, edits);
        }
    }

    /// Merges into each place what is to be merged there.
    fn merge(&mut self, action: &Action<'_>, edits: Vec<(&Pointer, &Value)>) {
        if let Some(refused) = self.mixed(&edits) {
            let place = edits.first().map_or_else(Pointer::root, |(place, _)| (*place).clone());
            return refuse(action, &place, &refused, self.diagnostics);
        }
        let mut changed = 0;
        for (place, update) in edits.into_iter().rev() {
            let size = Size::of(update);
            let refused = if place.tokens().count() + size.height > DEPTH {
                Err(Refused::too_large(source::too_deep()))
            } else if size.values > self.room {
                Err(Refused::too_large(added_too_much()))
            } else {
                self.room -= size.values;
                edit::update(self.tree, place, update, self.edition)
            };
            match refused {
                Ok(edit::Effect::Changed) => changed += 1,
                Ok(edit::Effect::None) => {}
                Err(refused) => {
                    self.is_full = refused.code == Code::TooLarge;
                    return refuse(action, place, &refused, self.diagnostics);
                }
            }
        }
        if changed == 0 {
            let fault =
                format!("{} changes nothing: the document already has what it sets", action.name());
            self.diagnostics.report(about(Code::OverlayNoEffect, &action.pointer, fault));
        }
    }

    /// Returns the fault of places that are not all of one kind, as 1.1 demands.
    fn mixed(&self, edits: &[(&Pointer, &Value)]) -> Option<Refused> {
        let nature = |(place, _): &(&Pointer, &Value)| match self.tree.pointer(place.as_str()) {
            Some(Value::Object(_)) => "objects",
            Some(Value::Array(_)) => "arrays",
            _ => "single values",
        };
        let mut natures = edits.iter().map(nature);
        let first = natures.next()?;
        let other = natures.find(|nature| *nature != first)?;
        (self.edition == Edition::V11).then(|| {
            Refused::new(format!(
                "the target selects {first} and {other}; version 1.1 has one action for each kind"
            ))
        })
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

/// Returns the reason why an overlay may add no more.
fn added_too_much() -> String {
    format!("the overlay adds more than {OVERLAY_VALUES} values to the document")
}

/// The help for an overlay that asks for too much.
const LESS: &str = "let the action add less, or select fewer places";

fn refuse(action: &Action<'_>, place: &Pointer, refused: &Refused, diagnostics: &mut Diagnostics) {
    let (name, part) = (action.name(), refused.part(place));
    let fault = format!("{name} cannot be applied to #{part} of the document: {}", refused.reason);
    let one = about(refused.code, &action.pointer, fault);
    diagnostics.report(if refused.code == Code::TooLarge { one.help(LESS) } else { one });
}

/// Returns a diagnostic about a place in the overlay.
fn about(code: Code, pointer: &Pointer, message: String) -> Diagnostic {
    Diagnostic::new(code, pointer, message).in_origin(Origin::Overlay)
}

#[cfg(test)]
mod tests;
