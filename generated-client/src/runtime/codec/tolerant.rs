//! The second path: from a JSON tree, by reference, noting what does not fit.

use super::super::Json;
use super::{At, Decode, Mismatch, Report, Slot, Source};
use std::collections::BTreeMap;

/// Reads an object from a tree.
///
/// A required field that is not there is read from nothing: the place itself knows whether it can be empty (`Option`, then it
/// is drift) or not.
pub(crate) fn tolerant<T: Decode>(
    value: &Json,
    at: &At<'_>,
    report: &mut Report,
) -> Result<T, Mismatch> {
    let Json::Object(members) = value else {
        return Err(at.mismatch("an object", value));
    };
    let mut object = T::default();
    for name in T::REQUIRED {
        if !members.contains_key(*name) {
            object.field(name, &mut Tree { value: None, at: &at.name(name), report })?;
        }
    }
    for (name, value) in members {
        object.field(name, &mut Tree { value: Some(value), at: &at.name(name), report })?;
    }
    Ok(object)
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
