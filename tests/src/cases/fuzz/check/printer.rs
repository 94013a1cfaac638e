//! Trees as texts, with the place of each value.

use std::collections::BTreeMap;

use cekura_codegen::diagnostic::LineColumn;
use cekura_codegen::pointer::Pointer;
use serde_json::Value;

/// A text, and the places of the values in it: those of their keys, where they have one.
#[derive(Debug, Default)]
pub struct Printed {
    /// The text.
    pub text: String,
    /// The places.
    pub places: BTreeMap<Pointer, LineColumn>,
}

impl Printed {
    fn note(&mut self, at: &Pointer) {
        let line = self.text.matches('\n').count() + 1;
        let rest = self.text.rsplit('\n').next().unwrap_or_default();
        let place = LineColumn { line, column: rest.chars().count() + 1 };
        self.places.entry(at.clone()).or_insert(place);
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

/// Prints JSON, with a space here and a line end there.
pub fn print_json(tree: &Value) -> Printed {
    let mut to = Printed::default();
    json(tree, &Pointer::root(), &mut to);
    to
}

fn json(value: &Value, at: &Pointer, to: &mut Printed) {
    to.note(at);
    match value {
        Value::Array(items) => {
            to.push("[");
            for (index, item) in items.iter().enumerate() {
                to.push(if index == 0 { " " } else { "," });
                json(item, &at.child(index), to);
            }
            to.push("]");
        }
        Value::Object(members) => {
            to.push("{");
            for (index, (key, member)) in members.iter().enumerate() {
                to.push(if index == 0 { "" } else { ",\n " });
                to.note(&at.child(key));
                to.push(&Value::from(key.as_str()).to_string());
                to.push(if index % 2 == 0 { ": " } else { ":" });
                json(member, &at.child(key), to);
            }
            to.push("}");
        }
        scalar => to.push(&scalar.to_string()),
    }
}

/// Prints YAML in blocks, with a key or an item on each line.
pub fn print_block(tree: &Value) -> Printed {
    let mut to = Printed::default();
    match tree {
        Value::Object(members) if !members.is_empty() => block(tree, &Pointer::root(), 0, &mut to),
        _ => json(tree, &Pointer::root(), &mut to),
    }
    to
}

fn block(value: &Value, at: &Pointer, indent: usize, to: &mut Printed) {
    let steps: Vec<(String, Pointer, &Value)> = match value {
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.map(|(index, item)| ("-".to_owned(), at.child(index), item)).collect()
        }
        Value::Object(members) => {
            let key = |key: &str| format!("{}:", Value::from(key));
            members.iter().map(|(name, member)| (key(name), at.child(name), member)).collect()
        }
        _ => Vec::new(),
    };
    if at.as_str().is_empty() {
        to.note(at);
    }
    for (head, at, value) in steps {
        to.push(&" ".repeat(indent));
        let is_item = head == "-";
        if !is_item {
            to.note(&at);
        }
        to.push(&head);
        let is_empty = match value {
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            _ => true,
        };
        if is_empty {
            to.push(" ");
            to.note(&at);
            to.push(&value.to_string());
            to.push("\n");
        } else {
            to.push("\n");
            if is_item {
                let column = indent + 3;
                let line = to.text.matches('\n').count() + 1;
                to.places.insert(at.clone(), LineColumn { line, column });
            }
            block(value, &at, indent + 2, to);
        }
    }
}
