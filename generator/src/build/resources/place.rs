//! Which version of each method the resource itself has, in which order methods stand, and what tells equal names apart.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::super::select::Selected;
use super::{NamedOperation, NamedResource, methods};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Method, Version};

/// An operation, and what it would be called.
pub(super) struct Candidate<'p, 'd> {
    pub selected: &'p Selected<'d>,
    pub resource: String,
    pub version: Option<Version>,
    pub method: String,
    /// Whether `codegen.toml` says the method's name.
    pub chosen: bool,
    /// Whether the document marks it as meant for users.
    pub documented: bool,
    /// Its place among the methods that every resource may have; others come behind those.
    pub crud: usize,
}

impl Candidate<'_, '_> {
    /// Whether it is one of what every resource may have.
    fn is_common(&self) -> bool {
        self.crud < methods::BEHIND
    }

    /// Of several candidates for one name, the least is the best.
    fn rank(&self) -> (bool, bool, Reverse<Option<Version>>, usize, &str, Method) {
        let parameters = self.selected.path.matches('{').count();
        let deprecated = self.selected.operation.deprecated;
        (
            !self.documented,
            deprecated,
            Reverse(self.version),
            parameters,
            self.selected.path,
            self.selected.method,
        )
    }
}

/// An operation and its place among the methods of its resource.
type Ranked<'d> = (usize, NamedOperation<'d>);

/// Places every operation.
pub(super) fn place<'d>(
    mut candidates: Vec<Candidate<'_, 'd>>,
    diagnostics: &mut Diagnostics,
) -> Vec<NamedResource<'d>> {
    tell_apart_from_actions_on_one(&mut candidates);
    // The best of each name first: what is found first stays.
    candidates.sort_by(|a, b| a.rank().cmp(&b.rank()));
    let mut winners: BTreeMap<(&str, &str), Option<Version>> = BTreeMap::new();
    for one in &candidates {
        winners.entry((&one.resource, &one.method)).or_insert(one.version);
    }
    let mut taken: BTreeSet<(&str, Option<Version>, String)> = BTreeSet::new();
    let mut resources: BTreeMap<(&str, Option<Version>), Vec<Ranked<'d>>> = BTreeMap::new();
    for one in &candidates {
        let winner = winners.get(&(one.resource.as_str(), one.method.as_str())).copied().flatten();
        let version = match one.version {
            version if version == winner => None,
            // A path without a version, of which there is a newer one, is what was there first.
            None => Some(Version::FIRST),
            version => version,
        };
        let others = methods::further_names(one.selected.method, &one.method, one.selected.path);
        let free = |name: &String| !taken.contains(&(one.resource.as_str(), version, name.clone()));
        let name = std::iter::once(one.method.clone()).chain(others).find(free).unwrap_or_default();
        if name != one.method {
            let message =
                format!("the method is `{name}`, because another operation is `{}`", one.method);
            diagnostics.add(Code::NameCollision, &one.selected.pointer, message);
        }
        taken.insert((&one.resource, version, name.clone()));
        let operation = NamedOperation { selected: one.selected.clone(), name };
        resources.entry((&one.resource, version)).or_default().push((one.crud, operation));
    }
    let named = resources.into_iter().map(|((name, version), mut operations)| {
        let order = |(crud, one): &Ranked<'d>| {
            (*crud, one.selected.path, methods::method_rank(one.selected.method))
        };
        operations.sort_by(|a, b| order(a).cmp(&order(b)));
        let operations = operations.into_iter().map(|(_, operation)| operation).collect();
        NamedResource { name: name.to_owned(), version, operations }
    });
    named.collect()
}

/// An action on many, where the same can be done to one: `close_many` beside `close(id)`.
fn tell_apart_from_actions_on_one(candidates: &mut [Candidate<'_, '_>]) {
    let is_action = |one: &Candidate<'_, '_>| {
        !one.chosen && one.selected.method != Method::Get && !one.is_common()
    };
    let on_one: BTreeSet<(String, Option<Version>, String)> = candidates
        .iter()
        .filter(|one| is_action(one) && one.selected.path.contains('{'))
        .map(|one| (one.resource.clone(), one.version, one.method.clone()))
        .collect();
    for one in
        candidates.iter_mut().filter(|one| is_action(one) && !one.selected.path.contains('{'))
    {
        let key = (one.resource.clone(), one.version, one.method.clone());
        if on_one.contains(&key) {
            one.method.push_str("_many");
        }
    }
}
