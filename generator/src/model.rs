//! The API as the emitter sees it: plain data, without tokens, Rust identifiers, or the spelling of
//! OpenAPI.

use std::ops::{Index, IndexMut};

mod docs;
mod events;
mod gaps;
mod hint;
pub(crate) mod identity;
mod method;
mod operation;
mod paging;
mod reference;
mod types;
mod version;
mod visit;

pub(crate) use docs::{Bound, Constraint, Docs, Limits, Number};
pub(crate) use events::{Events, KindPlace};
pub use gaps::{Gap, Part};
pub(crate) use hint::{ArmHint, NameHint, Owner, Site, Words};
pub(crate) use method::Method;
pub(crate) use operation::{
    Body, BodyContent, Counts, EventStream, Job, Operation, Output, PathParameter, PathStyle,
    Reading, StreamFormat,
};
pub(crate) use paging::{NextPage, Paging};
pub(crate) use reference::Type;
pub(crate) use types::{
    Access, Arm, Direction, EnumValue, Field, Held, IntegerValue, ParameterLocation, Presence,
    QueryStyle, Shape, StringEnum, Struct, StructKind, Tag, TagValue, TypeDecl, Union,
};
pub(crate) use version::Version;

/// A whole API.
#[derive(Debug)]
pub(crate) struct Api {
    /// The document's title, as written.
    pub title: String,
    /// The address of the server that calls go to.
    pub base_url: String,
    pub auth: Auth,
    /// The schemes that a client supports, by name.
    pub schemes: Vec<(String, Auth)>,
    /// Sorted by name, then version; one may appear several times, in several versions.
    pub resources: Vec<Resource>,
    /// The events that its webhooks send, if it has any.
    pub events: Option<Events>,
    /// Indexed by [`TypeId`].
    pub types: Vec<TypeDecl>,
    /// The types that are written: those that an operation reaches.
    pub written: Vec<TypeId>,
}

impl Api {
    /// Returns the ids of all types, in their order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.types.len()).map(TypeId)
    }

    /// Returns the operations of all resources.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.resources.iter().flat_map(|resource| &resource.operations)
    }

    /// Returns the union of all events.
    pub(crate) fn event_union(&self) -> Option<TypeId> {
        self.events.as_ref().map(|events| events.union)
    }

    /// Returns whether a type holds the parameters of an operation.
    pub(crate) fn is_parameters(&self, id: TypeId) -> bool {
        matches!(&self[id].shape, Shape::Struct(decl) if decl.kind == StructKind::Parameters)
    }

    /// Returns the query, header and cookie parameters of an operation.
    fn parameters(&self, operation: &Operation) -> &[Field] {
        match operation.parameters.map(|id| &self[id].shape) {
            Some(Shape::Struct(decl)) => &decl.fields,
            _ => &[],
        }
    }

    /// Returns the names of the optional query parameters of an operation.
    pub(crate) fn optional_in_query(&self, operation: &Operation) -> impl Iterator<Item = &str> {
        let optional = self.parameters(operation).iter().filter(|field| !field.required);
        optional.filter(|field| field.is_in_query()).map(|field| field.wire.as_str())
    }

    /// Returns whether a query parameter of this name is an integer in some operation: a value for
    /// all of them has to fit there, too.
    pub(crate) fn is_integer_in_a_query(&self, name: &str) -> bool {
        let mut fields = self.types.iter().flat_map(|decl| match &decl.shape {
            Shape::Struct(decl) => decl.fields.as_slice(),
            _ => &[],
        });
        fields.any(|field| {
            let is_integer = matches!(field.ty, Type::I32 | Type::I64 | Type::U32 | Type::U64);
            is_integer && field.is_in_query() && field.wire == name
        })
    }

    /// Returns the parameters that each call of an operation has to give.
    pub(crate) fn required_parameters(
        &self,
        operation: &Operation,
    ) -> impl Iterator<Item = &Field> {
        self.parameters(operation).iter().filter(|field| field.required)
    }

    /// Returns the type of an operation's calls, if it has something to set on them: parameters or
    /// a body that a call may do without.
    pub(crate) fn own_call(&self, operation: &Operation) -> Option<TypeId> {
        let body = operation.body.as_ref().is_some_and(|body| body.optional);
        let is_optional = |field: &Field| !field.required;
        operation.parameters.filter(|_| body || self.parameters(operation).iter().any(is_optional))
    }
}

impl Index<TypeId> for Api {
    type Output = TypeDecl;

    #[expect(clippy::indexing_slicing, reason = "an id is made only by adding its type")]
    fn index(&self, id: TypeId) -> &TypeDecl {
        &self.types[id.0]
    }
}

impl IndexMut<TypeId> for Api {
    #[expect(clippy::indexing_slicing, reason = "an id is made only by adding its type")]
    fn index_mut(&mut self, id: TypeId) -> &mut TypeDecl {
        &mut self.types[id.0]
    }
}

/// The way in which a client proves who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    Header(String),
    Query(String),
    Cookie(String),
    Bearer,
    Basic,
    /// A scheme of HTTP that clients do not support, such as `digest`.
    Http(String),
    /// Each of these at once.
    All(Vec<Auth>),
    None,
}

/// A group of operations: `client.scenarios()`.
#[derive(Debug)]
pub(crate) struct Resource {
    /// In snake case.
    pub name: String,
    /// `None` for the version that `client.name()` gives; others are `client.v1().name()`.
    pub version: Option<Version>,
    /// The description of the tag that all its operations carry.
    pub description: Option<String>,
    /// The description that many of its operations share.
    pub shared: Option<String>,
    /// In the order in which they are shown.
    pub operations: Vec<Operation>,
    /// The groups in which the page of the resource has them; none where they are few.
    pub groups: Vec<Group>,
}

/// Operations that are shown together.
#[derive(Debug)]
pub(crate) struct Group {
    /// A few words without a capital.
    pub title: String,
    /// The indices of the operations.
    pub operations: Vec<usize>,
}

/// An index into [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub usize);
