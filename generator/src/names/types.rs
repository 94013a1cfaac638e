//! The names of types.

use std::collections::BTreeSet;

use super::documented::{of_component, of_words};
use super::members::{part_name, stem, type_name, without_version};
use super::nearness::Nearness;
use super::noise::Plain;
use super::{claim_beside_versions, reserved};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::input::config::Config;
use crate::model::{Api, NameHint, Owner, Shape, Site, TypeDecl, TypeId};
use crate::text::pointer::Pointer;
use crate::text::words::{is_verb, pascal, snake};

/// Names all types: components before derived ones, owners before their parts, enums last. Those
/// that are not written take no name from others, but have one, which their parts are named by.
pub(super) fn assign(
    api: &Api,
    config: &Config,
    taken: &mut BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut order: Vec<TypeId> = api.ids().collect();
    let depths = depths(api);
    let depth = |id: TypeId| depths.get(id.0).copied().unwrap_or(0);
    order.sort_by_cached_key(|id| (class(api, *id), depth(*id), api[*id].pointer.clone()));
    let written: BTreeSet<TypeId> = api.written.iter().copied().collect();
    let (nearness, plain) = (Nearness::of(api), Plain::of(api, taken));
    let mut names = vec![String::new(); api.types.len()];
    let mut used = BTreeSet::new();
    for id in order {
        let decl = &api[id];
        let mut candidates = Naming { api, names: &names, nearness: &nearness }.candidates(decl);
        let component = candidates.first().cloned();
        candidates.splice(0..0, plain.name(id).map(str::to_owned));
        let chosen =
            candidates.first().into_iter().chain(&component).find_map(|name| {
                config.types.get(name).map(|chosen| (name.clone(), chosen.clone()))
            });
        if let Some((name, chosen)) = chosen {
            used.insert(name);
            candidates.insert(0, chosen);
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
fn class(api: &Api, id: TypeId) -> u8 {
    match &api[id].name {
        NameHint::Component(_) => 0,
        NameHint::RequestOf(base) => class_of_half(&api[*base].name),
        NameHint::Words(_) => 2,
        NameHint::Sites(_) if is_enum(&api[id]) => 4,
        NameHint::Part(_) | NameHint::Sites(_) => 3,
    }
}

/// Returns the rank of a half, which comes after what it is the half of.
fn class_of_half(base: &NameHint) -> u8 {
    match base {
        NameHint::Component(_) => 1,
        NameHint::Words(_) => 2,
        NameHint::RequestOf(_) | NameHint::Part(_) | NameHint::Sites(_) => 3,
    }
}

fn is_enum(decl: &TypeDecl) -> bool {
    matches!(decl.shape, Shape::Enum(_) | Shape::IntegerEnum(_))
}

/// Counts the owners above each type, which must be named before it. Types that own each other have
/// no first.
fn depths(api: &Api) -> Vec<usize> {
    let mut parts: Vec<Vec<TypeId>> = vec![Vec::new(); api.types.len()];
    let mut waiting: Vec<usize> = vec![0; api.types.len()];
    for id in api.ids() {
        for owner in api[id].namesakes() {
            if let (Some(parts), Some(count)) = (parts.get_mut(owner.0), waiting.get_mut(id.0)) {
                parts.push(id);
                *count += 1;
            }
        }
    }
    let is_first = |id: &TypeId| waiting.get(id.0) == Some(&0);
    let mut open: Vec<TypeId> = api.ids().filter(is_first).collect();
    let mut depths: Vec<usize> = vec![0; api.types.len()];
    while let Some(owner) = open.pop() {
        let depth = depths.get(owner.0).copied().unwrap_or(0);
        for part in parts.get(owner.0).into_iter().flatten() {
            let places = (depths.get_mut(part.0), waiting.get_mut(part.0));
            if let (Some(deepest), Some(count)) = places {
                *deepest = depth.saturating_add(1).max(*deepest);
                *count -= 1;
                if *count == 0 {
                    open.push(*part);
                }
            }
        }
    }
    depths
}

/// Returns the name that several names have in common: `ScenarioRunResponse` of
/// `ScenarioRunTextResponse` and `ScenarioRunVoiceResponse`. It begins and ends as all of them do,
/// and is no other call's: with a verb in front it has to be one of them.
fn common(names: impl Iterator<Item = String>) -> Option<String> {
    let names: BTreeSet<String> = names.collect();
    let words: Vec<Vec<String>> =
        names.iter().map(|name| snake(name).split('_').map(str::to_owned).collect()).collect();
    let first = words.first()?;
    let shortest = words.iter().map(Vec::len).min()?;
    let begin = (0..shortest)
        .take_while(|index| words.iter().all(|other| other.get(*index) == first.get(*index)))
        .count();
    let from_end = |words: &[String], index: usize| {
        words.len().checked_sub(index + 1).and_then(|index| words.get(index).cloned())
    };
    let end = (0..shortest - begin)
        .take_while(|index| {
            words.iter().all(|other| from_end(other, *index) == from_end(first, *index))
        })
        .count();
    let kept = first.iter().take(begin).chain(first.iter().skip(first.len() - end));
    let name: String = kept.map(|word| pascal(word)).collect();
    let is_good = begin > 1 && end > 0 && !first.first().is_some_and(|verb| is_verb(verb));
    (is_good || names.contains(&name)).then_some(name)
}

/// The types that have names so far, by which others are named.
struct Naming<'n> {
    api: &'n Api,
    names: &'n [String],
    nearness: &'n Nearness<'n>,
}

impl Naming<'_> {
    /// Returns the names that a type would take, the best first.
    fn candidates(&self, decl: &TypeDecl) -> Vec<String> {
        match &decl.name {
            NameHint::Component(name) => of_component(name, decl),
            NameHint::Words(words) => {
                let plain = of_words(words);
                let (base, version) = without_version(&plain);
                vec![plain.clone(), format!("{base}Data{version}")]
            }
            NameHint::RequestOf(id) => {
                let base = self.name_of(*id);
                ["Request", "Input", "RequestData"].map(|half| format!("{base}{half}")).to_vec()
            }
            NameHint::Part(site) if matches!(decl.shape, Shape::Struct(_)) => {
                self.of_sites([site], "Data")
            }
            NameHint::Part(site) => self.of_sites([site], "Kind"),
            NameHint::Sites(sites) if is_enum(decl) => self.of_sites(sites, "Kind"),
            NameHint::Sites(sites) => {
                let names = sites.iter().map(|site| self.of_site(site).3);
                common(names).into_iter().chain(self.of_sites(sites, "Data")).collect()
            }
        }
    }

    fn name_of(&self, id: TypeId) -> &str {
        self.names.get(id.0).map_or("", String::as_str)
    }

    /// Returns the names that the places suggest: that of the nearest owner first; of equally near
    /// ones, one whose property says the owner's name already (`scenario_language` of a scenario)
    /// before others, then the shortest, then the first in the alphabet.
    fn of_sites<'s>(&self, sites: impl IntoIterator<Item = &'s Site>, suffix: &str) -> Vec<String> {
        let mut ranked: Vec<(usize, bool, usize, String)> =
            sites.into_iter().map(|site| self.of_site(site)).collect();
        ranked.sort();
        let mut candidates: Vec<String> = ranked.into_iter().map(|(.., name)| name).collect();
        candidates.dedup();
        if let Some(first) = candidates.first().cloned() {
            candidates.extend([format!("{first}{suffix}"), format!("{first}Value")]);
        }
        candidates
    }

    /// Returns the name that a place suggests, after its rank: the steps to the owner, whether
    /// owner and property share no word, and the number of words.
    fn of_site(&self, site: &Site) -> (usize, bool, usize, String) {
        let owner = match &site.owner {
            // A parameter of `ExportScenarioCall` needs no `Call` in the name of its type.
            Owner::Type(id) if self.api.is_parameters(*id) => {
                let (base, version) = without_version(self.name_of(*id));
                format!("{}{version}", base.strip_suffix("Call").unwrap_or(base))
            }
            Owner::Type(id) => self.name_of(*id).to_owned(),
            Owner::Words(words) => of_words(words),
        };
        let name = match &site.owner {
            // The type of a whole answer, or of an item of it.
            Owner::Words(_) if site.part.is_empty() => owner.clone(),
            _ => part_name(&owner, &site.part),
        };
        let (owner, version) = stem(&owner);
        let apart = name.len() >= owner.len() + type_name(&site.part).len() + version.len();
        let words = name.chars().filter(|c| c.is_uppercase()).count();
        (self.nearness.of_site(site), apart, words, name)
    }
}
