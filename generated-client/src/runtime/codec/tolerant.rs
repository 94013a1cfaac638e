//! The tolerant path: from a JSON tree, by reference, with a report of the drift.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::runtime::aliases::Json;
use crate::runtime::codec::drift::{At, Mismatch, Report};
use crate::runtime::codec::{Decode, Slot, Source};
use crate::runtime::error::text::shown;

/// Reads an object from a tree.
///
/// A missing required field is drift if its type has a value for it (`Option`), and a mismatch
/// otherwise.
pub(crate) fn tolerant<T: Decode>(
    object_value: &Json,
    at: &At<'_>,
    report: &mut Report,
) -> Result<T, Mismatch> {
    let Json::Object(members) = object_value else {
        return Err(at.mismatch("an object", object_value));
    };
    let mut object = T::default();
    for name in T::REQUIRED {
        if !members.contains_key(*name) {
            object.field(name, &mut Tree { value: None, at: &at.name(name), report })?;
        }
    }
    for (name, value) in members {
        let at = at.name(name).of(object_value);
        object.field(name, &mut Tree { value: Some(value), at: &at, report })?;
    }
    Ok(object)
}

/// Reads by way of a tree, for a union, or an object in which a member determines the type of
/// another one that may come before it. Drift is an error, as on the strict path, so that the whole
/// body is read again tolerantly.
pub(crate) fn by_tree<'de, D: Deserializer<'de>, T: Slot>(deserializer: D) -> Result<T, D::Error> {
    let value = Json::deserialize(deserializer)?;
    let mut report = Report::default();
    let read = T::tolerant(&value, &At::ROOT, &mut report).map_err(|why| serde_error(&why))?;
    match report.drift.first() {
        Some(drift) => Err(serde_error(&drift.into())),
        None => Ok(read),
    }
}

fn serde_error<E: serde::de::Error>(why: &Mismatch) -> E {
    let (place, expected, found) = (shown(why.pointer()), why.expected(), why.found());
    E::custom(format_args!("{place}: expected {expected}, found {found}"))
}

/// Returns the value of a missing field, which is drift, or the mismatch.
fn missing_or<T: Slot>(at: &At<'_>, report: &mut Report) -> Result<T, Mismatch> {
    let value = T::absent().ok_or_else(|| at.missing(T::EXPECTED))?;
    report.note(at, &format!("{}, or null", T::EXPECTED), &Json::Null);
    Ok(value)
}

/// One member of an object; its value is `None` if it is missing.
struct Tree<'a> {
    value: Option<&'a Json>,
    at: &'a At<'a>,
    report: &'a mut Report,
}

impl Source for Tree<'_> {
    type Error = Mismatch;

    #[inline]
    fn read<T: Slot>(&mut self, slot: &mut T) -> Result<(), Mismatch> {
        *slot = match self.value {
            Some(value) => T::tolerant(value, self.at, self.report)?,
            None => missing_or(self.at, self.report)?,
        };
        Ok(())
    }

    #[inline]
    fn skip(&mut self) -> Result<(), Mismatch> {
        self.report.unexplained += 1;
        Ok(())
    }

    #[inline]
    fn collect<T: Slot>(
        &mut self,
        name: &str,
        rest: &mut BTreeMap<String, T>,
    ) -> Result<(), Mismatch> {
        let mark = self.report.mark();
        // A union prefers an arm with a field for the key.
        self.report.unexplained += 1;
        if let Some(value) = self.value {
            match T::tolerant(value, self.at, self.report) {
                Ok(kept) => {
                    rest.insert(name.to_owned(), kept);
                }
                // The member is not documented, so it is dropped.
                Err(why) => self.report.drop_since(mark, self.at, value, &why),
            }
        }
        Ok(())
    }
}
