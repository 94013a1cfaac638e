//! `spec/accepted.toml`: the findings that people have looked at and that are right as they stand,
//! each with the reason.

use std::path::Path;

use anyhow::{Context, Result};
use cekura_codegen::Finding;
use serde::Deserialize;
use wildmatch::WildMatchPattern;

use crate::files::paths::{ACCEPTED, read_if_present};

/// The content of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Accepted {
    accepted: Vec<Entry>,
}

/// Findings of one kind that are accepted for one reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The code of the findings.
    finding: String,
    /// Their places, as they are printed; `*` stands for any text.
    places: Vec<String>,
    reason: String,
}

/// The findings by what has been said of them.
#[derive(Debug)]
pub(crate) struct Judged<'f> {
    /// Those that nobody has accepted.
    pub(crate) open: Vec<&'f Finding>,
    /// The number of the others.
    pub(crate) accepted: usize,
    /// The faults of the file.
    pub(crate) faults: Vec<String>,
}

impl Accepted {
    /// Reads the file of a repository, if it has one.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let Some(text) = read_if_present(&root.join(ACCEPTED))? else { return Ok(Self::default()) };
        toml::from_str(&text).with_context(|| format!("cannot read {ACCEPTED}"))
    }

    /// Parts the findings into those that are accepted, and the rest.
    pub(crate) fn judge<'f>(&self, findings: &'f [Finding]) -> Judged<'f> {
        let mut open: Vec<&Finding> = findings.iter().collect();
        let mut faults = Vec::new();
        for (number, entry) in self.accepted.iter().enumerate() {
            if entry.reason.trim().is_empty() {
                faults.push(format!("entry {} gives no reason", number + 1));
            }
            for place in &entry.places {
                let matcher = WildMatchPattern::<'*', '\0'>::new(place);
                let before = open.len();
                let is_meant = |finding: &Finding| {
                    let Finding { diagnostic, .. } = finding;
                    diagnostic.code.as_str() == entry.finding
                        && matcher.matches(&diagnostic.pointer.to_reference())
                };
                open.retain(|finding| !is_meant(finding));
                if open.len() == before {
                    let (finding, number) = (&entry.finding, number + 1);
                    faults.push(format!(
                        "entry {number} accepts no `{finding}` at `{place}`: delete it"
                    ));
                }
            }
        }
        Judged { accepted: findings.len() - open.len(), open, faults }
    }
}
