//! A choice beside properties: `allOf` of objects and one `oneOf`.
//!
//! Each arm becomes a struct that has the common properties too, so that all that an arm requires
//! is kept.

use std::collections::BTreeSet;

use super::super::Schemas;
use super::super::site::SchemaSite;
use super::collect::Collected;
use crate::document::{Kind, SchemaId, SchemaRef};
use crate::model::{Arm, Held, Shape, StructKind, Type};
use crate::shape::schemas::unions::families::Alternative;
use crate::shape::schemas::unions::{UnionTask, arm_names};
use crate::text::pointer::Pointer;

impl<'d> Schemas<'d> {
    /// Declares the union of the arms of the one choice among the parts, each merged with the other
    /// parts. Returns `None` if there is not just one choice, or one of them is no object.
    pub(super) fn union_of_merged(
        &mut self,
        id: SchemaId,
        parts: &[(SchemaRef, Pointer)],
        site: &SchemaSite,
    ) -> Option<Type> {
        let document = self.document;
        let is_choice = |part: &&(SchemaRef, Pointer)| {
            !document[part.0].arms().is_empty() && !self.families.is_own_choice(part.0.id)
        };
        let [only] = parts.iter().filter(is_choice).collect::<Vec<_>>()[..] else { return None };
        let choice = &document[only.0];
        let Kind::Choice(keyword, arms) = &choice.kind else { return None };
        if arms.len() < 2 {
            return None;
        }
        let below = site.pointer.child(keyword.as_str());
        let others = || parts.iter().filter(|part| !std::ptr::eq(*part, only)).cloned();
        let mut merged: Vec<Collected<'d>> = Vec::new();
        for (index, arm) in arms.iter().enumerate() {
            let all = self.collect(others().chain([(*arm, below.child(index))]).collect())?;
            if all.has_choice() {
                return None;
            }
            merged.push(all);
        }
        self.reach(only.0.component);
        let owner = self.reserve_union(site);
        let alternatives = self.families.apart(arms);
        let discriminator = choice.discriminator.as_ref().or(document[id].discriminator.as_ref());
        let tagging = self.tagging(discriminator, &alternatives, &site.pointer);
        let live: Vec<(usize, Alternative)> = alternatives.into_iter().enumerate().collect();
        let hints = arm_names::hints(document, &live, tagging.as_ref());
        let default = tagging.as_ref().and_then(|tagging| tagging.default);
        let (tag, values) = tagging.map(|tagging| (tagging.tag, tagging.values)).unzip();
        let mut values = values.unwrap_or_else(|| vec![Vec::new(); live.len()]);
        let mut built = Vec::new();
        // The last first: the members of the first are to be on top of the stack.
        for (((index, arm), all), hint) in live.into_iter().zip(merged).zip(hints).rev() {
            let inner = SchemaSite::part(owner, &hint.to_string(), below.child(index));
            let own = self.structure(all, arm.schema.id, &inner, StructKind::Json);
            built.push(Arm {
                hint: Some(hint),
                ty: Type::Named(own),
                held: Held::Plain,
                tags: values.pop().unwrap_or_default(),
                is_default: default == Some(index),
                text: None,
            });
        }
        built.reverse();
        if let Shape::Union(union) = &mut self.decl_mut(owner).shape {
            union.arms = built;
        }
        let site = site.clone();
        let references = BTreeSet::new();
        self.finish_union(UnionTask { id: owner, schema: id, tag, site, references });
        Some(Type::Named(owner))
    }
}
