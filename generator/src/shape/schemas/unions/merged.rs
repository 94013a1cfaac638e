//! Choices between constants, and between enums: the values of one enum.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Document, Kind, SchemaRef};
use crate::model::IntegerValue;

/// The values of all arms of a choice.
pub(super) enum Merged {
    /// The values, and the texts of those that are an arm of their own.
    Texts(Vec<String>, BTreeMap<String, String>),
    Integers(Vec<IntegerValue>),
}

/// Returns the values of all arms if each is an enum of texts or each one of integers, or is plain
/// beside one: the client's enums are open.
pub(super) fn values(document: &Document, arms: &[(usize, SchemaRef)]) -> Option<Merged> {
    texts(document, arms).or_else(|| integers(document, arms))
}

fn texts(document: &Document, arms: &[(usize, SchemaRef)]) -> Option<Merged> {
    let mut values: Vec<String> = Vec::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut labels = BTreeMap::new();
    for (_, arm) in arms {
        let schema = &document[*arm];
        let Kind::Text(text) = &schema.kind else { return None };
        if text.format.is_some() {
            return None;
        }
        if let [only] = text.values.as_slice() {
            let label = schema.description.as_ref().or(schema.title.as_ref());
            labels.extend(label.map(|label| (only.clone(), label.clone())));
        }
        values.extend(text.values.iter().filter(|value| known.insert(value)).cloned());
    }
    Some(values).filter(|values| !values.is_empty()).map(|values| Merged::Texts(values, labels))
}

/// Returns the integers of all arms: a constant has the title and the text of its arm.
fn integers(document: &Document, arms: &[(usize, SchemaRef)]) -> Option<Merged> {
    let mut values: Vec<IntegerValue> = Vec::new();
    let mut known: BTreeSet<i64> = BTreeSet::new();
    for (_, arm) in arms {
        let schema = &document[*arm];
        let Kind::Integer(integer) = &schema.kind else { return None };
        let is_one = integer.values.len() == 1;
        let of_one = |text: &Option<String>| text.clone().filter(|_| is_one);
        let title = of_one(&schema.title).filter(|title| title.contains(char::is_alphanumeric));
        for wire in &integer.values {
            if known.insert(*wire) {
                let text = of_one(&schema.description);
                values.push(IntegerValue { wire: *wire, title: title.clone(), text });
            }
        }
    }
    Some(values).filter(|values| !values.is_empty()).map(Merged::Integers)
}

/// Returns the text of an arm that may speak of the whole choice: one of several values.
pub(super) fn text(document: &Document, arm: SchemaRef) -> Option<&str> {
    let schema = &document[arm];
    let is_constant = matches!(&schema.kind, Kind::Text(text) if text.values.len() == 1);
    schema.description.as_deref().filter(|_| !is_constant)
}
