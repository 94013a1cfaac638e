//! The tables that a run prints, in Markdown, a row at a time.

use std::time::Duration;

use super::compile::Said;
use super::document::Crate;

/// What stands where there is nothing to say.
const NONE: &str = "–";

/// A document's row.
#[derive(Debug)]
pub(super) struct Row {
    document: String,
    pub(super) outcome: String,
    /// Operations, types, lines, ledger, generation time.
    made: Option<[String; 5]>,
    /// How long the compiler took.
    pub(super) checked: Option<Duration>,
    /// How long rustdoc took.
    pub(super) documented: Option<Duration>,
    warnings: String,
}

/// The head of the table of documents.
pub(super) fn head() -> String {
    "| document | outcome | operations | types | lines | ledger | generate, ms | check, s | doc, s | warnings |\n\
     |---|---|--:|--:|--:|---|--:|--:|--:|--:|\n"
        .to_owned()
}

impl Row {
    pub(super) fn new(document: &str) -> Self {
        Self {
            document: document.to_owned(),
            outcome: "ok".to_owned(),
            made: None,
            checked: None,
            documented: None,
            warnings: NONE.to_owned(),
        }
    }

    /// Fills in what is known of a crate without a compiler.
    pub(super) fn made(&mut self, made: &Crate) {
        let counts = &made.summary;
        let total: usize = counts.ledger.values().sum();
        let codes: Vec<String> =
            counts.ledger.iter().map(|(code, count)| format!("{code} {count}")).collect();
        let ledger = if codes.is_empty() {
            total.to_string()
        } else {
            format!("{total}: {}", codes.join(", "))
        };
        self.made = Some([
            counts.operations.to_string(),
            counts.types.to_string(),
            counts.lines.to_string(),
            ledger,
            made.took.as_millis().to_string(),
        ]);
    }

    /// Fills in what the compilers said.
    pub(super) fn said(&mut self, commands: &[Said], lints: bool) {
        let problems = || {
            commands
                .iter()
                .flat_map(|said| said.problems.iter().map(move |problem| (said, problem)))
        };
        if problems().next().is_some() {
            self.outcome = "fails".to_owned();
        }
        let [mut rustc, mut clippy, mut rustdoc] = [0; 3];
        for (said, problem) in problems().filter(|(_, problem)| !problem.is_error) {
            *match (said.command.as_str(), problem.is_clippy) {
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
        let made = self.made.clone().unwrap_or_else(|| [NONE; 5].map(str::to_owned));
        format!(
            "| {} | {} | {} | {} | {} | {} |\n",
            self.document,
            self.outcome,
            made.join(" | "),
            seconds(self.checked),
            seconds(self.documented),
            self.warnings
        )
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

/// The head of the table of features.
pub(super) fn feature_head() -> String {
    "\n| document | feature sets | with problems | slowest | slowest, s | all, s |\n\
     |---|--:|--:|---|--:|--:|\n"
        .to_owned()
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
    pub(super) fn add(&mut self, name: &str, said: &Said) {
        self.checked += 1;
        self.faulty += usize::from(!said.problems.is_empty());
        self.total += said.took;
        if said.took > self.slowest.0 {
            self.slowest = (said.took, name.to_owned());
        }
    }

    pub(super) fn line(&self) -> String {
        let Self { document, checked, faulty, slowest: (took, name), total } = self;
        format!(
            "| {document} | {checked} | {faulty} | {name} | {} | {} |\n",
            seconds(Some(*took)),
            seconds(Some(*total))
        )
    }
}

fn seconds(took: Option<Duration>) -> String {
    took.map_or_else(|| NONE.to_owned(), |took| format!("{:.1}", took.as_secs_f64()))
}

/// What is wrong, below the tables.
pub(super) fn faults(faults: &[String]) -> String {
    if faults.is_empty() {
        return String::new();
    }
    let list: String = faults.iter().map(|fault| format!("- {fault}\n")).collect();
    format!("\nProblems:\n\n{list}")
}
