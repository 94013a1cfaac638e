//! Unions: `oneOf` and `anyOf` with more than one arm.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::Step;
use super::nullable::NullableType;
use super::site::SchemaSite;
use super::{Schemas, Task, discriminators};
use crate::diagnostic::Code;
use crate::document::{Document, Keyword, Kind, Schema, SchemaId, SchemaRef};
use crate::model::{Arm, Shape, Tag, Type, TypeId, Union};
use crate::shape::passes::external_tags;

/// An arm that is to be added to a union.
pub(super) struct ArmTask {
    union: TypeId,
    schema: SchemaRef,
    site: SchemaSite,
    hint: String,
    tags: Vec<String>,
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

impl<'d> Schemas<'d> {
    /// Steps into a choice: one enum if all arms are enums of texts, the only arm that has values,
    /// else a union.
    pub(super) fn choice(&mut self, id: SchemaId, keyword: Keyword, site: &SchemaSite) -> Step {
        let document = self.document;
        let schema = &document[id];
        let arms = schema.arms();
        let live = live_arms(document, schema);
        let nullable = live.len() < arms.len();
        if let Some(values) = merged_values(document, &live) {
            arms.iter().for_each(|arm| self.reach(arm.component));
            let of_arm = |(_, arm): &(usize, SchemaRef)| document[*arm].description.as_deref();
            let text = schema.description.as_deref().or_else(|| live.iter().find_map(of_arm));
            if live.len() > 1 {
                let ty = self.text_enum(&values, text, site);
                return Step::Is(NullableType { ty, nullable });
            }
        }
        match live.as_slice() {
            [] => return Step::Is(NullableType { ty: Type::Json, nullable }),
            [(index, arm)] => {
                return Step::Wraps(arms.get(*index).copied().unwrap_or(*arm), nullable);
            }
            _ => {}
        }
        let union = self.reserve_union(site);
        let tagging = self.tagging(schema.discriminator.as_ref(), &live, &site.pointer);
        let hints = self.arm_hints(&live);
        if nullable {
            self.allow_null(union);
        }
        let tag = tagging.as_ref().map(|tagging| tagging.tag.clone());
        let places = live.iter().enumerate().filter(|(_, (_, arm))| arm.is_reference());
        let references = places.map(|(place, _)| place).collect();
        self.tasks.push(Task::FinishUnion(UnionTask {
            id: union,
            schema: id,
            tag,
            site: site.clone(),
            references,
        }));
        let below = site.pointer.child(keyword.as_str());
        for ((index, arm), hint) in live.into_iter().zip(hints).rev() {
            let hint = hint.unwrap_or_else(|| numbered(index));
            let tags = tagging.as_ref().map(|tagging| discriminators::tags(document, tagging, arm));
            let beside = arms
                .get(index)
                .filter(|written| **written != arm)
                .map(|written| &document[*written]);
            self.tasks.push(Task::Arm(ArmTask {
                union,
                schema: arm,
                site: SchemaSite::part(union, &hint, below.child(index)),
                hint,
                tags: tags.unwrap_or_default(),
                text: beside.and_then(|beside| beside.description.clone()),
                nullable: beside.is_some_and(|beside| beside.nullable),
            }));
        }
        Step::Is(NullableType::plain(Type::Named(union)))
    }

    fn allow_null(&mut self, union: TypeId) {
        let itself = NullableType { ty: Type::Named(union), nullable: true };
        self.aliases.insert(union, itself);
    }

    pub(super) fn add_arm(&mut self, task: ArmTask) {
        let typed = self.declare(task.schema, &task.site);
        if typed.nullable || task.nullable {
            self.allow_null(task.union);
        }
        if let Shape::Union(union) = &mut self.decl_mut(task.union).shape {
            union.arms.push(Arm {
                hint: Some(task.hint),
                ty: typed.ty,
                boxed: false,
                tags: task.tags,
                text: task.text,
            });
        }
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
        if let Some(ty) = self.only_type(id, &arms, &site) {
            let nullable = self.aliases.get(&id).is_some_and(|alias| alias.nullable);
            self.aliases.insert(id, NullableType { ty, nullable });
            return;
        }
        let tag = tag.filter(|_| arms.iter().any(|arm| !arm.tags.is_empty()));
        if tag.is_none() {
            // Any text fits a plain string, and any integer a number: the narrower is tried first.
            arms.sort_by_key(|arm| arm.ty.specificity());
        }
        if tag.is_none() && !external_tags::is_configured(self.config, &site) {
            let message = "the document does not say how to tell the arms apart; the arm that explains the value best is taken";
            self.diagnostics.add(Code::UnionUntagged, &site.pointer, message);
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
            _ if types.iter().all(|ty| ty.is_number()) && types.contains(&&Type::F64) => {
                Some(Type::F64)
            }
            _ if types.contains(&&Type::Json) => {
                let message = "one arm of the choice is any value, so all of it is";
                self.diagnostics.add(Code::Widened, &site.pointer, message);
                Some(Type::Json)
            }
            _ => None,
        }
    }

