//! The API as the emitter sees it: plain data, no tokens, no Rust identifiers, nothing of OpenAPI's spelling.

mod operation;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::config::PageConfig;
use crate::pointer::Pointer;
pub(crate) use operation::{Body, BodyContent, Job, Operation, Output, PathParameter, PathStyle};

/// A whole API.
#[derive(Debug)]
pub(crate) struct Api {
    /// The document's title, as written.
    pub title: String,
    /// The address of the server that calls go to.
    pub base_url: String,
    pub auth: Auth,
    /// Sorted by name, then version; one may appear several times, in several versions.
    pub resources: Vec<Resource>,
    /// Indexed by [`TypeId`].
    pub types: Vec<TypeDecl>,
    /// The types that are written: those that an operation reaches.
    pub written: Vec<TypeId>,
}

impl Api {
    pub(crate) fn ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.types.len()).map(TypeId)
    }

    pub(crate) fn get(&self, id: TypeId) -> Option<&TypeDecl> {
        self.types.get(id.0)
    }

    pub(crate) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.resources.iter().flat_map(|resource| &resource.operations)
    }
}

/// How a client proves who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    Header(String),
    Query(String),
    Cookie(String),
    Bearer,
    Basic,
    None,
}

/// What a group of operations is about: `client.scenarios()`.
#[derive(Debug)]
pub(crate) struct Resource {
    /// In snake case.
    pub name: String,
    /// `None` for the version that `client.name()` gives; others are `client.v1().name()`.
    pub version: Option<String>,
    /// What the document says of the tag that all its operations carry.
    pub description: Option<String>,
    /// What the document says of many of its operations in the same words.
    pub shared: Option<String>,
    /// In the order in which they are shown.
    pub operations: Vec<Operation>,
}

/// An index into [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub usize);

/// A Rust type, as far as it matters what it holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Type {
    Bool,
    I32,
    I64,
    F64,
    String,
    DateTime,
    Date,
    Uuid,
    /// Any JSON value.
    Json,
    /// Any JSON object.
    JsonObject,
    /// A file in a multipart form.
    Part,
    List(Box<Type>),
    Map(Box<Type>),
    /// A value or null, where no field says so.
    Nullable(Box<Type>),
    Page(Box<Type>),
    Named(TypeId),
}

impl Type {
    /// The declared types that this one names.
    pub(crate) fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Page(inner) => {
                inner.named()
            }
            _ => None,
        }
    }

    /// The same type around another name.
    pub(crate) fn renamed(&self, rename: impl Fn(TypeId) -> TypeId) -> Self {
        let go = |inner: &Self| Box::new(inner.renamed(&rename as &dyn Fn(TypeId) -> TypeId));
        match self {
            Self::Named(id) => Self::Named(rename(*id)),
            Self::List(inner) => Self::List(go(inner)),
            Self::Map(inner) => Self::Map(go(inner)),
            Self::Nullable(inner) => Self::Nullable(go(inner)),
            Self::Page(inner) => Self::Page(go(inner)),
            plain => plain.clone(),
        }
    }
}

/// A type of its own in the output.
#[derive(Clone, Debug)]
pub(crate) struct TypeDecl {
    pub pointer: Pointer,
    pub name: NameHint,
    pub description: Option<String>,
    pub deprecated: bool,
    pub direction: Direction,
    pub shape: Shape,
}

/// Where a type's name comes from.
#[derive(Clone, Debug)]
pub(crate) enum NameHint {
    /// The document names it.
    Component(String),
    /// Words in snake case, made of the operation's.
    Words(String),
    /// The request half of a type that differs by direction.
    RequestOf(TypeId),
    /// Part of another type.
    Part(Site),
    /// All the places of an enum; the best of them names it.
    Sites(BTreeSet<Site>),
}

/// A place that a nameless type stands in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Site {
    pub owner: Owner,
    /// The property, as the wire names it.
    pub part: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    Type(TypeId),
    /// Words in snake case, made of the operation's.
    Words(String),
}

/// Which way values of a type travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    Request,
    Response,
    Both,
}

#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Struct(Struct),
    Enum(StringEnum),
    IntegerEnum(Vec<IntegerValue>),
    Union(Union),
}

#[derive(Clone, Debug)]
pub(crate) struct Struct {
    pub kind: StructKind,
    /// Sorted as they are to be shown.
    pub fields: Vec<Field>,
    /// The type of the properties that have no field.
    pub rest: Option<Type>,
    /// Whether one of its properties says what another is, so that it can be read only as a whole.
    pub by_tree: bool,
    /// How the next page is found, if this is a page of a list.
    pub paging: Option<Paging>,
}

/// A page of a list, and the way to the next.
#[derive(Clone, Debug)]
pub(crate) struct Paging {
    pub next: PageConfig,
    /// What the list is of.
    pub item: Type,
}

/// What a struct is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StructKind {
    Json,
    Multipart,
    Parameters,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub wire: String,
    pub pointer: Pointer,
    pub ty: Type,
    pub required: bool,
    pub nullable: bool,
    pub access: Access,
    /// Whether the document says more of it than that it is required.
    pub described: bool,
    /// Whether the value lies behind a `Box`, to make an endless type finite.
    pub boxed: bool,
    pub deprecated: bool,
    /// Where a parameter goes.
    pub spot: Option<Spot>,
    /// What a part of a form is, where the form says so.
    pub media_type: Option<String>,
    pub docs: Docs,
}

/// Who may set a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    ReadWrite,
    ReadOnly,
    WriteOnly,
}

/// Where and how a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    Query(QueryStyle),
    Header { explode: bool },
    Cookie,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueryStyle {
    Form,
    Joined,
    Spaced,
    Piped,
    Deep,
    Json,
}

/// What the document says about a value beside its type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Docs {
    pub text: Option<String>,
    /// Constraints, in words, each a sentence without its full stop.
    pub constraints: Vec<String>,
    pub default: Option<Value>,
    /// A text, a number or a flag.
    pub example: Option<Value>,
}

#[derive(Clone, Debug)]
pub(crate) struct StringEnum {
    pub values: Vec<EnumValue>,
}

#[derive(Clone, Debug)]
pub(crate) struct EnumValue {
    pub wire: String,
    pub text: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct IntegerValue {
    pub wire: i64,
    pub text: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Union {
    /// What tells the arms apart.
    pub tag: Option<Tag>,
    pub arms: Vec<Arm>,
}

/// The property whose value names an arm.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub name: String,
    /// How many levels above the value the object is that has it; 0 for the value itself.
    pub up: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Arm {
    /// What the arm is called if its type has no name of its own, in snake case.
    pub hint: Option<String>,
    pub ty: Type,
    pub boxed: bool,
    /// The values of the tag that mean this arm.
    pub tags: Vec<String>,
    pub text: Option<String>,
}
