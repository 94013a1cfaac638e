//! Values as JSON, for bodies and parameters, where a number that JSON cannot represent is an
//! error: serde_json writes `NaN` as `null`, which an API may understand as "delete this".

use std::cell::Cell;
use std::io;

use serde::Serialize;
use serde::ser::{
    Error as _, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::Error;
use serde_json::ser::Formatter;

use crate::runtime::aliases::Json;

/// Returns a value as JSON text.
pub(crate) fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let mut text = Vec::with_capacity(128);
    let has_null = Cell::new(false);
    let noting = NotingNull(&has_null);
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut text, noting))?;
    // Most bodies have no `null`, so that they are written once.
    if has_null.get() {
        value.serialize(Finite)?;
    }
    Ok(text)
}

/// The format of serde_json's own, which notes that a `null` was written.
struct NotingNull<'a>(&'a Cell<bool>);

impl Formatter for NotingNull<'_> {
    #[inline]
    fn write_null<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.set(true);
        writer.write_all(b"null")
    }
}

/// Returns a value as JSON text.
pub(crate) fn to_text<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    String::from_utf8(to_vec(value)?).map_err(Error::custom)
}

/// Returns a value as JSON.
pub(crate) fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Json, Error> {
    let json = serde_json::to_value(value)?;
    if !matches!(json, Json::String(_) | Json::Number(_) | Json::Bool(_)) {
        value.serialize(Finite)?;
    }
    Ok(json)
}

/// A serializer that writes nothing, and refuses numbers that are not finite.
#[derive(Clone, Copy)]
struct Finite;

/// Implements the methods for values that are no floats.
macro_rules! fine {
    ($($name:ident($($value:ty),*);)*) => { $(
        fn $name(self, $(_: $value),*) -> Result<(), Error> {
            Ok(())
        }
    )* };
}

/// Implements the methods for values that contain others.
macro_rules! parts {
    ($($name:ident($($value:ty),*) -> $parts:ident;)*) => { $(
        fn $name(self, $(_: $value),*) -> Result<Self::$parts, Error> {
            Ok(self)
        }
    )* };
}

impl Serializer for Finite {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fn serialize_f32(self, number: f32) -> Result<(), Error> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Error> {
        if number.is_finite() {
            return Ok(());
        }
        Err(Error::custom(format_args!("JSON has no number `{number}`")))
    }

    fine! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
    }

    parts! {
        serialize_seq(Option<usize>) -> SerializeSeq;
        serialize_tuple(usize) -> SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant;
        serialize_map(Option<usize>) -> SerializeMap;
        serialize_struct(&'static str, usize) -> SerializeStruct;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }
}

/// Implements the traits of values whose parts have no names.
macro_rules! items {
    ($($trait:ident($add:ident);)*) => { $(
        impl $trait for Finite {
            type Ok = ();
            type Error = Error;

            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                value.serialize(*self)
            }

            fn end(self) -> Result<(), Error> {
                Ok(())
            }
        }
    )* };
}

items! {
    SerializeSeq(serialize_element);
    SerializeTuple(serialize_element);
    SerializeTupleStruct(serialize_field);
    SerializeTupleVariant(serialize_field);
}

/// Implements the traits of values whose parts have names.
macro_rules! fields {
    ($($trait:ident;)*) => { $(
        impl $trait for Finite {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                value.serialize(*self).map_err(|error| named(name, &error))
            }

            fn end(self) -> Result<(), Error> {
                Ok(())
            }
        }
    )* };
}

fields! {
    SerializeStruct;
    SerializeStructVariant;
}

impl SerializeMap for Finite {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), Error> {
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(*self)
    }

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), Error> {
        value.serialize(*self).map_err(|error| match serde_json::to_value(key) {
            Ok(Json::String(name)) => named(&name, &error),
            _ => error,
        })
    }

    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

fn named(name: &str, error: &Error) -> Error {
    Error::custom(format_args!("{name}: {error}"))
}

#[cfg(test)]
mod tests;
