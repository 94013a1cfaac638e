//! The strict path: directly from serde's `MapAccess`, and directly to its `SerializeMap`.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;

use crate::runtime::codec::{Decode, Encode, Sink, Slot, Source};

/// Reads an object.
#[inline]
pub(crate) fn decode<'de, D: Deserializer<'de>, T: Decode>(deserializer: D) -> Result<T, D::Error> {
    let mut object = T::default();
    deserializer.deserialize_map(ObjectVisitor(&mut object))?;
    Ok(object)
}

/// Writes an object.
#[inline]
pub(crate) fn encode<S: serde::Serializer, T: Encode>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    value.fields(&mut map)?;
    map.end()
}

struct Strict<'a, 'de, M>(&'a mut M, PhantomData<&'de ()>);

impl<'de, M: MapAccess<'de>> Source for Strict<'_, 'de, M> {
    type Error = M::Error;

    #[inline]
    fn read<T: Slot>(&mut self, slot: &mut T) -> Result<(), M::Error> {
        *slot = self.0.next_value()?;
        Ok(())
    }

    #[inline]
    fn skip(&mut self) -> Result<(), M::Error> {
        self.0.next_value::<IgnoredAny>()?;
        Ok(())
    }

    #[inline]
    fn collect<T: Slot>(
        &mut self,
        name: &str,
        rest: &mut BTreeMap<String, T>,
    ) -> Result<(), M::Error> {
        rest.insert(name.to_owned(), self.0.next_value()?);
        Ok(())
    }
}

impl<M: SerializeMap> Sink for M {
    type Error = M::Error;

    #[inline]
    fn put<T: Slot>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        if value.is_absent() {
            return Ok(());
        }
        self.serialize_entry(name, value)
    }

    #[inline]
    fn put_nullable<T: Slot>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), M::Error> {
        self.serialize_entry(name, value)
    }

    #[inline]
    fn put_all<T: Slot>(&mut self, rest: &BTreeMap<String, T>) -> Result<(), M::Error> {
        rest.iter().try_for_each(|(name, value)| self.serialize_entry(name, value))
    }
}

/// The place of a key, which is borrowed from the input if it has no escapes. In place, since keys
/// that are returned are copied from frame to frame.
///
/// It has the type of the object, as the keys of serde's derives do: the compiler inlines a
/// function of one type, and not one that reads the keys of all.
struct Key<'de, T> {
    borrowed: Option<&'de str>,
    unescaped: String,
    object: PhantomData<fn() -> T>,
}

impl<T> Default for Key<'_, T> {
    #[inline]
    fn default() -> Self {
        Key { borrowed: None, unescaped: String::new(), object: PhantomData }
    }
}

impl<T> Key<'_, T> {
    #[inline]
    fn as_str(&self) -> &str {
        self.borrowed.unwrap_or(&self.unescaped)
    }
}

impl<'de, T> DeserializeSeed<'de> for &mut Key<'de, T> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, T> Visitor<'de> for &mut Key<'de, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<(), E> {
        self.borrowed = Some(key);
        Ok(())
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<(), E> {
        self.borrowed = None;
        self.unescaped.clear();
        self.unescaped.push_str(key);
        Ok(())
    }
}

/// Fills an object in place: objects are large, and visitors are moved.
struct ObjectVisitor<'a, T>(&'a mut T);

impl<'de, T: Decode> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut present = PresentFields::default();
        let mut key = Key::<T>::default();
        while map.next_key_seed(&mut key)?.is_some() {
            let key = key.as_str();
            if may_be_required::<T>(key) {
                present.insert(T::REQUIRED, key);
            }
            self.0.field(key, &mut Strict(&mut map, PhantomData))?;
        }
        match present.first_missing(T::REQUIRED) {
            Some(name) => Err(A::Error::missing_field(name)),
            None => Ok(()),
        }
    }
}

/// Returns whether a key is as long as that of a required field, modulo 64: most keys are not
/// compared.
#[inline]
fn may_be_required<T: Decode>(key: &str) -> bool {
    let lengths = const { lengths(T::REQUIRED) };
    lengths >> (key.len() % 64) & 1 != 0
}

/// Returns the set of the names' lengths, modulo 64.
const fn lengths(names: &[&str]) -> u64 {
    let mut set = 0;
    let mut index = 0;
    while index < names.len() {
        set |= 1 << (names[index].len() % 64);
        index += 1;
    }
    set
}

/// The value of [`PresentFields::next`] when all fields are present.
const ALL: usize = usize::MAX;

/// The set of required fields that are present. The bits of `high` represent those after the 64th.
#[derive(Default)]
pub(crate) struct PresentFields {
    low: u64,
    high: Vec<u64>,
    /// The index to compare first, as servers usually write fields in the documented order.
    next: usize,
}

impl PresentFields {
    #[inline]
    pub(crate) fn insert(&mut self, required: &[&str], key: &str) {
        if self.next == ALL {
            return;
        }
        let index = if required.get(self.next).is_some_and(|name| *name == key) {
            Some(self.next)
        } else {
            required.iter().position(|name| *name == key)
        };
        if let Some(index) = index {
            self.next = index + 1;
            self.set(index);
            if self.next == required.len() && self.first_missing(required).is_none() {
                self.next = ALL;
            }
        }
    }

    #[inline]
    fn set(&mut self, index: usize) {
        if index < 64 {
            self.low |= 1 << index;
        } else {
            let word = index / 64 - 1;
            if self.high.len() <= word {
                self.high.resize(word + 1, 0);
            }
            self.high[word] |= 1 << (index % 64);
        }
    }

    #[inline]
    fn has(&self, index: usize) -> bool {
        let word = match index / 64 {
            0 => self.low,
            n => self.high.get(n - 1).copied().unwrap_or(0),
        };
        word & (1 << (index % 64)) != 0
    }

    #[inline]
    fn first_missing<'a>(&self, required: &[&'a str]) -> Option<&'a str> {
        self.missing(required).next()
    }

    /// Returns the fields that are not in the set.
    pub(crate) fn missing<'a>(&self, required: &[&'a str]) -> impl Iterator<Item = &'a str> {
        let missing = required.iter().enumerate().filter(|(index, _)| !self.has(*index));
        missing.map(|(_, name)| *name)
    }
}

#[cfg(test)]
mod tests;
