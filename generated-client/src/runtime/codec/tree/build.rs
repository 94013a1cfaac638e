//! The construction of a document, also from any format of serde.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{Kind, LENGTH_BITS, LONGEST_TEXT, Tree, Word};

/// A document under construction: values are added in their order.
#[derive(Default)]
pub(crate) struct Builder {
    tree: Tree,
    /// The indexes of the keys of the objects that are not complete.
    keys: Vec<usize>,
}

/// A text that is longer than a document can hold (64 MiB).
#[derive(Debug)]
pub(crate) struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string is longer than 64 MiB")
    }
}

/// An array or object that is not complete: its index, and the number of keys before it.
pub(crate) struct Open(usize, usize);

impl Builder {
    /// Reads a value of any format.
    pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        let mut builder = Builder::default();
        ValueSeed(&mut builder).deserialize(deserializer)?;
        Ok(builder.finish())
    }

    pub(crate) fn finish(self) -> Tree {
        self.tree
    }

    fn push(&mut self, kind: Kind, payload: u64) {
        self.tree.words.push(Word::new(kind, payload).0);
    }

    pub(crate) fn null(&mut self) {
        self.push(Kind::Null, 0);
    }

    pub(crate) fn bool(&mut self, value: bool) {
        self.push(if value { Kind::True } else { Kind::False }, 0);
    }

    pub(crate) fn integer(&mut self, number: i64) {
        let word = Word::new(Kind::Small, number as u64);
        if word.signed() == number {
            self.tree.words.push(word.0);
        } else {
            self.push(Kind::Signed, 0);
            self.tree.words.push(number as u64);
        }
    }

    pub(crate) fn unsigned(&mut self, number: u64) {
        match i64::try_from(number) {
            Ok(number) => self.integer(number),
            Err(_) => {
                self.push(Kind::Unsigned, 0);
                self.tree.words.push(number);
            }
        }
    }

    pub(crate) fn float(&mut self, number: f64) {
        self.push(Kind::Float, 0);
        self.tree.words.push(number.to_bits());
    }

    /// Adds the number of a text; one that no type can hold is kept as text.
    pub(crate) fn number(&mut self, text: &str) -> Result<(), TooLong> {
        let is_integer = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        // Of the integers, only a float has a negative zero.
        if is_integer && text != "-0" {
            if let Ok(number) = text.parse() {
                self.integer(number);
                return Ok(());
            }
            if let Ok(number) = text.parse() {
                self.unsigned(number);
                return Ok(());
            }
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => {
                self.float(number);
                Ok(())
            }
            _ => self.no_number(text),
        }
    }

    pub(crate) fn text(&mut self, text: &str) -> Result<(), TooLong> {
        self.add_text(Kind::Text, text)
    }

    /// Adds a number that JSON does not allow, or that no type can hold.
    pub(crate) fn no_number(&mut self, text: &str) -> Result<(), TooLong> {
        self.add_text(Kind::NoNumber, text)
    }

    fn add_text(&mut self, kind: Kind, text: &str) -> Result<(), TooLong> {
        let start = self.tree.text.len();
        self.tree.text.push_str(text);
        self.end_text(kind, start)
    }

    fn end_text(&mut self, kind: Kind, start: usize) -> Result<(), TooLong> {
        let length = self.tree.text.len() - start;
        if length > LONGEST_TEXT {
            return Err(TooLong);
        }
        self.push(kind, (start as u64) << LENGTH_BITS | length as u64);
        Ok(())
    }

    /// Adds a string whose text `write` appends, and returns whether it was valid Unicode.
    pub(crate) fn string<E: From<TooLong>>(
        &mut self,
        role: Role,
        write: impl FnOnce(&mut String) -> Result<bool, E>,
    ) -> Result<(), E> {
        let start = self.tree.text.len();
        let is_valid = write(&mut self.tree.text)?;
        match role {
            Role::Key => {
                self.keys.push(self.tree.words.length);
                self.end_text(Kind::Key, start)?;
            }
            Role::Value if is_valid => self.end_text(Kind::Text, start)?,
            Role::Value => self.end_text(Kind::Mended, start)?,
        }
        Ok(())
    }

    pub(crate) fn key(&mut self, key: &str) -> Result<(), TooLong> {
        self.keys.push(self.tree.words.length);
        self.add_text(Kind::Key, key)
    }

    pub(crate) fn begin_array(&mut self) -> Open {
        self.push(Kind::Array, 0);
        Open(self.tree.words.length - 1, self.keys.len())
    }

    pub(crate) fn end_array(&mut self, Open(index, _): Open) {
        let end = self.tree.words.length as u64;
        self.tree.words.set(index, Word::new(Kind::Array, end).0);
    }

    pub(crate) fn begin_object(&mut self) -> Open {
        self.push(Kind::Object, 0);
        Open(self.tree.words.length - 1, self.keys.len())
    }

    pub(crate) fn end_object(&mut self, Open(index, first_key): Open) {
        self.shadow(first_key);
        let end = self.tree.words.length as u64;
        self.tree.words.set(index, Word::new(Kind::Object, end).0);
    }

    /// Marks all but the last of equal keys.
    fn shadow(&mut self, first_key: usize) {
        let tree = &self.tree;
        let key = |index: usize| super::JsonRef { tree, index }.text();
        let keys = &mut self.keys[first_key..];
        // By the place at last, so that the last of equal keys comes last.
        keys.sort_unstable_by(|&one, &other| key(one).cmp(key(other)).then(one.cmp(&other)));
        let shadowed: Vec<usize> = keys
            .windows(2)
            .filter_map(|pair| match pair {
                &[one, other] if key(one) == key(other) => Some(one),
                _ => None,
            })
            .collect();
        for index in shadowed {
            let place = Word(self.tree.words.get(index)).payload();
            self.tree.words.set(index, Word::new(Kind::Shadowed, place).0);
        }
        self.keys.truncate(first_key);
    }
}

/// The role of a string.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Key,
    Value,
}

/// Adds one value to a document.
struct ValueSeed<'b>(&'b mut Builder);

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.0.bool(value);
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.0.integer(number);
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.0.unsigned(number);
        Ok(())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        if number.is_finite() {
            self.0.float(number);
            return Ok(());
        }
        self.0.no_number(&number.to_string()).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.0.text(text).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let open = self.0.begin_array();
        while items.next_element_seed(ValueSeed(self.0))?.is_some() {}
        self.0.end_array(open);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        /// The form of a number if another crate enables serde_json's `arbitrary_precision`.
        const NUMBER: &str = "$serde_json::private::Number";
        let mut key: Option<Cow<'de, str>> = members.next_key()?;
        if key.as_deref() == Some(NUMBER) {
            let text: Cow<'de, str> = members.next_value()?;
            return self.0.number(&text).map_err(A::Error::custom);
        }
        let open = self.0.begin_object();
        while let Some(name) = key {
            self.0.key(&name).map_err(A::Error::custom)?;
            members.next_value_seed(ValueSeed(self.0))?;
            key = members.next_key()?;
        }
        self.0.end_object(open);
        Ok(())
    }
}
