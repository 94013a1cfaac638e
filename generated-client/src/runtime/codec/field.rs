//! A field that is absent, null or a value, where the server distinguishes the three.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::codec::Slot;
use crate::runtime::codec::drift::{At, Mismatch, Report};
use crate::runtime::codec::tree::JsonRef;
use crate::runtime::codec::tree::fit::Fit;
use crate::runtime::codec::tree::places::Places;

/// An optional field that also accepts `null`.
///
/// In an update the difference matters: an [`Absent`](Field::Absent) field is unchanged, a
/// [`Null`](Field::Null) one is cleared.
///
/// ```
/// use cekura::Field;
///
/// let keep: Field<String> = Field::Absent;
/// let clear: Field<String> = Field::Null;
/// let set: Field<String> = "a new name".into();
/// assert_eq!(set.as_option().map(String::as_str), Some("a new name"));
/// assert!(keep.is_absent() && clear.is_null());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field<T> {
    /// Not sent.
    #[default]
    Absent,
    /// Sent as `null`.
    Null,
    /// Sent as this value.
    Value(T),
}

impl<T> Field<T> {
    /// Returns the value, if there is one.
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Field::Value(value) => Some(value),
            Field::Absent | Field::Null => None,
        }
    }

    /// Returns a mutable reference to the value, if there is one.
    pub const fn as_mut(&mut self) -> Option<&mut T> {
        match self {
            Field::Value(value) => Some(value),
            Field::Absent | Field::Null => None,
        }
    }

    /// Converts to the value, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Field::Value(value) => Some(value),
            Field::Absent | Field::Null => None,
        }
    }

    /// Returns whether the field is not sent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Field::Absent)
    }

    /// Returns whether the field is sent as `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Field::Null)
    }

    /// Returns whether the field holds a value.
    pub const fn is_value(&self) -> bool {
        matches!(self, Field::Value(_))
    }

    /// Returns a field with this value, absent for `None` (which `From` makes a `null`).
    pub fn or_absent(value: Option<T>) -> Self {
        value.map_or(Field::Absent, Field::Value)
    }

    /// Converts the value, if there is one.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Field::Absent => Field::Absent,
            Field::Null => Field::Null,
            Field::Value(value) => Field::Value(change(value)),
        }
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Field::Value(value)
    }
}

/// `None` becomes `null`: an option was passed, so the field is sent.
impl<T> From<Option<T>> for Field<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Field::Null, Field::Value)
    }
}

impl From<&str> for Field<String> {
    fn from(value: &str) -> Self {
        Field::Value(value.to_owned())
    }
}

impl<T: Serialize> Serialize for Field<T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_option().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

impl<T: Slot> Slot for Field<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        if value.is_null() {
            return Ok(Field::Null);
        }
        let value = Option::<T>::tolerant(value, at, report)?;
        Ok(value.map_or(Field::Absent, Field::Value))
    }

    fn fit(value: JsonRef<'_>, levels: u8) -> Fit {
        Option::<T>::fit(value, levels)
    }

    fn places(value: JsonRef<'_>, places: &mut Places) {
        T::places(value, places);
    }

    #[inline]
    fn is_absent(&self) -> bool {
        Field::is_absent(self)
    }

    #[inline]
    fn absent() -> Option<Self> {
        Some(Field::Absent)
    }
}
