//! Matching: the line of the lock that each type has.
//!
//! In this order, of which each leaves the rest to the next:
//!
//! 1. An enum has the same values, wherever it stands: they are what it is.
//! 2. The document's name is the same, and the structure.
//! 3. The structure is the same, and a use: a schema was renamed, or moved into a component or out
//!    of it. A type whose own name is in the lock moves only if another one takes its place, as
//!    where two swap their names.
//! 4. The document's name is the same.
//! 5. A use of a type that the document has no name for is the same; of several, most are.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::lock::{Kind, Line, Lock, Mark, schema, word};
use crate::model::identity::{Holder, Use, document_name, structure};
use crate::model::{Api, Shape, TypeId};

/// Finds the line of each type, by [`TypeId`].
pub(super) fn types<'l>(
    api: &Api,
    lock: &'l Lock,
    uses: &[BTreeSet<Use>],
    calls: &[Option<&'l Line>],
) -> Vec<Option<&'l Line>> {
    let lines: Vec<&Line> = lock.lines(Kind::Type).collect();
    if lines.is_empty() {
        return vec![None; api.types.len()];
    }
    let mut matching = Matching::new(api, lock, &lines, uses, calls);
    matching.run();
    let line = |found: &Option<usize>| found.and_then(|index| lines.get(index)).copied();
    matching.found.iter().map(line).collect()
}

struct Matching<'a, 'l> {
    api: &'a Api,
    lines: &'a [&'l Line],
    uses: &'a [BTreeSet<Use>],
    calls: &'a [Option<&'l Line>],
    /// The lines by the documents' names, and by their places.
    by_name: BTreeMap<&'l str, usize>,
    by_place: BTreeMap<&'l str, usize>,
    /// The lines of types that are gone, by their places.
    gone: BTreeMap<&'l str, Vec<usize>>,
    /// By [`TypeId`]: the document's name, the structure, and the line.
    names: Vec<Option<String>>,
    structures: Vec<String>,
    found: Vec<Option<usize>>,
    /// The lines that have a type.
    claimed: BTreeSet<usize>,
    /// The types that have got their lines, and whose parts have not been looked at since.
    fresh: Vec<TypeId>,
    /// The types that each type has as parts.
    parts: BTreeMap<TypeId, Vec<TypeId>>,
    /// The types by the lines that have the document's name for them.
    owners: BTreeMap<usize, TypeId>,
}

/// A line that a type may have, with the number of uses that say so.
type Proposals = BTreeMap<TypeId, (usize, usize)>;

