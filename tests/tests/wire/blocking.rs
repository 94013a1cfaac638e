//! Calls that block, on the transport that programs use.

use std::future::poll_fn;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use cekura::hooks::{Middleware, Next};
use cekura::pages::BlockingItems;
use cekura::transport::{Body, BoxFuture, Request, TransportError};
use cekura::{Client, Error, ErrorKind, Json, Page, http};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::memory::resident;
use cekura_tests::wire::{KEY, builder};
use serde_json::json;

fn client(server: &Server) -> Client {
    Client::builder().api_key(KEY).base_url(server.url()).build().expect("a client")
}

fn server() -> Server {
    Server::answering(vec![Answer::json(200, &json!({"ok": 1}))])
}

#[test]
fn a_program_without_runtime_calls() {
    let server = server();
    let client = client(&server);
    for _ in 0..3 {
        assert_eq!(
            client.get("/x/").call::<Json>().send_blocking().expect("an answer"),
            json!({"ok": 1})
        );
    }
    assert_eq!(server.received().len(), 3);
    let error = client.get("/{x}/").call::<Json>().send_blocking().expect_err("no path");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn a_call_that_blocks_the_only_thread_of_a_runtime_ends() {
    let server = server();
    let client = client(&server);
    // A connection of this runtime is in the pool; the blocked thread could not drive it.
    client.get("/x/").call::<Json>().await.expect("an answer");
    client.get("/x/").call::<Json>().send_blocking().expect("an answer");
    client.get("/x/").call::<Json>().await.expect("an answer");
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn a_transport_of_ones_own_is_not_blocked_inside_a_runtime() {
    let server = server();
    let client = builder(&server).build().expect("a client");
    let error = client.get("/x/").call::<Json>().send_blocking().expect_err("a deadlock, else");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("await the call"), "{error}");
    let outside = std::thread::spawn(move || client.get("/x/").call::<Json>().send_blocking());
    outside.join().expect("no panic").expect("an answer");
}

#[test]
fn lists_are_iterators() {
    let server = Server::start(|request| {
        let last = request.target.contains("page=2");
        let next = (!last).then_some("/items/?page=2");
        Answer::json(200, &json!({"next": next, "results": [1, 2]}))
    });
    let client = client(&server);
    let call = || client.get("/items/").call::<Page<i64>>();
    let items: BlockingItems<Page<i64>> = call().items().blocking();
    assert_eq!(items.map(|item| item.expect("an item")).collect::<Vec<_>>(), [1, 2, 1, 2]);
    assert_eq!(
        call().pages().blocking().map(|page| page.expect("a page").results.len()).sum::<usize>(),
        4
    );
    let server = Server::answering(vec![Answer::new(404, "text/plain", "no")]);
    let mut items = self::client(&server).get("/items/").call::<Page<i64>>().items().blocking();
    assert!(items.next().expect("an error").expect_err("an error").is_not_found());
    assert!(items.next().is_none());
}

/// Returns the value of a call that might wait for ever.
fn in_time<T: Send + 'static>(call: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = sync_channel(1);
    std::thread::spawn(move || sender.send(call()));
    receiver.recv_timeout(Duration::from_secs(20)).unwrap_or_else(|error| {
        // The thread cannot be ended, so the process is.
        eprintln!("a call panicked or waits for ever: {error}");
        std::process::exit(1)
    })
}

/// A hook that does something before it sends a request on.
struct Before<F>(F);

impl<F: Fn() + Send + Sync + 'static> Middleware for Before<F> {
    fn handle(
        &self,
        request: Request,
        next: Next,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        (self.0)();
        next.send(request)
    }
}

