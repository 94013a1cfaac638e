//! References to types: where a field, an argument or a result names the type of its value.

use super::TypeId;

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Type {
    Bool,
    I32,
    I64,
    F64,
    String,
    DateTime,
    Date,
    Uuid,
    /// Any JSON value.
    Json,
    /// Any JSON object.
    JsonObject,
    /// A file in a multipart form.
    Part,
    List(Box<Type>),
    Map(Box<Type>),
    /// A value or null, where no field says so.
    Nullable(Box<Type>),
    Page(Box<Type>),
    Named(TypeId),
}

impl Type {
    /// Returns the declared type that this one is, or contains.
    pub(crate) fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Page(inner) => {
                inner.named()
            }
            _ => None,
        }
    }

    /// Returns the same type around another declared one.
    pub(crate) fn renamed(&self, rename: impl Fn(TypeId) -> TypeId) -> Self {
        let go = |inner: &Self| Box::new(inner.renamed(&rename as &dyn Fn(TypeId) -> TypeId));
        match self {
            Self::Named(id) => Self::Named(rename(*id)),
            Self::List(inner) => Self::List(go(inner)),
            Self::Map(inner) => Self::Map(go(inner)),
            Self::Nullable(inner) => Self::Nullable(go(inner)),
            Self::Page(inner) => Self::Page(go(inner)),
            plain => plain.clone(),
        }
    }
}
