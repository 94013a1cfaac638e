//! Directions: which types travel which way, and which become two because the halves differ.
//!
//! A type used both ways is split only if it has read-only or write-only properties, itself or in what it contains. The
//! response half keeps the name.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::model::{
    Access, Api, BodyContent, Direction, Field, NameHint, Output, Shape, StructKind, Type,
    TypeDecl, TypeId,
};

/// Decides each type's direction, drops the fields that do not travel that way, and splits what differs.
pub(super) fn split(api: &mut Api, config: &Config) {
    mark_always_present(api, config);
    let (requests, responses) = roots(api);
    let requested = reach(api, requests, Direction::Request);
    let answered = reach(api, responses, Direction::Response);
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
        let half = |ty: &Type| ty.renamed(|id| halves.get(&id).copied().unwrap_or(id));
        match operation.body.as_mut().map(|body| &mut body.content) {
            Some(BodyContent::Json(ty, _) | BodyContent::Form(ty)) => *ty = half(ty),
            Some(
                BodyContent::Multipart(_) | BodyContent::Text { .. } | BodyContent::Bytes { .. },
            )
            | None => {}
        }
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

fn roots(api: &Api) -> (Vec<TypeId>, Vec<TypeId>) {
    let (mut requests, mut responses) = (Vec::new(), Vec::new());
    for operation in api.operations() {
        requests.extend(operation.parameters);
        requests
            .extend(operation.path_parameters.iter().filter_map(|parameter| parameter.ty.named()));
        match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Json(ty, _) | BodyContent::Form(ty)) => requests.extend(ty.named()),
            Some(BodyContent::Multipart(id)) => requests.push(*id),
            Some(BodyContent::Text { .. } | BodyContent::Bytes { .. }) | None => {}
        }
        match &operation.output {
            Output::Json(ty) | Output::Optional(ty) => responses.extend(ty.named()),
            Output::Empty | Output::Text { .. } | Output::Bytes { .. } => {}
        }
    }
    (requests, responses)
}

/// All that is reached from the roots by what travels that way.
fn reach(api: &Api, roots: Vec<TypeId>, direction: Direction) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut open = roots;
    while let Some(id) = open.pop() {
        if reached.insert(id)
            && let Some(decl) = api.get(id)
        {
            open.extend(parts(decl, Some(direction)));
        }
    }
    reached
}

/// The types that a type contains, as far as they travel that way.
pub(crate) fn parts(decl: &TypeDecl, direction: Option<Direction>) -> Vec<TypeId> {
    match &decl.shape {
        Shape::Struct(found) => {
            let fields = found
                .fields
                .iter()
                .filter(|field| direction.is_none_or(|direction| travels(field, direction)));
            fields
                .filter_map(|field| field.ty.named())
                .chain(found.rest.as_ref().and_then(Type::named))
                .collect()
        }
        Shape::Union(found) => found.arms.iter().filter_map(|arm| arm.ty.named()).collect(),
        Shape::Enum(_) | Shape::IntegerEnum(_) => Vec::new(),
    }
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
                api.get(*id)
                    .is_some_and(|decl| parts(decl, None).iter().any(|part| found.contains(part)))
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
    let half = |ty: &Type| ty.renamed(|id| halves.get(&id).copied().unwrap_or(id));
    match &mut decl.shape {
        Shape::Struct(found) => {
            found.fields.iter_mut().for_each(|field| field.ty = half(&field.ty));
            found.rest = found.rest.as_ref().map(half);
            // A page is what is answered.
            found.paging = None;
        }
        Shape::Union(found) => found.arms.iter_mut().for_each(|arm| arm.ty = half(&arm.ty)),
        Shape::Enum(_) | Shape::IntegerEnum(_) => {}
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
