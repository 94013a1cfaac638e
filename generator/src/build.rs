//! Building: the typed document becomes the [`Api`], in which every schema has its Rust shape and every operation its name.
//!
//! | decision | where |
//! |---|---|
//! | which operations there are | `select` |
//! | which resource and version an operation belongs to, and its name | `resources` |
//! | what an operation takes and gives | `operations`, `parameters`, `bodies`, `forms` |
//! | what Rust shape a schema has | `schemas`, `objects`, `gathered`, `overlapping`, `enums`, `unions`, `tags` |
//! | what a page is | `pages`, `envelopes` |
//! | which member outside of a union names its arm | `siblings` |
//! | one type or two (request, response) | `directions` |
//! | what several versions of an operation share | `twins` |
//! | what refers to a type that is still being built | `standins` |
//! | where a type is endless | `cycles` |

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, Schema};

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Stopped};
use crate::model::{
    Api, Direction, NameHint, Owner, Shape, Site, Struct, StructKind, Type, TypeDecl, TypeId, Words,
};

mod auth;
mod bodies;
mod constraints;
mod cycles;
mod directions;
mod enums;
mod envelopes;
mod forms;
mod gathered;
mod jobs;
mod merged;
mod objects;
mod operations;
mod overlapping;
mod pages;
mod parameters;
mod presence;
mod refs;
mod resources;
mod schemas;
mod select;
mod siblings;
mod standins;
mod tags;
mod twins;
mod unions;
mod unreached;

/// The state of the stage: the types declared so far, and which component became what.
pub(crate) struct Builder<'d> {
    document: &'d OpenAPI,
    config: &'d Config,
    diagnostics: &'d mut Diagnostics,
    types: Vec<TypeDecl>,
    /// Types that were begun and came to nothing, because a plain type says the same.
    forgotten: Vec<TypeId>,
    components: BTreeMap<String, standins::Progress>,
    /// The same of schemas without a name, by where they lie: one that comes up within itself must not begin anew.
    nameless: BTreeMap<Vec<*const Schema>, standins::Progress>,
    stand_ins: BTreeMap<TypeId, schemas::Typed>,
    forms: BTreeMap<String, TypeId>,
    enums: enums::Enums,
    /// Components that are part of others by `allOf`.
    merged: BTreeSet<String>,
}

/// Builds the API.
///
/// # Errors
///
/// [`Stopped`] if an operation says something that cannot be meant, such as a path parameter that is not declared.
pub(crate) fn build(
    document: &OpenAPI,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Api, Stopped> {
    let selected = select::select(document, config, diagnostics);
    let mut builder = Builder {
        document,
        config,
        diagnostics,
        types: Vec::new(),
        forgotten: Vec::new(),
        components: BTreeMap::new(),
        nameless: BTreeMap::new(),
        stand_ins: BTreeMap::new(),
        forms: BTreeMap::new(),
        enums: enums::Enums::default(),
        merged: BTreeSet::new(),
    };
    auth::report_unsupported(document, builder.diagnostics);
    let named = resources::name(document, &selected, config, builder.diagnostics);
    let mut resources = builder.resources(named);
    builder.settle(&mut resources);
    builder.report_unreached();
    builder.rehome_parts();
    let types = std::mem::take(&mut builder.types);
    let mut api = Api {
        title: document.info.title.clone(),
        base_url: auth::base_url(document, config, diagnostics),
        auth: auth::choose(document, config, diagnostics),
        resources,
        types,
        written: Vec::new(),
    };
    jobs::pair(&mut api, config, diagnostics);
    envelopes::mark(&mut api, config, diagnostics);
    siblings::tell(&mut api, config, diagnostics);
    directions::split(&mut api, config);
    twins::share(&mut api);
    siblings::mark_outermost(&mut api);
    cycles::make_finite(&mut api, diagnostics);
    presence::decide(&mut api);
    diagnostics.propagate()?;
    Ok(api)
}

impl Builder<'_> {
    /// Adds a finished type.
    fn declare(&mut self, decl: TypeDecl) -> TypeId {
        self.types.push(decl);
        TypeId(self.types.len() - 1)
    }

    /// Takes an id for a type that is about to be built, so that what is inside it can refer to it.
    fn reserve(&mut self, place: &schemas::Place) -> TypeId {
        self.declare(TypeDecl {
            pointer: place.pointer.clone(),
            name: place.name.clone(),
            description: None,
            deprecated: false,
            direction: Direction::Both,
            shape: Shape::Struct(Struct {
                kind: StructKind::Json,
                fields: Vec::new(),
                additional: Some(Type::Json),
                needs_buffering: false,
                paging: None,
            }),
        })
    }

    /// Puts the finished type in its reserved place.
    fn define(&mut self, id: TypeId, decl: TypeDecl) {
        if let Some(place) = self.types.get_mut(id.0) {
            *place = decl;
        }
    }

    /// Gives a reserved place up.
    fn forget(&mut self, id: TypeId) {
        self.forgotten.push(id);
    }

    /// Parts of a type that came to nothing are parts of what that type would have been a part of.
    fn rehome_parts(&mut self) {
        let names: BTreeMap<TypeId, NameHint> = self
            .forgotten
            .iter()
            .filter_map(|id| Some((*id, self.types.get(id.0)?.name.clone())))
            .collect();
        let rehome = |mut site: Site| {
            for _ in 0..names.len() {
                let Owner::Type(id) = &site.owner else { break };
                site = match names.get(id) {
                    None => break,
                    Some(NameHint::Part(above)) => Site {
                        owner: above.owner.clone(),
                        part: format!("{}_{}", above.part, site.part),
                    },
                    Some(NameHint::Component(name)) => {
                        Site { owner: Owner::Words(Words::plain(name)), part: site.part }
                    }
                    Some(NameHint::Words(words)) => {
                        Site { owner: Owner::Words(words.clone()), part: site.part }
                    }
                    Some(_) => break,
                };
            }
            site
        };
        for decl in &mut self.types {
            match &mut decl.name {
                NameHint::Part(site) => *site = rehome(site.clone()),
                NameHint::Sites(sites) => {
                    *sites = std::mem::take(sites).into_iter().map(rehome).collect()
                }
                _ => {}
            }
        }
    }
}
