//! The lines and columns of entries.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Entry, Place};
use crate::diagnostic::{LineColumn, without_bom};
use crate::text::locate::places::Places;
use crate::text::locate::{Query, Syntax, Which, locate as ranges};
use crate::text::pointer::Pointer;

/// A text with what is known of the places in it.
pub(crate) struct Text<'a> {
    pub text: &'a str,
    /// `None` for JSON, whose places are found by reading it again.
    pub places: Option<Places>,
    /// The parts that a stage moved: the new place, and the one in the text.
    pub moved: Vec<(Pointer, Pointer)>,
}

/// Fills in the positions of all entries in an old and a new text.
pub(crate) fn locate(entries: &mut [Entry], old: &Text<'_>, new: &Text<'_>) {
    fill(entries.iter_mut().filter_map(|entry| entry.old.as_mut()).collect(), old);
    fill(entries.iter_mut().filter_map(|entry| entry.new.as_mut()).collect(), new);
}

fn fill(mut places: Vec<&mut Place>, text: &Text<'_>) {
    for place in &mut places {
        let mut moved = text.moved.iter();
        if let Some(home) = moved.find_map(|(to, from)| place.pointer.rebased(to, from)) {
            place.pointer = home;
        }
    }
    let pointers: BTreeSet<Pointer> = places.iter().map(|place| place.pointer.clone()).collect();
    if pointers.is_empty() {
        return;
    }
    let queries: Vec<Query<'_>> =
        pointers.iter().map(|pointer| Query { pointer, which: Which::Last }).collect();
    let source = without_bom(text.text);
    let syntax = text.places.as_ref().map_or(Syntax::Json, Syntax::Yaml);
    let starts = ranges(source, syntax, &queries).into_iter().map(|range| range.start);
    let starts: Vec<usize> = starts.collect();
    let positions = positions(source, &starts);
    let found: BTreeMap<&Pointer, LineColumn> = pointers
        .iter()
        .zip(&starts)
        .filter_map(|(pointer, start)| Some((pointer, *positions.get(start)?)))
        .collect();
    for place in &mut places {
        place.position = found.get(&place.pointer).copied();
    }
}

/// Returns the position of each byte, in one pass: a text may be one line of megabytes.
fn positions(text: &str, bytes: &[usize]) -> BTreeMap<usize, LineColumn> {
    let wanted: BTreeSet<usize> = bytes.iter().copied().collect();
    let (mut at, mut position) = (0, LineColumn { line: 1, column: 1 });
    let mut found = BTreeMap::new();
    for byte in wanted {
        for letter in text.get(at..byte).unwrap_or_default().chars() {
            if letter == '\n' {
                position = LineColumn { line: position.line + 1, column: 1 };
            } else {
                position.column += 1;
            }
        }
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
