//! `versions.rs`: the handles of the versions that have resources of their own.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::attributes::cfg;
use super::context::Context;
use super::prose;
use crate::model::Version;
use crate::names::VersionNames;

pub(super) const DOCS: &str = "The versions of the API that have operations of their own.";

/// Returns the versions that have resources of their own, with the features that any of those need.
pub(super) fn features<'a>(context: Context<'a>) -> BTreeMap<Version, BTreeSet<&'a str>> {
    let mut versions: BTreeMap<Version, BTreeSet<&str>> = BTreeMap::new();
    for (resource, names) in context.api.resources.iter().zip(&context.names.resources) {
        if let Some(version) = resource.version {
            versions.entry(version).or_default().insert(&names.feature);
        }
    }
    versions
}

/// `pub struct V1 { … } impl Client { pub fn v1(&self) -> V1 }` for each version.
pub(super) fn items(context: Context<'_>) -> TokenStream {
    let versions = features(context).into_iter().map(|(version, features)| {
        let VersionNames { handle, module: accessor } = context.names.version(version);
        let cfg = cfg(features);
        let about = prose::version(version);
        let handle_docs = context.docs(prose::handle(about.clone(), &quote!(Client), accessor));
        let accessor_docs = context.docs(about);
        quote! {
            #handle_docs
            #cfg
            #[derive(Clone, Debug)]
            pub struct #handle { pub(super) client: Client }

            #cfg
            impl Client {
                #accessor_docs
                pub fn #accessor(&self) -> #handle { #handle { client: self.clone() } }
            }
        }
    });
    quote!(use crate::runtime::Client; #(#versions)*)
}
