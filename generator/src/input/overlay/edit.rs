//! Changes to a tree: finding places, removing them, merging into them.

use std::cmp::Ordering;

use serde_json::Value;
use serde_json_path::{JsonPath, NormalizedPath, PathElement};

use super::read::Edition;
use crate::diagnostic::Code;
use crate::input::source::kind;
use crate::text::pointer::Pointer;

/// The reason why a change cannot be made.
pub(super) struct Refused {
    pub(super) code: Code,
    pub(super) reason: String,
    /// The keys that lead from the place to the part that it is about, the last first.
    within: Vec<String>,
}

impl Refused {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self { code: Code::OverlayInvalid, reason: reason.into(), within: Vec::new() }
    }

    /// Returns the reason that a change is beyond a bound.
    pub(super) fn too_large(reason: String) -> Self {
        Self { code: Code::TooLarge, ..Self::new(reason) }
    }

    fn below(mut self, key: &str) -> Self {
        self.within.push(key.to_owned());
        self
    }

    /// Returns the part of the document that it is about.
    pub(super) fn part(&self, place: &Pointer) -> Pointer {
        place.descend(self.within.iter().rev().map(String::as_str))
    }
}

/// The effect of an update.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Changed,
    None,
}

/// Returns the places that `path` selects, each once, in an order in which what contains comes
/// before what is contained, and an item of a list before the next.
pub(super) fn places(path: &JsonPath, tree: &Value) -> Vec<Pointer> {
    let nodes = path.query_located(tree);
    let mut locations: Vec<_> = nodes.locations().collect();
    // Steps of different kinds never meet: a value is an object or a list.
    locations.sort_by(|one, other| one.partial_cmp(other).unwrap_or(Ordering::Equal));
    locations.dedup();
    let step = |at: Pointer, element: &PathElement<'_>| match element {
        PathElement::Name(name) => at.child(name),
        PathElement::Index(index) => at.child(index),
    };
    let pointer = |location: &NormalizedPath<'_>| location.iter().fold(Pointer::root(), step);
    locations.into_iter().map(pointer).collect()
}

/// Removes the value at `place`. If the place is gone already, with something around it, there is
/// nothing to do.
pub(super) fn remove(tree: &mut Value, place: &Pointer) -> Result<(), Refused> {
    let Some(around) = place.parent() else {
        return Err(Refused::new("the whole document cannot be removed"));
    };
    match tree.pointer_mut(around.as_str()) {
        Some(Value::Object(map)) => drop(map.remove(&place.last())),
        Some(Value::Array(list)) => {
            if let Some(index) = place.last().parse().ok().filter(|index| *index < list.len()) {
                list.remove(index);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Merges `update` into the object at `place`, appends it to the array there, or takes its place.
pub(super) fn update(
    tree: &mut Value,
    place: &Pointer,
    update: &Value,
    edition: Edition,
) -> Result<Effect, Refused> {
    let Some(target) = tree.pointer_mut(place.as_str()) else { return Ok(Effect::None) };
    match (&mut *target, update, edition) {
        (Value::Object(_), Value::Object(_), _) => merge(target, update, edition),
        (Value::Array(_), Value::Array(_), Edition::V11) => merge(target, update, edition),
        (Value::Object(_), _, _) => Err(Refused::new(format!(
            "it is an object, so {} must be an object, not {}",
            given(edition),
            kind(update)
        ))),
        (Value::Array(list), _, _) => {
            list.push(update.clone());
            Ok(Effect::Changed)
        }
        (other, _, Edition::V10) => Err(Refused::new(format!(
            "it is {}, and only objects and arrays can be updated; select the object that contains it, and give the key in `update`, or write `overlay: 1.1.0`, which can replace it",
            kind(other)
        ))),
        (other, Value::Object(_) | Value::Array(_), Edition::V11) => Err(Refused::new(format!(
            "it is {}, so {} must be a single value, not {}; to put that in its place, update the object that contains it, after an action that removes it",
            kind(other),
            given(edition),
            kind(update)
        ))),
        (_, _, Edition::V11) => merge(target, update, edition),
    }
}

/// Returns the name of what is merged.
fn given(edition: Edition) -> &'static str {
    match edition {
        Edition::V10 => "`update`",
        Edition::V11 => "the value of `update` or `copy`",
    }
}

/// Merges objects key by key, concatenates arrays, and replaces anything else.
///
/// # Errors
///
/// If a list or an object would be replaced, or would replace something, which 1.1 forbids.
fn merge(target: &mut Value, update: &Value, edition: Edition) -> Result<Effect, Refused> {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            let mut effect = Effect::None;
            for (key, value) in update {
                let change = match target.get_mut(key) {
                    Some(known) => {
                        merge(known, value, edition).map_err(|inner| inner.below(key))?
                    }
                    None => {
                        target.insert(key.clone(), value.clone());
                        Effect::Changed
                    }
                };
                if change == Effect::Changed {
                    effect = Effect::Changed;
                }
            }
            Ok(effect)
        }
        (Value::Array(target), Value::Array(update)) => {
            target.extend(update.iter().cloned());
            Ok(if update.is_empty() { Effect::None } else { Effect::Changed })
        }
        (target, update) if target == update => Ok(Effect::None),
        (target, update) if edition == Edition::V11 && (is_nested(target) || is_nested(update)) => {
            Err(Refused::new(format!(
                "it is {}, and would become {}; version 1.1 merges what is of one kind only, so remove it with an action before",
                kind(target),
                kind(update)
            )))
        }
        (target, update) => {
            target.clone_from(update);
            Ok(Effect::Changed)
        }
    }
}

/// Returns whether a value has others in it.
fn is_nested(value: &Value) -> bool {
    value.is_object() || value.is_array()
}
