//! Not too much at once: the queue and the rate that clones of a client share.

use std::future::IntoFuture;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cekura::{Client, ErrorKind, Json};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::builder;
use serde_json::json;

fn ok() -> Answer {
    Answer::json(200, &json!(1))
}

/// A server that counts the requests in progress, each of which takes a moment.
fn counting() -> (Server, Arc<AtomicUsize>) {
    let (active, most) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&most);
    let server = Server::start(move |_| {
        counted.fetch_max(active.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(3));
        active.fetch_sub(1, Ordering::SeqCst);
        ok()
    });
    (server, most)
}

/// Makes so many calls at once, each with a clone of the client.
async fn at_once(client: &Client, calls: usize) {
    let tasks: Vec<_> = (0..calls)
        .map(|_| tokio::spawn(client.clone().get("/x/").call::<Json>().into_future()))
        .collect();
    for task in tasks {
        task.await.expect("no panic").expect("an answer");
    }
}

#[tokio::test]
async fn never_more_requests_are_in_progress_than_allowed() {
    let (server, most) = counting();
    let client = Client::builder().api_key("k").base_url(server.url());
    at_once(&client.max_concurrency(4).build().expect("a client"), 60).await;
    assert_eq!((server.received().len(), most.load(Ordering::SeqCst)), (60, 4));
}

#[tokio::test]
async fn who_waits_for_a_turn_is_not_sent_and_has_the_time_of_the_call() {
    let server = Server::answering(vec![Answer::default().until_timers(2).stall()]);
    let client = builder(&server).max_concurrency(1).retries(0).build().expect("a client");
    let first = client.get("/x/").call::<Json>().timeout(Duration::from_secs(100));
    let first = tokio::spawn(first.into_future());
    while server.received().is_empty() {
        tokio::task::yield_now().await;
    }
    let second = client.get("/x/").call::<Json>().timeout(Duration::from_secs(1));
    let error = second.total_timeout(Duration::from_secs(20)).await.expect_err("no turn");
    assert_eq!(error.to_string(), "GET /x/: not sent within 20s");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    assert!(first.await.expect("no panic").expect_err("a stall").is_timeout());
    assert_eq!(server.received().len(), 1);
    assert!(builder(&server).max_concurrency(0).build().is_err());
}

#[tokio::test]
async fn a_download_is_in_progress_until_its_body_is_read() {
    let server = Server::answering(vec![ok()]);
    let client = builder(&server).max_concurrency(1).build().expect("a client");
    let mut download = client.get("/x/").call::<Json>().download().await.expect("a download");
    let waiting = tokio::spawn(client.get("/x/").call::<Json>().into_future());
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(server.received().len(), 1);
    while download.chunk().await.is_some() {}
    waiting.await.expect("no panic").expect("its turn");
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn the_rate_is_kept_and_learns_from_the_server() {
    let answers =
        Mutex::new(vec![Answer::with_headers(429, &[("retry-after", "10")], ""), ok(), ok(), ok()]);
    let server = Server::start(move |_| {
        let mut answers = answers.lock().expect("the answers");
        answers.pop().unwrap_or_else(ok)
    });
    let client = builder(&server).rate_limit(10, Duration::from_secs(1)).retries(0);
    let client = client.build().expect("a client");
    let get = || client.clone().get("/x/").call::<Json>();
    for _ in 0..3 {
        get().await.expect("an answer");
    }
    let tenth = Duration::from_millis(100);
    assert_eq!(server.clock().pauses(), [tenth, tenth]);
    assert!(get().await.expect_err("too many").is_rate_limited());
    let before = server.clock().now();
    get().await.expect("an answer");
    assert_eq!(server.clock().now() - before, Duration::from_secs(10));
    get().await.expect("an answer");
    // Half the rate, and a little more after the success.
    let last = *server.clock().pauses().last().expect("a pause");
    assert!(last > tenth * 3 / 2 && last <= tenth * 2, "{last:?}");
    for (requests, per) in [(0, tenth), (1, Duration::ZERO)] {
        assert!(builder(&server).rate_limit(requests, per).build().is_err());
    }
}

#[tokio::test]
async fn requests_that_had_reserved_their_time_wait_as_long_as_the_server_asks() {
    let server = Server::start(|request| match request.number {
        0 => Answer::with_headers(429, &[("retry-after-ms", "400")], ""),
        _ => ok(),
    });
    let client = Client::builder().api_key("k").base_url(server.url()).retries(0);
    let client = client.rate_limit(20, Duration::from_secs(1)).build().expect("a client");
    let start = Instant::now();
    let tasks = [0; 3].map(|_| tokio::spawn(client.get("/x/").call::<Json>().into_future()));
    let [first, second, third] = tasks;
    assert!(first.await.expect("no panic").expect_err("too many").is_rate_limited());
    for task in [second, third] {
        task.await.expect("no panic").expect("an answer");
        assert!(start.elapsed() >= Duration::from_millis(400), "{:?}", start.elapsed());
    }
}
