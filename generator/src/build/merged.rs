//! A choice beside properties: `allOf` of objects and one `oneOf`. Each arm becomes a struct that has the common properties
//! too, so that nothing that an arm requires is lost.

use openapiv3::{ReferenceOr, Schema, SchemaData, SchemaKind};

use super::Builder;
use super::gathered::Gathered;
use super::schemas::Place;
use super::unions::Choice;
use crate::model::{Arm, StructKind, Type, TypeId};

impl<'d> Builder<'d> {
    /// The union of the arms of the one choice among `parts`, each merged with the other parts. `None` if there is not just
    /// one choice, or something of it is no object.
    pub(super) fn union_of_merged(
        &mut self,
        data: &'d SchemaData,
        parts: &'d [ReferenceOr<Schema>],
        place: &Place,
        reserved: Option<TypeId>,
    ) -> Option<Type> {
        let is_choice = |part: &&'d ReferenceOr<Schema>| self.choice_in(part).is_some();
        let [only] = parts.iter().filter(is_choice).collect::<Vec<_>>()[..] else { return None };
        let (keyword, arms, inner) = self.choice_in(only)?;
        if arms.len() < 2 {
            return None;
        }
        let mut merged = Vec::new();
        for arm in arms {
            let mut all = Gathered::default();
            for part in parts.iter().filter(|part| !std::ptr::eq(*part, only)).chain([arm]) {
                self.gather(&mut all, std::slice::from_ref(part), &place.pointer, &mut Vec::new())?;
            }
            if all.has_choice() {
                return None;
            }
            merged.push((arm, all));
        }
        let id = reserved.unwrap_or_else(|| self.reserve(place));
        let discriminator = inner.discriminator.as_ref().or(data.discriminator.as_ref());
        let choice = Choice {
            keyword,
            arms,
            discriminator,
            description: data.description.clone(),
            deprecated: data.deprecated,
        };
        let live: Vec<(usize, &'d ReferenceOr<Schema>)> = arms.iter().enumerate().collect();
        let telling = self.telling(&choice, &live, &place.pointer);
        let hints = self.arm_hints(&live);
        let mut built = Vec::new();
        for ((index, (arm, all)), hint) in merged.into_iter().enumerate().zip(hints) {
            let inner = Place::part(id, &hint, place.pointer.child(keyword).child(index));
            let own = self.reserve(&inner);
            let data = self.resolve_schema(arm).map(|schema| &schema.schema_data)?;
            self.finish(own, all, data, &inner, StructKind::Json);
            let tags = telling.as_ref().map(|telling| self.tags(telling, arm)).unwrap_or_default();
            built.push(Arm {
                hint: Some(hint),
                ty: Type::Named(own),
                boxed: false,
                tags,
                text: None,
            });
        }
        let tag = telling.map(|telling| telling.tag);
        Some(self.finish_union(id, built, tag, &choice, place))
    }

    /// The choice that a part is, if it is one.
    fn choice_in(
        &self,
        part: &'d ReferenceOr<Schema>,
    ) -> Option<(&'static str, &'d [ReferenceOr<Schema>], &'d SchemaData)> {
        let schema = match part {
            ReferenceOr::Item(schema) => schema,
            ReferenceOr::Reference { .. } => self.resolved(part)?,
        };
        match &schema.schema_kind {
            SchemaKind::OneOf { one_of } => Some(("oneOf", one_of, &schema.schema_data)),
            SchemaKind::AnyOf { any_of } => Some(("anyOf", any_of, &schema.schema_data)),
            _ => None,
        }
    }
}
