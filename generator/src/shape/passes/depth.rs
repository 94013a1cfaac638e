//! Depth: how many steps the compiler takes down a type to prove something of all that it holds.
//!
//! Threads may share a value if they may share all that is in it, so that the compiler looks
//! through fields, lists and boxes, down to its own limit of 128 steps. It does so in the crate,
//! and again in every program that holds the value while it waits. A type that is too deep, or one
//! of too many that hold each other, is held in an `Indirect`, which is a step of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Api, Field, Held, Shape, StructKind, Type, TypeId};
use crate::text::bounds::{HELD, HELD_IN_CIRCLE};
use crate::text::graph::parts;

/// The types that each type holds, with the steps to get there.
type Edges = BTreeMap<TypeId, Vec<(TypeId, usize)>>;

/// Holds the types indirectly that are too deep in others.
pub(in crate::shape) fn shorten(api: &mut Api, diagnostics: &mut Diagnostics) {
    let edges = edges(api);
    let mut indirect = BTreeSet::new();
    break_circles(&edges, &mut indirect);
    break_ways(&edges, &mut indirect);
    for id in &indirect {
        let message = "other types hold this one deeper than the compiler looks; they hold it in an `Indirect`, which is a `Box` that it does not look through";
        diagnostics.add(Code::HeldIndirectly, &api[*id].pointer, message);
    }
    hold(api, &indirect);
}

fn edges(api: &Api) -> Edges {
    let of = |id: &TypeId| {
        let held: Vec<(TypeId, usize)> = match &api[*id].shape {
            Shape::Struct(decl) => {
                let fields = decl.fields.iter().filter_map(|field| {
                    let option = usize::from(!field.required || field.nullable);
                    Some((field.ty.named()?, option + steps(&field.ty, field.held)))
                });
                let rest = decl.additional.iter();
                let rest = rest.filter_map(|ty| Some((ty.named()?, 8 + steps(ty, Held::Plain))));
                fields.chain(rest).collect()
            }
            Shape::Union(decl) => {
                let arms = decl.arms.iter();
                arms.filter_map(|arm| Some((arm.ty.named()?, steps(&arm.ty, arm.held)))).collect()
            }
            Shape::Enum(_) | Shape::IntegerEnum(_) => Vec::new(),
        };
        (*id, held)
    };
    api.written.iter().map(of).collect()
}

/// Counts the steps to the declared type in a type, that one's own included: a `Vec` holds a buffer
/// with a marker of the items, a box a unique pointer, a map a root with a pointer to a node, in
/// which there are arrays. `RefUnwindSafe`, which rustdoc asks for, is looked for in all of them.
fn steps(ty: &Type, held: Held) -> usize {
    let inner = match ty {
        Type::List(inner) => 3 + steps(inner, Held::Plain),
        Type::Map(inner) => 8 + steps(inner, Held::Plain),
        Type::Page(inner) => 4 + steps(inner, Held::Plain),
        Type::Nullable(inner) => 1 + steps(inner, Held::Plain),
        _ => 1,
    };
    if held == Held::Plain { inner } else { 4 + inner }
}

fn targets(edges: &Edges, indirect: &BTreeSet<TypeId>, id: TypeId) -> Vec<(TypeId, usize)> {
    let all = edges.get(&id).into_iter().flatten().copied();
    all.filter(|(target, _)| !indirect.contains(target)).collect()
}

/// Returns the types in groups that hold each other, each group behind those that it holds.
fn groups(edges: &Edges, indirect: &BTreeSet<TypeId>) -> Vec<Vec<TypeId>> {
    parts(edges.keys().copied(), |id| {
        targets(edges, indirect, *id).into_iter().map(|(target, _)| target).collect()
    })
}

/// Counts the steps of the longest way through a group, which is no longer than all of it.
fn length(edges: &Edges, group: &[TypeId]) -> usize {
    if group.len() < 2 {
        return 0;
    }
    let longest = |id: &TypeId| edges.get(id)?.iter().map(|(_, steps)| *steps).max();
    group.iter().filter_map(longest).sum()
}

/// Takes types out of groups of too many that hold each other, those first that most others hold.
///
/// Each round takes an eighth, so that there are few rounds however large the document is.
fn break_circles(edges: &Edges, indirect: &mut BTreeSet<TypeId>) {
    loop {
        let groups = groups(edges, indirect);
        let mut large =
            groups.iter().filter(|group| length(edges, group) > HELD_IN_CIRCLE).peekable();
        if large.peek().is_none() {
            return;
        }
        let mut taken = BTreeSet::new();
        for group in large {
            let members: BTreeSet<TypeId> = group.iter().copied().collect();
            let mut holders: BTreeMap<TypeId, usize> = BTreeMap::new();
            for (target, _) in group.iter().flat_map(|id| targets(edges, indirect, *id)) {
                if members.contains(&target) {
                    *holders.entry(target).or_default() += 1;
                }
            }
            let mut order: Vec<(usize, TypeId)> =
                holders.into_iter().map(|(id, count)| (count, id)).collect();
            order.sort_by_key(|(count, id)| (std::cmp::Reverse(*count), *id));
            let share = (order.len() / 8).max(1);
            taken.extend(order.into_iter().take(share).map(|(_, id)| id));
        }
        indirect.extend(taken);
    }
}

/// Takes the types out at which a way down would become too long.
fn break_ways(edges: &Edges, indirect: &mut BTreeSet<TypeId>) {
    let mut depths: BTreeMap<TypeId, usize> = BTreeMap::new();
    for group in groups(edges, indirect) {
        let own = length(edges, &group);
        let members: BTreeSet<TypeId> = group.iter().copied().collect();
        let mut deepest = 0;
        for (target, steps) in group.iter().filter_map(|id| edges.get(id)).flatten() {
            if members.contains(target) || indirect.contains(target) {
                continue;
            }
            let depth = steps + depths.get(target).copied().unwrap_or_default();
            if own + depth > HELD {
                indirect.insert(*target);
            } else {
                deepest = deepest.max(depth);
            }
        }
        depths.extend(group.into_iter().map(|id| (id, own + deepest)));
    }
}

/// Makes all types hold these indirectly. A form is written in parts, and held by nothing.
fn hold(api: &mut Api, indirect: &BTreeSet<TypeId>) {
    let is_indirect = |ty: &Type| ty.named().is_some_and(|id| indirect.contains(&id));
    for decl in &mut api.types {
        match &mut decl.shape {
            Shape::Struct(decl) if decl.kind == StructKind::Json => {
                let fields = decl.fields.iter_mut();
                let hold = |field: &mut Field| field.held = Held::Indirect;
                fields.filter(|field| is_indirect(&field.ty)).for_each(hold);
            }
            Shape::Union(decl) if decl.statuses.is_empty() => {
                let arms = decl.arms.iter_mut().filter(|arm| is_indirect(&arm.ty));
                arms.for_each(|arm| arm.held = Held::Indirect);
            }
            _ => {}
        }
    }
}
