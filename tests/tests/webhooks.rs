//! The events of the vendor's webhooks, as its pages describe them: each is read without drift, and
//! nothing of it is lost.

use cekura::Json;
use cekura::auth::Secret;
use cekura::codec::Decoded;
use cekura::errors::SecretError;
use cekura::types::RunStatus;
use cekura::webhooks::{Event, SECRET_HEADER, verify};
use serde_json::json;

fn read(body: &Json) -> Decoded<Event> {
    Event::read(body.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error}: {body}"))
}

/// Reads an event that matches its description: without drift, and written again as it was.
fn exact(body: &Json) -> Event {
    let read = read(body);
    assert_eq!(read.drift, [], "{body}");
    let again = serde_json::to_value(&read.value).expect("JSON");
    assert_eq!(without_nulls(again), without_nulls(body.clone()));
    read.value
}

/// Returns a value without members that are null: an absent one says the same. Numbers are equal
/// however they are written.
fn without_nulls(value: Json) -> Json {
    match value {
        Json::Object(members) => {
            let members = members.into_iter().filter(|(_, value)| !value.is_null());
            members.map(|(name, value)| (name, without_nulls(value))).collect()
        }
        Json::Array(items) => items.into_iter().map(without_nulls).collect(),
        // A score of 5 is a number with a fraction, too.
        Json::Number(number) => json!(number.as_f64()),
        other => other,
    }
}

fn metrics() -> Json {
    json!([
        {
            "id": 11, "name": "Polite", "explanation": ["Said please.", "Said thanks."],
            "vocera_defined_metric_code": null, "eval_type": "binary", "passed": true,
            "type": "binary_workflow_adherence", "score": 5,
        },
        {"id": 12, "name": "Latency", "explanation": [], "vocera_defined_metric_code": "latency", "type": "numeric", "score": 812.5},
        {"id": 13, "name": "Mood", "explanation": ["Calm."], "type": "enum", "score": "calm"},
    ])
}

fn turns() -> Json {
    json!([
        {"role": "Testing Agent", "content": "Good day.", "time": "00:01", "start_time": 1.2, "end_time": 2.0},
        {"role": "Main Agent", "content": "How can I help?", "time": "00:03", "start_time": 3.1, "end_time": 4.75},
    ])
}

#[test]
fn calls_that_are_about_to_be_placed() {
    let event = exact(&json!({
        "event_type": "result.pre_trigger",
        "data": {
            "result_id": 501, "label": "nightly", "agent_id": "77", "timestamp": "2026-08-18T09:30:00Z",
            "runs": {
                "9001": {
                    "id": 9001, "scenario": {"id": 31, "name": "Books a table"},
                    "test_profile": {"id": 4, "name": "Ada", "information": {"city": "Bonn", "main_agent_variables": {"tier": "gold"}}},
                    "personality": {"id": 2, "name": "Calm"}, "phone_number": "+4922812345",
                },
                "9002": {"id": 9002, "scenario": {"id": 32, "name": "Cancels"}, "personality": {"id": 2, "name": "Calm"}},
            },
        },
    }));
    let Event::ResultPreTrigger(event) = event else { panic!("{event:?}") };
    let profile = event.data.runs["9001"].test_profile.as_ref().expect("a profile");
    let information = profile.information.as_ref().expect("information");
    assert_eq!(information["main_agent_variables"]["tier"], "gold");
    assert_eq!(event.data.runs["9002"].scenario.as_ref().expect("a scenario").id, 32);
}

#[test]
fn a_result_that_is_done() {
    let event = exact(&json!({
        "event_type": "result.completed",
        "data": {
            "id": 501, "name": "Nightly", "agent": 77, "status": "completed", "met_expected_outcome_count": 1,
            "total_expected_outcome_count": 2, "success_rate": 66.5, "run_as_text": false, "is_cronjob": true,
            "created_at": "2026-08-18T09:30:00Z",
            "runs": {
                "9001": {
                    "id": 9001,
                    "scenario": {"id": 31, "name": "Books a table", "personality_name": "Calm", "expected_outcome_prompt": "A table is booked."},
                    "expected_outcome": {}, "success": true, "evaluation": {"metrics": metrics()}, "transcript_object": turns(),
                    "voice_recording": "https://recordings.example/9001.wav", "timestamp": "2026-08-18T09:30:01Z",
                    "executed_at": "2026-08-18T09:30:02Z", "error_message": "",
                },
            },
        },
    }));
    let Event::ResultCompleted(event) = event else { panic!("{event:?}") };
    assert_eq!(event.data.status, Some(RunStatus::Completed));
    let run = &event.data.runs.as_ref().expect("runs")["9001"];
    let metrics = run.evaluation.as_ref().and_then(|all| all.metrics.as_ref()).expect("metrics");
    assert_eq!(metrics[0].passed, Some(true));
    assert_eq!(metrics.len(), 3);
}

