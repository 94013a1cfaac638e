//! The result of a call: its type, and the method that completes the request for it.

use proc_macro2::TokenStream;
use quote::quote;

use super::accept;
use crate::emit::context::Context;
use crate::emit::types;
use crate::model::Output;

/// `Page<Scenario>`
pub(in crate::emit) fn spelled(context: Context<'_>, output: &Output) -> TokenStream {
    match output {
        Output::Empty => quote!(()),
        Output::Json(ty) => types::spelled(context, ty),
        Output::Optional(ty) => {
            let ty = types::spelled(context, ty);
            quote!(Option<#ty>)
        }
        Output::Text { .. } => quote!(String),
        Output::Bytes { .. } => quote!(Bytes),
    }
}

/// `.call()`
pub(super) fn call(output: &Output) -> TokenStream {
    match output {
        Output::Empty | Output::Json(_) | Output::Optional(_) => quote!(.call()),
        Output::Text { media_type } => {
            let accept = accept(media_type);
            quote!(#accept.text_call())
        }
        Output::Bytes { media_type } if media_type == "*/*" => quote!(.call()),
        Output::Bytes { media_type } => {
            let accept = accept(media_type);
            quote!(#accept.call())
        }
    }
}
