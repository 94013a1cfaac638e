//! Unions: `oneOf` and `anyOf` with more than one arm.
//!
//! | decision | file |
//! |---|---|
//! | choices that are one enum | `merged` |
//! | components that stand for those which include them | `families` |
//! | the property that tells the arms apart, and its values | `discriminators` |
//! | names of the arms | `arm_names` |

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::Step;
use super::nullable::NullableType;
use super::site::SchemaSite;
use super::{Schemas, Task};
use crate::diagnostic::Code;
use crate::document::{Discriminator, Document, Kind, Schema, SchemaId, SchemaRef};
use crate::model::{Arm, ArmHint, Held, Shape, StructKind, Tag, TagValue, Type, TypeId, Union};
use crate::text::pointer::Pointer;

use families::{Alternative, Extent};
use merged::Merged;

pub(super) mod arm_names;
pub(in crate::shape) mod discriminators;
pub(in crate::shape) mod families;
mod merged;

/// An arm that is to be added to a union.
pub(super) struct ArmTask {
    union: TypeId,
    schema: Alternative,
    site: SchemaSite,
    hint: ArmHint,
    tags: Vec<TagValue>,
    is_default: bool,
    text: Option<String>,
    /// Null is allowed beside the reference that the arm is.
    nullable: bool,
}

/// A union whose arms are all there.
pub(super) struct UnionTask {
    pub id: TypeId,
    /// The schema that annotates the union.
    pub schema: SchemaId,
    pub tag: Option<Tag>,
    pub site: SchemaSite,
    /// The places of the arms that are references: their types have names of their own.
    pub references: BTreeSet<usize>,
}

/// A choice that becomes a union.
struct Choice<'d> {
    /// The schema that annotates it.
    annotated: SchemaId,
    discriminator: Option<&'d Discriminator>,
    /// The arms as they are written, of which some wrap a reference or allow nothing but null.
    written: &'d [SchemaRef],
    /// The arms that are left, with their places.
    live: Vec<(usize, Alternative)>,
    /// The place of the list.
    below: Pointer,
}

impl<'d> Schemas<'d> {
    /// Steps into a choice, which may be a part of the schema that annotates it: one enum if all
    /// arms are enums, the only arm that has values, the family of a base, else a union.
    pub(super) fn choice(&mut self, id: SchemaId, annotated: SchemaId, site: &SchemaSite) -> Step {
        let document = self.document;
        let schema = &document[id];
        let Kind::Choice(keyword, arms) = &schema.kind else {
            return Step::Is(NullableType::plain(Type::Json));
        };
        let live = live_arms(document, schema);
        let nullable = live.len() < arms.len();
        if live.len() > 1
            && let Some(values) = merged::values(document, &live)
        {
            arms.iter().for_each(|arm| self.reach(arm.component));
            let ty = match values {
                Merged::Texts(values, labels) => {
                    let of_arm = |(_, arm): &(usize, SchemaRef)| merged::text(document, *arm);
                    let text = document[annotated].description.as_deref();
                    let text = text.or_else(|| live.iter().find_map(of_arm));
                    self.labelled_enum(&values, labels, text, site)
                }
                Merged::Integers(values) => {
                    self.integer_enum(values, document[annotated].description.as_deref(), site)
                }
            };
            return Step::Is(NullableType { ty, nullable });
        }
        match live.as_slice() {
            [] => return Step::Is(NullableType { ty: Type::Json, nullable }),
            [(index, arm)] => {
                return Step::Wraps(arms.get(*index).copied().unwrap_or(*arm), nullable);
            }
            _ => {}
        }
        let discriminator = schema.discriminator.as_ref();
        let (places, schemas): (Vec<usize>, Vec<SchemaRef>) = live.into_iter().unzip();
        if document[annotated].component.is_none()
            && let Some(base) = self.families.whole(&schemas, discriminator)
        {
            return Step::Wraps(base, nullable);
        }
        let alternatives = self.families.apart(&schemas);
        if let Some(discriminator) = discriminator {
            self.report_strangers(discriminator, &alternatives, &site.pointer);
        }
        let live = places.into_iter().zip(alternatives).collect();
        let below = site.pointer.child(keyword.as_str());
        let choice = Choice { annotated, discriminator, written: arms, live, below };
        let union = self.union(choice, site);
        if nullable {
            self.allow_null(union);
        }
        Step::Is(NullableType::plain(Type::Named(union)))
    }

