//! Operations, their bodies and their results.

use super::{Auth, Docs, Method, QueryStyle, Type, TypeId};

/// One call.
#[derive(Debug)]
pub(crate) struct Operation {
    pub method: Method,
    /// The template, verbatim.
    pub path: String,
    /// The template as the document has it, which tells the operation from all others.
    pub template: String,
    /// The name of its Rust method, in snake case.
    pub name: String,
    /// The names that texts of the document have for it.
    pub ids: Vec<String>,
    pub summary: Option<String>,
    pub description: Option<String>,
    /// The descriptions of its successful responses that say more than that they are.
    pub answers: Vec<String>,
    /// The address of further documentation.
    pub see: Option<String>,
    pub deprecated: bool,
    /// In the order of the path.
    pub path_parameters: Vec<PathParameter>,
    /// The struct of the query, header and cookie parameters. The required ones are arguments of
    /// the method; the others are set on the call that it returns.
    pub parameters: Option<TypeId>,
    pub body: Option<Body>,
    pub output: Output,
    pub reading: Reading,
    /// The header `Accept`, where it is not the usual one of the output.
    pub accept: Option<String>,
    /// The credentials that the call takes, each enough; empty where it takes all that a client
    /// may have.
    pub accepted: Vec<Auth>,
    /// The job that the call starts.
    pub job: Option<Job>,
    /// The stream of events that the call answers with if it is asked for one.
    pub stream: Option<EventStream>,
}

/// The way to wait for a job: the operation that reports its progress, and the place of the status
/// in its response.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub method: Method,
    pub path: String,
    /// The parameter that takes the job's id, and whether it is in the path.
    pub parameter: String,
    pub in_path: bool,
    /// The other parameters in the path, which the start's own path gives.
    pub others: Vec<String>,
    pub output: Type,
    /// As for the operation itself.
    pub reading: Reading,
    pub accept: Option<String>,
    pub accepted: Vec<Auth>,
    /// JSON pointers into the first and the second answer.
    pub id: String,
    pub status: String,
    pub done: Vec<String>,
    pub failed: Vec<String>,
    pub counts: Option<Counts>,
}

/// The places of the numbers that tell when a job is over: of all its parts, and of the finished.
#[derive(Clone, Debug)]
pub(crate) struct Counts {
    pub total: String,
    pub finished: Vec<String>,
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

/// The style of a value in a path (RFC 6570).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathStyle {
    Simple,
    SimpleExploded,
    Label,
    LabelExploded,
    Matrix,
    MatrixExploded,
    /// Several segments: slashes are sent as they are.
    Reserved,
}

/// The body that a call sends.
#[derive(Debug)]
pub(crate) struct Body {
    pub content: BodyContent,
    /// A caller may send no body at all, and an empty one would mean something else.
    pub optional: bool,
    pub description: Option<String>,
}

/// The form of a body.
#[derive(Debug)]
pub(crate) enum BodyContent {
    /// JSON, perhaps by another name than `application/json`.
    Json(Type, Option<String>),
    /// Form fields, and the styles of those that have one of their own.
    Form(Type, Vec<(String, QueryStyle)>),
    Multipart(TypeId),
    /// JSON, unless a file is set.
    JsonOrMultipart(TypeId, Option<String>),
    /// A multipart form that the caller makes.
    AnyMultipart,
    Text {
        media_type: String,
    },
    Bytes {
        media_type: String,
    },
}

/// The result of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    Empty,
    Json(Type),
    /// A value, or nothing where the answer has no body.
    Optional(Type),
    Text,
    Bytes,
    Events(EventStream),
}

impl Output {
    /// Returns the type of the value, or of the values.
    pub(crate) fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Optional(ty) => Some(ty),
            Self::Events(stream) => Some(&stream.data),
            Self::Empty | Self::Text | Self::Bytes => None,
        }
    }

    /// Returns the same, to be replaced.
    pub(crate) fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) | Self::Optional(ty) => Some(ty),
            Self::Events(stream) => Some(&mut stream.data),
            Self::Empty | Self::Text | Self::Bytes => None,
        }
    }
}

/// A result that is a stream of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EventStream {
    /// The type of the data of each event.
    pub data: Type,
    pub format: StreamFormat,
    /// The header `Accept`, where it is not the usual one of the format.
    pub accept: Option<String>,
    /// The data that ends the stream.
    pub end: Option<String>,
    /// The member of the body by which the stream is asked for.
    pub flag: Option<String>,
}

/// The form of a stream, and of the data in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StreamFormat {
    /// Server-sent events with JSON.
    ServerSentJson,
    /// Server-sent events with text.
    ServerSentText,
    /// Server-sent events whose names tell the arms of the data's union apart. The data of those
    /// with one of these names is text, else JSON.
    ServerSentByName { text: Vec<String> },
    /// A JSON text a line.
    JsonLines,
    /// JSON texts behind separators (RFC 7464).
    JsonSequence,
}

/// The way to tell JSON from text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// The output says which it is.
    AsDocumented,
    /// The answer's own content type does: the document leaves it open.
    ByContentType,
}
