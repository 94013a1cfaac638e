//! The names of resources: handles, accessors, modules, features, methods.

use std::collections::{BTreeMap, BTreeSet};

use super::lock::Held;
use super::{HeldFile, Name, claim, claim_beside_versions, members, reserved};
use crate::input::lock::{Line, Mark};
use crate::model::{Api, Operation, Resource, Version};
use crate::text::words::kebab;

pub(super) mod webhooks;

/// The names of a resource.
#[derive(Clone, Debug)]
pub(crate) struct ResourceNames {
    /// The type of the handle: `Scenarios`, `ScenariosV1`.
    pub handle: Name,
    /// The method of the client that returns it.
    pub accessor: Name,
    /// The module that holds it; one for all versions.
    pub module: Name,
    /// The cargo feature that switches it on; one for all versions.
    pub feature: String,
    /// The file that the handle is in already.
    pub held: Option<HeldFile>,
    /// In the order of the operations.
    pub methods: Vec<MethodNames>,
    /// The names that it had, which are deprecated.
    pub former: Vec<RenamedResource>,
}

/// A name that a resource had.
#[derive(Clone, Debug)]
pub(crate) struct RenamedResource {
    pub accessor: Name,
    /// `None` where something else is called so.
    pub handle: Option<Name>,
}

/// The names of an operation.
#[derive(Clone, Debug)]
pub(crate) struct MethodNames {
    pub name: Name,
    /// The names that it had, which are deprecated.
    pub former: Vec<Name>,
    /// The method that waits for the job which the operation starts.
    pub waiting: Option<Name>,
    /// The method for the stream of events that the operation may answer with.
    pub streaming: Option<Name>,
    /// The arguments for the values in the path.
    pub in_path: Vec<Name>,
    /// The arguments for the required parameters.
    pub required: Vec<Name>,
}

/// The names that resources have taken so far.
struct Claims<'t> {
    api: &'t Api,
    held: &'t Held<'t>,
    /// The number of operations of the resources so far.
    operations: usize,
    types: &'t mut BTreeSet<String>,
    /// By the version whose handle has them; the client has those without one.
    accessors: BTreeMap<Option<Version>, BTreeSet<String>>,
    modules: BTreeSet<String>,
    features: BTreeSet<String>,
    /// The module and the feature of each resource's name.
    homes: BTreeMap<String, (String, String)>,
}

/// Names all resources.
pub(super) fn assign(
    api: &Api,
    held: &Held<'_>,
    taken: &mut BTreeSet<String>,
) -> Vec<ResourceNames> {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let of_events = held.event_feature(api).map(str::to_owned);
    let mut claims = Claims {
        api,
        held,
        operations: 0,
        types: taken,
        accessors: BTreeMap::new(),
        modules: owned(reserved::MODULES),
        features: owned(reserved::FEATURES),
        homes: BTreeMap::new(),
    };
    claims.modules.extend(of_events.as_ref().map(|feature| feature.replace('-', "_")));
    claims.features.extend(of_events);
    api.resources.iter().map(|resource| claims.resource(resource)).collect()
}

