//! Directions: which types travel which way, and which become two because the halves differ.
//!
//! A type used both ways is split only if it has read-only or write-only properties, itself or in what it contains. The
//! response half keeps the name.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::model::{
    Access, Api, Direction, Field, NameHint, Operation, Shape, StructKind, Type, TypeDecl, TypeId,
};

/// Decides each type's direction, drops the fields that do not travel that way, and splits what differs.
pub(super) fn split(api: &mut Api, config: &Config) {
    mark_always_present(api, config);
    let requested = reach(api, api.operations().flat_map(Operation::sent), Direction::Request);
    let answered = reach(api, api.operations().flat_map(Operation::received), Direction::Response);
    let differing = differing(api);

    let mut halves: BTreeMap<TypeId, TypeId> = BTreeMap::new();
    for id in requested.intersection(&answered).filter(|id| differing.contains(id)) {
        if let Some(decl) = api.get(*id) {
            let half = TypeDecl {
                name: NameHint::RequestOf(*id),
                direction: Direction::Request,
                ..decl.clone()
            };
            api.types.push(half);
            halves.insert(*id, TypeId(api.types.len() - 1));
        }
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
    drop_unreached(api, &requested, &answered, &halves);
}

/// A read-only property that `codegen.toml` says every answer carries is required in answers.
fn mark_always_present(api: &mut Api, config: &Config) {
    let always = &config.fields.always_present;
    for decl in &mut api.types {
        let Shape::Struct(found) = &mut decl.shape else { continue };
        for field in found
            .fields
            .iter_mut()
            .filter(|field| field.access == Access::ReadOnly && always.contains(&field.wire))
        {
            field.required = true;
        }
        // What is always there comes first.
        found.fields.sort_by_key(|field| (!always.contains(&field.wire), field.wire.clone()));
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

/// The types whose two halves differ: by their own fields, or by what they contain.
fn differing(api: &Api) -> BTreeSet<TypeId> {
    let own = |decl: &TypeDecl| matches!(&decl.shape, Shape::Struct(found) if found.fields.iter().any(|field| field.access != Access::ReadWrite));
    let mut found: BTreeSet<TypeId> =
        api.ids().filter(|id| api.get(*id).is_some_and(own)).collect();
    loop {
        let more: Vec<TypeId> = api
            .ids()
            .filter(|id| !found.contains(id))
            .filter(|id| {
                api.get(*id).is_some_and(|decl| decl.parts().any(|part| found.contains(&part)))
            })
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

fn keep_fields_of_direction(decl: &mut TypeDecl) {
    if let Shape::Struct(found) = &mut decl.shape
        && decl.direction != Direction::Both
        && found.kind != StructKind::Parameters
    {
        let direction = decl.direction;
        found.fields.retain(|field| travels(field, direction));
        if direction == Direction::Response {
            // An answer is not refused for lacking what nobody described.
            found
                .fields
                .iter_mut()
                .filter(|field| !field.described)
                .for_each(|field| field.required = false);
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

/// Types that only the other half of something reached, or that were given up, are not written. Their places stay, so that
/// ids stay what they are; the name hint says whose part they were.
fn drop_unreached(
    api: &mut Api,
    requested: &BTreeSet<TypeId>,
    answered: &BTreeSet<TypeId>,
    halves: &BTreeMap<TypeId, TypeId>,
) {
    let kept: BTreeSet<TypeId> =
        requested.iter().chain(answered).chain(halves.values()).copied().collect();
    api.written = api.ids().filter(|id| kept.contains(id)).collect();
}
