//! The resource tree: which resource and version an operation belongs to, and what it is called there.
//!
//! All of it comes from the method and the path. Operation ids and tags are renamed, even swapped, from one version of a
//! document to the next; paths are what callers depend on. The rules, in the order in which they apply:
//!
//! 1. Leading segments that are a product (`codegen.toml`, or any first segment that some path puts a version behind), `api`
//!    or a version name nothing. The first literal after them is the resource.
//! 2. With no further literal it is the collection or an item of it: `list`, `create`, `get`, `replace`, `update`, `delete`.
//! 3. Else the further literals are the name, less the resource's own noun; a verb goes before it where the method is not
//!    GET or POST, or the path ends in an item, or GET and POST share the path.
//! 4. Two operations of one name: the one that is marked as documented, then not deprecated, then of the highest version, is
//!    the resource's; the others are found under their version.

use std::collections::BTreeSet;

use openapiv3::OpenAPI;

use super::select::Selected;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::Version;
use crate::pointer::{Pointer, percent_decode};
use crate::words::{singular, snake};

mod answers;
mod methods;
mod place;

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

/// A path taken apart.
struct Route<'p> {
    version: Option<Version>,
    resource: &'p str,
    rest: Vec<Segment<'p>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Segment<'p> {
    Literal(&'p str),
    Parameter(&'p str),
}

/// The resource of paths that have no word to name one by.
const ROOT: &str = "root";

/// Groups the operations by resource and names them.
pub(super) fn name<'d>(
    document: &'d OpenAPI,
    selected: &[Selected<'d>],
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<NamedResource<'d>> {
    let products = products(selected, config);
    let routes: Vec<Route<'_>> = selected.iter().map(|one| route(one.path, &products)).collect();
    let names: Vec<String> =
        routes.iter().map(|route| resource_name(route.resource, config)).collect();
    let nouns: BTreeSet<String> =
        names.iter().flat_map(|name| [name.clone(), singular(name)]).collect();
    let paths: BTreeSet<&str> = selected.iter().map(|one| one.path).collect();
    let pairs = methods::get_and_post_paths(selected);

    let mut candidates: Vec<place::Candidate<'_, 'd>> = Vec::new();
    for ((one, route), resource) in selected.iter().zip(&routes).zip(names) {
        let chosen = config.methods.get(&format!("{} {}", one.method, one.path));
        let collection = paths.iter().any(|path| is_item_of(path, one.path))
            || answers::is_list(document, one.operation);
        let words = methods::Words {
            resource: &resource,
            segment: route.resource,
            nouns: &nouns,
            shared: pairs.contains(one.path),
            collection,
        };
        report_wordless(one, route, &resource, diagnostics);
        let method = match (chosen, &one.twin) {
            (Some(chosen), _) => chosen.clone(),
            (None, None) => methods::method_name(one.method, &route.rest, &words),
            (None, Some(suffix)) => {
                let name = methods::method_name(one.method, &route.rest, &words);
                format!("{name}_{}", snake(suffix))
            }
        };
        let crud = methods::crud_rank(one.method, &route.rest);
        let marks = &config.resources.documented_extensions;
        let documented = marks.iter().any(|mark| one.operation.extensions.contains_key(mark));
        candidates.push(place::Candidate {
            selected: one,
            resource,
            version: route.version,
            method,
            chosen: chosen.is_some(),
            documented,
            crud,
        });
    }
    report_unused(selected, &routes, config, diagnostics);
    place::place(candidates, diagnostics)
}

/// A path that has no word to name a resource by.
fn report_wordless(
    one: &Selected<'_>,
    route: &Route<'_>,
    resource: &str,
    diagnostics: &mut Diagnostics,
) {
    let named = one.path.contains(route.resource) && (resource != ROOT || route.resource == ROOT);
    if !named {
        let message = format!("`{}` has no word to name a resource by; it is `{ROOT}`", one.path);
        diagnostics.add(Code::NameInvented, &one.pointer, message);
    }
}

/// Entries of `codegen.toml` that are about no operation of the client.
fn report_unused(
    selected: &[Selected<'_>],
    routes: &[Route<'_>],
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let keys: BTreeSet<String> =
        selected.iter().map(|one| format!("{} {}", one.method, one.path)).collect();
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

/// A resource's segment without the ending that marks a twin.
fn base_segment<'s>(segment: &'s str, config: &Config) -> &'s str {
    let suffixes = &config.resources.twin_suffixes;
    suffixes.iter().find_map(|suffix| segment.strip_suffix(suffix.as_str())).unwrap_or(segment)
}

/// Whether a path is that of an item of the collection at another: `/runs/{id}/` of `/runs/`.
fn is_item_of(path: &str, collection: &str) -> bool {
    path.strip_prefix(collection.trim_end_matches('/'))
        .and_then(|rest| rest.trim_matches('/').strip_prefix('{'))
        .is_some_and(|rest| rest.ends_with('}') && !rest.contains('/'))
}

/// First segments that name a part of the product: the configured ones, and each that some path puts a version behind.
fn products<'p>(selected: &[Selected<'p>], config: &'p Config) -> BTreeSet<&'p str> {
    let mut products: BTreeSet<&str> =
        config.resources.products.iter().map(String::as_str).collect();
    for one in selected {
        let mut segments = one.path.split('/').filter(|segment| !segment.is_empty());
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

fn route<'p>(path: &'p str, products: &BTreeSet<&str>) -> Route<'p> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let mut version = None;
    let mut start = 0;
    for (index, segment) in segments.iter().enumerate() {
        let named = Version::from_segment(segment);
        let names_nothing =
            (index == 0 && products.contains(segment)) || *segment == "api" || named.is_some();
        // The last literal always names the resource, whatever it is.
        let last = !segments.iter().skip(index + 1).any(|later| !later.starts_with('{'));
        if !names_nothing || last {
            break;
        }
        version = named.or(version);
        start = index + 1;
    }
    let rest: Vec<Segment<'p>> = segments
        .get(start..)
        .unwrap_or_default()
        .iter()
        .flat_map(|segment| segments_of(segment))
        .collect();
    let resource = rest.iter().position(|segment| matches!(segment, Segment::Literal(_)));
    match resource.and_then(|index| rest.get(index)) {
        Some(Segment::Literal(name)) => {
            let resource = *name;
            Route {
                version,
                resource,
                rest: rest
                    .into_iter()
                    .skip_while(|segment| *segment != Segment::Literal(resource))
                    .skip(1)
                    .collect(),
            }
        }
        _ => Route { version, resource: ROOT, rest },
    }
}

/// A segment is a literal or a parameter, or a parameter with a verb behind it (`{id}:cancel`).
fn segments_of(segment: &str) -> Vec<Segment<'_>> {
    let Some((_, rest)) = segment.split_once('{') else { return vec![Segment::Literal(segment)] };
    let (name, verb) = rest.split_once('}').unwrap_or((rest, ""));
    let parameter = Segment::Parameter(name);
    match verb.strip_prefix(':').filter(|verb| !verb.is_empty() && !verb.contains('{')) {
        Some(verb) => vec![parameter, Segment::Literal(verb)],
        None => vec![parameter],
    }
}

fn resource_name(segment: &str, config: &Config) -> String {
    let base = base_segment(segment, config);
    let name = || Some(snake(&percent_decode(base))).filter(|name| !name.is_empty());
    config.resources.rename.get(base).cloned().or_else(name).unwrap_or_else(|| ROOT.to_owned())
}
