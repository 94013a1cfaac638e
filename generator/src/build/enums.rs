//! Enums: one type per set of values, and what the document says about each value.

use std::collections::{BTreeMap, BTreeSet};

use super::Builder;
use crate::diagnostic::Code;
use crate::model::{
    Direction, Docs, EnumValue, IntegerValue, NameHint, Shape, Site, StringEnum, Type, TypeDecl,
    TypeId,
};
use crate::pointer::Pointer;

/// The enums met so far, by their sets of values.
#[derive(Default)]
pub(super) struct Enums {
    texts: BTreeMap<BTreeSet<String>, TypeId>,
    integers: BTreeMap<BTreeSet<i64>, TypeId>,
}

/// A description taken apart: the prose, and what it says of each value in a list such as ``* `af` - Afrikaans``.
pub(super) struct Described {
    pub prose: Option<String>,
    pub values: BTreeMap<String, String>,
}

impl Builder<'_> {
    /// The type of a string that is one of `values`.
    pub(super) fn text_enum(
        &mut self,
        values: &[String],
        text: Option<&str>,
        name: NameHint,
        at: &Pointer,
    ) -> Type {
        let described = describe(text, values);
        self.report_mismatch(&described, values, at);
        let key: BTreeSet<String> = values.iter().cloned().collect();
        if let Some(&id) = self.enums.texts.get(&key) {
            self.another_site(id, name, &described, at);
            return Type::Named(id);
        }
        let list = values.iter().map(|wire| EnumValue {
            wire: wire.clone(),
            text: described.values.get(wire).cloned(),
        });
        let shape = Shape::Enum(StringEnum { values: list.collect() });
        let id = self.declare(declaration(at, name, described.prose, shape));
        self.enums.texts.insert(key, id);
        Type::Named(id)
    }

    /// The type of an integer that is one of `values`.
    pub(super) fn integer_enum(
        &mut self,
        values: &[i64],
        text: Option<&str>,
        name: NameHint,
        at: &Pointer,
    ) -> Type {
        let texts: Vec<String> = values.iter().map(i64::to_string).collect();
        let described = describe(text, &texts);
        let key: BTreeSet<i64> = values.iter().copied().collect();
        if let Some(&id) = self.enums.integers.get(&key) {
            self.another_site(id, name, &described, at);
            return Type::Named(id);
        }
        let list = values.iter().map(|wire| IntegerValue {
            wire: *wire,
            text: described.values.get(&wire.to_string()).cloned(),
        });
        let shape = Shape::IntegerEnum(list.collect());
        let id = self.declare(declaration(at, name, described.prose, shape));
        self.enums.integers.insert(key, id);
        Type::Named(id)
    }

    /// The same set of values once more: the type learns another place, and what is said there if nothing was before.
    fn another_site(&mut self, id: TypeId, name: NameHint, described: &Described, at: &Pointer) {
        let Some(decl) = self.types.get_mut(id.0) else { return };
        match (&mut decl.name, name) {
            (NameHint::Sites(known), NameHint::Sites(new)) => known.extend(new),
            (known @ NameHint::Sites(_), component @ NameHint::Component(_)) => {
                *known = component;
                decl.pointer = at.clone();
            }
            _ => {}
        }
        if decl.description != described.prose && matches!(decl.name, NameHint::Sites(_)) {
            // Different places say different things of their use; none of it is about the type.
            decl.description = None;
        }
        let said = |wire: &str| described.values.get(wire).cloned();
        match &mut decl.shape {
            Shape::Enum(found) => found
                .values
                .iter_mut()
                .for_each(|value| value.text = value.text.take().or_else(|| said(&value.wire))),
            Shape::IntegerEnum(found) => {
                found.iter_mut().for_each(|value| {
                    value.text = value.text.take().or_else(|| said(&value.wire.to_string()))
                });
            }
            Shape::Struct(_) | Shape::Union(_) => {}
        }
    }

    /// The docs of a value of an enum type, without the list of values that the type itself has.
    pub(super) fn without_values(&self, mut docs: Docs, ty: &Type) -> Docs {
        let values: Vec<String> =
            match ty.named().and_then(|id| self.types.get(id.0)).map(|decl| &decl.shape) {
                Some(Shape::Enum(found)) => {
                    found.values.iter().map(|value| value.wire.clone()).collect()
                }
                Some(Shape::IntegerEnum(found)) => {
                    found.iter().map(|value| value.wire.to_string()).collect()
                }
                _ => return docs,
            };
        docs.text = describe(docs.text.as_deref(), &values).prose;
        docs
    }

    fn report_mismatch(&mut self, described: &Described, values: &[String], at: &Pointer) {
        let unknown: Vec<_> = described
            .values
            .keys()
            .filter(|said| !values.contains(said))
            .map(|said| format!("`{said}`"))
            .collect();
        if !unknown.is_empty() {
            let message = format!(
                "the description speaks of {}, which the enum does not have",
                unknown.join(", ")
            );
            self.diagnostics.add(Code::EnumDocMismatch, at, message);
        }
    }
}

fn declaration(
    at: &Pointer,
    name: NameHint,
    description: Option<String>,
    shape: Shape,
) -> TypeDecl {
    TypeDecl {
        pointer: at.clone(),
        name,
        description,
        deprecated: false,
        direction: Direction::Both,
        shape,
    }
}

/// The name of an enum by the place it stands in.
pub(super) fn site(site: Site) -> NameHint {
    NameHint::Sites(BTreeSet::from([site]))
}

/// Takes the list of values, if there is one, out of a description.
///
/// The form is drf-spectacular's: lines of ``* `value` - label`` at the end. A list counts only if at least one of its
/// items is a value of the enum, so that other lists stay prose.
pub(super) fn describe(text: Option<&str>, values: &[String]) -> Described {
    let mut prose: Vec<&str> = Vec::new();
    let mut found = BTreeMap::new();
    let lines: Vec<&str> = text.unwrap_or_default().lines().collect();
    let is_list = lines
        .iter()
        .filter_map(|line| item(line))
        .any(|(value, _)| values.iter().any(|known| known == value));
    for line in lines {
        match item(line).filter(|_| is_list) {
            Some((value, label)) => drop(found.insert(value.to_owned(), label.to_owned())),
            None => prose.push(line),
        }
    }
    let prose = prose.join("\n").trim().to_owned();
    Described { prose: Some(prose).filter(|prose| !prose.is_empty()), values: found }
}

fn item(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim().strip_prefix(['*', '-'])?.trim_start().strip_prefix('`')?;
    let (value, label) = rest.split_once('`')?;
    let label = label.trim_start().strip_prefix(['-', ':', '–', '—'])?.trim();
    Some((value, label))
}