    /// Returns the names of the arms; `None` for one that has none, or shares it with another.
    pub(super) fn arm_hints(&self, arms: &[(usize, SchemaRef)]) -> Vec<Option<String>> {
        let document = self.document;
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        let hints: Vec<Option<String>> =
            arms.iter().map(|(_, arm)| arm_hint(document, *arm)).collect();
        for hint in hints.iter().flatten() {
            *count.entry(hint.clone()).or_default() += 1;
        }
        let is_own = |hint: &String, arm: SchemaRef| {
            included(document, arm) != Some(hint) || count.get(hint) == Some(&1)
        };
        hints
            .into_iter()
            .zip(arms)
            .map(|(hint, (_, arm))| hint.filter(|hint| is_own(hint, *arm)))
            .collect()
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
    merged_values(document, &live_arms(document, schema)).is_some()
}

/// Returns the values of all arms if each is an enum of texts, or plain text beside one: the
/// client's enums are open.
fn merged_values(document: &Document, arms: &[(usize, SchemaRef)]) -> Option<Vec<String>> {
    let mut values: Vec<String> = Vec::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for (_, arm) in arms {
        let Kind::Text(text) = &document[*arm].kind else { return None };
        if text.format.is_some() {
            return None;
        }
        values.extend(text.values.iter().filter(|value| known.insert(value)).cloned());
    }
    Some(values).filter(|values| !values.is_empty())
}

/// Returns the component that an inline arm includes by `allOf`.
fn included(document: &Document, arm: SchemaRef) -> Option<&String> {
    let parts = if arm.is_reference() { &[] } else { document[arm].all_of() };
    parts.iter().find_map(|part| part.component).map(|id| &document[id].name)
}

/// Returns the name of an arm: its component's, its title, or its kind.
fn arm_hint(document: &Document, arm: SchemaRef) -> Option<String> {
    if let Some(component) = arm.component {
        return Some(document[component].name.clone());
    }
    let schema = &document[arm];
    let title = schema.title.as_ref();
    if let Some(title) = title.filter(|title| title.chars().any(char::is_alphanumeric)) {
        return Some(title.clone());
    }
    if let Some(base) = included(document, arm) {
        return Some(base.clone());
    }
    let kind = match &schema.kind {
        Kind::Text(text) => match (text.values.as_slice(), text.format.as_deref()) {
            ([only], _) => only,
            (_, Some(format)) if Type::of_text_format(format).is_some() => format,
            _ => "text",
        },
        Kind::Integer(_) => "integer",
        Kind::Number(_) => "number",
        Kind::Boolean => "boolean",
        Kind::Array(_) => "list",
        Kind::Object(object) if object.properties.is_empty() => "map",
        _ => return None,
    };
    Some(kind.to_owned())
}

/// Returns the reference that an arm is, where it stands alone in an `allOf` with annotations.
fn unwrap_single_ref(document: &Document, arm: SchemaRef) -> SchemaRef {
    match document[arm].all_of() {
        [only] if only.is_reference() && !arm.is_reference() => *only,
        _ => arm,
    }
}

/// Returns the name of an arm that has no other.
pub(super) fn numbered(index: usize) -> String {
    format!("variant_{}", index + 1)
}

/// Makes arms of one type one, which has the tags of all.
fn one_per_type(arms: Vec<Arm>) -> Vec<Arm> {
    let mut places: BTreeMap<Type, usize> = BTreeMap::new();
    let mut distinct: Vec<Arm> = Vec::new();
    for arm in arms {
        match places.get(&arm.ty).and_then(|index| distinct.get_mut(*index)) {
            Some(earlier) => earlier.tags.extend(arm.tags),
            None => {
                places.insert(arm.ty.clone(), distinct.len());
                distinct.push(arm);
            }
        }
    }
    distinct
}
