//! The names of types.

use std::collections::BTreeSet;

use super::members::{part_name, type_name, without_version};
use super::{Taken, claim_beside_versions, reserved};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::input::config::Config;
use crate::model::{Api, Direction, NameHint, Owner, Shape, Site, TypeDecl, TypeId, Words};
use crate::text::pointer::Pointer;

/// Names all types: components before derived ones, owners before their parts, enums last. Those
/// that are not written take no name from others, but have one, which their parts are named by.
pub(super) fn assign(
    api: &Api,
    config: &Config,
    taken: &mut Taken,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut order: Vec<TypeId> = api.ids().collect();
    order.sort_by_cached_key(|id| {
        let decl = &api[*id];
        (class(&decl.name), depth(api, *id), decl.pointer.clone())
    });
    let written: BTreeSet<TypeId> = api.written.iter().copied().collect();
    let mut names = vec![String::new(); api.types.len()];
    let mut used = BTreeSet::new();
    for id in order {
        let decl = &api[id];
        let mut candidates = candidates(api, decl, &names);
        if let Some(first) = candidates.first()
            && let Some(chosen) = config.types.get(first)
        {
            used.insert(first.clone());
            candidates.insert(0, chosen.clone());
        }
        let wanted = candidates.first().cloned().unwrap_or_default();
        let name = if written.contains(&id) {
            let name = claim_beside_versions(candidates, "", taken);
            report(decl, &name, &wanted, diagnostics);
            name
        } else {
            wanted
        };
        if let Some(place) = names.get_mut(id.0) {
            *place = name;
        }
    }
    for unused in config.types.keys().filter(|name| !used.contains(*name)) {
        let at = Pointer::root().child("types").child(unused);
        let message = format!("no type would be called `{unused}`");
        diagnostics
            .report(Diagnostic::new(Code::ConfigUnused, &at, message).in_origin(Origin::Config));
    }
    names
}

/// Reports a name that is not the one that the document would give.
fn report(decl: &TypeDecl, name: &str, wanted: &str, diagnostics: &mut Diagnostics) {
    if let NameHint::Component(component) = &decl.name
        && !component.contains(char::is_alphabetic)
    {
        let message =
            format!("`{component}` has no letters to make a name of; the type is `{name}`");
        diagnostics.add(Code::NameInvented, &decl.pointer, message);
    }
    if name != wanted {
        let owner = if reserved::is_type(wanted) { "Rust or the runtime" } else { "another type" };
        let message = format!("the type is `{name}`, because `{wanted}` is taken by {owner}");
        let help = format!("choose a name in codegen.toml: [types] {wanted} = \"…\"");
        let diagnostic = Diagnostic::new(Code::NameCollision, &decl.pointer, message).help(help);
        diagnostics.report(diagnostic);
    }
}

/// Returns the rank in which types are named: what the document names itself, then the halves of
/// that, what is made of operations, parts, enums.
fn class(name: &NameHint) -> u8 {
    match name {
        NameHint::Component(_) => 0,
        NameHint::RequestOf(_) => 1,
        NameHint::Words(_) => 2,
        NameHint::Part(_) => 3,
        NameHint::Sites(_) => 4,
    }
}

/// Counts the owners above a part, which must be named before it.
fn depth(api: &Api, id: TypeId) -> usize {
    let owners = std::iter::successors(Some(id), |id| api[*id].owner());
    let depth = owners.take(api.types.len() + 1).count() - 1;
    // Types that own each other have no first.
    if depth < api.types.len() { depth } else { 0 }
}

fn name_of(id: TypeId, names: &[String]) -> &str {
    names.get(id.0).map_or("", String::as_str)
}

/// Returns the names that a type would take, the best first.
fn candidates(api: &Api, decl: &TypeDecl, names: &[String]) -> Vec<String> {
    match &decl.name {
        NameHint::Component(name) => {
            let plain = type_name(name);
            let patch = plain
                .strip_prefix("Patched")
                .filter(|rest| !rest.is_empty() && decl.direction == Direction::Request);
            let mut candidates = match patch {
                Some(rest) if rest.ends_with("Patch") => {
                    vec![rest.to_owned(), format!("{rest}Patch")]
                }
                Some(rest) => vec![format!("{rest}Patch")],
                None => Vec::new(),
            };
            candidates.extend([plain.clone(), format!("{plain}Data"), format!("{plain}Object")]);
            candidates
        }
        NameHint::Words(words) => {
            let plain = of_words(words);
            let (base, version) = without_version(&plain);
            vec![plain.clone(), format!("{base}Data{version}")]
        }
        NameHint::RequestOf(id) => {
            let base = name_of(*id, names);
            ["Request", "Input", "RequestData"].map(|half| format!("{base}{half}")).to_vec()
        }
        NameHint::Part(site) if matches!(decl.shape, Shape::Struct(_)) => {
            of_sites(api, [site], "Data", names)
        }
        NameHint::Part(site) => of_sites(api, [site], "Kind", names),
        NameHint::Sites(sites) => of_sites(api, sites, "Kind", names),
    }
}

/// Returns the name that words make, with the version last.
fn of_words(words: &Words) -> String {
    let version = words.version.map(|version| format!("V{}", version.number()));
    let version = version.unwrap_or_default();
    format!("{}{version}", type_name(&words.joined()))
}

/// Returns the names that the places suggest: one whose property says the owner's name already
/// (`scenario_language` of a scenario) before others, then the shortest, then the first in the
/// alphabet.
fn of_sites<'s>(
    api: &Api,
    sites: impl IntoIterator<Item = &'s Site>,
    suffix: &str,
    names: &[String],
) -> Vec<String> {
    let mut ranked: Vec<(bool, usize, String)> =
        sites.into_iter().map(|site| of_site(api, site, names)).collect();
    ranked.sort();
    let mut candidates: Vec<String> = ranked.into_iter().map(|(_, _, name)| name).collect();
    candidates.dedup();
    if let Some(first) = candidates.first().cloned() {
        candidates.extend([format!("{first}{suffix}"), format!("{first}Value")]);
    }
    candidates
}

/// Returns the name that a place suggests, after its rank: whether owner and property share no
/// word, and the number of words.
fn of_site(api: &Api, site: &Site, names: &[String]) -> (bool, usize, String) {
    let owner = match &site.owner {
        // A parameter of `ExportScenarioCall` needs no `Call` in the name of its type.
        Owner::Type(id) if api.is_parameters(*id) => {
            let (base, version) = without_version(name_of(*id, names));
            format!("{}{version}", base.strip_suffix("Call").unwrap_or(base))
        }
        Owner::Type(id) => name_of(*id, names).to_owned(),
        Owner::Words(words) => of_words(words),
    };
    let name = part_name(&owner, &site.part);
    let apart = name.len() >= owner.len() + type_name(&site.part).len();
    (apart, name.chars().filter(|c| c.is_uppercase()).count(), name)
}
