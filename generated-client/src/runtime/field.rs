//! A field that can be absent, null or a value, where the three mean different things to the server.

use super::Json;
use super::codec::{At, Mismatch, Report, Slot};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An optional field that also accepts `null`.
///
/// In an update the difference matters: what is [`Absent`](Field::Absent) stays as it is, what is [`Null`](Field::Null) is
/// cleared.
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
    /// Sent as it is.
    Value(T),
}

impl<T> Field<T> {
    /// The value, if there is one.
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Field::Value(value) => Some(value),
            Field::Absent | Field::Null => None,
        }
    }

    /// The value to change, if there is one.
    pub const fn as_mut(&mut self) -> Option<&mut T> {
        match self {
            Field::Value(value) => Some(value),
            Field::Absent | Field::Null => None,
        }
    }

    /// The value, if there is one, out of the field.
    pub fn into_option(self) -> Option<T> {
        match self {
            Field::Value(value) => Some(value),
            Field::Absent | Field::Null => None,
        }
    }

    /// Whether the field is not sent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Field::Absent)
    }

    /// Whether the field is sent as `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Field::Null)
    }

    /// Whether the field holds a value.
    pub const fn is_value(&self) -> bool {
        matches!(self, Field::Value(_))
    }

    /// The same field with another value in it.
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

/// `None` is `null`: an option was given, so the field is sent.
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

    fn tolerant(value: &Json, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        if value.is_null() {
            return Ok(Field::Null);
        }
        let value = Option::<T>::tolerant(value, at, report)?;
        Ok(value.map_or(Field::Absent, Field::Value))
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
