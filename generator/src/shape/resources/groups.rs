//! Groups of operations, for the page of a resource: those of `codegen.toml`, and by rule the rest.
//!
//! A resource of few operations has no groups: they fit on a screen.

use std::collections::BTreeMap;

use wildmatch::WildMatch;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::input::config::{Config, GroupConfig, near};
use crate::model::{Api, Group, Operation, Resource};
use crate::text::pointer::Pointer;

/// As many operations as need no groups.
const FEW: usize = 8;

/// The names by the second rule of [`super`].
const BASICS: [&str; 6] = ["list", "create", "get", "replace", "update", "delete"];

/// The titles of the groups by rule.
const BY_RULE: [&str; 4] = ["the basics", "on one", "on several, or all", "deprecated"];

/// Arranges the operations of all resources, and reports groups of the configuration that have
/// none.
pub(in crate::shape) fn arrange(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    let mut used: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    for resource in &mut api.resources {
        let chosen = config.resources.groups.get_key_value(&resource.name);
        let groups = chosen.map(|(_, groups)| groups.as_slice()).unwrap_or_default();
        let found = place(resource, groups);
        if let Some((name, groups)) = chosen {
            let used = used.entry(name).or_insert_with(|| vec![false; groups.len()]);
            used.iter_mut().zip(found).for_each(|(used, found)| *used |= found);
        }
    }
    let names: Vec<&str> = api.resources.iter().map(|resource| resource.name.as_str()).collect();
    for (resource, groups) in &config.resources.groups {
        let at = Pointer::root().descend(["resources", "groups", resource]);
        let Some(used) = used.get(resource.as_str()) else {
            let help = near::help(resource, names.iter().copied(), "delete the entry");
            let message = format!("the client has no resource `{resource}`");
            diagnostics.report(unused(&at, message).help(help));
            continue;
        };
        let unused_groups = groups.iter().zip(used).enumerate().filter(|(_, (_, used))| !**used);
        for (index, (group, _)) in unused_groups {
            let message = format!("no operation of `{resource}` is in the group `{}`", group.title);
            let help = "correct `methods`, or delete the group";
            diagnostics.report(unused(&at.child(index), message).help(help));
        }
    }
}

fn unused(at: &Pointer, message: String) -> Diagnostic {
    Diagnostic::new(Code::ConfigUnused, at, message).in_origin(Origin::Config)
}

/// Arranges the operations of a resource, and returns which of the configured groups have some.
fn place(resource: &mut Resource, configured: &[GroupConfig]) -> Vec<bool> {
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); configured.len()];
    let mut by_rule: [Vec<usize>; BY_RULE.len()] = Default::default();
    for (index, operation) in resource.operations.iter().enumerate() {
        let is_in = |group: &GroupConfig| {
            let mut patterns = group.methods.iter();
            patterns.any(|pattern| WildMatch::new(pattern).matches(&operation.name))
        };
        let group = configured.iter().position(is_in).filter(|_| !operation.deprecated);
        match group.and_then(|group| places.get_mut(group)) {
            Some(place) => place.push(index),
            None => {
                let [basics, on_one, others, deprecated] = &mut by_rule;
                let place = if operation.deprecated {
                    deprecated
                } else if BASICS.contains(&operation.name.as_str()) {
                    basics
                } else if is_on_one(operation) {
                    on_one
                } else {
                    others
                };
                place.push(index);
            }
        }
    }
    let found: Vec<bool> = places.iter().map(|place| !place.is_empty()).collect();
    if configured.is_empty() && resource.operations.len() <= FEW {
        return found;
    }
    let titles = configured.iter().map(|group| group.title.clone());
    let configured = titles.zip(places);
    let by_rule = BY_RULE.map(str::to_owned).into_iter().zip(by_rule);
    let mut by_rule: Vec<(String, Vec<usize>)> = by_rule.collect();
    let basics = by_rule.remove(0);
    let all = [basics].into_iter().chain(configured).chain(by_rule);
    resource.groups = all
        .filter(|(_, operations)| !operations.is_empty())
        .map(|(title, operations)| Group { title, operations })
        .collect();
    found
}

/// Returns whether an operation is about the one thing that its path names.
fn is_on_one(operation: &Operation) -> bool {
    !operation.path_parameters.is_empty()
}
