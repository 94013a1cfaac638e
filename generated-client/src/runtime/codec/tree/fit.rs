//! The measure by which the types of a union are compared, without reading the value.

/// The number of levels of a value that are compared. Types that differ further down only are
/// told apart by reading the value as each of them.
pub(crate) const DEEPEST: u8 = 4;

/// A measure of how far a value differs from a type; the least is the best.
///
/// An unknown key weighs more than a known one whose value does not match: a type must not be
/// preferred for not having the field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// The value cannot be read as this type.
    pub(crate) is_impossible: bool,
    /// Values that differ from the only documented one.
    pub(crate) contradictions: u32,
    /// Unknown keys, and unknown values of enums and unions.
    pub(crate) unexplained: u32,
    /// Values that do not match.
    pub(crate) wrong: u32,
    /// The value itself would be kept as JSON text.
    pub(crate) is_text_of_other: bool,
}

impl Fit {
    /// The fit of a value that matches.
    pub(crate) const EXACT: Fit = Fit {
        is_impossible: false,
        contradictions: 0,
        unexplained: 0,
        wrong: 0,
        is_text_of_other: false,
    };

    /// The fit of a value that cannot be read.
    pub(crate) const IMPOSSIBLE: Fit = Fit { is_impossible: true, ..Fit::EXACT };

    /// The fit of a value that is read with drift.
    pub(crate) const WRONG: Fit = Fit { wrong: 1, ..Fit::EXACT };

    /// The fit of a value that is no string and kept as JSON text.
    pub(crate) const TEXT_OF_OTHER: Fit = Fit { is_text_of_other: true, ..Fit::WRONG };

    /// Returns the fit of a value that matches, or cannot be read.
    pub(crate) fn exact_if(matches: bool) -> Fit {
        if matches { Fit::EXACT } else { Fit::IMPOSSIBLE }
    }

    /// Returns the fit of a value that is dropped, or read as a default, if it cannot be read.
    pub(crate) fn or_dropped(self) -> Fit {
        if self.is_impossible { Fit::WRONG } else { self }
    }

    /// Adds the fit of a part.
    pub(crate) fn add(&mut self, part: Fit) {
        self.is_impossible |= part.is_impossible;
        self.contradictions = self.contradictions.saturating_add(part.contradictions);
        self.unexplained = self.unexplained.saturating_add(part.unexplained);
        self.wrong = self.wrong.saturating_add(part.wrong);
    }
}
