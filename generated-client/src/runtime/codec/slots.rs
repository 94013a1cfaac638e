//! Values that contain other values: options, arrays, maps, boxes.

use std::collections::BTreeMap;

use crate::runtime::codec::body::{CollectedBody, DecodeFailure, Decoded};
use crate::runtime::codec::drift::{At, Mismatch, Report};
use crate::runtime::codec::tree::JsonRef;
use crate::runtime::codec::tree::fit::Fit;
use crate::runtime::codec::tree::places::Places;
use crate::runtime::codec::{Slot, json_body};

pub(crate) mod indirect;

impl<T: Slot> Slot for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
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

    fn fit(value: JsonRef<'_>, levels: u8) -> Fit {
        if value.is_null() { Fit::EXACT } else { T::fit(value, levels).or_dropped() }
    }

    fn places(value: JsonRef<'_>, places: &mut Places) {
        T::places(value, places);
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
        T::from_body(body).map(|decoded| decoded.map(Some))
    }
}

impl<T: Slot> Slot for Vec<T> {
    const EXPECTED: &'static str = "an array";

    /// Reads the `results` of a page where an array is documented, and reports it.
    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        if value.is_array() {
            return items_of(value, at, report);
        }
        match results(value) {
            Some(items) => {
                report.note(at, Self::EXPECTED, value);
                items_of(items, &at.name("results"), report)
            }
            None => at.default_for_null(Self::EXPECTED, value, report),
        }
    }

    fn fit(value: JsonRef<'_>, levels: u8) -> Fit {
        if value.is_array() {
            return fit_of_items::<T>(value, levels);
        }
        results(value).map_or(Fit::IMPOSSIBLE, |_| Fit::WRONG)
    }
}

/// Returns the items of a page.
fn results(page: JsonRef<'_>) -> Option<JsonRef<'_>> {
    page.get("results").filter(|items| items.is_array())
}

/// Returns the fit of a value within another one. A null is read as the default.
pub(crate) fn fit_of_part<T: Slot>(value: JsonRef<'_>, levels: u8) -> Fit {
    let fit = T::fit(value, levels);
    if value.is_null() { fit.or_dropped() } else { fit }
}

/// Returns the sum of the fits of an array's items.
pub(crate) fn fit_of_items<T: Slot>(items: JsonRef<'_>, levels: u8) -> Fit {
    let mut fit = Fit::EXACT;
    if let Some(levels) = levels.checked_sub(1) {
        items.items().for_each(|item| fit.add(fit_of_part::<T>(item, levels)));
    }
    fit
}

/// Reads each item of an array.
pub(crate) fn items_of<T: Slot>(
    items: JsonRef<'_>,
    at: &At<'_>,
    report: &mut Report,
) -> Result<Vec<T>, Mismatch> {
    // Counting is cheap, and a vector that grows has room for twice its items.
    let mut read = Vec::with_capacity(items.items().count());
    for (index, item) in items.items().enumerate() {
        read.push(T::tolerant(item, &at.index(index), report)?);
    }
    Ok(read)
}

impl<T: Slot> Slot for BTreeMap<String, T> {
    const EXPECTED: &'static str = "an object";

    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        if !value.is_object() {
            return at.default_for_null(Self::EXPECTED, value, report);
        }
        let read = |(name, value): (&str, JsonRef<'_>)| {
            Ok((name.to_owned(), T::tolerant(value, &at.name(name), report)?))
        };
        value.members().map(read).collect()
    }

    fn fit(value: JsonRef<'_>, levels: u8) -> Fit {
        let mut fit = Fit::exact_if(value.is_object());
        if let Some(levels) = levels.checked_sub(1) {
            value.members().for_each(|(_, value)| fit.add(fit_of_part::<T>(value, levels)));
        }
        fit
    }

    fn places(_: JsonRef<'_>, places: &mut Places) {
        places.keep_all();
    }
}

impl<T: Slot> Slot for Box<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn tolerant(value: JsonRef<'_>, at: &At<'_>, report: &mut Report) -> Result<Self, Mismatch> {
        T::tolerant(value, at, report).map(Box::new)
    }

    fn fit(value: JsonRef<'_>, levels: u8) -> Fit {
        T::fit(value, levels)
    }

    fn places(value: JsonRef<'_>, places: &mut Places) {
        T::places(value, places);
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
