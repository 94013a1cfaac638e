//! The tolerant path: from a document in memory, by reference, with a report of the drift.

use std::collections::BTreeMap;

use serde::Deserializer;

use crate::runtime::codec::drift::{At, Mismatch, Report};
use crate::runtime::codec::strict::PresentFields;
use crate::runtime::codec::tree::JsonRef;
use crate::runtime::codec::tree::build::Builder;
use crate::runtime::codec::tree::places::note_loss;
use crate::runtime::codec::{Decode, Slot, Source};
use crate::runtime::error::text::shown;

/// Reads an object from a document.
///
/// A missing required field is drift if its type has a value for it (`Option`), and a mismatch
/// otherwise.
pub(crate) fn tolerant<T: Decode>(
    object_value: JsonRef<'_>,
    at: &At<'_>,
    report: &mut Report,
) -> Result<T, Mismatch> {
    if !object_value.is_object() {
        return at.default_for_null("an object", object_value, report);
    }
    let mut object = T::default();
    let mut present = PresentFields::default();
    for (name, value) in object_value.members() {
        present.insert(T::REQUIRED, name);
        let at = at.name(name).of(object_value);
        object.field(name, &mut Member { value: Some(value), at: &at, report })?;
    }
    for name in present.missing(T::REQUIRED) {
        object.field(name, &mut Member { value: None, at: &at.name(name), report })?;
    }
    Ok(object)
}

/// Reads by way of a document, for a union, or an object in which a member determines the type of
/// another one that may come before it. Drift is an error, as on the strict path, so that the whole
/// body is read again tolerantly.
pub(crate) fn by_tree<'de, D: Deserializer<'de>, T: Slot>(deserializer: D) -> Result<T, D::Error> {
    let tree = Builder::read(deserializer)?;
    let mut report = Report::new(tree.size());
    let read = T::tolerant(tree.root(), &At::ROOT, &mut report).map_err(|why| serde_error(&why))?;
    if let Some(drift) = report.first_mismatch() {
        return Err(serde_error(&drift.into()));
    }
    if report.has_losses() {
        note_loss();
    }
    Ok(read)
}

fn serde_error<E: serde::de::Error>(why: &Mismatch) -> E {
    let (place, expected, found) = (shown(why.pointer()), why.expected(), why.found());
    E::custom(format_args!("{place}: expected {expected}, found {found}"))
}

/// Returns the value of a missing field, which is drift, or the mismatch.
fn missing_or<T: Slot>(at: &At<'_>, report: &mut Report) -> Result<T, Mismatch> {
    let value = T::absent().ok_or_else(|| at.missing(T::EXPECTED))?;
    report.note_missing(at, &format!("{}, or null", T::EXPECTED));
    Ok(value)
}

/// One member of an object; its value is `None` if it is missing.
struct Member<'a> {
    value: Option<JsonRef<'a>>,
    at: &'a At<'a>,
    report: &'a mut Report,
}

impl Source for Member<'_> {
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
        self.report.count_unexplained(1);
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
        self.report.count_unexplained(1);
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
