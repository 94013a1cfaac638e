use serde_json::json;

use super::*;
use crate::runtime::Client;
use crate::runtime::MockTransport;
use crate::types::ScenarioLanguage;

fn faults(file: &Json) -> Vec<String> {
    check(file).iter().map(ToString::to_string).collect()
}

/// Returns the faults of a file with one test case of these members.
fn faults_of_case(case: Json) -> Vec<String> {
    faults(&json!({"version": "1", "scenarios": [case]}))
}

/// Returns a suite that uses every member of the format.
fn whole() -> TestSuite {
    let voice = ["prompt", "voice", "office"];
    let personality = InlinePersonality::new(
        voice[0],
        ScenarioLanguage::En,
        VoiceModel::Sonic35,
        voice[1],
        voice[2],
    );
    let script = json!({"turns": [{"if": "greeted", "then": "hang up"}]});
    TestSuite::new([
        TestCase::new("Refund", "You want your money back.")
            .key("refund")
            .kind(TestCaseKind::Instruction)
            .expected_outcome("The agent confirms a refund.")
            .first_message("Hello?")
            .language(ScenarioLanguage::De)
            .frequency(2)
            .max_duration(90)
            .personality(personality.name("Kim").accent("none").speed(1.1).end_call_enabled(true))
            .test_profile(InlineTestProfile::new().caller_variable("mood", "cross"))
            .metrics([MetricRef::Id(12), "greeting_by_name".into()])
            .tags(["returns"])
            .tools([Tool::EndCall, Tool::Dtmf]),
        TestCase::scripted(
            "Scripted",
            ScenarioLanguage::Multi,
            script.as_object().cloned().unwrap_or_default(),
        )
        .personality(InlinePersonality::based_on(693).provider(VoiceProvider::ElevenLabs))
        .test_profile(4),
    ])
    .schema("https://example.com/schema.json")
    .suite(SuiteInfo::new("Returns").description("All about returns."))
    .defaults(Defaults::new().concurrency_limit(3).personality(693).tags(["nightly"]))
}

#[test]
fn a_whole_suite_has_no_faults_and_comes_back_as_it_was() {
    let suite = whole();
    assert_eq!(suite.check(), Ok(()));
    let text = suite.to_json();
    assert!(text.ends_with("}\n"));
    assert_eq!(text.parse::<TestSuite>(), Ok(suite));
}

#[test]
fn members_that_the_format_does_not_have_are_faults_and_survive() {
    let file = json!({
        "version": "1",
        "owner": {"team": "returns"},
        "suite": {"name": "Returns", "icon": "cup"},
        "defaults": {"frequency": 1, "budget": 5},
        "scenarios": [{
            "name": "Refund",
            "instructions": "…",
            "priority": "high",
            "personality": {"base": 693, "mood": "cross"},
            "test_profile": {"name": "a", "secret": true},
        }],
    });
    let text = file.to_string();
    let read = from_json::<TestSuite>(text.as_bytes()).expect("a suite");
    assert_eq!(read.drift, []);
    assert_eq!(Json::from(&read.value), file);
    assert_eq!(read.value.scenarios[0].other["priority"], "high");

    let invalid = TestSuite::from_json(&text).expect_err("unknown members");
    let places: Vec<&str> = invalid.faults.iter().map(|fault| &*fault.pointer).collect();
    assert_eq!(
        places,
        [
            "/defaults/budget",
            "/owner",
            "/scenarios/0/personality/mood",
            "/scenarios/0/priority",
            "/scenarios/0/test_profile/secret",
            "/suite/icon",
        ]
    );
    assert!(invalid.faults.iter().all(|fault| fault.kind == FaultKind::Unknown));
    assert_eq!(read.value.check(), Err(invalid));
}

#[test]
fn help_says_what_mends_a_fault() {
    let file = json!({"agent_id": 7, "frequency": 2, "Scenarios": [], "version": 1, "x": 0});
    assert_eq!(
        faults(&file),
        [
            ": the member `scenarios` is missing; add it",
            "/Scenarios: the format has no member `Scenarios` here; did you mean `scenarios`?",
            "/agent_id: the format has no member `agent_id` here; remove it: it belongs to the \
             request that runs the file (`TestSuiteSpecUpload`)",
            "/frequency: the format has no member `frequency` here; move it: it is a member of \
             `defaults` and of each of `scenarios`",
            "/version: 1 is not a value of this member; write `1` as a text, in quotes",
            "/x: the format has no member `x` here; remove it",
        ]
        .map(|line| line.trim_start_matches(": "))
    );
}

#[test]
fn alternatives_are_required_by_kind() {
    let scripted = json!({"name": "a", "type": "conditional_actions", "instructions": "…"});
    let missing = "is missing; add it, or set another `type` and add `instructions`";
    assert_eq!(
        faults_of_case(scripted),
        ["conditional_actions", "language"]
            .map(|name| format!("/scenarios/0: the member `{name}` {missing}"))
    );
    let nameless = json!({"instructions": "…"});
    assert_eq!(faults_of_case(nameless), ["/scenarios/0: the member `name` is missing; add it"]);
    let new = json!({"name": "a", "instructions": "…", "personality": {"prompt": "p"}});
    let of_new = faults_of_case(new);
    assert_eq!(of_new.len(), 4);
    assert_eq!(
        of_new[0],
        "/scenarios/0/personality: the member `language` is missing; \
         add it, or name the personality to change in `base`"
    );
}

