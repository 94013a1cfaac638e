//! Equal types: one type where inline schemas of one home are the same, word for word.
//!
//! Frameworks write an answer into the document once for each operation that gives it: thirteen
//! types with thirteen parts each, where a person would have written one. What the document names
//! itself stays apart, and so does what two resources have of their own: those may change each for
//! itself. Types that play different roles in what they belong to stay apart, too, and those of
//! calls that do different things: no name would hold for both.
//!
//! The direction of a value is none of its words. It keeps types apart only where it makes their
//! fields differ: one that may be absent and null is a `Field` in a request.
//!
//! A type that had a name of its own by the lock keeps it: two such types stay apart, and the
//! places of one stay one, though their texts have come to differ.
//!
//! Each type gets a class, by its own text around the classes of its parts, which therefore come
//! first. A type within a circle has no class.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{
    Api, Direction, Docs, NameHint, Owner, Resource, Shape, Site, StructKind, TypeDecl, TypeId,
    Words,
};
use crate::text::words::{singular, snake};

use super::versions::without_places;
use held::HeldNames;

pub(in crate::shape) mod held;

/// The homes that reach a type: a resource, by its name, the webhooks, or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Home<'a> {
    Of(&'a str),
    Webhooks,
    Shared,
}

/// The home of a type, the words that it shares with its kin, and everything that it says.
type Key<'a> = (Option<Home<'a>>, Option<&'a str>, String);

/// The classes so far.
#[derive(Default)]
struct Members<'a> {
    classes: Vec<Class<'a>>,
    by_key: BTreeMap<Key<'a>, usize>,
    by_held: BTreeMap<(&'a str, String), usize>,
}

/// Types that are equal.
struct Class<'a> {
    ids: Vec<TypeId>,
    /// The name that they have by the lock.
    held: Option<&'a str>,
}

impl<'a> Members<'a> {
    /// Adds a type to the class of those with its name by the lock, which may have other texts, or
    /// of those that say the same and have no other name; returns the first of the class.
    fn add(&mut self, id: TypeId, key: Key<'a>, held: Option<(&'a str, String)>) -> TypeId {
        let name = held.as_ref().map(|(name, _)| *name);
        let is_open = |index: &usize| {
            let other = self.classes.get(*index).and_then(|class| class.held);
            name.is_none() || other.is_none() || other == name
        };
        let known = held.as_ref().and_then(|held| self.by_held.get(held));
        let equal = self.by_key.get(&key).filter(|index| is_open(index));
        let index = known.or(equal).copied().unwrap_or(self.classes.len());
        if index == self.classes.len() {
            self.classes.push(Class { ids: Vec::new(), held: None });
        }
        self.by_key.entry(key).or_insert(index);
        self.by_held.extend(held.map(|held| (held, index)));
        let Some(class) = self.classes.get_mut(index) else { return id };
        class.held = class.held.or(name);
        class.ids.push(id);
        class.ids.first().copied().unwrap_or(id)
    }
}

/// Makes one type of those that are equal in one home.
pub(in crate::shape) fn unite(api: &mut Api, held: &HeldNames<'_>, diagnostics: &mut Diagnostics) {
    let classes = classes(api, held);
    let mut groups: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (id, first) in &classes {
        groups.entry(*first).or_default().push(*id);
    }
    groups.retain(|_, members| members.len() > 1);
    if groups.is_empty() {
        return;
    }
    let first = |id: TypeId| classes.get(&id).copied().unwrap_or(id);
    let mut hints: Vec<(TypeId, NameHint)> = Vec::new();
    for (id, members) in &groups {
        if let Some(hint) = shared_name(api, members, &first) {
            report(api, *id, members, diagnostics);
            hints.push((*id, hint));
        }
    }
    api.replace_types(&first);
    for (id, hint) in hints {
        api[id].name = hint;
    }
    for (id, members) in &groups {
        let direction = api[*id].direction;
        if members.iter().any(|member| api[*member].direction != direction) {
            api[*id].direction = Direction::Both;
        }
    }
    api.written.retain(|id| first(*id) == *id);
}

