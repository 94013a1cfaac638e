//! The names that parts of other files have among the components: those that a person would choose.

use std::collections::{BTreeMap, BTreeSet};

use super::Unit;

/// A unit that has another name than it would like to have, with the one.
pub(super) struct Collision {
    pub(super) unit: Unit,
    pub(super) wanted: String,
}

/// Gives each unit a name in its section, whatever the order in which they were met.
///
/// `aliases` are the components that are nothing but a reference to a unit, which takes their
/// place; `taken` are all the others, by section.
pub(super) fn assign(
    units: &BTreeSet<Unit>,
    aliases: &BTreeMap<Unit, BTreeSet<String>>,
    mut taken: BTreeSet<(&'static str, String)>,
) -> (BTreeMap<Unit, String>, Vec<Collision>) {
    let (mut names, mut collisions) = (BTreeMap::new(), Vec::new());
    for (unit, known) in aliases {
        let own = wanted(unit);
        if let Some(name) = known.get(&own).or_else(|| known.first()) {
            names.insert(unit.clone(), name.clone());
        }
        taken.extend(known.iter().map(|name| (unit.section, name.clone())));
    }
    let mut open: Vec<&Unit> = units.iter().filter(|unit| !names.contains_key(*unit)).collect();
    // A file that is a whole thing has the better claim to its name.
    open.sort_by_key(|unit| (unit.at.tokens().count(), *unit));
    for unit in open {
        let choices = choices(unit);
        let is_free = |name: &String| !taken.contains(&(unit.section, name.clone()));
        let first = choices.first().cloned().unwrap_or_default();
        let name = choices.into_iter().find(is_free);
        let numbered = || (2..).map(|number| format!("{first}_{number}")).find(is_free);
        let name = name.or_else(numbered).unwrap_or_default();
        if name != first {
            collisions.push(Collision { unit: unit.clone(), wanted: first });
        }
        taken.insert((unit.section, name.clone()));
        names.insert(unit.clone(), name);
    }
    (names, collisions)
}

/// Returns the name that a unit would like to have: the last key of its place, or else that of its
/// file.
fn wanted(unit: &Unit) -> String {
    choices(unit).into_iter().next().unwrap_or_default()
}

/// Returns the names for a unit, each longer than the one before.
fn choices(unit: &Unit) -> Vec<String> {
    let path = unit.file.split_once("://").map_or(unit.file.as_str(), |(_, path)| path);
    let mut words: Vec<String> = path.split('/').map(plain).collect();
    let file = words.pop().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    // `boat/index.yaml` is the boat.
    if !["index", "_index"].contains(&stem) || words.is_empty() {
        words.push(stem.to_owned());
    }
    if !unit.at.as_str().is_empty() {
        words.push(plain(&unit.at.last()));
    }
    let from = |start: usize| words.get(start..).map(|words| words.join("_"));
    (0..words.len()).rev().filter_map(from).collect()
}

/// Returns a text with what the keys of components may consist of.
fn plain(text: &str) -> String {
    let letter = |c: char| if c.is_alphanumeric() || "._-".contains(c) { c } else { '_' };
    text.chars().map(letter).collect()
}
