//! The examples of the client, run as programs against a server that answers as the vendor does:
//! the calls that they send, the words that they print, the files that they write, and the code
//! that they exit with.

#![cfg(unix)]

mod front;
mod lines;
mod suite;
mod vendor;
mod webhook;

use vendor::{Program, Vendor};

#[test]
fn the_calls_of_the_last_week_are_summed_by_state_over_all_pages() {
    let first = r#"{"count": 3, "next": "NEXT", "previous": null, "results": [
        {"id": 1, "call_id": "a", "status": "success", "duration": "01:30"},
        {"id": 2, "call_id": "b", "status": "failure", "duration": "00:20"}
    ]}"#;
    let second = r#"{"count": 3, "next": null, "previous": null, "results": [
        {"id": 3, "call_id": "c", "status": "success", "duration": null}
    ]}"#;
    let path = "/observability/v2/call-logs/";
    let vendor = Vendor::new().text("GET", path, 200, first).text("GET", path, 200, second).start();
    let ran = Program::new(env!("CARGO_BIN_EXE_calls_of_last_week"), &vendor).run(&["411"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        ran.stdout,
        "     1 calls,    0.3 minutes: failure\n     2 calls,    1.5 minutes: success\n"
    );
    let received = vendor.received();
    assert_eq!(received.len(), 2, "{received:?}");
    let query = received[0].query();
    assert_eq!((query["project_id"].as_str(), query["page_size"].as_str()), ("411", "100"));
    let from: chrono::DateTime<chrono::Utc> = query["timestamp_from"].parse().expect("a time");
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
    let days = (now - from).num_hours() as f64 / 24.0;
    assert!((6.9..7.1).contains(&days), "{days} days ago");
    assert_eq!(received[1].query()["page"], "2");
}

#[test]
fn scenarios_with_a_tag_are_changed_together_and_only_those_that_need_it() {
    let list = r#"{"count": 2, "next": null, "previous": null, "results": [
        {"id": 60411, "agent": 1, "name": "A", "instructions": "a", "personality": 31},
        {"id": 60412, "agent": 1, "name": "B", "instructions": "b", "personality": 32}
    ]}"#;
    let changed = r#"[{"id": 60411, "agent": 1, "name": "A", "instructions": "a"}]"#;
    let vendor = Vendor::new()
        .text("GET", "/test_framework/v1/scenarios/", 200, list)
        .text("POST", "/test_framework/v1/scenarios/adv_update/", 200, changed)
        .start();
    let program = || Program::new(env!("CARGO_BIN_EXE_change_by_tag"), &vendor);
    let ran = program().run(&["411", "booking", "32"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "60411 A\n"), "{ran:?}");
    let received = vendor.received();
    let query = received[0].query();
    assert_eq!((query["project_id"].as_str(), query["tags"].as_str()), ("411", "booking"));
    let sent = serde_json::json!({"scenarios": [60411], "project": 411, "personality": 32});
    assert_eq!(received[1].json(), sent);

    let ran = program().run(&["411", "booking"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("usage: change_by_tag PROJECT_ID TAG PERSONALITY_ID"), "{ran:?}");
    assert_eq!(vendor.received().len(), 2, "nothing is sent");
}

#[test]
fn nothing_is_sent_where_there_is_nothing_to_change() {
    let none = r#"{"count": 0, "next": null, "previous": null, "results": []}"#;
    let path = "/test_framework/v1/scenarios/";
    let vendor = Vendor::new().text("GET", path, 200, none).start();
    let program = Program::new(env!("CARGO_BIN_EXE_change_by_tag"), &vendor);
    let ran = program.run(&["411", "booking", "32"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "nothing to change\n"), "{ran:?}");
    assert_eq!(vendor.received().len(), 1);
}

