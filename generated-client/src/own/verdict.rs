//! Verdicts: whether all runs of a result passed, and if not, why not.
//!
//! That a result is completed does not say so. A result has passed if it is completed, there are
//! runs, and every one of them passed.
//!
//! ```no_run
//! # async fn run(client: cekura::Client) -> Result<(), cekura::Error> {
//! use cekura::types::RunVoiceRequest;
//! use cekura::verdict::Verdict;
//!
//! let request = RunVoiceRequest::new().agent_id(7).scenarios(vec![1, 2, 3]);
//! let verdict = match client.scenarios().run_and_wait(&request).await {
//!     Ok(result) => result.verdict(),
//!     // It failed, was cancelled or timed out; some runs may have passed nevertheless.
//!     Err(error) => Verdict::of_error(&error).ok_or(error)?,
//! };
//! println!("{verdict}"); // not passed: 2 of 3 runs passed
//! std::process::exit(if verdict.meets(95.0) { 0 } else { 1 });
//! # }
//! ```

use std::fmt;

use crate::runtime::{Error, from_json};
#[cfg(feature = "results")]
use crate::types::RunResultSummary;
use crate::types::{RunResult, RunStatus};

/// The verdict on a result.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// The number of runs that passed, 0 if it is not known.
    pub passed: i64,
    /// The number of all runs, 0 if it is not known.
    pub total: i64,
    /// The reason why the result has not passed; `None` if it has.
    pub why_not: Option<WhyNot>,
}

/// The reason why a result has not passed. Of several it is the first of these.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhyNot {
    /// The response has no status.
    NoStatus,
    /// The runs are not over.
    NotOver(RunStatus),
    /// The runs are over, and the result is not completed: failed, timed out, or cancelled.
    Ended(RunStatus),
    /// The response has no counts of runs, or more have passed than there are.
    NoCounts,
    /// There were no runs.
    NoRuns,
    /// Not all runs passed.
    RunsFailed,
}

impl Verdict {
    /// Returns the verdict on the result of a job that failed, by the latest response about it;
    /// `None` if the error is another, or the response is not a result.
    pub fn of_error(error: &Error) -> Option<Self> {
        let body = error.job()?.body().to_string();
        let result = from_json::<RunResult>(body.as_bytes()).ok()?.value;
        Some(result.verdict())
    }

    fn new(status: Option<&RunStatus>, passed: Option<i64>, total: Option<i64>) -> Self {
        let why_not = match (status, passed, total) {
            (None, ..) => Some(WhyNot::NoStatus),
            (Some(status), ..) if !status.is_terminal() => Some(WhyNot::NotOver(status.clone())),
            (Some(status), ..) if *status != RunStatus::Completed => {
                Some(WhyNot::Ended(status.clone()))
            }
            (_, Some(passed), Some(total)) if passed <= total => match (passed, total) {
                (_, ..=0) => Some(WhyNot::NoRuns),
                (passed, total) => (passed < total).then_some(WhyNot::RunsFailed),
            },
            _ => Some(WhyNot::NoCounts),
        };
        Verdict { passed: passed.unwrap_or(0), total: total.unwrap_or(0), why_not }
    }

    /// Returns whether the result has passed: it is completed, and all of its runs passed.
    pub fn is_pass(&self) -> bool {
        self.why_not.is_none()
    }

    /// Returns whether the runs are over.
    pub fn is_over(&self) -> bool {
        !matches!(self.why_not, Some(WhyNot::NotOver(_) | WhyNot::NoStatus))
    }

    /// Returns whether the result is completed, and at least so many per cent of its runs passed.
    pub fn meets(&self, percent: f64) -> bool {
        match self.why_not {
            None => true,
            Some(WhyNot::RunsFailed) => self.percent() >= percent,
            Some(_) => false,
        }
    }

    /// Returns the share of runs that passed, in per cent; 0 without runs.
    pub fn percent(&self) -> f64 {
        match self.total {
            ..=0 => 0.0,
            total => 100.0 * self.passed as f64 / total as f64,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Verdict { passed, total, why_not } = self;
        match why_not {
            None => write!(f, "passed: all of {total} runs"),
            Some(WhyNot::RunsFailed) => write!(f, "not passed: {passed} of {total} runs passed"),
            Some(why_not @ (WhyNot::NotOver(_) | WhyNot::Ended(_))) if *total > 0 => {
                write!(f, "{why_not}; {passed} of {total} runs passed")
            }
            Some(why_not) => why_not.fmt(f),
        }
    }
}

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WhyNot::NoStatus => f.write_str("not passed: the response has no status"),
            WhyNot::NotOver(status) => write!(f, "not over: the result is `{status}`"),
            WhyNot::Ended(status) => write!(f, "not passed: the result ended as `{status}`"),
            WhyNot::NoCounts => f.write_str("not passed: the counts of runs are missing or wrong"),
            WhyNot::NoRuns => f.write_str("not passed: there were no runs"),
            WhyNot::RunsFailed => f.write_str("not passed: not all runs passed"),
        }
    }
}

impl RunResult {
    /// Returns whether all runs passed, and if not, why not.
    pub fn verdict(&self) -> Verdict {
        Verdict::new(self.status.as_ref(), self.success_runs_count, self.total_runs_count)
    }
}

#[cfg(feature = "results")]
impl RunResultSummary {
    /// Returns whether all runs passed, and if not, why not.
    pub fn verdict(&self) -> Verdict {
        Verdict::new(self.status.as_ref(), self.success_runs_count, self.total_runs_count)
    }
}

#[cfg(test)]
mod tests;
