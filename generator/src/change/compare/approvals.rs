//! Approvals: breaks that are meant, and the policy that a version and its breaks are held to.

use serde::Deserialize;

use super::comparison::Comparison;
use super::entry::Entry;
use super::kind::SourceClass;
use super::verdict::Verdict;

/// The three numbers of a version.
pub type Version = (u64, u64, u64);

/// The breaks that people have approved: the content of `approved.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Approvals {
    /// Each of them.
    pub approved: Vec<Approval>,
}

/// A break that is meant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The fingerprint of the entry, whole.
    pub fingerprint: String,
    /// Why it is meant.
    pub reason: String,
    /// The version that it is released with; from the next one on it approves nothing.
    pub until: String,
}

/// A violation of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A break that nobody has approved.
    Unapproved(String),
    /// An approval of something that is no break.
    Unmatched(String),
    /// An approval of several things.
    Wildcard(String),
    /// An approval without a reason.
    NoReason(String),
    /// An approval whose version is no version.
    NoVersion(String),
    /// An approval of a version that is released.
    Expired(String),
    /// The version is too low for what changed.
    VersionTooLow {
        /// The version in the manifest.
        found: Version,
        /// The least that Cargo's rule asks for.
        least: Version,
        /// The verdict on the changes.
        verdict: Verdict,
    },
}

impl Approvals {
    /// Reads the text of `approved.toml`.
    ///
    /// # Errors
    ///
    /// If it is no such file; the message has the place and what is wrong there.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// Checks changes since a release: that each break is approved, that each approval is of one,
    /// and that the version is high enough.
    pub fn check(
        &self,
        comparison: &Comparison,
        released: Version,
        now: Version,
    ) -> Vec<Violation> {
        let breaks: Vec<String> = comparison
            .entries
            .iter()
            .filter(|entry| entry.source() == SourceClass::Breaking)
            .map(Entry::fingerprint)
            .collect();
        let mut violations: Vec<Violation> =
            self.approved.iter().filter_map(|one| one.check(&breaks, released)).collect();
        let is_approved =
            |one: &&String| self.approved.iter().any(|approval| approval.fingerprint == **one);
        let unapproved = breaks.iter().filter(|one| !is_approved(one));
        violations.extend(unapproved.map(|one| Violation::Unapproved(one.clone())));
        let verdict = comparison.verdict();
        let least = verdict.next(released);
        if now < least {
            violations.push(Violation::VersionTooLow { found: now, least, verdict });
        }
        violations
    }
}

impl Approval {
    fn check(&self, breaks: &[String], released: Version) -> Option<Violation> {
        let fingerprint = || self.fingerprint.clone();
        let until = parse_version(&self.until);
        if self.fingerprint.contains(['*', '?']) && !breaks.contains(&self.fingerprint) {
            Some(Violation::Wildcard(fingerprint()))
        } else if self.reason.trim().is_empty() {
            Some(Violation::NoReason(fingerprint()))
        } else if until.is_none() {
            Some(Violation::NoVersion(fingerprint()))
        } else if until.is_some_and(|until| until <= released) {
            Some(Violation::Expired(fingerprint()))
        } else if !breaks.contains(&self.fingerprint) {
            Some(Violation::Unmatched(fingerprint()))
        } else {
            None
        }
    }
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |(major, minor, patch): Version| format!("{major}.{minor}.{patch}");
        match self {
            Self::Unapproved(one) => write!(f, "`{one}` breaks code, and nobody has approved it"),
            Self::Unmatched(one) => write!(f, "`{one}` is approved, and is no break"),
            Self::Wildcard(one) => write!(f, "`{one}`: an approval is of one thing, not of many"),
            Self::NoReason(one) => write!(f, "the approval of `{one}` gives no reason"),
            Self::NoVersion(one) => {
                write!(f, "the approval of `{one}` has no version `until` which it holds")
            }
            Self::Expired(one) => {
                write!(f, "the approval of `{one}` is of a version that is released: delete it")
            }
            Self::VersionTooLow { found, least, verdict } => write!(
                f,
                "the version is {}, and what changed ({verdict}) asks for {} at least",
                shown(*found),
                shown(*least)
            ),
        }
    }
}

