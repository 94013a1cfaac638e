//! The resource tree: the resource and version that each operation belongs to, and its name there.
//!
//! All of it comes from the method and the path. Operation ids and tags are renamed, even swapped,
//! from one version of a document to the next; paths are what callers depend on. The rules, in the
//! order in which they apply:
//!
//! 1. Leading segments that are a product (`codegen.toml`, or any first segment that some path puts
//!    a version behind), `api` or a version name nothing. The first literal after them is the
//!    resource.
//! 2. With no further literal it is the collection or an item of it: `list`, `create`, `get`,
//!    `replace`, `update`, `delete`.
//! 3. Else the further literals are the name, less the resource's own noun; a verb goes before it
//!    where the method is not GET or POST, or the path ends in an item, or GET and POST share the
//!    path.
//! 4. Of two operations with one name, the one that is marked as documented, then not deprecated,
//!    then of the highest version, is the resource's; the others are found under their version.

use std::collections::BTreeSet;

use super::pages;
use super::select::{Selected, key};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::document::{Document, Operation, Status};
use crate::input::config::Config;
use crate::input::lock::Lock;
use crate::model::Version;
use crate::text::pointer::{Pointer, percent_decode};
use crate::text::words::{singular, snake};

pub(super) mod groups;
mod held;
mod methods;
mod placement;
mod route;

use route::{Route, route};

/// A resource and its operations, named.
pub(super) struct NamedResource<'d> {
    /// In snake case.
    pub name: String,
    /// `None` for the version that is found without asking for one.
    pub version: Option<Version>,
    pub operations: Vec<NamedOperation<'d>>,
}

/// An operation and its name, in snake case.
pub(super) struct NamedOperation<'d> {
    pub selected: Selected<'d>,
    pub name: String,
}

/// The resource of paths that have no word to name one by.
const ROOT: &str = "root";

/// Groups the operations by resource and names them.
pub(super) fn name<'d>(
    document: &'d Document,
    selected: &[Selected<'d>],
    config: &Config,
    lock: &Lock,
    diagnostics: &mut Diagnostics,
) -> Vec<NamedResource<'d>> {
    let held = held::Held::of(selected, lock);
    let products = products(document, config);
    let routes: Vec<Route<'_>> =
        selected.iter().map(|selected| route(&selected.operation.path, &products)).collect();
    let names: Vec<String> =
        routes.iter().map(|route| resource_name(route.resource, config)).collect();
    let nouns: BTreeSet<String> =
        names.iter().flat_map(|name| [name.clone(), singular(name)]).collect();
    let collections: BTreeSet<&str> =
        selected.iter().flat_map(|selected| collections_of(&selected.operation.path)).collect();
    let pairs = methods::get_and_post_paths(selected);

    let mut candidates: Vec<placement::Candidate<'_, 'd>> = Vec::new();
    for ((selected, route), resource) in selected.iter().zip(&routes).zip(names) {
        let operation = selected.operation;
        let path = operation.path.as_str();
        let key = key(operation.method, path);
        let fixed = held::fixed(config, &held, &key, route, &resource);
        let chosen = config.methods.get(&key).filter(|chosen| held::Call::read(chosen).is_none());
        let around = methods::Surroundings {
            resource: &resource,
            segment: route.resource,
            nouns: &nouns,
            shared: pairs.contains(path),
            collection: collections.contains(path.trim_end_matches('/'))
                || answers_with_list(document, operation),
        };
        report_wordless(operation, route, &resource, diagnostics);
        let method = match (chosen, &selected.mirror) {
            (Some(chosen), _) => chosen.clone(),
            (None, None) => methods::method_name(operation.method, &route.rest, &around),
            (None, Some(suffix)) => {
                let name = methods::method_name(operation.method, &route.rest, &around);
                format!("{name}_{}", snake(suffix))
            }
        };
        let marks = &config.resources.documented_extensions;
        candidates.push(placement::Candidate {
            selected,
            resource,
            version: route.version,
            method,
            fixed,
            by_hand: config.methods.contains_key(&key),
            chosen: chosen.is_some(),
            documented: marks.iter().any(|mark| operation.extensions.contains_key(mark)),
            crud: methods::crud_rank(operation.method, &route.rest),
        });
    }
    report_unused(selected, &routes, config, diagnostics);
    placement::place(candidates, &held, diagnostics)
}

