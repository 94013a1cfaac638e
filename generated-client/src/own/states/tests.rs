use crate::types;

/// Holds the values of each status that are not final to a list: a value that the next document
/// adds is in neither list, and has to be put into one.
macro_rules! ongoing {
    ($($status:ident { $($state:literal),* })+) => { $(
        let ongoing: Vec<&str> = types::$status::VARIANTS
            .iter()
            .filter(|status| !status.is_terminal())
            .map(types::$status::as_str)
            .collect();
        assert_eq!(
            ongoing,
            [$($state),*],
            "{}: add a new value here or, if it is final, to states.rs",
            stringify!($status)
        );
        assert!(!types::$status::from("a new one").is_terminal());
    )+ };
}

#[test]
fn each_value_is_final_or_goes_on() {
    ongoing! {
        RunStatus { "evaluating", "in_progress", "in_queue", "pending", "running", "scaling_up" }
        AgentAutoFetchProgressStatus { "in_progress" }
        AgentImprovementSessionStatus { "pending", "running" }
        AgentImprovementSessionStageStatus { "running", "waiting", "waiting_input" }
        CallLogStatus { "evaluating" }
        DeepResearchInsightStatus { "pending", "running" }
        InsightReproductionSessionStatus { "generating_scenario", "pending", "running" }
        MetricFailureModeInsightStatus { "pending", "running" }
        ScenarioImprovementSessionStatus { "in_progress", "pending" }
        RunResultAiSummaryStatus { "pending" }
        ApiChatTurnPollStatus { "generating" }
        ScenarioAgentProgressStatus { "in_progress" }
        SimplifyPromptProgressStatus { "processing", "queued" }
    }
}
