//! The second path: from a JSON tree, by reference, noting what does not fit.

use super::super::Json;
use super::{At, Decode, Mismatch, Report, Slot, Source, shown};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// Reads an object from a tree.
///
/// A required field that is not there is read from nothing: the place itself knows whether it can be empty (`Option`, then it
/// is drift) or not.
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

/// Reads by way of a tree what can be understood only as a whole: a union, or an object in which a member says what another is,
/// whichever comes first. What does not fit is refused, as on the fast path, so that the whole body is read tolerantly.
#[allow(dead_code, reason = "an API may have nothing of the kind")]
pub(crate) fn by_tree<'de, D: Deserializer<'de>, T: Slot>(deserializer: D) -> Result<T, D::Error> {
    let value = Json::deserialize(deserializer)?;
    let mut report = Report::default();
    let read = T::tolerant(&value, &At::ROOT, &mut report).map_err(|why| refuse(&why))?;
    match report.drift.first() {
        Some(drift) => Err(refuse(&drift.into())),
        None => Ok(read),
    }
}

fn refuse<E: serde::de::Error>(why: &Mismatch) -> E {
    let (place, expected, found) = (shown(why.pointer()), why.expected(), why.found());
    E::custom(format_args!("{place}: expected {expected}, found {found}"))
}

/// The value for a place that has none, which is drift, or the refusal.
fn missing_or<T: Slot>(at: &At<'_>, report: &mut Report) -> Result<T, Mismatch> {
    let value = T::absent().ok_or_else(|| at.missing(T::EXPECTED))?;
    report.note(at, &format!("{}, or null", T::EXPECTED), &Json::Null);
    Ok(value)
}

/// One member of an object; `None` if it is not there.
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
        // A union prefers the arm that knows a key by name.
        self.report.unexplained += 1;
        if let Some(value) = self.value {
            match T::tolerant(value, self.at, self.report) {
                Ok(kept) => {
                    rest.insert(name.to_owned(), kept);
                }
                // Nobody promised this member: it is dropped, not refused.
                Err(why) => self.report.drop_since(mark, self.at, value, &why),
            }
        }
        Ok(())
    }
}
