//! The items that the entries of a comparison name, against those that differ.
//!
//! With an item all that is in it is named: the fields of a struct that is new are new. And where a
//! type has another name, only that is named, and not each place where the name stands: the items of
//! the old state are read with the new names.

use std::collections::{BTreeMap, BTreeSet};

use cekura_codegen::compare::{Comparison, Kind};

use super::change::{Change, State};
use super::crates::feature_names;
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
    State::ALL.into_iter().flat_map(|state| faults_from(change, state, docs)).collect()
}

fn faults_from(change: &Change, state: State, docs: &Both<'_>) -> Vec<String> {
    let comparison = change.from(state);
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
    for ((path, way), entry) in &named.items {
        let found = differing.get(path);
        // What is called otherwise may be declared in another way, too.
        let is_other = *way == Way::Changed && found == Some(&Way::Added);
        let is_so = found == Some(way) || is_other && named.has(path, Way::Added);
        if !is_so && !named.redirected.contains(path) {
            faults.push(format!("`{entry}` names {path}: {way:?}, which it is not"));
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

/// The items that entries name.
struct Named {
    /// Each with the entry that names it.
    items: BTreeMap<(String, Way), String>,
    /// Those that are something else than before.
    redirected: BTreeSet<String>,
}

fn named(comparison: &Comparison, renames: &Renames) -> Named {
    // What is gone was in something that may have another name.
    let renamed = |path: &str| {
        let (part, rest) = path.split_once("::")?;
        let (owner, member) = rest.split_once("::")?;
        let owner = renames.get(owner).filter(|_| part == "resources")?;
        Some(format!("{part}::{owner}::{member}"))
    };
    let mut named = Named { items: BTreeMap::new(), redirected: BTreeSet::new() };
    for entry in &comparison.entries {
        for item in &entry.items {
            let way = match (&item.old, &item.new) {
                // The type is there under its new name; what is left of the old one is an alias.
                (Some(_), Some(_))
                    if entry.kind == Kind::RenamedWithAlias && is_type(&item.path) =>
                {
                    Way::Added
                }
                _ if RENAMED.contains(&entry.kind) && is_type(&item.path) => continue,
                (Some(_), None) => Way::Gone,
                (None, _) => Way::Added,
                (Some(_), Some(_)) => Way::Changed,
            };
            let is_taken = way == Way::Changed && GONE.contains(&entry.kind);
            let path = renamed(&item.path).filter(|_| way == Way::Gone);
            let path = path.unwrap_or_else(|| item.path.clone());
            if is_taken || REDIRECTED.contains(&entry.kind) {
                named.redirected.insert(path.clone());
            }
            named.items.insert((path, way), entry.fingerprint());
        }
    }
    named
}

impl Named {
    /// Returns whether an item is named, or something that it is in.
    fn has(&self, path: &str, way: Way) -> bool {
        let is_in = |owner: &str| {
            let rest = path.strip_prefix(owner);
            rest.is_some_and(|rest| rest.starts_with("::") || rest.starts_with(": "))
        };
        let names = |owner: &str, of: Way| {
            path == owner && way == of || is_in(owner) && (way == of || of == Way::Changed)
        };
        self.items.keys().any(|(owner, of)| names(owner, *of))
            || self.redirected.iter().any(|owner| path == owner || is_in(owner))
    }
}
