//! Emission: the API, placed and named, becomes items of Rust.
//!
//! An emitter is a free function from the model to tokens: a first line that shows the Rust it
//! makes, `let`s that look things up, one `quote!`. It decides nothing that is decided elsewhere
//! (names, files, shapes) and cannot fail.

use std::cell::RefCell;

use proc_macro2::TokenStream;

use crate::model::Events;
use crate::names::Name;
use crate::output::layout::{Contents, PartFile, ResourceFile, SharedFile};

mod attributes;
mod context;
mod declarations;
mod facts;
mod imports;
mod named;
mod operations;
mod prose;
mod resources;
mod root;
mod types;
mod versions;

use context::Context;
pub(crate) use context::Model;
pub(crate) use declarations::outline;
pub(crate) use prose::reference;

/// A file of the output, before it is emitted.
pub(crate) enum Source<'a> {
    Root,
    Facts,
    Versions,
    Shared,
    Resource(&'a ResourceFile),
    /// A file below a resource's, and the resource's module.
    Part(&'a Name, &'a PartFile),
    SharedType(&'a SharedFile),
}

/// A file of the output, before it is printed.
pub(crate) struct File {
    /// The lines of its own documentation.
    pub docs: String,
    pub items: TokenStream,
    /// The texts of doc comments, for which `#[doc = 7]` stands in the items.
    pub texts: Vec<String>,
}

/// Lists all files, with their paths below the generated folder.
pub(crate) fn sources<'a>(model: &Model<'a>) -> Vec<(String, Source<'a>)> {
    let (names, layout) = (model.names, model.layout);
    let path = |name: &Name| format!("{name}.rs");
    let mut sources =
        vec![("mod.rs".to_owned(), Source::Root), (path(&names.modules.facts), Source::Facts)];
    for (module, file) in &layout.resources {
        sources.push((path(module), Source::Resource(file)));
        let below = file.below.iter();
        sources.extend(
            below.map(|(name, part)| (format!("{module}/{name}.rs"), Source::Part(module, part))),
        );
    }
    if model.api.resources.iter().any(|resource| resource.version.is_some()) {
        sources.push((path(&names.modules.versions), Source::Versions));
    }
    let shared = &names.modules.shared;
    if !layout.shared.is_empty() {
        sources.push((path(shared), Source::Shared));
    }
    let types = layout.shared.iter();
    sources.extend(
        types.map(|(module, file)| (format!("{shared}/{module}.rs"), Source::SharedType(file))),
    );
    sources
}

/// Emits a file.
pub(crate) fn file(model: &Model<'_>, source: &Source<'_>) -> File {
    let texts = RefCell::default();
    let context = Context { model, texts: &texts, here: None };
    let (docs, items) = match source {
        Source::Root => (root::docs(context), root::items(context)),
        Source::Facts => (facts::DOCS.to_owned(), facts::items(context)),
        Source::Versions => (versions::DOCS.to_owned(), versions::items(context)),
        Source::Shared => (root::SHARED_DOCS.to_owned(), root::shared(context)),
        Source::Resource(file) => {
            let below = root::modules_below(file);
            let events = context.api.events.as_ref().filter(|_| file.events.is_some());
            let own = contents(context, &file.own, events);
            let items = events.map(|events| resources::webhooks::items(context, events));
            let docs = match events {
                Some(_) => resources::webhooks::DOCS.to_owned(),
                None => prose::resource_file(context, file),
            };
            (docs, [below, own].into_iter().chain(items).collect())
        }
        Source::Part(module, file) => {
            (prose::part_file(context, module, file), contents(context, &file.contents, None))
        }
        Source::SharedType(file) => {
            (prose::shared_file(context, file), contents(context, &file.contents, None))
        }
    };
    File { docs, items, texts: texts.into_inner() }
}

/// The imports, handles and types of a file.
fn contents(context: Context<'_>, contents: &Contents, events: Option<&Events>) -> TokenStream {
    let further = events.map(resources::webhooks::uses).unwrap_or_default();
    let imports = imports::of_file(context, &contents.resources, &contents.types, &further);
    let handles = contents.resources.iter().map(|index| resources::resource(context, *index));
    let types = contents.types.iter().map(|id| declarations::declaration(context, *id));
    std::iter::once(imports).chain(handles).chain(types).collect()
}
