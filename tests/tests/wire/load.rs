//! Many calls at once against a server in trouble.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cekura::{Client, Json};
use cekura_tests::hurried::Hurried;
use cekura_tests::proxy::{FaultyProxy, random};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::builder;
use cekura_tests::wire::memory::resident;
use serde_json::json;

use crate::alone;

const CALLS: usize = 10_000;
const TASKS: usize = 64;
/// It takes some seconds.
const PATIENCE: Duration = Duration::from_secs(180);

/// The numbers of calls of each kind, by their results.
#[derive(Default)]
struct Counts {
    got: AtomicUsize,
    got_none: AtomicUsize,
    posted: AtomicUsize,
    not_posted: AtomicUsize,
}

impl Counts {
    fn read(&self) -> [usize; 4] {
        [&self.got, &self.got_none, &self.posted, &self.not_posted]
            .map(|count| count.load(Ordering::Relaxed))
    }
}

/// Makes calls, every second one a POST.
async fn calls(client: Client, count: usize, counts: Arc<Counts>) {
    for number in 0..count {
        let (call, succeeded, failed) = match number % 2 {
            0 => (client.get("/x/").call::<Json>(), &counts.got, &counts.got_none),
            _ => (client.post("/x/").json(&number).call(), &counts.posted, &counts.not_posted),
        };
        match call.await {
            Ok(_) => succeeded.fetch_add(1, Ordering::Relaxed),
            Err(error) => {
                assert_eq!(error.status().map(|status| status.as_u16()), Some(503), "{error}");
                failed.fetch_add(1, Ordering::Relaxed)
            }
        };
    }
}

/// The memory is the whole process's, so this runs in one of its own.
fn in_a_process_of_its_own(test: &str) {
    let output = alone(test).output().expect("a process");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[test]
fn ten_thousand_calls_take_no_memory_that_stays() {
    in_a_process_of_its_own("load::ten_thousand_calls_are_all_accounted_for");
}

#[test]
fn calls_through_a_faulty_proxy_take_no_memory_that_stays() {
    in_a_process_of_its_own("load::calls_through_a_faulty_proxy_are_all_accounted_for");
}

/// Waits for all tasks.
async fn all(tasks: Vec<tokio::task::JoinHandle<()>>) {
    let all = async {
        for task in tasks {
            task.await.expect("no task panics");
        }
    };
    tokio::time::timeout(PATIENCE, all).await.expect("no task is stuck");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a process: run by `ten_thousand_calls_take_no_memory_that_stays`"]
async fn ten_thousand_calls_are_all_accounted_for() {
    let server = Server::start(|request| match random(request.number) % 10 {
        0 => Answer::new(503, "text/plain", "no"),
        _ => Answer::json(200, &json!({"ok": true})),
    });
    let client = builder(&server)
        .transport(Hurried::connecting_within(Duration::from_secs(5)))
        .build()
        .expect("a client");
    // Connections, threads and buffers are there after the first.
    let warm = Arc::new(Counts::default());
    calls(client.clone(), 100, Arc::clone(&warm)).await;
    let (sent_before, memory_before) = (server.received().len(), resident());
    let counts = Arc::new(Counts::default());
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let count = CALLS / TASKS + usize::from(task < CALLS % TASKS);
            tokio::spawn(calls(client.clone(), count, Arc::clone(&counts)))
        })
        .collect();
    all(tasks).await;
    let [got, got_none, posted, not_posted] = counts.read();
    let received = server.received().split_off(sent_before);
    let retries = received.len() - CALLS;
    println!(
        "{got} + {posted} calls succeeded, {got_none} + {not_posted} failed, {retries} retries, {} left",
        client.retries_left()
    );
    assert_eq!(got + got_none + posted + not_posted, CALLS);
    // Whatever became of it, nobody posted twice.
    let posts = received.iter().filter(|request| request.method == "POST").count();
    assert_eq!(posts, posted + not_posted);
    let tenth = CALLS / 2 / 10;
    assert!((tenth * 4 / 5..=tenth * 6 / 5).contains(&not_posted), "{not_posted}");
    // Nearly all that was not got can be got again, and few fail three times.
    assert!((tenth * 9 / 10..=tenth * 13 / 10).contains(&retries), "{retries}");
    assert!(got_none < 50, "{got_none}");
    // A tenth of the successes is earned again, up to what there was in the beginning.
    assert!(client.retries_left() <= 50 && retries <= 50 + (got + posted + 100) / 10);
    // The server's own record of 11,000 requests takes most of it: some 16 MiB.
    let grown = resident().saturating_sub(memory_before);
    assert!(grown < 64 * 1024 * 1024, "{grown} bytes");
}

/// Makes calls, every second one a POST of a number that no other call has.
async fn numbered_calls(client: Client, numbers: std::ops::Range<usize>, counts: Arc<Counts>) {
    for number in numbers {
        let (call, succeeded, failed) = match number % 2 {
            0 => (client.get("/x/").call::<Json>(), &counts.got, &counts.got_none),
            _ => (client.post("/x/").json(&number).call(), &counts.posted, &counts.not_posted),
        };
        match call.await {
            Ok(_) => succeeded.fetch_add(1, Ordering::Relaxed),
            Err(_) => failed.fetch_add(1, Ordering::Relaxed),
        };
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a process: run by `calls_through_a_faulty_proxy_take_no_memory_that_stays`"]
async fn calls_through_a_faulty_proxy_are_all_accounted_for() {
    const CALLS_OF_TASK: usize = 200;
    const CONNECTIONS: usize = 32;
    let (active, most_active) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&most_active);
    let server = Server::start(move |_| {
        counted.fetch_max(active.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        active.fetch_sub(1, Ordering::SeqCst);
        Answer::json(200, &json!({"ok": true}))
    });
    let proxy = FaultyProxy::start(&server.url(), 15);
    let client = Client::builder().api_key("k").base_url(proxy.url());
    let client = client.max_concurrency(CONNECTIONS).build().expect("a client");
    let warm = Arc::new(Counts::default());
    numbered_calls(client.clone(), 1_000_000..1_000_100, warm).await;
    let (sent_before, memory_before) = (server.received().len(), resident());
    let counts = Arc::new(Counts::default());
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let numbers = task * CALLS_OF_TASK..(task + 1) * CALLS_OF_TASK;
            tokio::spawn(numbered_calls(client.clone(), numbers, Arc::clone(&counts)))
        })
        .collect();
    all(tasks).await;
    let [got, got_none, posted, not_posted] = counts.read();
    println!(
        "{got} + {posted} calls succeeded, {got_none} + {not_posted} failed, {} broken, {} open",
        proxy.broken(),
        proxy.most_open()
    );
    assert_eq!(got + got_none + posted + not_posted, TASKS * CALLS_OF_TASK);
    // Each number arrives once at most; that of each POST that succeeded did.
    let received = server.received().split_off(sent_before);
    let posts = received.iter().filter(|request| request.method == "POST");
    let mut numbers: Vec<String> = posts.map(cekura_tests::server::Received::text).collect();
    let count = numbers.len();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), count, "no POST twice");
    assert!((posted..=posted + not_posted).contains(&count), "{count}");
    assert!(proxy.broken() > TASKS * CALLS_OF_TASK / 10);
    assert!(most_active.load(Ordering::SeqCst) <= CONNECTIONS);
    assert!(proxy.most_open() <= CONNECTIONS, "{} connections", proxy.most_open());
    let grown = resident().saturating_sub(memory_before);
    assert!(grown < 64 * 1024 * 1024, "{grown} bytes");
}