/// Returns for each inline type the first one that is equal to it.
fn classes(api: &Api, held: &HeldNames<'_>) -> BTreeMap<TypeId, TypeId> {
    let homes = homes(api);
    let inline: BTreeSet<TypeId> =
        api.written.iter().copied().filter(|id| is_inline(api, *id)).collect();
    let mut containers: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    let mut waiting: BTreeMap<TypeId, usize> = BTreeMap::new();
    for id in &inline {
        let needed = needed(api, *id).filter(|part| inline.contains(part));
        let mut count = 0;
        for part in needed {
            containers.entry(part).or_default().push(*id);
            count += 1;
        }
        waiting.insert(*id, count);
    }
    let mut open: Vec<TypeId> = Vec::new();
    open.extend(waiting.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id));
    let kinships = kinships(api, &homes);
    let mut classes: BTreeMap<TypeId, TypeId> = BTreeMap::new();
    let mut members = Members::default();
    while let Some(id) = open.pop() {
        let first = |id: TypeId| classes.get(&id).copied().unwrap_or(id);
        let kinship = kinships.get(&id).map(String::as_str);
        let key = (homes.get(&id).copied(), kinship, text(&api[id], first));
        let held = held.get(&id).map(|name| (*name, text(&without_texts(&api[id]), first)));
        let first = members.add(id, key, held);
        classes.insert(id, first);
        for container in containers.get(&id).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(container) {
                *count -= 1;
                if *count == 0 {
                    open.push(*container);
                }
            }
        }
    }
    // The one that stands first in the document stays.
    let named = members.classes.into_iter().map(|class| class.ids).flat_map(|ids| {
        let first = ids.iter().copied().min_by_key(|id| &api[*id].pointer);
        ids.into_iter().filter_map(move |id| Some((id, first?)))
    });
    named.collect()
}

/// Returns whether the document has no name of its own for a type that it may have twice.
fn is_inline(api: &Api, id: TypeId) -> bool {
    let is_type = match &api[id].shape {
        Shape::Struct(decl) => decl.kind != StructKind::Parameters,
        Shape::Union(_) => true,
        // There is one for each set of values already.
        Shape::Enum(_) | Shape::IntegerEnum(_) => false,
    };
    let is_inline = match &api[id].name {
        NameHint::RequestOf(base) => !matches!(api[*base].name, NameHint::Component(_)),
        NameHint::Words(_) | NameHint::Part(_) => true,
        NameHint::Component(_) | NameHint::Sites(_) => false,
    };
    is_type && is_inline
}

/// Returns the types whose classes a type's own class depends on.
fn needed(api: &Api, id: TypeId) -> impl Iterator<Item = TypeId> + '_ {
    let base = match api[id].name {
        NameHint::RequestOf(base) => Some(base),
        _ => None,
    };
    api[id].parts().chain(base)
}

/// Returns everything of a type but the place and the owner, in one text.
fn text(decl: &TypeDecl, class: impl Fn(TypeId) -> TypeId) -> String {
    let mut copy = without_places(decl, &class);
    let role = match &decl.name {
        NameHint::Words(words) => format!("of a call: {}", words.part),
        NameHint::Part(site) => format!("of a type: {}", site.part),
        NameHint::RequestOf(base) => format!("request: {}", class(*base).0),
        NameHint::Component(_) | NameHint::Sites(_) => String::new(),
    };
    copy.name = NameHint::Component(role);
    if !depends_on_direction(decl) {
        copy.direction = Direction::Both;
    }
    format!("{copy:?}")
}

/// Returns a copy without what only people read.
fn without_texts(decl: &TypeDecl) -> TypeDecl {
    let mut copy = TypeDecl { description: None, ..decl.clone() };
    match &mut copy.shape {
        Shape::Struct(decl) => {
            decl.fields.iter_mut().for_each(|field| field.docs = Docs::default())
        }
        Shape::Enum(decl) => decl.values.iter_mut().for_each(|value| value.text = None),
        Shape::IntegerEnum(values) => values.iter_mut().for_each(|value| value.text = None),
        Shape::Union(decl) => decl.arms.iter_mut().for_each(|arm| arm.text = None),
    }
    copy
}

/// Returns whether a request has another type for a field than a response.
fn depends_on_direction(decl: &TypeDecl) -> bool {
    match &decl.shape {
        Shape::Struct(decl) => {
            decl.kind != StructKind::Json
                || decl.fields.iter().any(|field| field.nullable && !field.required)
        }
        Shape::Union(_) | Shape::Enum(_) | Shape::IntegerEnum(_) => false,
    }
}

