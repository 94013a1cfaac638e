//! Versions of an API, as paths name them.

use std::fmt;

/// The version in `/v2/boats/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Version(pub u64);

impl Version {
    /// The version of a path without one, where another path of the same call has a later one.
    pub(crate) const FIRST: Self = Self(1);

    /// Reads a segment of a path: a `v` and a number, and nothing else.
    pub(crate) fn from_segment(segment: &str) -> Option<Self> {
        let number = segment.strip_prefix(['v', 'V'])?;
        number.chars().all(|c| c.is_ascii_digit()).then(|| number.parse().ok().map(Self))?
    }

    /// Returns the number alone, for people: `2`.
    pub(crate) const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}", self.0)
    }
}
