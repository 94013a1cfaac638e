//! Open enums: the values that the API documents, and any other value that a server sends.
//!
//! Enums are ordered and hashed by their wire values, so that a new value in the document changes
//! neither the order nor the hash of the others.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::Serializer;

use crate::runtime::codec::Slot;
use crate::runtime::codec::drift::{At, Mismatch, Report};
use crate::runtime::codec::scalars::integer;
use crate::runtime::codec::tree::JsonRef;
use crate::runtime::codec::tree::fit::Fit;

/// Declares an enum of strings whose last variant, `Unknown`, holds any undocumented value.
macro_rules! open_enum {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident = $value:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(
            ::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq, ::std::cmp::Eq,
        )]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
            /// A value that this version of the crate does not know, as the server wrote it.
            Unknown(::std::string::String),
        }

        impl $name {
            /// The values that the API documents.
            pub const VARIANTS: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the value as it is on the wire.
            #[inline]
            pub fn as_str(&self) -> &::std::primitive::str {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Unknown(value) => value,
                }
            }
        }

        impl ::std::convert::From<&::std::primitive::str> for $name {
            #[inline]
            fn from(value: &::std::primitive::str) -> Self {
                match value {
                    $($value => Self::$variant,)+
                    unknown => Self::Unknown(::std::borrow::ToOwned::to_owned(unknown)),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                <Self as ::std::convert::From<&::std::primitive::str>>::from(&value)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(
                value: &::std::primitive::str,
            ) -> ::std::result::Result<Self, <Self as ::std::str::FromStr>::Err> {
                ::std::result::Result::Ok(::std::convert::From::from(value))
            }
        }

        impl ::std::convert::AsRef<::std::primitive::str> for $name {
            #[inline]
            fn as_ref(&self) -> &::std::primitive::str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::default::Default for $name {
            /// Returns no value: `Unknown("")`.
            #[inline]
            fn default() -> Self {
                Self::Unknown(::std::string::String::new())
            }
        }

        impl $crate::runtime::OpenEnum for $name {
            const IS_CONSTANT: ::std::primitive::bool = [$($value),+].len() == 1;

            #[inline]
            fn is_known(&self) -> ::std::primitive::bool {
                !::std::matches!(self, Self::Unknown(_))
            }
        }

        $crate::runtime::by_wire_value! { $name, as_str }
        $crate::runtime::impl_codec! {
            $name, "a string", decode_text, encode_text, tolerant_text, fit_of_text
        }
    };
}

/// Declares an enum of integers whose last variant, `Unknown`, holds any undocumented value.
macro_rules! open_integer_enum {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident = $value:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(
            ::std::clone::Clone, ::std::marker::Copy, ::std::fmt::Debug, ::std::cmp::PartialEq,
            ::std::cmp::Eq,
        )]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
            /// A value that this version of the crate does not know, as the server wrote it.
            Unknown(::std::primitive::i64),
        }

        impl $name {
            /// The values that the API documents.
            pub const VARIANTS: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the value as it is on the wire.
            #[inline]
            pub const fn as_i64(&self) -> ::std::primitive::i64 {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Unknown(value) => *value,
                }
            }
        }

        impl ::std::convert::From<::std::primitive::i64> for $name {
            #[inline]
            fn from(value: ::std::primitive::i64) -> Self {
                match value {
                    $($value => Self::$variant,)+
                    unknown => Self::Unknown(unknown),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl ::std::default::Default for $name {
            /// Returns zero, even if the API does not document it.
            #[inline]
            fn default() -> Self {
                ::std::convert::From::from(0)
            }
        }

        impl $crate::runtime::OpenIntegerEnum for $name {
            const IS_CONSTANT: ::std::primitive::bool =
                <[::std::primitive::i64]>::len(&[$($value),+]) == 1;

            #[inline]
            fn wire_value(&self) -> ::std::primitive::i64 {
                self.as_i64()
            }

            #[inline]
            fn is_known(&self) -> ::std::primitive::bool {
                !::std::matches!(self, Self::Unknown(_))
            }
        }

        $crate::runtime::by_wire_value! { $name, as_i64 }
        $crate::runtime::impl_codec! {
            $name, "an integer",
            decode_integer, encode_integer, tolerant_integer, fit_of_integer
        }
    };
}

/// Implements `Ord`, `PartialOrd` and `Hash` by the wire value. A documented value is less than an
/// `Unknown` that holds the same text, as the two are not equal.
macro_rules! by_wire_value {
    ($name:ident, $value:ident) => {
        impl ::std::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                let unknown = |value: &Self| ::std::matches!(value, Self::Unknown(_));
                ::std::cmp::Ord::cmp(
                    &(self.$value(), unknown(self)),
                    &(other.$value(), unknown(other)),
                )
            }
        }

        impl ::std::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(::std::cmp::Ord::cmp(self, other))
            }
        }

        impl ::std::hash::Hash for $name {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                ::std::hash::Hash::hash(&self.$value(), state);
            }
        }
    };
}

