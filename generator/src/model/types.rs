//! Declarations of types: their shapes and fields.

use std::fmt;

use super::{ArmHint, Docs, NameHint, Paging, Type};
use crate::text::pointer::Pointer;

/// A type that the output declares.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypeDecl {
    pub pointer: Pointer,
    pub name: NameHint,
    pub description: Option<String>,
    pub deprecated: bool,
    pub direction: Direction,
    pub shape: Shape,
}

/// The way that values of a type travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    Request,
    Response,
    Both,
}

/// The form of a declared type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Struct(Struct),
    Enum(StringEnum),
    IntegerEnum(Vec<IntegerValue>),
    Union(Union),
}

/// A type with fields.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Struct {
    pub kind: StructKind,
    /// Sorted as they are to be shown.
    pub fields: Vec<Field>,
    /// The type of the properties that have no field.
    pub additional: Option<Type>,
    /// One of its properties is the tag of another, so that it can be read only as a whole.
    pub needs_buffering: bool,
    /// The way to the next page, if this is a page of a list.
    pub paging: Option<Paging>,
}

impl Struct {
    /// Creates a struct that is no page.
    pub(crate) fn new(kind: StructKind, fields: Vec<Field>) -> Self {
        Self { kind, fields, additional: None, needs_buffering: false, paging: None }
    }
}

/// The form that a struct has on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StructKind {
    Json,
    Multipart,
    /// JSON, unless a file is set.
    JsonOrMultipart,
    Parameters,
}

impl StructKind {
    /// Returns whether the struct may be sent as a multipart form.
    pub(crate) const fn is_form(self) -> bool {
        matches!(self, Self::Multipart | Self::JsonOrMultipart)
    }
}

/// A property, a part of a form, or a parameter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub wire: String,
    pub pointer: Pointer,
    pub ty: Type,
    pub required: bool,
    pub nullable: bool,
    /// Decided by the last pass, when the direction of the type is known.
    pub presence: Presence,
    pub access: Access,
    /// The document describes it, and does not only list it as required.
    pub described: bool,
    pub held: Held,
    pub deprecated: bool,
    /// The place of a parameter.
    pub location: Option<ParameterLocation>,
    /// The media type of a part of a form, if the form gives one.
    pub media_type: Option<String>,
    /// The style of a field of a multipart form, if the form gives one.
    pub style: Option<QueryStyle>,
    pub docs: Docs,
}

impl Field {
    /// Returns whether this is a parameter in the query.
    pub(crate) fn is_in_query(&self) -> bool {
        matches!(self.location, Some(ParameterLocation::Query(_)))
    }

    /// Creates an optional field, of which nothing more is known than its type.
    pub(crate) fn new(wire: impl Into<String>, pointer: Pointer, ty: Type) -> Self {
        Self {
            wire: wire.into(),
            pointer,
            ty,
            required: false,
            nullable: false,
            presence: Presence::Optional,
            access: Access::ReadWrite,
            described: true,
            held: Held::Plain,
            deprecated: false,
            location: None,
            media_type: None,
            style: None,
            docs: Docs::default(),
        }
    }
}

/// The ways in which a field may be absent or null, each with the type around its value (design,
/// section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// `T`: always there.
    Required,
    /// `Option<T>`: always there, perhaps null.
    Nullable,
    /// `Option<T>`: perhaps absent.
    Optional,
    /// `Field<T>`: absent, null, or a value.
    ThreeState,
}

impl Presence {
    /// Returns whether the field is always there, if only as null.
    pub(crate) const fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::Nullable)
    }
}

/// The direction in which a property may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    ReadWrite,
    ReadOnly,
    WriteOnly,
}

/// The place of a parameter in the request, and its style there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParameterLocation {
    Query(QueryStyle),
    Header { explode: bool },
    Cookie,
}

/// The style of a query parameter (OpenAPI 3.1 section 4.8.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueryStyle {
    Form,
    Joined,
    Spaced,
    Piped,
    Deep,
    Json,
}

/// An open enum of texts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StringEnum {
    pub values: Vec<EnumValue>,
}

/// A value of an enum of texts, and its label.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EnumValue {
    pub wire: String,
    pub text: Option<String>,
}

/// A value of an enum of integers, and its label.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct IntegerValue {
    pub wire: i64,
    /// The title that the document gives it.
    pub title: Option<String>,
    pub text: Option<String>,
}

/// A choice of types.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Union {
    /// The property that tells the arms apart, if there is one.
    pub tag: Option<Tag>,
    pub arms: Vec<Arm>,
    /// For each arm the first and the last status of the response that it is; empty for a value.
    pub statuses: Vec<(u16, u16)>,
}

/// The property whose value names an arm.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tag {
    pub name: String,
    /// The number of levels from the value up to the object that has it; 0 for the value itself.
    pub up: usize,
    /// Some arm has the property.
    pub is_declared: bool,
}

/// A value of a tag: a JSON scalar of its own type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TagValue {
    Flag(bool),
    Integer(i64),
    Text(String),
}

impl fmt::Display for TagValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// The way in which a type holds a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Held {
    #[default]
    Plain,
    /// In a `Box`, which makes an endless type finite.
    Boxed,
    /// In an `Indirect` of the runtime, which the compiler does not look through.
    Indirect,
}

/// One type of a choice.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Arm {
    /// The name of the arm if its type has none of its own.
    pub hint: Option<ArmHint>,
    pub ty: Type,
    pub held: Held,
    /// The values of the tag that mean this arm.
    pub tags: Vec<TagValue>,
    /// Every value of the tag that means no other arm means this one, and so does none.
    pub is_default: bool,
    pub text: Option<String>,
}
