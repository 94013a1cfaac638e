//! Names: every identifier of the output, decided once, before anything is emitted. The emitter can only look up.
//!
//! Two rules hold for all of them. A name never depends on the order in which the document says things: of several that
//! would be equal, the one that sorts first (by what the wire or the path calls it) keeps the name. And no public type is
//! called like something of Rust's prelude or of the runtime, so that generated code can use short paths.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::model::{Api, NameHint, Resource, Shape, TypeDecl, TypeId, Version};
use crate::words::{kebab, pascal, snake};

mod members;
mod report;
mod reserved;
mod types;

/// The names of everything.
#[derive(Debug, Default)]
pub(crate) struct Names {
    types: BTreeMap<TypeId, Ident>,
    members: BTreeMap<TypeId, Vec<Member>>,
    /// The field of a struct for the properties that have none of their own.
    rests: BTreeMap<TypeId, Ident>,
    resources: Vec<ResourceNames>,
}

/// The names of a field, or of a variant (which has no setter).
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub name: Ident,
    pub setter: Ident,
}

/// The names of a resource.
#[derive(Clone, Debug)]
pub(crate) struct ResourceNames {
    /// The type of the handle: `Scenarios`, `ScenariosV1`.
    pub handle: Ident,
    /// The method of the client that gives it.
    pub accessor: Ident,
    /// The module that holds it; one for all versions.
    pub module: Ident,
    /// The cargo feature that switches it on; one for all versions.
    pub feature: String,
    /// The methods, in the order of the operations.
    pub methods: Vec<Ident>,
    /// The arguments for the values in the path, likewise.
    pub arguments: Vec<Vec<Ident>>,
}

impl Names {
    pub(crate) fn of_type(&self, id: TypeId) -> Ident {
        self.types.get(&id).cloned().unwrap_or_else(|| ident("Unnamed"))
    }

