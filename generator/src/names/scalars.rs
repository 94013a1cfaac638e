//! Scalars: the types without parts, and everything that generated code knows of them. A new one is
//! a variant of [`Type`], a row here, and its codec in the runtime.

use crate::model::Type;

/// A type without parts.
#[derive(Debug)]
pub(crate) struct Scalar {
    pub ty: Type,
    /// The Rust name, without its parameter: `DateTime`.
    pub name: &'static str,
    /// The parameter of the Rust type: `Utc`.
    pub parameter: Option<&'static str>,
    /// The crate or module that it is imported from.
    pub path: Option<&'static str>,
    pub form: Form,
    pub passing: Passing,
    /// The constant of the Rust type that stands in for a missing value where the type has no
    /// `Default`.
    pub default: Option<&'static str>,
}

/// The form of a scalar in a multipart form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    Json,
    File,
}

/// The way in which a method takes a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passing {
    /// `i64`
    Copy,
    /// `&str` if it is only read, `impl Into<String>` if it is kept.
    Str,
    /// `&Json` and `impl Into<Json>`
    Into,
    /// `&JsonObject` and `JsonObject`
    Move,
}

const NET: Option<&str> = Some("std::net");
const RUNTIME: Option<&str> = Some("crate::runtime");

/// All scalars.
pub(crate) static SCALARS: [Scalar; 19] = [
    scalar(Type::Bool, "bool", None, Passing::Copy),
    scalar(Type::I32, "i32", None, Passing::Copy),
    scalar(Type::I64, "i64", None, Passing::Copy),
    scalar(Type::U32, "u32", None, Passing::Copy),
    scalar(Type::U64, "u64", None, Passing::Copy),
    scalar(Type::F64, "f64", None, Passing::Copy),
    scalar(Type::String, "String", None, Passing::Str),
    scalar(Type::DateTime, "DateTime", Some("chrono"), Passing::Copy).of_parameter("Utc"),
    scalar(Type::Date, "NaiveDate", Some("chrono"), Passing::Copy),
    scalar(Type::Time, "NaiveTime", Some("chrono"), Passing::Copy),
    scalar(Type::Duration, "IsoDuration", RUNTIME, Passing::Into),
    scalar(Type::Uuid, "Uuid", Some("uuid"), Passing::Copy),
    scalar(Type::Ipv4, "Ipv4Addr", NET, Passing::Copy).instead_of_default("UNSPECIFIED"),
    scalar(Type::Ipv6, "Ipv6Addr", NET, Passing::Copy).instead_of_default("UNSPECIFIED"),
    scalar(Type::Id, "Id", RUNTIME, Passing::Into),
    scalar(Type::Json, "Json", RUNTIME, Passing::Into).in_form(Form::Json),
    scalar(Type::JsonObject, "JsonObject", RUNTIME, Passing::Move).in_form(Form::Json),
    scalar(Type::Part, "Part", RUNTIME, Passing::Into).in_form(Form::File),
    scalar(Type::Bytes, "Bytes", RUNTIME, Passing::Into),
];

const fn scalar(
    ty: Type,
    name: &'static str,
    path: Option<&'static str>,
    passing: Passing,
) -> Scalar {
    Scalar { ty, name, parameter: None, path, form: Form::Text, passing, default: None }
}

impl Scalar {
    const fn of_parameter(mut self, parameter: &'static str) -> Self {
        self.parameter = Some(parameter);
        self
    }

    const fn in_form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    const fn instead_of_default(mut self, constant: &'static str) -> Self {
        self.default = Some(constant);
        self
    }

    /// Returns the scalar that a type is.
    pub(crate) fn of(ty: &Type) -> Option<&'static Self> {
        SCALARS.iter().find(|scalar| scalar.ty == *ty)
    }

    /// Returns the identifiers that a file imports to name it.
    pub(crate) fn idents(&self) -> impl Iterator<Item = &'static str> {
        let names = self.path.map(|_| [Some(self.name), self.parameter]);
        names.into_iter().flatten().flatten()
    }
}
