//! The kinds of entries: a closed list, each with its class, its mirror and an example. Every kind
//! has a mirror: the kind of the entry that the opposite change has.

use std::fmt;

mod catalogue;

pub use catalogue::Kind;

/// The meaning of a change for code that uses the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceClass {
    /// Nothing that the code can see.
    None,
    /// The documentation reads differently.
    Docs,
    /// There is more to use; what compiled goes on to compile.
    Additive,
    /// Some code that compiled no longer does, or does something else.
    Breaking,
}

/// The meaning of a change for a program that was built with the crate as it was, and calls the
/// API as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WireClass {
    /// Nothing that travels is different.
    None,
    /// The program goes on to work.
    Compatible,
    /// The program sends what is no longer meant so, or cannot read what it gets.
    Incompatible,
}

impl SourceClass {
    /// Returns the stable text of the class.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Docs => "docs",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        }
    }
}

impl WireClass {
    /// Returns the stable text of the class.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Compatible => "compatible",
            Self::Incompatible => "incompatible",
        }
    }
}

impl fmt::Display for SourceClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for WireClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Kind;

    #[test]
    fn the_mirror_of_a_mirror_is_the_kind_itself() {
        for kind in Kind::ALL {
            assert_eq!(kind.mirror().mirror(), *kind, "{kind}");
        }
    }

    #[test]
    fn every_kind_is_explained_and_called_once() {
        let mut names = BTreeSet::new();
        for kind in Kind::ALL {
            assert!(names.insert(kind.as_str()), "{kind} twice");
            assert!(kind.explanation().ends_with('.'), "{kind}: {}", kind.explanation());
            assert!(kind.example().contains('`'), "{kind} has no code in its example");
            assert_eq!(Kind::parse(kind.as_str()), Some(*kind));
        }
        assert_eq!(Kind::parse("no-kind"), None);
    }
}
