//! Cycles: a struct that contains itself needs a `Box` somewhere on the way round, and only there.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Api, Shape, Type, TypeId};

/// Boxes one field of each endless cycle. A cycle of required fields can have no value at all; its last field becomes
/// optional.
pub(super) fn make_finite(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut done = BTreeSet::new();
    for id in api.ids() {
        let mut path = Vec::new();
        visit(api, id, &mut path, &mut done, diagnostics);
    }
}

fn visit(
    api: &mut Api,
    id: TypeId,
    path: &mut Vec<TypeId>,
    done: &mut BTreeSet<TypeId>,
    diagnostics: &mut Diagnostics,
) {
    if !done.insert(id) {
        return;
    }
    path.push(id);
    for (index, target) in direct(api, id) {
        if let Some(start) = path.iter().position(|above| *above == target) {
            // A choice has other arms, one of which may end the circle.
            let ends = path.iter().skip(start).any(|id| is_union(api, *id));
            close(api, id, index, ends, diagnostics);
        } else {
            visit(api, target, path, done, diagnostics);
        }
    }
    path.pop();
}

/// The members that hold another type by value, by their index. Lists and maps hold theirs behind a pointer.
fn direct(api: &Api, id: TypeId) -> Vec<(usize, TypeId)> {
    let by_value = |ty: &Type| match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => match inner.as_ref() {
            Type::Named(id) => Some(*id),
            _ => None,
        },
        _ => None,
    };
    let members: Vec<&Type> = match api.get(id).map(|decl| &decl.shape) {
        Some(Shape::Struct(found)) => found.fields.iter().map(|field| &field.ty).collect(),
        Some(Shape::Union(found)) => found.arms.iter().map(|arm| &arm.ty).collect(),
        _ => Vec::new(),
    };
    members.into_iter().enumerate().filter_map(|(index, ty)| Some((index, by_value(ty)?))).collect()
}

fn is_union(api: &Api, id: TypeId) -> bool {
    matches!(api.get(id).map(|decl| &decl.shape), Some(Shape::Union(_)))
}

fn close(api: &mut Api, id: TypeId, index: usize, ends: bool, diagnostics: &mut Diagnostics) {
    match api.types.get_mut(id.0).map(|decl| &mut decl.shape) {
        Some(Shape::Struct(found)) => {
            if let Some(field) = found.fields.get_mut(index) {
                field.boxed = true;
                if field.required && !field.nullable && !ends {
                    field.required = false;
                    let message = "a value that must contain a value of its own type never ends; made optional";
                    diagnostics.add(Code::Widened, &field.pointer, message);
                }
            }
        }
        Some(Shape::Union(found)) => {
            if let Some(arm) = found.arms.get_mut(index) {
                arm.boxed = true;
            }
        }
        _ => {}
    }
}
