//! Twins: what several versions of an operation take and give, where it is the same.
//!
//! A type that is called after its operation would be there once for each version: `ListBoats` and `ListBoatsV1`. Where
//! nothing differs there is one, so that callers can pass it to both.

use std::collections::BTreeMap;

use crate::model::{Api, NameHint, Owner, Shape, Site, Type, TypeId, Words};
use crate::pointer::Pointer;

/// Shares what is the same, with all its parts.
pub(super) fn share(api: &mut Api) {
    let twins = twins(api);
    let one = |id: TypeId| twins.get(&id).copied().unwrap_or(id);
    for decl in &mut api.types {
        for ty in decl.types_mut() {
            *ty = ty.renamed(one);
        }
        match &mut decl.name {
            NameHint::RequestOf(id) | NameHint::Part(Site { owner: Owner::Type(id), .. }) => {
                *id = one(*id);
            }
            _ => {}
        }
    }
    for operation in api.resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        operation.replace_types(&one);
    }
    api.written.retain(|id| !twins.contains_key(id));
}

/// The types that are twins of others, each with the one that stays: that of the version which the name does not say.
fn twins(api: &Api) -> BTreeMap<TypeId, TypeId> {
    let mut groups: BTreeMap<String, Vec<(Words, Vec<TypeId>)>> = BTreeMap::new();
    for id in &api.written {
        if let Some(NameHint::Words(words)) = api.get(*id).map(|decl| &decl.name) {
            let mut seen = Vec::new();
            let form = form(api, *id, &mut seen);
            groups.entry(form).or_default().push((words.clone(), seen));
        }
    }
    let mut twins = BTreeMap::new();
    for mut group in groups.into_values() {
        group.sort();
        let mut group = group.into_iter().map(|(_, parts)| parts);
        let Some(first) = group.next() else { continue };
        for other in group {
            twins.extend(other.into_iter().zip(first.iter().copied()));
        }
    }
    twins
}

/// All of a type and its parts but where they stand, and the version in the name. `seen` gets the type and its parts, in the order
/// in which they are met, which is the same in twins.
fn form(api: &Api, id: TypeId, seen: &mut Vec<TypeId>) -> String {
    seen.push(id);
    let Some(decl) = api.get(id) else { return String::new() };
    let mut decl = decl.clone();
    let mut parts = Vec::new();
    let known = seen.clone();
    let renamed = |ty: &Type, parts: &mut Vec<TypeId>| match ty.named() {
        Some(named) => {
            let place = known.iter().chain(parts.iter()).position(|part| *part == named);
            let place = place.or_else(|| {
                is_part(api, named, &known).then(|| {
                    parts.push(named);
                    known.len() + parts.len() - 1
                })
            });
            // Parts are called by their place, far from the ids of types.
            ty.renamed(|id| place.map_or(id, |place| TypeId(usize::MAX - place)))
        }
        None => ty.clone(),
    };
    match &mut decl.shape {
        Shape::Struct(found) => {
            for field in &mut found.fields {
                field.pointer = Pointer::root();
                field.ty = renamed(&field.ty, &mut parts);
            }
            found.additional = found.additional.as_ref().map(|rest| renamed(rest, &mut parts));
        }
        Shape::Union(found) => {
            found.arms.iter_mut().for_each(|arm| arm.ty = renamed(&arm.ty, &mut parts));
        }
        Shape::Enum(_) | Shape::IntegerEnum(_) => {}
    }
    decl.pointer = Pointer::root();
    decl.name = NameHint::Words(match &decl.name {
        NameHint::Words(words) => words.without_version(),
        NameHint::Part(site) => Words::plain(&site.part),
        _ => Words::plain(""),
    });
    let mut form = format!("{decl:?}");
    for part in parts {
        if !seen.contains(&part) {
            form.push_str(&self::form(api, part, seen));
        }
    }
    form
}

/// Whether a type is part of one of these, and has no name of its own.
fn is_part(api: &Api, id: TypeId, of: &[TypeId]) -> bool {
    api[id].owner().is_some_and(|owner| of.contains(&owner))
}
