//! Versions: types of several versions of an operation, where they do not differ.
//!
//! A type that is named after its operation would be there once for each version: `ListBoats` and
//! `ListBoatsV1`. Where nothing differs there is one, so that callers can pass it to both.

use std::collections::{BTreeMap, BTreeSet};

use super::equal::held::HeldNames;
use crate::model::{Api, NameHint, Shape, TypeDecl, TypeId, Words};
use crate::text::pointer::Pointer;

/// Makes one type of those that are the same in several versions, with all their parts.
pub(in crate::shape) fn deduplicate(api: &mut Api, held: &HeldNames<'_>) {
    let duplicates = duplicates(api, held);
    if duplicates.is_empty() {
        return;
    }
    api.replace_types(&|id: TypeId| duplicates.get(&id).copied().unwrap_or(id));
    api.written.retain(|id| !duplicates.contains_key(id));
}

/// Returns the types that are the same as others, each with the one that stays: that of the version
/// which its name does not have.
fn duplicates(api: &Api, held: &HeldNames<'_>) -> BTreeMap<TypeId, TypeId> {
    let mut groups: BTreeMap<Words, Vec<(Words, TypeId)>> = BTreeMap::new();
    for id in &api.written {
        if let NameHint::Words(words) = &api[*id].name {
            groups.entry(words.without_version()).or_default().push((words.clone(), *id));
        }
    }
    let mut duplicates = BTreeMap::new();
    for mut group in groups.into_values().filter(|group| group.len() > 1) {
        group.sort();
        let mut distinct: Vec<TypeId> = Vec::new();
        for (_, id) in group {
            let is_apart = |other: &&TypeId| {
                held.get(other).zip(held.get(&id)).is_some_and(|(one, other)| one != other)
            };
            let mut others = distinct.iter().filter(|other| !is_apart(other));
            match others.find_map(|other| Pairing::of(api, *other, id)) {
                Some(mut pairing) => {
                    // Each call has its own operation; only the parts are shared.
                    if api.is_parameters(id) {
                        pairing.to_first.remove(&id);
                    }
                    duplicates.extend(pairing.to_first);
                }
                None => distinct.push(id),
            }
        }
    }
    duplicates
}

/// The parts of two types that are the same, in pairs.
struct Pairing {
    /// The parts of the second type, each with that of the first.
    to_first: BTreeMap<TypeId, TypeId>,
    /// The parts of the first.
    first: BTreeSet<TypeId>,
}

impl Pairing {
    /// Pairs the parts of two types; `None` if these differ in more than where they stand and the
    /// version in the name.
    fn of(api: &Api, first: TypeId, second: TypeId) -> Option<Self> {
        let mut pairing =
            Self { to_first: BTreeMap::from([(second, first)]), first: BTreeSet::from([first]) };
        let mut open = vec![(first, second)];
        while let Some((one, other)) = open.pop() {
            let (one, other) = (&api[one], &api[other]);
            let (ours, theirs) = (one.types(), other.types());
            if ours.len() != theirs.len() {
                return None;
            }
            for (ours, theirs) in ours.into_iter().zip(theirs) {
                let (Some(ours), Some(theirs)) = (ours.named(), theirs.named()) else { continue };
                if pairing.is_pair_of_parts(api, ours, theirs) {
                    pairing.to_first.insert(theirs, ours);
                    pairing.first.insert(ours);
                    open.push((ours, theirs));
                }
            }
            if comparable(one, |id| id) != comparable(other, |id| pairing.renamed(id)) {
                return None;
            }
        }
        Some(pairing)
    }

    /// Returns whether two types that are not paired yet are parts of types that are.
    fn is_pair_of_parts(&self, api: &Api, ours: TypeId, theirs: TypeId) -> bool {
        let is_known = self.first.contains(&ours) || self.to_first.contains_key(&theirs);
        let of_ours = api[ours].owner().is_some_and(|owner| self.first.contains(&owner));
        let of_theirs = api[theirs].owner().is_some_and(|owner| self.to_first.contains_key(&owner));
        !is_known && of_ours && of_theirs
    }

    fn renamed(&self, id: TypeId) -> TypeId {
        self.to_first.get(&id).copied().unwrap_or(id)
    }
}

/// Returns a copy without places, versions and owners, around other types.
fn comparable(decl: &TypeDecl, rename: impl Fn(TypeId) -> TypeId) -> TypeDecl {
    let name = NameHint::Words(match &decl.name {
        NameHint::Words(words) => words.without_version(),
        NameHint::Part(site) => Words::plain(&site.part),
        _ => Words::plain(""),
    });
    TypeDecl { name, ..without_places(decl, rename) }
}

/// Returns a copy that does not say where in the document the type stands, around other types.
pub(super) fn without_places(decl: &TypeDecl, rename: impl Fn(TypeId) -> TypeId) -> TypeDecl {
    let mut copy = decl.clone();
    for ty in copy.types_mut() {
        *ty = ty.renamed(&rename);
    }
    copy.pointer = Pointer::root();
    if let Shape::Struct(decl) = &mut copy.shape {
        for field in &mut decl.fields {
            field.pointer = Pointer::root();
        }
    }
    copy
}
