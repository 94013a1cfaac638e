//! The grammar of OpenAPI 3.0, 3.1 and 3.2: the kinds of nodes, and for each the members it has and
//! what stands under them.
//!
//! This is the only place that knows the keys by which a document is traversed. A pass is a match
//! on [`Node`], run by [`walk`] or [`walk_mut`]. A key that the grammar does not list is an
//! extension or a mistake: nothing below it is OpenAPI.

use crate::text::pointer::Pointer;

use keywords::keyword;

pub(super) mod keywords;
pub(super) mod misfit;
mod operations;
mod walk;

pub(crate) use operations::{METHODS, OTHERS, has_operations, operations, retain_operations};
pub(crate) use walk::{Descend, Transform, walk, walk_from, walk_mut, walk_mut_from};

/// The kinds of objects that an OpenAPI document is made of (OpenAPI 3.2 section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Document,
    Info,
    Contact,
    License,
    Server,
    Variable,
    Components,
    PathItem,
    Operation,
    Documentation,
    Parameter,
    Header,
    Body,
    MediaType,
    Encoding,
    Response,
    Callback,
    Link,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    Flows,
    Flow,
    Requirement,
}

/// The form of the value under a key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Member {
    /// A text.
    Text,
    /// One of these texts.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A bound of its own (3.1), or a flag that another bound is exclusive (3.0).
    Bound,
    /// A list of texts.
    Texts,
    /// An object of texts, or of lists of texts, by names of the author's.
    Terms,
    /// The name of a JSON type, or a list of such.
    Types,
    /// A list of any values.
    Values,
    /// Any value, null too.
    Data,
    /// The text of a reference.
    Reference,
    /// A node.
    One(Node),
    /// A node, or a flag of its own.
    Open(Node),
    /// A list of nodes.
    List(Node),
    /// Nodes by names of the author's.
    Map(Node),
    /// Nodes by patterned names: those that begin with `x-` are extensions.
    Patterned(Node),
}

impl Node {
    /// Returns what stands under a key of this node; `None` if OpenAPI does not say.
    pub(crate) fn member(self, key: &str) -> Option<Member> {
        use Member::{Data, List, Map, One, Patterned, Reference, Text, Texts};
        Some(match (self, key) {
            (Self::Callback | Self::Requirement, key) if key.starts_with("x-") => return None,
            (Self::Requirement, _) => Texts,
            (Self::Schema, _) => keyword(key)?.member,
            (_, "$ref") => Reference,
            (Self::Callback, _) => One(Self::PathItem),

            (_, "description" | "summary") => Text,
            (_, "externalDocs") => One(Self::Documentation),
            (_, "servers") => List(Self::Server),

            (Self::Document, "openapi" | "$self" | "jsonSchemaDialect") => Text,
            (Self::Document, "info") => One(Self::Info),
            (Self::Document, "paths") => Patterned(Self::PathItem),
            (Self::Document, "webhooks") => Map(Self::PathItem),
            (Self::Document, "components") => One(Self::Components),
            (Self::Document | Self::Operation, "security") => List(Self::Requirement),
            (Self::Document, "tags") => List(Self::Tag),
            // JSON Schema's places for named schemas, which references of converted documents lead
            // to.
            (Self::Document, "$defs" | "definitions") => Map(Self::Schema),

            (Self::Info, "title" | "termsOfService" | "version") => Text,
            (Self::Info, "contact") => One(Self::Contact),
            (Self::Info, "license") => One(Self::License),
            (Self::Contact, "name" | "url" | "email") => Text,
            (Self::License, "name" | "url" | "identifier") => Text,
            (Self::Server | Self::Documentation, "url") | (Self::Server, "name") => Text,
            (Self::Server, "variables") => Map(Self::Variable),
            (Self::Variable, "default") => Text,
            (Self::Variable, "enum") => Texts,
            (Self::Tag, "name" | "parent" | "kind") => Text,

            (Self::Components, "schemas") => Map(Self::Schema),
            (Self::Components, "responses") => Map(Self::Response),
            (Self::Components, "parameters") => Map(Self::Parameter),
            (Self::Components, "examples") => Data,
            (Self::Components, "requestBodies") => Map(Self::Body),
            (Self::Components, "headers") => Map(Self::Header),
            (Self::Components, "securitySchemes") => Map(Self::SecurityScheme),
            (Self::Components, "links") => Map(Self::Link),
            (Self::Components, "pathItems") => Map(Self::PathItem),
            (Self::Components, "mediaTypes") => Map(Self::MediaType),
            (Self::Components | Self::Operation, "callbacks") => Map(Self::Callback),
            _ => return self.member_of_operation(key),
        })
    }

