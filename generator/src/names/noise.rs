//! Noise in the names of components: words of the tools that made the document (`Schema`,
//! `Serializer`), and of the views that they were made for (`Detail`, `List` for one item).
//!
//! A name loses them where no other type has, or would come to have, what is left. A word that the
//! API itself uses, in a path or for a property, is none.

use std::collections::{BTreeMap, BTreeSet};

use super::documented::{of_component, of_words};
use super::members::{type_name, without_version};
use crate::model::{Api, NameHint, Operation, Output, Resource, Shape, Type, TypeId};
use crate::text::words::{ascii, cut, letters, singular, snake};

/// The names without noise.
pub(super) struct Plain(BTreeMap<TypeId, String>);

/// The nouns of the API, each as one word.
struct Nouns {
    /// Of its paths and properties.
    all: BTreeSet<String>,
    /// The places that have a type as one of many: `scenario` of `/scenarios/`.
    items: BTreeMap<TypeId, BTreeSet<String>>,
}

/// A round, in which all types that it makes a name for, of the document's, try to take it.
type Round = fn(&str, &Nouns, TypeId) -> Option<String>;

/// The rounds; a later one may shorten what an earlier one has.
const ROUNDS: [Round; 4] = [without_tools, without_detail, without_list, list_item];

impl Plain {
    /// Finds the names for all components that have noise in theirs.
    pub(super) fn of(api: &Api, reserved: &BTreeSet<String>) -> Self {
        let mut names: BTreeMap<TypeId, String> = BTreeMap::new();
        for id in &api.written {
            let decl = &api[*id];
            let name = match &decl.name {
                NameHint::Component(name) => of_component(name, decl).into_iter().next(),
                // Made of a component's name, such as `SchemaCopyForm`.
                NameHint::Words(words) if words.base.starts_with(char::is_uppercase) => {
                    Some(of_words(words))
                }
                _ => None,
            };
            names.extend(name.map(|name| (*id, name)));
        }
        let documented = names.clone();
        let (nouns, mut taken) = (Nouns::of(api), taken(api, &names, reserved));
        let halved: BTreeSet<TypeId> = api.ids().filter_map(|id| base(api, id)).collect();
        let mut plain = Self(BTreeMap::new());
        for round in ROUNDS {
            let mut wanted: BTreeMap<String, Vec<TypeId>> = BTreeMap::new();
            for (id, name) in &documented {
                let current = names.get(id).unwrap_or(name);
                let is_list = without_end(current).0.ends_with("List");
                // `RunListItem` only where it is still called `RunList`.
                let is_better = |other: &String| other.len() < current.len() || is_list;
                if let Some(other) = round(name, &nouns, *id).filter(is_better) {
                    wanted.entry(other).or_default().push(*id);
                }
            }
            for (name, ids) in wanted {
                // A name that several want, none of them gets, in this round and the next ones.
                let [id] = ids.as_slice() else {
                    taken.insert(name);
                    continue;
                };
                let half = halved.contains(id).then(|| request(&name));
                let is_free = |name: &String| !taken.contains(name);
                if is_free(&name) && half.iter().all(is_free) {
                    taken.extend(half.into_iter().chain([name.clone()]));
                    names.insert(*id, name.clone());
                    plain.0.insert(*id, name);
                }
            }
        }
        plain
    }

    /// Returns the name of a type without noise, if that is not the document's own.
    pub(super) fn name(&self, id: TypeId) -> Option<&str> {
        self.0.get(&id).map(String::as_str)
    }
}

/// Returns the names that no shorter one may be: those of other types, as far as they are known
/// before types have names, and those of handles.
fn taken(
    api: &Api,
    names: &BTreeMap<TypeId, String>,
    reserved: &BTreeSet<String>,
) -> BTreeSet<String> {
    let mut taken: BTreeSet<String> = reserved.clone();
    taken.extend(names.values().cloned());
    for id in &api.written {
        match &api[*id].name {
            NameHint::Words(words) => {
                taken.insert(of_words(words));
            }
            NameHint::RequestOf(base) => taken.extend(names.get(base).map(|base| request(base))),
            NameHint::Component(_) | NameHint::Part(_) | NameHint::Sites(_) => {}
        }
    }
    taken.extend(api.resources.iter().map(|resource: &Resource| type_name(&resource.name)));
    taken
}

/// Returns the type that another is the request half of.
fn base(api: &Api, id: TypeId) -> Option<TypeId> {
    match api[id].name {
        NameHint::RequestOf(base) => Some(base),
        _ => None,
    }
}

fn request(base: &str) -> String {
    format!("{base}Request")
}

/// Splits a name from the words that come after all others: `Run` and `V2Patch` of `RunV2Patch`.
fn without_end(name: &str) -> (&str, &str) {
    let (base, _) = without_version(name.strip_suffix("Patch").unwrap_or(name));
    name.split_at(base.len())
}

