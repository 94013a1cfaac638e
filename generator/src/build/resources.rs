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
//! 4. Two operations of one name: the one that is not deprecated, then of the highest version, is the resource's; the
//!    others are found under their version.

use std::collections::{BTreeMap, BTreeSet};

use super::select::Selected;
use crate::config::Config;
use crate::words::{singular, snake};

mod methods;

/// A resource and its operations, named.
pub(super) struct NamedResource<'d> {
    /// In snake case.
    pub name: String,
    /// `None` for the version that is found without asking for one.
    pub version: Option<String>,
    pub operations: Vec<NamedOperation<'d>>,
}

/// An operation and its name, in snake case.
pub(super) struct NamedOperation<'d> {
    pub selected: Selected<'d>,
    pub name: String,
}

/// A path taken apart.
struct Route<'p> {
    version: Option<&'p str>,
    resource: &'p str,
    rest: Vec<Segment<'p>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Segment<'p> {
    Literal(&'p str),
    Parameter(&'p str),
}

/// Groups the operations by resource and names them.
pub(super) fn name<'d>(selected: &[Selected<'d>], config: &Config) -> Vec<NamedResource<'d>> {
    let products = products(selected, config);
    let routes: Vec<Route<'_>> = selected.iter().map(|one| route(one.path, &products)).collect();
    let names: Vec<String> =
        routes.iter().map(|route| resource_name(route.resource, config)).collect();
    let nouns: BTreeSet<String> =
        names.iter().flat_map(|name| [name.clone(), singular(name)]).collect();
    let pairs = methods::get_and_post_paths(selected);

    let mut candidates: Vec<Candidate<'_, 'd>> = Vec::new();
    for ((one, route), resource) in selected.iter().zip(&routes).zip(names) {
        let chosen = config.methods.get(&format!("{} {}", one.method, one.path));
        let words = methods::Words {
            resource: &resource,
            segment: route.resource,
            nouns: &nouns,
            shared: pairs.contains(one.path),
        };
        let method = chosen
            .cloned()
            .unwrap_or_else(|| methods::method_name(one.method, &route.rest, &words));
        candidates.push(Candidate { selected: one, resource, version: route.version, method });
    }
    place(candidates)
}

struct Candidate<'p, 'd> {
    selected: &'p Selected<'d>,
    resource: String,
    version: Option<&'p str>,
    method: String,
}

impl Candidate<'_, '_> {
    fn number(&self) -> u64 {
        self.version.and_then(|version| version.get(1..)?.parse().ok()).unwrap_or(0)
    }

    fn parameters(&self) -> usize {
        self.selected.path.matches('{').count()
    }
}

/// Decides which version of each method the resource itself has, and tells apart what is still of one name.
fn place<'d>(mut candidates: Vec<Candidate<'_, 'd>>) -> Vec<NamedResource<'d>> {
    // The best of each name first: what is found first stays.
    candidates.sort_by(|a, b| {
        let rank = |one: &Candidate<'_, '_>| {
            (one.selected.operation.deprecated, std::cmp::Reverse(one.number()), one.parameters())
        };
        rank(a).cmp(&rank(b)).then_with(|| {
            (a.selected.path, a.selected.method).cmp(&(b.selected.path, b.selected.method))
        })
    });
    let mut winners: BTreeMap<(String, String), Option<&str>> = BTreeMap::new();
    for one in &candidates {
        winners.entry((one.resource.clone(), one.method.clone())).or_insert(one.version);
    }
    let mut taken: BTreeSet<(String, Option<String>, String)> = BTreeSet::new();
    let mut resources: BTreeMap<(String, Option<String>), Vec<NamedOperation<'d>>> =
        BTreeMap::new();
    for one in candidates {
        let winner = winners.get(&(one.resource.clone(), one.method.clone())).copied().flatten();
        let version = one.version.filter(|version| Some(*version) != winner).map(str::to_owned);
        let mut name = one.method.clone();
        for further in methods::further_names(one.selected.method, &one.method, one.selected.path) {
            if !taken.contains(&(one.resource.clone(), version.clone(), name.clone())) {
                break;
            }
            name = further;
        }
        taken.insert((one.resource.clone(), version.clone(), name.clone()));
        let operation = NamedOperation { selected: one.selected.clone(), name };
        resources.entry((one.resource, version)).or_default().push(operation);
    }
    let named = resources.into_iter().map(|((name, version), mut operations)| {
        operations.sort_by(|a, b| {
            (a.selected.path, a.selected.method).cmp(&(b.selected.path, b.selected.method))
        });
        NamedResource { name, version, operations }
    });
    named.collect()
}

/// First segments that name a part of the product: the configured ones, and each that some path puts a version behind.
fn products<'p>(selected: &[Selected<'p>], config: &'p Config) -> BTreeSet<&'p str> {
    let mut products: BTreeSet<&str> =
        config.resources.products.iter().map(String::as_str).collect();
    for one in selected {
        let mut segments = one.path.split('/').filter(|segment| !segment.is_empty());
        if let (Some(first), Some(second)) = (segments.next(), segments.next())
            && is_version(second)
            && !first.starts_with('{')
            && !is_version(first)
        {
            products.insert(first);
        }
    }
    products
}

fn is_version(segment: &str) -> bool {
    segment
        .strip_prefix(['v', 'V'])
        .is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

fn route<'p>(path: &'p str, products: &BTreeSet<&str>) -> Route<'p> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let mut version = None;
    let mut start = 0;
    for (index, segment) in segments.iter().enumerate() {
        let names_nothing =
            (index == 0 && products.contains(segment)) || *segment == "api" || is_version(segment);
        // The last literal always names the resource, whatever it is.
        let last = !segments.iter().skip(index + 1).any(|later| !later.starts_with('{'));
        if !names_nothing || last {
            break;
        }
        if is_version(segment) {
            version = Some(*segment);
        }
        start = index + 1;
    }
    let rest: Vec<Segment<'p>> = segments
        .get(start..)
        .unwrap_or_default()
        .iter()
        .map(|segment| segment_of(segment))
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
        _ => Route { version, resource: "root", rest },
    }
}

fn segment_of(segment: &str) -> Segment<'_> {
    match segment.find('{') {
        Some(open) => {
            Segment::Parameter(segment.get(open + 1..).unwrap_or_default().trim_end_matches('}'))
        }
        None => Segment::Literal(segment),
    }
}

fn resource_name(segment: &str, config: &Config) -> String {
    let resources = &config.resources;
    let base = resources
        .twin_suffixes
        .iter()
        .find_map(|suffix| segment.strip_suffix(suffix.as_str()))
        .unwrap_or(segment);
    resources.rename.get(base).cloned().unwrap_or_else(|| non_empty(snake(base)))
}

/// A path of nothing but signs still belongs somewhere.
fn non_empty(name: String) -> String {
    if name.is_empty() { "root".to_owned() } else { name }
}