    /// Returns what stands under a key of an operation or of a part of one.
    fn member_of_operation(self, key: &str) -> Option<Member> {
        use Member::{Data, Flag, List, Map, One, Patterned, Text, Texts};
        Some(match (self, key) {
            (Self::PathItem, method) if METHODS.contains(&method) => One(Self::Operation),
            (Self::PathItem, OTHERS) => Map(Self::Operation),
            (Self::PathItem | Self::Operation, "parameters") => List(Self::Parameter),
            (Self::Operation, "tags") => Texts,
            (Self::Operation, "operationId") => Text,
            (Self::Operation, "requestBody") => One(Self::Body),
            (Self::Operation, "responses") => Patterned(Self::Response),
            (Self::Operation, "deprecated") => Flag,

            (Self::Parameter, "name") => Text,
            (Self::Parameter | Self::SecurityScheme, "in") => Member::Word(LOCATIONS),
            (Self::Parameter | Self::Header, "required" | "deprecated" | "allowEmptyValue") => Flag,
            (Self::Parameter | Self::Header | Self::Encoding, "style") => Text,
            (Self::Parameter | Self::Header | Self::Encoding, "explode" | "allowReserved") => Flag,
            (Self::Parameter | Self::Header | Self::MediaType, "schema") => One(Self::Schema),
            (Self::MediaType, "itemSchema") => One(Self::Schema),
            (Self::Parameter | Self::Header | Self::MediaType, "example" | "examples") => Data,
            (Self::Parameter | Self::Header | Self::Body | Self::Response, "content") => {
                Map(Self::MediaType)
            }
            (Self::Body, "required") => Flag,
            (Self::MediaType | Self::Encoding, "encoding") => Map(Self::Encoding),
            (Self::MediaType | Self::Encoding, "prefixEncoding") => List(Self::Encoding),
            (Self::MediaType | Self::Encoding, "itemEncoding") => One(Self::Encoding),
            (Self::Encoding, "contentType") => Text,
            (Self::Encoding | Self::Response, "headers") => Map(Self::Header),
            (Self::Response, "links") => Map(Self::Link),
            (Self::Link, "operationRef" | "operationId") => Text,
            (Self::Link, "parameters" | "requestBody") => Data,
            (Self::Link, "server") => One(Self::Server),
            _ => return self.member_of_annotation(key),
        })
    }

    /// Returns what stands under a key of a part of a schema or of a security scheme.
    fn member_of_annotation(self, key: &str) -> Option<Member> {
        use Member::{Flag, One, Terms, Text};
        Some(match (self, key) {
            (Self::Discriminator, "propertyName" | "defaultMapping") => Text,
            (Self::Discriminator, "mapping") => Terms,
            (Self::Xml, "name" | "namespace" | "prefix" | "nodeType") => Text,
            (Self::Xml, "attribute" | "wrapped") => Flag,

            (Self::SecurityScheme, "type" | "name" | "scheme") => Text,
            (Self::SecurityScheme, "bearerFormat" | "openIdConnectUrl" | "oauth2MetadataUrl") => {
                Text
            }
            (Self::SecurityScheme, "deprecated") => Flag,
            (Self::SecurityScheme, "flows") => One(Self::Flows),
            (Self::Flows, "implicit" | "password" | "clientCredentials" | "authorizationCode")
            | (Self::Flows, "deviceAuthorization") => One(Self::Flow),
            (Self::Flow, "authorizationUrl" | "deviceAuthorizationUrl") => Text,
            (Self::Flow, "tokenUrl" | "refreshUrl") => Text,
            (Self::Flow, "scopes") => Terms,
            _ => return None,
        })
    }

    /// Returns the members without which a node cannot be read.
    pub(super) fn required(self) -> &'static [&'static str] {
        match self {
            Self::Server => &["url"],
            Self::Variable => &["default"],
            Self::Parameter => &["name", "in"],
            Self::Tag => &["name"],
            Self::Discriminator => &["propertyName"],
            _ => &[],
        }
    }

    /// Returns the kind of the node that a pointer leads to, as far as the grammar knows; `None`
    /// for data, extensions, and what holds several nodes.
    pub(crate) fn at(target: &Pointer) -> Option<Self> {
        let mut tokens = target.tokens();
        let mut node = Self::Document;
        while let Some(key) = tokens.next() {
            node = match node.member(&key)? {
                Member::One(child) | Member::Open(child) => child,
                Member::Patterned(child) => {
                    tokens.next().filter(|key| !key.starts_with("x-")).and(Some(child))?
                }
                Member::List(child) | Member::Map(child) => tokens.next().and(Some(child))?,
                _ => return None,
            };
        }
        Some(node)
    }

    /// Returns whether a reference in the place of this node may lead to a node of another kind.
    pub(super) fn accepts(self, target: Self) -> bool {
        target == self || self == Self::Header && target == Self::Parameter
    }

    /// Returns the name of the kind, with its article, for messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Document => "the document",
            Self::Info => "the info object",
            Self::Contact => "a contact",
            Self::License => "a license",
            Self::Server => "a server",
            Self::Variable => "a server variable",
            Self::Components => "the components object",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::Documentation => "a link to documentation",
            Self::Parameter => "a parameter",
            Self::Header => "a header",
            Self::Body => "a request body",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Response => "a response",
            Self::Callback => "a callback",
            Self::Link => "a link",
            Self::Tag => "a tag",
            Self::Schema => "a schema",
            Self::Discriminator => "a discriminator",
            Self::Xml => "an XML object",
            Self::SecurityScheme => "a security scheme",
            Self::Flows => "the flows of a security scheme",
            Self::Flow => "a flow of a security scheme",
            Self::Requirement => "a security requirement",
        }
    }
}

/// The places of a parameter.
const LOCATIONS: &[&str] = &["path", "query", "querystring", "header", "cookie"];

/// The kinds of nodes that a component can be, with the names of their sections.
pub(crate) const SECTIONS: [(Node, &str); 10] = [
    (Node::Schema, "schemas"),
    (Node::Response, "responses"),
    (Node::Parameter, "parameters"),
    (Node::Body, "requestBodies"),
    (Node::Header, "headers"),
    (Node::SecurityScheme, "securitySchemes"),
    (Node::Link, "links"),
    (Node::Callback, "callbacks"),
    (Node::PathItem, "pathItems"),
    (Node::MediaType, "mediaTypes"),
];