#[test]
fn files_are_uploaded_with_their_names_and_types_and_the_knowledge_base_is_listed() {
    let agent = "/test_framework/v2/aiagents/2718";
    let vendor = Vendor::new()
        .answer(
            "POST",
            &format!("{agent}/upload_knowledge_base/"),
            201,
            "agents/upload_knowledge_base",
        )
        .answer("GET", &format!("{agent}/knowledge_base/"), 200, "agents/knowledge_base")
        .start();
    let program = Program::new(env!("CARGO_BIN_EXE_upload_knowledge_base"), &vendor);
    program.write("prices.txt", "A check-up is 900 kr.");
    program.write("hours.md", "We close at four.");
    let ran = program.run(&["2718", "prices.txt", "hours.md"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("    48213 bytes  prices.pdf\n"), "{ran:?}");
    let received = vendor.received();
    assert_eq!(received.len(), 2, "{received:?}");
    let kind = received[0].0.header("content-type").expect("a type");
    assert!(kind.starts_with("multipart/form-data; boundary="), "{kind}");
    let body = String::from_utf8_lossy(&received[0].0.body).into_owned();
    for part in [
        "name=\"files\"; filename=\"prices.txt\"\r\ncontent-type: text/plain",
        "A check-up is 900 kr.",
        "name=\"files\"; filename=\"hours.md\"",
        "We close at four.",
    ] {
        assert!(body.to_lowercase().contains(&part.to_lowercase()), "{part}: {body}");
    }

    let missing = Program::new(env!("CARGO_BIN_EXE_upload_knowledge_base"), &vendor);
    let ran = missing.run(&["2718", "missing.txt"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("missing.txt"), "{ran:?}");
    assert_eq!(vendor.received().len(), 2, "nothing is sent");
}

#[test]
fn a_production_call_is_sent_with_its_transcript() {
    let path = "/observability/v1/observe/";
    let vendor = Vendor::new().answer("POST", path, 201, "calls/send").start();
    let program = Program::new(env!("CARGO_BIN_EXE_send_call"), &vendor);
    let ran = program.run(&["2718", "call-8812", "https://files.example/8812.wav"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(0), "call log 5500180: evaluating\n"),
        "{ran:?}"
    );
    let sent = vendor.received()[0].json();
    assert_eq!(sent["agent"], 2718);
    assert_eq!(sent["call_id"], "call-8812");
    assert_eq!(sent["voice_recording_url"], "https://files.example/8812.wav");
    assert_eq!(sent["transcript_type"], "cekura");
    let turns = sent["transcript_json"].as_array().expect("turns");
    assert_eq!(turns.len(), 4);
    assert_eq!(
        turns[1],
        serde_json::json!({
            "role": "Testing Agent",
            "content": "I would like to move my appointment to next week.",
            "start_time": 3.1,
            "end_time": 6.0,
        })
    );

    Program::new(env!("CARGO_BIN_EXE_send_call"), &vendor).run(&["2718", "call-8813"]);
    assert!(vendor.received()[1].json().get("voice_recording_url").is_none());
}

#[test]
fn a_metric_is_tried_before_it_is_saved() {
    let vendor = Vendor::new()
        .answer("POST", "/test_framework/v2/metrics/preview/", 200, "metrics/preview")
        .answer(
            "GET",
            "/test_framework/v2/metrics/preview-progress/",
            200,
            "metrics/preview_progress.in_progress",
        )
        .answer(
            "GET",
            "/test_framework/v2/metrics/preview-progress/",
            200,
            "metrics/preview_progress.completed",
        )
        .answer("POST", "/test_framework/v2/metrics/", 201, "metrics/create")
        .start();
    let program = Program::new(env!("CARGO_BIN_EXE_preview_metric"), &vendor);
    let ran = program.run(&["411", "5500123", "5500124"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("The price was named."), "{ran:?}");
    assert!(ran.stdout.ends_with("metric 9150: Confirms the new time\n"), "{ran:?}");
    let received = vendor.received();
    assert_eq!(received.len(), 4, "{received:?}");
    let tried = received[0].json();
    assert_eq!(tried["call_log_ids"], serde_json::json!([5500123, 5500124]));
    assert_eq!(tried["project_id"], 411);
    assert_eq!(received[1].query()["progress_id"], "7d2b1a06-40f7-4a3c-9f6e-0a9be0c1b3d4");
    let mut saved = received[3].json();
    assert_eq!(saved.as_object_mut().expect("an object").remove("project"), Some(411.into()));
    assert_eq!(saved, tried["metric_data"], "what was tried is what is saved");
}

#[test]
fn a_preview_that_fails_saves_nothing() {
    let vendor = Vendor::new()
        .answer("POST", "/test_framework/v2/metrics/preview/", 200, "metrics/preview")
        .answer(
            "GET",
            "/test_framework/v2/metrics/preview-progress/",
            200,
            "metrics/preview_progress.failed",
        )
        .start();
    let program = Program::new(env!("CARGO_BIN_EXE_preview_metric"), &vendor);
    let ran = program.run(&["411", "5500123"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stderr.contains("No call has a transcript."), "{ran:?}");
    assert_eq!(vendor.received().len(), 2);
}

#[test]
fn the_table_has_a_row_for_each_result_and_its_verdict() {
    let path = "/test_framework/v2/results/";
    let list = r#"{"count": 2, "next": null, "previous": null, "results": [
        {"id": 48210, "name": "Nightly", "status": "completed", "total_runs_count": 3,
         "success_runs_count": 2, "created_at": "2026-08-12T07:44:58Z"},
        {"id": 48209, "name": "Weekly", "status": "running"}
    ]}"#;
    let vendor = Vendor::new().text("GET", path, 200, list).start();
    let ran = Program::new(env!("CARGO_BIN_EXE_table_of_results"), &vendor).run(&["2718"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let row = |id, started, name, verdict| format!("{id:>8}  {started:<16}  {name:<32}  {verdict}");
    let expected = [
        row("result", "started", "name", "verdict"),
        row("48210", "2026-08-12 07:44", "Nightly", "not passed: 2 of 3 runs passed"),
        row("48209", "", "Weekly", "not over: the result is `running`"),
    ];
    assert_eq!(lines, expected);
    assert_eq!(vendor.received()[0].query()["agent_id"], "2718");
}

#[test]
fn durations_of_calls_are_in_the_text_of_prometheus_whatever_becomes_of_them() {
    let path = "/test_framework/v1/scenarios/";
    let refused = r#"{"detail": "No project."}"#;
    let vendor = Vendor::new().text("GET", path, 400, refused).start();
    let ran = Program::new(env!("CARGO_BIN_EXE_prometheus"), &vendor).run(&[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let count = ran.stdout.lines().find(|line| line.contains("_count{")).expect("a count");
    assert!(
        count.contains("http_response_status_code=\"400\"") && count.ends_with(" 1"),
        "{count}"
    );
    assert!(count.contains("url_template=\"/test_framework/v1/scenarios/\""), "{count}");
    assert!(ran.stderr.contains("No project."), "{ran:?}");
}
