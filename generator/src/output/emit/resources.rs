//! Resources: the handle, the method that returns it, and its own methods.

use proc_macro2::TokenStream;
use quote::quote;

use super::attributes::renamed;
use super::context::Context;
use super::{declarations, operations, prose};
use crate::names::{Name, RenamedResource, ResourceNames};

pub(super) mod webhooks;

/// `pub struct Scenarios { … } impl Client { pub fn scenarios(&self) … } impl Scenarios { … }`
pub(super) fn resource(context: Context<'_>, index: usize) -> TokenStream {
    let context = Context { here: Some(index), ..context };
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
    let accessor_docs = context.docs(prose::brief(&about));
    let page = prose::page(context, about, resource, names);
    let handle_docs = context.docs(prose::handle(page, &owner, accessor));
    let methods = resource.operations.iter().zip(&names.methods);
    let methods = methods
        .map(|(operation, names)| operations::operation(context, resource, operation, names));
    let former = names.former.iter().map(|former| former_names(context, former, handle, accessor));
    let (handles, accessors): (Vec<_>, Vec<_>) = former.unzip();
    quote! {
        #handle_docs
        #[derive(Clone, Debug)]
        pub struct #handle { client: Client }

        impl #owner {
            #accessor_docs
            pub fn #accessor(&self) -> #handle { #handle { client: #client } }
            #(#accessors)*
        }

        impl #handle { #(#methods)* }
        #(#handles)*
    }
}

/// The type of a handle by its former name, and the method that returns it.
fn former_names(
    context: Context<'_>,
    former: &RenamedResource,
    handle: &Name,
    accessor: &Name,
) -> (Option<TokenStream>, TokenStream) {
    let old = &former.accessor;
    let docs = context.docs(format!("The former name of `{accessor}`."));
    let deprecated = renamed(accessor);
    let method = quote!(#docs #deprecated pub fn #old(&self) -> #handle { self.#accessor() });
    let alias = former.handle.as_ref().map(|old| declarations::alias(context, old, handle));
    (alias, method)
}