/// Reads the three numbers of a version; what follows them does not matter.
pub fn parse_version(text: &str) -> Option<Version> {
    let numbers = text.trim().split(['-', '+']).next()?;
    let mut numbers = numbers.split('.').map(|number| number.parse().ok());
    let version = (numbers.next()??, numbers.next()??, numbers.next()??);
    numbers.next().is_none().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::{Approvals, Violation, parse_version};
    use crate::change::compare::entry::{Entry, Thing};
    use crate::change::compare::kind::Kind;
    use crate::change::compare::{Comparison, Verdict};

    fn changes() -> Comparison {
        let entry = |kind, thing| Entry::new(kind, Thing::gone(thing));
        Comparison {
            entries: vec![
                entry(Kind::TypeRemoved, "Boat"),
                entry(Kind::FieldRemoved, "Crew.name"),
                entry(Kind::FieldAdded, "Crew.rank"),
            ],
        }
    }

    fn approvals(entries: &[(&str, &str, &str)]) -> Approvals {
        let entry = |(fingerprint, reason, until): &(&str, &str, &str)| {
            format!(
                "[[approved]]\nfingerprint = \"{fingerprint}\"\nreason = \"{reason}\"\nuntil = \"{until}\"\n"
            )
        };
        Approvals::parse(&entries.iter().map(entry).collect::<String>()).unwrap()
    }

    #[test]
    fn each_break_is_approved_by_itself() {
        let both = [
            ("type-removed Boat", "sunk", "0.2.0"),
            ("field-removed Crew.name", "unsaid", "0.2.0"),
        ];
        let check = |entries: &[(&str, &str, &str)]| {
            approvals(entries).check(&changes(), (0, 1, 0), (0, 2, 0))
        };
        assert_eq!(check(&both), []);
        let missing = Violation::Unapproved("field-removed Crew.name".to_owned());
        assert_eq!(check(&both[..1]), std::slice::from_ref(&missing));
        for (approval, violation) in [
            (
                ("field-added Crew.rank", "r", "0.2.0"),
                Violation::Unmatched("field-added Crew.rank".into()),
            ),
            (("field-removed *", "r", "0.2.0"), Violation::Wildcard("field-removed *".into())),
            (("type-removed Boat", " ", "0.2.0"), Violation::NoReason("type-removed Boat".into())),
            (("type-removed Boat", "r", "soon"), Violation::NoVersion("type-removed Boat".into())),
            (("type-removed Boat", "r", "0.1.0"), Violation::Expired("type-removed Boat".into())),
        ] {
            let found = check(&[both[0], approval]);
            assert!(found.contains(&violation), "{found:?}");
            assert!(found.contains(&missing), "{found:?}");
        }
    }

    #[test]
    fn the_version_is_high_enough_for_what_changed() {
        let approvals = Approvals::default();
        let none = Comparison::default();
        assert_eq!(approvals.check(&none, (0, 1, 0), (0, 1, 0)), []);
        let found = approvals.check(&changes(), (0, 1, 0), (0, 1, 9));
        let verdict = Verdict::Breaking;
        let low = Violation::VersionTooLow { found: (0, 1, 9), least: (0, 2, 0), verdict };
        assert!(found.contains(&low), "{found:?}");
        assert!(low.to_string().contains("0.2.0 at least"), "{low}");
    }

    #[test]
    fn what_is_no_list_of_approvals_is_refused_where_it_is_wrong() {
        let error = Approvals::parse("[[approved]]\nfingerprint = 'a'\nwhy = 'b'\n").unwrap_err();
        assert!(error.contains("why") && error.contains("line 3"), "{error}");
        assert_eq!(parse_version("1.2.3-alpha.1"), Some((1, 2, 3)));
        assert_eq!(parse_version("1.2"), None);
        assert_eq!(parse_version("1.2.3.4"), None);
    }
}
