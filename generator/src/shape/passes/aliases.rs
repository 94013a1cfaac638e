//! Aliases: declared types that turned out to be others, such as a choice of one type.

use std::collections::BTreeMap;

use crate::model::{Api, NameHint, Owner, Shape, Site, Struct, StructKind, Type, TypeId, Words};
use crate::shape::schemas::nullable::{NullableType, resolve};

/// Replaces every alias by what it is. The types of operations are resolved already.
pub(in crate::shape) fn collapse(api: &mut Api, aliases: &BTreeMap<TypeId, NullableType>) {
    if aliases.is_empty() {
        return;
    }
    for decl in &mut api.types {
        match &mut decl.shape {
            Shape::Struct(decl) => {
                for field in &mut decl.fields {
                    let resolved = resolve(&field.ty, aliases);
                    field.nullable |= resolved.nullable;
                    field.ty = resolved.ty;
                }
                if let Some(additional) = &mut decl.additional {
                    *additional = resolve(additional, aliases).into_member();
                }
            }
            Shape::Union(decl) => {
                for arm in &mut decl.arms {
                    arm.ty = resolve(&arm.ty, aliases).ty;
                }
            }
            Shape::Enum(_) | Shape::IntegerEnum(_) => {}
        }
    }
    rename_parts(api, aliases);
    for id in proper(aliases) {
        // Its place stays, so that ids stay what they are.
        api[id].shape = Shape::Struct(Struct::new(StructKind::Json, Vec::new()));
    }
}

/// Returns the types that are others; some are only known to be nullable.
fn proper(aliases: &BTreeMap<TypeId, NullableType>) -> impl Iterator<Item = TypeId> {
    aliases.iter().filter(|(id, typed)| typed.ty != Type::Named(**id)).map(|(id, _)| *id)
}

/// Names the parts of an alias as parts of what the alias was a part of.
fn rename_parts(api: &mut Api, aliases: &BTreeMap<TypeId, NullableType>) {
    let names: BTreeMap<TypeId, NameHint> =
        proper(aliases).map(|id| (id, api[id].name.clone())).collect();
    let outer = |mut site: Site| {
        // An owner is declared before its parts, so this ends.
        while let Owner::Type(id) = &site.owner {
            site = match names.get(id) {
                Some(NameHint::Part(above)) => Site {
                    owner: above.owner.clone(),
                    part: format!("{}_{}", above.part, site.part),
                },
                Some(NameHint::Component(name)) => {
                    Site { owner: Owner::Words(Words::plain(name)), part: site.part }
                }
                Some(NameHint::Words(words)) => {
                    Site { owner: Owner::Words(words.clone()), part: site.part }
                }
                _ => break,
            };
        }
        site
    };
    for decl in &mut api.types {
        match &mut decl.name {
            NameHint::Part(site) => *site = outer(site.clone()),
            NameHint::Sites(sites) => {
                *sites = std::mem::take(sites).into_iter().map(outer).collect();
            }
            _ => {}
        }
    }
}
