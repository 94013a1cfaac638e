//! The states in which nothing more happens, for the statuses of what takes its time.
//!
//! The statuses are generated, and their types compiled with the resources that use them. A test
//! holds each value of each of them to be in the list here or to be one that goes on.

/// Implements `is_terminal` for statuses.
macro_rules! terminal {
    ($($(#[$meta:meta])* $status:ident { $($state:ident),+ })+) => { $(
        $(#[$meta])*
        impl crate::types::$status {
            /// Returns whether nothing more will happen. A value that this version of the crate
            /// does not know is not taken to be final.
            pub fn is_terminal(&self) -> bool {
                matches!(self, $(Self::$state)|+)
            }
        }
    )+ };
}

terminal! {
    #[cfg(any(feature = "results", feature = "runs", feature = "scenarios"))]
    RunStatus { Cancelled, Completed, Failed, Timeout }

    #[cfg(any(feature = "agents", feature = "scenarios"))]
    AgentAutoFetchProgressStatus { Completed, Failed }

    #[cfg(feature = "agent-improvement-sessions")]
    AgentImprovementSessionStatus { Cancelled, Failed, NoImprovement, Succeeded }

    #[cfg(feature = "agent-improvement-sessions")]
    AgentImprovementSessionStageStatus { Done, Failed }

    #[cfg(feature = "calls")]
    CallLogStatus { Completed, Failed, Failure, ReviewedFailure, ReviewedSuccess, Success }

    #[cfg(feature = "deep-research-insights")]
    DeepResearchInsightStatus { Failed, SkippedNotEnoughData, Succeeded }

    #[cfg(any(
        feature = "insight-reproduction-sessions",
        feature = "metric-failure-mode-insights"
    ))]
    InsightReproductionSessionStatus { Exhausted, Failed, Reproduced }

    #[cfg(feature = "metric-failure-mode-insights")]
    MetricFailureModeInsightStatus { Failed, SkippedNoFailures, Succeeded }

    #[cfg(feature = "scenario-improvement-sessions")]
    ScenarioImprovementSessionStatus { Cancelled, Completed, Failed }

    #[cfg(any(feature = "results", feature = "scenarios"))]
    RunResultAiSummaryStatus { Completed, SkippedNoFailures }

    #[cfg(feature = "runs")]
    ApiChatTurnPollStatus { Dropped, Error, Ready }

    #[cfg(feature = "scenarios")]
    ScenarioAgentProgressStatus {
        Cancelled, Completed, Failed, NeedsAgentClarification, NeedsClarification
    }

    #[cfg(feature = "metrics")]
    SimplifyPromptProgressStatus { Completed, Failed }
}

#[cfg(test)]
mod tests;
