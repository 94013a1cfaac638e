//! Resources: the handle, the method that returns it, and its own methods.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, operations, prose};
use crate::model::Resource;
use crate::names::ResourceNames;

impl<'a> Context<'a> {
    /// Returns a resource with its names.
    #[expect(clippy::indexing_slicing, reason = "the layout has indices of the API's resources")]
    pub(super) fn resource(self, index: usize) -> (&'a Resource, &'a ResourceNames) {
        (&self.api.resources[index], &self.names.resources[index])
    }
}

/// `pub struct Scenarios { … } impl Client { pub fn scenarios(&self) … } impl Scenarios { … }`
pub(super) fn resource(context: Context<'_>, index: usize) -> TokenStream {
    let (resource, names) = context.resource(index);
    let ResourceNames { handle, accessor, .. } = names;
    let about = prose::resource(context, resource);
    let (owner, client) = match resource.version {
        None => (quote!(Client), quote!(self.clone())),
        Some(version) => {
            let owner = &context.names.version(version).handle;
            (quote!(#owner), quote!(self.client.clone()))
        }
    };
    let handle_docs = context.docs(prose::handle(&about, &owner, accessor));
    let accessor_docs = context.docs(&about);
    let methods = resource.operations.iter().zip(&names.methods);
    let methods = methods
        .map(|(operation, names)| operations::operation(context, resource, operation, names));
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
