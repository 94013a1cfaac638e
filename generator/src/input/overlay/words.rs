//! The rule for overlays of words: they describe what exists. An action that would create, change
//! or remove anything else is a slip, or a correction in the wrong file.

use serde_json::Value;

use super::about;
use super::read::{Action, Change};
use crate::diagnostic::{Code, Diagnostics};
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

/// Returns whether an action only gives words to what exists, and reports it if not.
pub(super) fn allow(
    action: &Action<'_>,
    places: &[Pointer],
    tree: &Value,
    diagnostics: &mut Diagnostics,
) -> bool {
    let Change::Update(update) = action.change else {
        let fault = format!("{} removes something: a file of words only describes", action.name());
        let at = action.pointer.child("remove");
        diagnostics.report(about(Code::OverlayInvalid, &at, fault).help(HELP));
        return false;
    };
    for place in places {
        let Some(target) = tree.pointer(place.as_str()) else { continue };
        let keys = place.tokens().fold(Keys::Members, |keys, token| keys.below(&token));
        if let Err((within, reason)) = check(target, update, keys) {
            let at = action.pointer.child("update").descend(within.iter().map(String::as_str));
            let fault = format!("{} is about `#{place}`: {reason}", action.name());
            diagnostics.report(about(Code::OverlayInvalid, &at, fault).help(HELP));
            return false;
        }
    }
    true
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

/// The place within an update that is no word, from the inside out, and the reason.
type Fault = (Vec<String>, String);

fn check(target: &Value, update: &Value, keys: Keys) -> Result<(), Fault> {
    let (Value::Object(target), Value::Object(update)) = (target, update) else {
        return Err((Vec::new(), "it is no description, and would be changed".to_owned()));
    };
    for (key, value) in update {
        if keys == Keys::Members && WORDS.contains(&key.as_str()) {
            continue;
        }
        let Some(known) = target.get(key) else {
            return Err((vec![key.clone()], format!("it has no `{key}`")));
        };
        check(known, value, keys.below(key)).map_err(|(mut within, reason)| {
            within.insert(0, key.clone());
            (within, reason)
        })?;
    }
    Ok(())
}