#[test]
fn a_call_that_is_evaluated() {
    let event = exact(&json!({
        "event_type": "call_log.completed",
        "data": {
            "id": 88, "call_id": "abc-1", "agent": 77, "agent_id": "asst_9", "duration": "03:07", "status": "completed",
            "success": false, "is_reviewed": false, "feedback": null, "evaluation": {"metrics": metrics()},
            "transcript": "Testing Agent: Good day.", "transcript_object": turns(),
            "voice_recording_url": "https://recordings.example/88.wav", "critical_categories": ["compliance"],
            "call_ended_reason": "customer-ended-call", "dropoff_point": "", "topic": "{\"topic\": \"billing\"}",
            "customer_number": "+4922812345", "user_generated_transcript": null, "metadata": {"tier": "gold"},
            "dynamic_variables": {}, "timestamp": "2026-08-18T09:30:00Z", "created_at": "2026-08-18T09:31:00Z",
            "updated_at": "2026-08-18T09:32:00Z",
        },
    }));
    let Event::CallLogCompleted(event) = event else { panic!("{event:?}") };
    assert_eq!(event.data.duration.as_deref(), Some("03:07"));
}

#[test]
fn what_providers_send_is_told_apart_and_kept() {
    let vapi = json!({"message": {"type": "end-of-call-report", "call": {"id": "v1"}}});
    assert!(matches!(exact(&vapi), Event::Vapi(_)));
    let retell = json!({"event": "call_ended", "call": {"call_id": "r1"}, "more": 7});
    let event = exact(&retell);
    let Event::Retell(event) = event else { panic!("{event:?}") };
    assert_eq!((event.event.as_str(), &event.call["call_id"]), ("call_ended", &json!("r1")));
}

#[test]
fn an_event_of_an_unknown_kind_is_kept() {
    for body in [
        json!({"event_type": "result.paused", "data": {"id": 7}}),
        json!({"event_type": "call_log.deleted", "message": 7}),
        json!({"hello": 1}),
        json!([1]),
    ] {
        let read = read(&body);
        assert_eq!(read.value, Event::Unknown(body.clone()), "{body}");
    }
}

#[test]
fn what_does_not_match_is_drift_and_the_rest_is_read() {
    let body = json!({
        "event_type": "result.completed",
        "data": {"id": 7, "success_rate": "high", "status": "shelved", "runs": {"1": {"id": 1, "success": "yes"}}},
    });
    let read = read(&body);
    let Event::ResultCompleted(event) = &read.value else { panic!("{:?}", read.value) };
    assert_eq!(event.data.status, Some(RunStatus::Unknown("shelved".to_owned())));
    let mut places: Vec<&str> = read.drift.iter().map(|drift| drift.pointer.as_str()).collect();
    places.sort_unstable();
    assert_eq!(places, ["/data/runs/1/success", "/data/success_rate"]);
}

#[test]
fn what_is_not_json_is_an_error_that_shows_it() {
    let error = Event::read(b"event_type=result.completed").expect_err("no JSON");
    assert!(error.to_string().contains("event_type=result"), "{error}");
}

#[test]
fn a_request_without_the_secret_is_refused() {
    let secret = Secret::new("s3cret");
    let mut headers = http::HeaderMap::new();
    let check = |headers: &http::HeaderMap| verify(&secret, headers.get(SECRET_HEADER));
    assert_eq!(check(&headers), Err(SecretError::Missing));
    headers.insert("X-CEKURA-SECRET", http::HeaderValue::from_static("s3crets"));
    assert_eq!(check(&headers), Err(SecretError::Wrong));
    headers.insert("X-CEKURA-SECRET", http::HeaderValue::from_static("s3cret"));
    assert_eq!(check(&headers), Ok(()));
}
