//! The files below a resource's: everything but the handle moves there when the resource's file
//! would be long. What is in a file already stays in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Api, TypeId};
use crate::names::{Name, Names};

use super::files::{Contents, Homes, Part, PartFile, ResourceFile};
use super::measure::{estimate, lines_of, sort};

/// A file is split when it would have more lines than this, by an estimate: a resource's by kind,
/// its types by what they are parts of.
const LONG_FILE: usize = 1_500;
/// A type that has, with its parts, more lines than this goes to a file of its own when its
/// resource's types are split.
const LARGE_TYPE: usize = 80;

/// The contents of a resource's files, by their modules.
struct Split<'a> {
    api: &'a Api,
    names: &'a Names,
    homes: &'a Homes,
    module: &'a Name,
    below: BTreeMap<Name, Contents>,
}

/// Places what is new in a resource's file, and what is held below it.
pub(super) fn split(
    api: &Api,
    names: &Names,
    homes: &Homes,
    module: &Name,
    file: &mut ResourceFile,
) {
    let mut split = Split { api, names, homes, module, below: BTreeMap::new() };
    let all = std::mem::take(&mut file.own);
    let is_long = lines_of(api, &all) > LONG_FILE;
    let mut new = Contents::default();
    for index in all.resources {
        match names.resources.get(index).and_then(|one| one.held.as_ref()) {
            Some(held) if held.first == *module => {
                split.hold(held.second.as_ref(), file).resources.push(index)
            }
            _ => new.resources.push(index),
        }
    }
    for id in all.types {
        if file.events == Some(id) {
            file.own.types.push(id);
            continue;
        }
        match &names[id].held {
            Some(held) if held.first == *module => {
                split.hold(held.second.as_ref(), file).types.push(id)
            }
            _ => new.types.push(id),
        }
    }
    if is_long || !split.below.is_empty() {
        split.place(new, file);
    } else {
        file.own.resources.extend(new.resources);
        file.own.types.extend(new.types);
    }
    sort(api, names, &mut file.own.types);
    file.own.resources.sort_unstable();
    let below = std::mem::take(&mut split.below).into_iter();
    file.below = below.map(|(module, contents)| split.part(module, contents)).collect();
}

impl Split<'_> {
    /// Returns the contents of a file below the resource's, or of that itself.
    fn hold<'f>(
        &'f mut self,
        second: Option<&Name>,
        file: &'f mut ResourceFile,
    ) -> &'f mut Contents {
        match second {
            Some(name) => self.below.entry(name.clone()).or_default(),
            None => &mut file.own,
        }
    }

    /// Places what is in no file yet: older versions, calls, all other types.
    fn place(&mut self, new: Contents, file: &mut ResourceFile) {
        for index in new.resources {
            match self.api.resources.get(index).and_then(|resource| resource.version) {
                None => file.own.resources.push(index),
                Some(version) => {
                    let module = self.names.version(version).module.clone();
                    self.below.entry(module).or_default().resources.push(index);
                }
            }
        }
        let (calls, types): (Vec<TypeId>, Vec<TypeId>) =
            new.types.into_iter().partition(|id| self.api.is_parameters(*id));
        let modules = &self.names.modules;
        if !calls.is_empty() {
            self.below.entry(modules.parameters.clone()).or_default().types.extend(calls);
        }
        self.place_types(types);
    }

    /// Places types: with the type that they are parts of, if that has a file of its own; a large
    /// one, with its parts, in a new file if there would be too many otherwise. The place of a type
    /// does not depend on how large others are.
    fn place_types(&mut self, types: Vec<TypeId>) {
        let module = &self.names.modules.types;
        let mut families: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
        for id in types {
            families.entry(self.homes.get(&id).copied().unwrap_or(id)).or_default().push(id);
        }
        let mut all = self.below.get(module).map(|held| held.types.clone()).unwrap_or_default();
        all.extend(families.values().flatten());
        let all = Contents { types: all, ..Contents::default() };
        let is_long = lines_of(self.api, &all) > LONG_FILE;
        // A module called as the one around it, clippy says, is a mistake.
        let modules = &self.names.modules;
        let versions = self.names.versions().map(|version| &version.module);
        let taken: BTreeSet<&Name> =
            versions.chain([&modules.parameters, module, self.module]).collect();
        for (home, family) in families {
            let own = &self.names[home].module;
            let held = self.names[home].held.as_ref().filter(|held| held.first == *self.module);
            let lines: usize = family.iter().map(|id| estimate(self.api, *id)).sum();
            let place = match held.and_then(|held| held.second.as_ref()) {
                Some(held) if held != &modules.parameters => held,
                _ if is_long && lines > LARGE_TYPE && !taken.contains(own) => own,
                _ => module,
            };
            self.below.entry(place.clone()).or_default().types.extend(family);
        }
    }

    /// Returns a file with its module.
    fn part(&self, module: Name, mut contents: Contents) -> (Name, PartFile) {
        sort(self.api, self.names, &mut contents.types);
        let modules = &self.names.modules;
        let version = contents.resources.first().and_then(|index| self.api.resources.get(*index));
        let part = match version.and_then(|resource| resource.version) {
            Some(version) => Part::Version(version),
            None if module == modules.parameters => Part::Calls,
            None if module == modules.types => Part::Types,
            None => {
                let types = contents.types.iter();
                let home = types.clone().find(|id| self.names[**id].module == module);
                home.or_else(|| types.clone().next()).map_or(Part::Types, |id| Part::Family(*id))
            }
        };
        (module, PartFile { part, contents })
    }
}
