//! Former names: what people have renamed is still there by its old name, deprecated, until the
//! lock forgets it.
//!
//! Rust has such names for types, handles, methods and the methods that return handles. It has none
//! for fields, variants, modules and features; and a method that has gone to another resource while
//! its old one remains is not there twice, as each of the two may be compiled without the other.

use std::collections::BTreeSet;

use super::super::{Name, Names, RenamedResource, ResourceNames, members, reserved};
use super::Held;
use crate::input::lock::{Line, way};
use crate::model::{Api, Resource};

/// Adds the former names that nothing else has.
pub(in crate::names) fn add(
    api: &Api,
    held: &Held<'_>,
    mut taken: BTreeSet<String>,
    names: &mut Names,
) {
    for id in &api.written {
        let Some(types) = names.types.get_mut(id.0) else { continue };
        let former = former(held.ty(*id), types.name.as_str());
        let free = former.filter(|name| taken.insert((*name).to_owned()));
        types.former = free.map(Name::new).collect();
    }
    let mut ways: BTreeSet<String> =
        api.resources.iter().map(|one| way(&one.name, one.version)).collect();
    let mut accessors: BTreeSet<(String, String)> = BTreeSet::new();
    for (resource, named) in api.resources.iter().zip(&names.resources) {
        accessors.insert((version(resource), named.accessor.to_string()));
    }
    let mut first = 0;
    for (resource, named) in api.resources.iter().zip(&mut names.resources) {
        let moved = methods(resource, held, first, named);
        first += resource.operations.len();
        for old in moved.into_iter().filter(|old| ways.insert(old.clone())) {
            let (before, name) = old.rsplit_once('.').unwrap_or(("", &old));
            let accessor = members::field_name(name);
            let is_free = before == version(resource)
                && !reserved::CLIENT_METHODS.contains(&accessor.as_str())
                && accessors.insert((before.to_owned(), accessor.clone()));
            if is_free {
                let handle = held.handle(&old).filter(|name| taken.insert((*name).to_owned()));
                let (accessor, handle) = (Name::new(&accessor), handle.map(Name::new));
                named.former.push(RenamedResource { accessor, handle });
            }
        }
    }
}

fn version(resource: &Resource) -> String {
    resource.version.map(|version| version.to_string()).unwrap_or_default()
}

/// Adds the former names of the methods of a resource, and returns the former ways to it.
fn methods(
    resource: &Resource,
    held: &Held<'_>,
    first: usize,
    named: &mut ResourceNames,
) -> BTreeSet<String> {
    let own = way(&resource.name, resource.version);
    let given = named.methods.iter();
    let given = given.flat_map(|method| {
        [Some(&method.name), method.waiting.as_ref(), method.streaming.as_ref()]
    });
    let mut taken: BTreeSet<String> = given.flatten().map(ToString::to_string).collect();
    let mut moved = BTreeSet::new();
    let operations = resource.operations.iter().zip(&mut named.methods).enumerate();
    for (index, (operation, method)) in operations {
        let current = format!("{own}.{}", operation.name);
        for old in former(held.call(first + index), &current) {
            let Some((place, name)) = old.rsplit_once('.') else { continue };
            let name = members::method_name(name);
            if place != own {
                moved.insert(place.to_owned());
            } else if taken.insert(name.clone()) {
                method.former.push(Name::new(&name));
            }
        }
    }
    moved
}

/// Returns the names that a thing had, besides the one that it has.
fn former<'l>(line: Option<&'l Line>, current: &str) -> impl Iterator<Item = &'l str> {
    let names = line.into_iter().flat_map(|line| line.was().chain([line.name.as_str()]));
    let names: Vec<&str> = names.filter(|name| *name != current).collect();
    names.into_iter()
}
