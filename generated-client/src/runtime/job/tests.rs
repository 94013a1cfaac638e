//! Jobs that succeed, fail, or never end.

use super::JobStates;
use crate::runtime::{
    Body, BoxFuture, Client, ErrorKind, Job, Json, MockTransport, Request, Transport,
    TransportError,
};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const STATES: JobStates = JobStates {
    id: "/progress_id",
    status: "/status",
    done: &["completed"],
    failed: &["failed", "timeout", "cancelled"],
};

/// As the generator writes it.
fn job(transport: impl Transport) -> Job<Json> {
    let client = Client::builder().api_key("k").transport(transport).build().expect("a client");
    client
        .post("/start/")
        .call::<Json>()
        .job(STATES, move |id| client.get("/progress/").query("progress_id", id).call())
}

fn mock(statuses: &[&str]) -> MockTransport {
    let mock = MockTransport::new();
    mock.expect("POST", "/start/").json(202, &json!({"progress_id": "p 1"}));
    for status in statuses {
        mock.expect("GET", "/progress/").json(200, &json!({"status": status, "of": 9}));
    }
    mock
}

#[tokio::test]
async fn a_job_is_asked_for_until_it_is_done() {
    let mock = mock(&["queued", "running", "COMPLETED"]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let hook = Arc::clone(&seen);
    let result = job(mock.clone())
        .on_progress(move |progress| {
            let status = progress.status.map(str::to_owned);
            hook.lock().expect("a list").push((progress.polls, status));
        })
        .await
        .expect("done");
    assert_eq!(result["of"], 9);
    assert_eq!(mock.requests()[1].query("progress_id").as_deref(), Some("p 1"));
    assert_eq!(seen.lock().expect("a list")[2], (3, Some("COMPLETED".to_owned())));
    mock.verify();
    let pauses = mock.pauses();
    assert!(pauses[0] >= Duration::from_millis(800) && pauses[0] <= Duration::from_millis(1200));
    assert!(pauses[2] >= Duration::from_millis(1800) && pauses[2] <= Duration::from_millis(2700));
}

#[tokio::test]
async fn every_end_without_success_is_an_error() {
    for status in ["failed", "timeout", "cancelled"] {
        let error = job(mock(&["running", status])).await.expect_err("no success");
        assert_eq!(error.kind(), ErrorKind::Job);
        assert_eq!(
            error.to_string(),
            format!("GET /progress/: the job \"p 1\" ended as `{status}`")
        );
        let job = error.job().expect("how it stood");
        assert_eq!((job.status(), job.body()["of"].as_i64()), (Some(status), Some(9)));
    }
}

#[tokio::test]
async fn an_answer_without_id_starts_no_job() {
    let mock = MockTransport::new();
    mock.expect("POST", "/start/").json(200, &json!({"id": 1}));
    let error = job(mock.clone()).await.expect_err("no id");
    assert_eq!(error.to_string(), "POST /start/: the answer holds no id of a job at /progress_id");
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn a_failed_start_or_poll_is_that_calls_error() {
    let mock = MockTransport::new();
    mock.expect("POST", "/start/").respond(400, "no");
    assert!(job(mock).await.expect_err("no start").is_bad_request());
    let mock = self::mock(&[]);
    mock.expect("GET", "/progress/").respond(404, "gone");
    assert!(job(mock).await.expect_err("no job").is_not_found());
}

/// A server whose jobs never end, on tokio's clock.
struct Forever;

impl Transport for Forever {
    fn send(&self, _: Request) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let body = r#"{"progress_id": 1, "status": "running"}"#;
        Box::pin(async move { Ok(http::Response::new(Body::from(body))) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_the_waiting() {
    let started = tokio::time::Instant::now();
    let error = job(Forever).deadline(Duration::from_secs(100)).await.expect_err("never done");
    assert_eq!(started.elapsed(), Duration::from_secs(100));
    assert_eq!(error.to_string(), "POST /start/: the job 1 is not over after 100s");
    assert_eq!(error.job().and_then(|job| job.status()), Some("running"));
}

#[tokio::test(start_paused = true)]
async fn the_pauses_are_the_callers() {
    let polls = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&polls);
    let job = job(Forever)
        .interval(Duration::from_secs(10))
        .longest_interval(Duration::from_secs(10))
        .deadline(Duration::from_secs(1000))
        .on_progress(move |progress| *counted.lock().expect("a number") = progress.polls);
    job.await.expect_err("never done");
    let polls = *polls.lock().expect("a number");
    assert!((83..=125).contains(&polls), "{polls}");
}
