//! `codec!`: serde's traits and [`Slot`](super::Slot) for a type with `Decode` and `Encode`.
//!
//! The three functions are short and inline: what is generic becomes machine code only in programs that use the type.

/// Gives a type that is [`Decode`](super::Decode) and [`Encode`](super::Encode) its `Deserialize`, `Serialize` and
/// [`Slot`](super::Slot). With `by tree`, one in which a member says what another is.
#[allow(unused_macros, reason = "a selection may have no objects")]
macro_rules! codec {
    ($type:ident) => {
        $crate::runtime::codec!(@ $type decode);
    };
    ($type:ident by tree) => {
        $crate::runtime::codec!(@ $type by_tree);
    };
    (@ $type:ident $decode:ident) => {
        impl<'de> serde::Deserialize<'de> for $type {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                $crate::runtime::$decode(deserializer)
            }
        }

        impl serde::Serialize for $type {
            #[inline]
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                $crate::runtime::encode(self, serializer)
            }
        }

        impl $crate::runtime::Slot for $type {
            const EXPECTED: &'static str = "an object";

            #[inline]
            fn tolerant(
                value: &$crate::runtime::Json,
                at: &$crate::runtime::At<'_>,
                report: &mut $crate::runtime::Report,
            ) -> std::result::Result<Self, $crate::runtime::Mismatch> {
                $crate::runtime::tolerant(value, at, report)
            }
        }
    };
}

pub(crate) use codec;
