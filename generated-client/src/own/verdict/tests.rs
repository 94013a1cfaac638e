use serde_json::json;

use super::*;
use crate::runtime::{Client, MockTransport};
use crate::types::RunVoiceRequest;

/// Returns the verdict on a result with these members, as a server sends it.
fn verdict(mut result: crate::runtime::Json) -> Verdict {
    result["id"] = json!(5);
    result["agent"] = json!(7);
    let read = from_json::<RunResult>(result.to_string().as_bytes()).expect("a result");
    assert_eq!(read.drift, []);
    let verdict = read.value.verdict();
    result["name"] = json!("Nightly");
    let summary = from_json::<RunResultSummary>(result.to_string().as_bytes()).expect("a summary");
    assert_eq!(summary.value.verdict(), verdict, "results in lists have the same verdict");
    verdict
}

fn counted(status: &str, passed: i64, total: i64) -> Verdict {
    verdict(json!({
        "status": status, "success_runs_count": passed, "total_runs_count": total,
    }))
}

#[test]
fn only_completed_results_pass_and_only_if_all_runs_did() {
    let cases = [
        (counted("completed", 5, 5), None, "passed: all of 5 runs"),
        (counted("completed", 4, 5), Some(WhyNot::RunsFailed), "not passed: 4 of 5 runs passed"),
        (counted("completed", 0, 0), Some(WhyNot::NoRuns), "not passed: there were no runs"),
        (
            counted("completed", 6, 5),
            Some(WhyNot::NoCounts),
            "not passed: the counts of runs are missing or wrong",
        ),
        (
            counted("timeout", 5, 5),
            Some(WhyNot::Ended(RunStatus::Timeout)),
            "not passed: the result ended as `timeout`; 5 of 5 runs passed",
        ),
        (
            counted("evaluating", 5, 5),
            Some(WhyNot::NotOver(RunStatus::Evaluating)),
            "not over: the result is `evaluating`; 5 of 5 runs passed",
        ),
        (
            counted("paused", 0, 0),
            Some(WhyNot::NotOver(RunStatus::Unknown("paused".to_owned()))),
            "not over: the result is `paused`",
        ),
        (
            verdict(json!({"status": "completed", "total_runs_count": 3})),
            Some(WhyNot::NoCounts),
            "not passed: the counts of runs are missing or wrong",
        ),
        (verdict(json!({})), Some(WhyNot::NoStatus), "not passed: the response has no status"),
    ];
    for (verdict, why_not, text) in cases {
        assert_eq!(verdict.is_pass(), why_not.is_none(), "{verdict}");
        assert_eq!((verdict.to_string(), &verdict.why_not), (text.to_owned(), &why_not));
    }
}

#[test]
fn a_threshold_is_for_completed_results() {
    let most = counted("completed", 19, 20);
    assert!(most.meets(95.0) && !most.meets(95.1));
    assert!(counted("completed", 3, 3).meets(100.0));
    for other in [counted("failed", 3, 3), counted("running", 3, 3), counted("completed", 0, 0)] {
        assert!(!other.meets(0.0), "{other}");
    }
    assert_eq!(counted("completed", 0, 0).percent(), 0.0);
    assert!(counted("timeout", 0, 3).is_over() && counted("completed", 0, 3).is_over());
    assert!(!counted("evaluating", 3, 3).is_over() && !verdict(json!({})).is_over());
}

#[tokio::test]
async fn a_job_that_timed_out_has_a_verdict() {
    let mock = MockTransport::new();
    let start = mock.expect("POST", "/test_framework/v1/scenarios/run_scenarios/");
    start.json(200, &json!({"id": 5, "status": "pending"}));
    let poll = mock.expect("GET", "/test_framework/v2/results/{id}/");
    poll.json(
        200,
        &json!({
            "id": 5, "agent": 7, "status": "timeout", "success_runs_count": 2, "total_runs_count": 3,
        }),
    );
    let client = Client::builder().api_key("k").transport(mock.clone()).build().expect("a client");
    let request = RunVoiceRequest::new().agent_id(7);
    let error = client.scenarios().run_and_wait(&request).await.expect_err("timed out");
    let verdict = Verdict::of_error(&error).expect("the response is a result");
    assert_eq!(verdict.why_not, Some(WhyNot::Ended(RunStatus::Timeout)));
    assert_eq!((verdict.passed, verdict.total), (2, 3));
}
