//! Graphs: what leads to what, and back to itself, found in one pass. No way through a document is
//! followed by recursion, for it may be as long as the document.

use std::collections::{BTreeMap, BTreeSet};

/// A node on the way from the first one down.
struct Step<K> {
    node: K,
    /// The nodes that it leads to and that are still to be looked at.
    targets: std::vec::IntoIter<K>,
}

/// The state of the search for the strongly connected parts of a graph, after Tarjan.
struct Search<K> {
    way: Vec<Step<K>>,
    /// The number of each node in the order of visits, with the least one that it leads back to.
    numbers: BTreeMap<K, (usize, usize)>,
    /// The nodes whose part is not complete.
    open: Vec<K>,
    is_open: BTreeSet<K>,
    parts: Vec<Vec<K>>,
}

/// Returns the nodes that lead back to themselves, of all that the starts lead to.
pub(crate) fn circular<K: Clone + Ord>(
    starts: impl IntoIterator<Item = K>,
    mut targets: impl FnMut(&K) -> Vec<K>,
) -> BTreeSet<K> {
    let mut own: BTreeSet<K> = BTreeSet::new();
    let parts = parts(starts, |node| {
        let targets = targets(node);
        own.extend(targets.iter().find(|target| *target == node).cloned());
        targets
    });
    own.extend(parts.into_iter().filter(|part| part.len() > 1).flatten());
    own
}

/// Returns the parts of which each node leads to each other one, of all that the starts lead to:
/// each part behind those that it leads to.
pub(crate) fn parts<K: Clone + Ord>(
    starts: impl IntoIterator<Item = K>,
    mut targets: impl FnMut(&K) -> Vec<K>,
) -> Vec<Vec<K>> {
    let mut search = Search {
        way: Vec::new(),
        numbers: BTreeMap::new(),
        open: Vec::new(),
        is_open: BTreeSet::new(),
        parts: Vec::new(),
    };
    for start in starts {
        if search.numbers.contains_key(&start) {
            continue;
        }
        search.enter(start, &mut targets);
        while let Some(step) = search.way.last_mut() {
            match step.targets.next() {
                Some(next) if search.numbers.contains_key(&next) => search.meet(&next),
                Some(next) => search.enter(next, &mut targets),
                None => search.leave(),
            }
        }
    }
    search.parts
}

impl<K: Clone + Ord> Search<K> {
    fn enter(&mut self, node: K, targets: &mut impl FnMut(&K) -> Vec<K>) {
        let number = self.numbers.len();
        self.numbers.insert(node.clone(), (number, number));
        self.open.push(node.clone());
        self.is_open.insert(node.clone());
        let targets = targets(&node);
        self.way.push(Step { node, targets: targets.into_iter() });
    }

    /// Looks at a node that was visited before: one that is open leads back.
    fn meet(&mut self, node: &K) {
        if self.is_open.contains(node) {
            let number = self.number(node).0;
            self.leads_back(number);
        }
    }

    /// Goes back from the last node of the way; completes its part if that begins with it.
    fn leave(&mut self) {
        let Some(Step { node, .. }) = self.way.pop() else { return };
        let (number, least) = self.number(&node);
        if least < number {
            return self.leads_back(least);
        }
        let mut part = Vec::new();
        while let Some(last) = self.open.pop() {
            self.is_open.remove(&last);
            let is_first = last == node;
            part.push(last);
            if is_first {
                break;
            }
        }
        self.parts.push(part);
    }

    fn number(&self, node: &K) -> (usize, usize) {
        self.numbers.get(node).copied().unwrap_or_default()
    }

    /// Notes that the last node of the way leads back to the one of a number.
    fn leads_back(&mut self, number: usize) {
        let last = self.way.last();
        if let Some((_, least)) = last.and_then(|step| self.numbers.get_mut(&step.node)) {
            *least = number.min(*least);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{circular, parts};

    #[test]
    fn finds_what_leads_back_to_itself() {
        // 0 → 1 → 2 → 1, 2 → 3 → 4 → 3, 5 → 5, 6 → 0.
        let targets = |node: &u32| match node {
            0 => vec![1],
            1 => vec![2],
            2 => vec![1, 3],
            3 => vec![4],
            4 => vec![3],
            5 => vec![5],
            6 => vec![0],
            _ => vec![],
        };
        assert_eq!(circular(0..8, targets), BTreeSet::from([1, 2, 3, 4, 5]));
        let mut found = parts(0..8, targets);
        found.iter_mut().for_each(|part| part.sort_unstable());
        assert_eq!(found, [vec![3, 4], vec![1, 2], vec![0], vec![5], vec![6], vec![7]]);
    }

    #[test]
    fn a_long_way_needs_no_stack() {
        let end = 200_000;
        assert_eq!(circular([0], |node| vec![(node + 1) % end]).len(), end);
        assert!(circular([0], |node| if *node < end { vec![node + 1] } else { vec![] }).is_empty());
    }
}
