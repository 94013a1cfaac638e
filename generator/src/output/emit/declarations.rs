//! Declared types: each shape has its emitter, and each kind of struct its impls.

use proc_macro2::TokenStream;
use quote::quote;

use super::attributes::renamed;
use super::context::Context;
use super::named::Named;
use crate::model::{Shape, StructKind, TypeId};
use crate::names::Name;

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
    let names = &context.names[id];
    let former = names.former.iter().map(|former| alias(context, former, &names.name));
    let former: TokenStream = former.collect();
    let declaration = match &named.decl.shape {
        Shape::Struct(decl) if decl.kind == StructKind::Parameters => {
            calls::call(context, &named.structure(decl))
        }
        Shape::Struct(decl) => structs::structure(context, &named.structure(decl)),
        Shape::Enum(decl) => enums::text(context, &named, decl),
        Shape::IntegerEnum(values) => enums::integer(context, &named, values),
        Shape::Union(decl) => unions::union(context, &named, decl),
    };
    quote!(#declaration #former)
}

/// `#[deprecated(note = "renamed to `Ship`")] pub type Boat = Ship;`
pub(super) fn alias(context: Context<'_>, former: &Name, name: &Name) -> TokenStream {
    let docs = context.docs(format!("The former name of [`{name}`]."));
    let deprecated = renamed(name);
    quote!(#docs #deprecated pub type #former = #name;)
}
