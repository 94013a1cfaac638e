//! Changes to a tree: finding places, removing them, merging into them.

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use crate::pointer::Pointer;

use super::read::kind;

/// A place in a tree: the steps from the root. Places order as the tree is read, what contains before what is contained.
pub(super) type Place = Vec<Step>;

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// Why a change cannot be made.
pub(super) struct Refused(pub(super) String);

/// What an update did.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Changed,
    None,
}

/// What `path` selects, each place once, in order.
pub(super) fn places(path: &JsonPath, tree: &Value) -> Vec<Place> {
    let steps = |element: &PathElement<'_>| match element {
        PathElement::Name(name) => Step::Key((*name).to_owned()),
        PathElement::Index(index) => Step::Index(*index),
    };
    let found = path.query_located(tree);
    let mut places: Vec<Place> =
        found.locations().map(|location| location.iter().map(steps).collect()).collect();
    places.sort();
    places.dedup();
    places
}

/// The pointer to a place.
pub(super) fn pointer(place: &Place) -> Pointer {
    place.iter().fold(Pointer::root(), |at, step| match step {
        Step::Key(key) => at.child(key),
        Step::Index(index) => at.child(index),
    })
}

fn at<'t>(tree: &'t mut Value, place: &[Step]) -> Option<&'t mut Value> {
    place.iter().try_fold(tree, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(*index),
    })
}

/// Removes what is at `place`. If the place is gone already, with something around it, there is nothing to do.
pub(super) fn remove(tree: &mut Value, place: &Place) -> Result<(), Refused> {
    let Some((last, around)) = place.split_last() else {
        return Err(Refused("the whole document cannot be removed".to_owned()));
    };
    match (at(tree, around), last) {
        (Some(Value::Object(map)), Step::Key(key)) => {
            map.remove(key);
        }
        (Some(Value::Array(list)), Step::Index(index)) if *index < list.len() => {
            list.remove(*index);
        }
        _ => {}
    }
    Ok(())
}

/// Merges `update` into the object at `place`, or appends it to the array there.
pub(super) fn update(tree: &mut Value, place: &Place, update: &Value) -> Result<Effect, Refused> {
    match (at(tree, place), update) {
        (None, _) => Ok(Effect::None),
        (Some(target @ Value::Object(_)), Value::Object(_)) => Ok(merge(target, update)),
        (Some(Value::Object(_)), _) => Err(Refused(format!(
            "it is a mapping, so `update` must be one too, not {}",
            kind(update)
        ))),
        (Some(Value::Array(list)), _) => {
            list.push(update.clone());
            Ok(Effect::Changed)
        }
        (Some(other), _) => Err(Refused(format!(
            "it is {}, and only mappings and lists can be updated; select the mapping around it, and give the key in `update`",
            kind(other)
        ))),
    }
}

/// Objects merge key by key, arrays concatenate, anything else is replaced.
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
