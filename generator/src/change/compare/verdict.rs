//! The verdict: the class of a change, and the version that Cargo's rule asks for.

use std::fmt;

use super::entry::Entry;
use super::kind::SourceClass;

/// The verdict on all changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing changed.
    None,
    /// The documentation or what travels is another, but nothing for code that uses the crate.
    Patch,
    /// There is more to use.
    Additive,
    /// Some code no longer compiles, or does something else.
    Breaking,
}

/// The part of a version that has to grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// None.
    None,
    /// The third number.
    Patch,
    /// The second number.
    Minor,
    /// The first number.
    Major,
}

impl Verdict {
    pub(super) fn of(entries: &[Entry]) -> Self {
        match entries.iter().map(Entry::source).max() {
            None => Self::None,
            Some(SourceClass::None | SourceClass::Docs) => Self::Patch,
            Some(SourceClass::Additive) => Self::Additive,
            Some(SourceClass::Breaking) => Self::Breaking,
        }
    }

    /// Returns the class of the entries that force the verdict.
    pub(super) const fn class(self) -> SourceClass {
        match self {
            Self::None => SourceClass::None,
            Self::Patch => SourceClass::Docs,
            Self::Additive => SourceClass::Additive,
            Self::Breaking => SourceClass::Breaking,
        }
    }

    /// Returns the part of a version that has to grow, by Cargo's rule: below 1.0.0 the first
    /// number that is not zero stands for all that follow it.
    pub const fn bump(self, (major, minor, _): (u64, u64, u64)) -> Bump {
        match (self, major, minor) {
            (Self::None, ..) => Bump::None,
            (Self::Breaking, 0, 0) => Bump::Patch,
            (Self::Breaking, 0, _) => Bump::Minor,
            (Self::Breaking, ..) => Bump::Major,
            (Self::Additive, 1.., _) => Bump::Minor,
            (Self::Additive | Self::Patch, ..) => Bump::Patch,
        }
    }

    /// Returns the least version that may follow another.
    pub const fn next(self, version: (u64, u64, u64)) -> (u64, u64, u64) {
        let (major, minor, patch) = version;
        match self.bump(version) {
            Bump::None => version,
            Bump::Patch => (major, minor, patch.saturating_add(1)),
            Bump::Minor => (major, minor.saturating_add(1), 0),
            Bump::Major => (major.saturating_add(1), 0, 0),
        }
    }

    /// Returns the stable text of the verdict.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{Bump, Verdict};

    #[test]
    fn a_version_grows_as_cargo_reads_it() {
        for (verdict, version, bump, next) in [
            (Verdict::None, (0, 1, 2), Bump::None, (0, 1, 2)),
            (Verdict::Patch, (0, 1, 2), Bump::Patch, (0, 1, 3)),
            (Verdict::Additive, (0, 1, 2), Bump::Patch, (0, 1, 3)),
            (Verdict::Breaking, (0, 1, 2), Bump::Minor, (0, 2, 0)),
            (Verdict::Breaking, (0, 0, 2), Bump::Patch, (0, 0, 3)),
            (Verdict::Additive, (0, 0, 2), Bump::Patch, (0, 0, 3)),
            (Verdict::Patch, (1, 2, 3), Bump::Patch, (1, 2, 4)),
            (Verdict::Additive, (1, 2, 3), Bump::Minor, (1, 3, 0)),
            (Verdict::Breaking, (1, 2, 3), Bump::Major, (2, 0, 0)),
        ] {
            assert_eq!(verdict.bump(version), bump, "{verdict} after {version:?}");
            assert_eq!(verdict.next(version), next, "{verdict} after {version:?}");
        }
    }
}