impl Claims<'_> {
    fn resource(&mut self, resource: &Resource) -> ResourceNames {
        let line = self.held.resource(resource);
        let (base, version) = handle_words(resource);
        let handles = ["", "Api", "Resource"].map(|last| format!("{base}{last}{version}"));
        let handle = match line.map(|line| line.name.clone()) {
            Some(handle) if self.types.insert(handle.clone()) => handle,
            _ => {
                let taken = self.held.taken();
                let is_free = |name: &String| !taken.contains(name.as_str());
                let numbered = (2..).map(|number| format!("{base}{number}{version}"));
                let names = handles.into_iter().chain(numbered.take(taken.len() + 1));
                claim_beside_versions(names.filter(is_free), "", self.types)
            }
        };
        let plain = members::field_name(&resource.name);
        let accessors = self.accessors.entry(resource.version).or_insert_with(|| {
            reserved::CLIENT_METHODS.iter().map(|name| (*name).to_owned()).collect()
        });
        let held = line.and_then(|line| line.get(Mark::Accessor)).map(str::to_owned);
        let names = held.into_iter().chain([plain.clone(), format!("{plain}_")]);
        let accessor = claim_beside_versions(names, "_", accessors);
        let (module, feature) = self.home(&resource.name, &plain, line);
        let first = self.operations;
        self.operations += resource.operations.len();
        ResourceNames {
            handle: Name::new(&handle),
            accessor: Name::new(&accessor),
            module: Name::new(&module),
            feature,
            held: line.and_then(HeldFile::of),
            methods: self.methods(&resource.operations, first),
            former: Vec::new(),
        }
    }

    /// Returns the module and the feature, which all versions of a resource share.
    fn home(&mut self, resource: &str, plain: &str, line: Option<&Line>) -> (String, String) {
        if let Some(home) = self.homes.get(resource) {
            return home.clone();
        }
        let held = |mark| line.and_then(|line| line.get(mark)).map(str::to_owned);
        let modules = [plain.to_owned(), format!("{plain}_resource")];
        let module = claim(held(Mark::Module).into_iter().chain(modules), "_", &mut self.modules);
        let feature = kebab(&module);
        let features = [feature.clone(), format!("{feature}-resource")];
        let feature =
            claim(held(Mark::Feature).into_iter().chain(features), "-", &mut self.features);
        self.homes.insert(resource.to_owned(), (module.clone(), feature.clone()));
        (module, feature)
    }

    /// Names the methods; those that wait for jobs, or are for streams, after all others, which
    /// keep their own names.
    fn methods(&self, operations: &[Operation], first: usize) -> Vec<MethodNames> {
        let wires: Vec<&str> = operations.iter().map(|operation| operation.name.as_str()).collect();
        let lines: BTreeMap<&str, &Line> = wires
            .iter()
            .enumerate()
            .filter_map(|(index, wire)| Some((*wire, self.held.call(first + index)?)))
            .filter(|(wire, line)| line.name.rsplit('.').next() == Some(wire))
            .collect();
        let held = |wire: &str| lines.get(wire)?.get(Mark::Method);
        let names = members::methods(&wires, held);
        let mut taken: BTreeSet<String> = names.iter().cloned().collect();
        let named = operations.iter().zip(&names).map(|(operation, name)| {
            let line = lines.get(operation.name.as_str());
            let mut further = |mark, plain| {
                let held = line.and_then(|line| line.get(mark)).map(str::to_owned);
                Name::new(&claim(held.into_iter().chain([plain]), "_", &mut taken))
            };
            let waiting = operation.job.as_ref().map(|_| further(Mark::Wait, waiting_name(name)));
            let stream = operation.stream.as_ref();
            let streaming = stream.map(|_| further(Mark::Stream, streaming_name(name)));
            let (in_path, required) = arguments(self.api, operation);
            let name = Name::new(name);
            MethodNames { name, former: Vec::new(), waiting, streaming, in_path, required }
        });
        named.collect()
    }
}

/// Names the arguments for the values in the path, and those for the required parameters.
fn arguments(api: &Api, operation: &Operation) -> (Vec<Name>, Vec<Name>) {
    let in_path = operation.path_parameters.iter().map(|parameter| parameter.wire.as_str());
    let required = api.required_parameters(operation).map(|field| field.wire.as_str());
    let wires: Vec<&str> = in_path.chain(required).collect();
    let mut names = members::arguments(&wires);
    let required = names.split_off(operation.path_parameters.len());
    (names, required)
}

/// Returns the plain name of the method that waits for a job.
pub(super) fn waiting_name(method: &str) -> String {
    format!("{method}_and_wait")
}

/// Returns the plain name of the method for a stream of events.
pub(super) fn streaming_name(method: &str) -> String {
    format!("{method}_stream")
}

/// Returns the words of a handle's type: the resource's name, and the version.
pub(super) fn handle_words(resource: &Resource) -> (String, String) {
    let version = resource.version.map(|version| format!("V{}", version.number()));
    (members::type_name(&resource.name), version.unwrap_or_default())
}
