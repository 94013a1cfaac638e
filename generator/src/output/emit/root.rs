//! The files that hold the others together: `mod.rs` and `shared.rs`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::attributes::cfg;
use super::context::Context;
use super::{prose, versions};
use crate::model::TypeId;
use crate::names::Name;
use crate::output::layout::ResourceFile;

pub(super) const SHARED_DOCS: &str =
    "The types that several resources share, each compiled with any of them.";

/// The first line of `mod.rs`.
pub(super) fn docs(context: Context<'_>) -> String {
    let title = context.api.title.trim();
    let title = if title.is_empty() { "the API".to_owned() } else { prose::title(title) };
    format!("The resources and types of {title}.")
}

/// `mod.rs`: the modules behind their features, and the public names, in two flat modules.
pub(super) fn items(context: Context<'_>) -> TokenStream {
    let (layout, modules) = (context.layout, &context.names.modules);
    let facts = &modules.facts;
    let mods = layout.resources.iter().map(|(module, file)| {
        let cfg = cfg([&file.feature]);
        quote!(#cfg mod #module;)
    });
    let shared = &modules.shared;
    let shared_mod = (!layout.shared.is_empty()).then(|| quote!(mod #shared;));
    let files = || {
        layout.resources.iter().flat_map(|(module, file)| {
            let all = file.all(module).into_iter();
            all.map(|(path, contents)| (cfg([&file.feature]), path, contents))
        })
    };
    let handles = files().map(|(cfg, path, contents)| {
        let names = contents.resources.iter().map(|index| context.resource(*index).1);
        let former = names.clone().flat_map(|names| &names.former);
        let former = former.filter_map(|former| former.handle.as_ref()).collect();
        let handles = reexport(&cfg, &path, names.map(|names| &names.handle).collect());
        let former = reexport_former(&cfg, &path, former);
        quote!(#handles #former)
    });
    let own = files().map(|(cfg, path, contents)| types(context, &cfg, &path, &contents.types));
    let common = layout.shared.iter().map(|(module, file)| {
        types(context, &cfg(&file.features), &[shared, module], &file.contents.types)
    });
    let features = versions::features(context);
    let any_version: BTreeSet<&str> = features.values().flatten().copied().collect();
    let versions = &modules.versions;
    let versions_mod = (!features.is_empty()).then(|| {
        let cfg = cfg(any_version);
        quote!(#cfg mod #versions;)
    });
    let version_handles = features.into_iter().map(|(version, features)| {
        reexport(&cfg(features), &[versions], vec![&context.names.version(version).handle])
    });
    let resources_docs =
        context.docs("The handles that a [`Client`](crate::Client) returns, one per resource.");
    let types_docs = context.docs("The types of requests and responses.");
    let webhooks = webhooks(context);
    quote! {
        pub(crate) mod #facts;
        #(#mods)*
        #shared_mod
        #versions_mod

        #resources_docs
        pub mod resources { #(#handles)* #(#version_handles)* }

        #types_docs
        pub mod types { #(#own)* #(#common)* }

        #webhooks
    }
}

/// `#[cfg(…)] pub mod webhooks { pub use super::webhook_events::{Event, SECRET_HEADER, verify}; }`
fn webhooks(context: Context<'_>) -> Option<TokenStream> {
    let (events, names) = (context.api.events.as_ref()?, context.names.webhooks.as_ref()?);
    let docs = context.docs("The events that webhooks send.");
    let cfg = cfg([&names.feature]);
    let (module, file) = (&names.module, &names.file);
    let event = &context.names[events.union].name;
    let public = super::resources::webhooks::public(events);
    let of_file = if public.is_empty() {
        quote!(pub use super::#file::#event;)
    } else {
        quote!(pub use super::#file::{#event, #public};)
    };
    Some(quote!(#docs #cfg pub mod #module { #of_file }))
}

/// The types of a file by their names, and by those that they had.
fn types(context: Context<'_>, cfg: &TokenStream, path: &[&Name], ids: &[TypeId]) -> TokenStream {
    let names = ids.iter().map(|id| &context.names[*id]);
    let former = names.clone().flat_map(|names| &names.former).collect();
    let types = reexport(cfg, path, names.map(|names| &names.name).collect());
    let former = reexport_former(cfg, path, former);
    quote!(#types #former)
}

/// The same of names that are deprecated.
fn reexport_former(cfg: &TokenStream, path: &[&Name], names: Vec<&Name>) -> TokenStream {
    if names.is_empty() {
        return TokenStream::new();
    }
    let names = reexport(cfg, path, names);
    quote!(#[expect(deprecated, reason = "former names are there for a while")] #names)
}

/// `#[cfg(…)] pub use super::scenarios::types::{Scenario, ScenarioRequest};`
fn reexport(cfg: &TokenStream, path: &[&Name], mut names: Vec<&Name>) -> TokenStream {
    names.sort();
    match names.as_slice() {
        [] => TokenStream::new(),
        [only] => quote!(#cfg pub use super::#(#path)::* :: #only;),
        several => quote!(#cfg pub use super::#(#path)::* :: {#(#several),*};),
    }
}

/// `pub(super) mod types;` in the file of a resource that has files below it.
pub(super) fn modules_below(file: &ResourceFile) -> TokenStream {
    file.below.keys().map(|module| quote!(pub(super) mod #module;)).collect()
}

/// `shared.rs`: the modules of the types that several resources reach.
pub(super) fn shared(context: Context<'_>) -> TokenStream {
    let mods = context.layout.shared.iter().map(|(module, file)| {
        let cfg = cfg(&file.features);
        // A type of the document may be called as the folder is.
        let is_alike = *module == context.names.modules.shared;
        let lint = is_alike.then(|| quote!(#[allow(clippy::module_inception)]));
        quote!(#cfg #lint pub(super) mod #module;)
    });
    mods.collect()
}
