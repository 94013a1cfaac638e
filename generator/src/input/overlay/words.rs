//! The rule for overlays of words: they describe what exists. An action that would create, change
//! or remove anything else is a slip, or a correction in the wrong file.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::about;
use super::read::{Action, Change};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::text::pointer::Pointer;

/// The members that are words.
const WORDS: [&str; 5] = ["description", "summary", "example", "examples", "x-enumDescriptions"];

/// The members whose keys are names of the author's.
const NAMED: [&str; 11] = [
    "properties",
    "patternProperties",
    "$defs",
    "schemas",
    "responses",
    "requestBodies",
    "headers",
    "content",
    "paths",
    "securitySchemes",
    "dependentSchemas",
];

/// Words, as far as they have a place.
pub(super) struct Fitted {
    /// Those of each place that the action selects.
    pub(super) words: Vec<Value>,
    /// The members that some place does not have, by their places within the update, and each
    /// fault.
    pub(super) absent: BTreeMap<Pointer, String>,
}

/// Fits the update of an action to the places that it selects; reports it if it does anything but
/// give words.
pub(super) fn fit(
    action: &Action<'_>,
    places: &[Pointer],
    update: &Value,
    tree: &Value,
    diagnostics: &mut Diagnostics,
) -> Option<Fitted> {
    let mut fitted = Fitted { words: Vec::new(), absent: BTreeMap::new() };
    for place in places {
        let target = tree.pointer(place.as_str())?;
        let around = place.parent().unwrap_or_default();
        let around = around.tokens().fold(Keys::Members, |keys, token| keys.below(&token));
        let last = place.last();
        if around == Keys::Members && WORDS.contains(&last.as_str()) {
            fitted.words.push(update.clone());
            continue;
        }
        let keys = around.below(&last);
        let about = format!("{} is about `#{place}`", action.name());
        let mut fitting = Fitting { about: &about, absent: &mut fitted.absent };
        match fitting.fit(target, update, keys, &Pointer::root()) {
            Ok(words) => fitted.words.push(words),
            Err(within) => {
                let at = below(&action.pointer.child("update"), &within);
                let message = format!("{about}: it is no description, and would be changed");
                diagnostics.report(fault(&at, message));
                return None;
            }
        }
    }
    Some(fitted)
}

/// Returns the place of a place within another.
pub(super) fn below(at: &Pointer, within: &Pointer) -> Pointer {
    within.tokens().fold(at.clone(), |at, token| at.child(token))
}

/// Reports an action that removes something, or copies it.
pub(super) fn refuse_change(action: &Action<'_>, diagnostics: &mut Diagnostics) {
    let (key, does) = match action.change {
        Change::Copy(_) => ("copy", "copies"),
        _ => ("remove", "removes"),
    };
    let message = format!("{} {does} something: a file of words only describes", action.name());
    diagnostics.report(fault(&action.pointer.child(key), message));
}

/// Returns the diagnostic about words that are none, or have no place.
pub(super) fn fault(at: &Pointer, message: String) -> Diagnostic {
    about(Code::OverlayInvalid, at, message).help(HELP)
}

const HELP: &str = "a file of words gives `description`, `summary`, `example` and \
                    `x-enumDescriptions` to what the document has; corrections belong in \
                    overlay.yaml";

/// The meaning of the keys of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keys {
    /// Members that OpenAPI knows.
    Members,
    /// Names of the author's.
    Names,
}

impl Keys {
    /// Returns the meaning of the keys below a key.
    fn below(self, key: &str) -> Self {
        if self == Self::Members && NAMED.contains(&key) { Self::Names } else { Self::Members }
    }
}

/// The comparison of an update with a place that it selects.
struct Fitting<'f> {
    about: &'f str,
    absent: &'f mut BTreeMap<Pointer, String>,
}

impl Fitting<'_> {
    /// Returns the words for what the target has.
    ///
    /// # Errors
    ///
    /// The place within the update of what is no word.
    fn fit(
        &mut self,
        target: &Value,
        update: &Value,
        keys: Keys,
        at: &Pointer,
    ) -> Result<Value, Pointer> {
        let (Value::Object(target), Value::Object(update)) = (target, update) else {
            return Err(at.clone());
        };
        let mut words = Map::new();
        for (key, value) in update {
            let within = at.child(key);
            if keys == Keys::Members && WORDS.contains(&key.as_str()) {
                words.insert(key.clone(), value.clone());
            } else if let Some(known) = target.get(key) {
                words.insert(key.clone(), self.fit(known, value, keys.below(key), &within)?);
            } else {
                let fault = || format!("{}: it has no `{key}`", self.about);
                self.absent.entry(within).or_insert_with(fault);
            }
        }
        Ok(Value::Object(words))
    }
}
