//! Reports of a result that has one run of each outcome.

use serde_json::json;

use crate::runtime::from_json;
use crate::types::RunResult;

fn result() -> RunResult {
    let run = |id: i64, name: &str, status: &str, more: serde_json::Value| {
        let mut run = json!({"id": id, "scenario_name": name, "status": status});
        let fields = more.as_object().expect("an object").clone();
        run.as_object_mut().expect("an object").extend(fields);
        run
    };
    let failed = json!({
        "success": false,
        "duration": "00:45",
        "expected_outcome": {"score": 50.0, "explanation": ["Half of it.", " "]},
        "evaluation": {"metrics": [
            {"id": 1, "name": "A|B <script>", "passed": false, "explanation": "No.\nReally \"not\"."},
            {"id": 2, "name": "Good", "passed": true, "explanation": ["Yes."]},
            {"id": 3, "name": "Silent", "passed": false},
        ]},
    });
    let runs = json!({
        "10": run(10, "Books", "completed", json!({"success": true, "duration": "01:02"})),
        "9": run(9, "Books", "completed", failed),
        "11": run(11, "Moves", "timeout", json!({"error_message": "No \u{1}line & tone"})),
        "12": run(12, "Cancels", "in_progress", json!({})),
    });
    let result = json!({
        "id": 7, "agent": 3, "agent_name": "Front <desk>", "name": "Nightly *suite*",
        "status": "completed", "total_runs_count": 4, "success_runs_count": 1,
        "created_at": "2026-08-12T07:44:58.204417Z", "runs": runs,
    });
    from_json(result.to_string().as_bytes()).expect("a result").value
}

#[test]
fn junit_has_a_case_for_each_run_with_what_went_wrong() {
    let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="Nightly *suite*" tests="4" failures="1" errors="1" skipped="1" time="107">
  <testsuite name="Nightly *suite*" tests="4" failures="1" errors="1" skipped="1" time="107" timestamp="2026-08-12T07:44:58Z">
    <properties>
      <property name="result" value="7"/>
    </properties>
    <testcase name="Books" classname="Front &lt;desk&gt;" time="45">
      <failure message="Expected outcome: Half of it.">Expected outcome: Half of it.
A|B &lt;script&gt;: No.&#10;Really &quot;not&quot;.
Silent: not passed
run 9, not passed</failure>
    </testcase>
    <testcase name="Books #2" classname="Front &lt;desk&gt;" time="62"/>
    <testcase name="Moves" classname="Front &lt;desk&gt;" time="0">
      <error message="No �line &amp; tone">No �line &amp; tone
run 11, ended as timeout</error>
    </testcase>
    <testcase name="Cancels" classname="Front &lt;desk&gt;" time="0">
      <skipped message="not over: in_progress">
run 12, not over: in_progress</skipped>
    </testcase>
  </testsuite>
</testsuites>
"#;
    assert_eq!(result().to_junit(), expected);
}

#[test]
fn markdown_has_the_verdict_and_a_row_for_each_run() {
    let expected = r"### Nightly \*suite\*

not passed: 1 of 4 runs passed

| scenario | outcome | duration | why |
|---|---|--:|---|
| Books | not passed | 00:45 | Expected outcome: Half of it.<br>A\|B &lt;script>: No. Really "
        .to_owned()
        + r#""not".<br>Silent: not passed |
| Books \#2 | passed | 01:02 |  |
| Moves | ended as timeout |  | No line &amp; tone |
| Cancels | not over: in\_progress |  |  |
"#;
    assert_eq!(result().to_markdown(), expected);
}

#[test]
fn a_result_without_runs_is_a_report_too() {
    let result = from_json::<RunResult>(br#"{"id": 7, "agent": 3}"#).expect("a result").value;
    assert!(result.to_junit().contains(r#"<testsuite name="Result 7" tests="0""#));
    assert_eq!(result.to_markdown(), "### Result 7\n\nnot passed: the response has no status\n");
}
