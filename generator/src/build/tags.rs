//! Tags: the property whose value names an arm of a union, and the values that do.

use std::collections::BTreeSet;

use openapiv3::{Discriminator, ReferenceOr, Schema, SchemaKind, Type as Kind};

use super::Builder;
use super::unions::Choice;
use crate::words::snake;

/// What tells the arms of a union apart.
pub(super) struct Telling<'d> {
    pub property: String,
    pub discriminator: Option<&'d Discriminator>,
}

impl<'d> Builder<'d> {
    /// What tells the arms apart: the discriminator, that of the base which all arms include, or a property that every arm
    /// requires with a value of its own.
    pub(super) fn telling(
        &self,
        choice: &Choice<'d>,
        live: &[(usize, &'d ReferenceOr<Schema>)],
    ) -> Option<Telling<'d>> {
        let of = |discriminator: &'d Discriminator| Telling {
            property: discriminator.property_name.clone(),
            discriminator: Some(discriminator),
        };
        if let Some(discriminator) = choice.discriminator {
            return Some(of(discriminator));
        }
        let (_, first) = live.first()?;
        let inherited = self.inherited(first).filter(|base| {
            let same = |other: &Discriminator| other.property_name == base.property_name;
            live.iter().all(|(_, arm)| self.inherited(arm).is_some_and(same))
        });
        if let Some(discriminator) = inherited {
            return Some(of(discriminator));
        }
        let mut names = self.required_properties(first);
        names.sort();
        let property = names.into_iter().find(|name| {
            let values: Vec<String> =
                live.iter().flat_map(|(_, arm)| self.own_tag(name, arm)).collect();
            let distinct: BTreeSet<&String> = values.iter().collect();
            values.len() == live.len() && distinct.len() == live.len()
        })?;
        Some(Telling { property, discriminator: None })
    }

    /// The discriminator of a component that the arm includes by `allOf`.
    fn inherited(&self, arm: &'d ReferenceOr<Schema>) -> Option<&'d Discriminator> {
        let SchemaKind::AllOf { all_of } = &self.resolve_schema(arm)?.schema_kind else {
            return None;
        };
        all_of.iter().find_map(|base| self.resolve_schema(base)?.schema_data.discriminator.as_ref())
    }

    fn required_properties(&self, arm: &ReferenceOr<Schema>) -> Vec<String> {
        match self.resolve_schema(arm).map(|schema| &schema.schema_kind) {
            Some(SchemaKind::Type(Kind::Object(object))) => object
                .required
                .iter()
                .filter(|name| object.properties.contains_key(*name))
                .cloned()
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The values of the property that mean an arm: those mapped to it, else the one that its own schema allows, else the name
    /// of its component (OpenAPI 3.1 section 4.8.25). The first is the one that is written: the arm's own name, where it is
    /// among them.
    pub(super) fn tags(&self, telling: &Telling<'d>, arm: &'d ReferenceOr<Schema>) -> Vec<String> {
        let own = self.own_tag(&telling.property, arm);
        let ReferenceOr::Reference { reference } = arm else { return own };
        let name = super::refs::component(reference, "schemas").unwrap_or_default();
        let target_name = |target: &String| {
            super::refs::component(target, "schemas").unwrap_or_else(|| target.clone())
        };
        let mapping = telling.discriminator.into_iter().flat_map(|found| &found.mapping);
        let mut tags: Vec<String> = mapping
            .filter(|(_, target)| *target == reference || target_name(target) == name)
            .map(|(tag, _)| tag.clone())
            .collect();
        let (own_name, own_value) = (snake(&name), own.first().cloned());
        tags.sort_by_key(|tag| {
            (Some(tag) != own_value.as_ref(), snake(tag) != own_name, tag.clone())
        });
        match (tags.is_empty(), own.is_empty()) {
            (false, _) => tags,
            (true, false) => own,
            (true, true) => vec![name],
        }
    }

    /// The value that an arm's own schema allows for the tag, where that is just one.
    fn own_tag(&self, property: &str, arm: &'d ReferenceOr<Schema>) -> Vec<String> {
        let object = self.resolve_schema(arm).and_then(|schema| property_of(schema, property));
        let tag = object.and_then(|tag| match &self.resolve_boxed(tag)?.schema_kind {
            SchemaKind::Type(Kind::String(text)) => Some(text),
            _ => None,
        });
        match tag.map(|text| text.enumeration.as_slice()) {
            Some([Some(only)]) => vec![only.clone()],
            _ => Vec::new(),
        }
    }
}

/// A property of an object, or of the last part of an `allOf` that has it.
fn property_of<'d>(schema: &'d Schema, property: &str) -> Option<&'d ReferenceOr<Box<Schema>>> {
    match &schema.schema_kind {
        SchemaKind::Type(Kind::Object(object)) => object.properties.get(property),
        // Only what stands here: a base has the values of all arms.
        SchemaKind::AllOf { all_of } => all_of
            .iter()
            .filter_map(ReferenceOr::as_item)
            .filter_map(|part| property_of(part, property))
            .last(),
        _ => None,
    }
}
