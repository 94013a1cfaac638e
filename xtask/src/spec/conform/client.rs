//! The generated client, by its surface: the calls, and the types that they take and give.

use anyhow::{Context, Result};
use cekura_codegen::Surface;
use serde::Deserialize;

/// The client's calls and types.
#[derive(Debug, Deserialize)]
pub(super) struct Client {
    resources: Vec<Resource>,
    types: Vec<Declared>,
}

#[derive(Debug, Deserialize)]
struct Resource {
    operations: Vec<Operation>,
}

/// A call.
#[derive(Debug, Deserialize)]
pub(super) struct Operation {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) in_path: Vec<Member>,
    pub(super) parameters: Vec<Member>,
    pub(super) body: Option<Body>,
    pub(super) output: Type,
}

/// The body of a call.
#[derive(Debug, Deserialize)]
pub(super) struct Body {
    pub(super) ty: Type,
    pub(super) encoding: String,
}

/// A field, or a parameter.
#[derive(Debug, Deserialize)]
pub(super) struct Member {
    pub(super) wire: String,
    pub(super) ty: Type,
    presence: Presence,
}

#[derive(Debug, Deserialize, PartialEq)]
enum Presence {
    Required,
    Nullable,
    Optional,
    ThreeState,
}

/// The Rust type of a value.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(super) enum Type {
    Plain(String),
    List(Box<Type>),
    Map(Box<Type>),
    Option(Box<Type>),
    Page(Box<Type>),
    Named(usize),
}

#[derive(Debug, Deserialize)]
struct Declared {
    name: String,
    shape: Shape,
}

/// A declared type.
#[derive(Debug, Deserialize)]
pub(super) enum Shape {
    Struct(Struct),
    Enum(Vec<Variant>),
    IntegerEnum(Vec<Variant>),
    Union(Union),
    ByStatus(Union),
}

/// A type with fields.
#[derive(Debug, Deserialize)]
pub(super) struct Struct {
    pub(super) fields: Vec<Member>,
}

/// A value of an enum.
#[derive(Debug, Deserialize)]
pub(super) struct Variant {
    pub(super) wire: String,
}

/// A choice of types.
#[derive(Debug, Deserialize)]
pub(super) struct Union {
    pub(super) arms: Vec<Arm>,
}

/// An arm of a choice.
#[derive(Debug, Deserialize)]
pub(super) struct Arm {
    pub(super) ty: Type,
    pub(super) statuses: Option<(u16, u16)>,
}

impl Client {
    /// Reads a surface.
    ///
    /// # Errors
    ///
    /// If it has another form than this reader knows.
    pub(super) fn of(surface: &Surface) -> Result<Self> {
        serde_json::from_str(&surface.to_json()).context("the surface has another form")
    }

    pub(super) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.resources.iter().flat_map(|resource| &resource.operations)
    }

    /// Returns the shape of a declared type.
    pub(super) fn shape(&self, index: usize) -> Option<&Shape> {
        self.types.get(index).map(|declared| &declared.shape)
    }

    /// `Vec<Option<Scenario>>`
    pub(super) fn spell(&self, ty: &Type) -> String {
        match ty {
            Type::Plain(name) => name.clone(),
            Type::List(item) => format!("Vec<{}>", self.spell(item)),
            Type::Map(value) => format!("BTreeMap<String, {}>", self.spell(value)),
            Type::Option(value) => format!("Option<{}>", self.spell(value)),
            Type::Page(item) => format!("Page<{}>", self.spell(item)),
            Type::Named(index) => {
                self.types.get(*index).map_or_else(String::new, |declared| declared.name.clone())
            }
        }
    }
}

impl Operation {
    /// `GET /boats/{id}/`
    pub(super) fn key(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

impl Member {
    /// Returns whether the member is always there, if only as null.
    pub(super) fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::Nullable)
    }
}