    /// Declares the union that a base with heirs is.
    pub(super) fn family(&mut self, base: SchemaId, site: &SchemaSite) -> Type {
        let choice = Choice {
            annotated: base,
            discriminator: self.families.discriminator(base),
            written: &[],
            live: self.families.arms(base).into_iter().enumerate().collect(),
            below: site.pointer.clone(),
        };
        Type::Named(self.union(choice, site))
    }

    fn union(&mut self, choice: Choice<'d>, site: &SchemaSite) -> TypeId {
        let Choice { annotated, discriminator, written, live, below } = choice;
        let document = self.document;
        let union = self.reserve_union(site);
        let alternatives: Vec<Alternative> = live.iter().map(|(_, arm)| *arm).collect();
        let tagging = self.tagging(discriminator, &alternatives, &site.pointer);
        let hints = arm_names::hints(document, &live, tagging.as_ref());
        let default = tagging.as_ref().and_then(|tagging| tagging.default);
        let (tag, values) = tagging.map(|tagging| (tagging.tag, tagging.values)).unzip();
        // A base without its heirs is no more than a part of what has its name.
        let is_named = |(_, arm): &(usize, &Alternative)| {
            let is_part = arm.extent == Extent::Alone && self.families.is_base(arm.schema.id);
            arm.schema.is_reference() && (!is_part || arm.schema.id == annotated)
        };
        let named = alternatives.iter().enumerate().filter(is_named);
        self.tasks.push(Task::FinishUnion(UnionTask {
            id: union,
            schema: annotated,
            tag,
            site: site.clone(),
            references: named.map(|(index, _)| index).collect(),
        }));
        let mut values = values.unwrap_or_else(|| vec![Vec::new(); live.len()]);
        for (index, ((place, arm), hint)) in live.into_iter().zip(hints).enumerate().rev() {
            let beside = written
                .get(place)
                .filter(|written| **written != arm.schema)
                .map(|written| &document[*written]);
            self.tasks.push(Task::Arm(ArmTask {
                union,
                schema: arm,
                site: SchemaSite::part(union, &hint.to_string(), below.child(place)),
                hint,
                tags: values.pop().unwrap_or_default(),
                is_default: default == Some(index),
                text: beside.and_then(|beside| beside.description.clone()),
                nullable: beside.is_some_and(|beside| beside.nullable),
            }));
        }
        union
    }

    fn allow_null(&mut self, union: TypeId) {
        let itself = NullableType { ty: Type::Named(union), nullable: true };
        self.aliases.insert(union, itself);
    }

    pub(super) fn add_arm(&mut self, task: ArmTask) {
        let Alternative { schema, extent } = task.schema;
        let typed = match extent {
            Extent::Alone if self.families.is_base(schema.id) => self.alone(schema),
            _ => self.declare(schema, &task.site),
        };
        if typed.nullable || task.nullable {
            self.allow_null(task.union);
        }
        if let Shape::Union(union) = &mut self.decl_mut(task.union).shape {
            union.arms.push(Arm {
                hint: Some(task.hint),
                ty: typed.ty,
                held: Held::Plain,
                tags: task.tags,
                is_default: task.is_default,
                text: task.text,
            });
        }
    }

    /// Returns the struct of a base without its heirs.
    fn alone(&mut self, base: SchemaRef) -> NullableType {
        let document = self.document;
        if let Some(id) = self.alone.get(&base.id) {
            return NullableType::plain(Type::Named(*id));
        }
        self.reach(base.component);
        let component = document[base].component;
        let Some(site) = component.map(|id| SchemaSite::component(document, id)) else {
            return NullableType::plain(Type::Json);
        };
        let itself = (SchemaRef { component: None, ..base }, site.pointer.clone());
        let collected = self.collect(vec![itself]).unwrap_or_default();
        let id = self.structure(collected, base.id, &site, StructKind::Json);
        self.alone.insert(base.id, id);
        NullableType::plain(Type::Named(id))
    }

