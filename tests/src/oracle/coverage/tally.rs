//! The result of a walk, of which parts can be taken back.

use std::collections::BTreeSet;

use super::site::Direction;

/// A schema that was compared, with its direction and type.
pub(super) type Comparison = (String, Direction, String);

/// The result of the walk up to a point.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) found: usize,
    pub(super) lost: Vec<String>,
    /// The comparisons in their order, and as a set.
    pub(super) log: Vec<Comparison>,
    pub(super) compared: BTreeSet<Comparison>,
}

/// A part of a tally, from some point on.
pub(super) struct Part {
    pub(super) found: usize,
    pub(super) lost: Vec<String>,
    pub(super) log: Vec<Comparison>,
}

impl Tally {
    /// Returns the point that the walk is at.
    pub(super) fn point(&self) -> (usize, usize, usize) {
        (self.found, self.lost.len(), self.log.len())
    }

    /// Takes back what came after a point.
    pub(super) fn take_back(&mut self, (found, lost, log): (usize, usize, usize)) -> Part {
        let log = self.log.split_off(log);
        for comparison in &log {
            self.compared.remove(comparison);
        }
        let found = std::mem::replace(&mut self.found, found) - found;
        Part { found, lost: self.lost.split_off(lost), log }
    }

    pub(super) fn add(&mut self, part: Part) {
        self.found += part.found;
        self.lost.extend(part.lost);
        self.compared.extend(part.log.iter().cloned());
        self.log.extend(part.log);
    }
}
