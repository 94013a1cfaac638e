//! Directions: the way that each type travels, and the types that become two because their halves
//! differ.
//!
//! A type used both ways is split only if it has read-only or write-only properties, itself or in
//! the types that it contains. The response half keeps the name.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::config::Config;
use crate::model::{
    Access, Api, Direction, Field, NameHint, Operation, Shape, StructKind, Type, TypeDecl, TypeId,
};

/// Decides each type's direction, drops the fields that do not travel that way, and splits the
/// types whose halves differ.
pub(in crate::shape) fn split(api: &mut Api, config: &Config) {
    mark_always_present(api, config);
    let requested = reach(api, api.operations().flat_map(Operation::sent), Direction::Request);
    let received = api.operations().flat_map(Operation::received).chain(api.event_union());
    let answered = reach(api, received, Direction::Response);
    let differing = differing(api);

    let mut halves: BTreeMap<TypeId, TypeId> = BTreeMap::new();
    for id in requested.intersection(&answered).filter(|id| differing.contains(id)) {
        let half = TypeDecl {
            name: NameHint::RequestOf(*id),
            direction: Direction::Request,
            ..api[*id].clone()
        };
        api.types.push(half);
        halves.insert(*id, TypeId(api.types.len() - 1));
    }
    for (index, decl) in api.types.iter_mut().enumerate() {
        let id = TypeId(index);
        decl.direction = match (requested.contains(&id), answered.contains(&id)) {
            _ if matches!(decl.name, NameHint::RequestOf(_)) => Direction::Request,
            (true, true) if halves.contains_key(&id) => Direction::Response,
            (true, true) => Direction::Both,
            (true, false) => Direction::Request,
            _ => Direction::Response,
        };
        keep_fields_of_direction(decl);
        if decl.direction == Direction::Request {
            rename(decl, &halves);
        }
    }
    for operation in api.resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        operation.replace_body_types(&|id| halves.get(&id).copied().unwrap_or(id));
    }
    collect_written(api, &requested, &answered, &halves);
}

/// Requires the read-only properties that every answer carries, as `codegen.toml` lists them.
fn mark_always_present(api: &mut Api, config: &Config) {
    let always = &config.fields.always_present;
    for decl in &mut api.types {
        let Shape::Struct(decl) = &mut decl.shape else { continue };
        for field in decl
            .fields
            .iter_mut()
            .filter(|field| field.access == Access::ReadOnly && always.contains(&field.wire))
        {
            field.required = true;
        }
        // A property that is always there comes first.
        decl.fields.sort_by_cached_key(|field| (!always.contains(&field.wire), field.wire.clone()));
    }
}

/// Returns every type that the roots reach through what travels that way.
fn reach(api: &Api, roots: impl Iterator<Item = TypeId>, direction: Direction) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<TypeId> = roots.collect();
    while let Some(id) = open.pop() {
        if !reached.insert(id) {
            continue;
        }
        match &api[id].shape {
            Shape::Struct(structure) => {
                let fields = structure.fields.iter().filter(|field| travels(field, direction));
                open.extend(fields.filter_map(|field| field.ty.named()));
                open.extend(structure.additional.as_ref().and_then(Type::named));
            }
            _ => open.extend(api[id].parts()),
        }
    }
    reached
}

fn travels(field: &Field, direction: Direction) -> bool {
    !matches!(
        (field.access, direction),
        (Access::ReadOnly, Direction::Request) | (Access::WriteOnly, Direction::Response)
    )
}

/// Returns the types whose two halves differ: by their own fields, or by what they contain.
fn differing(api: &Api) -> BTreeSet<TypeId> {
    let differs = |decl: &TypeDecl| match &decl.shape {
        Shape::Struct(decl) => decl.fields.iter().any(|field| field.access != Access::ReadWrite),
        _ => false,
    };
    let mut containers: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for id in api.ids() {
        for part in api[id].parts() {
            containers.entry(part).or_default().push(id);
        }
    }
    let mut open: Vec<TypeId> = api.ids().filter(|id| differs(&api[*id])).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(containers.get(&id).into_iter().flatten());
        }
    }
    found
}

fn keep_fields_of_direction(decl: &mut TypeDecl) {
    let direction = decl.direction;
    if let Shape::Struct(decl) = &mut decl.shape
        && direction != Direction::Both
        && decl.kind != StructKind::Parameters
    {
        decl.fields.retain(|field| travels(field, direction));
        if direction == Direction::Response {
            // An answer is not refused for lacking what nobody described.
            for field in decl.fields.iter_mut().filter(|field| !field.described) {
                field.required = false;
            }
        }
    }
}

fn rename(decl: &mut TypeDecl, halves: &BTreeMap<TypeId, TypeId>) {
    if let Shape::Struct(structure) = &mut decl.shape {
        // Only a response is a page.
        structure.paging = None;
    }
    for ty in decl.types_mut() {
        *ty = ty.renamed(|id| halves.get(&id).copied().unwrap_or(id));
    }
}

/// Collects the types to write: those that travel. The others keep their ids, and name their parts.
fn collect_written(
    api: &mut Api,
    requested: &BTreeSet<TypeId>,
    answered: &BTreeSet<TypeId>,
    halves: &BTreeMap<TypeId, TypeId>,
) {
    let kept: BTreeSet<TypeId> =
        requested.iter().chain(answered).chain(halves.values()).copied().collect();
    let calls: BTreeSet<TypeId> =
        api.operations().filter_map(|operation| api.own_call(operation)).collect();
    let is_written =
        |id: &TypeId| kept.contains(id) && (!api.is_parameters(*id) || calls.contains(id));
    api.written = api.ids().filter(is_written).collect();
}
