//! Values that contain other values: options, arrays, maps, boxes.

use std::collections::BTreeMap;

use crate::runtime::aliases::Json;
use crate::runtime::codec::body::{CollectedBody, DecodeFailure, Decoded};
use crate::runtime::codec::drift::{At, Mismatch, Report};
use crate::runtime::codec::{Slot, json_body};

impl<T: Slot> Slot for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn tolerant(value: &Json, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        if value.is_null() {
            return Ok(None);
        }
        let mark = report.mark();
        Ok(match T::tolerant(value, at, report) {
            Ok(value) => Some(value),
            Err(why) => {
                report.drop_since(mark, at, value, &why);
                None
            }
        })
    }

    #[inline]
    fn is_absent(&self) -> bool {
        self.is_none()
    }

    #[inline]
    fn absent() -> Option<Self> {
        Some(None)
    }

    /// Reads an empty body as `None`; any other must match: a whole response is never dropped.
    fn from_body(body: &CollectedBody<'_>) -> Result<Decoded<Self>, DecodeFailure> {
        if body.is_empty() || body.bytes.trim_ascii() == b"null" {
            return Ok(Decoded::exact(None));
        }
        let Decoded { value, drift } = T::from_body(body)?;
        Ok(Decoded { value: Some(value), drift })
    }
}

impl<T: Slot> Slot for Vec<T> {
    const EXPECTED: &'static str = "an array";

    /// Reads the `results` of a page where an array is documented, and reports it.
    fn tolerant(value: &Json, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        match value {
            Json::Array(items) => items_of(items, at, report),
            Json::Object(page) => match page.get("results") {
                Some(Json::Array(items)) => {
                    report.note(at, Self::EXPECTED, value);
                    items_of(items, &at.name("results"), report)
                }
                _ => Err(at.mismatch(Self::EXPECTED, value)),
            },
            other => Err(at.mismatch(Self::EXPECTED, other)),
        }
    }
}

/// Reads each item of an array.
pub(crate) fn items_of<T: Slot>(
    items: &[Json],
    at: &At<'_>,
    report: &mut Report,
) -> Result<Vec<T>, Mismatch> {
    items
        .iter()
        .enumerate()
        .map(|(index, item)| T::tolerant(item, &at.index(index), report))
        .collect()
}

impl<T: Slot> Slot for BTreeMap<String, T> {
    const EXPECTED: &'static str = "an object";

    fn tolerant(value: &Json, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        let Json::Object(members) = value else {
            return Err(at.mismatch(Self::EXPECTED, value));
        };
        members
            .iter()
            .map(|(name, value)| Ok((name.clone(), T::tolerant(value, &at.name(name), report)?)))
            .collect()
    }
}

impl<T: Slot> Slot for Box<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn tolerant(value: &Json, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        T::tolerant(value, at, report).map(Box::new)
    }

    #[inline]
    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }

    #[inline]
    fn absent() -> Option<Self> {
        T::absent().map(Box::new)
    }

    fn from_body(body: &CollectedBody<'_>) -> Result<Decoded<Self>, DecodeFailure> {
        json_body(body)
    }
}
