//! References to types: where a field, an argument or a result names the type of its value.

use super::TypeId;

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Type {
    Bool,
    I32,
    I64,
    U32,
    U64,
    F64,
    String,
    DateTime,
    Date,
    Time,
    /// A duration of ISO 8601, kept as its text.
    Duration,
    Uuid,
    Ipv4,
    Ipv6,
    /// An identifier in a path: a number or a text.
    Id,
    /// Any JSON value.
    Json,
    /// Any JSON object.
    JsonObject,
    /// A file in a multipart form.
    Part,
    /// A body as it comes, in a choice of responses.
    Bytes,
    /// No body, in a choice of responses.
    Empty,
    List(Box<Type>),
    Map(Box<Type>),
    /// A value or null, where no field says so.
    Nullable(Box<Type>),
    Page(Box<Type>),
    Named(TypeId),
}

/// The formats of text that have types of their own. Every other format stays text: no type that
/// people agree on holds to it (`decimal`, `uri`, `email`).
const TEXT_FORMATS: [(&str, Type); 7] = [
    ("date", Type::Date),
    ("date-time", Type::DateTime),
    ("duration", Type::Duration),
    ("ipv4", Type::Ipv4),
    ("ipv6", Type::Ipv6),
    ("time", Type::Time),
    ("uuid", Type::Uuid),
];

impl Type {
    /// Returns the type of text in a format, if it is more than text.
    pub(crate) fn of_text_format(format: &str) -> Option<Self> {
        let mut known = TEXT_FORMATS.iter();
        known.find(|(name, _)| *name == format).map(|(_, ty)| ty.clone())
    }

    /// Returns whether the values are texts of one format.
    pub(crate) fn is_formatted_text(&self) -> bool {
        TEXT_FORMATS.iter().any(|(_, ty)| ty == self)
    }

    /// Returns the type of integers in a format. Those of 8 and 16 bits are read as 32: what a
    /// server sends beyond them is no reason to refuse the answer.
    pub(crate) fn of_integer_format(format: Option<&str>) -> Self {
        match format {
            Some("int8" | "int16" | "int32") => Self::I32,
            Some("uint8" | "uint16" | "uint32") => Self::U32,
            Some("uint64") => Self::U64,
            _ => Self::I64,
        }
    }

    /// Returns the type for integers of all of several types.
    pub(crate) fn common_integer(types: &[&Self]) -> Option<Self> {
        let are = |kinds: &[Self]| types.iter().all(|ty| kinds.contains(ty));
        match types {
            _ if are(&[Self::U32, Self::U64]) => Some(Self::U64),
            // Nothing has all values of both kinds; those beyond 63 bits are rarer than -1.
            _ if types.iter().all(|ty| ty.is_integer()) => Some(Self::I64),
            _ => None,
        }
    }

    /// Returns whether each value of an integer type is one of another.
    pub(crate) fn is_narrower_integer(&self, wide: &Self) -> bool {
        match wide {
            Self::I64 => matches!(self, Self::I32 | Self::U32),
            Self::U64 => *self == Self::U32,
            _ => false,
        }
    }

    /// Returns whether the values are integers.
    pub(crate) fn is_integer(&self) -> bool {
        matches!(self, Self::I32 | Self::I64 | Self::U32 | Self::U64)
    }

    /// Returns the place of a plain type in the order in which types are tried, the narrower first:
    /// every integer is a number too, and every text fits a string.
    pub(crate) fn specificity(&self) -> Option<u8> {
        match self {
            Self::I32 | Self::U32 => Some(0),
            Self::I64 | Self::U64 => Some(1),
            Self::F64 => Some(2),
            Self::Bool => Some(3),
            Self::String => Some(4),
            formatted if formatted.is_formatted_text() => Some(3),
            _ => None,
        }
    }

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
