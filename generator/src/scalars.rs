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

const RUNTIME: Option<&str> = Some("crate::runtime");

/// All scalars.
pub(crate) static SCALARS: [Scalar; 11] = [
    scalar(Type::Bool, "bool", None, Form::Text, Passing::Copy),
    scalar(Type::I32, "i32", None, Form::Text, Passing::Copy),
    scalar(Type::I64, "i64", None, Form::Text, Passing::Copy),
    scalar(Type::F64, "f64", None, Form::Text, Passing::Copy),
    scalar(Type::String, "String", None, Form::Text, Passing::Str),
    Scalar {
        ty: Type::DateTime,
        name: "DateTime",
        parameter: Some("Utc"),
        path: Some("chrono"),
        form: Form::Text,
        passing: Passing::Copy,
    },
    scalar(Type::Date, "NaiveDate", Some("chrono"), Form::Text, Passing::Copy),
    scalar(Type::Uuid, "Uuid", Some("uuid"), Form::Text, Passing::Copy),
    scalar(Type::Json, "Json", RUNTIME, Form::Json, Passing::Into),
    scalar(Type::JsonObject, "JsonObject", RUNTIME, Form::Json, Passing::Move),
    scalar(Type::Part, "Part", RUNTIME, Form::File, Passing::Into),
];

const fn scalar(
    ty: Type,
    name: &'static str,
    path: Option<&'static str>,
    form: Form,
    passing: Passing,
) -> Scalar {
    Scalar { ty, name, parameter: None, path, form, passing }
}

impl Scalar {
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
