//! Many calls at once against a server in trouble.

use cekura::{Body, BoxFuture, Client, Json, Request, ReqwestTransport, Transport, TransportError};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::builder;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const CALLS: usize = 10_000;
const TASKS: usize = 64;

/// The transport of programs, without patience: pauses are over at once, and time limits never.
struct Hurried(ReqwestTransport);

impl Hurried {
    fn new() -> Self {
        Hurried(
            ReqwestTransport::for_url("http://localhost", Duration::from_secs(5))
                .expect("a transport"),
        )
    }
}

impl Transport for Hurried {
    fn send(
        &self,
        request: Request,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        self.0.send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        match duration {
            limit if limit >= Duration::from_secs(5) => Box::pin(std::future::pending()),
            _ => Box::pin(tokio::task::yield_now()),
        }
    }
}

/// Pages of memory that the process holds, where the system tells.
fn resident_pages() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0)
}

async fn calls(
    client: Client,
    count: usize,
    succeeded: Arc<AtomicUsize>,
    failed: Arc<AtomicUsize>,
) {
    for _ in 0..count {
        match client.get("/x/").call::<Json>().await {
            Ok(_) => succeeded.fetch_add(1, Ordering::Relaxed),
            Err(error) => {
                assert_eq!(error.status().map(|status| status.as_u16()), Some(503), "{error}");
                failed.fetch_add(1, Ordering::Relaxed)
            }
        };
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_calls_are_all_accounted_for() {
    // One in ten fails, in no order that the clients could know.
    let server = Server::start(|request| match request.number.wrapping_mul(2_654_435_761) % 10 {
        0 => Answer::new(503, "text/plain", "no"),
        _ => Answer::json(200, &json!({"ok": true})),
    });
    let client = builder(&server).transport(Hurried::new()).build().expect("a client");
    let (succeeded, failed) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    // Connections, threads and buffers are there after the first.
    calls(client.clone(), 100, Arc::default(), Arc::default()).await;
    let (sent_before, memory_before) = (server.received().len(), resident_pages());
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let count = CALLS / TASKS + usize::from(task < CALLS % TASKS);
            tokio::spawn(calls(client.clone(), count, Arc::clone(&succeeded), Arc::clone(&failed)))
        })
        .collect();
    for task in tasks {
        task.await.expect("no task is stuck or panics");
    }
    let (succeeded, failed) = (succeeded.load(Ordering::Relaxed), failed.load(Ordering::Relaxed));
    let retries = server.received().len() - sent_before - CALLS;
    println!(
        "{succeeded} calls succeeded, {failed} failed, {retries} retries, {} left",
        client.retries_left()
    );
    assert_eq!(succeeded + failed, CALLS);
    // A tenth of the successes is earned again; nearly all failures can be repeated, and few fail three times.
    assert!((900..=1300).contains(&retries), "{retries}");
    assert!(failed < 200, "{failed}");
    assert!(retries <= 50 + (succeeded + 100) / 10, "the budget bounds retries");
    // The server's own record of 11,000 requests takes most of it: some 16 MiB.
    let grown = resident_pages().saturating_sub(memory_before) * 4096;
    assert!(grown < 64 * 1024 * 1024, "{grown} bytes");
}
