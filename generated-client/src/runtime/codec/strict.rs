//! The fast path: straight from serde's `MapAccess`, and straight to its `SerializeMap`.

use super::{Decode, Encode, Sink, Slot, Source};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

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

/// A key: borrowed from the input where it has no escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(key.into())
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(key.to_owned().into())
    }

    #[inline]
    fn visit_string<E>(self, key: String) -> Result<Self::Value, E> {
        Ok(key.into())
    }
}

/// Fills an object where it is: objects are large, and a visitor is passed on by value.
struct ObjectVisitor<'a, T>(&'a mut T);

impl<'de, T: Decode> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = Seen::default();
        while let Some(key) = map.next_key_seed(Key)? {
            seen.see(T::REQUIRED, &key);
            self.0.field(&key, &mut Strict(&mut map, PhantomData))?;
        }
        match seen.first_unseen(T::REQUIRED) {
            Some(name) => Err(A::Error::missing_field(name)),
            None => Ok(()),
        }
    }
}

/// Which required fields have come. The bits of `high` stand for those after the 64th.
#[derive(Default)]
struct Seen {
    low: u64,
    high: Vec<u64>,
    /// Servers write fields in the document's order, mostly: where to look first.
    next: usize,
}

impl Seen {
    #[inline]
    fn see(&mut self, required: &[&str], key: &str) {
        let found = if required.get(self.next).is_some_and(|name| *name == key) {
            Some(self.next)
        } else {
            required.iter().position(|name| *name == key)
        };
        if let Some(index) = found {
            self.next = index + 1;
            self.set(index);
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
    fn first_unseen<'a>(&self, required: &[&'a str]) -> Option<&'a str> {
        required.iter().enumerate().find(|(index, _)| !self.has(*index)).map(|(_, name)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn more_than_64_required_fields_are_all_held_to_be_there() {
        let names: Vec<String> = (0..200).map(|n| format!("f{n}")).collect();
        let required: Vec<&str> = names.iter().map(String::as_str).collect();
        for missing in [0, 63, 64, 127, 128, 199] {
            let mut seen = Seen::default();
            for (index, name) in required.iter().enumerate().rev() {
                if index != missing {
                    seen.see(&required, name);
                }
            }
            assert_eq!(seen.first_unseen(&required), Some(required[missing]));
            seen.see(&required, required[missing]);
            assert_eq!(seen.first_unseen(&required), None);
        }
    }
}
