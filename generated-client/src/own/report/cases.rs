//! The runs of a result as test cases: their names, outcomes and reasons.

use std::collections::BTreeMap;

use crate::types::{
    CallLogListMetricsWithExplanation, CallLogListMetricsWithExplanationKind, ExpectedOutcome, Run,
    RunResult, RunStatus,
};

/// A run as a test case.
pub(super) struct Case<'r> {
    /// The name of the scenario, with a number where several runs have the same.
    pub(super) name: String,
    pub(super) run: &'r Run,
    pub(super) outcome: Outcome,
    /// A line for each thing that went wrong.
    pub(super) reasons: Vec<String>,
}

/// The outcome of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Passed,
    /// The conversation did not go as expected.
    Failed,
    /// The run ended in another way than by being completed.
    Ended(RunStatus),
    /// The run goes on, in this state if one is known.
    NotOver(Option<RunStatus>),
}

impl Outcome {
    fn of(run: &Run) -> Self {
        match &run.status {
            Some(RunStatus::Completed) if run.success == Some(true) => Self::Passed,
            Some(RunStatus::Completed) => Self::Failed,
            Some(status) if status.is_terminal() => Self::Ended(status.clone()),
            status => Self::NotOver(status.clone()),
        }
    }

    /// Returns the outcome in words, without reasons.
    pub(super) fn to_text(&self) -> String {
        match self {
            Self::Passed => "passed".to_owned(),
            Self::Failed => "not passed".to_owned(),
            Self::Ended(status) => format!("ended as {status}"),
            Self::NotOver(Some(status)) => format!("not over: {status}"),
            Self::NotOver(None) => "not over".to_owned(),
        }
    }
}

/// Returns the runs of a result in the order of their ids, in which they were started.
pub(super) fn cases(result: &RunResult) -> Vec<Case<'_>> {
    let mut runs: Vec<&Run> = result.runs.iter().flatten().map(|(_, run)| run).collect();
    runs.sort_by_key(|run| run.id);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    runs.into_iter()
        .map(|run| {
            let scenario = run.scenario_name.as_deref().unwrap_or("a scenario without a name");
            let count = seen.entry(scenario).or_default();
            *count += 1;
            let name = match count {
                1 => scenario.to_owned(),
                more => format!("{scenario} #{more}"),
            };
            let outcome = Outcome::of(run);
            let reasons = if outcome == Outcome::Passed { Vec::new() } else { reasons(run) };
            Case { name, run, outcome, reasons }
        })
        .collect()
}

/// Returns what went wrong in a run: technically, by its expected outcome, by its metrics.
fn reasons(run: &Run) -> Vec<String> {
    let error = run.error_message.clone().filter(|text| !text.trim().is_empty());
    let outcome = run.expected_outcome.as_ref().and_then(of_outcome);
    let metrics = run.evaluation.iter().flat_map(|evaluation| &evaluation.metrics);
    let metrics = metrics.filter(|metric| metric.passed == Some(false)).map(of_metric);
    error.into_iter().chain(outcome).chain(metrics).collect()
}

/// Returns why the expected outcome was not met in full, if it was not.
fn of_outcome(outcome: &ExpectedOutcome) -> Option<String> {
    let is_met = outcome.score.is_none_or(|score| score >= 100.0);
    let explanation = outcome.explanation.as_deref().unwrap_or_default();
    (!is_met).then(|| reason("Expected outcome", explanation))
}

/// Returns why a metric is not passed.
fn of_metric(metric: &CallLogListMetricsWithExplanation) -> String {
    match &metric.explanation {
        Some(CallLogListMetricsWithExplanationKind::List(lines)) => reason(&metric.name, lines),
        Some(CallLogListMetricsWithExplanationKind::Text(text)) => {
            reason(&metric.name, std::slice::from_ref(text))
        }
        _ => reason(&metric.name, &[]),
    }
}

/// "Follows the script: The opening was skipped. No word on the recording."
fn reason(name: &str, explanation: &[String]) -> String {
    let lines = explanation.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    let lines: Vec<&str> = lines.collect();
    if lines.is_empty() {
        return format!("{name}: not passed");
    }
    format!("{name}: {}", lines.join(" "))
}
