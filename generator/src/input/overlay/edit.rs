//! Changes to a tree: finding places, removing them, merging into them.

use std::cmp::Ordering;

use serde_json::Value;
use serde_json_path::{JsonPath, NormalizedPath, PathElement};

use crate::input::source::kind;
use crate::text::pointer::Pointer;

/// The reason why a change cannot be made.
pub(super) struct Refused(pub(super) String);

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
        return Err(Refused("the whole document cannot be removed".to_owned()));
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

/// Merges `update` into the object at `place`, or appends it to the array there.
pub(super) fn update(tree: &mut Value, place: &Pointer, update: &Value) -> Result<Effect, Refused> {
    match (tree.pointer_mut(place.as_str()), update) {
        (None, _) => Ok(Effect::None),
        (Some(target @ Value::Object(_)), Value::Object(_)) => Ok(merge(target, update)),
        (Some(Value::Object(_)), _) => Err(Refused(format!(
            "it is an object, so `update` must be an object, not {}",
            kind(update)
        ))),
        (Some(Value::Array(list)), _) => {
            list.push(update.clone());
            Ok(Effect::Changed)
        }
        (Some(other), _) => Err(Refused(format!(
            "it is {}, and only objects and arrays can be updated; select the object that contains it, and give the key in `update`",
            kind(other)
        ))),
    }
}

/// Merges objects key by key, concatenates arrays, and replaces anything else.
fn merge(target: &mut Value, update: &Value) -> Effect {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            let mut effect = Effect::None;
            for (key, value) in update {
                let change = match target.get_mut(key) {
                    Some(known) => merge(known, value),
                    None => {
                        target.insert(key.clone(), value.clone());
                        Effect::Changed
                    }
                };
                if change == Effect::Changed {
                    effect = Effect::Changed;
                }
            }
            effect
        }
        (Value::Array(target), Value::Array(update)) => {
            target.extend(update.iter().cloned());
            if update.is_empty() { Effect::None } else { Effect::Changed }
        }
        (target, update) if target == update => Effect::None,
        (target, update) => {
            target.clone_from(update);
            Effect::Changed
        }
    }
}
