//! The lines and columns of places in a text.

use std::collections::{BTreeMap, BTreeSet};

use super::{Homes, LineColumn, without_bom};
use crate::text::locate::places::Places;
use crate::text::locate::{Query, Syntax, Which, locate};
use crate::text::pointer::Pointer;

/// A text with what is known of the places in it.
pub(crate) struct Text<'a> {
    pub text: &'a str,
    /// `None` for JSON, whose places are found by reading it again.
    pub places: Option<Places>,
    pub homes: Homes,
}

impl Text<'_> {
    /// Returns the place that something had in the text before a stage moved it.
    pub(crate) fn home(&self, pointer: &Pointer) -> Pointer {
        self.homes.of(pointer)
    }

    /// Returns the positions of places in the text.
    pub(crate) fn positions(&self, pointers: &BTreeSet<Pointer>) -> BTreeMap<Pointer, LineColumn> {
        if pointers.is_empty() {
            return BTreeMap::new();
        }
        let queries: Vec<Query<'_>> =
            pointers.iter().map(|pointer| Query { pointer, which: Which::Last }).collect();
        let source = without_bom(self.text);
        let syntax = self.places.as_ref().map_or(Syntax::Json, Syntax::Yaml);
        let starts = locate(source, syntax, &queries).into_iter().map(|range| range.start);
        let starts: Vec<usize> = starts.collect();
        let positions = positions(source, &starts);
        let found = pointers.iter().zip(&starts);
        found.filter_map(|(at, start)| Some((at.clone(), *positions.get(start)?))).collect()
    }
}

/// Returns the position of each byte, in one pass: a text may be one line of megabytes.
fn positions(text: &str, bytes: &[usize]) -> BTreeMap<usize, LineColumn> {
    let wanted: BTreeSet<usize> = bytes.iter().copied().collect();
    let (mut at, mut position) = (0, LineColumn { line: 1, column: 1 });
    let mut found = BTreeMap::new();
    for byte in wanted {
        let between = text.get(at..byte).unwrap_or_default();
        position.line += between.bytes().filter(|byte| *byte == b'\n').count();
        let (rest, first) = match between.rsplit_once('\n') {
            Some((_, rest)) => (rest, 1),
            None => (between, position.column),
        };
        position.column = first + rest.chars().count();
        at = byte;
        found.insert(byte, position);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::positions;

    #[test]
    fn positions_count_characters_from_one() {
        let text = "a: ü\nbé: c\n";
        let found = positions(text, &[0, 3, 6, 9, 3]);
        let found: Vec<(usize, usize, usize)> =
            found.into_iter().map(|(byte, at)| (byte, at.line, at.column)).collect();
        assert_eq!(found, [(0, 1, 1), (3, 1, 4), (6, 2, 1), (9, 2, 3)]);
    }
}
