//! Enums: one type per set of values, and what the document says about each value.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Schemas;
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

impl Schemas<'_> {
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
        let id = self.add(declaration(at, name, described.prose, shape));
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
        let id = self.add(declaration(at, name, described.prose, shape));
        self.enums.integers.insert(key, id);
        Type::Named(id)
    }

    /// The same set of values once more: the type learns another place, and what is said of the values there.
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
        let hear = |text: &mut Option<String>, wire: &str| {
            *text = longest(text.take(), described.values.get(wire).map(String::as_str));
        };
        match &mut decl.shape {
            Shape::Enum(found) => {
                found.values.iter_mut().for_each(|value| hear(&mut value.text, &value.wire));
            }
            Shape::IntegerEnum(found) => {
                found.iter_mut().for_each(|value| hear(&mut value.text, &value.wire.to_string()));
            }
            Shape::Struct(_) | Shape::Union(_) => {}
        }
    }

    /// The docs of a value of an enum type, without the list of values that the type itself has.
    pub(in crate::shape) fn without_values(&self, mut docs: Docs, ty: &Type) -> Docs {
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

/// Takes the list of values off the end of a description.
///
/// The form is drf-spectacular's: lines of ``* `value` - label``. Such lines tell of the values wherever they stand, and of
/// several that tell of one value the longest is heard; but only those at the end are taken away, and only if no sentence
/// leads up to them. What remains is prose, such as a list that explains more than the labels do.
pub(super) fn describe(text: Option<&str>, values: &[String]) -> Described {
    let text = text.unwrap_or_default().trim();
    let mut lines: Vec<&str> = text.lines().collect();
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (value, label) in items(&lines) {
        let known = found.remove(value);
        found.extend(longest(known, Some(&label)).map(|label| (value.to_owned(), label)));
    }
    if !values.iter().any(|value| found.contains_key(value)) {
        found.clear();
    }
    let listed = lines.iter().rev().take_while(|line| item(line).is_some()).count();
    let before = lines.len() - listed;
    let lead = lines.iter().take(before).rfind(|line| !line.trim().is_empty());
    if !found.is_empty() && !lead.is_some_and(|line| line.trim_end().ends_with(':')) {
        lines.truncate(before);
    }
    let prose = lines.join("\n").trim().to_owned();
    Described { prose: Some(prose).filter(|prose| !prose.is_empty()), values: found }
}

/// The longer text; of two that are as long, the first in the alphabet.
fn longest(known: Option<String>, said: Option<&str>) -> Option<String> {
    let all = known.into_iter().chain(said.map(str::to_owned));
    all.min_by(|a, b| (Reverse(a.len()), a).cmp(&(Reverse(b.len()), b)))
}

/// The items of lists, each with the lines that are indented below it.
fn items<'t>(lines: &[&'t str]) -> Vec<(&'t str, String)> {
    let mut items: Vec<(&str, String)> = Vec::new();
    let mut within = false;
    for line in lines {
        if let Some((value, label)) = item(line) {
            items.push((value, label.to_owned()));
            within = true;
        } else if within
            && line.starts_with(' ')
            && !line.trim().is_empty()
            && let Some((_, label)) = items.last_mut()
        {
            label.push_str(&format!(" {}", line.trim()));
        } else {
            within = false;
        }
    }
    items
}

fn item(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim().strip_prefix(['*', '-'])?.trim_start().strip_prefix('`')?;
    let (value, label) = rest.split_once('`')?;
    let label = label.trim_start().strip_prefix(['-', ':', '–', '—'])?.trim();
    Some((value, label))
}
