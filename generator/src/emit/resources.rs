//! Resources: the handle, how to get it, and its methods.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs, operations};

/// `pub struct Scenarios { … } impl Client { pub fn scenarios(&self) … } impl Scenarios { … }`
pub(super) fn resource(context: Context<'_>, index: usize) -> TokenStream {
    let (Some(resource), Some(names)) =
        (context.api.resources.get(index), context.names.resource(index))
    else {
        return TokenStream::new();
    };
    let (handle, accessor) = (&names.handle, &names.accessor);
    let about = docs::of_resource(context, resource);
    let (owner, path) = match resource.version {
        None => (quote!(Client), format!("Client::{accessor}")),
        Some(version) => {
            let owner = context.names.version(version);
            let path = format!("{owner}::{accessor}");
            (quote!(#owner), path)
        }
    };
    let client =
        if resource.version.is_some() { quote!(self.client.clone()) } else { quote!(self.clone()) };
    let handle_docs = docs::lines(&format!("{about}\n\nMade by [`{path}`]."));
    let accessor_docs = docs::lines(&about);
    let methods = resource.operations.iter().enumerate().map(|(at, operation)| {
        operations::operation(context, names, &resource.name, at, operation)
    });
    quote! {
        #handle_docs
        #[derive(Clone, Debug)]
        pub struct #handle { client: Client }

        impl #owner {
            #accessor_docs
            pub fn #accessor(&self) -> #handle { #handle { client: #client } }
        }

        impl #handle { #(#methods)* }
    }
}