#[test]
fn a_blocking_call_within_a_blocking_call_of_the_same_client_is_refused() {
    let server = server();
    let itself: Arc<Mutex<Option<Client>>> = Arc::default();
    let found: Arc<Mutex<Option<Error>>> = Arc::default();
    let (client, keep) = (Arc::clone(&itself), Arc::clone(&found));
    let ask = move || {
        let Some(client) = client.lock().expect("a place").take() else { return };
        let outcome = client.get("/inner/").call::<Json>().send_blocking();
        *keep.lock().expect("a place") = outcome.err();
    };
    let outer = Client::builder().api_key(KEY).base_url(server.url()).middleware(Before(ask));
    let outer = outer.build().expect("a client");
    *itself.lock().expect("a place") = Some(outer.clone());
    in_time(move || outer.get("/outer/").call::<Json>().send_blocking()).expect("an answer");
    let error = found.lock().expect("a place").take().expect("the inner call cannot be made");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().starts_with("GET /inner/: a blocking call from"), "{error}");
    assert_eq!(server.only().target, "/outer/");
}

#[test]
fn what_blocks_in_a_hook_of_one_client_holds_up_no_other() {
    let server = server();
    let (release, wait) = sync_channel::<()>(0);
    let wait = Mutex::new(wait);
    let hook = Before(move || {
        let _ = wait.lock().expect("a channel").recv();
    });
    let stuck = Client::builder().api_key(KEY).base_url(server.url()).middleware(hook);
    let call = stuck.build().expect("a client").get("/stuck/").call::<Json>();
    let stuck = std::thread::spawn(move || call.send_blocking());
    let other = client(&server);
    in_time(move || other.get("/other/").call::<Json>().send_blocking()).expect("an answer");
    assert_eq!(server.only().target, "/other/");
    drop(release);
    stuck.join().expect("no panic").expect("an answer");
}

/// A provider that blocks until it is released.
struct Blocked(Mutex<std::sync::mpsc::Receiver<()>>);

impl cekura::auth::TokenProvider for Blocked {
    fn token(
        &self,
        _: Option<cekura::auth::Secret>,
    ) -> BoxFuture<'_, Result<cekura::auth::Secret, cekura::transport::BoxError>> {
        let _ = self.0.lock().expect("a channel").recv();
        Box::pin(async { Ok(cekura::auth::Secret::new("a late token")) })
    }
}

#[test]
fn a_provider_that_blocks_holds_up_no_client_that_it_was_derived_from() {
    let server = server();
    let (release, wait) = sync_channel::<()>(0);
    let client = client(&server);
    let derived = client.with(|options| options.token_provider(Blocked(Mutex::new(wait))));
    let call = derived.expect("a client").get("/stuck/").call::<Json>();
    let stuck = std::thread::spawn(move || call.send_blocking());
    in_time(move || client.get("/other/").call::<Json>().send_blocking()).expect("an answer");
    assert_eq!(server.only().target, "/other/");
    drop(release);
    stuck.join().expect("no panic").expect("an answer");
}

/// A provider of one token.
struct Fixed;

impl cekura::auth::TokenProvider for Fixed {
    fn token(
        &self,
        _: Option<cekura::auth::Secret>,
    ) -> BoxFuture<'_, Result<cekura::auth::Secret, cekura::transport::BoxError>> {
        Box::pin(async { Ok(cekura::auth::Secret::new("a token of a provider")) })
    }
}

#[test]
fn a_token_provider_cannot_depend_on_a_thread_that_is_blocked() {
    let server = server();
    let client = Client::builder().token_provider(Fixed).base_url(server.url());
    let client = client.build().expect("a client");
    let call = || client.get("/x/").call::<Json>();
    call().send_blocking().expect("no runtime, no dependency");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let error = runtime.block_on(async { call().send_blocking() }).expect_err("a deadlock, else");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("a token provider that may need this thread"), "{error}");
    let runtime = tokio::runtime::Builder::new_multi_thread().build().expect("a runtime");
    runtime.block_on(async { call().send_blocking() }).expect("other threads serve the provider");
    assert_eq!(server.received().len(), 2);
}

