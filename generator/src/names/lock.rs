//! The lock: names that things have already, which they keep.
//!
//! [`Held`] finds, by the rules of `model::identity`, the lines of `names.lock` that are about the
//! things of the document. [`renew`] makes the lock of the next run: the names of all things, and
//! those of things that are gone, which nothing else may have.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics, Stopped};
use crate::input::lock::{Kind, Line, Lock, Mark, way, word};
use crate::model::identity::{Use, same_calls, uses};
use crate::model::{Api, Operation, Resource, TypeId};

pub(super) mod former;
mod matching;
mod renew;
pub(crate) mod table;

pub(crate) use renew::{Places, renew};

/// The module and the feature of the events, as long as no resource is called so.
pub(super) const WEBHOOKS: &str = "webhooks";

/// The lines of the lock that are about things of the document.
#[derive(Debug)]
pub(crate) struct Held<'l> {
    pub lock: &'l Lock,
    /// By [`TypeId`].
    types: Vec<Option<&'l Line>>,
    /// In the order of [`Api::operations`].
    calls: Vec<Option<&'l Line>>,
    /// By version and name: `boats`, `v1.boats`.
    resources: BTreeMap<&'l str, &'l Line>,
    /// By the type's name in the lock and the name on the wire: `Boat.kind`.
    members: BTreeMap<&'l str, &'l Line>,
    /// The places of each type, by [`TypeId`].
    pub uses: Vec<BTreeSet<Use>>,
}

impl<'l> Held<'l> {
    /// Finds the lines.
    pub(crate) fn of(api: &Api, lock: &'l Lock) -> Self {
        let uses = uses(api);
        let calls = calls(api, lock);
        let types = matching::types(api, lock, &uses, &calls);
        let by_thing = |kind| {
            let (gone, living): (Vec<&Line>, Vec<&Line>) =
                lock.lines(kind).partition(|line| line.is_gone());
            gone.into_iter().chain(living).map(|line| (line.thing.as_str(), line)).collect()
        };
        Self {
            lock,
            types,
            calls,
            resources: by_thing(Kind::Resource),
            members: by_thing(Kind::Member),
            uses,
        }
    }

    pub(super) fn ty(&self, id: TypeId) -> Option<&'l Line> {
        self.types.get(id.0).copied().flatten()
    }

    pub(super) fn call(&self, index: usize) -> Option<&'l Line> {
        self.calls.get(index).copied().flatten()
    }

    pub(super) fn resource(&self, resource: &Resource) -> Option<&'l Line> {
        self.resources.get(way(&resource.name, resource.version).as_str()).copied()
    }

    /// Returns the handle that a resource has or had, by the way to it.
    pub(super) fn handle(&self, way: &str) -> Option<&'l str> {
        self.resources.get(way).map(|line| line.name.as_str())
    }

    /// Returns the feature that the events have already, which no resource may have.
    pub(super) fn event_feature(&self, api: &Api) -> Option<&'l str> {
        let line = self.ty(api.event_union()?)?;
        Some(line.get(Mark::Feature).unwrap_or(WEBHOOKS))
    }

    /// Returns the line of a member of a type.
    pub(super) fn member(&self, id: TypeId, wire: &str) -> Option<&'l Line> {
        let ty = self.ty(id)?;
        self.members.get(member(&ty.name, wire).as_str()).copied()
    }

    /// Returns the names of types and handles that nothing new may have.
    pub(super) fn taken(&self) -> BTreeSet<&'l str> {
        let lines = self.lock.lines(Kind::Type).chain(self.lock.lines(Kind::Resource));
        lines.flat_map(|line| line.was().chain([line.name.as_str()])).collect()
    }
}

/// Returns the line of each operation.
fn calls<'l>(api: &Api, lock: &'l Lock) -> Vec<Option<&'l Line>> {
    let lines: Vec<&Line> = lock.lines(Kind::Call).collect();
    let known: Vec<&str> = lines.iter().map(|line| line.thing.as_str()).collect();
    let things: Vec<String> = api.operations().map(thing).collect();
    let same = same_calls(&things, &known).into_iter();
    same.map(|index| index.and_then(|index| lines.get(index)).copied()).collect()
}

/// Returns the thing that a call is.
fn thing(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.template)
}

/// Returns the thing that a member is.
fn member(ty: &str, wire: &str) -> String {
    format!("{ty}.{}", word(wire))
}

/// Returns the text of a lock without the names of things that are gone, and without former names.
///
/// # Errors
///
/// The diagnostics, if the text is no lock.
pub fn pruned(lock: &str) -> Result<String, Vec<Diagnostic>> {
    let mut diagnostics = Diagnostics::default();
    let pruned = Lock::parse(lock, &mut diagnostics).map(|lock| lock.pruned().to_string());
    pruned.map_err(|Stopped| diagnostics.into_sorted())
}
