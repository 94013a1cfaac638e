//! Conversion between values and JSON.
//!
//! Types implement the plain traits [`Decode`] and [`Encode`] instead of serde derives: they
//! compile several times faster and can be read from two sources. The strict source is serde's own
//! `MapAccess`. The tolerant source is a document in memory, read when the strict one failed; it
//! reports values that do not match ([`Drift`](drift::Drift)) instead of failing. The macro
//! `codec!` adds serde's traits.
//!
//! Most programs need nothing of this. It is public for generic code over response types
//! (`T: Slot`) and for types of your own that should be read as tolerantly as the generated ones.

pub(crate) mod body;
pub(crate) mod drift;
pub(crate) mod field;
pub(crate) mod macros;
pub(crate) mod open_enum;
pub(crate) mod open_union;
pub(crate) mod scalars;
pub(crate) mod slots;
pub(crate) mod strict;
#[cfg(test)]
mod tests;
pub(crate) mod tolerant;
pub(crate) mod tree;

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _, IgnoredAny};

use crate::runtime::aliases::{Json, MaybeSend};
use crate::runtime::codec::body::{CollectedBody, DecodeFailure, Decoded, Tolerance};
use crate::runtime::codec::drift::{At, Mismatch, Report};
use crate::runtime::codec::tree::fit::Fit;
use crate::runtime::codec::tree::parse::{Refused, parse};
use crate::runtime::codec::tree::places::{Places, noting_loss};
use crate::runtime::codec::tree::{JsonRef, Tree};

/// A source of the fields of an object.
pub trait Source {
    /// The error of reading.
    type Error;

    /// Reads the value of the current field into its place.
    fn read<T: Slot>(&mut self, slot: &mut T) -> Result<(), Self::Error>;

    /// Skips the value of an unknown field.
    fn skip(&mut self) -> Result<(), Self::Error>;

    /// Reads the value of a field without a place of its own into a map.
    fn collect<T: Slot>(
        &mut self,
        name: &str,
        rest: &mut BTreeMap<String, T>,
    ) -> Result<(), Self::Error>;
}

/// A destination of the fields of an object.
pub trait Sink {
    /// The error of writing.
    type Error;

    /// Writes a field; an absent one is left out.
    fn put<T: Slot>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error>;

    /// Writes a field that must be present: `None` is written as `null`.
    fn put_nullable<T: Slot>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), Self::Error>;

    /// Writes the fields without a place of their own.
    fn put_all<T: Slot>(&mut self, rest: &BTreeMap<String, T>) -> Result<(), Self::Error>;
}

/// An object that is read field by field, in place, starting from its default.
pub trait Decode: Default {
    /// The wire names of the required fields.
    const REQUIRED: &'static [&'static str] = &[];

    /// Reads the field called `name`.
    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error>;
}

/// An object that is written field by field.
pub trait Encode {
    /// Writes all fields.
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error>;
}

/// A type of a field or of a whole body.
pub trait Slot: Serialize + DeserializeOwned + MaybeSend + 'static {
    /// The description of the type in errors, with its article: `"an integer"`.
    const EXPECTED: &'static str;

    /// Reads from a document. A part that does not match is reported if the value is usable without
    /// it; otherwise reading fails. By default the value must match as a whole.
    fn tolerant(value: JsonRef<'_>, at: &At<'_>, _report: &mut Report) -> Result<Self, Mismatch> {
        Self::deserialize(value.to_json()).map_err(|_| at.mismatch(Self::EXPECTED, value))
    }

    /// Measures how far a value differs from the type, so many levels deep.
    #[doc(hidden)]
    fn fit(_value: JsonRef<'_>, _levels: u8) -> Fit {
        Fit::EXACT
    }

    /// Records the members of an object that the type has a place for.
    #[doc(hidden)]
    fn places(_value: JsonRef<'_>, _places: &mut Places) {}

    /// Returns whether the value is left out of an object.
    #[inline]
    fn is_absent(&self) -> bool {
        false
    }

    /// Returns the value of a missing field or an empty body; `None` if a value is required.
    #[inline]
    fn absent() -> Option<Self> {
        None
    }

    /// Reads a whole response body.
    #[doc(hidden)]
    #[inline]
    fn from_body(body: &CollectedBody<'_>) -> Result<Decoded<Self>, DecodeFailure> {
        json_body(body)
    }
}

/// Decodes a JSON body: strictly first, then tolerantly.
pub(crate) fn json_body<T: Slot>(body: &CollectedBody<'_>) -> Result<Decoded<T>, DecodeFailure> {
    if body.is_empty() {
        return T::absent().map(Decoded::exact).ok_or(DecodeFailure::Empty(T::EXPECTED));
    }
    if let (Ok(value), true) = noting_loss(|| serde_json::from_slice(body.bytes)) {
        return Ok(Decoded::exact(value));
    }
    let tree = match tree(body.bytes) {
        // A text that is not called JSON need not be in quotes.
        Err(_) if body.is_text => {
            tree(Json::from(String::from_utf8_lossy(body.bytes)).to_string().as_bytes())?
        }
        tree => tree?,
    };
    tolerant_body(&tree, body.tolerance)
}

/// Parses a body that could not be decoded.
pub(crate) fn tree(body: &[u8]) -> Result<Tree, DecodeFailure> {
    parse(body).map_err(|refused| {
        let error = match refused {
            Refused::TooLong(why) => serde_json::Error::custom(why),
            Refused::TooDeep => serde_json::Error::custom("recursion limit exceeded"),
            // Its error has the line and the column.
            Refused::Syntax => match serde_json::from_slice::<IgnoredAny>(body) {
                Err(error) => error,
                Ok(_) => serde_json::Error::custom("invalid JSON"),
            },
        };
        DecodeFailure::Syntax(error)
    })
}

fn tolerant_body<T: Slot>(tree: &Tree, tolerance: Tolerance) -> Result<Decoded<T>, DecodeFailure> {
    let mut report = Report::new(tree.size());
    let value = T::tolerant(tree.root(), &At::ROOT, &mut report)?;
    match (tolerance, report.first_mismatch()) {
        (Tolerance::Strict, Some(drift)) => Err(DecodeFailure::Shape(Mismatch::from(drift))),
        _ => {
            let (drift, more_drift) = report.into_drift();
            Ok(Decoded { value, drift, more_drift })
        }
    }
}
