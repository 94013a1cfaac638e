//! Layout: which file an item is in, in which order, behind which cargo feature.
//!
//! A type that only one resource reaches is in that resource's file. A type that several reach is in a file of its own
//! under `shared/`, with the parts that only it has, compiled when one of those resources is.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Api, Direction, Shape, StructKind, TypeId};
use crate::names::Names;

/// A file is split when it would have more lines than this, by an estimate: a resource's by kind, its types by what they are
/// parts of.
const LONG_FILE: usize = 1_500;
/// A type that has, with its parts, more lines than this goes to a file of its own when its resource's types are split.
const LARGE_TYPE: usize = 80;

/// The files of the output.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// By module name: the resources' files.
    pub resources: BTreeMap<String, ResourceFile>,
    /// By module name: the files of the types that several resources reach.
    pub shared: BTreeMap<String, SharedFile>,
}

/// The file of a resource, of all its versions, and those below it.
#[derive(Debug, Default)]
pub(crate) struct ResourceFile {
    pub feature: String,
    pub own: Contents,
    /// By module name: `queries`, `types`, `v1` for the handles of that version, and one for each large type if the types alone
    /// are too many. Empty unless the file would be long.
    pub below: BTreeMap<String, Contents>,
}

impl ResourceFile {
    /// The resource's own file and those below it, each with its path of modules.
    pub(crate) fn all<'f>(&'f self, module: &str) -> Vec<(String, &'f Contents)> {
        let below =
            self.below.iter().map(|(name, contents)| (format!("{module}::{name}"), contents));
        std::iter::once((module.to_owned(), &self.own)).chain(below).collect()
    }
}

/// What stands in a file.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    /// Indices into [`Api::resources`], the default version first.
    pub resources: Vec<usize>,
    /// Parameters, requests, responses, unions, enums; by name within each.
    pub types: Vec<TypeId>,
}

/// The file of a type that several resources reach.
#[derive(Debug, Default)]
pub(crate) struct SharedFile {
    pub features: BTreeSet<String>,
    pub contents: Contents,
}

/// Decides where everything goes.
pub(crate) fn arrange(api: &Api, names: &Names) -> Layout {
    let mut layout = Layout::default();
    let mut reached: BTreeMap<TypeId, BTreeSet<String>> = BTreeMap::new();
    for (index, resource) in api.resources.iter().enumerate() {
        let Some(resource_names) = names.resource(index) else { continue };
        let module = resource_names.module.to_string();
        let file = layout.resources.entry(module.clone()).or_default();
        file.feature.clone_from(&resource_names.feature);
        file.own.resources.push(index);
        let named = resource.operations.iter();
        let named = named.flat_map(|operation| [operation.sent(), operation.received()].concat());
        for id in api.reach(named) {
            reached.entry(id).or_default().insert(module.clone());
        }
    }
    let homes = homes(api, &reached);
    for id in &api.written {
        let Some(modules) = reached.get(id) else { continue };
        let only = modules.first().filter(|_| modules.len() == 1);
        match only.and_then(|module| layout.resources.get_mut(module)) {
            Some(file) => file.own.types.push(*id),
            None => {
                let features = modules
                    .iter()
                    .filter_map(|module| layout.resources.get(module))
                    .map(|file| file.feature.clone())
                    .collect();
                let home = homes.get(id).copied().unwrap_or(*id);
                let file = layout.shared.entry(names.module_of_type(home).to_string()).or_default();
                file.features = features;
                file.contents.types.push(*id);
            }
        }
    }
    for (resource, file) in &mut layout.resources {
        sort(api, names, &mut file.own.types);
        if lines_of(api, &file.own) > LONG_FILE {
            split(api, file);
            let types = file.below.get("types").map(|types| lines_of(api, types));
            if types.is_some_and(|lines| lines > LONG_FILE) {
                split_types(api, names, &homes, resource, file);
            }
        }
    }
    for file in layout.shared.values_mut() {
        sort(api, names, &mut file.contents.types);
    }
    layout
}

