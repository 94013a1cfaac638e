//! A further voice, where it is installed: `cargo-semver-checks`, on the documentation that both
//! states have. Each kind that the program does not see has its reason here; what it alone sees
//! would be a fault of the comparison.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::ErrorKind;
use std::process::Command;

use cekura_codegen::compare::{Kind, SourceClass};

use super::change::{Change, State};
use super::crates::Crates;

/// The program, as cargo finds it.
const PROGRAM: &str = "cargo-semver-checks";

/// The kinds that break code and that none of its lints finds, by the reason.
const OURS: [(&str, &[Kind]); 5] = [
    (
        "it compares neither the types of fields, parameters and results nor those in variants",
        &[
            Kind::ArmTypeChanged,
            Kind::BodyTypeChanged,
            Kind::ExtraChanged,
            Kind::FieldBecameNonNull,
            Kind::FieldBecameNullable,
            Kind::FieldBecameOptional,
            Kind::FieldBecameRequired,
            Kind::FieldHeldChanged,
            Kind::FieldTypeChanged,
            Kind::JobTypeChanged,
            Kind::PagingItemChanged,
            Kind::ParameterTypeChanged,
            Kind::PathTypeChanged,
            Kind::ResponseTypeChanged,
            Kind::StreamTypeChanged,
            Kind::TypeReplaced,
        ],
    ),
    (
        "something else has the name, so that the name is there",
        &[
            Kind::CallRedirected,
            Kind::ConstructorReordered,
            Kind::FieldRenamed,
            Kind::JobRenamed,
            Kind::OperationRenamed,
            Kind::ParameterRenamed,
            Kind::SetterRenamed,
            Kind::StreamRenamed,
            Kind::TypeRedirected,
            Kind::TypeRenamed,
            Kind::VariantRenamed,
        ],
    ),
    (
        "it is a text: in a manifest, in the environment, or in the building of a client",
        &[
            Kind::CrateRenamed,
            Kind::FeatureRenamed,
            Kind::SchemeRemoved,
            Kind::TypeFeatureNarrowed,
            Kind::VariableRenamed,
        ],
    ),
    ("it looks for traits that are gone among those of `derive` only", &[Kind::JsonRemoved]),
    (
        "a method with other parameters is found if no trait has one of the name with as many",
        &[Kind::EventReadingChanged],
    ),
];

/// A change that breaks code by one voice only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Disagreement {
    Ours { change: String, from: State, kind: Kind },
    Theirs { change: String, from: State, lint: String },
}

impl Disagreement {
    fn is_explained(&self) -> bool {
        match self {
            Self::Ours { kind, .. } => OURS.iter().any(|(_, kinds)| kinds.contains(kind)),
            Self::Theirs { .. } => false,
        }
    }
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ours { change, from, kind } => {
                write!(f, "{change}, from {from:?}: {kind} breaks, and {PROGRAM} finds nothing")
            }
            Self::Theirs { change, from, lint } => {
                write!(f, "{change}, from {from:?}: nothing breaks, and {PROGRAM} finds {lint}")
            }
        }
    }
}

/// Returns where the voices disagree on changes, in both directions; `None` without the program.
pub(crate) fn disagreements(crates: &Crates, changes: &[Change]) -> Option<Vec<Disagreement>> {
    let mut all = Vec::new();
    for from in State::ALL {
        let findings = findings(crates, from)?;
        for change in changes {
            let entries = change.from(from).entries.iter();
            let breaking = entries.filter(|entry| entry.source() == SourceClass::Breaking);
            let kinds: BTreeSet<Kind> = breaking.map(|entry| entry.kind).collect();
            let name = || change.name.clone();
            match (kinds.is_empty(), findings.get(&change.name)) {
                (false, None) => all.extend(kinds.into_iter().map(|kind| Disagreement::Ours {
                    change: name(),
                    from,
                    kind,
                })),
                (true, Some(lints)) => all.extend(lints.iter().map(|lint| Disagreement::Theirs {
                    change: name(),
                    from,
                    lint: lint.clone(),
                })),
                _ => {}
            }
        }
    }
    Some(all)
}

/// Returns a line for each disagreement without a reason.
pub(crate) fn unexplained(all: &[Disagreement]) -> Vec<String> {
    all.iter().filter(|one| !one.is_explained()).map(ToString::to_string).collect()
}

/// Returns a line for each reason that no disagreement has.
pub(crate) fn stale(all: &[Disagreement]) -> Vec<String> {
    let is_seen = |kind: Kind| {
        all.iter().any(|one| matches!(one, Disagreement::Ours { kind: seen, .. } if *seen == kind))
    };
    let kinds = OURS.iter().flat_map(|(_, kinds)| *kinds).filter(|kind| !is_seen(**kind));
    kinds.map(|kind| format!("{PROGRAM} sees {kind}, or no pair shows it")).collect()
}

/// Returns the lints that find something in a client, by the client's module.
///
/// `None`, and a line that says so, where the program is missing or cannot read the documentation.
fn findings(crates: &Crates, from: State) -> Option<BTreeMap<String, BTreeSet<String>>> {
    let mut command = Command::new(PROGRAM);
    command.args(["semver-checks", "--color", "never", "--release-type", "minor"]);
    command.arg("--baseline-rustdoc").arg(crates.documented(from));
    command.arg("--current-rustdoc").arg(crates.documented(from.other()));
    let output = match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            println!("skipped: {PROGRAM} is not installed");
            return None;
        }
        Err(error) => panic!("{PROGRAM}: {error}"),
    };
    let log = String::from_utf8_lossy(&output.stderr);
    if !log.contains("Checked [") {
        println!("skipped: {PROGRAM} cannot read this toolchain's documentation: {log}");
        return None;
    }
    Some(read(&String::from_utf8_lossy(&output.stdout)))
}

/// Reads a report: a heading for each lint, and a line for each finding, with the file of the item.
fn read(report: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut findings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut lint = "";
    for line in report.lines() {
        if let Some(heading) = line.strip_prefix("--- failure ") {
            lint = heading.split(':').next().unwrap_or_default();
        } else if let Some((_, path)) = line.split_once("src/").filter(|_| line.starts_with("  ")) {
            let module = path.split('/').next().unwrap_or_default();
            findings.entry(module.to_owned()).or_default().insert(lint.to_owned());
        }
    }
    findings
}
