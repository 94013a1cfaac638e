//! Placement: the version of each method that the resource itself has, the order of methods, and
//! the ways to tell equal names apart.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::super::select::Selected;
use super::held::{Call, Held};
use super::{NamedOperation, NamedResource, methods};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Method, Version};

/// An operation, and the name that it would have.
pub(super) struct Candidate<'p, 'd> {
    pub selected: &'p Selected<'d>,
    pub resource: String,
    pub version: Option<Version>,
    pub method: String,
    /// The place that it has already, or that `codegen.toml` gives it.
    pub fixed: Option<Call>,
    /// It is `codegen.toml` that gives it.
    pub by_hand: bool,
    /// `codegen.toml` gives the method's name.
    pub chosen: bool,
    /// The document marks it as meant for users.
    pub documented: bool,
    /// Its place among the methods that every resource may have; others come behind those.
    pub crud: usize,
}

impl Candidate<'_, '_> {
    /// Returns whether it is one of those that every resource may have.
    fn is_common(&self) -> bool {
        self.crud < methods::BEHIND
    }

    /// Returns the rank among several candidates for one name, of which the least is the best.
    fn rank(&self) -> (bool, bool, Reverse<Option<Version>>, usize, &str, Method) {
        let operation = self.selected.operation;
        (
            !self.documented,
            operation.deprecated,
            Reverse(self.version),
            operation.path.matches('{').count(),
            &operation.path,
            operation.method,
        )
    }

    fn has_path_parameter(&self) -> bool {
        self.selected.operation.path.contains('{')
    }
}

/// An operation and its place among the methods of its resource.
type Ranked<'d> = (usize, NamedOperation<'d>);

/// Places every operation.
pub(super) fn place<'d>(
    mut candidates: Vec<Candidate<'_, 'd>>,
    held: &Held,
    diagnostics: &mut Diagnostics,
) -> Vec<NamedResource<'d>> {
    mark_actions_on_many(&mut candidates);
    // The best of each name first: the first one keeps it.
    candidates.sort_by(|one, other| one.rank().cmp(&other.rank()));
    let calls = calls(&candidates, held);
    let given: BTreeSet<&Call> = calls.iter().collect();
    let mut resources: BTreeMap<(String, Option<Version>), Vec<Ranked<'d>>> = BTreeMap::new();
    for (candidate, call) in candidates.iter().zip(&calls) {
        let name = &call.method;
        let plain = Call { method: candidate.method.clone(), ..call.clone() };
        if plain != *call && given.contains(&plain) {
            let method = &candidate.method;
            let message =
                format!("the method is `{name}`, because another operation is `{method}`");
            diagnostics.add(Code::NameCollision, &candidate.selected.operation.pointer, message);
        }
        let named = NamedOperation { selected: candidate.selected.clone(), name: name.clone() };
        let resource = (call.resource.clone(), call.version);
        resources.entry(resource).or_default().push((candidate.crud, named));
    }
    let named = resources.into_iter().map(|((name, version), mut operations)| {
        operations.sort_by(|one, other| order(one).cmp(&order(other)));
        let operations = operations.into_iter().map(|(_, operation)| operation).collect();
        NamedResource { name, version, operations }
    });
    named.collect()
}