/// Moves what is not the resource's own handle to files below: older versions, parameters, all other types.
fn split(api: &Api, file: &mut ResourceFile) {
    let Contents { resources, types } = std::mem::take(&mut file.own);
    for index in resources {
        match api.resources.get(index).and_then(|resource| resource.version) {
            None => file.own.resources.push(index),
            Some(version) => {
                file.below.entry(version.to_string()).or_default().resources.push(index)
            }
        }
    }
    for id in types {
        let name = if is_parameters(api, id) { "queries" } else { "types" };
        file.below.entry(name.to_owned()).or_default().types.push(id);
    }
}

/// Moves each large type, with its parts, to a file of its own. Where a type is does not depend on how large others are.
fn split_types(
    api: &Api,
    names: &Names,
    homes: &BTreeMap<TypeId, TypeId>,
    resource: &str,
    file: &mut ResourceFile,
) {
    let Some(types) = file.below.remove("types") else { return };
    let mut families: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for id in types.types {
        families.entry(homes.get(&id).copied().unwrap_or(id)).or_default().push(id);
    }
    for (home, family) in families {
        let lines: usize = family.iter().map(|id| estimate(api, *id)).sum();
        let own = names.module_of_type(home).to_string();
        // A module called as the one around it, clippy says, is a mistake.
        let is_free = file.below.get(&own).is_none_or(|other| other.resources.is_empty())
            && own != "queries"
            && own != resource;
        let module = if lines > LARGE_TYPE && is_free { own } else { "types".to_owned() };
        file.below.entry(module).or_default().types.extend(family);
    }
    for contents in file.below.values_mut() {
        sort(api, names, &mut contents.types);
    }
}

/// About how many lines a file has.
fn lines_of(api: &Api, contents: &Contents) -> usize {
    let resources = contents.resources.iter().filter_map(|index| api.resources.get(*index));
    let operations = resources.flat_map(|resource| &resource.operations).map(|operation| {
        let text = [&operation.summary, &operation.description].into_iter().flatten();
        14 + text.map(|text| text.lines().count()).sum::<usize>()
    });
    operations.sum::<usize>() + contents.types.iter().map(|id| estimate(api, *id)).sum::<usize>()
}

/// For each type, the type whose file it is in: its owner's, as long as the same resources reach both.
fn homes(api: &Api, reached: &BTreeMap<TypeId, BTreeSet<String>>) -> BTreeMap<TypeId, TypeId> {
    let mut homes = BTreeMap::new();
    for id in &api.written {
        let mut home = *id;
        for _ in 0..api.types.len() {
            let Some(owner) = api[home].owner() else { break };
            if reached.get(&owner) != reached.get(id) {
                break;
            }
            home = owner;
        }
        homes.insert(*id, home);
    }
    homes
}

fn is_parameters(api: &Api, id: TypeId) -> bool {
    matches!(api.get(id).map(|decl| &decl.shape), Some(Shape::Struct(found)) if found.kind == StructKind::Parameters)
}

/// Parameters, requests, responses, unions, enums; by name within each.
fn sort(api: &Api, names: &Names, types: &mut [TypeId]) {
    let rank = |id: &TypeId| match api.get(*id) {
        Some(decl) => match &decl.shape {
            Shape::Struct(found) if found.kind == StructKind::Parameters => 0,
            Shape::Struct(_) => 1 + decl.direction as u8,
            Shape::Union(_) => 4,
            Shape::Enum(_) | Shape::IntegerEnum(_) => 5,
        },
        None => 6,
    };
    types.sort_by_cached_key(|id| (rank(id), names.of_type(*id).to_string()));
}

/// About how many lines a type takes: each field is declared, told of, read and written, and set where it is sent.
fn estimate(api: &Api, id: TypeId) -> usize {
    let Some(decl) = api.get(id) else { return 0 };
    let told = |text: &Option<String>| {
        let lines = text.as_deref().unwrap_or_default().lines();
        1 + lines.map(|line| line.len() / 90).sum::<usize>()
    };
    match &decl.shape {
        Shape::Struct(found) => {
            let set = if decl.direction == Direction::Response { 0 } else { 6 };
            30 + found.fields.iter().map(|field| 4 + set + told(&field.docs.text)).sum::<usize>()
        }
        Shape::Enum(found) => 5 + 2 * found.values.len(),
        Shape::IntegerEnum(values) => 5 + 2 * values.len(),
        Shape::Union(found) => 5 + 2 * found.arms.len(),
    }
}
