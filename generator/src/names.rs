//! Names: every identifier of the output, decided once, before anything is emitted. The emitter
//! can only look up.
//!
//! Two rules hold for all of them. A name never depends on the order in which the document lists
//! things: of several that would be equal, the one that sorts first (by its name on the wire, or
//! its path) keeps the name. And no public type is called like something of Rust's prelude or of
//! the runtime, so that generated code can use short paths.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Index;

use crate::diagnostic::Diagnostics;
use crate::input::config::Config;
use crate::input::lock::{Line, Mark};
use crate::model::{Api, IntegerValue, NameHint, Shape, StructKind, TypeDecl, TypeId, Version};
use crate::text::words::snake;

mod documented;
pub(crate) mod lock;
mod members;
mod name;
mod nearness;
mod noise;
mod report;
mod reserved;
mod resources;
mod scalars;
mod signs;
mod types;

use lock::{Held, former};
pub(crate) use name::Name;
pub(crate) use resources::webhooks::WebhookNames;
pub(crate) use resources::{MethodNames, RenamedResource, ResourceNames};
pub(crate) use scalars::{Form, Passing, SCALARS, Scalar};

/// The names of everything.
#[derive(Debug)]
pub(crate) struct Names {
    /// By [`TypeId`].
    types: Vec<TypeNames>,
    /// In the order of [`Api::resources`].
    pub resources: Vec<ResourceNames>,
    versions: BTreeMap<Version, VersionNames>,
    pub modules: ModuleNames,
    /// Of the events, if there are any.
    pub webhooks: Option<WebhookNames>,
}

/// The names of a declared type.
#[derive(Clone, Debug)]
pub(crate) struct TypeNames {
    pub name: Name,
    /// The names that it had, which are deprecated.
    pub former: Vec<Name>,
    /// The fields, variants or arms, in their order.
    pub members: Vec<Member>,
    /// The field of a struct for the properties that have none of their own.
    pub additional: Option<Name>,
    /// The module of a file that holds the type and its parts.
    pub module: Name,
    /// Another, for when a file of that name holds others.
    pub beside: Name,
    /// The file that the type is in already.
    pub held: Option<HeldFile>,
}

/// The file that a thing is in by the lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HeldFile {
    pub first: Name,
    /// The file below, if it is in one.
    pub second: Option<Name>,
    /// The digest of the resources that it was compiled for, if those are several.
    pub resources: Option<String>,
}

impl HeldFile {
    /// Reads the file of a line of the lock.
    fn of(line: &Line) -> Option<Self> {
        let way = line.get(Mark::In)?;
        let (first, second) = way.split_once('/').unzip();
        Some(Self {
            first: Name::new(first.unwrap_or(way)),
            second: second.map(Name::new),
            resources: line.get(Mark::For).map(str::to_owned),
        })
    }
}

/// The names of a field, or of a variant (which has no setter).
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub name: Name,
    pub setter: Name,
}

/// The names of a version that has resources of its own.
#[derive(Clone, Debug)]
pub(crate) struct VersionNames {
    /// The type of the handle: `V1`.
    pub handle: Name,
    /// The method of the client, and the module of a resource's operations of the version: `v1`.
    pub module: Name,
}

/// The modules that are neither a resource's nor a type's.
#[derive(Clone, Debug)]
pub(crate) struct ModuleNames {
    pub facts: Name,
    pub shared: Name,
    pub versions: Name,
    /// Below a resource: its calls with optional parameters, and its types.
    pub parameters: Name,
    pub types: Name,
}

impl Names {
    /// Returns the names of all versions.
    pub(crate) fn versions(&self) -> impl Iterator<Item = &VersionNames> {
        self.versions.values()
    }

    /// Returns the names of a version that some resource has.
    #[expect(clippy::indexing_slicing, reason = "there are names for each version of a resource")]
    pub(crate) fn version(&self, version: Version) -> &VersionNames {
        &self.versions[&version]
    }
}

impl Index<TypeId> for Names {
    type Output = TypeNames;

    #[expect(clippy::indexing_slicing, reason = "there are names for each type of the API")]
    fn index(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0]
    }
}

/// Names everything.
pub(crate) fn assign(
    api: &Api,
    config: &Config,
    held: &Held<'_>,
    diagnostics: &mut Diagnostics,
) -> Names {
    let mut taken = reserved::types();
    let types = types::assign(api, config, held, &mut taken, diagnostics);
    let mut names = Names {
        types: type_names(api, &types, held),
        resources: resources::assign(api, held, &mut taken),
        versions: versions(api),
        modules: ModuleNames {
            facts: Name::new("facts"),
            shared: Name::new("shared"),
            versions: Name::new("versions"),
            parameters: Name::new("parameters"),
            types: Name::new("types"),
        },
        webhooks: None,
    };
    let homes = names.resources.iter().map(|one| (one.module.as_str(), one.feature.as_str()));
    names.webhooks = resources::webhooks::assign(api, held, homes);
    former::add(api, held, taken, &mut names);
    report::members(api, &names, diagnostics);
    for (resource, named) in api.resources.iter().zip(&names.resources) {
        report::resource(resource, named, diagnostics);
    }
    names
}

