//! Placement: the version of each method that the resource itself has, the order of methods, and
//! the ways to tell equal names apart.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::super::select::Selected;
use super::{NamedOperation, NamedResource, methods};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Method, Version};

/// An operation, and the name that it would have.
pub(super) struct Candidate<'p, 'd> {
    pub selected: &'p Selected<'d>,
    pub resource: String,
    pub version: Option<Version>,
    pub method: String,
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
    diagnostics: &mut Diagnostics,
) -> Vec<NamedResource<'d>> {
    mark_actions_on_many(&mut candidates);
    // The best of each name first: the first one keeps it.
    candidates.sort_by(|one, other| one.rank().cmp(&other.rank()));
    let mut winners: BTreeMap<(&str, &str), Option<Version>> = BTreeMap::new();
    for candidate in &candidates {
        winners.entry((&candidate.resource, &candidate.method)).or_insert(candidate.version);
    }
    let mut taken: BTreeSet<(&str, Option<Version>, String)> = BTreeSet::new();
    let mut numbers: BTreeMap<(&str, Option<Version>, &str), usize> = BTreeMap::new();
    let mut resources: BTreeMap<(&str, Option<Version>), Vec<Ranked<'d>>> = BTreeMap::new();
    for candidate in &candidates {
        let Candidate { resource, method, selected, .. } = candidate;
        let operation = selected.operation;
        let winner = winners.get(&(resource.as_str(), method.as_str())).copied().flatten();
        let version = match candidate.version {
            version if version == winner => None,
            // A path without a version, of which there is a newer one, is what was there first.
            None => Some(Version::FIRST),
            version => version,
        };
        let others = methods::further_names(operation.method, method, &operation.path);
        // The numbers up to this one are taken.
        let number = numbers.entry((resource, version, method)).or_insert(2);
        let numbered = (*number..).map(|next| {
            *number = next;
            format!("{method}_{next}")
        });
        let is_free = |name: &String| !taken.contains(&(resource.as_str(), version, name.clone()));
        let names = std::iter::once(method.clone()).chain(others).chain(numbered);
        let name = names.into_iter().find(is_free).unwrap_or_default();
        if name != *method {
            let message =
                format!("the method is `{name}`, because another operation is `{method}`");
            diagnostics.add(Code::NameCollision, &operation.pointer, message);
        }
        taken.insert((resource, version, name.clone()));
        let named = NamedOperation { selected: (*selected).clone(), name };
        resources.entry((resource, version)).or_default().push((candidate.crud, named));
    }
    let named = resources.into_iter().map(|((name, version), mut operations)| {
        operations.sort_by(|one, other| order(one).cmp(&order(other)));
        let operations = operations.into_iter().map(|(_, operation)| operation).collect();
        NamedResource { name: name.to_owned(), version, operations }
    });
    named.collect()
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
            && candidate.selected.operation.method != Method::Get
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
