//! Emission: the API, placed and named, becomes items of Rust.
//!
//! An emitter is a free function from the model to tokens: a first line that shows what it makes, `let`s that look things
//! up, one `quote!`. It decides nothing that somebody else has decided (names, files, shapes) and cannot fail.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::layout::{Contents, Layout, ResourceFile};
use crate::model::{Api, Shape, TypeId};
use crate::names::Names;
use crate::package::Facts;

pub(crate) mod docs;
mod enums;
mod files;
mod imports;
mod operations;
mod pages;
mod resources;
mod structs;
mod types;
mod unions;
mod writers;

/// What every emitter may look at.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub api: &'a Api,
    pub names: &'a Names,
    pub layout: &'a Layout,
    pub facts: &'a Facts,
}

/// A file before it is printed: its inner docs and its items.
pub(crate) struct File {
    pub docs: Vec<String>,
    pub items: TokenStream,
}

/// All files, by their path below the generated folder.
pub(crate) fn emit(context: Context<'_>) -> BTreeMap<String, File> {
    let mut all = BTreeMap::new();
    all.insert("mod.rs".to_owned(), files::root(context));
    all.insert("facts.rs".to_owned(), files::facts(context));
    for (module, file) in &context.layout.resources {
        resource_files(context, module, file, &mut all);
    }
    for (module, file) in &context.layout.shared {
        let docs = vec![files::docs_shared(context, module, &file.contents)];
        all.insert(format!("shared/{module}.rs"), contents(context, &file.contents, docs));
    }
    all.extend(files::versions(context).map(|file| ("versions.rs".to_owned(), file)));
    if !context.layout.shared.is_empty() {
        all.insert("shared.rs".to_owned(), files::shared(context));
    }
    all
}

fn resource_files(
    context: Context<'_>,
    module: &str,
    file: &ResourceFile,
    all: &mut BTreeMap<String, File>,
) {
    let below = files::modules_below(file);
    let mut own = contents(context, &file.own, files::resource_docs(context, file));
    own.items = quote!(#below).into_iter().chain(own.items).collect();
    all.insert(format!("{module}.rs"), own);
    for (name, below) in &file.below {
        let docs = vec![files::docs_below(context, name, module, below)];
        all.insert(format!("{module}/{name}.rs"), contents(context, below, docs));
    }
}

fn contents(context: Context<'_>, contents: &Contents, docs: Vec<String>) -> File {
    let imports = imports::of_file(context, &contents.resources, &contents.types);
    let handles = contents.resources.iter().map(|index| resources::resource(context, *index));
    let types = contents.types.iter().map(|id| declaration(context, *id));
    File { docs, items: std::iter::once(imports).chain(handles).chain(types).collect() }
}

fn declaration(context: Context<'_>, id: TypeId) -> TokenStream {
    let Some(decl) = context.api.get(id) else { return TokenStream::new() };
    match &decl.shape {
        Shape::Struct(found) => structs::structure(context, id, decl, found),
        Shape::Enum(found) => enums::text(context, id, decl, found),
        Shape::IntegerEnum(values) => enums::integer(context, id, decl, values),
        Shape::Union(found) => unions::union(context, id, decl, found),
    }
}
