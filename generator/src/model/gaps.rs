//! The places of an API that have no words, or words that say nothing.

use std::collections::BTreeMap;
use std::fmt;

use super::{Api, NameHint, Operation, Shape, TypeDecl};
use crate::text::pointer::Pointer;
use crate::text::words::echo::only_repeats;

/// A place without words of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The place.
    pub pointer: Pointer,
    /// The thing there.
    pub part: Part,
    /// Its name on the wire; for an operation `METHOD /path`.
    pub name: String,
    /// The words that only repeat the name; `None` where there are none.
    pub words: Option<String>,
}

/// A part of an API that has words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// An operation.
    Operation,
    /// An event that a webhook sends.
    Event,
    /// A parameter.
    Parameter,
    /// A schema with a name.
    Schema,
    /// A property.
    Property,
    /// A value of an enum that is too short to explain itself.
    Value,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Operation => "operation",
            Self::Event => "event",
            Self::Parameter => "parameter",
            Self::Schema => "schema",
            Self::Property => "property",
            Self::Value => "value",
        })
    }
}

impl Api {
    /// Returns the places without words, each once, sorted by place.
    pub(crate) fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Gaps::default();
        for operation in self.operations() {
            gaps.operation(operation);
        }
        if let Some(events) = &self.events
            && let Shape::Union(union) = &self[events.union].shape
        {
            for (place, arm) in events.places.iter().zip(&union.arms) {
                let name = arm.hint.as_ref().map(ToString::to_string).unwrap_or_default();
                gaps.add(Part::Event, place, &name, arm.text.as_deref());
            }
        }
        for id in &self.written {
            gaps.declaration(&self[*id], self.is_parameters(*id));
        }
        gaps.found.into_values().collect()
    }
}

#[derive(Default)]
struct Gaps {
    found: BTreeMap<(Pointer, Part, String), Gap>,
}

impl Gaps {
    fn operation(&mut self, operation: &Operation) {
        let Operation { method, path, summary, description, .. } = operation;
        let pointer = method.place_at(path);
        let words = summary.as_deref().or(description.as_deref());
        self.add(Part::Operation, &pointer, &format!("{method} {path}"), words);
        for parameter in &operation.path_parameters {
            let words = parameter.docs.text.as_deref();
            self.add(Part::Parameter, &pointer, &parameter.wire, words);
        }
    }

    fn declaration(&mut self, decl: &TypeDecl, is_parameters: bool) {
        match &decl.shape {
            // A page is a type of the runtime.
            Shape::Struct(of) if of.paging.is_some() => return,
            Shape::Struct(of) => {
                let part = if is_parameters { Part::Parameter } else { Part::Property };
                for field in &of.fields {
                    self.add(part, &field.pointer, &field.wire, field.docs.text.as_deref());
                }
            }
            Shape::Enum(of) => {
                for value in of.values.iter().filter(|value| !explains_itself(&value.wire)) {
                    self.add(Part::Value, &decl.pointer, &value.wire, value.text.as_deref());
                }
            }
            Shape::IntegerEnum(_) | Shape::Union(_) => {}
        }
        // An inline type is described where it stands.
        if let NameHint::Component(name) = &decl.name {
            self.add(Part::Schema, &decl.pointer, name, decl.description.as_deref());
        }
    }

    fn add(&mut self, part: Part, pointer: &Pointer, name: &str, words: Option<&str>) {
        let words = words.map(str::trim).filter(|words| !words.is_empty());
        // The words of an operation are a sentence about its path; they cannot help to repeat it.
        if words.is_some_and(|words| part == Part::Operation || !only_repeats(name, words)) {
            return;
        }
        let gap = Gap {
            pointer: pointer.clone(),
            part,
            name: name.to_owned(),
            words: words.map(str::to_owned),
        };
        self.found.insert((pointer.clone(), part, name.to_owned()), gap);
    }
}

/// Returns whether a value of an enum is long enough to be a word. No value at all explains itself.
fn explains_itself(value: &str) -> bool {
    value.is_empty() || value.chars().filter(|sign| sign.is_alphabetic()).count() > 2
}
