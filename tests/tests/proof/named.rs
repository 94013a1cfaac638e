//! The items that the entries of a comparison name, against those that differ.
//!
//! With an item all that is in it is named: the fields of a struct that is new are new. And where a
//! type has another name, only that is named, and not each place where the name stands: the items
//! of the old state are read with the new names.

use std::collections::BTreeSet;

use cekura_codegen::compare::{Comparison, Entry, ItemChange, Kind};
use cekura_tests::cases::mounted::feature_names;

use super::change::{Change, State};
use super::items::{Items, Way, difference, items};
use super::rustdoc::{Documentation, Renames};

/// Entries of which everything is the same that has the name in it.
const RENAMED: [Kind; 4] =
    [Kind::TypeRenamed, Kind::ResourceRenamed, Kind::RenamedWithAlias, Kind::AliasTookOver];

/// Entries on names that are something else than before, whatever it looks like: arguments that
/// were exchanged may be of one type.
const REDIRECTED: [Kind; 3] =
    [Kind::CallRedirected, Kind::TypeRedirected, Kind::ConstructorReordered];

/// Entries on what has lost its name. Where the name is still there, something else has it.
const GONE: [Kind; 11] = [
    Kind::JobRemoved,
    Kind::JobRenamed,
    Kind::ParameterRemoved,
    Kind::ParameterRenamed,
    Kind::FieldRemoved,
    Kind::FieldRenamed,
    Kind::SetterRenamed,
    Kind::VariantRemoved,
    Kind::VariantRenamed,
    Kind::ArmRemoved,
    Kind::ArmRenamed,
];

/// The documentation of all clients in both states.
pub(crate) struct Both<'d> {
    pub old: Documentation<'d>,
    pub new: Documentation<'d>,
}

impl<'d> Both<'d> {
    fn of(&self, state: State) -> &Documentation<'d> {
        match state {
            State::Old => &self.old,
            State::New => &self.new,
        }
    }
}

/// Returns a line for each item that differs and is not named, and for each that is named and does
/// not differ, in both directions.
pub(crate) fn faults(change: &Change, docs: &Both<'_>) -> Vec<String> {
    let from = |state| faults_of(change.from(state), change, state, docs);
    State::ALL.into_iter().flat_map(from).collect()
}

/// Returns the entries that a comparison may lack without a fault, of those that name items.
pub(crate) fn unnoticed(change: &Change, docs: &Both<'_>) -> (usize, Vec<String>) {
    let whole = change.from(State::Old);
    let telling = whole.entries.iter().filter(|entry| !entry.items.is_empty());
    let is_unnoticed = |entry: &&Entry| {
        let rest = whole.entries.iter().filter(|other| other != entry).cloned().collect();
        faults_of(&Comparison { entries: rest }, change, State::Old, docs).is_empty()
    };
    let found = telling.clone().filter(is_unnoticed).map(Entry::fingerprint).collect();
    (telling.count(), found)
}

fn faults_of(
    comparison: &Comparison,
    change: &Change,
    state: State,
    docs: &Both<'_>,
) -> Vec<String> {
    let renames = renames(comparison);
    let read = |state: State, renames: &Renames| {
        let mut items = items(docs.of(state), &change.name, renames);
        let features = feature_names(&change.output(state).features);
        items.extend(features.into_iter().map(|name| (format!("feature {name}"), String::new())));
        items
    };
    let (before, after) = (read(state, &renames), read(state.other(), &Renames::new()));
    let differing = difference(&before, &after);
    let named = named(comparison, &renames);
    let mut faults = Vec::new();
    for (path, way) in differing.iter().filter(|(path, way)| !named.has(path, **way)) {
        let declared = |items: &Items| items.get(path).cloned().unwrap_or_default();
        let (was, is) = (declared(&before), declared(&after));
        faults.push(format!("no entry names {path}: {way:?}: `{was}`, `{is}`"));
    }
    for entry in &comparison.entries {
        for (path, way) in items_of(entry) {
            let found = differing.get(&path);
            let elsewhere = renamed(&path, way, &renames);
            let is_gone = elsewhere.is_some_and(|path| differing.get(&path) == Some(&way));
            // What is called otherwise may be declared in another way, too.
            let is_other = way == Way::Changed && found == Some(&Way::Added);
            let is_so = found == Some(&way) || is_gone || is_other && named.has(&path, Way::Added);
            if !is_so && !named.is_redirected(&path) {
                let entry = entry.fingerprint();
                faults.push(format!("`{entry}` names {path}: {way:?}, which it is not"));
            }
        }
    }
    let about = |fault| format!("{} from the {state:?}: {fault}", change.name);
    faults.into_iter().map(about).collect()
}