#[test]
fn a_download_is_an_iterator() {
    let server = Server::answering(vec![
        Answer::new(200, "text/plain", "abc"),
        Answer::new(200, "text/plain", "abcdef").cut(70).close(),
    ]);
    let client = client(&server);
    let download = || client.get("/export/").call::<Json>().download_blocking().expect("starts");
    let first = download().total_timeout(Duration::from_secs(60)).min_throughput(1);
    assert_eq!((first.status.as_u16(), first.length()), (200, Some(3)));
    let chunks: Vec<_> = first.map(|chunk| chunk.expect("a chunk")).collect();
    assert_eq!(chunks.concat(), b"abc");
    let mut broken = download();
    let outcomes: Vec<bool> = broken.by_ref().map(|chunk| chunk.is_ok()).collect();
    assert_eq!(outcomes.last(), Some(&false));
    assert!(broken.next().is_none());
    assert_eq!(broken.bytes(10).expect_err("it failed").kind(), ErrorKind::InvalidRequest);
}

/// Threads, connections and memory are the whole process's, so this runs in one of its own.
#[cfg(target_os = "linux")]
#[test]
fn clients_that_are_dropped_leave_nothing() {
    let output = crate::alone("blocking::three_hundred_clients_leave_nothing").output();
    let output = output.expect("a process");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs a process: run by `clients_that_are_dropped_leave_nothing`"]
fn three_hundred_clients_leave_nothing() {
    let count = |folder: &str| std::fs::read_dir(folder).expect("a folder").count();
    let server = server();
    let used = || {
        client(&server).get("/x/").call::<Json>().send_blocking().expect("an answer");
    };
    // The first ones fill the caches of the process.
    (0..100).for_each(|_| used());
    let memory_before = resident();
    (0..300).for_each(|_| used());
    // A thread ends, and a server notices the end of a connection, a moment later.
    let left = || (count("/proc/self/task"), count("/proc/self/fd"));
    for _ in 0..200 {
        if left() < (20, 40) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let (threads, files) = left();
    assert!(threads < 20 && files < 40, "{threads} threads, {files} files");
    // A client that leaks takes 45 kB.
    let grown = resident().saturating_sub(memory_before);
    assert!(grown < 300 * 15_000, "{grown} bytes");
}

#[test]
fn a_panic_in_a_hook_is_a_panic_of_the_caller() {
    let server = server();
    let hook = Before(|| panic!("a bug in a hook"));
    let client = Client::builder().api_key(KEY).base_url(server.url()).middleware(hook);
    let client = client.build().expect("a client");
    let call = client.get("/x/").call::<Json>();
    let panic = std::thread::spawn(move || call.send_blocking()).join().expect_err("a panic");
    assert_eq!(panic.downcast_ref(), Some(&"a bug in a hook"));
    // The thread for blocking calls goes on.
    self::client(&server).get("/x/").call::<Json>().send_blocking().expect("an answer");
}

#[tokio::test]
async fn a_page_that_was_begun_in_a_runtime_is_not_waited_for_there() {
    let server = server();
    let mut pages = client(&server).get("/items/").call::<Page<i64>>().pages();
    poll_fn(|cx| {
        let mut next = Box::pin(pages.next());
        assert!(Future::poll(next.as_mut(), cx).is_pending());
        Poll::Ready(())
    })
    .await;
    let error = in_time_of_runtime(move || pages.blocking().next()).await;
    let error = error.expect("an answer").expect_err("its connection needs this thread");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().starts_with("GET /items/: a blocking call inside"), "{error}");
}

/// Returns the value of a call on a thread of this runtime.
async fn in_time_of_runtime<T: Send + 'static>(call: impl FnOnce() -> T + Send + 'static) -> T {
    let runtime = tokio::runtime::Handle::current();
    in_time(move || {
        let _inside = runtime.enter();
        call()
    })
}

#[tokio::test]
async fn threads_for_blocking_work_are_for_blocking_calls() {
    let server = server();
    let call = client(&server).get("/x/").call::<Json>();
    let answer = tokio::task::spawn_blocking(|| call.send_blocking()).await.expect("no panic");
    assert_eq!(answer.expect("an answer"), json!({"ok": 1}));
    // To a transport of one's own they look like any other thread of the runtime.
    let call = builder(&server).build().expect("a client").get("/x/").call::<Json>();
    let answer = tokio::task::spawn_blocking(|| call.send_blocking()).await.expect("no panic");
    assert!(answer.expect_err("refused").to_string().contains("std::thread::spawn"));
}