/// Returns a name without the words of tools: `PostScenario` of `SchemaPostScenario`.
fn without_tools(name: &str, nouns: &Nouns, _: TypeId) -> Option<String> {
    Some(plain(name, nouns)).filter(|plain| plain != name)
}

fn plain(name: &str, nouns: &Nouns) -> String {
    let (base, end) = without_end(name);
    let mut kept = match base.strip_prefix("Schema").filter(|rest| starts_a_word(rest)) {
        Some(rest) => rest.to_owned(),
        None => base.strip_suffix("Schema").unwrap_or(base).to_owned(),
    };
    if let Some((before, after)) = kept.split_once("Serializer")
        && (after.is_empty() || starts_a_word(after))
    {
        kept = format!("{before}{after}");
    }
    let kept = shorter(&kept, end).filter(|_| !nouns.has(base));
    kept.unwrap_or_else(|| name.to_owned())
}

fn starts_a_word(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_uppercase())
}

/// Returns a name without the view of one thing: `Alert` of `AlertDetail`.
fn without_detail(name: &str, nouns: &Nouns, _: TypeId) -> Option<String> {
    let name = plain(name, nouns);
    let (base, end) = without_end(&name);
    let kept = base.strip_suffix("Detail").filter(|_| !nouns.has(base))?;
    shorter(kept, end)
}

/// Returns a name without the view of many things, if the type is one of them: `Run` of `RunList`.
fn without_list(name: &str, nouns: &Nouns, id: TypeId) -> Option<String> {
    let name = plain(name, nouns);
    let (kept, end) = listed(&name, nouns, id)?;
    shorter(kept, end)
}

/// Returns a name that says it is one of many: `RunListItem` of `RunList`.
fn list_item(name: &str, nouns: &Nouns, id: TypeId) -> Option<String> {
    let name = plain(name, nouns);
    let (kept, end) = listed(&name, nouns, id)?;
    Some(format!("{kept}ListItem{end}"))
}

/// Splits the name of one of many things, which is called like all of them, at its `List`.
fn listed<'n>(name: &'n str, nouns: &Nouns, id: TypeId) -> Option<(&'n str, &'n str)> {
    let (base, end) = without_end(name);
    let kept = base.strip_suffix("List").filter(|kept| !kept.is_empty())?;
    let word = joined(kept);
    let words = snake(base);
    // A `UserWishList` of `/wish-lists/` is a list; a `ScenarioList` of `/scenarios/` is none.
    let ends = words.match_indices('_').filter_map(|(at, _)| words.get(at + 1..));
    let is_list = ends.filter(|end| *end != "list").any(|end| nouns.has(end));
    let is_one =
        |place: &String| place.ends_with(&word) || word.starts_with(place) || word.ends_with(place);
    let mut places = nouns.items.get(&id)?.iter();
    (!is_list && !nouns.has(base) && places.any(is_one)).then_some((kept, end))
}

/// Returns a name that is left, unless that is no name.
fn shorter(kept: &str, end: &str) -> Option<String> {
    kept.starts_with(char::is_alphabetic).then(|| format!("{kept}{end}"))
}

impl Nouns {
    fn of(api: &Api) -> Self {
        let mut nouns = Self { all: BTreeSet::new(), items: BTreeMap::new() };
        for operation in api.operations() {
            let segments = operation.path.split('/').filter(|segment| !segment.contains('{'));
            let words: Vec<String> = segments
                .map(|segment| joined(&singular(&snake(segment))))
                .filter(|noun| !noun.is_empty())
                .collect();
            // `/agents/short-list/` has agents.
            let last = words.iter().rev().find(|noun| !noun.ends_with("list"));
            if let Some((item, last)) = item(api, operation).zip(last) {
                nouns.items.entry(item).or_default().insert(last.clone());
            }
            nouns.all.extend(words);
        }
        for id in &api.written {
            let Shape::Struct(decl) = &api[*id].shape else { continue };
            for field in &decl.fields {
                let noun = joined(&singular(&snake(&field.wire)));
                if let (Type::List(_), Some(item)) = (&field.ty, field.ty.named()) {
                    nouns.items.entry(item).or_default().insert(noun.clone());
                }
                nouns.all.insert(noun);
            }
        }
        nouns
    }

    /// Returns whether the API itself calls something so.
    fn has(&self, name: &str) -> bool {
        self.all.contains(&joined(name))
    }
}

/// Returns the type that an operation returns many of.
fn item(api: &Api, operation: &Operation) -> Option<TypeId> {
    let (Output::Json(ty) | Output::Optional(ty)) = &operation.output else { return None };
    match ty {
        Type::List(_) | Type::Page(_) => ty.named(),
        Type::Named(id) => match &api[*id].shape {
            Shape::Struct(decl) => decl.paging.as_ref()?.item.named(),
            _ => None,
        },
        _ => None,
    }
}

/// Returns words as one: `pricelist` of `price_list` and of `PriceList`.
fn joined(words: &str) -> String {
    cut(letters(&ascii(words)).collect())
}
