//! References to types, spelled as Rust.

use serde::{Deserialize, Serialize};

use crate::model::{Type, TypeId};
use crate::names::{Passing, SCALARS, Scalar};

/// The Rust type of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum TypeRef {
    /// A type of Rust, of a library or of the runtime, as it is spelled.
    Plain(String),
    List(Box<TypeRef>),
    Map(Box<TypeRef>),
    Option(Box<TypeRef>),
    Page(Box<TypeRef>),
    /// A stream of events with such data.
    Events(Box<TypeRef>),
    /// An index into the types of the surface.
    Named(usize),
}

impl TypeRef {
    /// Reads a type of the model.
    pub(crate) fn of(ty: &Type) -> Self {
        if let Some(scalar) = Scalar::of(ty) {
            let parameter = scalar.parameter.map(|parameter| format!("<{parameter}>"));
            return Self::Plain(format!("{}{}", scalar.name, parameter.unwrap_or_default()));
        }
        let inner = |ty: &Type| Box::new(Self::of(ty));
        match ty {
            Type::List(item) => Self::List(inner(item)),
            Type::Map(value) => Self::Map(inner(value)),
            Type::Nullable(value) => Self::Option(inner(value)),
            Type::Page(item) => Self::Page(inner(item)),
            Type::Named(TypeId(index)) => Self::Named(*index),
            _ => Self::plain("()"),
        }
    }

    pub(crate) fn plain(name: &str) -> Self {
        Self::Plain(name.to_owned())
    }

    /// Returns whether calls take the type by value.
    pub(crate) fn is_copied(&self) -> bool {
        let Self::Plain(name) = self else { return false };
        let name = name.split('<').next().unwrap_or_default();
        let scalar = SCALARS.iter().find(|scalar| scalar.name == name);
        scalar.is_some_and(|scalar| scalar.passing == Passing::Copy)
    }

    /// Returns the declared type that this is, or contains.
    pub(crate) fn named(&self) -> Option<usize> {
        match self {
            Self::Plain(_) => None,
            Self::List(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Page(inner)
            | Self::Events(inner) => inner.named(),
            Self::Named(index) => Some(*index),
        }
    }

    /// Returns the same around what this contains: the types beside each other, as far as both
    /// are made in the same way.
    pub(crate) fn beside<'t>(&'t self, other: &'t Self) -> (&'t Self, &'t Self) {
        match (self, other) {
            (Self::List(one), Self::List(other))
            | (Self::Map(one), Self::Map(other))
            | (Self::Option(one), Self::Option(other))
            | (Self::Page(one), Self::Page(other))
            | (Self::Events(one), Self::Events(other)) => one.beside(other),
            _ => (self, other),
        }
    }
}
