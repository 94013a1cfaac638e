//! Tags: the property whose value names an arm of a union, and the values that do.

use std::collections::BTreeSet;

use openapiv3::{Discriminator, ObjectType, ReferenceOr, Schema, SchemaKind, Type as Kind};

use super::Builder;
use super::unions::Choice;
use crate::diagnostic::Code;
use crate::model::Tag;
use crate::pointer::Pointer;
use crate::words::snake;

/// What tells the arms of a union apart.
pub(super) struct Telling<'d> {
    pub tag: Tag,
    pub discriminator: Option<&'d Discriminator>,
}

/// How deep unions and bases are looked into; documents go round in circles.
const DEPTH: usize = 8;

impl<'d> Builder<'d> {
    /// What tells the arms apart: the discriminator, that of the base which all arms include, or a property that every arm
    /// requires with values of its own.
    pub(super) fn telling(
        &mut self,
        choice: &Choice<'d>,
        live: &[(usize, &'d ReferenceOr<Schema>)],
        at: &Pointer,
    ) -> Option<Telling<'d>> {
        let (_, first) = live.first()?;
        let inherited = || {
            self.inherited(first).filter(|base| {
                let same = |other: &Discriminator| other.property_name == base.property_name;
                live.iter().all(|(_, arm)| self.inherited(arm).is_some_and(same))
            })
        };
        if let Some(discriminator) = choice.discriminator.or_else(inherited) {
            let name = discriminator.property_name.clone();
            // In an object that holds the value, then, or nowhere.
            let up = usize::from(live.iter().all(|(_, arm)| self.lacks(arm, &name)));
            if up > 0 {
                let message = format!(
                    "no arm has the discriminator `{name}`; it is looked for beside the value"
                );
                self.diagnostics.add(Code::Widened, at, message);
            }
            return Some(Telling { tag: Tag { name, up }, discriminator: Some(discriminator) });
        }
        let mut names = self.required_properties(first);
        names.sort();
        let name = names.into_iter().find(|name| {
            let values: Vec<Vec<String>> =
                live.iter().map(|(_, arm)| self.own_tags(name, arm, DEPTH)).collect();
            let distinct: BTreeSet<&String> = values.iter().flatten().collect();
            values.iter().all(|values| !values.is_empty())
                && distinct.len() == values.iter().flatten().count()
        })?;
        Some(Telling { tag: Tag { name, up: 0 }, discriminator: None })
    }

    /// The discriminator of a component that the arm includes by `allOf`.
    fn inherited(&self, arm: &'d ReferenceOr<Schema>) -> Option<&'d Discriminator> {
        let SchemaKind::AllOf { all_of } = &self.resolve_schema(arm)?.schema_kind else {
            return None;
        };
        all_of.iter().find_map(|base| self.resolve_schema(base)?.schema_data.discriminator.as_ref())
    }

    /// Whether an arm is an object that has no such property.
    fn lacks(&self, arm: &'d ReferenceOr<Schema>, property: &str) -> bool {
        let objects = self.objects(arm, DEPTH);
        !objects.is_empty()
            && objects.iter().all(|object| !object.properties.contains_key(property))
    }

    /// The objects that an arm is made of: itself, or the parts of its `allOf`, bases last.
    fn objects(&self, arm: &'d ReferenceOr<Schema>, depth: usize) -> Vec<&'d ObjectType> {
        let Some(below) = depth.checked_sub(1) else { return Vec::new() };
        match self.resolve_schema(arm).map(|schema| &schema.schema_kind) {
            Some(SchemaKind::Type(Kind::Object(object))) => vec![object],
            Some(SchemaKind::AllOf { all_of }) => {
                let (own, bases): (Vec<_>, Vec<_>) =
                    all_of.iter().partition(|part| part.as_item().is_some());
                let parts = own.into_iter().rev().chain(bases);
                parts.flat_map(|part| self.objects(part, below)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn required_properties(&self, arm: &'d ReferenceOr<Schema>) -> Vec<String> {
        let objects = self.objects(arm, DEPTH);
        let has = |name: &String| objects.iter().any(|object| object.properties.contains_key(name));
        objects
            .iter()
            .flat_map(|object| &object.required)
            .filter(|name| has(name))
            .cloned()
            .collect()
    }

    /// The values of the property that mean an arm: those mapped to it, else the one that its own schema allows, else the name
    /// of its component (OpenAPI 3.1 section 4.8.25). The first is the one that is written: the arm's own name, where it is
    /// among them.
    pub(super) fn tags(&self, telling: &Telling<'d>, arm: &'d ReferenceOr<Schema>) -> Vec<String> {
        let own = self.own_tags(&telling.tag.name, arm, DEPTH);
        let Some(discriminator) = telling.discriminator else { return own };
        let names = self.names(arm, DEPTH);
        let is_meant = |target: &String| {
            let name = super::refs::component(target, "schemas").unwrap_or_else(|| target.clone());
            names.contains(&name)
        };
        let mapping = discriminator.mapping.iter().filter(|(_, target)| is_meant(target));
        let mut tags: Vec<String> = mapping.map(|(tag, _)| tag.clone()).collect();
        let name = names.first().cloned().unwrap_or_default();
        tags.sort_by_key(|tag| (own.first() != Some(tag), snake(tag) != snake(&name), tag.clone()));
        // A base that the arm includes allows the values of its other heirs too.
        match (tags.is_empty(), own.as_slice()) {
            (false, _) => tags,
            (true, [_]) => own,
            (true, _) if self.is_union(arm) && !own.is_empty() => own,
            (true, _) => names.into_iter().take(1).collect(),
        }
    }

    fn is_union(&self, arm: &ReferenceOr<Schema>) -> bool {
        let kind = self.resolve_schema(arm).map(|schema| &schema.schema_kind);
        matches!(kind, Some(SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. }))
    }

    /// The names of an arm's components: its own, and those of the arms of the union that it is.
    fn names(&self, arm: &'d ReferenceOr<Schema>, depth: usize) -> Vec<String> {
        let Some(below) = depth.checked_sub(1) else { return Vec::new() };
        let own = match arm {
            ReferenceOr::Reference { reference } => super::refs::component(reference, "schemas"),
            ReferenceOr::Item(_) => None,
        };
        let inner = self.arms_of(arm).iter().flat_map(|inner| self.names(inner, below));
        own.into_iter().chain(inner).collect()
    }

    fn arms_of(&self, arm: &'d ReferenceOr<Schema>) -> &'d [ReferenceOr<Schema>] {
        match self.resolve_schema(arm).map(|schema| &schema.schema_kind) {
            Some(SchemaKind::OneOf { one_of: arms } | SchemaKind::AnyOf { any_of: arms }) => arms,
            _ => &[],
        }
    }

    /// The values that an arm's own schema allows for the property, or those of all its arms if it is a union.
    fn own_tags(&self, property: &str, arm: &'d ReferenceOr<Schema>, depth: usize) -> Vec<String> {
        let Some(below) = depth.checked_sub(1) else { return Vec::new() };
        let inner = self.arms_of(arm);
        if !inner.is_empty() {
            let inner: Vec<Vec<String>> =
                inner.iter().map(|arm| self.own_tags(property, arm, below)).collect();
            let complete = inner.iter().all(|values| !values.is_empty());
            return if complete { inner.concat() } else { Vec::new() };
        }
        let of_object = |object: &'d ObjectType| {
            let values = values(&self.resolve_boxed(object.properties.get(property)?)?.schema_kind);
            Some(values).filter(|values| !values.is_empty())
        };
        self.objects(arm, DEPTH).into_iter().find_map(of_object).unwrap_or_default()
    }
}

/// The values of an enum, as text.
fn values(kind: &SchemaKind) -> Vec<String> {
    match kind {
        SchemaKind::Type(Kind::String(text)) => {
            text.enumeration.iter().flatten().cloned().collect()
        }
        SchemaKind::Type(Kind::Integer(integer)) => {
            integer.enumeration.iter().flatten().map(i64::to_string).collect()
        }
        _ => Vec::new(),
    }
}
