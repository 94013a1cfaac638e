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

/// The title of what is in no group of the configuration.
const MORE: &str = "more";

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
    let [mut basics, mut on_one, mut others, mut deprecated] = BY_RULE.map(new);
    let mut chosen: Vec<Group> = configured.iter().map(|group| new(&group.title)).collect();
    for (index, operation) in in_order(&resource.operations, configured) {
        let (own, _) = place_in(operation, configured);
        let group = match chosen.get_mut(own) {
            _ if operation.deprecated => &mut deprecated,
            Some(group) => group,
            None if is_basic(operation) => &mut basics,
            None if operation.path_parameters.is_empty() => &mut others,
            None => &mut on_one,
        };
        group.operations.push(index);
    }
    let found: Vec<bool> = chosen.iter().map(|group| !group.operations.is_empty()).collect();
    let by_rule = !found.contains(&true);
    if by_rule && resource.operations.len() <= FEW {
        return found;
    }
    let rest = if by_rule {
        vec![on_one, others]
    } else {
        let operations = [on_one.operations, others.operations].concat();
        vec![Group { title: MORE.to_owned(), operations }]
    };
    let all = [basics].into_iter().chain(chosen).chain(rest).chain([deprecated]);
    resource.groups = all.filter(|group| !group.operations.is_empty()).collect();
    found
}

/// Returns the operations in the order that groups have them in: as the patterns of the
/// configuration are, the basics as they are, and others by their names, by which a start comes
/// before its progress.
fn in_order<'o>(
    operations: &'o [Operation],
    configured: &[GroupConfig],
) -> impl Iterator<Item = (usize, &'o Operation)> {
    let mut order: Vec<(usize, &Operation)> = operations.iter().enumerate().collect();
    order.sort_by_key(|(index, operation)| {
        let name = if is_basic(operation) { "" } else { operation.name.as_str() };
        (place_in(operation, configured), name, *index)
    });
    order.into_iter()
}

fn is_basic(operation: &Operation) -> bool {
    BASICS.contains(&operation.name.as_str())
}

/// Returns the first configured group that has an operation, and its first pattern that does; the
/// numbers of groups that there are not where none has.
fn place_in(operation: &Operation, configured: &[GroupConfig]) -> (usize, usize) {
    let matches = |pattern: &String| WildMatch::new(pattern).matches(&operation.name);
    let in_group = |group: &GroupConfig| group.methods.iter().position(matches);
    let mut places = configured.iter().map(in_group).enumerate();
    let found = places.find_map(|(group, pattern)| Some((group, pattern?)));
    found.unwrap_or((configured.len(), 0))
}

fn new(title: &str) -> Group {
    Group { title: title.to_owned(), operations: Vec::new() }
}
