//! A choice beside properties: `allOf` of objects and one `oneOf`.
//!
//! Each arm becomes a struct that has the common properties too, so that all that an arm requires
//! is kept.

use std::collections::BTreeSet;

use super::super::Schemas;
use super::super::discriminators;
use super::super::site::SchemaSite;
use super::super::unions::{UnionTask, numbered};
use super::collect::{self, Collected};
use crate::document::{Kind, SchemaId, SchemaRef};
use crate::model::{Arm, Shape, StructKind, Type};
use crate::pointer::Pointer;

impl<'d> Schemas<'d> {
    /// Declares the union of the arms of the one choice among the parts, each merged with the other
    /// parts. Returns `None` if there is not just one choice, or one of them is no object.
    pub(super) fn union_of_merged(&mut self, id: SchemaId, site: &SchemaSite) -> Option<Type> {
        let document = self.document;
        let parts = collect::parts(document[id].all_of(), &site.pointer);
        let is_choice = |part: &&(SchemaRef, Pointer)| !document[part.0].arms().is_empty();
        let [only] = parts.iter().filter(is_choice).collect::<Vec<_>>()[..] else { return None };
        let choice = &document[only.0];
        let Kind::Choice(keyword, arms) = &choice.kind else { return None };
        if arms.len() < 2 {
            return None;
        }
        let below = site.pointer.child(keyword.as_str());
        let mut merged: Vec<Collected<'d>> = Vec::new();
        for (index, arm) in arms.iter().enumerate() {
            let others = parts.iter().filter(|part| !std::ptr::eq(*part, only)).cloned();
            let all = self.collect(others.chain([(*arm, below.child(index))]).collect())?;
            if all.has_choice() {
                return None;
            }
            merged.push(all);
        }
        self.reach(only.0.component);
        let owner = self.reserve_union(site);
        let live: Vec<(usize, SchemaRef)> = arms.iter().copied().enumerate().collect();
        let discriminator = choice.discriminator.as_ref().or(document[id].discriminator.as_ref());
        let tagging = self.tagging(discriminator, &live, &site.pointer);
        let hints = self.arm_hints(&live);
        let mut built = Vec::new();
        // The last first: the members of the first are to be on top of the stack.
        for (((index, arm), all), hint) in live.iter().copied().zip(merged).zip(hints).rev() {
            let hint = hint.unwrap_or_else(|| numbered(index));
            let inner = SchemaSite::part(owner, &hint, below.child(index));
            let own = self.structure(all, arm.id, &inner, StructKind::Json);
            let tags = tagging.as_ref().map(|tagging| discriminators::tags(document, tagging, arm));
            built.push(Arm {
                hint: Some(hint),
                ty: Type::Named(own),
                boxed: false,
                tags: tags.unwrap_or_default(),
                text: None,
            });
        }
        built.reverse();
        if let Shape::Union(union) = &mut self.decl_mut(owner).shape {
            union.arms = built;
        }
        let tag = tagging.map(|tagging| tagging.tag);
        self.finish_union(UnionTask {
            id: owner,
            schema: id,
            tag,
            site: site.clone(),
            references: BTreeSet::new(),
        });
        Some(Type::Named(owner))
    }
}
