//! Tags: the values of a discriminator that mean an arm, each a JSON scalar of its own type.

use crate::runtime::aliases::Json;
use crate::runtime::codec::tree::{JsonRef, Value};

/// A value of a discriminator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    Text(&'static str),
    Integer(i64),
    Flag(bool),
}

/// `tags!["a", 1, true]`: the tags of literals.
macro_rules! tags {
    ($($tag:literal),*) => {
        &[$(<$crate::runtime::Tag as ::std::convert::From<_>>::from($tag)),*]
    };
}

pub(crate) use tags;

impl From<&'static str> for Tag {
    fn from(text: &'static str) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Tag {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Tag {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl Tag {
    /// Returns whether a value is this tag. Servers that write a number or a flag as a text, or the
    /// other way round, are understood.
    pub(super) fn is(self, value: JsonRef<'_>) -> bool {
        match (self, value.value()) {
            (tag, Value::Text(text)) => tag.is_text(text),
            (Self::Flag(flag), Value::Bool(value)) => flag == value,
            (tag, Value::Integer(_) | Value::Unsigned(_) | Value::Float(_) | Value::Bool(_)) => {
                tag.is_scalar(&value.scalar())
            }
            _ => false,
        }
    }

    /// Returns whether the value that an arm writes itself is this tag.
    pub(super) fn is_written(self, value: &Json) -> bool {
        match value {
            Json::String(text) => self.is_text(text),
            scalar => self.is_scalar(scalar),
        }
    }

    /// Returns the tag as it is written.
    pub(super) fn to_json(self) -> Json {
        match self {
            Self::Text(text) => Json::from(text),
            Self::Integer(number) => Json::from(number),
            Self::Flag(flag) => Json::from(flag),
        }
    }

    fn is_text(self, text: &str) -> bool {
        match self {
            Self::Text(tag) => tag == text,
            Self::Integer(tag) => text.parse() == Ok(tag),
            Self::Flag(tag) => text.eq_ignore_ascii_case(if tag { "true" } else { "false" }),
        }
    }

    fn is_scalar(self, value: &Json) -> bool {
        match (self, value) {
            (Self::Flag(tag), Json::Bool(flag)) => tag == *flag,
            (Self::Integer(tag), Json::Number(number)) => {
                #[expect(clippy::cast_precision_loss, reason = "tags are small numbers")]
                let float = tag as f64;
                number.as_i64().map_or(number.as_f64() == Some(float), |number| number == tag)
            }
            (Self::Text(tag), Json::Number(_) | Json::Bool(_)) => *value.to_string() == *tag,
            _ => false,
        }
    }
}
