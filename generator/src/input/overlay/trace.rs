//! The record of an overlay: the places that each of its actions has changed.

use std::borrow::Cow;

use serde_json::Value;

pub(crate) use super::Purpose;
use super::gone::Places;
use super::{Done, run};
use crate::diagnostic::positions::Text;
use crate::diagnostic::{Diagnostics, Origin};
use crate::text::pointer::Pointer;

/// The actions of an overlay, as they were applied.
pub(crate) struct Trace<'a> {
    /// In their order.
    pub touches: Vec<Touch>,
    /// The overlay.
    pub text: Text<'a>,
}

/// An action that was applied.
pub(crate) struct Touch {
    /// The place of the action in the overlay.
    pub pointer: Pointer,
    /// Its number, target and the beginning of its reason.
    pub name: String,
    places: Vec<Pointer>,
    /// `None` for what is removed.
    update: Option<Value>,
}

/// Applies an overlay that is known to be right.
pub(crate) fn apply<'a>(tree: &mut Value, text: &'a str, purpose: Purpose) -> Trace<'a> {
    let mut diagnostics = Diagnostics::default();
    let mut touches = Vec::new();
    // An action that has errors is none that has done something.
    let mut places = Places::lenient();
    let _ = run(tree, text, purpose, &mut places, &mut diagnostics, &mut |done| {
        touches.push(Touch::of(done));
    });
    let (places, homes) = diagnostics.take_places(Origin::Overlay);
    Trace { touches, text: Text { text, places, homes } }
}

impl Touch {
    fn of(done: Done<'_>) -> Self {
        let Done { action, places, value } = done;
        let (pointer, name) = (action.pointer.clone(), action.name());
        Self { pointer, name, places, update: value.map(Cow::into_owned) }
    }

    /// Returns whether the action changes a place, or something within it.
    pub(crate) fn is_about(&self, place: &Pointer) -> bool {
        self.places.iter().any(|changed| {
            changed.rebased(place, place).is_some() || self.below(changed, place).is_some()
        })
    }

    /// Returns the part of the update that is about a place, with the names of what it is within
    /// that.
    pub(crate) fn at(&self, place: &Pointer) -> Option<Value> {
        let below = self.places.iter().find_map(|changed| self.below(changed, place));
        below.or(self.update.as_ref()).cloned()
    }

    /// Returns the part of the update for a place that is within the changed one.
    fn below(&self, changed: &Pointer, place: &Pointer) -> Option<&Value> {
        let inner = place.rebased(changed, &Pointer::root())?;
        self.update.as_ref()?.pointer(inner.as_str())
    }
}