/// Returns whether a success of the operation is a list.
fn answers_with_list(document: &Document, operation: &Operation) -> bool {
    let successes = operation
        .responses
        .iter()
        .filter(|(status, _)| matches!(status, Status::Code(200..=299) | Status::Class(2)));
    let mut content = successes.flat_map(|(_, response)| &response.content);
    content.any(|media| media.schema.is_some_and(|schema| pages::is_list(document, schema)))
}

/// Reports a path that has no word to name a resource by.
fn report_wordless(
    operation: &Operation,
    route: &Route<'_>,
    resource: &str,
    diagnostics: &mut Diagnostics,
) {
    let path = &operation.path;
    let named = path.contains(route.resource) && (resource != ROOT || route.resource == ROOT);
    if !named {
        let message = format!("`{path}` has no word to name a resource by; it is `{ROOT}`");
        diagnostics.add(Code::NameInvented, &operation.pointer, message);
    }
}

/// Reports the entries of `codegen.toml` that are about no operation of the client.
fn report_unused(
    selected: &[Selected<'_>],
    routes: &[Route<'_>],
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let keys: BTreeSet<String> = selected
        .iter()
        .map(|selected| key(selected.operation.method, &selected.operation.path))
        .collect();
    let segments: BTreeSet<&str> =
        routes.iter().map(|route| base_segment(route.resource, config)).collect();
    let methods = config.methods.keys().filter(|key| !keys.contains(*key));
    let methods = methods.map(|key| {
        (["methods", key.as_str()].to_vec(), format!("the client has no operation `{key}`"))
    });
    let renames =
        config.resources.rename.keys().filter(|segment| !segments.contains(segment.as_str()));
    let renames = renames.map(|segment| {
        (
            vec!["resources", "rename", segment],
            format!("no resource is called `{segment}` in a path"),
        )
    });
    for (tokens, message) in methods.chain(renames) {
        let at = Pointer::root().descend(tokens);
        diagnostics
            .report(Diagnostic::new(Code::ConfigUnused, &at, message).in_origin(Origin::Config));
    }
}

/// Returns a resource's segment without the suffix that marks a mirror.
fn base_segment<'s>(segment: &'s str, config: &Config) -> &'s str {
    let suffixes = &config.resources.mirror_suffixes;
    suffixes.iter().find_map(|suffix| segment.strip_suffix(suffix.as_str())).unwrap_or(segment)
}

/// Returns the paths of which a path may be an item: `/runs` for `/runs/{id}/`.
fn collections_of(path: &str) -> impl Iterator<Item = &str> {
    let path = path.trim_end_matches('/');
    let item = path.rsplit('/').next().filter(|last| last.ends_with('}')).unwrap_or_default();
    let start = path.len() - item.len();
    item.match_indices('{')
        .filter_map(move |(index, _)| path.get(..start + index))
        .map(|collection| collection.trim_end_matches('/'))
}

/// Returns the first segments that name a part of the product: the configured ones, and each that
/// some path puts a version behind, of whatever is selected.
fn products<'p>(document: &'p Document, config: &'p Config) -> BTreeSet<&'p str> {
    let mut products: BTreeSet<&str> =
        config.resources.products.iter().map(String::as_str).collect();
    for operation in &document.operations {
        let mut segments = operation.path.split('/').filter(|segment| !segment.is_empty());
        if let (Some(first), Some(second)) = (segments.next(), segments.next())
            && Version::from_segment(second).is_some()
            && !first.starts_with('{')
            && Version::from_segment(first).is_none()
        {
            products.insert(first);
        }
    }
    products
}

fn resource_name(segment: &str, config: &Config) -> String {
    let base = base_segment(segment, config);
    let name = || Some(snake(&percent_decode(base))).filter(|name| !name.is_empty());
    config.resources.rename.get(base).cloned().or_else(name).unwrap_or_else(|| ROOT.to_owned())
}
