//! Identifiers in paths that may be numbers or texts.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::runtime::aliases::Json;

/// An identifier in the path of a call: a number or a text, where the API's document says both.
///
/// Calls take `impl Into<Id>`, so that numbers and texts are given as they are:
///
/// ```
/// use cekura::values::Id;
///
/// assert_eq!(Id::from(7), Id::from("7"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(String);

impl Id {
    /// Returns the identifier as text, before it is encoded for the path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Json::deserialize(deserializer)? {
            Json::String(id) => Ok(Id(id)),
            Json::Number(id) if !id.is_f64() => Ok(Id(id.to_string())),
            _ => Err(D::Error::custom("an identifier is an integer or a text")),
        }
    }
}

/// Implements `From` for types and for references to them.
macro_rules! from_display {
    ($($type:ty),+) => { $(
        impl From<$type> for Id {
            fn from(id: $type) -> Self {
                Id(id.to_string())
            }
        }

        impl From<&$type> for Id {
            fn from(id: &$type) -> Self {
                Id(id.to_string())
            }
        }
    )+ };
}

from_display!(i32, i64, u32, u64, usize, Uuid);

impl From<String> for Id {
    fn from(id: String) -> Self {
        Id(id)
    }
}

impl From<&String> for Id {
    fn from(id: &String) -> Self {
        Id(id.clone())
    }
}

impl From<&str> for Id {
    fn from(id: &str) -> Self {
        Id(id.to_owned())
    }
}

impl From<&Id> for Id {
    fn from(id: &Id) -> Self {
        id.clone()
    }
}
