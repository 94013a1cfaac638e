//! Streams that are requested again, from their last event on.

use std::time::Duration;

use cekura::{ErrorKind, Json};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::client;
use serde_json::json;

use super::{CHUNKED, HEAD, all};

/// Returns a stream that breaks off behind this.
fn broken(body: &str) -> Answer {
    Answer::raw(CHUNKED).then(format!("{:x}\r\n{body}\r\n", body.len())).close()
}

/// Returns the ids that the requests were sent with.
fn ids(server: &Server) -> Vec<Option<String>> {
    server.received().iter().map(|request| request.header("last-event-id")).collect()
}

fn some(id: &str) -> Option<String> {
    Some(id.to_owned())
}

#[tokio::test]
async fn a_stream_goes_on_behind_its_last_event_after_the_pause_that_the_server_wants() {
    let server = Server::answering(vec![
        broken("retry: 4000\nid: 1\ndata: 1\n\nid: 2\ndata: half"),
        broken("data: 2\n\n"),
        Answer::raw(HEAD).then("id: é\ndata: 3\n\n").close(),
        Answer::with_headers(204, &[], ""),
    ]);
    let call = client(&server).get("/events/").sse_call::<Json>().reconnect();
    let found = all(call.await.expect("a stream")).await;
    assert_eq!(found, [Ok(json!(1)), Ok(json!(2)), Ok(json!(3))]);
    assert_eq!(ids(&server), [None, some("1"), some("1"), some("é")]);
    assert_eq!(server.clock().now(), Duration::from_secs(12));
}

#[tokio::test]
async fn the_retries_limit_the_connections_that_bring_nothing() {
    let server = Server::answering(vec![broken("id: 1\ndata: 1\n\n"), broken(": nothing\n")]);
    let call = client(&server).get("/events/").sse_call::<Json>().reconnect().retries(3);
    let found = all(call.await.expect("a stream")).await;
    assert_eq!(found, [Ok(json!(1)), Err(ErrorKind::Connection)]);
    assert_eq!(server.received().len(), 4);
    // At its end in good order, a stream that brings nothing more is over.
    let server = Server::answering(vec![
        Answer::raw(HEAD).then("id: 1\ndata: 1\n\n").close(),
        Answer::raw(HEAD).close(),
    ]);
    let call = client(&server).get("/events/").sse_call::<Json>().reconnect().retries(1);
    assert_eq!(all(call.await.expect("a stream")).await, [Ok(json!(1))]);
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn nothing_is_requested_again_without_being_asked_for_or_without_an_id() {
    let answer = || vec![broken("id: 1\ndata: 1\n\n")];
    let ended = [Ok(json!(1)), Err(ErrorKind::Connection)];
    let server = Server::answering(answer());
    let call = client(&server).get("/events/").sse_call::<Json>();
    assert_eq!(all(call.await.expect("a stream")).await, ended);
    assert_eq!(server.received().len(), 1);
    let server = Server::answering(answer());
    let call = client(&server).post("/events/").sse_call::<Json>().reconnect();
    assert_eq!(all(call.await.expect("a stream")).await, ended);
    assert_eq!(server.received().len(), 1);
    let server = Server::answering(vec![broken("data: 1\n\n")]);
    let call = client(&server).get("/events/").sse_call::<Json>().reconnect();
    assert_eq!(all(call.await.expect("a stream")).await, ended);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_pause_that_is_too_long_is_left_to_the_caller() {
    let server = Server::answering(vec![broken("retry: 3600000\nid: 1\ndata: 1\n\n")]);
    let call = client(&server).get("/events/").sse_call::<Json>().reconnect();
    let found = all(call.await.expect("a stream")).await;
    assert_eq!(found, [Ok(json!(1)), Err(ErrorKind::Connection)]);
    assert_eq!((server.received().len(), server.clock().now()), (1, Duration::ZERO));
}

#[tokio::test]
async fn a_terminator_ends_a_stream_that_reconnects() {
    let server = Server::answering(vec![
        Answer::raw(HEAD).then("id: 1\ndata: 1\n\n").close(),
        Answer::raw(HEAD).then("id: 2\ndata: 2\n\ndata: [DONE]\n\n").close(),
    ]);
    let call = client(&server).get("/events/").sse_call::<Json>().terminator("[DONE]").reconnect();
    let found = all(call.await.expect("a stream")).await;
    assert_eq!(found, [Ok(json!(1)), Ok(json!(2))]);
    assert_eq!(ids(&server), [None, some("1")]);
}

#[tokio::test]
async fn a_later_program_resumes_behind_an_event() {
    let server = Server::answering(vec![Answer::raw(HEAD).then("data: 8\n\n").close()]);
    let call = client(&server).get("/events/").sse_call::<Json>().resume("7");
    let mut events = call.await.expect("a stream");
    assert_eq!(events.next().await.expect("one").expect("an event").data, json!(8));
    assert_eq!(ids(&server), [some("7")]);
}

#[tokio::test]
async fn an_error_of_the_further_request_is_told_with_the_first() {
    let server = Server::answering(vec![
        broken("id: 1\ndata: 1\n\n"),
        Answer::new(410, "text/plain", "gone"),
    ]);
    let call = client(&server).get("/events/").sse_call::<Json>().reconnect();
    let mut events = call.await.expect("a stream");
    assert!(events.next().await.expect("one").is_ok());
    let error = events.next().await.expect("one").expect_err("broken");
    assert!(error.to_string().contains("could not be resumed"), "{error}");
    assert!(error.to_string().contains("410"), "{error}");
}
