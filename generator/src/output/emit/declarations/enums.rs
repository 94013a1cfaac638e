//! Enums, written as the item inside the runtime's macro, so that a value more is a line more.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{IntegerValue, StringEnum};
use crate::output::emit::context::Context;
use crate::output::emit::named::Named;
use crate::output::emit::prose;

/// `open_enum! { pub enum ScenarioLanguage { Af = "af", … } }`
pub(super) fn text<'a>(
    context: Context<'_>,
    named: &Named<'a>,
    decl: &'a StringEnum,
) -> TokenStream {
    let (name, docs) = (named.name(), prose::declaration(context, named));
    let variants = named.members(&decl.values).map(|(value, name)| {
        let docs = context.docs(prose::variant(context, value.text.as_deref(), &value.wire));
        let wire = Literal::string(&value.wire);
        quote!(#docs #name = #wire,)
    });
    quote!(open_enum! { #docs pub enum #name { #(#variants)* } })
}

/// `open_integer_enum! { pub enum Level { One = 1, … } }`
pub(super) fn integer<'a>(
    context: Context<'_>,
    named: &Named<'a>,
    values: &'a [IntegerValue],
) -> TokenStream {
    let (name, docs) = (named.name(), prose::declaration(context, named));
    let variants = named.members(values).map(|(value, name)| {
        let docs =
            context.docs(prose::variant(context, value.text.as_deref(), &value.wire.to_string()));
        let wire = Literal::i64_unsuffixed(value.wire);
        quote!(#docs #name = #wire,)
    });
    quote!(open_integer_enum! { #docs pub enum #name { #(#variants)* } })
}
