//! The nearness of types to the calls that people know first: those that create and read.
//!
//! An enum that stands in many places is named after the nearest of them: the language of what
//! `get` returns, and not that of an error which `delete` may answer with.

use crate::model::{Api, NameHint, Operation, Owner, Site, TypeId};

/// The steps from a call to each type.
pub(super) struct Nearness<'a> {
    api: &'a Api,
    /// By [`TypeId`].
    steps: Vec<usize>,
    far: usize,
}

impl<'a> Nearness<'a> {
    /// Counts the steps to all types: from what calls that create or read take and give, and for
    /// types that these do not reach, from what all others do, which is farther.
    pub(super) fn of(api: &'a Api) -> Self {
        let far = api.types.len() + 3;
        let mut steps = vec![usize::MAX; api.types.len()];
        let (near, others): (Vec<&Operation>, Vec<&Operation>) =
            api.operations().partition(|operation| is_known_first(operation));
        reach(api, &near, 0, &mut steps);
        reach(api, &others, far, &mut steps);
        for half in api.ids() {
            if let NameHint::RequestOf(base) = api[half].name {
                let nearest = steps.get(half.0).copied().unwrap_or(usize::MAX);
                if let Some(place) = steps.get_mut(base.0) {
                    *place = nearest.min(*place);
                }
            }
        }
        Self { api, steps, far }
    }

    /// Returns the number of steps to the owner at a place. What only a call has is a step farther
    /// than what the document names, and the kind of a thing is nearer than its other parts: it is
    /// nobody else's.
    pub(super) fn of_site(&self, site: &Site) -> usize {
        let steps = self.of_owner(&site.owner).saturating_add(1);
        if ["kind", "type"].contains(&site.part.as_str()) { steps - 1 } else { steps }
    }

    fn of_owner(&self, owner: &Owner) -> usize {
        match owner {
            Owner::Type(id) => {
                let steps = self.steps.get(id.0).copied().unwrap_or(usize::MAX);
                let is_of_call = match &self.api[*id].name {
                    NameHint::Words(_) => true,
                    NameHint::Component(name) => {
                        ["Request", "Response"].iter().any(|end| name.ends_with(end))
                    }
                    _ => false,
                };
                steps.saturating_add(usize::from(is_of_call))
            }
            Owner::Words(words) => {
                let known_first = ["list_", "get_", "create_"];
                let is_near = known_first.iter().any(|verb| words.base.starts_with(verb));
                if is_near { 2 } else { self.far + 2 }
            }
        }
    }
}

fn is_known_first(operation: &Operation) -> bool {
    operation.method.only_reads() || operation.name == "create"
}

/// Counts the steps from what operations take and give. What they give is nearest: a thing is more
/// than the form that it is made by. Parameters are farthest: a thing's own property says more of
/// it than the filter of a list does.
fn reach(api: &Api, operations: &[&Operation], first: usize, steps: &mut [usize]) {
    let given = operations.iter().flat_map(|one| one.received());
    let taken = operations
        .iter()
        .flat_map(|one| one.sent().into_iter().filter(|id| Some(*id) != one.parameters));
    let parameters = operations.iter().filter_map(|one| one.parameters);
    let mut levels: Vec<Vec<TypeId>> = vec![given.collect(), taken.collect(), parameters.collect()];
    let mut level = 0;
    while let Some(ids) = levels.get_mut(level).map(std::mem::take) {
        let mut parts: Vec<TypeId> = Vec::new();
        for id in ids {
            if let Some(place) = steps.get_mut(id.0)
                && *place == usize::MAX
            {
                *place = first + level;
                parts.extend(api[id].parts());
            }
        }
        level += 1;
        match levels.get_mut(level) {
            Some(next) => next.extend(parts),
            None if !parts.is_empty() => levels.push(parts),
            None => {}
        }
    }
}
