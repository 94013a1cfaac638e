//! The resolved document: each schema has an id, each operation its parts, and no reference is
//! left.
//!
//! [`read`](Document::read) follows every reference of the typed document once. Behind this stage a
//! reference to a schema is a [`SchemaRef`]: the id of the schema at its end, and the component
//! that the reference names. Ids exist before anything is decided about shapes, so a document that
//! contains itself is as plain as any other.
//!
//! Nothing is decided here: not which operations a client has, and not what a schema becomes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Index;

use crate::text::pointer::Pointer;

mod operation;
mod read;
mod same;
mod schema;
mod template;

pub(crate) use operation::{
    Body, Encoding, Location, MediaType, Operation, Parameter, PathItem, Placed, Repeated,
    Response, Scheme, Security, SecurityScheme, Status, Style,
};
pub(crate) use schema::{
    Additional, Array, Bounds, Discriminator, Keyword, Kind, Object, Schema, SchemaRef, Text,
};

/// A document without references.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub title: String,
    /// The version of the API, as written.
    pub version: String,
    /// The addresses of the servers, with their variables at the defaults.
    pub servers: Vec<String>,
    /// In the order of their names.
    pub security_schemes: Vec<SecurityScheme>,
    /// The descriptions of tags, by name.
    pub tags: BTreeMap<String, String>,
    /// Sorted by path, then by method.
    pub operations: Vec<Operation>,
    /// The requests that the server sends, each with its name as its path; sorted like the others.
    pub webhooks: Vec<Operation>,
    /// The schemas that have a name, in the order of their names.
    pub components: Vec<Component>,
    /// The places of components that only ignored keywords lead to.
    pub ignored: BTreeSet<String>,
    /// All schemas, indexed by [`SchemaId`].
    schemas: Vec<Schema>,
}

/// The place of a schema in the document's list of all schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SchemaId(usize);

/// The place of a component in [`Document::components`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ComponentId(usize);

/// A schema with a name.
#[derive(Clone, Debug)]
pub(crate) struct Component {
    pub name: String,
    /// Its place in the document as its author wrote it.
    pub pointer: Pointer,
    /// Lowering made it a component, of a schema that stood elsewhere without a name.
    pub hoisted: bool,
    /// The schema, or the one at the end of the references that begin here.
    pub schema: SchemaId,
    /// The component that this one only refers to.
    pub refers_to: Option<ComponentId>,
}

impl Document {
    /// Returns the ids of all components, in the order of their names.
    pub(crate) fn component_ids(&self) -> impl Iterator<Item = ComponentId> + use<> {
        (0..self.components.len()).map(ComponentId)
    }

    /// Returns the component of a name.
    pub(crate) fn component(&self, name: &str) -> Option<ComponentId> {
        let found = self.components.binary_search_by(|component| component.name.as_str().cmp(name));
        found.ok().map(ComponentId)
    }

    /// Returns the component and those that it leads to by references alone.
    pub(crate) fn chain(&self, from: ComponentId) -> impl Iterator<Item = ComponentId> {
        std::iter::successors(Some(from), |id| self[*id].refers_to)
    }
}

impl Index<SchemaId> for Document {
    type Output = Schema;

    #[expect(clippy::indexing_slicing, reason = "only the reader makes ids, one for each schema")]
    fn index(&self, id: SchemaId) -> &Schema {
        &self.schemas[id.0]
    }
}

impl Index<SchemaRef> for Document {
    type Output = Schema;

    fn index(&self, schema: SchemaRef) -> &Schema {
        &self[schema.id]
    }
}

impl Index<ComponentId> for Document {
    type Output = Component;

    #[expect(
        clippy::indexing_slicing,
        reason = "only the reader makes ids, one for each component"
    )]
    fn index(&self, id: ComponentId) -> &Component {
        &self.components[id.0]
    }
}

#[cfg(test)]
mod tests;
