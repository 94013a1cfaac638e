//! Open enums: the values a document lists, and whatever a server sends beside them.

use super::Json;
use super::codec::{At, Mismatch, Report, Slot};
use serde::de::{Deserializer, Error, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// Declares an enum of strings whose last variant, `Unknown`, keeps a value that the document does not list.
#[allow(unused_macros, reason = "an API may have none")]
macro_rules! open_enum {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident = $value:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
            /// A value that this version of the crate does not know, as the server wrote it.
            Unknown(String),
        }

        impl $name {
            /// The values that the API documents.
            pub const VARIANTS: &'static [Self] = &[$(Self::$variant),+];

            /// The value as it is on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Unknown(value) => value,
                }
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)+
                    unknown => Self::Unknown(unknown.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> std::result::Result<Self, Self::Err> {
                Ok(Self::from(value))
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl Default for $name {
            /// No value: `Unknown("")`.
            #[inline]
            fn default() -> Self {
                Self::Unknown(String::new())
            }
        }

        impl serde::Serialize for $name {
            #[inline]
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                $crate::runtime::decode_text(deserializer)
            }
        }

        impl $crate::runtime::Slot for $name {
            const EXPECTED: &'static str = "a string";

            #[inline]
            fn tolerant(
                value: &$crate::runtime::Json,
                at: &$crate::runtime::At<'_>,
                report: &mut $crate::runtime::Report,
            ) -> std::result::Result<Self, $crate::runtime::Mismatch> {
                let value = $crate::runtime::tolerant_text(value, at, report)?;
                if let Self::Unknown(_) = value {
                    report.count_unexplained(1);
                }
                Ok(value)
            }
        }
    };
}

/// Declares an enum of integers whose last variant, `Unknown`, keeps a value that the document does not list.
#[allow(unused_macros, reason = "an API may have none")]
macro_rules! open_integer_enum {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident = $value:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
            /// A value that this version of the crate does not know, as the server wrote it.
            Unknown(i64),
        }

        impl $name {
            /// The values that the API documents.
            pub const VARIANTS: &'static [Self] = &[$(Self::$variant),+];

            /// The value as it is on the wire.
            #[inline]
            pub const fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Unknown(value) => *value,
                }
            }
        }

        impl From<i64> for $name {
            #[inline]
            fn from(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)+
                    unknown => Self::Unknown(unknown),
                }
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl Default for $name {
            /// Zero, whether or not the API documents it.
            #[inline]
            fn default() -> Self {
                Self::from(0)
            }
        }

        impl serde::Serialize for $name {
            #[inline]
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                <i64 as serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }

        impl $crate::runtime::Slot for $name {
            const EXPECTED: &'static str = "an integer";

            #[inline]
            fn tolerant(
                value: &$crate::runtime::Json,
                at: &$crate::runtime::At<'_>,
                report: &mut $crate::runtime::Report,
            ) -> std::result::Result<Self, $crate::runtime::Mismatch> {
                let value = <i64 as $crate::runtime::Slot>::tolerant(value, at, report)?.into();
                if let Self::Unknown(_) = value {
                    report.count_unexplained(1);
                }
                Ok(value)
            }
        }
    };
}

pub(crate) use {open_enum, open_integer_enum};

/// Reads an open enum; a value it knows costs no allocation.
#[inline]
pub(crate) fn decode_text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str>,
{
    deserializer.deserialize_str(TextVisitor(PhantomData))
}

/// Reads an open enum from a tree. Like a `String`, it keeps what is none as JSON text.
pub(crate) fn tolerant_text<T: From<String>>(
    value: &Json,
    at: &At<'_>,
    report: &mut Report,
) -> Result<T, Mismatch> {
    String::tolerant(value, at, report).map(T::from)
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for TextVisitor<T> {
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
#[allow(unreachable_pub, reason = "the macros declare public types")]
mod tests {
    use super::super::codec::{At, Report, Slot};
    use serde_json::json;

    open_enum! {
        /// How it sounds.
        pub enum Tone {
            /// Kind.
            Kind = "kind",
            /// The empty value.
            Empty = "",
        }
    }

    open_integer_enum! {
        /// How much.
        pub enum Level {
            /// Low.
            Low = 1,
            /// Below the ground.
            Below = -1,
        }
    }

    #[test]
    fn a_value_that_nobody_knows_survives_the_round_trip() {
        let tones: Vec<Tone> = serde_json::from_str(r#"["kind","","gr\u00fcn"]"#).expect("reads");
        assert_eq!(tones, [Tone::Kind, Tone::Empty, Tone::Unknown("grün".into())]);
        assert_eq!(serde_json::to_string(&tones).expect("writes"), r#"["kind","","grün"]"#);
        let levels: Vec<Level> = serde_json::from_str("[1,-1,7]").expect("reads");
        assert_eq!(levels, [Level::Low, Level::Below, Level::Unknown(7)]);
        assert_eq!(serde_json::to_string(&levels).expect("writes"), "[1,-1,7]");
    }

    #[test]
    fn enums_convert_from_and_to_text() {
        assert_eq!("kind".parse::<Tone>(), Ok(Tone::Kind));
        assert_eq!(Tone::from("rude".to_owned()).as_str(), "rude");
        assert_eq!(format!("{:>6}|", Tone::Kind), "  kind|");
        assert_eq!(Tone::VARIANTS, [Tone::Kind, Tone::Empty]);
        assert_eq!(Tone::default(), Tone::Unknown(String::new()));
        assert_eq!(Level::VARIANTS.iter().map(Level::as_i64).sum::<i64>(), 0);
        assert_eq!(Level::default(), Level::Unknown(0));
        assert_eq!(Level::Below.to_string(), "-1");
    }

    #[test]
    fn what_is_no_text_is_kept_as_json_and_noted() {
        let mut report = Report::default();
        let tone = Tone::tolerant(&json!(5), &At::ROOT, &mut report).expect("reads");
        assert_eq!(tone, Tone::Unknown("5".into()));
        assert_eq!(report.drift[0].found, json!(5));
        let none: Option<Level> =
            Slot::tolerant(&json!("x"), &At::ROOT, &mut report).expect("reads");
        assert_eq!(none, None);
        assert_eq!(report.drift[1].expected, "an integer");
    }
}
