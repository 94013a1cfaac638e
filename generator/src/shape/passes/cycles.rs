//! Cycles: a type that contains itself by value needs a `Box` somewhere on the way round, and only
//! there.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Api, Held, Shape, Type, TypeDecl, TypeId};

/// A type on the way from the first one down, and its members that are still to be looked at.
struct Step {
    id: TypeId,
    members: std::vec::IntoIter<(usize, TypeId)>,
    /// The way goes on through an arm of a choice, or a field that need not have a value: it may
    /// end there.
    may_end: bool,
}

/// The state of a type in the search.
#[derive(Clone, Copy)]
enum Visit {
    None,
    /// On the way, at this depth.
    Open(usize),
    Done,
}

/// Boxes one member of each cycle. A cycle of required fields can have no value at all; its last
/// field becomes optional.
pub(in crate::shape) fn box_fields(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut visits: Vec<Visit> = vec![Visit::None; api.types.len()];
    for start in api.ids() {
        if !matches!(visits.get(start.0), Some(Visit::None)) {
            continue;
        }
        let mut way = vec![enter(api, start, 0, &mut visits)];
        while let Some(step) = way.last_mut() {
            let id = step.id;
            let Some((index, target)) = step.members.next() else {
                set(&mut visits, id, Visit::Done);
                way.pop();
                continue;
            };
            step.may_end = may_end(&api[id], index);
            match visits.get(target.0) {
                Some(Visit::Open(depth)) => {
                    let ends = way.iter().skip(*depth).any(|step| step.may_end);
                    close(api, id, index, ends, diagnostics);
                }
                Some(Visit::None) => way.push(enter(api, target, way.len(), &mut visits)),
                Some(Visit::Done) | None => {}
            }
        }
    }
}

fn enter(api: &Api, id: TypeId, depth: usize, visits: &mut [Visit]) -> Step {
    set(visits, id, Visit::Open(depth));
    Step { id, members: members(&api[id]).into_iter(), may_end: false }
}

fn set(visits: &mut [Visit], id: TypeId, visit: Visit) {
    if let Some(place) = visits.get_mut(id.0) {
        *place = visit;
    }
}

/// Returns the members that hold another type by value, with their index. Lists and maps hold
/// theirs behind a pointer.
fn members(decl: &TypeDecl) -> Vec<(usize, TypeId)> {
    let by_value = |ty: &Type| match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => match inner.as_ref() {
            Type::Named(id) => Some(*id),
            _ => None,
        },
        _ => None,
    };
    let types: Vec<&Type> = match &decl.shape {
        Shape::Struct(decl) => decl.fields.iter().map(|field| &field.ty).collect(),
        _ => decl.types(),
    };
    types.into_iter().enumerate().filter_map(|(index, ty)| Some((index, by_value(ty)?))).collect()
}

/// Returns whether a value may do without the member.
fn may_end(decl: &TypeDecl, index: usize) -> bool {
    match &decl.shape {
        Shape::Struct(decl) => {
            decl.fields.get(index).is_some_and(|field| !field.required || field.nullable)
        }
        _ => true,
    }
}

fn close(api: &mut Api, id: TypeId, index: usize, ends: bool, diagnostics: &mut Diagnostics) {
    match &mut api[id].shape {
        Shape::Struct(decl) => {
            if let Some(field) = decl.fields.get_mut(index) {
                field.held = Held::Boxed;
                if !ends {
                    field.required = false;
                    let message = "a value that must contain a value of its own type never ends; made optional";
                    diagnostics.add(Code::Widened, &field.pointer, message);
                }
            }
        }
        Shape::Union(decl) => {
            if let Some(arm) = decl.arms.get_mut(index) {
                arm.held = Held::Boxed;
            }
        }
        Shape::Enum(_) | Shape::IntegerEnum(_) => {}
    }
}
