//! How values are read from and written to JSON.
//!
//! Types carry plain [`Decode`] and [`Encode`] impls instead of serde derives: they compile several times faster and can be read
//! from two sources. The strict one is serde's own `MapAccess`; the tolerant one is a JSON tree, walked when the strict one
//! failed, which notes what does not fit ([`Drift`]) instead of giving up. `codec!` adds serde's traits on top.
//!
//! Most programs never name anything in here. It is public for generic code over response types (`T: Slot`) and for types of
//! your own that should be read as tolerantly as the generated ones.

mod body;
mod drift;
mod macros;
mod scalars;
mod slots;
mod strict;
#[cfg(test)]
#[allow(unreachable_pub, reason = "types as the generator writes them")]
mod tests;
mod tolerant;

pub(crate) use body::{DecodeFailure, Decoded, Tolerance, body_excerpt, json_body};
pub use drift::{At, Drift, Mismatch, Report};
pub(crate) use drift::{shorten, shown};
pub(crate) use macros::codec;
pub(crate) use slots::items_of;
pub(crate) use strict::{decode, encode};
#[allow(unused_imports, reason = "an API may have no such objects")]
pub(crate) use tolerant::by_tree;
pub(crate) use tolerant::tolerant;

use super::{Json, Reply};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// Where the fields of an object come from.
pub trait Source {
    /// What goes wrong.
    type Error;

    /// Reads the value of the current field into its place.
    fn read<T: Slot>(&mut self, slot: &mut T) -> Result<(), Self::Error>;

    /// Passes over the value of a field that nobody knows.
    fn skip(&mut self) -> Result<(), Self::Error>;

    /// Keeps the value of a field that has no place of its own, by name.
    fn collect<T: Slot>(
        &mut self,
        name: &str,
        rest: &mut BTreeMap<String, T>,
    ) -> Result<(), Self::Error>;
}

/// Where the fields of an object go.
pub trait Sink {
    /// What goes wrong.
    type Error;

    /// Writes a field; one that is absent is left out.
    fn put<T: Slot>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error>;

    /// Writes a field that must be there: `None` is written as `null`.
    fn put_nullable<T: Slot>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), Self::Error>;

    /// Writes the fields that have no place of their own.
    fn put_all<T: Slot>(&mut self, rest: &BTreeMap<String, T>) -> Result<(), Self::Error>;
}

/// An object that is read field by field, in place, starting from its default.
pub trait Decode: Default {
    /// The names, as on the wire, of the fields that must be there.
    const REQUIRED: &'static [&'static str] = &[];

    /// Reads the field called `name`.
    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error>;
}

/// An object that is written field by field.
pub trait Encode {
    /// Writes all fields.
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error>;
}

/// A type that can stand in a field, or be a whole body.
pub trait Slot: Serialize + DeserializeOwned {
    /// What an error says was expected here, with its article: `"an integer"`.
    const EXPECTED: &'static str;

    /// Reads from a tree; what does not fit but need not is reported, and only what must fit fails.
    fn tolerant(value: &Json, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch>;

    /// Whether the value is left out of an object.
    #[inline]
    fn is_absent(&self) -> bool {
        false
    }

    /// The value for a field that is not there, or a body that is empty; `None` if there must be one.
    #[inline]
    fn absent() -> Option<Self> {
        None
    }

    /// Reads a whole response body.
    #[doc(hidden)]
    #[inline]
    fn from_body(reply: &Reply) -> Result<Decoded<Self>, DecodeFailure> {
        json_body(reply)
    }
}
