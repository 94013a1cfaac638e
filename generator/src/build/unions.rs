//! Unions: `oneOf` and `anyOf` with more than one arm.

use std::collections::BTreeMap;

use openapiv3::{
    Discriminator, ReferenceOr, Schema, SchemaData, SchemaKind, StringFormat, Type as Kind,
    VariantOrUnknownOrEmpty,
};

use super::schemas::{Place, Typed};
use super::{Builder, siblings};
use crate::diagnostic::Code;
use crate::lower::ONLY_NULL;
use crate::model::{Arm, Direction, Shape, Tag, Type, TypeDecl, TypeId, Union};

/// What a `oneOf` or `anyOf` says.
pub(super) struct Choice<'d> {
    pub keyword: &'static str,
    pub arms: &'d [ReferenceOr<Schema>],
    pub discriminator: Option<&'d Discriminator>,
    pub description: Option<String>,
    pub deprecated: bool,
}

impl<'d> Builder<'d> {
    /// The type of a choice: one enum if all arms are enums of texts, the plain type if only one arm has values, else a union.
    pub(super) fn choice(
        &mut self,
        choice: &Choice<'d>,
        place: &Place,
        reserved: Option<TypeId>,
    ) -> Typed {
        let live: Vec<(usize, &'d ReferenceOr<Schema>)> = choice
            .arms
            .iter()
            .enumerate()
            .filter(|(_, arm)| !self.is_only_null(arm))
            .map(|(index, arm)| (index, bare(arm)))
            .collect();
        let mut nullable = live.len() < choice.arms.len();
        if let Some(values) = self.merged_values(&live) {
            reserved.into_iter().for_each(|id| self.forget(id));
            self.mark_merged(choice.arms);
            let text = self.enum_text(choice, &live);
            let ty = match live.as_slice() {
                [(_, only)] => self.schema(only, place).ty,
                _ => self.text_enum(&values, text.as_deref(), place.enum_name(), &place.pointer),
            };
            return Typed { ty, nullable };
        }
        let id = reserved.unwrap_or_else(|| self.reserve(place));
        let telling = self.telling(choice, &live, &place.pointer);
        let hints = self.arm_hints(&live);
        let mut arms: Vec<Arm> = Vec::new();
        for ((index, arm), hint) in live.into_iter().zip(hints) {
            let inner = Place::part(id, &hint, place.pointer.child(choice.keyword).child(index));
            let typed = self.schema(arm, &inner);
            nullable |= typed.nullable;
            let tags = telling.as_ref().map(|telling| self.tags(telling, arm)).unwrap_or_default();
            let beside = self.said_beside(choice, index);
            nullable |= beside.is_some_and(|beside| beside.nullable);
            let is_reference = matches!(arm, ReferenceOr::Reference { .. });
            let own_name = matches!(typed.ty, Type::Named(named) if named != id) && is_reference;
            arms.push(Arm {
                hint: (!own_name).then_some(hint),
                ty: typed.ty,
                boxed: false,
                tags,
                text: beside.and_then(|beside| beside.description.clone()),
            });
        }
        let ty = self.finish_union(id, arms, telling.map(|telling| telling.tag), choice, place);
        Typed { ty, nullable }
    }

    /// What is said of an arm beside the reference that it is.
    fn said_beside(&self, choice: &Choice<'d>, index: usize) -> Option<&'d SchemaData> {
        let arm = choice.arms.get(index)?;
        let is_more = !std::ptr::eq(arm, bare(arm));
        arm.as_item().filter(|_| is_more).map(|schema| &schema.schema_data)
    }

    pub(super) fn is_only_null(&self, arm: &ReferenceOr<Schema>) -> bool {
        self.resolve_schema(arm)
            .is_some_and(|arm| arm.schema_data.extensions.contains_key(ONLY_NULL))
    }

    /// What is said of a merged enum: by the choice itself, or by the first arm that says anything.
    fn enum_text(
        &self,
        choice: &Choice<'d>,
        live: &[(usize, &'d ReferenceOr<Schema>)],
    ) -> Option<String> {
        let of_arm = |(_, arm): &(usize, &'d ReferenceOr<Schema>)| {
            self.resolve_schema(arm)?.schema_data.description.clone()
        };
        choice.description.clone().or_else(|| live.iter().find_map(of_arm))
    }

    pub(super) fn finish_union(
        &mut self,
        id: TypeId,
        arms: Vec<Arm>,
        tag: Option<Tag>,
        choice: &Choice<'d>,
        place: &Place,
    ) -> Type {
        let mut arms = one_per_type(arms);
        let plain: Vec<&Type> = arms.iter().map(|arm| &arm.ty).collect();
        let only_numbers = plain.iter().all(|ty| breadth(ty).is_some_and(|breadth| breadth < 3));
        match plain.as_slice() {
            [only] if **only != Type::Named(id) => {
                let only = (*only).clone();
                self.forget(id);
                return only;
            }
            _ if only_numbers && plain.contains(&&Type::F64) => {
                self.forget(id);
                return Type::F64;
            }
            _ if plain.contains(&&Type::Json) => {
                self.forget(id);
                self.diagnostics.add(
                    Code::Widened,
                    &place.pointer,
                    "one arm of the choice is any value, so all of it is",
                );
                return Type::Json;
            }
            _ => {}
        }
        let tag = tag.filter(|_| arms.iter().any(|arm| !arm.tags.is_empty()));
        if tag.is_none() {
            // Any text fits a plain string, and any integer a number: what is narrower is tried first.
            arms.sort_by_key(|arm| breadth(&arm.ty));
        }
        if tag.is_none() && !siblings::is_told(self.config, place) {
            let message = "the document does not say how to tell the arms apart; the arm that explains the value best is taken";
            self.diagnostics.add(Code::UnionUntagged, &place.pointer, message);
        }
        self.define(
            id,
            TypeDecl {
                pointer: place.pointer.clone(),
                name: place.name.clone(),
                description: choice.description.clone(),
                deprecated: choice.deprecated,
                direction: Direction::Both,
                shape: Shape::Union(Union { tag, arms }),
            },
        );
        Type::Named(id)
    }

    /// The values of all arms if each is an enum of texts, or plain text beside one: our enums are open.
    fn merged_values(&self, arms: &[(usize, &'d ReferenceOr<Schema>)]) -> Option<Vec<String>> {
        let mut values: Vec<String> = Vec::new();
        for (_, arm) in arms {
            let SchemaKind::Type(Kind::String(text)) = &self.resolve_schema(arm)?.schema_kind
            else {
                return None;
            };
            if !matches!(&text.format, VariantOrUnknownOrEmpty::Empty) {
                return None;
            }
            for value in text.enumeration.iter().flatten() {
                if !values.contains(value) {
                    values.push(value.clone());
                }
            }
        }
        Some(values).filter(|values| !values.is_empty())
    }

    /// What to call the arms, where a name that several would have says nothing.
    pub(super) fn arm_hints(&self, arms: &[(usize, &'d ReferenceOr<Schema>)]) -> Vec<String> {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        let hints: Vec<String> =
            arms.iter().map(|(index, arm)| self.arm_hint(arm, *index)).collect();
        for hint in &hints {
            *count.entry(hint.clone()).or_default() += 1;
        }
        let own = |(hint, (index, arm)): (String, &(usize, &'d ReferenceOr<Schema>))| {
            let is_base = self.included(arm).is_some_and(|base| base == hint);
            if is_base && count.get(&hint).is_some_and(|count| *count > 1) {
                return numbered(*index);
            }
            hint
        };
        hints.into_iter().zip(arms).map(own).collect()
    }

    /// The component that an inline arm includes by `allOf`.
    fn included(&self, arm: &ReferenceOr<Schema>) -> Option<String> {
        let SchemaKind::AllOf { all_of } = &arm.as_item()?.schema_kind else { return None };
        let component = |part: &ReferenceOr<Schema>| match part {
            ReferenceOr::Reference { reference } => super::refs::component(reference, "schemas"),
            ReferenceOr::Item(_) => None,
        };
        all_of.iter().find_map(component)
    }

    /// What to call an arm that has no name: its title, or what it is.
    fn arm_hint(&self, arm: &ReferenceOr<Schema>, index: usize) -> String {
        if let ReferenceOr::Reference { reference } = arm {
            return super::refs::component(reference, "schemas").unwrap_or_default();
        }
        let Some(schema) = self.resolve_schema(arm) else {
            return numbered(index);
        };
        if let Some(title) = schema
            .schema_data
            .title
            .as_deref()
            .filter(|title| title.chars().any(char::is_alphanumeric))
        {
            return title.to_owned();
        }
        if let Some(base) = self.included(arm) {
            return base;
        }
        let kind = match &schema.schema_kind {
            SchemaKind::Type(Kind::String(text)) => match text.enumeration.as_slice() {
                [Some(only)] => return only.clone(),
                _ => match &text.format {
                    VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => "date_time",
                    VariantOrUnknownOrEmpty::Item(StringFormat::Date) => "date",
                    VariantOrUnknownOrEmpty::Unknown(format) if format == "uuid" => "uuid",
                    _ => "text",
                },
            },
            SchemaKind::Type(Kind::Integer(_)) => "integer",
            SchemaKind::Type(Kind::Number(_)) => "number",
            SchemaKind::Type(Kind::Boolean(_)) => "boolean",
            SchemaKind::Type(Kind::Array(_)) => "list",
            SchemaKind::Type(Kind::Object(object)) if object.properties.is_empty() => "map",
            _ => return numbered(index),
        };
        kind.to_owned()
    }
}

/// The reference that an arm is, beside which something may be said of it.
fn bare(arm: &ReferenceOr<Schema>) -> &ReferenceOr<Schema> {
    match arm.as_item().map(|schema| &schema.schema_kind) {
        Some(SchemaKind::AllOf { all_of }) => match all_of.as_slice() {
            [only @ ReferenceOr::Reference { .. }] => only,
            _ => arm,
        },
        _ => arm,
    }
}

fn numbered(index: usize) -> String {
    format!("variant_{}", index + 1)
}

/// In which order plain types are tried, the narrower first; below 3 the numbers, none for what is no plain value.
fn breadth(ty: &Type) -> Option<u8> {
    match ty {
        Type::I32 => Some(0),
        Type::I64 => Some(1),
        Type::F64 => Some(2),
        Type::String => Some(4),
        Type::Bool | Type::DateTime | Type::Date | Type::Uuid => Some(3),
        _ => None,
    }
}

/// Two arms of one type are one variant; its tags are those of both.
fn one_per_type(arms: Vec<Arm>) -> Vec<Arm> {
    let mut seen: BTreeMap<Type, usize> = BTreeMap::new();
    let mut merged: Vec<Arm> = Vec::new();
    for arm in arms {
        match seen.get(&arm.ty).and_then(|index| merged.get_mut(*index)) {
            Some(known) => known.tags.extend(arm.tags),
            None => {
                seen.insert(arm.ty.clone(), merged.len());
                merged.push(arm);
            }
        }
    }
    merged
}
