//! The fit of an object, by its keys and the kinds of its members.

use std::collections::BTreeMap;
use std::convert::Infallible;

use crate::runtime::codec::slots::fit_of_part;
use crate::runtime::codec::strict::PresentFields;
use crate::runtime::codec::tree::JsonRef;
use crate::runtime::codec::tree::fit::Fit;
use crate::runtime::codec::tree::places::{Place, Places};
use crate::runtime::codec::{Decode, Slot, Source};

/// Measures the fit of an object, so many levels deep.
pub(crate) fn fit_of_object<T: Decode>(value: JsonRef<'_>, levels: u8) -> Fit {
    let Some(levels) = levels.checked_sub(1).filter(|_| value.is_object()) else {
        return Fit::exact_if(value.is_object());
    };
    // A source is asked for each field by the object itself, which alone knows its fields.
    let mut object = T::default();
    let mut present = PresentFields::default();
    let mut probe = Probe { value: None, levels, fit: Fit::EXACT };
    for (name, value) in value.members() {
        present.insert(T::REQUIRED, name);
        probe.value = Some(value);
        let Ok(()) = object.field(name, &mut probe);
    }
    probe.value = None;
    for name in present.missing(T::REQUIRED) {
        let Ok(()) = object.field(name, &mut probe);
    }
    probe.fit
}

/// A source that measures a value instead of reading it; the value of a missing field is `None`.
struct Probe<'a> {
    value: Option<JsonRef<'a>>,
    levels: u8,
    fit: Fit,
}

impl Source for Probe<'_> {
    type Error = Infallible;

    fn read<T: Slot>(&mut self, _: &mut T) -> Result<(), Infallible> {
        self.fit.add(match self.value {
            Some(value) => fit_of_part::<T>(value, self.levels),
            None if T::absent().is_none() => Fit::IMPOSSIBLE,
            None => Fit::WRONG,
        });
        Ok(())
    }

    fn skip(&mut self) -> Result<(), Infallible> {
        self.fit.unexplained += 1;
        Ok(())
    }

    fn collect<T: Slot>(&mut self, _: &str, _: &mut BTreeMap<String, T>) -> Result<(), Infallible> {
        // A union prefers an arm with a field for the key.
        self.fit.unexplained += 1;
        if let Some(value) = self.value {
            self.fit.add(T::fit(value, self.levels).or_dropped());
        }
        Ok(())
    }
}

/// Records the places of an object's members.
pub(crate) fn places_of_object<T: Decode>(value: JsonRef<'_>, places: &mut Places) {
    let mut object = T::default();
    for (index, (name, _)) in value.members().enumerate() {
        let mut found = Found(Place::None);
        let Ok(()) = object.field(name, &mut found);
        places.record(index, found.0);
    }
}

/// A source that only notes what the object does with a member.
struct Found(Place);

impl Source for Found {
    type Error = Infallible;

    fn read<T: Slot>(&mut self, _: &mut T) -> Result<(), Infallible> {
        self.0 = Place::Field;
        Ok(())
    }

    fn skip(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn collect<T: Slot>(&mut self, _: &str, _: &mut BTreeMap<String, T>) -> Result<(), Infallible> {
        self.0 = Place::Rest;
        Ok(())
    }
}
