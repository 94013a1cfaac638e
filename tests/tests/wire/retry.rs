//! Retries, on a clock that tests move.

mod identity;
mod limits;

use std::time::Duration;

use cekura::{Client, Error, ErrorKind, Json};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::client;
use http::Method;
use serde_json::json;

fn ok() -> Answer {
    Answer::json(200, &json!(1))
}

fn status(status: u16) -> Answer {
    Answer::new(status, "text/plain", "no")
}

/// One pause, as long as the server asks for and at most a quarter longer.
fn assert_pause(server: &Server, asked: Duration) {
    let [pause] = server.clock().pauses()[..] else { panic!("one pause") };
    assert!(pause >= asked && pause <= asked + asked / 4, "{pause:?} for {asked:?}");
}

async fn call(client: &Client, method: Method) -> Result<Json, Error> {
    client.request(method, "/x/").call::<Json>().await
}

#[tokio::test]
async fn what_may_run_twice_is_repeated_after_a_passing_failure() {
    for failure in [408, 429, 500, 502, 503, 504] {
        for method in [Method::GET, Method::PUT, Method::DELETE, Method::QUERY] {
            let server = Server::answering(vec![status(failure), status(failure), ok()]);
            call(&client(&server), method).await.expect("the third time");
            assert_eq!(server.received().len(), 3);
            let pauses = server.clock().pauses();
            assert!(pauses[0] <= Duration::from_millis(500) && pauses[1] <= Duration::from_secs(1));
        }
    }
    for failure in [400, 401, 403, 404, 409, 422, 501] {
        let server = Server::answering(vec![status(failure), ok()]);
        let error = call(&client(&server), Method::GET).await.expect_err("final");
        assert_eq!((server.received().len(), error.attempts()), (1, 1));
    }
}

#[tokio::test]
async fn what_may_not_is_repeated_only_if_the_server_says_so() {
    for (failure, headers, times) in [
        (429, &[][..], 2),
        (429, &[("retry-after", "1")][..], 2),
        (503, &[("retry-after", "1")][..], 1),
        (503, &[][..], 1),
        (500, &[("retry-after", "1")][..], 1),
        (502, &[][..], 1),
        (408, &[][..], 1),
    ] {
        for method in [Method::POST, Method::PATCH] {
            let refusal = Answer::with_headers(failure, headers, "no");
            let server = Server::answering(vec![refusal, ok()]);
            let _ = call(&client(&server), method).await;
            assert_eq!(server.received().len(), times, "{failure} {headers:?}");
        }
    }
}

#[tokio::test]
async fn the_caller_knows_better() {
    let server = Server::answering(vec![status(500), ok()]);
    let post = client(&server).post("/x/").call::<Json>();
    post.idempotent(true).await.expect("the second time");
    let server = Server::answering(vec![status(500), ok()]);
    let get = client(&server).get("/x/").call::<Json>();
    assert!(get.idempotent(false).await.is_err());
    let server = Server::answering(vec![status(500)]);
    let error = client(&server).get("/x/").call::<Json>().retries(4).await.expect_err("an error");
    assert_eq!((server.received().len(), error.attempts()), (5, 5));
    assert!(error.to_string().ends_with("(after 5 attempts)"), "{error}");
    let server = Server::answering(vec![status(500)]);
    assert!(client(&server).get("/x/").call::<Json>().retries(0).await.is_err());
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn the_server_says_how_long_to_wait() {
    let date = "Wed, 21 Oct 2026 07:28:00 GMT";
    for (headers, pause) in [
        (vec![("retry-after", "7")], 7_000),
        (vec![("retry-after", "0.5")], 500),
        (vec![("retry-after-ms", "250")], 250),
        (vec![("date", date), ("retry-after", "Wed, 21 Oct 2026 07:28:09 GMT")], 9_000),
        (vec![("retry-after", "60")], 60_000),
    ] {
        let server = Server::answering(vec![Answer::with_headers(429, &headers, ""), ok()]);
        call(&client(&server), Method::POST).await.expect("the second time");
        assert_pause(&server, Duration::from_millis(pause));
    }
    let server =
        Server::answering(vec![Answer::with_headers(429, &[("retry-after", "61")], ""), ok()]);
    let error = call(&client(&server), Method::POST).await.expect_err("longer than anyone waits");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(61)));
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn an_attempt_and_a_call_have_their_time() {
    let server = Server::answering(vec![Answer::default().stall()]);
    let error = call(&client(&server), Method::GET).await.expect_err("a stall");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 3));
    let now = server.clock().now();
    assert!(now >= Duration::from_secs(90) && now < Duration::from_secs(92), "{now:?}");
    let error = call(&client(&server), Method::POST).await.expect_err("a stall");
    assert_eq!((error.attempts(), server.received().len()), (1, 4));

    let server = Server::answering(vec![Answer::default().stall()]);
    let get = client(&server).get("/x/").call::<Json>();
    let error = get.timeout(Duration::from_secs(3)).retries(0).await.expect_err("a stall");
    assert_eq!(error.to_string(), "GET /x/: no response within 3s");
    assert_eq!(server.clock().now(), Duration::from_secs(3));

    let server = Server::answering(vec![Answer::default().stall()]);
    let get = client(&server).get("/x/").call::<Json>();
    let error = get.total_timeout(Duration::from_secs(40)).await.expect_err("a stall");
    assert!(error.is_timeout());
    assert_eq!(server.clock().now(), Duration::from_secs(40));
    assert_eq!(server.clock().timers(), 0);
}

