//! Layout: the file of each item, its order there, and the cargo feature it is behind.
//!
//! A type that only one resource reaches is in that resource's file. A type that several reach is
//! in a file of its own under `shared/`, with the parts that only it has, compiled when one of
//! those resources is.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Api, Direction, Shape, StructKind, TypeId, Version};
use crate::names::{Name, Names};

/// A file is split when it would have more lines than this, by an estimate: a resource's by kind,
/// its types by what they are parts of.
const LONG_FILE: usize = 1_500;
/// A type that has, with its parts, more lines than this goes to a file of its own when its
/// resource's types are split.
const LARGE_TYPE: usize = 80;

/// The files of the output.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// By module: the resources' files.
    pub resources: BTreeMap<Name, ResourceFile>,
    /// By module: the files of the types that several resources reach.
    pub shared: BTreeMap<Name, SharedFile>,
}

/// The file of a resource, of all its versions, and those below it.
#[derive(Debug, Default)]
pub(crate) struct ResourceFile {
    pub feature: String,
    pub own: Contents,
    /// By module. Empty unless the file would be long.
    pub below: BTreeMap<Name, PartFile>,
}

/// A file below a resource's.
#[derive(Debug)]
pub(crate) struct PartFile {
    pub part: Part,
    pub contents: Contents,
}

/// A part of a resource that has a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The calls that have optional parameters.
    Calls,
    /// All other types, as far as they have no file of their own.
    Types,
    /// The operations of a version.
    Version(Version),
    /// A large type with its parts.
    Family(TypeId),
}

impl Part {
    /// Returns the module of the part's file.
    fn module(self, names: &Names) -> &Name {
        match self {
            Self::Calls => &names.modules.parameters,
            Self::Types => &names.modules.types,
            Self::Version(version) => &names.version(version).module,
            Self::Family(id) => &names[id].module,
        }
    }
}

impl ResourceFile {
    /// Returns the resource's own file and those below it, each with its path of modules.
    pub(crate) fn all<'f>(&'f self, module: &'f Name) -> Vec<(Vec<&'f Name>, &'f Contents)> {
        let below = self.below.iter().map(|(name, file)| (vec![module, name], &file.contents));
        std::iter::once((vec![module], &self.own)).chain(below).collect()
    }

    /// Returns the resource's versions, the default one first.
    pub(crate) fn resources(&self) -> impl Iterator<Item = usize> + '_ {
        let below = self.below.values().flat_map(|file| &file.contents.resources);
        self.own.resources.iter().chain(below).copied()
    }
}

/// The items of a file.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    /// Indices into [`Api::resources`], the default version first.
    pub resources: Vec<usize>,
    /// Parameters, requests, responses, unions, enums; by name within each.
    pub types: Vec<TypeId>,
}

/// The file of a type that several resources reach.
#[derive(Debug)]
pub(crate) struct SharedFile {
    pub home: TypeId,
    pub features: BTreeSet<String>,
    pub contents: Contents,
}

/// For each type, the type whose file it is in.
type Homes = BTreeMap<TypeId, TypeId>;

/// Decides the place of everything.
pub(crate) fn arrange(api: &Api, names: &Names) -> Layout {
    let mut layout = Layout::default();
    let mut reached: BTreeMap<TypeId, BTreeSet<&Name>> = BTreeMap::new();
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
    let homes = homes(api, &reached);
    for id in &api.written {
        let Some(modules) = reached.get(id) else { continue };
        let only = modules.first().filter(|_| modules.len() == 1);
        match only.and_then(|module| layout.resources.get_mut(*module)) {
            Some(file) => file.own.types.push(*id),
            None => {
                let home = homes.get(id).copied().unwrap_or(*id);
                let files = modules.iter().filter_map(|module| layout.resources.get(*module));
                let features = files.map(|file| file.feature.clone()).collect();
                let new = || SharedFile { home, features, contents: Contents::default() };
                let file = layout.shared.entry(names[home].module.clone()).or_insert_with(new);
                file.contents.types.push(*id);
            }
        }
    }
    for (module, file) in &mut layout.resources {
        sort(api, names, &mut file.own.types);
        if lines_of(api, &file.own) > LONG_FILE {
            split(api, names, &homes, module, file);
        }
    }
    for file in layout.shared.values_mut() {
        sort(api, names, &mut file.contents.types);
    }
    layout
}