#[test]
fn values_are_held_to_their_limits() {
    let case = json!({
        "name": "n".repeat(95),
        "instructions": 7,
        "frequency": 0,
        "max_duration": 1.5,
        "language": "german",
        "tools": ["end-call"],
        "metrics": ["Greeting", true, -1],
        "personality": {"base": 1, "speed": 2, "prompt": "", "end_call_enabled": "yes"},
        "test_profile": {},
        "tags": vec!["t"; 33],
    });
    assert_eq!(
        faults_of_case(case),
        [
            "/frequency: 0 is less than 1; write at least 1",
            "/instructions: expected a text, found 7; write a text",
            "/language: \"german\" is not a value of this member; write the code of a language, \
             such as `en`, or `multi` for several",
            "/max_duration: expected an integer, found 1.5; write an integer from 1",
            "/metrics/0: \"Greeting\" is not the slug of a metric; a slug has lower-case letters, \
             digits and `_`; the id of the metric, a number, also names it",
            "/metrics/1: expected the id or the slug of a metric, found true; \
             write the id or the slug of a metric",
            "/metrics/2: -1 is less than 1; write at least 1",
            "/name: the text has 95 characters, 80 at most; shorten it by 15",
            "/personality/end_call_enabled: expected `true` or `false`, found \"yes\"; \
             write `true` or `false`",
            "/personality/prompt: the text is empty; write a text",
            "/personality/speed: 2 is not from 0.8 to 1.2; write a number from 0.8 to 1.2",
            "/tags: the list has 33 items, 32 at most; remove 1",
            "/test_profile: the object has no members; \
             add `agent_variables`, `caller_variables` or `name`",
            "/tools/0: \"end-call\" is not a value of this member; did you mean `end_call`?",
        ]
        .map(|line| format!("/scenarios/0{line}"))
    );
}

#[test]
fn numbers_that_json_or_rust_cannot_hold_are_faults() {
    let mut suite = whole();
    suite.scenarios[0].personality = Some(InlinePersonality::based_on(1).speed(f64::NAN).into());
    let invalid = suite.check().expect_err("no number");
    assert_eq!(invalid.faults[0].pointer, "/scenarios/0/personality/speed");

    let case = r#"{"name": "a", "instructions": "…", "frequency": 1e30}"#;
    let invalid =
        TestSuite::from_json(&format!(r#"{{"version": "1", "scenarios": [{case}]}}"#)).unwrap_err();
    assert_eq!(
        invalid.to_string(),
        "the test suite has a fault: /scenarios/0/frequency: expected an integer, \
         found 1e+30; write a smaller number"
    );
    // An integer of JSON Schema, if not of every language.
    let text =
        r#"{"version": "1", "scenarios": [{"name": "a", "instructions": "", "frequency": 2.0}]}"#;
    let suite: TestSuite = text.parse().expect("a suite");
    assert_eq!(suite.scenarios[0].frequency, Some(2));
}

#[test]
fn a_text_that_is_not_json_is_a_fault_with_its_line() {
    let invalid = TestSuite::from_json("{\n  \"version\": \"1\",,\n}").unwrap_err();
    assert_eq!(
        invalid.to_string(),
        "the test suite has a fault: the text is not JSON: key must be a string at line 2 \
         column 18; correct it at that place"
    );
    assert_eq!(invalid.faults[0].kind, FaultKind::Syntax);
}

#[test]
fn several_faults_are_told_one_a_line() {
    let invalid = TestSuite::new([]).upload(7).expect_err("no test cases");
    assert_eq!(
        invalid.to_string(),
        "the test suite has a fault: /scenarios: the list is empty; add an item"
    );
    let invalid = TestSuite::new([TestCase::new("", "")]).suite(SuiteInfo::new("n".repeat(256)));
    assert_eq!(
        invalid.check().expect_err("two").to_string(),
        "the test suite has 2 faults:\n  \
         /scenarios/0/name: the text is empty; write a text\n  \
         /suite/name: the text has 256 characters, 255 at most; shorten it by 1"
    );
}

#[tokio::test]
async fn a_suite_is_sent_as_the_content_of_the_request() {
    let mock = MockTransport::new();
    let path = "/test_framework/v1/scenarios/run_scenarios_json/";
    mock.expect("POST", path).json(200, &json!({"id": 9, "status": "pending"}));
    let client = Client::builder().api_key("k").transport(mock.clone()).build().expect("a client");
    let upload = whole().upload(7).expect("no faults");
    let started = client.scenarios().run_json(&upload).dry_run(true).await.expect("a result");
    assert_eq!(started.id, Some(9));
    let sent = &mock.requests()[0];
    assert_eq!(sent.json(), json!({"agent_id": 7, "spec": Json::from(&whole())}));
    assert_eq!(sent.url.query(), Some("dry_run=true"));
}
