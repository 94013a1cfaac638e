//! The operations that texts of the document may name, by their ids and by their calls.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Api, NameHint, Shape};
use crate::text::words::letters;

/// The operations, by the names that texts have for them.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// By the letters and digits of an id; `None` where two operations share them.
    ids: BTreeMap<String, Option<Named>>,
    /// By the method and the path, without the names of the values in it.
    calls: BTreeMap<String, Place>,
}

#[derive(Debug)]
struct Named {
    id: String,
    place: Place,
}

/// The indices of a resource, and of an operation there.
#[derive(Clone, Copy, Debug)]
pub(in crate::output::emit) struct Place {
    pub resource: usize,
    pub operation: usize,
}

/// The way in which a text has a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::output::emit) enum Spelling {
    /// Between backticks.
    Code,
    /// Among words, which it may look like.
    Plain,
}

impl Links {
    pub(crate) fn of(api: &Api) -> Self {
        let taken = names_on_the_wire(api);
        let mut links = Self::default();
        for (resource, decl) in api.resources.iter().enumerate() {
            for (operation, decl) in decl.operations.iter().enumerate() {
                let place = Place { resource, operation };
                links.calls.insert(call(decl.method.as_str(), &decl.path), place);
                let ids = decl.ids.iter().filter(|id| is_specific(id));
                for id in ids.filter(|id| !taken.contains(&key(id))) {
                    let named = Named { id: id.clone(), place };
                    links.ids.entry(key(id)).and_modify(|one| *one = None).or_insert(Some(named));
                }
            }
        }
        links
    }

    /// Returns whether no text can name an operation.
    pub(in crate::output::emit) fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.calls.is_empty()
    }

    /// Returns the operation that a word names by its id: as the document spells it, or in snake,
    /// kebab or camel case.
    pub(in crate::output::emit) fn by_id(&self, word: &str, spelling: Spelling) -> Option<Place> {
        if !is_specific(word) {
            return None;
        }
        let named = self.ids.get(&key(word))?.as_ref()?;
        let is_name = word == named.id || is_cased(word);
        // `follow-up` is a word, `and/or` is two.
        let is_plain_word =
            word.contains(['.', '/', ':']) || word.contains('-') && word.split('-').count() < 3;
        (is_name && (spelling == Spelling::Code || !is_plain_word)).then_some(named.place)
    }

    /// Returns the operation that `METHOD /path` names.
    pub(in crate::output::emit) fn by_call(&self, method: &str, path: &str) -> Option<Place> {
        self.calls.get(&call(method, path)).copied()
    }
}

/// Returns the names that texts may mean where they are ids, too: of properties, parameters, values
/// and types.
fn names_on_the_wire(api: &Api) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let in_paths = api.operations().flat_map(|operation| &operation.path_parameters);
    names.extend(in_paths.map(|parameter| key(&parameter.wire)));
    for decl in &api.types {
        match &decl.shape {
            Shape::Struct(one) => names.extend(one.fields.iter().map(|field| key(&field.wire))),
            Shape::Enum(one) => names.extend(one.values.iter().map(|value| key(&value.wire))),
            Shape::IntegerEnum(_) | Shape::Union(_) => {}
        }
        if let NameHint::Component(name) = &decl.name {
            names.insert(key(name));
        }
    }
    names
}

/// Returns `get /boats/{}` of `GET /boats/{id}/`.
fn call(method: &str, path: &str) -> String {
    let mut key = format!("{method} ");
    let mut within = false;
    for letter in path.trim_end_matches('/').chars() {
        within &= letter != '}';
        if !within {
            key.push(letter);
        }
        within |= letter == '{';
    }
    key
}

/// Returns a name by its letters and digits.
fn key(name: &str) -> String {
    letters(name).collect()
}

/// Returns whether a name could hardly be an ordinary word: it has a separator or a capital within.
fn is_specific(name: &str) -> bool {
    let inner = name.trim_matches(|c: char| !c.is_alphanumeric());
    let mut is_small = false;
    inner.chars().any(|letter| {
        let follows_small = std::mem::replace(&mut is_small, letter.is_lowercase());
        matches!(letter, '_' | '-' | '.' | '/' | ':') || follows_small && letter.is_uppercase()
    })
}

/// Returns whether a name is in snake, kebab or camel case.
fn is_cased(name: &str) -> bool {
    let only = |sign: char| {
        name.chars().all(|c| c == sign || c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    let is_camel = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric());
    only('_') || only('-') || is_camel
}