    pub(crate) fn members(&self, id: TypeId) -> &[Member] {
        self.members.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn rest(&self, id: TypeId) -> Ident {
        self.rests.get(&id).cloned().unwrap_or_else(|| ident("extra"))
    }

    /// The names of the resource at `index` of [`Api::resources`].
    pub(crate) fn resource(&self, index: usize) -> Option<&ResourceNames> {
        self.resources.get(index)
    }

    /// The type of the handle to a version: `V1`.
    pub(crate) fn version(&self, version: Version) -> Ident {
        ident(&pascal(&version.to_string()))
    }

    /// The module of a file that is not a resource's: the type's name in snake case.
    pub(crate) fn module_of_type(&self, id: TypeId) -> Ident {
        let name = snake(&self.of_type(id).to_string());
        ident(&if reserved::is_keyword(&name) { format!("{name}_") } else { name })
    }
}

/// Names everything.
pub(crate) fn assign(api: &Api, config: &Config, diagnostics: &mut Diagnostics) -> Names {
    let mut names = Names::default();
    let mut taken: BTreeSet<String> =
        reserved::TYPES.iter().map(|name| (*name).to_owned()).collect();
    types::assign(api, config, &mut taken, &mut names.types, diagnostics);
    let halves = halves(api);
    for id in &api.written {
        if let Some(decl) = api.get(*id) {
            let (members, rest) = of_members(decl, *id, &names.types, &halves);
            names.members.insert(*id, members);
            names.rests.extend(rest.map(|rest| (*id, rest)));
        }
    }
    let mut accessors: BTreeSet<(Option<Version>, String)> = BTreeSet::new();
    let mut modules: BTreeMap<String, (Ident, String)> = BTreeMap::new();
    for resource in &api.resources {
        let one = of_resource(resource, &mut taken, &mut accessors, &mut modules);
        report::resource(resource, &one, diagnostics);
        names.resources.push(one);
    }
    report::members(api, &names, diagnostics);
    names
}

/// The request halves, and what each is the half of.
fn halves(api: &Api) -> BTreeMap<TypeId, TypeId> {
    let base = |id: TypeId| match api.get(id)?.name {
        NameHint::RequestOf(base) => Some((id, base)),
        _ => None,
    };
    api.ids().filter_map(base).collect()
}

fn of_members(
    decl: &TypeDecl,
    id: TypeId,
    types: &BTreeMap<TypeId, Ident>,
    halves: &BTreeMap<TypeId, TypeId>,
) -> (Vec<Member>, Option<Ident>) {
    let owner = types.get(halves.get(&id).unwrap_or(&id)).map(Ident::to_string).unwrap_or_default();
    match &decl.shape {
        Shape::Struct(found) => {
            let wires: Vec<&str> = found.fields.iter().map(|field| field.wire.as_str()).collect();
            let members = members::fields(&wires);
            let taken: BTreeSet<String> =
                members.iter().map(|member| member.name.to_string()).collect();
            let rest = ["extra", "additional_properties", "other_properties"]
                .into_iter()
                .find(|name| !taken.contains(*name));
            (
                members,
                found.additional.as_ref().map(|_| ident(rest.unwrap_or("unnamed_properties"))),
            )
        }
        Shape::Enum(found) => {
            let wires: Vec<String> = found.values.iter().map(|value| value.wire.clone()).collect();
            (members::variants(&wires), None)
        }
        Shape::IntegerEnum(values) => {
            let wires: Vec<String> = values.iter().map(|value| value.wire.to_string()).collect();
            (members::variants(&wires), None)
        }
        Shape::Union(found) => (members::arms(found, &owner, types, halves), None),
    }
}

fn of_resource(
    resource: &Resource,
    taken: &mut BTreeSet<String>,
    accessors: &mut BTreeSet<(Option<Version>, String)>,
    modules: &mut BTreeMap<String, (Ident, String)>,
) -> ResourceNames {
    let (base, version) = words_of_handle(resource);
    let handle = claim(["", "Api", "Resource"].map(|last| format!("{base}{last}{version}")), taken);
    let plain = members::field_name(&resource.name);
    let fits = |name: &String| {
        !reserved::CLIENT_METHODS.contains(&name.as_str())
            && !accessors.contains(&(resource.version, name.clone()))
    };
    let accessor = [plain.clone(), format!("{plain}_")]
        .into_iter()
        .chain((2..).map(|number| format!("{plain}_{number}")))
        .find(fits);
    let accessor = accessor.unwrap_or_default();
    accessors.insert((resource.version, accessor.clone()));

    let known: BTreeSet<String> = modules.values().map(|(module, _)| module.to_string()).collect();
    let (module, feature) = modules
        .entry(resource.name.clone())
        .or_insert_with(|| {
            let fits = |name: &String| {
                !reserved::MODULES.contains(&name.as_str()) && !known.contains(name)
            };
            let module = [plain.clone(), format!("{plain}_resource")]
                .into_iter()
                .chain((2..).map(|n| format!("{plain}_{n}")))
                .find(fits);
            let feature = kebab(&module.clone().unwrap_or_default());
            let feature = if reserved::FEATURES.contains(&feature.as_str()) {
                format!("{feature}-resource")
            } else {
                feature
            };
            (ident(&module.unwrap_or_default()), feature)
        })
        .clone();
    let operations = &resource.operations;
    let wires: Vec<&str> = operations.iter().map(|operation| operation.name.as_str()).collect();
    ResourceNames {
        handle: ident(&handle),
        accessor: ident(&accessor),
        module,
        feature,
        methods: members::methods(&wires),
        arguments: operations
            .iter()
            .map(|operation| members::arguments(&operation.path_parameters))
            .collect(),
    }
}

/// What the type of a handle is made of: the resource's name, and the version.
fn words_of_handle(resource: &Resource) -> (String, String) {
    let version = resource.version.map(|version| pascal(&version.to_string())).unwrap_or_default();
    (members::type_name(&resource.name), version)
}

/// The first of the candidates that is free; else the first with a number.
fn claim(candidates: impl IntoIterator<Item = String>, taken: &mut BTreeSet<String>) -> String {
    let candidates: Vec<String> = candidates.into_iter().collect();
    let first = candidates.first().cloned().unwrap_or_default();
    let numbered = (2..).map(|number| format!("{first}{number}"));
    let name =
        candidates.into_iter().chain(numbered).find(|name| !taken.contains(name)).unwrap_or(first);
    taken.insert(name.clone());
    name
}

/// The one place in which an identifier is made. What is no identifier cannot get here; if it did, it would be visible.
pub(crate) fn ident(name: &str) -> Ident {
    let legal = name.chars().next().is_some_and(|first| first == '_' || first.is_alphabetic())
        && name.chars().all(|c| c == '_' || c.is_alphanumeric())
        && name != "_"
        && !reserved::is_keyword(name);
    if legal {
        Ident::new(name, Span::call_site())
    } else {
        Ident::new("unnamed", Span::call_site())
    }
}
