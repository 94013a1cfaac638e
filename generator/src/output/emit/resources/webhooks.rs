//! The items of the file of the webhooks that are no types: headers, the check of the secret, and
//! the reading of an event.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Events, KindPlace};
use crate::output::emit::context::Context;

pub(in crate::output::emit) const DOCS: &str =
    "The events that webhooks send: their types, and their reading.";

/// `pub const SECRET_HEADER: &str = "x-secret";`, `pub fn verify(…)`, `impl Event { … }`
pub(in crate::output::emit) fn items(context: Context<'_>, events: &Events) -> TokenStream {
    let secret = events.secret_header.as_deref().map(|header| secret(context, header));
    let kind = match &events.kind {
        Some(KindPlace::Header(header)) => {
            let docs = context.docs("The header that holds the kind of the event.");
            Some(quote!(#docs pub const KIND_HEADER: &str = #header;))
        }
        Some(KindPlace::Pointer(_)) | None => None,
    };
    let reading = reading(context, events);
    quote!(#kind #secret #reading)
}

/// `pub fn verify(secret: &Secret, header: Option<impl AsRef<[u8]>>) -> Result<(), SecretError>`
fn secret(context: Context<'_>, header: &str) -> TokenStream {
    let of_header = context.docs("The header that holds the secret which the sender knows, too.");
    let header = Literal::string(header);
    let of_verify = context.docs(
        "Checks that a request comes from one who knows the secret: that its header\n\
         [`SECRET_HEADER`] holds it.\n\n\
         The two are compared in a time that does not depend on where they differ. Without the\n\
         header, or with an empty secret, no request passes.\n\n\
         # Errors\n\n\
         If the request does not have the header, or has another secret in it.",
    );
    quote! {
        #of_header
        pub const SECRET_HEADER: &str = #header;

        #of_verify
        pub fn verify(
            secret: &Secret,
            header: Option<impl AsRef<[u8]>>,
        ) -> Result<(), SecretError> {
            same_secret(secret, header)
        }
    }
}

/// `impl Event { pub fn read(body: &[u8]) -> Result<Decoded<Self>, DecodeError> { … } }`
fn reading(context: Context<'_>, events: &Events) -> TokenStream {
    const BODY: &str = "Reads an event from the body of a request.\n\n";
    const HEADER: &str = "Reads an event from the header [`KIND_HEADER`] and the body of a request.\n\n\
                          Without the header, the form of the body tells the kind.\n\n";
    const REST: &str = "It is read as tolerantly as a response: the places that do not match are returned with it,\n\
                        and an event of an unknown kind is `Unknown`.\n\n\
                        # Errors\n\n\
                        If the body is not JSON.";
    let name = &context.names[events.union].name;
    let (first, parameters, body) = match &events.kind {
        None => (BODY, quote!(body: &[u8]), quote!(from_json(body))),
        Some(KindPlace::Pointer(pointer)) => {
            (BODY, quote!(body: &[u8]), quote!(read_event(body, KindSource::At(#pointer))))
        }
        Some(KindPlace::Header(_)) => (
            HEADER,
            quote!(kind: Option<impl AsRef<[u8]>>, body: &[u8]),
            quote! {
                let kind = kind.as_ref().map(AsRef::as_ref);
                read_event(body, KindSource::Header(KIND_HEADER, kind))
            },
        ),
    };
    let docs = context.docs(format!("{first}{REST}"));
    quote! {
        impl #name {
            #docs
            pub fn read(#parameters) -> Result<Decoded<Self>, DecodeError> {
                #body
            }
        }
    }
}

/// Returns the names of the runtime that the items use.
pub(in crate::output::emit) fn uses(events: &Events) -> Vec<&'static str> {
    let mut names = vec!["DecodeError", "Decoded"];
    match &events.kind {
        Some(_) => names.extend(["KindSource", "read_event"]),
        None => names.push("from_json"),
    }
    if events.secret_header.is_some() {
        names.extend(["Secret", "SecretError", "same_secret"]);
    }
    names
}

/// Returns the names that the public module of the webhooks has beside the events.
pub(in crate::output::emit) fn public(events: &Events) -> TokenStream {
    let secret = events.secret_header.as_ref().map(|_| quote!(SECRET_HEADER, verify,));
    let kind = match &events.kind {
        Some(KindPlace::Header(_)) => Some(quote!(KIND_HEADER,)),
        Some(KindPlace::Pointer(_)) | None => None,
    };
    quote!(#kind #secret)
}
