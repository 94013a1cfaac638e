//! A value behind a pointer that the compiler does not look through.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::codec::body::{CollectedBody, DecodeFailure, Decoded};
use crate::runtime::codec::drift::{At, Mismatch, Report};
use crate::runtime::codec::tree::JsonRef;
use crate::runtime::codec::tree::fit::Fit;
use crate::runtime::codec::tree::places::Places;
use crate::runtime::codec::{Slot, json_body};

/// A value on the heap, as in a `Box`.
///
/// To prove that a type is `Send`, the compiler proves it of all that the type holds, boxes
/// included, and gives up some hundred steps down. An `Indirect` has been proven when it was made.
/// The API's types have it where they hold each other deeper than the compiler looks.
///
/// ```
/// use cekura::values::Indirect;
///
/// let mut names = Indirect::new(vec!["Ada"]);
/// names.push("Grace");
/// assert_eq!(names.len(), 2);
/// assert_eq!(names.into_inner(), ["Ada", "Grace"]);
/// ```
pub struct Indirect<T: 'static>(Box<dyn Held<T>>);

/// A value that is held, with no more known of it than that threads may share it.
trait Held<T>: Send + Sync {
    fn value(&self) -> &T;

    fn value_mut(&mut self) -> &mut T;

    fn into_value(self: Box<Self>) -> T;
}

struct Own<T>(T);

impl<T: Send + Sync> Held<T> for Own<T> {
    fn value(&self) -> &T {
        &self.0
    }

    fn value_mut(&mut self) -> &mut T {
        &mut self.0
    }

    fn into_value(self: Box<Self>) -> T {
        self.0
    }
}

impl<T: Send + Sync> Indirect<T> {
    /// Moves a value to the heap.
    pub fn new(value: T) -> Self {
        Self(Box::new(Own(value)))
    }
}

impl<T> Indirect<T> {
    /// Moves the value out.
    pub fn into_inner(self) -> T {
        self.0.into_value()
    }
}

impl<T> Deref for Indirect<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.value()
    }
}

impl<T> DerefMut for Indirect<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.value_mut()
    }
}

impl<T: Send + Sync> From<T> for Indirect<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Clone + Send + Sync> Clone for Indirect<T> {
    fn clone(&self) -> Self {
        Self::new(T::clone(self))
    }
}

impl<T: Default + Send + Sync> Default for Indirect<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: fmt::Debug> fmt::Debug for Indirect<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt(self, f)
    }
}

impl<T: PartialEq> PartialEq for Indirect<T> {
    fn eq(&self, other: &Self) -> bool {
        T::eq(self, other)
    }
}

impl<T: Eq> Eq for Indirect<T> {}

impl<T: Serialize> Serialize for Indirect<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize(self, serializer)
    }
}

impl<'de, T: Deserialize<'de> + Send + Sync> Deserialize<'de> for Indirect<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }
}

impl<T: Slot + Send + Sync> Slot for Indirect<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        T::tolerant(value, at, report).map(Self::new)
    }

    fn fit(value: JsonRef<'_>, levels: u8) -> Fit {
        T::fit(value, levels)
    }

    fn places(value: JsonRef<'_>, places: &mut Places) {
        T::places(value, places);
    }

    #[inline]
    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }

    #[inline]
    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }

    fn from_body(body: &CollectedBody<'_>) -> Result<Decoded<Self>, DecodeFailure> {
        json_body(body)
    }
}