#[tokio::test]
async fn time_that_runs_out_in_a_pause_does_not_hide_what_the_server_said() {
    let server =
        Server::answering(vec![Answer::with_headers(429, &[("retry-after", "50")], "busy")]);
    let get = client(&server).get("/x/").call::<Json>();
    let error = get.total_timeout(Duration::from_secs(40)).await.expect_err("no time");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    // Nobody waits in vain, and nothing is taken from the budget for it.
    assert_eq!(server.clock().now(), Duration::ZERO);

    // The time of the attempt is no longer left.
    let busy = Answer::default()
        .wait(Duration::from_secs(20))
        .then("HTTP/1.1 429 Busy\r\nretry-after: 21\r\ncontent-length: 0\r\n\r\n");
    let server = Server::answering(vec![busy, ok()]);
    let client = client(&server);
    let get = client.get("/x/").call::<Json>();
    let error = get.total_timeout(Duration::from_secs(40)).await.expect_err("no time");
    assert!(error.is_rate_limited());
    assert_eq!((server.clock().now(), client.retries_left()), (Duration::from_secs(20), 50));
}

#[tokio::test]
async fn clients_that_were_sent_away_together_do_not_come_back_together() {
    let mut pauses = Vec::new();
    for _ in 0..20 {
        let busy = Answer::with_headers(429, &[("retry-after", "8")], "");
        let server = Server::answering(vec![busy, ok()]);
        call(&client(&server), Method::POST).await.expect("the second time");
        assert_pause(&server, Duration::from_secs(8));
        pauses.extend(server.clock().pauses());
    }
    // By chance all are on one side once in half a million times.
    let middle = Duration::from_secs(9);
    assert!(
        pauses.iter().any(|pause| *pause < middle) && pauses.iter().any(|pause| *pause > middle)
    );
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_for_every_method() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let server = Server::answering(vec![ok()]);
    let client = cekura_tests::wire::builder(&server).base_url(url).build().expect("a client");
    let error = call(&client, Method::POST).await.expect_err("nobody there");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
    assert!(error.to_string().contains("refused"), "{error}");
    assert!(error.is_connect() && error.cause().is_some());
}

#[tokio::test]
async fn clients_that_failed_together_do_not_come_back_together() {
    let server = Server::answering(vec![status(503)]);
    let client = client(&server);
    for _ in 0..20 {
        let _ = client.get("/x/").call::<Json>().retries(1).await;
    }
    let pauses = server.clock().pauses();
    assert_eq!(pauses.len(), 20);
    let half = Duration::from_millis(250);
    // By chance all are on one side once in half a million times.
    assert!(pauses.iter().any(|pause| *pause < half) && pauses.iter().any(|pause| *pause > half));
}

#[tokio::test]
async fn longer_than_time_itself_is_too_long() {
    for asked in ["99999999999999999999999", "1e300", "inf"] {
        for name in ["retry-after", "retry-after-ms"] {
            let refusal = Answer::with_headers(429, &[(name, asked)], "");
            let server = Server::answering(vec![refusal, ok()]);
            let error = call(&client(&server), Method::POST).await.expect_err("too long");
            assert_eq!((error.attempts(), server.received().len()), (1, 1), "{name}: {asked}");
            assert!(server.clock().pauses().is_empty());
        }
    }
    let headers = [("retry-after-ms", "soon"), ("retry-after", "2")];
    let server = Server::answering(vec![Answer::with_headers(429, &headers, ""), ok()]);
    call(&client(&server), Method::POST).await.expect("the second time");
    assert_pause(&server, Duration::from_secs(2));
}

#[tokio::test]
async fn an_outage_is_not_amplified() {
    let server = Server::answering(vec![status(503)]);
    let client = client(&server);
    assert_eq!(client.retries_left(), 50);
    for _ in 0..100 {
        let clone = client.clone();
        let _ = call(&clone, Method::GET).await;
    }
    // A hundred calls and fifty retries, not two hundred; and one more for each five seconds of the
    // pauses.
    let recovered = usize::try_from(server.clock().now().as_secs() / 5).expect("a few");
    let retries = server.received().len() - 100;
    assert!((50..=50 + recovered).contains(&retries), "{retries} with {recovered}");
    let error = loop {
        let error = call(&client, Method::GET).await.expect_err("an outage");
        if error.attempts() == 1 {
            break error;
        }
    };
    assert!(error.to_string().ends_with("no; the retry budget is exhausted"), "{error}");
}