pub(crate) use {by_wire_value, open_enum, open_integer_enum};

/// An open enum of strings; implemented by `open_enum!`.
pub(crate) trait OpenEnum: AsRef<str> + for<'a> From<&'a str> {
    /// Only one value is documented.
    const IS_CONSTANT: bool;

    /// Returns whether the API documents the value.
    fn is_known(&self) -> bool;
}

/// An open enum of integers; implemented by `open_integer_enum!`.
pub(crate) trait OpenIntegerEnum: From<i64> {
    /// Only one value is documented.
    const IS_CONSTANT: bool;

    /// Returns the value as it is on the wire.
    fn wire_value(&self) -> i64;

    /// Returns whether the API documents the value.
    fn is_known(&self) -> bool;
}

/// Reads an open enum of strings; a documented value costs no allocation.
#[inline]
pub(crate) fn decode_text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: OpenEnum,
{
    deserializer.deserialize_str(TextVisitor(PhantomData))
}

/// Writes an open enum of strings.
#[inline]
pub(crate) fn encode_text<S, T>(value: &T, serializer: S) -> Result<S::Ok, S::Error>
where
    S: Serializer,
    T: OpenEnum,
{
    serializer.serialize_str(value.as_ref())
}

/// Reads an open enum of strings from a tree. Like a `String`, it holds any other value as JSON
/// text.
pub(crate) fn tolerant_text<T: OpenEnum>(
    value: JsonRef<'_>,
    at: &At<'_>,
    report: &mut Report,
) -> Result<T, Mismatch> {
    let value = T::from(&*String::tolerant(value, at, report)?);
    if !value.is_known() {
        report.count_unexplained(1);
    }
    Ok(value)
}

/// Measures the fit of an open enum of strings.
pub(crate) fn fit_of_text<T: OpenEnum>(value: JsonRef<'_>, levels: u8) -> Fit {
    let known = value.as_str().is_some_and(|text| T::from(text).is_known());
    fit_of_value(String::fit(value, levels), known, T::IS_CONSTANT)
}

/// Measures the fit of an open enum of integers.
pub(crate) fn fit_of_integer<T: OpenIntegerEnum>(value: JsonRef<'_>, levels: u8) -> Fit {
    let known = integer(value).is_some_and(|number: i64| T::from(number).is_known());
    fit_of_value(i64::fit(value, levels), known, T::IS_CONSTANT)
}

fn fit_of_value(mut fit: Fit, known: bool, is_constant: bool) -> Fit {
    if !known && is_constant {
        fit.contradictions += 1;
    } else if !known {
        fit.unexplained += 1;
    }
    fit
}

/// Reads an open enum of integers.
#[inline]
pub(crate) fn decode_integer<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: OpenIntegerEnum,
{
    i64::deserialize(deserializer).map(T::from)
}

/// Writes an open enum of integers.
#[inline]
pub(crate) fn encode_integer<S, T>(value: &T, serializer: S) -> Result<S::Ok, S::Error>
where
    S: Serializer,
    T: OpenIntegerEnum,
{
    serializer.serialize_i64(value.wire_value())
}

/// Reads an open enum of integers from a tree.
pub(crate) fn tolerant_integer<T: OpenIntegerEnum>(
    value: JsonRef<'_>,
    at: &At<'_>,
    report: &mut Report,
) -> Result<T, Mismatch> {
    let value = T::from(i64::tolerant(value, at, report)?);
    if !value.is_known() {
        report.count_unexplained(1);
    }
    Ok(value)
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: OpenEnum> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        Ok(T::from(value))
    }
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macros declare public types")]
mod tests;
