//! Unions: `oneOf` and `anyOf` with more than one arm.

use std::collections::BTreeMap;

use openapiv3::{Discriminator, ReferenceOr, Schema, SchemaKind, Type as Kind};

use super::Builder;
use super::schemas::{Place, Typed};
use crate::diagnostic::Code;
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
    /// The type of a choice: one enum if all arms are enums of texts, the plain type if all arms are the same, else a union.
    pub(super) fn choice(
        &mut self,
        choice: &Choice<'d>,
        place: &Place,
        reserved: Option<TypeId>,
    ) -> Typed {
        if let Some(values) = self.merged_values(choice.arms) {
            let ty = self.text_enum(
                &values,
                choice.description.as_deref(),
                place.enum_name(),
                &place.pointer,
            );
            return Typed { ty, nullable: false };
        }
        let id = reserved.unwrap_or_else(|| self.reserve(place));
        let mut arms: Vec<Arm> = Vec::new();
        let mut nullable = false;
        for (index, arm) in choice.arms.iter().enumerate() {
            let hint = self.arm_hint(arm, index);
            let inner = Place::part(id, &hint, place.pointer.child(choice.keyword).child(index));
            let typed = self.schema(arm, &inner);
            nullable |= typed.nullable;
            let tags = self.tags(choice.discriminator, arm);
            if let Some(same) =
                arms.iter_mut().find(|known| known.ty == typed.ty && choice.discriminator.is_none())
            {
                same.hint.get_or_insert(hint);
                continue;
            }
            let hint = typed
                .ty
                .named()
                .is_none_or(|named| !matches!(typed.ty, Type::Named(_)) || named == id)
                .then_some(hint);
            arms.push(Arm { hint, ty: typed.ty, boxed: false, tags, text: None });
        }
        let ty = self.finish_union(id, arms, choice, place);
        Typed { ty, nullable }
    }

    fn finish_union(
        &mut self,
        id: TypeId,
        mut arms: Vec<Arm>,
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
        let tag = choice.discriminator.map(|discriminator| discriminator.property_name.clone());
        if tag.is_none() {
            let message = "the document does not say how to tell the arms apart; the arm that explains the value best is taken";
            self.diagnostics.add(Code::UnionUntagged, &place.pointer, message);
        }
        // Two arms of one type are one variant; its tags are those of both.
        let mut seen: BTreeMap<Type, usize> = BTreeMap::new();
        let mut merged: Vec<Arm> = Vec::new();
        for arm in arms.drain(..) {
            match seen.get(&arm.ty).and_then(|index| merged.get_mut(*index)) {
                Some(known) => known.tags.extend(arm.tags),
                None => {
                    seen.insert(arm.ty.clone(), merged.len());
                    merged.push(arm);
                }
            }
        }
        self.define(
            id,
            TypeDecl {
                pointer: place.pointer.clone(),
                name: place.name.clone(),
                description: choice.description.clone(),
                deprecated: choice.deprecated,
                direction: Direction::Both,
                shape: Shape::Union(Union { tag, arms: merged }),
            },
        );
        Type::Named(id)
    }

    /// The values of all arms if each is an enum of texts, or plain text beside one: our enums are open.
    fn merged_values(&self, arms: &[ReferenceOr<Schema>]) -> Option<Vec<String>> {
        let mut values: Vec<String> = Vec::new();
        for arm in arms {
            let SchemaKind::Type(Kind::String(text)) = &self.resolve_schema(arm)?.schema_kind
            else {
                return None;
            };
            if !matches!(&text.format, openapiv3::VariantOrUnknownOrEmpty::Empty) {
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
    fn tags(
        &self,
        discriminator: Option<&Discriminator>,
        arm: &ReferenceOr<Schema>,
    ) -> Vec<String> {
        let Some(discriminator) = discriminator else { return Vec::new() };
        let ReferenceOr::Reference { reference } = arm else {
            return self.own_tag(&discriminator.property_name, arm);
        };
        let name = super::refs::component(reference, "schemas").unwrap_or_default();
        let mut tags: Vec<String> = discriminator
            .mapping
            .iter()
            .filter(|(_, target)| {
                *target == reference
                    || super::refs::component(target, "schemas")
                        .unwrap_or_else(|| (*target).clone())
                        == name
            })
            .map(|(tag, _)| tag.clone())
            .collect();
        tags.sort();
        if tags.is_empty() {
            let own = self.own_tag(&discriminator.property_name, arm);
            return if own.is_empty() { vec![name] } else { own };
        }
        tags
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
    fn arm_hint(&self, arm: &ReferenceOr<Schema>, index: usize) -> String {
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
                _ => "text",
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
