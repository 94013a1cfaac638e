//! Operations of the resolved document, and their parts.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde_json::Value;

use super::{ComponentId, SchemaRef};
use crate::lower::notes::StreamNote;
use crate::model::Method;
use crate::text::pointer::Pointer;

/// A call that the document describes.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub method: Method,
    /// The path, with nothing but names in braces.
    pub path: String,
    /// The names in it whose values may have several segments.
    pub reserved: Vec<String>,
    pub pointer: Pointer,
    /// The path item that the operation stands in.
    pub item: Arc<PathItem>,
    /// The document's own name for it, of which nothing is made but links in texts.
    pub id: Option<String>,
    pub summary: Option<String>,
    pub description: Option<String>,
    /// The address of further documentation.
    pub external_docs: Option<String>,
    pub deprecated: bool,
    pub tags: Vec<String>,
    pub extensions: BTreeMap<String, Value>,
    /// Its own parameters, then those of its path that it does not override.
    pub parameters: Vec<Placed<Parameter>>,
    /// Parameters that one list declares twice.
    pub repeated: Vec<Repeated>,
    pub body: Option<Placed<Body>>,
    /// By status; exact statuses first.
    pub responses: Vec<(Status, Placed<Response>)>,
    pub security: Security,
    /// The addresses that the operation itself names, or its path.
    pub servers: Vec<String>,
    /// The place of those.
    pub servers_at: Pointer,
}

/// The texts that all operations of a path have in common.
#[derive(Clone, Debug, Default)]
pub(crate) struct PathItem {
    pub summary: Option<String>,
    pub description: Option<String>,
}

/// A part of an operation, and the place where the operation has or names it.
#[derive(Clone, Debug)]
pub(crate) struct Placed<T> {
    pub pointer: Pointer,
    pub part: Arc<T>,
}

impl<T> Deref for Placed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.part
    }
}

/// A parameter that stands in a list which has declared it already.
#[derive(Clone, Debug)]
pub(crate) struct Repeated {
    pub name: String,
    pub pointer: Pointer,
    pub first: Pointer,
}

#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub name: String,
    pub location: Location,
    pub style: Style,
    pub explode: Option<bool>,
    pub required: bool,
    pub deprecated: bool,
    pub description: Option<String>,
    pub schema: Option<SchemaRef>,
    /// The form of a value that is described by `content`.
    pub media: Option<MediaType>,
    /// The values that are shown, each with a name.
    pub examples: Vec<(String, Value)>,
}

/// The place of a parameter in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query {
        /// Reserved characters go unencoded, or empty values are sent.
        special: bool,
    },
    Header,
    Cookie,
    /// The whole query, whose name is never sent.
    WholeQuery,
}

/// The style of a value (OpenAPI 3.2 section 4.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub description: Option<String>,
    pub required: bool,
    pub content: Vec<MediaType>,
}

/// One of the forms that a body may take.
#[derive(Clone, Debug, Default)]
pub(crate) struct MediaType {
    pub name: String,
    pub schema: Option<SchemaRef>,
    /// Facts of the stream that it is, beside its name.
    pub stream: Option<StreamNote>,
    /// The components that describe the events of the stream, and not their data.
    pub around: Vec<ComponentId>,
    /// The styles and media types of the parts of a form, by property.
    pub encoding: BTreeMap<String, Encoding>,
    /// The values that are shown, each with a name.
    pub examples: Vec<(String, Value)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Encoding {
    pub content_type: Option<String>,
    pub style: Option<Style>,
    pub explode: bool,
    /// The names of headers of the part.
    pub headers: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub description: String,
    pub content: Vec<MediaType>,
    /// The schemas of headers, by name.
    pub headers: BTreeMap<String, Option<SchemaRef>>,
}

/// The statuses that a response is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    Code(u16),
    /// All of a class: `2XX` is 2.
    Class(u16),
    Default,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Class(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// The credentials that an operation asks for.
#[derive(Clone, Debug)]
pub(crate) struct Security {
    /// The operation itself asks for none.
    pub none: bool,
    /// Sets of schemes, each enough to make the call. Empty if it asks for nothing.
    pub alternatives: Arc<Vec<Vec<String>>>,
}

/// A security scheme with a name.
#[derive(Clone, Debug)]
pub(crate) struct SecurityScheme {
    pub name: String,
    pub pointer: Pointer,
    pub scheme: Scheme,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    HeaderKey(String),
    QueryKey(String),
    CookieKey(String),
    /// An authentication scheme of HTTP, such as `bearer`.
    Http(String),
    /// OAuth 2 or OpenID Connect.
    Token,
}
