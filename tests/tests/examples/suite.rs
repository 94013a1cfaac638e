//! The job of a CI: `run_suite`.

use std::process::Command;

use serde_json::{Value, json};

use crate::vendor::{Program, Ran, Running, Vendor, answer, ended};

const START: &str = "/test_framework/v2/scenarios/run_scenarios_json/";
const RESULT: &str = "/test_framework/v2/results/48241/";
const END: &str = "/test_framework/v2/results/48241/end_calls/";

const SUITE: &str = r#"{
    "version": "1",
    "scenarios": [{"name": "Refund", "instructions": "You want your money back."}]
}"#;

/// Returns an answer about the result in this state, of which so many of three runs passed.
fn result(status: &str, passed: i64) -> String {
    let mut result: Value = serde_json::from_str(&answer("results/get")).expect("JSON");
    let fields = result.as_object_mut().expect("an object");
    fields.insert("id".to_owned(), 48241.into());
    fields.insert("status".to_owned(), status.into());
    fields.insert("total_runs_count".to_owned(), 3.into());
    fields.insert("success_runs_count".to_owned(), passed.into());
    result.to_string()
}

/// Returns a server on which the runs are pending, then running, and end so.
fn vendor(status: &str, passed: i64) -> Running {
    Vendor::new()
        .answer("POST", START, 200, "scenarios/run_json")
        .text("GET", RESULT, 200, &result("running", 0))
        .text("GET", RESULT, 200, &result(status, passed))
        .text("POST", END, 200, r#"{"message": "ended"}"#)
        .start()
}

fn program(vendor: &Running) -> Program {
    let program = Program::new(env!("CARGO_BIN_EXE_run_suite"), vendor);
    program.write("cekura.tests.json", SUITE);
    program.variable("GITHUB_STEP_SUMMARY", "summary.md")
}

fn count(vendor: &Running, line: &str) -> usize {
    vendor.received().iter().filter(|request| request.line() == line).count()
}

#[test]
fn all_runs_pass() {
    let vendor = vendor("completed", 3);
    let program = program(&vendor);
    let ran = program.run(&["2718"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.starts_with("result 48241\n"), "{ran:?}");
    assert!(ran.stdout.ends_with("passed: all of 3 runs\n"), "{ran:?}");
    let received = vendor.received();
    let sent = received[0].json();
    assert_eq!(sent["agent_id"], 2718);
    assert_eq!(sent["spec"]["scenarios"][0]["name"], "Refund", "{sent}");
    assert_eq!(count(&vendor, &format!("POST {START}")), 1, "a start places calls, and is billed");
    assert_eq!(count(&vendor, &format!("POST {END}")), 0, "there is nothing to end");
}

#[test]
fn too_few_runs_pass_and_the_reports_say_why() {
    let vendor = vendor("completed", 2);
    let program = program(&vendor);
    let Ran { code, stdout, stderr } = program.run(&["2718"]);
    assert_eq!((code, stderr.as_str()), (Some(1), ""), "{stdout}");
    assert!(stdout.ends_with("not passed: 2 of 3 runs passed\n"), "{stdout}");

    let junit = program.read("junit.xml").expect("a report");
    let of_result: Value = serde_json::from_str(&answer("results/get")).expect("JSON");
    let runs = of_result["runs"].as_object().expect("runs").len();
    assert_eq!(junit.matches("<testcase ").count(), runs, "{junit}");
    assert!(junit.contains(r#"<property name="result" value="48241"/>"#), "{junit}");
    assert!(junit.contains(r#"<testcase name="Moves a check-up to next week""#), "{junit}");
    let summary = program.read("summary.md").expect("a summary");
    assert!(summary.starts_with("### Nightly booking suite\n\nnot passed: 2 of 3 runs passed\n"));
    assert!(summary.contains("| Moves a check-up to next week | "), "{summary}");
}

#[test]
fn a_lower_share_is_enough_where_the_job_says_so() {
    let vendor = vendor("completed", 2);
    assert_eq!(program(&vendor).run(&["2718", "60"]).code, Some(0));
    let vendor = self::vendor("completed", 2);
    assert_eq!(program(&vendor).run(&["2718", "70"]).code, Some(1));
}

#[test]
fn what_ended_otherwise_is_a_failure_with_reports_and_nothing_is_ended_again() {
    for status in ["failed", "timeout", "cancelled"] {
        let vendor = vendor(status, 3);
        let program = program(&vendor);
        let ran = program.run(&["2718", "0"]);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(
            ran.stdout.contains(&format!("not passed: the result ended as `{status}`")),
            "{ran:?}"
        );
        assert!(program.read("junit.xml").is_some());
        assert_eq!(count(&vendor, &format!("POST {END}")), 0);
    }
}

#[test]
fn an_interrupt_ends_the_calls_and_reports_what_there_is() {
    let vendor = vendor("running", 1);
    let program = program(&vendor);
    let child = program.start(&["2718"]);
    vendor.wait_for("GET", RESULT);
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status().expect("kill runs");
    assert!(sent.success());
    let ran = ended(child);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("ending the calls\n"), "{ran:?}");
    assert_eq!(count(&vendor, &format!("POST {END}")), 1, "{:?}", vendor.received());
    assert!(program.read("junit.xml").expect("a report").contains("<testcase "));
    assert!(program.read("summary.md").expect("a summary").contains("not over"));
}

#[test]
fn a_suite_with_faults_is_not_run() {
    let vendor = vendor("completed", 3);
    let program = program(&vendor);
    program.write("cekura.tests.json", &json!({"version": "1", "scenarios": []}).to_string());
    let ran = program.run(&["2718"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stderr.contains("/scenarios"), "{ran:?}");
    assert!(vendor.received().is_empty());
}
