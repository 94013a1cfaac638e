//! Layout: the file of each item, its order there, and the cargo feature it is behind.
//!
//! A type that only one resource reaches is in that resource's file. A type that several reach is
//! in a file of its own under `shared/`, with the parts that only it has, compiled when one of
//! those resources is.
//!
//! A type that has a file by `names.lock` stays there, as long as the resources that reach it are
//! those that the file is compiled for: a type that a second resource comes to reach must move.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::identity::digest;
use crate::model::{Api, TypeId};
use crate::names::{Name, Names};

mod below;
mod files;
mod measure;

use files::Homes;
pub(crate) use files::{Contents, Layout, Part, PartFile, ResourceFile, SharedFile};
use measure::sort;

/// For each type, the modules of the resources that reach it.
type Reached<'n> = BTreeMap<TypeId, BTreeSet<&'n Name>>;

/// Decides the place of everything.
pub(crate) fn arrange(api: &Api, names: &Names) -> Layout {
    let mut layout = Layout::default();
    let mut reached = Reached::new();
    let resources = api.resources.iter().zip(&names.resources).enumerate();
    for (index, (resource, resource_names)) in resources {
        let file = layout.resources.entry(resource_names.module.clone()).or_default();
        file.feature.clone_from(&resource_names.feature);
        file.own.resources.push(index);
        let operations = resource.operations.iter();
        let types = operations.flat_map(|operation| [operation.sent(), operation.received()]);
        for id in api.reach(types.flatten()) {
            reached.entry(id).or_default().insert(&resource_names.module);
        }
    }
    if let (Some(union), Some(webhooks)) = (api.event_union(), &names.webhooks) {
        let file = layout.resources.entry(webhooks.file.clone()).or_default();
        file.feature.clone_from(&webhooks.feature);
        file.events = Some(union);
        for id in api.reach([union]) {
            reached.entry(id).or_default().insert(&webhooks.file);
        }
    }
    let homes = homes(api, &reached);
    let held = held_shared(names, &reached, &names.modules.shared);
    for id in &api.written {
        let Some(modules) = reached.get(id) else { continue };
        let only = modules.first().filter(|_| modules.len() == 1 && !held.contains_key(id));
        match only.and_then(|module| layout.resources.get_mut(*module)) {
            Some(file) => file.own.types.push(*id),
            None => share(names, &homes, &held, (*id, modules), &mut layout),
        }
    }
    for (module, file) in &mut layout.resources {
        below::split(api, names, &homes, module, file);
    }
    for file in layout.shared.values_mut() {
        sort(api, names, &mut file.contents.types);
    }
    layout
}

/// Returns the digest of the resources that a file is compiled for.
fn resources(modules: &BTreeSet<&Name>) -> String {
    digest(&modules.iter().map(|module| module.as_str()).collect::<Vec<_>>())
}

/// Returns the shared files that types stay in. All types of a file are reached by the same
/// resources, for which it is compiled: if that can be, by those for which it was.
fn held_shared<'n>(
    names: &'n Names,
    reached: &Reached<'_>,
    shared: &Name,
) -> BTreeMap<TypeId, &'n Name> {
    let mut files: BTreeMap<&Name, Vec<TypeId>> = BTreeMap::new();
    for id in reached.keys() {
        let held = names[*id].held.as_ref().filter(|held| held.first == *shared);
        if let Some(module) = held.and_then(|held| held.second.as_ref()) {
            files.entry(module).or_default().push(*id);
        }
    }
    let mut held = BTreeMap::new();
    for (module, types) in files {
        let is_same = |id: &&TypeId| {
            let now = reached.get(id).map(resources);
            names[**id].held.as_ref().is_some_and(|held| held.resources == now)
        };
        let home = types.iter().find(|id| names[**id].module == *module).or(types.first());
        let modules = types.iter().find(is_same).or(home).and_then(|home| reached.get(home));
        let stay = types.iter().filter(|id| reached.get(id) == modules);
        held.extend(stay.map(|id| (*id, module)));
    }
    held
}

/// Places a type in a shared file: in the one that it has, or else in that of its home.
fn share(
    names: &Names,
    homes: &Homes,
    held: &BTreeMap<TypeId, &Name>,
    (id, modules): (TypeId, &BTreeSet<&Name>),
    layout: &mut Layout,
) {
    let home = homes.get(&id).copied().unwrap_or(id);
    let files = modules.iter().filter_map(|module| layout.resources.get(*module));
    let features: BTreeSet<String> = files.map(|file| file.feature.clone()).collect();
    let (own, beside) = (&names[home].module, &names[home].beside);
    let known = held.get(&id).or_else(|| held.get(&home)).copied();
    // A file that others stay in may be compiled for other resources.
    let others = held.iter().filter(|(_, module)| **module == own);
    let is_free = !others.clone().any(|(other, _)| homes.get(other) != Some(&home));
    let module = known.unwrap_or(if is_free { own } else { beside });
    let resources = resources(modules);
    let new = || SharedFile { home, features, resources, contents: Contents::default() };
    layout.shared.entry(module.clone()).or_insert_with(new).contents.types.push(id);
}

/// Finds the home of each type: its owner's, as long as the same resources reach both.
fn homes(api: &Api, reached: &Reached<'_>) -> Homes {
    let home = |id: TypeId| {
        let owner = |home: &TypeId| {
            api[*home].owner().filter(|owner| reached.get(owner) == reached.get(&id))
        };
        // Types that own each other have no first.
        std::iter::successors(Some(id), owner).take(api.types.len()).last().unwrap_or(id)
    };
    api.written.iter().map(|id| (*id, home(*id))).collect()
}