/// Returns whether a path is that of a type, which other declarations have in them.
fn is_type(path: &str) -> bool {
    !path.ends_with("()")
}

/// Returns the new names of things that are called otherwise.
fn renames(comparison: &Comparison) -> Renames {
    let renamed = comparison.entries.iter().filter(|entry| RENAMED.contains(&entry.kind));
    let last = |path: &str| path.rsplit("::").next().unwrap_or_default().to_owned();
    let names = renamed.filter_map(|entry| {
        if entry.kind == Kind::TypeRenamed {
            return entry.thing.old.clone().zip(entry.thing.new.clone());
        }
        // The former name comes first.
        let mut types = entry.items.iter().filter(|item| is_type(&item.path));
        let (old, new) = (types.next()?, types.next()?);
        Some((last(&old.path), last(&new.path)))
    });
    names.collect()
}

/// Returns the path of an item that is gone from something that has another name now.
fn renamed(path: &str, way: Way, renames: &Renames) -> Option<String> {
    let (part, rest) = path.split_once("::").filter(|_| way == Way::Gone)?;
    let (owner, member) = rest.split_once("::")?;
    Some(format!("{part}::{}::{member}", renames.get(owner)?))
}

/// The items that entries name.
struct Named {
    items: BTreeSet<(String, Way)>,
    /// Those that are something else than before.
    redirected: BTreeSet<String>,
}

fn named(comparison: &Comparison, renames: &Renames) -> Named {
    let mut named = Named { items: BTreeSet::new(), redirected: BTreeSet::new() };
    for entry in &comparison.entries {
        for (path, way) in items_of(entry) {
            let is_taken = way == Way::Changed && GONE.contains(&entry.kind);
            for path in [renamed(&path, way, renames), Some(path)].into_iter().flatten() {
                if is_taken || REDIRECTED.contains(&entry.kind) {
                    named.redirected.insert(path.clone());
                }
                named.items.insert((path, way));
            }
        }
    }
    named
}

/// Returns the items that an entry names, but not those that are only called otherwise.
fn items_of(entry: &Entry) -> Vec<(String, Way)> {
    let way = |item: &ItemChange| match (&item.old, &item.new) {
        // The type is there under its new name; what is left of the old one is an alias.
        (Some(_), Some(_)) if entry.kind == Kind::RenamedWithAlias && is_type(&item.path) => {
            Some(Way::Added)
        }
        _ if RENAMED.contains(&entry.kind) && is_type(&item.path) => None,
        (Some(_), None) => Some(Way::Gone),
        (None, _) => Some(Way::Added),
        (Some(_), Some(_)) => Some(Way::Changed),
    };
    entry.items.iter().filter_map(|item| Some((item.path.clone(), way(item)?))).collect()
}

/// Returns the paths of what an item is in.
fn owners(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices("::").chain(path.match_indices(": ")).map(|(end, _)| &path[..end])
}

impl Named {
    /// Returns whether an item is named, or something that it is in.
    fn has(&self, path: &str, way: Way) -> bool {
        let names = |owner: &str, way: Way| self.items.contains(&(owner.to_owned(), way));
        self.is_redirected(path)
            || names(path, way)
            || owners(path).any(|owner| names(owner, way) || names(owner, Way::Changed))
    }

    /// Returns whether an item is something else than before, or something that it is in.
    fn is_redirected(&self, path: &str) -> bool {
        self.redirected.contains(path) || owners(path).any(|owner| self.redirected.contains(owner))
    }
}