impl<'a, 'l> Matching<'a, 'l> {
    fn new(
        api: &'a Api,
        lock: &'l Lock,
        lines: &'a [&'l Line],
        uses: &'a [BTreeSet<Use>],
        calls: &'a [Option<&'l Line>],
    ) -> Self {
        let mut by_place: BTreeMap<&str, usize> = BTreeMap::new();
        let numbered = || lines.iter().enumerate();
        let by_type: BTreeMap<&str, usize> =
            numbered().map(|(index, line)| (line.name.as_str(), index)).collect();
        let (gone, living): (Vec<_>, Vec<_>) = numbered().partition(|(_, line)| line.is_gone());
        let mut gone_by_place: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, line) in &gone {
            let here = line.place().map(|place| gone_by_place.entry(place).or_default());
            here.into_iter().for_each(|lines| lines.push(*index));
        }
        // A living type has its place, whatever was there before.
        for (index, line) in gone.into_iter().chain(living) {
            by_place.extend(line.place().map(|place| (place, index)));
        }
        for line in lock.lines(Kind::Also) {
            let index = by_type.get(line.name.as_str());
            by_place.extend(index.map(|index| (line.thing.as_str(), *index)));
        }
        let documented = numbered().filter(|(_, line)| line.is_of_document());
        let mut structures = vec![String::new(); api.types.len()];
        for id in &api.written {
            if let Some(place) = structures.get_mut(id.0) {
                *place = structure(&api[*id]);
            }
        }
        let mut names = vec![None; api.types.len()];
        for id in &api.written {
            if let Some(place) = names.get_mut(id.0) {
                *place = document_name(api, *id).map(|(name, half)| schema(name, half));
            }
        }
        Self {
            api,
            lines,
            uses,
            calls,
            by_name: documented.map(|(index, line)| (line.thing.as_str(), index)).collect(),
            by_place,
            gone: gone_by_place,
            names,
            structures,
            found: vec![None; api.types.len()],
            claimed: BTreeSet::new(),
            fresh: Vec::new(),
            parts: BTreeMap::new(),
            owners: BTreeMap::new(),
        }
        .with_types()
    }

    /// Adds what is known of types by their uses and names.
    fn with_types(mut self) -> Self {
        for id in &self.api.written {
            for place in self.uses.get(id.0).into_iter().flatten() {
                if let Holder::Type(holder) = place.holder {
                    self.parts.entry(holder).or_default().push(*id);
                }
            }
            self.owners.extend(self.line_of_name(*id).map(|line| (line, *id)));
        }
        self
    }

    fn run(&mut self) {
        self.by_values();
        self.by_document_name(|matching, id, line| matching.is_alike(id, line));
        self.spread(|matching, ids| matching.by_structure(ids));
        self.by_document_name(|_, _, _| true);
        let api = self.api;
        self.spread(|matching, ids| {
            matching.by_structure(ids);
            matching.by_use(ids, |id| !is_enum(api, id));
        });
        self.spread(|matching, ids| matching.by_use(ids, |id| is_enum(api, id)));
    }

    /// Looks at all types that have no line, and then at the parts of those that have got one, as
    /// long as there are such.
    fn spread(&mut self, look: impl Fn(&mut Self, &[TypeId])) {
        self.fresh.clear();
        let mut open: Vec<TypeId> = self.api.written.clone();
        while !open.is_empty() {
            open.retain(|id| self.is_open(*id));
            look(self, &open);
            let fresh = std::mem::take(&mut self.fresh);
            let parts = fresh.iter().filter_map(|id| self.parts.get(id)).flatten();
            open = parts.copied().collect::<BTreeSet<TypeId>>().into_iter().collect();
        }
    }

    /// Claims the lines of enums by their values; of several, one that was there last.
    fn by_values(&mut self) {
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        let (gone, living): (Vec<usize>, Vec<usize>) = (0..self.lines.len())
            .partition(|index| self.lines.get(*index).is_some_and(|line| line.is_gone()));
        for index in gone.into_iter().chain(living) {
            let line = self.lines.get(index).copied();
            known.extend(line.and_then(|line| line.get(Mark::As)).map(|digest| (digest, index)));
        }
        for id in self.api.written.iter().filter(|id| is_enum(self.api, **id)) {
            let digest = self.structures.get(id.0).map(String::as_str).unwrap_or_default();
            if let Some(line) = known.get(digest) {
                self.claim(*id, *line);
            }
        }
    }

    fn by_document_name(&mut self, is_same: impl Fn(&Self, TypeId, usize) -> bool) {
        for id in &self.api.written {
            if let Some(line) = self.line_of_name(*id)
                && self.is_open(*id)
                && !self.claimed.contains(&line)
                && is_same(self, *id, line)
            {
                self.claim(*id, line);
            }
        }
    }

    /// Claims lines by structure and use.
    fn by_structure(&mut self, ids: &[TypeId]) {
        let mut proposals = Proposals::new();
        for id in ids.iter().copied().filter(|id| self.is_open(*id)) {
            let alike = self.votes(id).into_iter().filter(|(line, _)| self.is_alike(id, *line));
            let proposal = best(alike).or_else(|| self.returned(id));
            proposals.extend(proposal.map(|proposal| (id, proposal)));
        }
        loop {
            let wanted: BTreeSet<usize> = proposals.values().map(|(line, _)| *line).collect();
            let before = proposals.len();
            let moving: BTreeSet<TypeId> = proposals.keys().copied().collect();
            proposals.retain(|id, (line, _)| {
                let leaves_none = self
                    .line_of_name(*id)
                    .is_none_or(|own| self.claimed.contains(&own) || wanted.contains(&own));
                let owner = self.owners.get(line).filter(|owner| self.is_open(**owner));
                leaves_none && owner.is_none_or(|owner| moving.contains(owner))
            });
            if proposals.len() == before {
                break;
            }
        }
        self.settle(proposals);
    }

    /// Claims lines by use alone, for some of the types.
    fn by_use(&mut self, ids: &[TypeId], is_asked: impl Fn(TypeId) -> bool) {
        let mut proposals = Proposals::new();
        for id in ids.iter().copied().filter(|id| self.is_open(*id) && is_asked(*id)) {
            let is_enum = is_enum(self.api, id);
            if !is_enum && self.names.get(id.0).is_some_and(Option::is_some) {
                continue;
            }
            let is_nameless =
                |line: usize| self.lines.get(line).is_some_and(|line| !line.is_of_document());
            let votes = self.votes(id).into_iter();
            let votes = votes.filter(|(line, _)| is_enum || is_nameless(*line));
            proposals.extend(best(votes).map(|proposal| (id, proposal)));
        }
        self.settle(proposals);
    }

    /// Gives each line to the one that most uses speak for.
    fn settle(&mut self, proposals: Proposals) {
        let mut order: Vec<(TypeId, (usize, usize))> = proposals.into_iter().collect();
        order.sort_by_key(|(id, (_, votes))| (usize::MAX - votes, &self.api[*id].pointer));
        for (id, (line, _)) in order {
            if !self.claimed.contains(&line) {
                self.claim(id, line);
            }
        }
    }

    /// Counts, for the lines that no type has, the uses of a type that lead to them.
    fn votes(&self, id: TypeId) -> BTreeMap<usize, usize> {
        let mut votes = BTreeMap::new();
        for place in self.uses.get(id.0).into_iter().flatten() {
            let line = self.place(place).and_then(|place| self.by_place.get(place.as_str()));
            if let Some(line) = line.filter(|line| !self.claimed.contains(line)) {
                *votes.entry(*line).or_default() += 1;
            }
        }
        votes
    }

    /// Returns a use as the lock would have it, if it knows the holder.
    fn place(&self, place: &Use) -> Option<String> {
        let part = word(&place.part);
        match place.holder {
            Holder::Call(index) => {
                let call = self.calls.get(index).copied().flatten()?;
                Some(format!("{} {part}", call.name))
            }
            Holder::Webhooks => Some(format!("webhooks {part}")),
            Holder::Type(id) => {
                let found = self.found.get(id.0).copied().flatten();
                let line = found.or_else(|| self.line_of_name(id))?;
                Some(format!("{}.{part}", self.lines.get(line)?.name))
            }
        }
    }

    /// Returns the line of a type that is gone from a place where another one is now, if this one
    /// is the same: it is there again.
    fn returned(&self, id: TypeId) -> Option<(usize, usize)> {
        let places = self.uses.get(id.0)?.iter().filter_map(|place| self.place(place));
        let gone = places.filter_map(|place| self.gone.get(place.as_str())).flatten().copied();
        let mut same = gone.filter(|line| !self.claimed.contains(line) && self.is_alike(id, *line));
        same.next().map(|line| (line, 1))
    }

    fn line_of_name(&self, id: TypeId) -> Option<usize> {
        let name = self.names.get(id.0)?.as_deref()?;
        self.by_name.get(name).copied()
    }

    fn is_alike(&self, id: TypeId, line: usize) -> bool {
        let known = self.lines.get(line).and_then(|line| line.get(Mark::As));
        known == self.structures.get(id.0).map(String::as_str)
    }

    fn is_open(&self, id: TypeId) -> bool {
        self.found.get(id.0).is_some_and(Option::is_none)
    }

    fn claim(&mut self, id: TypeId, line: usize) {
        if let Some(place) = self.found.get_mut(id.0) {
            *place = Some(line);
            self.claimed.insert(line);
            self.fresh.push(id);
        }
    }
}

/// Returns the line with the most votes, of several the first.
fn best(votes: impl Iterator<Item = (usize, usize)>) -> Option<(usize, usize)> {
    votes.min_by_key(|(line, votes)| (usize::MAX - votes, *line))
}

fn is_enum(api: &Api, id: TypeId) -> bool {
    matches!(api[id].shape, Shape::Enum(_) | Shape::IntegerEnum(_))
}
