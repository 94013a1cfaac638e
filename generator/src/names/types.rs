//! The names of types.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;

use super::members::{part_name, type_name, without_version};
use super::{claim, ident, reserved};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::{Api, Direction, NameHint, Owner, Shape, Site, TypeDecl, TypeId, Words};
use crate::pointer::Pointer;
use crate::words::pascal;

/// Names all types that are written: components before what is derived, owners before their parts, enums last.
pub(super) fn assign(
    api: &Api,
    config: &Config,
    taken: &mut BTreeSet<String>,
    names: &mut BTreeMap<TypeId, Ident>,
    diagnostics: &mut Diagnostics,
) {
    let mut order: Vec<TypeId> = api.ids().collect();
    order.sort_by_key(|id| {
        api.get(*id).map(|decl| (class(&decl.name), depth(api, *id), decl.pointer.clone()))
    });
    let written: BTreeSet<TypeId> = api.written.iter().copied().collect();
    let mut used = BTreeSet::new();
    for id in order {
        let Some(decl) = api.get(id) else { continue };
        let mut candidates = candidates(decl, names);
        if let Some(first) = candidates.first()
            && let Some(chosen) = config.types.get(first)
        {
            used.insert(first.clone());
            candidates.insert(0, chosen.clone());
        }
        if !written.contains(&id) {
            // It names its parts all the same.
            names.insert(id, ident(&candidates.first().cloned().unwrap_or_default()));
            continue;
        }
        let wanted = candidates.first().cloned().unwrap_or_default();
        let name = claim(candidates, taken);
        if let NameHint::Component(said) = &decl.name
            && !said.contains(|c: char| c.is_alphabetic())
        {
            let message =
                format!("`{said}` has no letters to make a name of; the type is `{name}`");
            diagnostics.add(Code::NameInvented, &decl.pointer, message);
        }
        if name != wanted {
            let why = if reserved::TYPES.contains(&wanted.as_str()) {
                "Rust or the runtime"
            } else {
                "another type"
            };
            let message = format!("the type is `{name}`, because `{wanted}` is taken by {why}");
            let help = format!("choose a name in codegen.toml: [types] {wanted} = \"…\"");
            diagnostics
                .report(Diagnostic::new(Code::NameCollision, &decl.pointer, message).help(help));
        }
        names.insert(id, ident(&name));
    }
    for unused in config.types.keys().filter(|name| !used.contains(*name)) {
        let at = Pointer::root().child("types").child(unused);
        let message = format!("no type would be called `{unused}`");
        diagnostics
            .report(Diagnostic::new(Code::ConfigUnused, &at, message).in_origin(Origin::Config));
    }
}

/// What is named first: what the document names itself, then the halves of that, what is made of operations, parts, enums.
fn class(name: &NameHint) -> u8 {
    match name {
        NameHint::Component(_) => 0,
        NameHint::RequestOf(_) => 1,
        NameHint::Words(_) => 2,
        NameHint::Part(_) => 3,
        NameHint::Sites(_) => 4,
    }
}

/// How many owners stand above a part: they must be named before it.
fn depth(api: &Api, id: TypeId) -> usize {
    let mut next = id;
    for depth in 0..api.types.len() {
        next = match api.get(next).map(|decl| &decl.name) {
            Some(
                NameHint::Part(Site { owner: Owner::Type(above), .. }) | NameHint::RequestOf(above),
            ) => *above,
            _ => return depth,
        };
    }
    0
}

/// The names that a type would take, the best first.
fn candidates(decl: &TypeDecl, names: &BTreeMap<TypeId, Ident>) -> Vec<String> {
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
            let base = names.get(id).map(Ident::to_string).unwrap_or_default();
            ["Request", "Input", "RequestData"].map(|half| format!("{base}{half}")).to_vec()
        }
        NameHint::Part(site) if matches!(decl.shape, Shape::Struct(_)) => {
            of_sites([site], "Data", names)
        }
        NameHint::Part(site) => of_sites([site], "Kind", names),
        NameHint::Sites(sites) => of_sites(sites, "Kind", names),
    }
}

/// Returns the name that words make, with the version last.
fn of_words(words: &Words) -> String {
    let version = words.version.map(|version| pascal(&version.to_string())).unwrap_or_default();
    format!("{}{version}", type_name(&words.joined()))
}

/// The name that the places suggest: one whose property says the owner's name already (`scenario_language` of a scenario)
/// before others, then the shortest, then the first in the alphabet.
fn of_sites<'s>(
    sites: impl IntoIterator<Item = &'s Site>,
    suffix: &str,
    names: &BTreeMap<TypeId, Ident>,
) -> Vec<String> {
    let mut found: Vec<(bool, usize, String)> =
        sites.into_iter().map(|site| of_site(site, names)).collect();
    found.sort();
    let mut found: Vec<String> = found.into_iter().map(|(_, _, name)| name).collect();
    found.dedup();
    if let Some(first) = found.first().cloned() {
        found.extend([format!("{first}{suffix}"), format!("{first}Value")]);
    }
    found
}

/// Whether owner and property share no word, how many words there are, and the name.
fn of_site(site: &Site, names: &BTreeMap<TypeId, Ident>) -> (bool, usize, String) {
    let owner = match &site.owner {
        Owner::Type(id) => names.get(id).map(Ident::to_string).unwrap_or_default(),
        Owner::Words(words) => of_words(words),
    };
    // `ScenarioExportQuery` is what a call takes; what its parameters are is not.
    let (base, version) = without_version(&owner);
    let owner = match base.strip_suffix("Query").filter(|rest| !rest.is_empty()) {
        Some(rest) => format!("{rest}{version}"),
        None => owner,
    };
    let name = part_name(&owner, &site.part);
    let apart = name.len() >= owner.len() + type_name(&site.part).len();
    (apart, name.chars().filter(|c| c.is_uppercase()).count(), name)
}
