//! The document's text about a value, and the constraints that its Rust type does not express.

use std::fmt;

use serde_json::Value;

/// The document's text about a value, and its constraints, default and example.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Docs {
    pub text: Option<String>,
    pub constraints: Vec<Constraint>,
    pub default: Option<Value>,
    /// A text, a number or a flag.
    pub example: Option<Value>,
}

/// A limit on a value that its Rust type does not express.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Constraint {
    /// Of a number.
    Range {
        minimum: Option<Bound>,
        maximum: Option<Bound>,
    },
    MultipleOf(Number),
    /// Of a text, in characters.
    Length(Limits),
    /// Of a list.
    Items(Limits),
    /// Of a map.
    Entries(Limits),
    /// No item of the list stands in it twice.
    UniqueItems,
    /// A regular expression, as the document has it.
    Pattern(String),
    /// A format that the type is not made for.
    Format(String),
    /// The only values that are allowed, where they are no enum.
    Values(Vec<Value>),
    /// An object without members.
    Empty,
    /// A text that holds something else.
    Content {
        media_type: Option<String>,
        encoding: Option<String>,
    },
    /// Of each item of a list.
    Each(Vec<Constraint>),
}

/// The end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bound {
    pub value: Number,
    /// The value itself is outside.
    pub exclusive: bool,
}

/// The least and the greatest number of something; at least one of the two is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    pub minimum: Option<usize>,
    pub maximum: Option<usize>,
}

/// A number of the document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    Integer(i64),
    Float(f64),
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
        }
    }
}
