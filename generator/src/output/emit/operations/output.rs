//! The result of a call: its type, and the method that completes the request for it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{EventStream, Output, Reading, StreamFormat};
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
        Output::Events(stream) => events(context, stream),
    }
}

/// `crate::runtime::Events<Chunk>`: not imported, because many APIs have a type called `Events`.
pub(super) fn events(context: Context<'_>, stream: &EventStream) -> TokenStream {
    let data = types::spelled(context, &stream.data);
    quote!(crate::runtime::Events<#data>)
}

/// `.call()`
pub(super) fn call(output: &Output, reading: Reading) -> TokenStream {
    match (output, reading) {
        (Output::Text, _) => quote!(.text_call()),
        (Output::Events(stream), _) => stream_call(stream),
        (_, Reading::AsDocumented) => quote!(.call()),
        (_, Reading::ByContentType) => quote!(.open_call()),
    }
}

/// `.sse_call().terminator("[DONE]")`
pub(super) fn stream_call(stream: &EventStream) -> TokenStream {
    let call = match &stream.format {
        StreamFormat::ServerSentJson => quote!(.sse_call()),
        StreamFormat::ServerSentText => quote!(.sse_text_call()),
        StreamFormat::ServerSentByName { text } => quote!(.sse_named_call(&[#(#text),*])),
        StreamFormat::JsonLines => quote!(.json_lines_call()),
        StreamFormat::JsonSequence => quote!(.json_sequence_call()),
    };
    let end = stream.end.as_ref().map(|end| quote!(.terminator(#end)));
    let flag = stream.flag.as_ref().map(|flag| quote!(.extra_body(#flag, true)));
    quote!(#call #end #flag)
}
