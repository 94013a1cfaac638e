//! Held names: the type of the lock that each place leads to.
//!
//! Types that had names of their own stay apart, though they have become equal word for word; and
//! those that were one stay one, though their texts have come to differ.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::lock::{Kind, Line, Lock, schema, way, word};
use crate::model::identity::{Holder, Use, document_name, uses};
use crate::model::{Api, TypeId};

/// The names of types by the lock; several types may have one.
pub(in crate::shape) type HeldNames<'l> = BTreeMap<TypeId, &'l str>;

/// Returns the name by the lock of each type that has one: by the document's name for it, else by
/// its uses.
pub(in crate::shape) fn names<'l>(api: &Api, lock: &'l Lock) -> HeldNames<'l> {
    let mut places = BTreeMap::new();
    let lines: Vec<&Line> = lock.lines(Kind::Type).filter(|line| !line.is_gone()).collect();
    places.extend(lines.iter().map(|line| (line.thing.as_str(), line.name.as_str())));
    let others = lock.lines(Kind::Also).chain(lines);
    places.extend(others.filter_map(|line| Some((line.place()?, line.name.as_str()))));
    if places.is_empty() {
        return HeldNames::new();
    }
    let calls: Vec<String> = api
        .resources
        .iter()
        .flat_map(|resource| {
            let way = way(&resource.name, resource.version);
            resource.operations.iter().map(move |operation| format!("{way}.{}", operation.name))
        })
        .collect();
    let uses = uses(api);
    let mut held = HeldNames::new();
    for id in &api.written {
        let thing = document_name(api, *id).map(|(name, half)| schema(name, half));
        held.extend(thing.and_then(|thing| places.get(thing.as_str())).map(|name| (*id, *name)));
    }
    let mut parts: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for id in &api.written {
        for one in uses.get(id.0).into_iter().flatten() {
            if let Holder::Type(holder) = one.holder {
                parts.entry(holder).or_default().push(*id);
            }
        }
    }
    // The parts of what is held may be held, too.
    let mut open: Vec<TypeId> = api.written.clone();
    while !open.is_empty() {
        let new = open.iter().filter(|id| !held.contains_key(id));
        let found: Vec<(TypeId, &str)> = new
            .filter_map(|id| Some((*id, most(uses.get(id.0)?, &places, &calls, &held)?)))
            .collect();
        let next = found.iter().filter_map(|(id, _)| parts.get(id)).flatten().copied();
        open = next.collect();
        held.extend(found);
    }
    held
}

/// Returns the name that most uses lead to.
fn most<'l>(
    uses: &BTreeSet<Use>,
    places: &BTreeMap<&'l str, &'l str>,
    calls: &[String],
    held: &HeldNames<'l>,
) -> Option<&'l str> {
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for one in uses {
        let part = word(&one.part);
        let place = match one.holder {
            Holder::Call(index) => calls.get(index).map(|call| format!("{call} {part}")),
            Holder::Webhooks => Some(format!("webhooks {part}")),
            Holder::Type(id) => held.get(&id).map(|name| format!("{name}.{part}")),
        };
        if let Some(name) = place.and_then(|place| places.get(place.as_str())) {
            *votes.entry(name).or_default() += 1;
        }
    }
    votes.into_iter().min_by_key(|(name, votes)| (usize::MAX - votes, *name)).map(|(name, _)| name)
}
