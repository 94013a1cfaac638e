//! The changes from one API to another, as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::code::witness::Witness;
use super::difference;
use super::entry::{Cause, Entry, ItemChange};
use super::kind::{Kind, SourceClass};
use super::pairing::Pairs;
use super::verdict::Verdict;
use crate::change::surface::whole::Surface;

/// The changes from one API to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// In the order of their kinds, then of their things.
    pub entries: Vec<Entry>,
}

impl Comparison {
    /// Compares two surfaces. The entries have no positions.
    pub fn of(old: &Surface, new: &Surface) -> Self {
        let pairs = Pairs::of(old, new);
        let mut entries = difference::differences(old, new, &pairs);
        without_redirected(&mut entries);
        taken_over(&mut entries);
        entries.sort_by(|one, other| (one.kind, &one.thing).cmp(&(other.kind, &other.thing)));
        entries.dedup();
        Self { entries }
    }

    /// Returns the same with one cause for all entries.
    #[must_use]
    pub fn caused_by(mut self, cause: Cause) -> Self {
        self.entries.iter_mut().for_each(|entry| {
            entry.causes.insert(cause);
        });
        self
    }

    /// Returns the verdict.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(&self.entries)
    }

    /// Returns the entries that force the verdict: those of its class.
    pub fn forced_by(&self) -> impl Iterator<Item = &Entry> {
        let class = self.verdict().class();
        // No more than a patch is asked for by two classes.
        self.entries.iter().filter(move |entry| entry.source().max(SourceClass::Docs) == class)
    }
}

/// Takes from other entries the items that go on to exist as something else: they are neither gone
/// nor new, and code that names them compiles on both sides.
fn without_redirected(entries: &mut [Entry]) {
    let redirects = [Kind::CallRedirected, Kind::TypeRedirected];
    let redirected: BTreeSet<String> = entries
        .iter()
        .filter(|entry| redirects.contains(&entry.kind))
        .flat_map(|entry| entry.items.iter().map(|item| item.path.clone()))
        .collect();
    let moves = [
        Kind::OperationAdded,
        Kind::OperationRemoved,
        Kind::OperationRenamed,
        Kind::TypeAdded,
        Kind::TypeRemoved,
        Kind::TypeRenamed,
    ];
    for entry in entries.iter_mut().filter(|entry| moves.contains(&entry.kind)) {
        let items = entry.items.len();
        // The witness of an entry is about the first of its items.
        let is_first = entry.items.first().is_some_and(|item| redirected.contains(&item.path));
        entry.items.retain(|item| !redirected.contains(&item.path));
        if is_first && entry.items.len() < items {
            entry.witness = None;
        }
    }
    without_ambiguous(entries);
}

/// Takes from other entries the witnesses that say a name which is something else now: they may
/// compile on both sides.
fn without_ambiguous(entries: &mut [Entry]) {
    let names = |kind: Kind| -> Vec<String> {
        let of_kind = entries.iter().filter(|entry| entry.kind == kind);
        of_kind.map(|entry| entry.thing.name().to_owned()).collect()
    };
    let (calls, types) = (names(Kind::CallRedirected), names(Kind::TypeRedirected));
    if calls.is_empty() && types.is_empty() {
        return;
    }
    let is_ambiguous = |witness: &Witness| {
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let mut words = witness.code.split(|letter| !is_part(letter));
        words.any(|word| types.iter().any(|name| name == word))
            || calls.iter().any(|call| witness.code.contains(&format!("{call}(")))
    };
    for entry in entries.iter_mut() {
        entry.witness = entry.witness.take().filter(|witness| !is_ambiguous(witness));
    }
}

/// Gives the items that go as one thing and come as another to the entry of the one that had the
/// name: code that says the name may compile, and means something else.
fn taken_over(entries: &mut [Entry]) {
    let comes = |item: &ItemChange| item.old.is_none();
    let added: BTreeMap<String, Option<String>> = entries
        .iter()
        .flat_map(|entry| entry.items.iter().filter(|item| comes(item)))
        .map(|item| (item.path.clone(), item.new.clone()))
        .collect();
    let mut taken = BTreeSet::new();
    for entry in entries.iter_mut() {
        for (index, item) in entry.items.iter_mut().enumerate() {
            let goes = item.old.is_some() && item.new.is_none();
            if let Some(is) = added.get(&item.path).filter(|_| goes) {
                item.new.clone_from(is);
                let _ = write!(entry.rust, "; something else is `{}` now", item.path);
                if index == 0 {
                    entry.witness = None;
                }
                taken.insert(item.path.clone());
            }
        }
    }
    for entry in entries.iter_mut() {
        let is_taken = |item: &ItemChange| comes(item) && taken.contains(&item.path);
        if entry.items.first().is_some_and(is_taken) {
            entry.witness = None;
        }
        entry.items.retain(|item| !is_taken(item));
    }
}
