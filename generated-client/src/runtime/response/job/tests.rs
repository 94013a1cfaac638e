//! Jobs that succeed, fail, or never end.

use std::future::IntoFuture;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use crate::runtime::response::job::poller::JobStates;
use crate::runtime::{
    Body, BoxFuture, Client, Error, ErrorKind, Job, Json, MockTransport, Request, Transport,
    TransportError,
};

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
async fn a_job_is_polled_until_it_is_done() {
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
    let seen = seen.lock().expect("a list").clone();
    assert_eq!((&seen[0], &seen[3]), (&(0, None), &(3, Some("COMPLETED".to_owned()))));
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
async fn a_response_without_id_starts_no_job() {
    let mock = MockTransport::new();
    mock.expect("POST", "/start/").json(200, &json!({"id": 1}));
    let error = job(mock.clone()).await.expect_err("no id");
    assert_eq!(error.to_string(), "POST /start/: the response has no job id at /progress_id");
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn a_failed_start_is_that_calls_error() {
    let mock = MockTransport::new();
    mock.expect("POST", "/start/").respond(400, "no");
    assert!(job(mock).await.expect_err("no start").is_bad_request());
}

#[tokio::test]
async fn a_poll_that_may_succeed_later_does_not_end_the_waiting() {
    let mock = mock(&["running"]);
    let failures = [503, 502, 408];
    for status in failures {
        mock.expect("GET", "/progress/").respond(status, "busy");
    }
    mock.expect("GET", "/progress/").fail(TransportError::broken("reset"));
    mock.expect("GET", "/progress/").header("retry-after", "90").respond(429, "later");
    mock.expect("GET", "/progress/").json(200, &json!({"status": "completed"}));
    let job = job(mock.clone()).poll_calls(|call| call.retries(0));
    job.await.expect("done");
    mock.verify();
    assert_eq!(mock.pauses().last(), Some(&Duration::from_secs(90)), "what the server asks for");
}

#[tokio::test]
async fn a_poll_that_cannot_succeed_keeps_what_is_known_of_the_job() {
    let mock = mock(&["running"]);
    mock.expect("GET", "/progress/").respond(404, "gone");
    let error = job(mock).await.expect_err("no job");
    assert_eq!(error.kind(), ErrorKind::Job);
    assert_eq!(
        error.to_string(),
        "GET /progress/: the job \"p 1\" cannot be polled: GET /progress/: 404 Not Found: gone"
    );
    let known = error.job().expect("what is known");
    assert_eq!((known.id(), known.status()), (&json!("p 1"), Some("running")));
    assert_eq!(known.body()["of"], 9);
    let source = error.cause().and_then(|source| source.downcast_ref::<Error>());
    assert!(source.expect("the poll's error").is_not_found());
}

#[tokio::test]
async fn a_response_that_cannot_be_read_keeps_the_job() {
    let mock = mock(&["completed"]);
    let client = Client::builder().api_key("k").transport(mock).build().expect("a client");
    let start = client.post("/start/").call::<Json>();
    let job = start.job(STATES, move |_| client.get("/progress/").call::<Vec<i64>>());
    let error = job.await.expect_err("no list");
    assert_eq!(error.job().map(|job| job.id()), Some(&json!("p 1")));
    let source = error.cause().and_then(|source| source.downcast_ref::<Error>());
    assert_eq!(source.expect("what did not fit").kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn waiting_can_be_taken_up_again() {
    let mock = MockTransport::new();
    mock.expect("GET", "/progress/").json(200, &json!({"status": "completed"}));
    job(mock.clone()).resume("p 2").await.expect("done");
    assert_eq!(mock.requests()[0].query("progress_id").as_deref(), Some("p 2"));
    mock.verify();
}

#[tokio::test]
async fn its_calls_have_options() {
    let mock = mock(&["completed"]);
    let job = job(mock.clone())
        .start_call(|call| call.header("x-of", "start"))
        .poll_calls(|call| call.header("x-of", "poll"));
    job.await.expect("done");
    let sent = mock.requests();
    assert_eq!(sent[0].headers["x-of"], "start");
    assert_eq!(sent[1].headers["x-of"], "poll");
}

#[tokio::test]
async fn responses_about_something_else_end_the_waiting() {
    let mock = mock(&[]);
    // Four of them may be the accident of a proxy; the job is still there.
    for _ in 0..4 {
        mock.expect("GET", "/progress/").respond(200, "<p>Back soon</p>");
    }
    mock.expect("GET", "/progress/").json(200, &json!({"status": null}));
    for _ in 0..5 {
        mock.expect("GET", "/progress/").json(200, &json!([1]));
    }
    let error = job(mock.clone()).await.expect_err("lost");
    assert!(error.to_string().contains("5 responses in a row"), "{error}");
    mock.verify();
}

#[tokio::test]
async fn a_status_may_be_a_number_or_a_truth() {
    const STATES: JobStates =
        JobStates { id: "/id", status: "/done", done: &["true"], failed: &["13"] };
    for (end, succeeds) in [(json!(true), true), (json!(13), false)] {
        let mock = MockTransport::new();
        mock.expect("POST", "/start/").json(200, &json!({"id": 1}));
        mock.expect("GET", "/progress/").json(200, &json!({"done": false}));
        mock.expect("GET", "/progress/").json(200, &json!({"done": end}));
        let client = Client::builder().api_key("k").transport(mock.clone()).build();
        let client = client.expect("a client");
        let start = client.post("/start/").call::<Json>();
        let job = start.job(STATES, move |_| client.get("/progress/").call::<Json>());
        assert_eq!(job.await.is_ok(), succeeds);
        mock.verify();
    }
}

#[tokio::test]
async fn a_job_without_a_status_is_over_when_all_its_parts_are_finished() {
    let mock = MockTransport::new();
    mock.expect("POST", "/start/").json(200, &json!({"progress_id": 1}));
    // At first, nothing is planned yet.
    for (total, completed, failed) in [(0, 0, 0), (3, 1, 1), (3, 2, 1)] {
        let body = json!({"total": total, "completed": completed, "failed": failed});
        mock.expect("GET", "/progress/").json(200, &body);
    }
    let counted = job(mock.clone()).counted("/total", &["/completed", "/failed"]);
    assert_eq!(counted.await.expect("over")["completed"], 2);
    mock.verify();
}

#[tokio::test]
async fn a_poll_has_the_values_in_the_path_of_the_start() {
    let mock = MockTransport::new();
    mock.expect("POST", "/boats/{boat}/turns/").json(200, &json!({"id": 7}));
    mock.expect("GET", "/boats/{boat}/turns/{id}/").json(200, &json!({"status": "completed"}));
    let client = Client::builder().api_key("k").transport(mock.clone()).build();
    let client = client.expect("a client");
    let start = client.post("/boats/{boat}/turns/").path("boat", "a b").call::<Json>();
    let states = JobStates { id: "/id", ..STATES };
    let poll =
        move |id: &Json| client.get("/boats/{boat}/turns/{id}/").path("id", id).call::<Json>();
    start.job(states, poll).await.expect("done");
    assert_eq!(mock.requests()[1].url.path(), "/boats/a%20b/turns/7/");
    mock.verify();
}

#[tokio::test]
async fn pauses_are_sane_and_differ_by_chance() {
    let statuses = ["running"; 30];
    let pauses = async |first: Duration, longest: Duration| {
        let mock = mock(&statuses);
        mock.expect("GET", "/progress/").json(200, &json!({"status": "completed"}));
        let job = job(mock.clone()).interval(first).longest_interval(longest);
        job.await.expect("done");
        mock.pauses()
    };
    let (second, day) = (Duration::from_secs(1), Duration::from_secs(24 * 60 * 60));
    for pause in pauses(Duration::ZERO, Duration::ZERO).await {
        assert!(pause >= Duration::from_millis(80), "{pause:?}");
    }
    for pause in pauses(Duration::MAX, Duration::MAX).await {
        assert!(pause <= day.mul_f64(1.2), "{pause:?}");
    }
    let jittered = pauses(second, second).await;
    assert!(jittered.iter().all(|pause| *pause >= second.mul_f64(0.8)));
    assert!(jittered.iter().all(|pause| *pause <= second.mul_f64(1.2)));
    let differ = jittered.iter().collect::<std::collections::HashSet<_>>().len();
    assert!(differ > 20, "{jittered:?}");
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
    assert_eq!(error.to_string(), "GET /progress/: the job 1 has not ended after 100s");
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

#[tokio::test(start_paused = true)]
async fn a_deadline_keeps_the_failure_of_the_last_poll() {
    let error = job(Flaky(1.into())).deadline(Duration::from_secs(60)).await.expect_err("no end");
    let known = error.job().expect("what is known");
    assert_eq!((known.id(), known.body()["progress_id"].as_i64()), (&json!(1), Some(1)));
    assert!(error.to_string().ends_with("not ended after 60s: no network"), "{error}");
}

/// A server that answers so many calls and is gone.
struct Flaky(std::sync::atomic::AtomicUsize);

impl Transport for Flaky {
    fn send(
        &self,
        request: Request,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let left = self.0.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
        match left {
            1 => Forever.send(request),
            _ => Box::pin(async { Err(TransportError::connect("no network")) }),
        }
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Forever.sleep(duration)
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_that_is_dropped_is_not_polled_any_more() {
    let polls = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&polls);
    let job = job(Forever).on_progress(move |_| *counted.lock().expect("a number") += 1);
    let waited = tokio::time::timeout(Duration::from_secs(60), job.into_future()).await;
    assert!(waited.is_err());
    let before = *polls.lock().expect("a number");
    assert!(before > 2);
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(*polls.lock().expect("a number"), before);
}

#[cfg(feature = "blocking")]
#[test]
fn a_program_without_runtime_waits_for_a_job() {
    let mock = mock(&["running", "completed"]);
    assert_eq!(job(mock.clone()).send_blocking().expect("done")["of"], 9);
    mock.verify();
    let error = job(self::mock(&["failed"])).send_blocking().expect_err("no success");
    assert_eq!(error.job().and_then(|job| job.status()), Some("failed"));
}

/// A server that gives each of these answers to a connection of its own.
#[cfg(feature = "blocking")]
fn server(answers: [&'static str; 2]) -> String {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().expect("a connection");
            let _ = stream.read(&mut [0; 4096]).expect("a request");
            let length = answer.len();
            let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}");
            write!(stream, "{head}\r\n\r\n{answer}").expect("an answer is sent");
        }
    });
    url
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn a_job_that_blocks_the_only_thread_of_a_runtime_ends() {
    let url = server([r#"{"progress_id": 1}"#, r#"{"status": "completed"}"#]);
    let client = Client::builder().api_key("k").base_url(url).build().expect("a client");
    let start = client.post("/start/").call::<Json>();
    let job = start.job(STATES, move |_| client.get("/progress/").call::<Json>());
    let done = job.interval(Duration::ZERO).send_blocking().expect("done");
    assert_eq!(done["status"], "completed");
}
