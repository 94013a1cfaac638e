//! The API as the emitter sees it: plain data, no tokens, no Rust identifiers, nothing of OpenAPI's spelling.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::pointer::Pointer;

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

/// One call.
#[derive(Debug)]
pub(crate) struct Operation {
    /// In upper case, as it goes over the wire.
    pub method: &'static str,
    /// The template, verbatim.
    pub path: String,
    /// What the method is called, in snake case.
    pub name: String,
    pub summary: Option<String>,
    pub description: Option<String>,
    /// What the document says of the answers beyond that all is well.
    pub answers: Vec<String>,
    /// Where the document sends its reader for more.
    pub see: Option<String>,
    pub deprecated: bool,
    /// In the order of the path.
    pub path_parameters: Vec<PathParameter>,
    /// The struct of the query, header and cookie parameters.
    pub parameters: Option<TypeId>,
    pub body: Option<Body>,
    pub output: Output,
    /// The media type of JSON that goes by another name than `application/json`.
    pub accept: Option<String>,
    /// The credentials that the call takes, where the client's usual one is not among them.
    pub accepted: Vec<Auth>,
    /// What is asked for the progress of the job that the call starts.
    pub job: Option<Job>,
}

/// How to wait for a job.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub method: &'static str,
    pub path: String,
    /// The parameter that takes the job's id, and whether it is in the path.
    pub parameter: String,
    pub in_path: bool,
    pub output: Type,
    /// JSON pointers into the first and the second answer.
    pub id: String,
    pub status: String,
    pub done: Vec<String>,
    pub failed: Vec<String>,
}

/// A value in the path.
#[derive(Debug)]
pub(crate) struct PathParameter {
    pub wire: String,
    pub ty: Type,
    pub style: PathStyle,
    pub deprecated: bool,
    pub docs: Docs,
}

/// How a value stands in a path (RFC 6570).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathStyle {
    Simple,
    SimpleExploded,
    Label,
    LabelExploded,
    Matrix,
    MatrixExploded,
}

/// What a call sends.
#[derive(Debug)]
pub(crate) struct Body {
    pub content: BodyContent,
    /// Whether a caller may send no body at all, and cannot say the same with an empty one.
    pub optional: bool,
    pub description: Option<String>,
}

#[derive(Debug)]
pub(crate) enum BodyContent {
    /// JSON, perhaps by another name than `application/json`.
    Json(Type, Option<String>),
    Form(Type),
    Multipart(TypeId),
    Text,
    Bytes {
        media_type: String,
    },
}

/// What a call gives back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    Empty,
    Json(Type),
    /// A value, or nothing where the answer has no body.
    Optional(Type),
    Text {
        media_type: String,
    },
    Bytes {
        media_type: String,
    },
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
    /// The property whose value tells the arms apart.
    pub tag: Option<String>,
    pub arms: Vec<Arm>,
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
