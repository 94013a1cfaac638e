//! Methods of operations that answer with a stream of events if they are asked for one.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Signature, accept, output, request_for};
use crate::model::EventStream;
use crate::names::Name;
use crate::output::emit::attributes::deprecated_operation;
use crate::output::emit::context::Context;
use crate::output::emit::named::NamedOperation;
use crate::output::emit::prose;

/// `pub fn create_stream(&self, body: &ChatRequest) -> Call<Events<Chunk>> { … }`
pub(super) fn streaming(
    context: Context<'_>,
    named: &NamedOperation<'_>,
    stream: &EventStream,
    name: &Name,
    signature: &Signature,
) -> TokenStream {
    let Signature { expect, declared, passed, .. } = signature;
    let docs = context.docs(prose::streaming(named.name));
    let deprecated = deprecated_operation(named.operation);
    let calls = deprecated
        .as_ref()
        .filter(|_| named.call.is_some())
        .map(|_| quote!(#[expect(deprecated, reason = "it makes that call, for a stream")]));
    let method = named.name;
    let data = output::events(context, stream);
    let body = match named.call {
        Some(_) => quote!(self.#method(#passed).and_stream()),
        None => {
            let accept = stream.accept.as_deref().map(accept);
            let call = output::stream_call(stream);
            request_for(context, named, signature.body.as_ref(), &quote!(#accept), &call)
        }
    };
    quote! {
        #docs
        #deprecated
        #calls
        #expect
        pub fn #name(&self, #declared) -> Call<#data> { #body }
    }
}

/// `pub fn and_stream(self) -> Call<Events<Chunk>> { … }`, of a call that may be one.
pub(in crate::output::emit) fn of_call(context: Context<'_>, stream: &EventStream) -> TokenStream {
    let docs = context.docs(prose::and_stream());
    let data = output::events(context, stream);
    let accept = stream.accept.as_deref().map(accept);
    let call = output::stream_call(stream);
    quote! {
        #docs
        pub fn and_stream(self) -> Call<#data> {
            self.call.and_stream(|request| request #accept #call)
        }
    }
}
