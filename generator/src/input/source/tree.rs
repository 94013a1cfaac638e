//! The visitor that builds a tree of JSON, and of the scalars of YAML. It sees every key, so it
//! knows of those given twice, and it knows where it is.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use crate::diagnostic::{Code, Diagnostic, Related};
use crate::text::bounds::VALUES;
use crate::text::pointer::trail::Trail;

use super::DuplicateKeys;

/// The diagnostics of a reading, beside the tree.
pub(crate) struct Findings {
    duplicate_keys: DuplicateKeys,
    list: RefCell<Vec<Diagnostic>>,
    /// The number of values so far.
    values: Cell<usize>,
}

impl Findings {
    pub(crate) fn new(duplicate_keys: DuplicateKeys) -> Self {
        Self { duplicate_keys, list: RefCell::default(), values: Cell::new(0) }
    }

    pub(super) fn into_list(self) -> Vec<Diagnostic> {
        self.list.into_inner()
    }

    /// Forgets what was found, before the text is read again.
    pub(super) fn clear(&self) {
        self.list.borrow_mut().clear();
        self.values.set(0);
    }

    /// Counts one value more.
    pub(super) fn count(&self) {
        self.values.set(self.values.get() + 1);
    }

    /// Returns whether there are more values than there may be.
    pub(super) fn is_full(&self) -> bool {
        self.values.get() > VALUES
    }

    pub(super) fn report(&self, diagnostic: Diagnostic) {
        self.list.borrow_mut().push(diagnostic);
    }

    /// Reports that `key` below `path` is given again, as its `occurrence`th of 0.
    fn repeated(&self, at: &Trail<'_>, key: &str, occurrence: usize, same: Same) {
        let (code, more) = match (same, self.duplicate_keys) {
            (Same::Yes, _) => (Code::DuplicateKeySame, "with the same value"),
            (Same::No, DuplicateKeys::Refuse) => (Code::DuplicateKey, "with different values"),
            (Same::No, DuplicateKeys::Last) => {
                (Code::DuplicateKeyLast, "with different values; the last one counts")
            }
        };
        let pointer = at.key(key).pointer();
        let mut diagnostic =
            Diagnostic::new(code, &pointer, format!("the key `{key}` is given twice, {more}"));
        diagnostic.occurrence = occurrence;
        diagnostic.related = Some(Related {
            occurrence: occurrence - 1,
            ..Related::new(pointer, "first given here")
        });
        self.report(diagnostic);
    }
}

/// The relation of the values of a key that is given twice.
#[derive(Clone, Copy)]
enum Same {
    Yes,
    No,
}

/// Reads one value.
pub(super) struct Node<'p> {
    pub(super) at: Trail<'p>,
    pub(super) findings: &'p Findings,
}

impl<'p> Node<'p> {
    pub(super) fn root(findings: &'p Findings) -> Self {
        Self { at: Trail::Root, findings }
    }

    /// Reports something about this value itself.
    fn report(&self, code: Code, message: String) {
        self.findings.report(Diagnostic::new(code, &self.at.pointer(), message));
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.findings.count();
        if self.findings.is_full() {
            return Err(D::Error::custom("too many values"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    // Wider integers become floats, as JSON parsers read them.
    #[expect(
        clippy::cast_precision_loss,
        reason = "the number is too wide for any exact type of JSON's"
    )]
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "the number is too wide for any exact type of JSON's"
    )]
    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value);
        if number.is_none() {
            self.report(
                Code::NumberNotFinite,
                format!("`{value}` is not a number of JSON; read as null"),
            );
        }
        Ok(number.map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::with_capacity(items.size_hint().unwrap_or_default().min(1024));
        loop {
            let item = Node { at: self.at.item(list.len()), findings: self.findings };
            match items.next_element_seed(item)? {
                Some(value) => list.push(value),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut mapping = Mapping::default();
        while let Some(key) = entries.next_key::<String>()? {
            let value = Node { at: self.at.key(&key), findings: self.findings };
            let value = entries.next_value_seed(value)?;
            mapping.insert(self.findings, &self.at, key, value);
        }
        Ok(Value::Object(mapping.entries))
    }
}

/// A mapping while it is read.
#[derive(Default)]
pub(super) struct Mapping {
    pub(super) entries: Map<String, Value>,
    /// The number of repetitions of each key that is given more than once; a good document has
    /// none.
    given: BTreeMap<String, usize>,
}

impl Mapping {
    pub(super) fn insert(
        &mut self,
        findings: &Findings,
        at: &Trail<'_>,
        key: String,
        value: Value,
    ) {
        match self.entries.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(value);
            }
            Entry::Occupied(mut entry) => {
                let occurrence = self.given.entry(entry.key().clone()).or_insert(0);
                *occurrence += 1;
                let same = if *entry.get() == value { Same::Yes } else { Same::No };
                findings.repeated(at, entry.key(), *occurrence, same);
                entry.insert(value);
            }
        }
    }
}
