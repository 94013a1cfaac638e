//! Calls: operations together with the handles that have them.

use crate::change::compare::pairing::{OperationPlace, normal, operation};
use crate::change::surface::items::{OperationItem, ResourceItem};
use crate::change::surface::whole::Surface;

/// An operation with its resource.
#[derive(Clone, Copy)]
pub(in crate::change::compare) struct Call<'a> {
    pub surface: &'a Surface,
    pub resource: &'a ResourceItem,
    pub operation: &'a OperationItem,
}

impl<'a> Call<'a> {
    pub(in crate::change::compare) fn at(
        surface: &'a Surface,
        place: OperationPlace,
    ) -> Option<Self> {
        let resource = surface.resources.get(place.0)?;
        Some(Self { surface, resource, operation: operation(surface, place)? })
    }

    /// `client.v2().scenarios().list`: the expression without its arguments.
    pub(in crate::change::compare) fn expression(self) -> String {
        format!("{}.{}", handle(self.resource), self.operation.name)
    }

    /// `v2.scenarios.list`: the call as `codegen.toml` names it.
    pub(in crate::change::compare) fn way(self) -> String {
        let version = self.resource.version.as_ref();
        let version = version.map(|version| format!("{}.", version.accessor)).unwrap_or_default();
        format!("{version}{}.{}", self.resource.accessor, self.operation.name)
    }

    /// `resources::Scenarios::list()`
    pub(in crate::change::compare) fn item(self) -> String {
        format!("resources::{}::{}()", self.resource.handle, self.operation.name)
    }

    /// `GET /boats/{}/`: the name that entries have for it.
    pub(in crate::change::compare) fn key(self) -> String {
        normal(self.operation)
    }

    /// `GET /boats/{id}/`
    pub(in crate::change::compare) fn wire(self) -> String {
        format!("{} {}", self.operation.method, self.operation.path)
    }
}

/// `client.v2().scenarios()`
pub(in crate::change::compare) fn handle(resource: &ResourceItem) -> String {
    match &resource.version {
        Some(version) => format!("client.{}().{}()", version.accessor, resource.accessor),
        None => format!("client.{}()", resource.accessor),
    }
}
