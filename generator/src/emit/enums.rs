//! Enums, written as the item inside the runtime's macro, so that a value more is a line more.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, docs};
use crate::model::{IntegerValue, StringEnum, TypeDecl, TypeId};

/// `open_enum! { pub enum ScenarioLanguage { Af = "af", … } }`
pub(super) fn text(
    context: Context<'_>,
    id: TypeId,
    decl: &TypeDecl,
    found: &StringEnum,
) -> TokenStream {
    let name = context.names.of_type(id);
    let docs = docs::of_type(context, id, decl);
    let variants = found.values.iter().zip(context.names.members(id)).map(|(value, member)| {
        let docs = docs::of_value(value.text.as_deref(), &value.wire);
        let (name, wire) = (&member.name, Literal::string(&value.wire));
        quote!(#docs #name = #wire,)
    });
    quote!(open_enum! { #docs pub enum #name { #(#variants)* } })
}

/// `open_integer_enum! { pub enum Level { One = 1, … } }`
pub(super) fn integer(
    context: Context<'_>,
    id: TypeId,
    decl: &TypeDecl,
    values: &[IntegerValue],
) -> TokenStream {
    let name = context.names.of_type(id);
    let docs = docs::of_type(context, id, decl);
    let variants = values.iter().zip(context.names.members(id)).map(|(value, member)| {
        let docs = docs::of_value(value.text.as_deref(), &value.wire.to_string());
        let (name, wire) = (&member.name, Literal::i64_unsuffixed(value.wire));
        quote!(#docs #name = #wire,)
    });
    quote!(open_integer_enum! { #docs pub enum #name { #(#variants)* } })
}
