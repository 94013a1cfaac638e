//! The files of the output and what is in them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{TypeId, Version};
use crate::names::Name;
use crate::names::lock::Places;

/// The files of the output.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// By module: the resources' files, and that of the webhooks.
    pub resources: BTreeMap<Name, ResourceFile>,
    /// By module: the files of the types that several resources reach.
    pub shared: BTreeMap<Name, SharedFile>,
}

/// The file of a resource, of all its versions, and those below it.
#[derive(Debug, Default)]
pub(crate) struct ResourceFile {
    pub feature: String,
    /// The union of the events, in the file of the webhooks.
    pub events: Option<TypeId>,
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

impl Layout {
    /// Returns the place of everything, for the lock.
    pub(crate) fn places(&self) -> Places {
        let Places { mut types, mut handles, mut shared } = Places::default();
        for (module, file) in &self.resources {
            for (way, contents) in file.all(module) {
                let way: Vec<&str> = way.into_iter().map(Name::as_str).collect();
                let way = way.join("/");
                types.extend(contents.types.iter().map(|id| (*id, way.clone())));
                handles.extend(contents.resources.iter().map(|index| (*index, way.clone())));
            }
        }
        for (module, file) in &self.shared {
            let ids = file.contents.types.iter();
            types.extend(ids.clone().map(|id| (*id, format!("shared/{module}"))));
            shared.extend(ids.map(|id| (*id, file.resources.clone())));
        }
        Places { types, handles, shared }
    }
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
    /// The digest of the resources that it is compiled for.
    pub resources: String,
    pub contents: Contents,
}

/// For each type, the type whose file it is in.
pub(super) type Homes = BTreeMap<TypeId, TypeId>;
