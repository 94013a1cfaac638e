//! Shaping: the resolved document becomes the [`Api`], in which every schema has its Rust shape and
//! every operation its name.
//!
//! First the operations are selected and named. Then [`schemas`] declares a type for each schema
//! that they reach, and [`operations`] what each takes and gives. The passes, each over the whole
//! [`Api`], decide what needs all types to be there.
//!
//! | decision | where |
//! |---|---|
//! | the operations of the client | `select` |
//! | the resource, version and name of an operation | `resources` |
//! | parameters, bodies and results | `operations` |
//! | server and credential | `security` |
//! | the Rust shape of a schema | `schemas` |
//! | pages of lists | `pages` |
//! | events, and what tells them apart | `webhooks` |
//! | everything that is decided over all types | `passes` |

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Stopped};
use crate::document::Document;
use crate::input::config::Config;
use crate::input::lock::Lock;
use crate::model::Api;
use crate::text::bounds::TYPES;
use crate::text::pointer::Pointer;

use schemas::Schemas;
use schemas::unions::families::Families;
use select::Rules;

mod operations;
mod pages;
mod passes;
mod resources;
mod schemas;
mod security;
mod select;
mod unused;
mod webhooks;

/// Shapes the API.
///
/// # Errors
///
/// [`Stopped`] if an operation cannot be meant as it is, such as one whose path has a parameter
/// that is not declared.
pub(crate) fn shape(
    document: &Document,
    config: &Config,
    lock: &Lock,
    diagnostics: &mut Diagnostics,
) -> Result<Api, Stopped> {
    security::report_unsupported(document, diagnostics);
    let selected = select::select(document, &Rules::of_client(config), config, diagnostics);
    let named = resources::name(document, &selected, config, lock, diagnostics);
    let auth = security::choose(document, config, diagnostics);
    let families = Families::find(document);
    let mut schemas = Schemas::new(document, &families, config, diagnostics);
    let resources = operations::declare(&mut schemas, named, &auth);
    let events = webhooks::declare(&mut schemas, &config.webhooks);
    let declared = schemas.finish();
    if let Some(first) = declared.types.get(TYPES) {
        let message = format!("the client would have more than {TYPES} types");
        let one = Diagnostic::new(Code::TooLarge, &first.pointer, message);
        diagnostics.report(one.help("select fewer operations with `[select]` in codegen.toml"));
        return Err(Stopped);
    }
    passes::unreached::report(document, &declared, diagnostics);
    let mut api = Api {
        title: document.title.clone(),
        base_url: security::base_url(document, config, diagnostics),
        auth: auth.clone(),
        schemes: security::supported(document),
        resources,
        events,
        types: declared.types,
        written: Vec::new(),
    };
    passes::aliases::collapse(&mut api, &declared.aliases);
    passes::ids::take_either(&mut api, diagnostics);
    operations::ids::add(&mut api, config, diagnostics);
    passes::jobs::pair(&mut api, config, diagnostics);
    pages::configured::mark(&mut api, config, diagnostics);
    operations::streams::configured::apply(&mut api, config, diagnostics);
    passes::undeclared_tags::place(&mut api, diagnostics);
    passes::external_tags::apply(&mut api, config, diagnostics);
    passes::directions::split(&mut api, config);
    passes::external_tags::report_untagged(&api, declared.untagged, config, diagnostics);
    let held = passes::equal::held::names(&api, lock);
    passes::versions::deduplicate(&mut api, &held);
    passes::equal::unite(&mut api, &held, diagnostics);
    passes::external_tags::mark_outermost(&mut api);
    passes::cycles::box_fields(&mut api, diagnostics);
    passes::depth::shorten(&mut api, diagnostics);
    passes::presence::decide(&mut api);
    resources::groups::arrange(&mut api, config, diagnostics);
    unused::report(document, &api, config, diagnostics);
    diagnostics.propagate()?;
    Ok(api)
}

/// Returns the places of the operations that are taken from a published document.
pub(crate) fn extracted(
    document: &Document,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> BTreeSet<Pointer> {
    let rules = Rules::of_extraction(config);
    let selected = select::select(document, &rules, config, diagnostics);
    unused::report_rules(document, &rules, diagnostics);
    selected.into_iter().map(|selected| selected.operation.pointer.clone()).collect()
}

#[cfg(test)]
mod tests;