/// Returns the call that each of the candidates is, of which the best come first.
fn calls(candidates: &[Candidate<'_, '_>], held: &Held) -> Vec<Call> {
    let mut calls = fixed(candidates);
    let mut taken: BTreeSet<Call> = held.names().map(|(call, _)| call.clone()).collect();
    taken.extend(calls.iter().flatten().cloned());
    // The version that has the plain name: what has or had it already, or else the best.
    let mut winners: BTreeMap<(String, String), Option<Version>> = BTreeMap::new();
    let known = held.names().map(|(call, version)| (call, *version));
    let fixed = calls.iter().zip(candidates);
    let fixed = fixed.filter_map(|(call, candidate)| Some((call.as_ref()?, candidate.version)));
    for (call, version) in known.chain(fixed).filter(|(call, _)| call.version.is_none()) {
        winners.insert((call.resource.clone(), call.method.clone()), version);
    }
    let is_open = |(call, _): &(&Option<Call>, _)| call.is_none();
    let open: Vec<&Candidate<'_, '_>> =
        calls.iter().zip(candidates).filter(is_open).map(|(_, candidate)| candidate).collect();
    for candidate in &open {
        let key = (candidate.resource.clone(), candidate.method.clone());
        winners.entry(key).or_insert(candidate.version);
    }
    let mut numbers: BTreeMap<Call, usize> = BTreeMap::new();
    for (call, candidate) in calls.iter_mut().zip(candidates).filter(|(call, _)| call.is_none()) {
        let key = (candidate.resource.clone(), candidate.method.clone());
        let winner = winners.get(&key).copied().flatten();
        let version = match candidate.version {
            version if version == winner => None,
            // A path without a version, of which there is a newer one, is what was there first.
            None => Some(Version::FIRST),
            version => version,
        };
        let (resource, method) = key;
        let plain = Call { resource, version, method };
        let free = free(&plain, candidate, &taken, numbers.entry(plain.clone()).or_insert(2));
        taken.insert(free.clone());
        *call = Some(free);
    }
    calls.into_iter().flatten().collect()
}

/// Returns the calls of those whose place is fixed. What people decide goes before all others.
fn fixed(candidates: &[Candidate<'_, '_>]) -> Vec<Option<Call>> {
    let mut calls: Vec<Option<Call>> = vec![None; candidates.len()];
    let mut given: BTreeSet<&Call> = BTreeSet::new();
    for by_hand in [true, false] {
        for (place, candidate) in calls.iter_mut().zip(candidates) {
            let fixed = candidate.fixed.as_ref().filter(|_| candidate.by_hand == by_hand);
            *place = place.take().or_else(|| fixed.filter(|call| given.insert(call)).cloned());
        }
    }
    calls
}

/// Returns the first name that is free for a candidate. The numbers below `number` are taken.
fn free(
    plain: &Call,
    candidate: &Candidate<'_, '_>,
    taken: &BTreeSet<Call>,
    number: &mut usize,
) -> Call {
    let operation = candidate.selected.operation;
    let others = methods::further_names(operation.method, &plain.method, &operation.path);
    let numbered = (*number..).map(|next| {
        *number = next;
        format!("{}_{next}", plain.method)
    });
    let names = std::iter::once(plain.method.clone()).chain(others).chain(numbered);
    let mut calls = names.map(|method| Call { method, ..plain.clone() });
    calls.find(|call| !taken.contains(call)).unwrap_or_else(|| plain.clone())
}

/// Returns the order of an operation among those of its resource.
fn order<'d>((crud, named): &Ranked<'d>) -> (usize, &'d str, usize) {
    let operation = named.selected.operation;
    (*crud, &operation.path, methods::method_rank(operation.method))
}

/// Marks each action on many where the same can be done to one: `close_many` beside `close(id)`.
fn mark_actions_on_many(candidates: &mut [Candidate<'_, '_>]) {
    let is_action = |candidate: &Candidate<'_, '_>| {
        !candidate.chosen
            && !candidate.selected.operation.method.only_reads()
            && !candidate.is_common()
    };
    let key = |candidate: &Candidate<'_, '_>| {
        (candidate.resource.clone(), candidate.version, candidate.method.clone())
    };
    let on_one: BTreeSet<(String, Option<Version>, String)> = candidates
        .iter()
        .filter(|candidate| is_action(candidate) && candidate.has_path_parameter())
        .map(key)
        .collect();
    for candidate in candidates
        .iter_mut()
        .filter(|candidate| is_action(candidate) && !candidate.has_path_parameter())
    {
        if on_one.contains(&key(candidate)) {
            candidate.method.push_str("_many");
        }
    }
}
