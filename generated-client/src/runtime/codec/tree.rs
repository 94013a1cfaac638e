//! A JSON document in memory, and references to its values.
//!
//! The tolerant path reads a document twice as often as it stores one, so a value takes one word
//! and its text: eight bytes, where a tree of [`Json`] takes thirty and an allocation. Objects and
//! arrays hold the index behind them, so that they can be skipped. By hand rather than by a
//! library: a document also holds what JSON does not allow and servers send (`NaN`, lone
//! surrogates), so that one such field does not cost the whole response.

pub(crate) mod build;
mod copy;
pub(crate) mod fit;
pub(crate) mod parse;
pub(crate) mod places;
#[cfg(test)]
mod tests;

use std::fmt;

/// A document.
#[derive(Default)]
pub(crate) struct Tree {
    words: Words,
    /// The keys and the strings, one after the other.
    text: String,
}

impl Tree {
    /// Returns the outermost value.
    pub(crate) fn root(&self) -> JsonRef<'_> {
        JsonRef { tree: self, index: 0 }
    }

    /// Returns the number of words.
    pub(crate) fn size(&self) -> usize {
        self.words.length
    }
}

/// The kind of a word; the rest of the word is its payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Null,
    False,
    True,
    /// An integer of 60 bits.
    Small,
    /// A number in the next word.
    Signed,
    Unsigned,
    Float,
    /// The place of a text: its offset, and its length in the lower bits.
    Text,
    /// A string that was not valid Unicode.
    Mended,
    /// A number that JSON does not allow, or that no type can hold.
    NoNumber,
    Key,
    /// A key that occurs again in the same object, where the last one counts.
    Shadowed,
    /// The index behind the container.
    Array,
    Object,
}

impl Kind {
    const ALL: [Kind; 14] = [
        Kind::Null,
        Kind::False,
        Kind::True,
        Kind::Small,
        Kind::Signed,
        Kind::Unsigned,
        Kind::Float,
        Kind::Text,
        Kind::Mended,
        Kind::NoNumber,
        Kind::Key,
        Kind::Shadowed,
        Kind::Array,
        Kind::Object,
    ];
}

const KIND_BITS: u32 = 4;
const LENGTH_BITS: u32 = 26;
/// The longest string that a document can hold.
const LONGEST_TEXT: usize = (1 << LENGTH_BITS) - 1;

#[derive(Clone, Copy)]
struct Word(u64);

impl Word {
    fn new(kind: Kind, payload: u64) -> Self {
        Word(payload << KIND_BITS | kind as u64)
    }

    fn kind(self) -> Kind {
        Kind::ALL.get((self.0 & 15) as usize).copied().unwrap_or(Kind::Null)
    }

    fn payload(self) -> u64 {
        self.0 >> KIND_BITS
    }

    /// Returns the payload with its sign.
    fn signed(self) -> i64 {
        self.0 as i64 >> KIND_BITS
    }
}

/// A list of words in pieces, so that it never has twice the room that it needs.
#[derive(Default)]
struct Words {
    pieces: Vec<Vec<u64>>,
    length: usize,
}

impl Words {
    const PIECE: usize = 4096;

    fn push(&mut self, word: u64) {
        match self.pieces.last_mut() {
            Some(last) if last.len() < Self::PIECE => last.push(word),
            Some(_) => {
                let mut piece = Vec::with_capacity(Self::PIECE);
                piece.push(word);
                self.pieces.push(piece);
            }
            None => self.pieces.push(vec![word]),
        }
        self.length += 1;
    }

    fn get(&self, index: usize) -> u64 {
        self.pieces[index / Self::PIECE][index % Self::PIECE]
    }

    fn set(&mut self, index: usize, word: u64) {
        self.pieces[index / Self::PIECE][index % Self::PIECE] = word;
    }
}

/// A reference to a JSON value of a response.
#[derive(Clone, Copy)]
pub struct JsonRef<'a> {
    tree: &'a Tree,
    index: usize,
}

