//! Calls that block, on the transport that programs use.

use cekura::{BlockingItems, Client, ErrorKind, Json, Page};
use cekura_tests::server::{Answer, Server};
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
