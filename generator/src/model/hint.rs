//! Origins of the names of types: words and places, which `names` turns into identifiers.

use std::collections::BTreeSet;
use std::fmt;

use super::{TypeId, Version};

/// The origin of a type's name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum NameHint {
    /// The document names it.
    Component(String),
    /// The operation that takes or gives it.
    Words(Words),
    /// The request half of a type that differs by direction.
    RequestOf(TypeId),
    /// Part of another type.
    Part(Site),
    /// All the places of an enum; the best of them names it.
    Sites(BTreeSet<Site>),
}

/// Words in snake case that name what belongs to an operation: `list_boats`, version 1, `response`.
///
/// The version is apart from the words, because the names of types have it last:
/// `ListBoatsResponseV1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Words {
    /// The operation's own words.
    pub base: String,
    /// The version of the operation, unless its resource has the name without one.
    pub version: Option<Version>,
    /// The part of the operation, such as `request` or `response_item`; empty for the operation
    /// itself.
    pub part: String,
}

impl Words {
    /// Returns words without a version.
    pub(crate) fn plain(base: impl Into<String>) -> Self {
        Self { base: base.into(), version: None, part: String::new() }
    }

    /// Returns the words of a part: `list_boats_response` of `list_boats`.
    pub(crate) fn part(&self, part: &str) -> Self {
        let part =
            if self.part.is_empty() { part.to_owned() } else { format!("{}_{part}", self.part) };
        Self { part, ..self.clone() }
    }

    /// Returns the same words for any version.
    pub(crate) fn without_version(&self) -> Self {
        Self { version: None, ..self.clone() }
    }

    /// Returns the words without the version, in one text.
    pub(crate) fn joined(&self) -> String {
        if self.part.is_empty() {
            self.base.clone()
        } else {
            format!("{}_{}", self.base, self.part)
        }
    }
}

/// A place that a nameless type stands in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Site {
    pub owner: Owner,
    /// The property, as the wire names it.
    pub part: String,
}

/// The thing that a nameless type is a part of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Owner {
    Type(TypeId),
    Words(Words),
}

impl Owner {
    /// Returns the type, unless the owner is a call.
    pub(crate) const fn ty(&self) -> Option<TypeId> {
        match self {
            Self::Type(id) => Some(*id),
            Self::Words(_) => None,
        }
    }
}

/// The name of an arm of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ArmHint {
    /// The title or the kind of the arm.
    Words(String),
    /// Its place in the document, from 0, because it has nothing else to be named by.
    Place(usize),
}

impl fmt::Display for ArmHint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => f.write_str(words),
            Self::Place(place) => write!(f, "variant_{}", place + 1),
        }
    }
}