/// Returns for each type the words that others which it is united with must share, so that a name
/// holds for all: for one that a call names, itself or as the owner of an owner, the noun and the
/// verb of `boat_start_motor`, or all of `create_boat`; for one of a component that several
/// resources have, the first word of that.
fn kinships(api: &Api, homes: &BTreeMap<TypeId, Home<'_>>) -> BTreeMap<TypeId, String> {
    let mut known: BTreeMap<TypeId, Option<String>> = BTreeMap::new();
    for id in &api.written {
        let mut way = vec![*id];
        let mut passed = BTreeSet::from([*id]);
        let words = loop {
            let Some(last) = way.last() else { break None };
            if let Some(words) = known.get(last) {
                break words.clone();
            }
            match (&api[*last].name, api[*last].owner()) {
                (NameHint::Words(words), _) => break Some(verb(words, homes.get(id))),
                (NameHint::Component(name), _) if homes.get(id) == Some(&Home::Shared) => {
                    let words = snake(name.strip_prefix("Patched").unwrap_or(name));
                    break words.split('_').next().map(|word| format!("{word} of a component"));
                }
                (_, Some(owner)) if passed.insert(owner) => way.push(owner),
                _ => break None,
            }
        };
        known.extend(way.into_iter().map(|id| (id, words.clone())));
    }
    known.into_iter().filter_map(|(id, words)| Some((id, words?))).collect()
}

/// Returns the noun and the verb of a call, or all its words if the verb comes first.
fn verb(words: &Words, home: Option<&Home<'_>>) -> String {
    let noun = match home {
        Some(Home::Of(resource)) => singular(resource),
        _ => return words.base.clone(),
    };
    let rest = words.base.strip_prefix(&format!("{noun}_"));
    let verb = rest.and_then(|rest| rest.split('_').next());
    verb.map_or_else(|| words.base.clone(), |verb| format!("{noun}_{verb}"))
}

/// Finds the home of every type that operations reach. Each type is passed on at most twice.
fn homes(api: &Api) -> BTreeMap<TypeId, Home<'_>> {
    let mut homes: BTreeMap<TypeId, Home<'_>> = BTreeMap::new();
    let of_resource = |resource: &'_ Resource| -> Vec<TypeId> {
        let operations = resource.operations.iter();
        operations.flat_map(|one| one.sent().into_iter().chain(one.received())).collect()
    };
    let roots = api.resources.iter().map(|one| (Home::Of(&one.name), of_resource(one)));
    let of_events = (Home::Webhooks, api.event_union().into_iter().collect());
    for (home, roots) in roots.chain([of_events]) {
        let mut open: Vec<(TypeId, Home<'_>)> = roots.into_iter().map(|id| (id, home)).collect();
        while let Some((id, home)) = open.pop() {
            let known = homes.get(&id).copied();
            let home = if known.is_none_or(|known| known == home) { home } else { Home::Shared };
            if known != Some(home) {
                homes.insert(id, home);
                open.extend(api[id].parts().map(|part| (part, home)));
            }
        }
    }
    homes
}

/// Returns the hint for the name of several types that become one; `None` where the first has the
/// owner and the role of all others.
fn shared_name(
    api: &Api,
    members: &[TypeId],
    first: &impl Fn(TypeId) -> TypeId,
) -> Option<NameHint> {
    let site = |id: &TypeId| match &api[*id].name {
        NameHint::Part(site) => {
            let owner = match &site.owner {
                Owner::Type(owner) => Owner::Type(first(*owner)),
                Owner::Words(words) => Owner::Words(words.clone()),
            };
            Some(Site { owner, part: site.part.clone() })
        }
        NameHint::Words(words) => Some(of_call(words)),
        NameHint::RequestOf(_) | NameHint::Component(_) | NameHint::Sites(_) => None,
    };
    let sites: BTreeSet<Site> = members.iter().filter_map(site).collect();
    (sites.len() > 1).then_some(NameHint::Sites(sites))
}

fn of_call(words: &Words) -> Site {
    Site { owner: Owner::Words(words.clone()), part: String::new() }
}

fn report(api: &Api, id: TypeId, members: &[TypeId], diagnostics: &mut Diagnostics) {
    let others = members.iter().filter(|member| **member != id);
    let homes = diagnostics.homes();
    let mut places: Vec<String> =
        others.map(|member| format!("`#{}`", homes.of(&api[*member].pointer))).collect();
    places.sort();
    places.dedup();
    if !places.is_empty() {
        let message = format!("one type with the equal ones at {}", places.join(", "));
        diagnostics.add(Code::TypesUnited, &api[id].pointer, message);
    }
}
