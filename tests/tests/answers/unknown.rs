//! The operations that answer with JSON of which nobody outside can know the form.

/// Nothing describes it, and the document has the server's default for it.
const DEFAULT: &str = "no text, and the type is the server's default";
/// The text says what the answer is about, and names none of its members.
const UNNAMED: &str = "the text names no members";
/// The document has no body for it, and a status that allows one.
const NO_BODY: &str = "no body is documented, and none is excluded";

/// The operations, each with the reason why it has no answer in `tests/answers`.
pub(super) const UNKNOWN: &[(&str, &str)] = &[
    ("agents/runs_overview", DEFAULT),
    ("agents/runs_overview_project", DEFAULT),
    ("alerts/review", UNNAMED),
    ("alerts/review_detail", UNNAMED),
    ("calls/complete_upload", DEFAULT),
    ("calls/filters", DEFAULT),
    ("calls/mark_critical_scenario_wrong", DEFAULT),
    ("calls/observe_livekit", NO_BODY),
    ("calls/observe_pipecat", NO_BODY),
    ("calls/unmark_critical_scenario_wrong", DEFAULT),
    ("deep_research_insights/pricing", UNNAMED),
    ("metric_failure_mode_insights/categories", UNNAMED),
    ("metric_failure_mode_insights/category_fix_metric", UNNAMED),
    ("metric_failure_mode_insights/failure_mode_agents", UNNAMED),
    ("metric_failure_mode_insights/failure_rates", UNNAMED),
    ("metric_failure_mode_insights/fix_metric", UNNAMED),
    ("metric_failure_mode_insights/pricing", UNNAMED),
    ("metric_reviews/process_feedbacks_answer", NO_BODY),
    ("metrics/add_to_predefined", DEFAULT),
    ("metrics/bulk_toggle_settings", DEFAULT),
    ("metrics/delete_many", DEFAULT),
    ("metrics/generate_evaluation_trigger", DEFAULT),
    ("metrics/v1/generate_evaluation_trigger", DEFAULT),
    ("metrics/variables", UNNAMED),
    ("results/bulk_evaluate_metrics", NO_BODY),
    ("results/end_calls", NO_BODY),
    ("results/evaluate_metrics", DEFAULT),
    ("results/reports", DEFAULT),
    ("results/v1/end_calls", NO_BODY),
    ("results/v1/evaluate_metrics", DEFAULT),
    ("runs/end_call", NO_BODY),
    ("runs/get_listen_url", DEFAULT),
    ("runs/mark_critical_scenario_wrong", DEFAULT),
    ("runs/mark_expected_outcome_vote", DEFAULT),
    ("runs/unmark_critical_scenario_wrong", DEFAULT),
    ("runs/v1/end_call", NO_BODY),
    ("scenarios/add_tags", DEFAULT),
];
