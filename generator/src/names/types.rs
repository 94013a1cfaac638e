//! The names of types.

use std::collections::{BTreeMap, BTreeSet};

use super::documented::{of_component, of_words};
use super::lock::Held;
use super::members::{part_name, stem, type_name, without_version};
use super::nearness::Nearness;
use super::noise::Plain;
use super::{first_free, report, reserved};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::input::config::Config;
use crate::model::{Api, NameHint, Owner, Shape, Site, TypeDecl, TypeId};
use crate::text::pointer::Pointer;
use crate::text::words::{cut, is_verb, pascal, snake};

/// Names all types: components before derived ones, owners before their parts, enums last. Those
/// that are not written take no name from others, but have one, which their parts are named by.
///
/// A name that the lock has for a type is kept, unless `codegen.toml` gives another or gives that
/// one to another type.
pub(super) fn assign(
    api: &Api,
    config: &Config,
    held: &Held<'_>,
    taken: &mut BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut order: Vec<TypeId> = api.ids().collect();
    let depths = depths(api);
    let depth = |id: TypeId| depths.get(id.0).copied().unwrap_or(0);
    order.sort_by_cached_key(|id| (class(api, *id), depth(*id), api[*id].pointer.clone()));
    let (nearness, plain) = (Nearness::of(api), Plain::of(api, taken));
    let round = Round {
        api,
        config,
        held,
        order,
        written: api.written.iter().copied().collect(),
        nearness,
        plain,
        kept: held.taken(),
    };
    let mut lost: BTreeSet<TypeId> = BTreeSet::new();
    // Each further round takes the name from a type that `codegen.toml` gives to another.
    let given = loop {
        let given = round.name(taken, &lost);
        let known = lost.len();
        lost.extend(given.contested.iter().copied());
        if lost.len() == known {
            break given;
        }
    };
    round.report(&given, diagnostics);
    *taken = given.taken;
    given.names
}

/// Everything that the names of types depend on.
struct Round<'a> {
    api: &'a Api,
    config: &'a Config,
    held: &'a Held<'a>,
    order: Vec<TypeId>,
    written: BTreeSet<TypeId>,
    nearness: Nearness<'a>,
    plain: Plain,
    /// The names that things have or had.
    kept: BTreeSet<&'a str>,
}

/// The names that a round has given.
struct Given {
    /// By [`TypeId`], as are the names that the rules alone would give.
    names: Vec<String>,
    wanted: Vec<String>,
    taken: BTreeSet<String>,
    /// The types with names that `codegen.toml` gives to others.
    contested: Vec<TypeId>,
    /// The keys of `codegen.toml` that are about a type.
    used: BTreeSet<String>,
}

