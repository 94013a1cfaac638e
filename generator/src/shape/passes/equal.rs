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
//! Each type gets a class, by its own text around the classes of its parts, which therefore come
//! first. A type within a circle has no class.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{
    Api, Direction, NameHint, Owner, Shape, Site, StructKind, TypeDecl, TypeId, Words,
};
use crate::text::words::{singular, snake};

use super::versions::without_places;

/// The resources that reach a type: one, by its name, or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Home<'a> {
    Of(&'a str),
    Shared,
}

/// The home of a type, the words that it shares with its kin, and everything that it says.
type Key<'a> = (Option<Home<'a>>, Option<&'a str>, String);

/// Makes one type of those that are equal in one home.
pub(in crate::shape) fn unite(api: &mut Api, diagnostics: &mut Diagnostics) {
    let classes = classes(api);
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
fn classes(api: &Api) -> BTreeMap<TypeId, TypeId> {
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
    let mut members: BTreeMap<Key<'_>, Vec<TypeId>> = BTreeMap::new();
    while let Some(id) = open.pop() {
        let first = |id: TypeId| classes.get(&id).copied().unwrap_or(id);
        let kinship = kinships.get(&id).map(String::as_str);
        let key = (homes.get(&id).copied(), kinship, text(&api[id], first));
        let class = members.entry(key).or_default();
        class.push(id);
        let first = class.first().copied().unwrap_or(id);
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
    let named = members.into_values().flat_map(|ids| {
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
    for resource in &api.resources {
        let operations = resource.operations.iter();
        let roots = operations
            .flat_map(|operation| operation.sent().into_iter().chain(operation.received()));
        let mut open: Vec<(TypeId, Home<'_>)> =
            roots.map(|id| (id, Home::Of(&resource.name))).collect();
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
    let mut places: Vec<String> =
        others.map(|member| format!("`#{}`", api[*member].pointer)).collect();
    places.sort();
    places.dedup();
    if !places.is_empty() {
        let message = format!("one type with the equal ones at {}", places.join(", "));
        diagnostics.add(Code::TypesUnited, &api[id].pointer, message);
    }
}
