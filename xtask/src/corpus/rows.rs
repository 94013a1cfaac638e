//! The rows of the tables that a run prints as it goes.

use std::time::Duration;

use super::document::EmittedCrate;
use super::tested::Counts;
use crate::cargo::Report;
use crate::table::Align::{Left, Right};
use crate::table::{NONE, Table, row};

/// The row of a document.
#[derive(Debug)]
pub(super) struct DocumentRow {
    document: String,
    pub(super) outcome: String,
    /// Operations, types, lines, ledger, generation time.
    counts: Option<[String; 5]>,
    /// The compiler's time.
    pub(super) checked: Option<Duration>,
    /// The time of rustdoc.
    pub(super) documented: Option<Duration>,
    warnings: String,
    tests: String,
}

/// Returns the head of the table of documents.
pub(super) fn document_head() -> String {
    let columns = [
        ("document", Left),
        ("outcome", Left),
        ("operations", Right),
        ("types", Right),
        ("lines", Right),
        ("ledger", Left),
        ("generate, ms", Right),
        ("check, s", Right),
        ("doc, s", Right),
        ("warnings", Right),
        ("tests", Right),
    ];
    Table::new(&columns).head()
}

impl DocumentRow {
    pub(super) fn new(document: &str) -> Self {
        Self {
            document: document.to_owned(),
            outcome: "ok".to_owned(),
            counts: None,
            checked: None,
            documented: None,
            warnings: NONE.to_owned(),
            tests: NONE.to_owned(),
        }
    }

    /// Fills in the counts of a crate, which need no compiler.
    pub(super) fn count(&mut self, emitted: &EmittedCrate) {
        let counts = &emitted.summary;
        let total: usize = counts.ledger.values().sum();
        let codes: Vec<String> =
            counts.ledger.iter().map(|(code, count)| format!("{code} {count}")).collect();
        let ledger = if codes.is_empty() {
            total.to_string()
        } else {
            format!("{total}: {}", codes.join(", "))
        };
        self.counts = Some([
            counts.operations.to_string(),
            counts.types.to_string(),
            counts.lines.to_string(),
            ledger,
            emitted.took.as_millis().to_string(),
        ]);
    }

    /// Fills in the outcome of the tests.
    pub(super) fn test(&mut self, counts: &Counts) {
        let Counts { passed, failed } = counts;
        self.tests = match failed.len() {
            0 => format!("{passed} pass"),
            failed => format!("{failed} of {} fail", passed + failed),
        };
        if !failed.is_empty() {
            self.outcome = "fails".to_owned();
        }
    }

    /// Fills in the outcome of the compilers.
    pub(super) fn compile(&mut self, reports: &[Report], lints: bool) {
        let problems = || {
            reports
                .iter()
                .flat_map(|report| report.problems.iter().map(move |problem| (report, problem)))
        };
        if problems().next().is_some() {
            self.outcome = "fails".to_owned();
        }
        let [mut rustc, mut clippy, mut rustdoc] = [0; 3];
        for (report, problem) in problems().filter(|(_, problem)| !problem.is_error) {
            *match (report.command.as_str(), problem.is_clippy) {
                ("doc", _) => &mut rustdoc,
                (_, true) => &mut clippy,
                (_, false) => &mut rustc,
            } += 1;
        }
        self.warnings = if lints {
            format!("{rustc}/{clippy}/{rustdoc}")
        } else {
            format!("{rustc}/{NONE}/{NONE}")
        };
    }

    pub(super) fn line(&self) -> String {
        let first = [self.document.clone(), self.outcome.clone()];
        let counts = self.counts.clone().unwrap_or_else(|| [NONE; 5].map(str::to_owned));
        let last = [
            seconds(self.checked),
            seconds(self.documented),
            self.warnings.clone(),
            self.tests.clone(),
        ];
        row(first.into_iter().chain(counts).chain(last))
    }
}

/// A crate's row in the table of features.
#[derive(Debug)]
pub(super) struct FeatureRow {
    document: String,
    checked: usize,
    faulty: usize,
    slowest: (Duration, String),
    total: Duration,
}

/// Returns the head of the table of features.
pub(super) fn feature_head() -> String {
    let columns = [
        ("document", Left),
        ("feature sets", Right),
        ("with problems", Right),
        ("slowest", Left),
        ("slowest, s", Right),
        ("all, s", Right),
    ];
    format!("\n{}", Table::new(&columns).head())
}

impl FeatureRow {
    pub(super) fn new(document: &str) -> Self {
        Self {
            document: document.to_owned(),
            checked: 0,
            faulty: 0,
            slowest: (Duration::ZERO, NONE.to_owned()),
            total: Duration::ZERO,
        }
    }

    /// Adds a set of features, known as `name`.
    pub(super) fn add(&mut self, name: &str, report: &Report) {
        self.checked += 1;
        self.faulty += usize::from(!report.problems.is_empty());
        self.total += report.own_time;
        if report.own_time > self.slowest.0 {
            self.slowest = (report.own_time, name.to_owned());
        }
    }

    pub(super) fn line(&self) -> String {
        let Self { document, checked, faulty, slowest: (took, name), total } = self;
        row([
            document.clone(),
            checked.to_string(),
            faulty.to_string(),
            name.clone(),
            seconds(Some(*took)),
            seconds(Some(*total)),
        ])
    }
}

fn seconds(took: Option<Duration>) -> String {
    took.map_or_else(|| NONE.to_owned(), |took| format!("{:.1}", took.as_secs_f64()))
}

/// Returns the list of problems below the tables.
pub(super) fn faults(faults: &[String]) -> String {
    if faults.is_empty() {
        return String::new();
    }
    let list: String = faults.iter().map(|fault| format!("- {fault}\n")).collect();
    format!("\nProblems:\n\n{list}")
}
