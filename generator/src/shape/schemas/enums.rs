//! Enums: one type for each set of values.

use std::collections::{BTreeMap, BTreeSet};

use super::Schemas;
use super::enum_docs::{EnumDocs, longest};
use super::site::SchemaSite;
use crate::diagnostic::Code;
use crate::model::{Docs, EnumValue, IntegerValue, NameHint, Shape, StringEnum, Type, TypeId};

/// The enums declared so far, by their sets of values.
#[derive(Default)]
pub(super) struct Enums {
    texts: BTreeMap<BTreeSet<String>, TypeId>,
    /// By the titles of the values too, which are the names of the variants.
    integers: BTreeMap<BTreeMap<i64, Option<String>>, TypeId>,
}

impl Schemas<'_> {
    /// Returns the type of a text that is one of some values, and declares it if it is new.
    pub(super) fn text_enum(
        &mut self,
        values: &[String],
        text: Option<&str>,
        site: &SchemaSite,
    ) -> Type {
        self.labelled_enum(values, BTreeMap::new(), text, site)
    }

    /// Returns the type of a text that is one of some values, of which some have texts of their
    /// own beside the list in the text of all.
    pub(super) fn labelled_enum(
        &mut self,
        values: &[String],
        labels: BTreeMap<String, String>,
        text: Option<&str>,
        site: &SchemaSite,
    ) -> Type {
        let mut docs = EnumDocs::read(text, values.iter().map(String::as_str));
        docs.labels.extend(labels);
        let key: BTreeSet<String> = values.iter().cloned().collect();
        let unknown: Vec<String> = docs
            .labels
            .keys()
            .filter(|value| !key.contains(*value))
            .map(|value| format!("`{value}`"))
            .collect();
        if !unknown.is_empty() {
            let message = format!(
                "the description speaks of {}, which the enum does not have",
                unknown.join(", ")
            );
            self.diagnostics.add(Code::EnumDocMismatch, &site.pointer, message);
        }
        if let Some(&id) = self.enums.texts.get(&key) {
            self.add_place(id, site, &docs);
            return Type::Named(id);
        }
        let list = values
            .iter()
            .map(|wire| EnumValue { wire: wire.clone(), text: docs.labels.get(wire).cloned() });
        let shape = Shape::Enum(StringEnum { values: list.collect() });
        let id = self.add_enum(site, shape, docs);
        self.enums.texts.insert(key, id);
        Type::Named(id)
    }

    /// Returns the type of an integer that is one of some values, and declares it if it is new.
    pub(super) fn integer_enum(
        &mut self,
        values: Vec<IntegerValue>,
        text: Option<&str>,
        site: &SchemaSite,
    ) -> Type {
        let texts: Vec<String> = values.iter().map(|value| value.wire.to_string()).collect();
        let mut docs = EnumDocs::read(text, texts.iter().map(String::as_str));
        let key: BTreeMap<i64, Option<String>> =
            values.iter().map(|value| (value.wire, value.title.clone())).collect();
        for value in &values {
            let own = value.text.clone();
            docs.labels.extend(own.map(|text| (value.wire.to_string(), text)));
        }
        if let Some(&id) = self.enums.integers.get(&key) {
            self.add_place(id, site, &docs);
            return Type::Named(id);
        }
        let label = |wire: i64| docs.labels.get(&wire.to_string()).cloned();
        let list = values
            .into_iter()
            .map(|value| IntegerValue { text: label(value.wire), ..value })
            .collect();
        let id = self.add_enum(site, Shape::IntegerEnum(list), docs);
        self.enums.integers.insert(key, id);
        Type::Named(id)
    }

    fn add_enum(&mut self, site: &SchemaSite, shape: Shape, docs: EnumDocs) -> TypeId {
        let site = SchemaSite { name: site.enum_name(), ..site.clone() };
        let id = self.reserve(&site, shape);
        self.decl_mut(id).description = docs.prose;
        id
    }

    /// Adds a place to an enum, and the labels of the values there.
    fn add_place(&mut self, id: TypeId, site: &SchemaSite, docs: &EnumDocs) {
        let decl = self.decl_mut(id);
        match (&mut decl.name, site.enum_name()) {
            (NameHint::Sites(sites), NameHint::Sites(new)) => sites.extend(new),
            (name @ NameHint::Sites(_), component @ NameHint::Component(_)) => {
                *name = component;
                decl.pointer = site.pointer.clone();
            }
            _ => {}
        }
        if decl.description != docs.prose && matches!(decl.name, NameHint::Sites(_)) {
            // Texts that differ are about the use of the enum in each place, not about the type.
            decl.description = None;
        }
        let merge = |text: &mut Option<String>, wire: &str| {
            *text = longest(text.take(), docs.labels.get(wire).map(String::as_str));
        };
        match &mut decl.shape {
            Shape::Enum(decl) => {
                decl.values.iter_mut().for_each(|value| merge(&mut value.text, &value.wire));
            }
            Shape::IntegerEnum(values) => {
                values.iter_mut().for_each(|value| merge(&mut value.text, &value.wire.to_string()));
            }
            Shape::Struct(_) | Shape::Union(_) => {}
        }
    }

    /// Returns the docs of a value of an enum type, without the list of values that the type itself
    /// has.
    pub(in crate::shape) fn without_values(&self, mut docs: Docs, ty: &Type) -> Docs {
        let text = docs.text.as_deref();
        docs.text = match self.decl_in(ty).map(|decl| &decl.shape) {
            Some(Shape::Enum(decl)) => {
                EnumDocs::read(text, decl.values.iter().map(|value| &value.wire)).prose
            }
            Some(Shape::IntegerEnum(values)) => {
                EnumDocs::read(text, values.iter().map(|value| value.wire.to_string())).prose
            }
            _ => return docs,
        };
        docs
    }
}