impl Round<'_> {
    fn name(&self, reserved: &BTreeSet<String>, lost: &BTreeSet<TypeId>) -> Given {
        let empty = vec![String::new(); self.api.types.len()];
        let mut given = Given {
            names: empty.clone(),
            wanted: empty,
            taken: reserved.clone(),
            contested: Vec::new(),
            used: BTreeSet::new(),
        };
        let mut owners: BTreeMap<String, TypeId> = BTreeMap::new();
        for id in &self.order {
            let naming = Naming { api: self.api, names: &given.names, nearness: &self.nearness };
            let candidates = naming.candidates(&self.api[*id]).into_iter();
            let mut candidates: Vec<String> = candidates.map(cut).collect();
            let component = candidates.first().cloned();
            candidates.splice(0..0, self.plain.name(*id).map(str::to_owned));
            let chosen = self.chosen(*id, candidates.first(), component.as_ref(), &mut given.used);
            let wanted = chosen.clone().or_else(|| candidates.first().cloned()).unwrap_or_default();
            let name = if self.written.contains(id) {
                let held = self.held.ty(*id).filter(|_| !lost.contains(id));
                let held = held.map(|line| line.name.clone());
                let name = match (&chosen, held) {
                    (Some(chosen), _) if !given.taken.contains(chosen) => chosen.clone(),
                    (None, Some(held)) if !given.taken.contains(&held) => held,
                    _ => {
                        let owner = chosen.as_ref().and_then(|chosen| owners.get(chosen));
                        given.contested.extend(owner.copied());
                        self.free(candidates, &given.taken)
                    }
                };
                given.taken.insert(name.clone());
                owners.extend((chosen.is_none()).then(|| (name.clone(), *id)));
                name
            } else {
                wanted.clone()
            };
            if let (Some(place), Some(want)) =
                (given.names.get_mut(id.0), given.wanted.get_mut(id.0))
            {
                (*place, *want) = (name, wanted);
            }
        }
        given
    }

    /// Returns the name that `codegen.toml` gives a type: by one that the rules give, or by one
    /// that the lock has for it.
    fn chosen(
        &self,
        id: TypeId,
        plain: Option<&String>,
        component: Option<&String>,
        used: &mut BTreeSet<String>,
    ) -> Option<String> {
        let line = self.held.ty(id);
        let derived = plain.into_iter().chain(component).map(String::as_str);
        let former = line.into_iter().flat_map(|line| line.was().chain([line.name.as_str()]));
        let former = former.filter(|name| !used.contains(*name));
        let names: Vec<&str> = derived.chain(former).collect();
        let key = names.into_iter().find(|name| self.config.types.contains_key(*name))?;
        used.insert(key.to_owned());
        self.config.types.get(key).cloned()
    }

    /// Returns the first of the candidates, or the first number behind it, that nothing has or had.
    fn free(&self, candidates: Vec<String>, taken: &BTreeSet<String>) -> String {
        let is_free = |name: &String| {
            !taken.contains(name)
                && !self.kept.contains(name.as_str())
                && !reserved::is_version(name)
        };
        if let Some(free) = candidates.iter().find(|name| is_free(name)) {
            return free.clone();
        }
        let first = candidates.into_iter().find(|name| !reserved::is_version(name));
        let first = first.unwrap_or_default();
        let numbered = |number: usize| format!("{first}{}", number + 2);
        let number = first_free(|number| !is_free(&numbered(number)));
        // Names that are kept leave gaps, in which the search may end.
        (number..).map(numbered).find(is_free).unwrap_or_default()
    }

    /// Reports the names that are not those that the document would give, and the entries of
    /// `codegen.toml` that are about no type.
    fn report(&self, given: &Given, diagnostics: &mut Diagnostics) {
        for id in &self.order {
            let names = given.names.get(id.0).zip(given.wanted.get(id.0));
            if let Some((name, wanted)) = names.filter(|_| self.written.contains(id)) {
                report_invented(&self.api[*id], name, diagnostics);
                report::cut(name, "type", &self.api[*id].pointer, diagnostics);
                if name != wanted {
                    let taken = owner(wanted, &given.taken);
                    diagnostics.report(unlike(&self.api[*id], name, wanted, taken));
                }
            }
        }
        for unused in self.config.types.keys().filter(|name| !given.used.contains(*name)) {
            let at = Pointer::root().child("types").child(unused);
            let message = format!("no type would be called `{unused}`");
            let one = Diagnostic::new(Code::ConfigUnused, &at, message);
            diagnostics.report(one.in_origin(Origin::Config));
        }
    }
}

/// Reports a name that the document gives no letters for.
fn report_invented(decl: &TypeDecl, name: &str, diagnostics: &mut Diagnostics) {
    if let NameHint::Component(component) = &decl.name
        && !component.contains(char::is_alphabetic)
    {
        let message =
            format!("`{component}` has no letters to make a name of; the type is `{name}`");
        diagnostics.add(Code::NameInvented, &decl.pointer, message);
    }
}

/// Returns the report of a name that another thing keeps a type from, or that the lock has for it.
fn unlike(decl: &TypeDecl, name: &str, wanted: &str, owner: Option<&str>) -> Diagnostic {
    let help = format!("choose a name in codegen.toml: [types] {wanted} = \"…\"");
    match owner {
        Some(owner) => {
            let message = format!("the type is `{name}`, because `{wanted}` is taken by {owner}");
            Diagnostic::new(Code::NameCollision, &decl.pointer, message).help(help)
        }
        None => {
            let message = format!("the type is still `{name}`; new, it would be `{wanted}`");
            Diagnostic::new(Code::NameHeld, &decl.pointer, message).help(help)
        }
    }
}

/// Returns what has a name, if anything has.
fn owner(name: &str, taken: &BTreeSet<String>) -> Option<&'static str> {
    if reserved::is_type(name) {
        return Some("Rust or the runtime");
    }
    (taken.contains(name) || reserved::is_version(name)).then_some("another type")
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
