//! Names that the macros must not look up where a type is declared.

use serde_json::{Value, json};

/// Types of an API with the names of the prelude, of the macros' imports and of type parameters.
/// They hide all of those in this module.
#[expect(
    clippy::enum_variant_names,
    clippy::upper_case_acronyms,
    dead_code,
    unreachable_pub,
    reason = "names of all kinds"
)]
mod hidden {
    use crate::runtime::{Decode, Encode, Sink, Source, open_enum, open_integer_enum, open_union};

    macro_rules! structs {
        ($($name:ident)*) => { $(
            #[derive(Clone, Debug, Default, PartialEq)]
            pub struct $name {
                pub id: i64,
            }

            impl Decode for $name {
                const REQUIRED: &'static [&'static str] = &["id"];

                fn field<A: Source>(
                    &mut self,
                    name: &str,
                    source: &mut A,
                ) -> ::std::result::Result<(), A::Error> {
                    match name {
                        "id" => source.read(&mut self.id),
                        _ => source.skip(),
                    }
                }
            }

            impl Encode for $name {
                fn fields<A: Sink>(&self, sink: &mut A) -> ::std::result::Result<(), A::Error> {
                    sink.put("id", &self.id)
                }
            }

            codec!($name);
        )* };
    }

    structs! {
        Option Result String Vec Box From Into ToOwned ToString AsRef Iterator FromStr Infallible
        Default Clone Copy Debug Display PartialEq Eq PartialOrd Ord Ordering Hash Hasher Formatter
        Serialize Serializer Deserialize Deserializer Slot At Json Report Mismatch Union Arms
        OpenEnum D S H
    }

    // Values with the names of associated types and constants, methods and prelude items.
    open_enum! {
        /// Values.
        pub enum Text {
            Err = "err",
            Ok = "ok",
            Some = "some",
            None = "none",
            Error = "error",
            Value = "value",
            Item = "item",
            Output = "output",
            Owned = "owned",
            String = "string",
            Text = "text",
            Default = "default",
            From = "from",
            EXPECTED = "EXPECTED",
            REQUIRED = "REQUIRED",
            VARIANTS = "VARIANTS",
            AsStr = "as_str",
            AsRef = "as_ref",
        }
    }

    open_integer_enum! {
        /// Values.
        pub enum Integer {
            Err = 1,
            Ok = 2,
            Error = 3,
            Value = 4,
            VARIANTS = 5,
            EXPECTED = 6,
            Some = 0,
        }
    }

    open_union! {
        /// Arms.
        pub enum Untagged { Err(Text), Ok(Integer), Error(Result), Value(Vec), EXPECTED(Option) }
    }

    open_union! {
        #[tag = "type"]
        /// Arms.
        pub enum Tagged { Err(Option) = "err", Ok(Result) = "ok" | "Ok", Error(Default), S(D) }
    }

    open_union! {
        #[tag("type", up = 1)]
        /// Arms.
        pub enum TaggedOutside { Err(String) = "err", Unit(H) = "ok" }
    }
}

use hidden::{Integer, Tagged, TaggedOutside, Text, Untagged};

fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(value: Value) -> T {
    let read: T = serde_json::from_value(value.clone()).expect("it matches");
    assert_eq!(serde_json::to_value(&read).expect("it is written"), value);
    read
}

#[test]
fn no_name_of_a_value_or_of_a_type_nearby_changes_a_macro() {
    assert_eq!(round_trip::<Text>(json!("err")), Text::Err);
    assert_eq!("VARIANTS".parse::<Text>(), Ok(Text::VARIANTS));
    assert_eq!(round_trip::<Integer>(json!(1)), Integer::Err);
    assert_eq!(round_trip::<Integer>(json!(5)), Integer::VARIANTS);
    assert_eq!(Integer::default(), Integer::Some);
    assert_eq!(round_trip::<Untagged>(json!("ok")), Untagged::Err(Text::Ok));
    let tagged = round_trip::<Tagged>(json!({"type": "ok", "id": 3}));
    assert_eq!(tagged, Tagged::Ok(hidden::Result { id: 3 }));
    // Without an enclosing object no arm is selected, and the first one that matches is.
    let outside = round_trip::<TaggedOutside>(json!({"id": 4}));
    assert_eq!(outside, TaggedOutside::Err(hidden::String { id: 4 }));
}
