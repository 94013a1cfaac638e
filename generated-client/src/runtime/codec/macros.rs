//! The macros that implement serde's traits and [`Slot`](super::Slot).
//!
//! The implemented functions are short and inline: generic code is compiled only in programs that
//! use the type. Macros use absolute paths only, since the module of a type may define items with
//! the names of the prelude, and a type may have variants with the names of associated types.

/// Implements `Deserialize`, `Serialize` and [`Slot`](super::Slot) for a type that implements
/// [`Decode`](super::Decode) and [`Encode`](super::Encode). With `by tree`, the type has a member
/// that determines the type of another.
macro_rules! codec {
    ($type:ident) => {
        $crate::runtime::impl_codec! {
            $type, "an object", decode, encode, tolerant, fit_of_object, places_of_object
        }
    };
    ($type:ident by tree) => {
        $crate::runtime::impl_codec! {
            $type, "an object", by_tree, encode, tolerant, fit_of_object, places_of_object
        }
    };
}

/// Implements `Deserialize`, `Serialize` and [`Slot`](super::Slot) by functions of the
/// runtime. All types of the API get these impls here.
macro_rules! impl_codec {
    (
        $type:ident, $expected:literal,
        $decode:ident, $encode:ident, $tolerant:ident, $fit:ident $(, $places:ident)?
    ) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::$decode(deserializer)
            }
        }

        impl ::serde::Serialize for $type {
            #[inline]
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::$encode(self, serializer)
            }
        }

        impl $crate::runtime::Slot for $type {
            const EXPECTED: &'static ::std::primitive::str = $expected;

            #[inline]
            fn tolerant(
                value: $crate::runtime::JsonRef<'_>,
                at: &$crate::runtime::At<'_>,
                report: &mut $crate::runtime::Report,
            ) -> ::std::result::Result<Self, $crate::runtime::Mismatch> {
                $crate::runtime::$tolerant(value, at, report)
            }

            #[inline]
            fn fit(
                value: $crate::runtime::JsonRef<'_>,
                levels: ::std::primitive::u8,
            ) -> $crate::runtime::Fit {
                $crate::runtime::$fit::<Self>(value, levels)
            }

            $(
                #[inline]
                fn places(
                    value: $crate::runtime::JsonRef<'_>,
                    places: &mut $crate::runtime::Places,
                ) {
                    $crate::runtime::$places::<Self>(value, places);
                }
            )?
        }
    };
}

pub(crate) use {codec, impl_codec};

#[cfg(test)]
mod tests;
