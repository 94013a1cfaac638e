//! The calls that have names already, by `names.lock`, and those that `codegen.toml` places.

use std::collections::BTreeMap;

use super::super::select::{Selected, key};
use super::Route;
use crate::input::config::Config;
use crate::input::lock::{Kind, Lock, Mark};
use crate::model::Version;
use crate::model::identity::same_calls;

/// The way to a method: `boats.list`, `v1.boats.list`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Call {
    pub resource: String,
    /// `None` for a method of the resource that the client itself returns.
    pub version: Option<Version>,
    pub method: String,
}

impl Call {
    /// Reads a call as `names.lock` and `codegen.toml` write it.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (way, method) = text.rsplit_once('.')?;
        let (version, resource) = match way.split_once('.') {
            Some((version, resource)) => (Some(Version::from_segment(version)?), resource),
            None => (None, way),
        };
        let [resource, method] = [resource, method].map(str::to_owned);
        Some(Self { resource, version, method })
    }
}

/// The names of calls that nothing else may have.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// Of the operations of the document, by `METHOD /path`.
    by_operation: BTreeMap<String, Call>,
    /// Of all that the client has or had, each with the version in its path.
    names: Vec<(Call, Option<Version>)>,
}

impl Held {
    /// Finds the names of the operations that have some.
    pub(super) fn of(selected: &[Selected<'_>], lock: &Lock) -> Self {
        let lines: Vec<_> = lock.lines(Kind::Call).collect();
        let known: Vec<&str> = lines.iter().map(|line| line.thing.as_str()).collect();
        let keys: Vec<String> = selected
            .iter()
            .map(|selected| key(selected.operation.method, &selected.operation.path))
            .collect();
        let mut held = Self::default();
        for (key, same) in keys.iter().zip(same_calls(&keys, &known)) {
            let call =
                same.and_then(|index| lines.get(index)).and_then(|line| Call::read(&line.name));
            held.by_operation.extend(call.map(|call| (key.clone(), call)));
        }
        for line in lines {
            let path = line.thing.split_once(' ').map_or("", |(_, path)| path);
            let version = versions_of(path);
            let Some(call) = Call::read(&line.name) else { continue };
            let further = [Mark::Wait, Mark::Stream].into_iter().filter_map(|mark| {
                Some(Call { method: line.get(mark)?.to_owned(), ..call.clone() })
            });
            let further: Vec<Call> = further.collect();
            let former = line.was().filter_map(Call::read);
            held.names.extend(former.chain(further).chain([call]).map(|call| (call, version)));
        }
        held
    }

    /// Returns the name that an operation has already.
    pub(super) fn call(&self, key: &str) -> Option<&Call> {
        self.by_operation.get(key)
    }

    /// Returns all names, each with the version in the path of what has or had it.
    pub(super) fn names(&self) -> impl Iterator<Item = &(Call, Option<Version>)> {
        self.names.iter()
    }
}

/// Returns the version that a path names, whatever the products are.
fn versions_of(path: &str) -> Option<Version> {
    let segments = path.split('/').take_while(|segment| !segment.starts_with('{'));
    segments.filter_map(Version::from_segment).last()
}

/// Returns the place that is fixed for an operation: by `codegen.toml`, which wins, or by the lock.
pub(super) fn fixed(
    config: &Config,
    held: &Held,
    key: &str,
    route: &Route<'_>,
    resource: &str,
) -> Option<Call> {
    let chosen = config.methods.get(key);
    if let Some(call) = chosen.and_then(|chosen| Call::read(chosen)) {
        return Some(call);
    }
    let renamed = config.resources.rename.contains_key(super::base_segment(route.resource, config));
    let mut call = held.call(key)?.clone();
    if renamed {
        resource.clone_into(&mut call.resource);
    }
    if let Some(chosen) = chosen {
        call.method.clone_from(chosen);
    }
    Some(call)
}
