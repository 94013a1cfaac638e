//! The result of a call: its type, and the method that completes the request for it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Output, Reading};
use crate::output::emit::context::Context;
use crate::output::emit::types;

/// `Page<Scenario>`
pub(in crate::output::emit) fn spelled(context: Context<'_>, output: &Output) -> TokenStream {
    match output {
        Output::Empty => quote!(()),
        Output::Json(ty) => types::spelled(context, ty),
        Output::Optional(ty) => {
            let ty = types::spelled(context, ty);
            quote!(Option<#ty>)
        }
        Output::Text => quote!(String),
        Output::Bytes => quote!(Bytes),
    }
}

/// `.call()`
pub(super) fn call(output: &Output, reading: Reading) -> TokenStream {
    match (output, reading) {
        (Output::Text, _) => quote!(.text_call()),
        (_, Reading::AsDocumented) => quote!(.call()),
        (_, Reading::ByContentType) => quote!(.open_call()),
    }
}