/// A value, as far as one look shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    /// An integer beyond `i64`.
    Unsigned(u64),
    Float(f64),
    Text(&'a str),
    /// A string that was not valid Unicode.
    Mended(&'a str),
    /// A number that JSON does not allow, or that no type can hold.
    NoNumber(&'a str),
    Array,
    Object,
}

impl<'a> JsonRef<'a> {
    fn word(self) -> Word {
        Word(self.tree.words.get(self.index))
    }

    fn text(self) -> &'a str {
        let place = self.word().payload();
        let offset = (place >> LENGTH_BITS) as usize;
        let length = place as usize & LONGEST_TEXT;
        &self.tree.text[offset..offset + length]
    }

    pub(crate) fn value(self) -> Value<'a> {
        let wide = || self.tree.words.get(self.index + 1);
        match self.word().kind() {
            Kind::Null => Value::Null,
            Kind::False => Value::Bool(false),
            Kind::True => Value::Bool(true),
            Kind::Small => Value::Integer(self.word().signed()),
            Kind::Signed => Value::Integer(wide() as i64),
            Kind::Unsigned => Value::Unsigned(wide()),
            Kind::Float => Value::Float(f64::from_bits(wide())),
            Kind::Text | Kind::Key | Kind::Shadowed => Value::Text(self.text()),
            Kind::Mended => Value::Mended(self.text()),
            Kind::NoNumber => Value::NoNumber(self.text()),
            Kind::Array => Value::Array,
            Kind::Object => Value::Object,
        }
    }

    /// Returns the index behind this value.
    fn end(self) -> usize {
        match self.word().kind() {
            Kind::Array | Kind::Object => self.word().payload() as usize,
            Kind::Signed | Kind::Unsigned | Kind::Float => self.index + 2,
            _ => self.index + 1,
        }
    }

    /// Returns the number of words of this value, with everything in it.
    pub(crate) fn size(self) -> usize {
        self.end() - self.index
    }

    /// Returns whether this is `null`.
    pub fn is_null(self) -> bool {
        self.word().kind() == Kind::Null
    }

    /// Returns whether this is an object.
    pub fn is_object(self) -> bool {
        self.word().kind() == Kind::Object
    }

    /// Returns whether this is an array.
    pub fn is_array(self) -> bool {
        self.word().kind() == Kind::Array
    }

    /// Returns the string, if this is one.
    pub fn as_str(self) -> Option<&'a str> {
        match self.value() {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the boolean, if this is one.
    pub fn as_bool(self) -> Option<bool> {
        match self.value() {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the number, if this is one.
    pub fn as_f64(self) -> Option<f64> {
        match self.value() {
            Value::Integer(number) => Some(number as f64),
            Value::Unsigned(number) => Some(number as f64),
            Value::Float(number) => Some(number),
            _ => None,
        }
    }

    /// Returns the member of this name, if this is an object that has one.
    pub fn get(self, name: &str) -> Option<JsonRef<'a>> {
        self.members().find(|(given, _)| *given == name).map(|(_, value)| value)
    }

    /// Returns the members of an object, in the order of the document. A key that occurs twice is
    /// there once, with its last value.
    pub fn members(self) -> impl Iterator<Item = (&'a str, JsonRef<'a>)> {
        let end = if self.is_object() { self.end() } else { self.index };
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            while next < end {
                let key = JsonRef { tree: self.tree, index: next };
                let value = JsonRef { tree: self.tree, index: next + 1 };
                next = value.end();
                if key.word().kind() == Kind::Key {
                    return Some((key.text(), value));
                }
            }
            None
        })
    }

    /// Returns the items of an array.
    pub fn items(self) -> impl Iterator<Item = JsonRef<'a>> {
        let end = if self.is_array() { self.end() } else { self.index };
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            let item = JsonRef { tree: self.tree, index: next };
            (next < end).then(|| {
                next = item.end();
                item
            })
        })
    }
}

impl fmt::Debug for JsonRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.excerpt())
    }
}
