//! Declared types: each shape has its emitter, and each kind of struct its impls.

use proc_macro2::TokenStream;

use super::context::Context;
use super::named::Named;
use crate::model::{Shape, StructKind, TypeId};

pub(super) mod calls;
mod codec;
pub(super) mod constants;
mod conversions;
mod enums;
mod multipart;
pub(crate) mod outline;
mod pages;
mod structs;
pub(super) mod unions;

/// `pub struct Scenario { … }` and its impls, `open_enum! { … }` or `open_union! { … }`
pub(super) fn declaration(context: Context<'_>, id: TypeId) -> TokenStream {
    let named = Named::new(context, id);
    match &named.decl.shape {
        Shape::Struct(decl) if decl.kind == StructKind::Parameters => {
            calls::call(context, &named.structure(decl))
        }
        Shape::Struct(decl) => structs::structure(context, &named.structure(decl)),
        Shape::Enum(decl) => enums::text(context, &named, decl),
        Shape::IntegerEnum(values) => enums::integer(context, &named, values),
        Shape::Union(decl) => unions::union(context, &named, decl),
    }
}