/// Names the versions that have resources. Nothing else may be called like a version.
fn versions(api: &Api) -> BTreeMap<Version, VersionNames> {
    let versions = api.resources.iter().filter_map(|resource| resource.version);
    let named = versions.map(|version| {
        let (handle, module) = (format!("V{}", version.number()), version.to_string());
        (version, VersionNames { handle: Name::new(&handle), module: Name::new(&module) })
    });
    named.collect()
}

/// Names the members of the types that are written, and the modules of all.
fn type_names(api: &Api, names: &[String], held: &Held<'_>) -> Vec<TypeNames> {
    let named = |name: &String| TypeNames {
        name: Name::new(name),
        former: Vec::new(),
        members: Vec::new(),
        additional: None,
        module: Name::new("unnamed"),
        beside: Name::new("unnamed"),
        held: None,
    };
    let mut types: Vec<TypeNames> = names.iter().map(named).collect();
    let halves = halves(api);
    let mut modules = BTreeSet::new();
    let mut written: Vec<TypeId> = api.written.clone();
    written.sort_by_key(|id| types.get(id.0).map(|names| names.name.clone()));
    for id in written {
        let (members, additional) = member_names(&api[id], id, names, &halves, held);
        if let Some(names) = types.get_mut(id.0) {
            (names.members, names.additional) = (members, additional);
            names.module = module_name(&names.name, &mut modules);
            names.beside = Name::new(&format!("{}_type", snake(names.name.as_str())));
            names.held = held.ty(id).and_then(HeldFile::of);
        }
    }
    types
}

/// Returns the module of a type's file: the type's name in snake case.
fn module_name(ty: &Name, taken: &mut BTreeSet<String>) -> Name {
    let name = snake(ty.as_str());
    let name = if reserved::is_keyword(&name) { format!("{name}_") } else { name };
    Name::new(&claim([name], "_", taken))
}

/// Returns the request halves, each with the type that it is the half of.
fn halves(api: &Api) -> BTreeMap<TypeId, TypeId> {
    let base = |id: TypeId| match api[id].name {
        NameHint::RequestOf(base) => Some((id, base)),
        _ => None,
    };
    api.ids().filter_map(base).collect()
}

fn member_names(
    decl: &TypeDecl,
    id: TypeId,
    types: &[String],
    halves: &BTreeMap<TypeId, TypeId>,
    held: &Held<'_>,
) -> (Vec<Member>, Option<Name>) {
    let held = |wire: &str| held.member(id, wire);
    match &decl.shape {
        Shape::Struct(decl) => {
            let wires: Vec<&str> = decl.fields.iter().map(|field| field.wire.as_str()).collect();
            let members = match decl.kind {
                StructKind::Parameters => members::parameters(&wires, &held),
                StructKind::Json | StructKind::Multipart | StructKind::JsonOrMultipart => {
                    members::fields(&wires, &held)
                }
            };
            let additional = decl.additional.as_ref().map(|_| members::additional(&members));
            (members, additional)
        }
        Shape::Enum(decl) => {
            let wires: Vec<String> = decl.values.iter().map(|value| value.wire.clone()).collect();
            (members::variants(&wires, &held), None)
        }
        Shape::IntegerEnum(values) => {
            let wires: Vec<String> = values.iter().map(integer_wire).collect();
            (members::variants(&wires, &held), None)
        }
        Shape::Union(decl) => {
            // The request half of a type is called as the type in the response is.
            let name_of = |id: TypeId| {
                let id = halves.get(&id).unwrap_or(&id);
                types.get(id.0).map_or("", String::as_str)
            };
            (members::arms(decl, name_of(id), name_of, &held), None)
        }
    }
}

/// Returns the words that the variant of an integer is named by.
fn integer_wire(value: &IntegerValue) -> String {
    value.title.clone().unwrap_or_else(|| value.wire.to_string())
}

/// Takes the first of the candidates that is free and not called like a version, as handles and
/// their methods are.
fn claim_beside_versions(
    candidates: impl IntoIterator<Item = String>,
    gap: &str,
    taken: &mut BTreeSet<String>,
) -> String {
    claim(candidates.into_iter().filter(|name| !reserved::is_version(name)), gap, taken)
}

/// Takes the first of the candidates that is free; else the first with a number.
fn claim(
    candidates: impl IntoIterator<Item = String>,
    gap: &str,
    taken: &mut BTreeSet<String>,
) -> String {
    let candidates: Vec<String> = candidates.into_iter().collect();
    let first = candidates.first().cloned().unwrap_or_default();
    let free = candidates.into_iter().find(|name| !taken.contains(name));
    let name = free.unwrap_or_else(|| {
        let numbered = |number: usize| format!("{first}{gap}{}", number + 2);
        numbered(first_free(|number| taken.contains(&numbered(number))))
    });
    taken.insert(name.clone());
    name
}

/// Returns the first number that is free, where those below the last that is taken are, too. By
/// halving: thousands of names may be equal.
fn first_free(is_taken: impl Fn(usize) -> bool) -> usize {
    let (mut free, mut taken) = (0, None);
    while is_taken(free) {
        (taken, free) = (Some(free), free * 2 + 1);
    }
    let mut low = taken.map_or(0, |taken| taken + 1);
    while low < free {
        let middle = low.midpoint(free);
        if is_taken(middle) { low = middle + 1 } else { free = middle }
    }
    free
}