    /// Decides whether a union stays one, now that the types of its arms are known.
    pub(super) fn finish_union(&mut self, task: UnionTask) {
        let UnionTask { id, schema, tag, site, references } = task;
        let Shape::Union(union) = &mut self.decl_mut(id).shape else { return };
        let mut arms = std::mem::take(&mut union.arms);
        for (index, arm) in arms.iter_mut().enumerate() {
            let resolved = self.resolve(&arm.ty);
            if resolved.nullable {
                self.allow_null(id);
            }
            arm.ty = resolved.ty;
            let has_name = matches!(arm.ty, Type::Named(named) if named != id);
            arm.hint.take_if(|_| has_name && references.contains(&index));
        }
        let mut arms = one_per_type(arms);
        // What it is read for by default it need not be written with.
        arms.iter_mut().filter(|arm| arm.is_default).for_each(|arm| arm.tags.clear());
        // The heirs that a base will have one day are other types.
        let is_family = self.families.is_base(schema);
        if let Some(ty) = self.only_type(id, &arms, &site).filter(|_| !is_family) {
            let nullable = self.aliases.get(&id).is_some_and(|alias| alias.nullable);
            let alias = self.sound_alias(id, NullableType { ty, nullable }, &site);
            self.aliases.insert(id, alias);
            return;
        }
        let tag = tag.filter(|_| arms.iter().any(|arm| !arm.tags.is_empty()));
        if tag.is_none() {
            // Any text fits a plain string, and any integer a number: the narrower is tried first.
            arms.sort_by_key(|arm| arm.ty.specificity());
        }
        if tag.is_none() {
            self.untagged.push((id, site.pointer));
        }
        let annotated = &self.document[schema];
        let decl = self.decl_mut(id);
        decl.description.clone_from(&annotated.description);
        decl.deprecated = annotated.deprecated;
        decl.shape = Shape::Union(Union { tag, arms, statuses: Vec::new() });
    }

    /// Returns the type of a union that is no choice after all.
    fn only_type(&mut self, id: TypeId, arms: &[Arm], site: &SchemaSite) -> Option<Type> {
        let types: Vec<&Type> = arms.iter().map(|arm| &arm.ty).collect();
        match types.as_slice() {
            [only] if **only == Type::Named(id) => {
                let message = "a choice of nothing but itself; read as any value";
                self.diagnostics.add(Code::Widened, &site.pointer, message);
                Some(Type::Json)
            }
            [only] => Some((*only).clone()),
            // Not a number beside an integer: a float has not the digits of a large one.
            types if types.iter().all(|ty| ty.is_integer()) => {
                let common = Type::common_integer(types);
                if types.contains(&&Type::U64) && common == Some(Type::I64) {
                    let message = "an integer of 64 bits with or without a sign; read as an `i64`";
                    self.diagnostics.add(Code::Widened, &site.pointer, message);
                }
                common
            }
            _ if types.contains(&&Type::Json) => {
                let message = "one arm of the choice is any value, so all of it is";
                self.diagnostics.add(Code::Widened, &site.pointer, message);
                Some(Type::Json)
            }
            _ => None,
        }
    }
}

/// Returns the arms that allow more than null, with their places.
fn live_arms(document: &Document, schema: &Schema) -> Vec<(usize, SchemaRef)> {
    let arms = schema.arms().iter().enumerate();
    arms.filter(|(_, arm)| !document[**arm].only_null)
        .map(|(index, arm)| (index, unwrap_single_ref(document, *arm)))
        .collect()
}

/// Returns whether a choice is one enum.
pub(super) fn is_enum(document: &Document, schema: &Schema) -> bool {
    merged::values(document, &live_arms(document, schema)).is_some()
}

/// Returns the reference that an arm is, where it stands alone in an `allOf` with annotations.
fn unwrap_single_ref(document: &Document, arm: SchemaRef) -> SchemaRef {
    match document[arm].all_of() {
        [only] if only.is_reference() && !arm.is_reference() => *only,
        _ => arm,
    }
}

/// Makes arms of one type one, which has the tags of all.
fn one_per_type(arms: Vec<Arm>) -> Vec<Arm> {
    let mut places: BTreeMap<Type, usize> = BTreeMap::new();
    let mut distinct: Vec<Arm> = Vec::new();
    for arm in arms {
        match places.get(&arm.ty).and_then(|index| distinct.get_mut(*index)) {
            Some(earlier) => {
                earlier.tags.extend(arm.tags);
                earlier.is_default |= arm.is_default;
            }
            None => {
                places.insert(arm.ty.clone(), distinct.len());
                distinct.push(arm);
            }
        }
    }
    distinct
}
