//! The items of a surface: what a user of the crate can name, and what each call sends and reads.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::reference::TypeRef;

/// Facts of the crate and of its client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ApiFacts {
    pub package: String,
    pub title: String,
    pub base_url: String,
    pub auth: String,
    /// The schemes that a client supports, by name.
    pub schemes: BTreeMap<String, String>,
    pub url_variable: String,
    pub key_variable: String,
    pub user_agent: String,
}

/// The spellings of the credentials that a client may have beside its key.
pub(super) const BEARER: &str = "bearer token";
pub(super) const BASIC: &str = "basic";

impl ApiFacts {
    /// Returns the credentials of a call, also where it takes all that a client may have: the usual
    /// one, and a token or a password where the document has such a scheme.
    pub(crate) fn taken<'a>(&'a self, credentials: &'a [String]) -> BTreeSet<&'a str> {
        if !credentials.is_empty() {
            return credentials.iter().map(String::as_str).collect();
        }
        let declared = self.schemes.values().map(String::as_str);
        let others = declared.filter(|scheme| [BEARER, BASIC].contains(scheme));
        others.chain([self.auth.as_str()]).collect()
    }
}

/// The events that webhooks send, and their reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct EventsItem {
    /// The union of their payloads.
    pub union: usize,
    /// The place of the webhook that each arm is, in the order of the arms.
    pub places: Vec<String>,
    /// The public module, and the feature, which is called as it is.
    pub module: String,
    /// The header with the kind of an event, which its reading takes.
    pub kind_header: Option<String>,
    /// The header with the shared secret, which `verify` takes.
    pub secret_header: Option<String>,
}

impl EventsItem {
    /// Returns the feature that the events are behind.
    pub(crate) fn feature(&self) -> String {
        self.module.replace('_', "-")
    }
}

/// A handle with its calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ResourceItem {
    pub handle: String,
    pub accessor: String,
    /// Former names of the method that returns it, which are there for a while.
    pub former: Vec<String>,
    /// Former names of the handle.
    #[serde(default)]
    pub former_handles: Vec<String>,
    pub version: Option<VersionItem>,
    pub feature: String,
    pub words: String,
    pub operations: Vec<OperationItem>,
}

/// The handle of a version, which has handles of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct VersionItem {
    pub handle: String,
    pub accessor: String,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct OperationItem {
    pub method: String,
    pub path: String,
    pub pointer: String,
    pub name: String,
    /// Former names, which are there for a while.
    pub former: Vec<String>,
    pub deprecated: bool,
    pub words: String,
    pub in_path: Vec<MemberItem>,
    /// In the query, in headers and in cookies: first those that are arguments.
    pub parameters: Vec<MemberItem>,
    /// The type of the call, if it has something to set.
    pub call: Option<usize>,
    pub body: Option<BodyItem>,
    pub output: TypeRef,
    /// The way in which the response is asked for and read.
    pub reading: String,
    /// The credentials that the call takes; empty for all that a client may have.
    pub credentials: Vec<String>,
    pub job: Option<JobItem>,
}

/// A job that a call starts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct JobItem {
    /// The method that waits.
    pub name: String,
    pub output: TypeRef,
    /// The call that polls, and how its answers are read.
    pub polling: String,
}

/// The body of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct BodyItem {
    pub ty: TypeRef,
    pub optional: bool,
    pub encoding: String,
}

/// A field, or a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct MemberItem {
    pub wire: String,
    pub pointer: String,
    pub name: String,
    pub setter: String,
    pub ty: TypeRef,
    pub presence: PresenceItem,
    /// `Box` or `Indirect`, where the value is held in one.
    pub held: Option<String>,
    /// It has one value, which the constructor fills in.
    pub constant: bool,
    pub deprecated: bool,
    pub words: String,
    pub default: Option<String>,
    pub limits: Vec<Limit>,
    /// The place and the style on the wire, where those are not the usual ones.
    pub style: String,
}

/// The ways in which a member may be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PresenceItem {
    Required,
    Nullable,
    Optional,
    ThreeState,
}

impl PresenceItem {
    pub(crate) const fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::Nullable)
    }

    /// Returns whether a member without a value is `None`.
    pub(crate) const fn is_option(self) -> bool {
        matches!(self, Self::Nullable | Self::Optional)
    }
}

/// A limit on values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Limit {
    /// The thing that is limited, of which a member has one limit of a kind.
    pub rule: String,
    pub bound: LimitBound,
}

/// The bound of a limit. Of an exclusive one the value itself is outside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum LimitBound {
    AtLeast(f64, bool),
    AtMost(f64, bool),
    Is(String),
}

/// A declared type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct TypeItem {
    pub name: String,
    /// Former names, which are there for a while.
    pub former: Vec<String>,
    pub pointer: String,
    /// It is in the output.
    pub written: bool,
    pub deprecated: bool,
    pub words: String,
    pub direction: DirectionItem,
    pub features: BTreeSet<String>,
    /// The type of a response that it can be made from.
    pub source: Option<usize>,
    pub shape: ShapeItem,
}

/// The way that values travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DirectionItem {
    Request,
    Response,
    Both,
}

impl DirectionItem {
    pub(crate) const fn is_sent(self) -> bool {
        !matches!(self, Self::Response)
    }

    pub(crate) const fn is_received(self) -> bool {
        !matches!(self, Self::Request)
    }

    /// "requests", "responses", "requests and responses"
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Request => "requests",
            Self::Response => "responses",
            Self::Both => "requests and responses",
        }
    }
}

/// The form of a declared type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum ShapeItem {
    Struct(StructItem),
    Enum(Vec<VariantItem>),
    IntegerEnum(Vec<VariantItem>),
    Union(UnionItem),
    /// Successes of different types, told apart by status.
    ByStatus(UnionItem),
}

impl ShapeItem {
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Struct(_) => "a struct",
            Self::Enum(_) => "an enum of texts",
            Self::IntegerEnum(_) => "an enum of integers",
            Self::Union(_) => "a union",
            Self::ByStatus(_) => "a choice by status",
        }
    }
}

/// A type with fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct StructItem {
    pub form: FormItem,
    pub fields: Vec<MemberItem>,
    pub extra: Option<ExtraItem>,
    pub paging: Option<PagingItem>,
}

/// The field for the properties that have none of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ExtraItem {
    pub name: String,
    pub ty: TypeRef,
}

/// The forms in which a struct travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum FormItem {
    Json,
    Multipart,
    JsonOrMultipart,
    Parameters,
}

impl FormItem {
    pub(crate) const fn has_json(self) -> bool {
        matches!(self, Self::Json | Self::JsonOrMultipart)
    }

    pub(crate) const fn has_multipart(self) -> bool {
        matches!(self, Self::Multipart | Self::JsonOrMultipart)
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PagingItem {
    pub item: TypeRef,
    /// The way to the next page.
    pub way: String,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct VariantItem {
    pub wire: String,
    pub name: String,
    pub words: String,
}

/// A choice of types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct UnionItem {
    /// The property that tells the arms apart.
    pub tag: Option<String>,
    pub arms: Vec<ArmItem>,
}

/// An arm of a choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ArmItem {
    pub name: String,
    pub hint: Option<String>,
    pub ty: TypeRef,
    pub held: Option<String>,
    pub tags: Vec<String>,
    /// Every other value of the tag means it, and none.
    pub is_default: bool,
    /// The first and the last status.
    pub statuses: Option<(u16, u16)>,
    pub words: String,
    /// The union can be made from the arm's type.
    pub from: bool,
}
