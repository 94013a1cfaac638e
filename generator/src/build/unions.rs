//! Unions: `oneOf` and `anyOf` with more than one arm.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{
    Discriminator, ReferenceOr, Schema, SchemaKind, StringFormat, Type as Kind,
    VariantOrUnknownOrEmpty,
};

use super::Builder;
use super::schemas::{Place, Typed};
use crate::diagnostic::Code;
use crate::lower::ONLY_NULL;
use crate::model::{Arm, Direction, Shape, Type, TypeDecl, TypeId, Union};

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
        let live: Vec<(usize, &'d ReferenceOr<Schema>)> =
            choice.arms.iter().enumerate().filter(|(_, arm)| !self.is_only_null(arm)).collect();
        let mut nullable = live.len() < choice.arms.len();
        if let Some(values) = self.merged_values(&live) {
            reserved.into_iter().for_each(|id| self.forget(id));
            let text = self.enum_text(choice, &live);
            let ty = match live.as_slice() {
                [(_, only)] => self.schema(only, place).ty,
                _ => self.text_enum(&values, text.as_deref(), place.enum_name(), &place.pointer),
            };
            return Typed { ty, nullable };
        }
        let id = reserved.unwrap_or_else(|| self.reserve(place));
        let tag = self.tag(choice, &live);
        let mut arms: Vec<Arm> = Vec::new();
        for (index, arm) in live {
            let hint = self.arm_hint(arm, index);
            let inner = Place::part(id, &hint, place.pointer.child(choice.keyword).child(index));
            let typed = self.schema(arm, &inner);
            nullable |= typed.nullable;
            let tags = tag
                .as_ref()
                .map(|tag| self.tags(choice.discriminator, tag, arm))
                .unwrap_or_default();
            let is_reference = matches!(arm, ReferenceOr::Reference { .. });
            let own_name = matches!(typed.ty, Type::Named(named) if named != id) && is_reference;
            arms.push(Arm {
                hint: (!own_name).then_some(hint),
                ty: typed.ty,
                boxed: false,
                tags,
                text: None,
            });
        }
        if tag.is_none() {
            // Any text fits a plain string, so it is tried after the texts of a format.
            arms.sort_by_key(|arm| arm.ty == Type::String);
        }
        let ty = self.finish_union(id, arms, tag, choice, place);
        Typed { ty, nullable }
    }

    fn is_only_null(&self, arm: &ReferenceOr<Schema>) -> bool {
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

    /// The property that tells the arms apart: the discriminator's, that of the base which all arms include, or one that every
    /// arm requires with a value of its own.
    pub(super) fn tag(
        &self,
        choice: &Choice<'d>,
        live: &[(usize, &'d ReferenceOr<Schema>)],
    ) -> Option<String> {
        if let Some(discriminator) = choice.discriminator {
            return Some(discriminator.property_name.clone());
        }
        let (_, first) = live.first()?;
        self.inherited_tag(first)
            .filter(|tag| live.iter().all(|(_, arm)| self.inherited_tag(arm).as_ref() == Some(tag)))
            .or_else(|| {
                let mut names = self.properties(first);
                names.sort();
                names.into_iter().find(|name| {
                    let values: Vec<String> =
                        live.iter().flat_map(|(_, arm)| self.own_tag(name, arm)).collect();
                    let distinct: BTreeSet<&String> = values.iter().collect();
                    values.len() == live.len() && distinct.len() == live.len()
                })
            })
    }

    /// The discriminator of a component that the arm includes by `allOf`.
    fn inherited_tag(&self, arm: &ReferenceOr<Schema>) -> Option<String> {
        let SchemaKind::AllOf { all_of } = &self.resolve_schema(arm)?.schema_kind else {
            return None;
        };
        let tag = |base: &ReferenceOr<Schema>| {
            self.resolve_schema(base)?
                .schema_data
                .discriminator
                .as_ref()
                .map(|found| found.property_name.clone())
        };
        all_of.iter().find_map(tag)
    }

    fn properties(&self, arm: &ReferenceOr<Schema>) -> Vec<String> {
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

    pub(super) fn finish_union(
        &mut self,
        id: TypeId,
        arms: Vec<Arm>,
        tag: Option<String>,
        choice: &Choice<'d>,
        place: &Place,
    ) -> Type {
        let plain: Vec<&Type> = arms.iter().map(|arm| &arm.ty).collect();
        match plain.as_slice() {
            [only] if **only != Type::Named(id) => {
                let only = (*only).clone();
                self.forget(id);
                return only;
            }
            [Type::I64 | Type::I32 | Type::F64, Type::F64] | [Type::F64, Type::I64 | Type::I32] => {
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
        // A tag helps only if it tells every arm.
        let tag = tag.filter(|_| arms.iter().all(|arm| !arm.tags.is_empty()));
        if tag.is_none() {
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
                shape: Shape::Union(Union { tag, arms: one_per_type(arms) }),
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

    /// The values of the discriminator that mean an arm: those mapped to it, else the name of its component
    /// (OpenAPI 3.1 section 4.8.25).
    pub(super) fn tags(
        &self,
        discriminator: Option<&Discriminator>,
        tag: &str,
        arm: &ReferenceOr<Schema>,
    ) -> Vec<String> {
        let own = self.own_tag(tag, arm);
        let ReferenceOr::Reference { reference } = arm else { return own };
        let name = super::refs::component(reference, "schemas").unwrap_or_default();
        let target_name = |target: &String| {
            super::refs::component(target, "schemas").unwrap_or_else(|| target.clone())
        };
        let mapping = discriminator.into_iter().flat_map(|discriminator| &discriminator.mapping);
        let mut tags: Vec<String> = mapping
            .filter(|(_, target)| *target == reference || target_name(target) == name)
            .map(|(tag, _)| tag.clone())
            .collect();
        tags.sort();
        match (tags.is_empty(), own.is_empty()) {
            (false, _) => tags,
            (true, false) => own,
            (true, true) => vec![name],
        }
    }

    /// The value that an arm's own schema allows for the tag, where that is just one.
    fn own_tag(&self, property: &str, arm: &ReferenceOr<Schema>) -> Vec<String> {
        let object = self.resolve_schema(arm).and_then(|schema| match &schema.schema_kind {
            SchemaKind::Type(Kind::Object(object)) => object.properties.get(property),
            _ => None,
        });
        let tag = object.and_then(|tag| match &self.resolve_boxed(tag)?.schema_kind {
            SchemaKind::Type(Kind::String(text)) => Some(text),
            _ => None,
        });
        match tag.map(|text| text.enumeration.as_slice()) {
            Some([Some(only)]) => vec![only.clone()],
            _ => Vec::new(),
        }
    }

    /// What to call an arm that has no name: its title, or what it is.
    pub(super) fn arm_hint(&self, arm: &ReferenceOr<Schema>, index: usize) -> String {
        if let ReferenceOr::Reference { reference } = arm {
            return super::refs::component(reference, "schemas").unwrap_or_default();
        }
        let Some(schema) = self.resolve_schema(arm) else {
            return format!("variant_{}", index + 1);
        };
        if let Some(title) = schema
            .schema_data
            .title
            .as_deref()
            .filter(|title| title.chars().any(char::is_alphanumeric))
        {
            return title.to_owned();
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
            _ => return format!("variant_{}", index + 1),
        };
        kind.to_owned()
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