/// Moves everything but the resource's own handle to files below: older versions, parameters, all
/// other types.
fn split(api: &Api, names: &Names, homes: &Homes, module: &Name, file: &mut ResourceFile) {
    let Contents { resources, types } = std::mem::take(&mut file.own);
    let mut parts: BTreeMap<Part, Contents> = BTreeMap::new();
    for index in resources {
        match api.resources.get(index).and_then(|resource| resource.version) {
            None => file.own.resources.push(index),
            Some(version) => {
                parts.entry(Part::Version(version)).or_default().resources.push(index);
            }
        }
    }
    for id in types {
        let part = if api.is_parameters(id) { Part::Calls } else { Part::Types };
        parts.entry(part).or_default().types.push(id);
    }
    if parts.get(&Part::Types).is_some_and(|types| lines_of(api, types) > LONG_FILE) {
        split_types(api, names, homes, module, &mut parts);
    }
    file.below = parts
        .into_iter()
        .map(|(part, contents)| (part.module(names).clone(), PartFile { part, contents }))
        .collect();
}

/// Moves each large type, with its parts, to a file of its own. The place of a type does not depend
/// on how large others are.
fn split_types(
    api: &Api,
    names: &Names,
    homes: &Homes,
    resource: &Name,
    parts: &mut BTreeMap<Part, Contents>,
) {
    let types = parts.remove(&Part::Types).unwrap_or_default();
    let mut families: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for id in types.types {
        families.entry(homes.get(&id).copied().unwrap_or(id)).or_default().push(id);
    }
    // A module called as the one around it, clippy says, is a mistake.
    let fixed = [Part::Calls, Part::Types].into_iter().chain(parts.keys().copied());
    let taken: BTreeSet<&Name> = fixed.map(|part| part.module(names)).chain([resource]).collect();
    for (home, family) in families {
        let lines: usize = family.iter().map(|id| estimate(api, *id)).sum();
        let is_free = !taken.contains(&names[home].module);
        let part = if lines > LARGE_TYPE && is_free { Part::Family(home) } else { Part::Types };
        parts.entry(part).or_default().types.extend(family);
    }
    for contents in parts.values_mut() {
        sort(api, names, &mut contents.types);
    }
}

/// Estimates the lines of a file.
fn lines_of(api: &Api, contents: &Contents) -> usize {
    let resources = contents.resources.iter().filter_map(|index| api.resources.get(*index));
    let operations = resources.flat_map(|resource| &resource.operations).map(|operation| {
        let text = [&operation.summary, &operation.description].into_iter().flatten();
        14 + text.map(|text| text.lines().count()).sum::<usize>()
    });
    operations.sum::<usize>() + contents.types.iter().map(|id| estimate(api, *id)).sum::<usize>()
}

/// Finds the home of each type: its owner's, as long as the same resources reach both.
fn homes(api: &Api, reached: &BTreeMap<TypeId, BTreeSet<&Name>>) -> Homes {
    let home = |id: TypeId| {
        let owner = |home: &TypeId| {
            api[*home].owner().filter(|owner| reached.get(owner) == reached.get(&id))
        };
        // Types that own each other have no first.
        std::iter::successors(Some(id), owner).take(api.types.len()).last().unwrap_or(id)
    };
    api.written.iter().map(|id| (*id, home(*id))).collect()
}

/// Sorts types: calls, requests, responses, unions, enums; by name within each.
fn sort(api: &Api, names: &Names, types: &mut [TypeId]) {
    let rank = |id: &TypeId| match &api[*id].shape {
        Shape::Struct(decl) if decl.kind == StructKind::Parameters => 0,
        Shape::Struct(_) => 1 + api[*id].direction as u8,
        Shape::Union(_) => 4,
        Shape::Enum(_) | Shape::IntegerEnum(_) => 5,
    };
    types.sort_by_cached_key(|id| (rank(id), &names[*id].name));
}

/// Estimates the lines of a type: each field is declared and documented, read and written, and set
/// where it is sent.
fn estimate(api: &Api, id: TypeId) -> usize {
    let decl = &api[id];
    let lines_of_text = |text: &Option<String>| {
        let lines = text.as_deref().unwrap_or_default().lines();
        1 + lines.map(|line| line.len() / 90).sum::<usize>()
    };
    match &decl.shape {
        Shape::Struct(structure) => {
            let setter = if decl.direction == Direction::Response { 0 } else { 6 };
            let fields = structure.fields.iter();
            30 + fields.map(|field| 4 + setter + lines_of_text(&field.docs.text)).sum::<usize>()
        }
        Shape::Enum(decl) => 5 + 2 * decl.values.len(),
        Shape::IntegerEnum(values) => 5 + 2 * values.len(),
        Shape::Union(decl) => 5 + 2 * decl.arms.len(),
    }
}
