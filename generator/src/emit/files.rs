//! The files that hold the others together: `mod.rs`, `facts.rs`, `shared.rs`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{Context, File, docs};
use crate::layout::{Contents, ResourceFile};
use crate::model::{Auth, TypeId, Version};

/// `mod.rs`: the modules behind their features, and the public names, in two flat modules.
pub(super) fn root(context: Context<'_>) -> File {
    let mods = context.layout.resources.iter().map(|(module, file)| {
        let (cfg, module) = (cfg([&file.feature]), format_ident!("{module}"));
        quote!(#cfg mod #module;)
    });
    let shared = (!context.layout.shared.is_empty()).then(|| {
        quote!(
            mod shared;
        )
    });
    let files = || {
        context.layout.resources.iter().flat_map(|(module, file)| {
            let all = file.all(module).into_iter();
            all.map(|(path, contents)| (cfg([&file.feature]), path, contents))
        })
    };
    let handles = files().map(|(cfg, path, contents)| {
        let named = contents.resources.iter().filter_map(|index| context.names.resource(*index));
        let handles = named.map(|names| names.handle.clone()).collect();
        reexport(&cfg, &quote!(super::), &path, handles)
    });
    let own = files().map(|(cfg, path, contents)| {
        reexport(&cfg, &quote!(super::), &path, idents(context, &contents.types))
    });
    let common = context.layout.shared.iter().map(|(module, file)| {
        let types = idents(context, &file.contents.types);
        reexport(&cfg(&file.features), &quote!(super::shared::), module, types)
    });
    let resources_docs =
        docs::lines("The handles that a [`Client`](crate::Client) gives, one per resource.");
    let types_docs = docs::lines("Everything that calls take and give.");
    let versions = versions_and_features(context);
    let any_version: BTreeSet<&str> = versions.values().flatten().copied().collect();
    let versions_mod = (!versions.is_empty()).then(|| {
        let cfg = cfg(any_version);
        quote!(#cfg mod versions;)
    });
    let version_handles = versions.into_iter().map(|(version, features)| {
        let (cfg, name) = (cfg(features), context.names.version(version));
        quote!(#cfg pub use super::versions::#name;)
    });
    let items = quote! {
        pub(crate) mod facts;
        #(#mods)*
        #shared
        #versions_mod

        #resources_docs
        pub mod resources { #(#handles)* #(#version_handles)* }

        #types_docs
        pub mod types { #(#own)* #(#common)* }
    };
    let title = context.api.title.trim();
    let title = if title.is_empty() { "the API".to_owned() } else { docs::plain(title) };
    File { docs: vec![format!("The resources and types of {title}.")], items }
}

/// The versions that have resources of their own, and the features that any of those need.
fn versions_and_features<'a>(context: Context<'a>) -> BTreeMap<Version, BTreeSet<&'a str>> {
    let mut versions: BTreeMap<Version, BTreeSet<&str>> = BTreeMap::new();
    for (index, resource) in context.api.resources.iter().enumerate() {
        if let (Some(version), Some(names)) = (resource.version, context.names.resource(index)) {
            versions.entry(version).or_default().insert(&names.feature);
        }
    }
    versions
}

/// `versions.rs`: `impl Client { pub fn v1(&self) -> V1 }` for each version that has resources of its own.
pub(super) fn versions(context: Context<'_>) -> Option<File> {
    let all: Vec<TokenStream> = versions_and_features(context)
        .into_iter()
        .map(|(version, features)| {
            let (name, method) =
                (context.names.version(version), format_ident!("{}", version.to_string()));
            let cfg = cfg(features);
            let about =
                format!("The operations as version {} of the API has them.", version.number());
            let struct_docs = docs::lines(&format!("{about}\n\nMade by [`Client::{method}`]."));
            let method_docs = docs::lines(&about);
            quote! {
                #struct_docs
                #cfg
                #[derive(Clone, Debug)]
                pub struct #name { pub(super) client: Client }

                #cfg
                impl Client {
                    #method_docs
                    pub fn #method(&self) -> #name { #name { client: self.clone() } }
                }
            }
        })
        .collect();
    let items = quote!(use crate::runtime::Client; #(#all)*);
    (!all.is_empty()).then(|| File {
        docs: vec!["The versions of the API that have operations of their own.".to_owned()],
        items,
    })
}

/// `#[cfg(feature = "scenarios")]`, or `any` of several.
fn cfg<'f>(features: impl IntoIterator<Item = &'f (impl AsRef<str> + ?Sized + 'f)>) -> TokenStream {
    let features: Vec<Literal> =
        features.into_iter().map(|feature| Literal::string(feature.as_ref())).collect();
    match features.as_slice() {
        [only] => quote!(#[cfg(feature = #only)]),
        several => quote!(#[cfg(any(#(feature = #several),*))]),
    }
}

fn idents(context: Context<'_>, ids: &[TypeId]) -> Vec<Ident> {
    ids.iter().map(|id| context.names.of_type(*id)).collect()
}

fn reexport(
    cfg: &TokenStream,
    root: &TokenStream,
    module: &str,
    mut names: Vec<Ident>,
) -> TokenStream {
    names.sort();
    let path: Vec<Ident> = module.split("::").map(|name| format_ident!("{name}")).collect();
    match names.as_slice() {
        [] => TokenStream::new(),
        [only] => quote!(#cfg pub use #root #(#path)::* :: #only;),
        several => quote!(#cfg pub use #root #(#path)::* :: {#(#several),*};),
    }
}

/// `pub(super) mod types;` in the file of a resource that has files below it.
pub(super) fn modules_below(file: &ResourceFile) -> TokenStream {
    let mods = file.below.keys().map(|name| {
        let module = format_ident!("{name}");
        quote!(pub(super) mod #module;)
    });
    mods.collect()
}

/// The first line of a file below a resource's.
pub(super) fn docs_below(
    context: Context<'_>,
    name: &str,
    module: &str,
    contents: &Contents,
) -> String {
    if let Some(home) = home(context, name, contents) {
        return match contents.types.len() {
            1 => format!("`{home}`."),
            _ => format!("`{home}`, and what it is made of."),
        };
    }
    match name {
        "queries" => format!("What the calls of `{module}` can be asked for."),
        "types" => format!("What the calls of `{module}` take and give."),
        version => {
            let number = version.trim_start_matches(['v', 'V']);
            format!("The calls of `{module}` as version {number} has them.")
        }
    }
}

/// The first line of the file of a type that several resources share.
pub(super) fn docs_shared(context: Context<'_>, module: &str, contents: &Contents) -> String {
    match (home(context, module, contents), contents.types.len()) {
        (Some(home), 1) => format!("`{home}`, which several resources share."),
        (Some(home), _) => {
            format!("`{home}`, which several resources share, and what it is made of.")
        }
        (None, _) => "Types that several resources share.".to_owned(),
    }
}

/// The type that a file is called after.
fn home(context: Context<'_>, module: &str, contents: &Contents) -> Option<Ident> {
    let mut types = contents.types.iter();
    let home = types.find(|id| context.names.module_of_type(**id) == module)?;
    Some(context.names.of_type(*home))
}

/// `shared.rs`: the modules of the types that several resources reach.
pub(super) fn shared(context: Context<'_>) -> File {
    let mods = context.layout.shared.iter().map(|(module, file)| {
        let (cfg, module) = (cfg(&file.features), format_ident!("{module}"));
        quote!(#cfg pub(super) mod #module;)
    });
    File {
        docs: vec![
            "The types that several resources share, each compiled with any of them.".to_owned(),
        ],
        items: mods.collect(),
    }
}

/// `Auth::Header("X-API-KEY")`
pub(super) fn auth(auth: &Auth) -> TokenStream {
    match auth {
        Auth::Header(name) => quote!(Auth::Header(#name)),
        Auth::Query(name) => quote!(Auth::Query(#name)),
        Auth::Cookie(name) => quote!(Auth::Cookie(#name)),
        Auth::Bearer => quote!(Auth::Bearer),
        Auth::Basic => quote!(Auth::Basic),
        Auth::None => quote!(Auth::None),
    }
}

/// `facts.rs`: what the runtime must know of this API.
pub(super) fn facts(context: Context<'_>) -> File {
    let base_url = Literal::string(&context.api.base_url);
    let url_variable = Literal::string(&context.facts.url_variable);
    let key_variable = Literal::string(&context.facts.key_variable);
    let user_agent = Literal::string(&format!("{}/", context.facts.user_agent));
    let auth = auth(&context.api.auth);
    let items = quote! {
        use crate::runtime::{ApiFacts, Auth};

        pub(crate) const FACTS: ApiFacts = ApiFacts {
            base_url: #base_url,
            url_variable: #url_variable,
            key_variable: #key_variable,
            user_agent: concat!(#user_agent, env!("CARGO_PKG_VERSION")),
            auth: #auth,
        };
    };
    File { docs: vec!["What the runtime must know of this API.".to_owned()], items }
}

/// The first line of a resource's file.
pub(super) fn resource_docs(context: Context<'_>, file: &ResourceFile) -> Vec<String> {
    let below = file.below.values().flat_map(|below| &below.resources);
    let first = file.own.resources.iter().chain(below).next();
    let resource = first.and_then(|index| context.api.resources.get(*index));
    resource
        .map(|resource| docs::of_resource(context, resource).lines().map(str::to_owned).collect())
        .unwrap_or_default()
}
