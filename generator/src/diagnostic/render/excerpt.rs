//! The few lines of a text that are shown, cut where a line is too long to show.

use std::ops::Range;

use crate::diagnostic::LineColumn;

/// The longest line, in bytes, that is shown whole.
const LONG_LINE: usize = 140;

/// The parts of a long line that are shown before and after the beginning of the mark, in
/// characters.
const BEFORE: usize = 40;
const AFTER: usize = 90;

/// The sign for the rest of a line.
const CUT: &str = "…";

/// A text whose lines are known.
pub(super) struct Text<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
}

/// A few lines of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt<'a> {
    pub(super) text: String,
    /// The number of its first line, from 1.
    pub(super) line: usize,
    /// The marked parts; the main mark has no label.
    pub(super) marks: Vec<(Range<usize>, Option<&'a str>)>,
    /// The place of a cut: the line, the column of the mark in the excerpt, and its column in the
    /// text.
    moved: Option<(usize, usize, usize)>,
}

impl<'a> Text<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let breaks = text.match_indices('\n');
        let line_starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { text, line_starts }
    }

    /// Returns the number of the line, from 0, that the byte `at` is on.
    pub(super) fn line_of(&self, at: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// Returns the character at a line and column, or the nearest one.
    pub(super) fn at_position(&self, LineColumn { line, column }: LineColumn) -> Range<usize> {
        let whole = self.line(line.saturating_sub(1));
        let rest = self.text.get(whole.clone()).unwrap_or_default();
        let mut characters = rest.char_indices().skip(column.saturating_sub(1));
        match characters.next() {
            Some((at, character)) => whole.start + at..whole.start + at + character.len_utf8(),
            None => whole.end..whole.end,
        }
    }

    /// Returns the line and column of the byte `at`.
    pub(super) fn position_of(&self, at: usize) -> LineColumn {
        let line = self.line_of(at);
        let before = self.text.get(self.line(line).start..at).unwrap_or_default();
        LineColumn { line: line + 1, column: before.chars().count() + 1 }
    }

    /// Returns whether the line of the byte `at` is shown whole.
    pub(super) fn is_short_at(&self, at: usize) -> bool {
        self.line(self.line_of(at)).len() <= LONG_LINE
    }

    /// Returns the line with `mark`, or the part of it around the mark.
    pub(super) fn excerpt<'l>(&self, mark: &Range<usize>, label: Option<&'l str>) -> Excerpt<'l> {
        let line = self.line_of(mark.start);
        let whole = self.line(line);
        let mark = clamp(mark, &whole);
        if whole.len() <= LONG_LINE {
            let text = self.text.get(whole.clone()).unwrap_or_default().to_owned();
            return Excerpt {
                text,
                line: line + 1,
                marks: vec![(shift(&mark, whole.start), label)],
                moved: None,
            };
        }
        let (head, tail) = self.around(&whole, mark.start);
        let shown = whole.start + head.0..mark.start + tail.0;
        let part = self.text.get(shown.clone()).unwrap_or_default();
        let text = format!("{}{part}{}", head.1, tail.1);
        let inside = shift(&clamp(&mark, &shown), shown.start);
        let inside = inside.start + head.1.len()..inside.end + head.1.len();
        let column = |text: &str| text.chars().count() + 1;
        let seeming = column(text.get(..inside.start).unwrap_or_default());
        let real = column(self.text.get(whole.start..mark.start).unwrap_or_default());
        Excerpt {
            text,
            line: line + 1,
            marks: vec![(inside, label)],
            moved: Some((line + 1, seeming, real)),
        }
    }

    /// Returns the lines from one mark to the other.
    pub(super) fn joint_excerpt<'l>(
        &self,
        mark: &Range<usize>,
        related: (&Range<usize>, &'l str),
    ) -> Excerpt<'l> {
        let (own, other) = (self.line_of(mark.start), self.line_of(related.0.start));
        let first = self.line(own.min(other));
        let last = self.line(own.max(other));
        let text = self.text.get(first.start..last.end).unwrap_or_default().to_owned();
        let inside =
            |mark: &Range<usize>, line: usize| shift(&clamp(mark, &self.line(line)), first.start);
        let marks = vec![(inside(mark, own), None), (inside(related.0, other), Some(related.1))];
        Excerpt { text, line: own.min(other) + 1, marks, moved: None }
    }

    /// Returns the bytes of a line, counted from 0, without its end.
    fn line(&self, line: usize) -> Range<usize> {
        let start = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        let next = self.line_starts.get(line + 1).copied().unwrap_or(self.text.len());
        let text = self.text.get(start..next).unwrap_or_default();
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }

    /// Returns the beginning of the shown part of a long line (from the line's start) and its end
    /// (from `at`), each with the sign that stands there.
    fn around(
        &self,
        whole: &Range<usize>,
        at: usize,
    ) -> ((usize, &'static str), (usize, &'static str)) {
        let before = self.text.get(whole.start..at).unwrap_or_default();
        let after = self.text.get(at..whole.end).unwrap_or_default();
        let head = before
            .char_indices()
            .rev()
            .take(BEFORE)
            .last()
            .map_or(before.len(), |(start, _)| start);
        let tail = after.char_indices().nth(AFTER).map_or(after.len(), |(end, _)| end);
        let sign = |cut: bool| if cut { CUT } else { "" };
        ((head, sign(head > 0)), (tail, sign(tail < after.len())))
    }
}

/// Puts the true columns in the places of those that the renderer could only read off the cut
/// lines.
pub(super) fn with_true_columns(
    mut output: String,
    excerpts: &[Excerpt<'_>],
    name: &str,
) -> String {
    let mut from = 0;
    for (line, seeming, real) in excerpts.iter().filter_map(|excerpt| excerpt.moved) {
        let seeming = format!("{name}:{line}:{seeming}");
        let Some(at) = output.get(from..).and_then(|rest| rest.find(&seeming)) else {
            continue;
        };
        let start = from + at;
        let real = format!("{name}:{line}:{real}");
        output.replace_range(start..start + seeming.len(), &real);
        from = start + real.len();
    }
    output
}

/// Returns the part of `range` that is inside of `outer`.
fn clamp(range: &Range<usize>, outer: &Range<usize>) -> Range<usize> {
    range.start.clamp(outer.start, outer.end)..range.end.clamp(outer.start, outer.end)
}

/// Returns the range counted from `origin`.
fn shift(range: &Range<usize>, origin: usize) -> Range<usize> {
    range.start - origin..range.end - origin
}
