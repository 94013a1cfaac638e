//! Streams of events, as servers send them.

mod reconnect;

use std::time::Duration;

use cekura::streams::{Event, Events};
use cekura::{Client, Error, ErrorKind, Json};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::{KEY, builder, client};
use serde_json::json;

/// The head of a stream that goes on until the connection ends.
const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";

/// The head of a stream in chunks, which tell where it ends.
const CHUNKED: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\
                       transfer-encoding: chunked\r\n\r\n";

/// Returns a stream that arrives in chunks of so many bytes.
fn in_chunks(body: &str, length: usize) -> Answer {
    let chunks = body.as_bytes().chunks(length);
    let framed = chunks.flat_map(|chunk| {
        let head = format!("{:x}\r\n", chunk.len()).into_bytes();
        [head, chunk.to_vec(), b"\r\n".to_vec()].concat()
    });
    Answer::raw(CHUNKED).then(framed.collect::<Vec<u8>>()).then("0\r\n\r\n")
}

/// Reads a stream to its end: the data of each event, or the kind of its error.
async fn all(mut events: Events<Json>) -> Vec<Result<Json, ErrorKind>> {
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        found.push(told(event));
    }
    assert!(events.next().await.is_none(), "nothing follows the end");
    found
}

fn told(event: Result<Event<Json>, Error>) -> Result<Json, ErrorKind> {
    event.map(|event| event.data).map_err(|error| error.kind())
}

async fn listen(server: &Server) -> Events<Json> {
    client(server).get("/events/").sse_call().await.expect("a stream")
}

#[tokio::test]
async fn events_arrive_whole_wherever_chunks_end() {
    let body = "\u{feff}: hello\r\n\r\nevent: é\r\nid: 1\r\ndata: {\"a\":\r\ndata: \"\u{1f600}\"}\r\n\r\n\
                data:\r\rdata: {\"b\":\r\rretry: 9\n\ndata: [2]\n\n";
    let expected = [Ok(json!({"a": "\u{1f600}"})), Err(ErrorKind::Decode), Ok(json!([2]))];
    for length in [1, 2, 3, 7, 1000] {
        let server = Server::answering(vec![in_chunks(body, length)]);
        assert_eq!(all(listen(&server).await).await, expected, "chunks of {length}");
        assert_eq!(server.only().header("accept").as_deref(), Some("text/event-stream"));
    }
}

#[tokio::test]
async fn an_event_has_an_id_a_name_and_a_pause() {
    let body = "event: tick\nid: 7\nretry: 50\ndata: 1\n\ndata: 2\n\n";
    let server = Server::answering(vec![in_chunks(body, 5)]);
    let mut events = listen(&server).await;
    assert_eq!((events.status().as_u16(), events.last_event_id()), (200, None));
    let first = events.next().await.expect("one").expect("an event");
    assert_eq!((first.id.as_deref(), first.name.as_deref()), (Some("7"), Some("tick")));
    assert_eq!(first.retry, Some(Duration::from_millis(50)));
    let second = events.next().await.expect("one").expect("an event");
    assert_eq!((second.id.as_deref(), second.name, second.retry), (Some("7"), None, None));
    assert_eq!(events.last_event_id(), Some("7"));
}

#[tokio::test]
async fn events_are_given_as_they_arrive() {
    let answer =
        Answer::raw(HEAD).then("data: 1\n\n").until_timers(2).wait(Duration::from_secs(20));
    let answer = answer.then("data: 2\n\n: ping\n").until_timers(3).wait(Duration::from_secs(20));
    let server = Server::answering(vec![answer.then("data: 3\n\n").close()]);
    let mut events = listen(&server).await;
    for expected in [json!(1), json!(2), json!(3)] {
        assert_eq!(events.next().await.map(told), Some(Ok(expected)));
    }
    assert!(events.next().await.is_none());
    assert_eq!(server.clock().now(), Duration::from_secs(40));
}

#[tokio::test]
async fn silence_and_the_total_time_have_limits() {
    // In one piece: a client that waits for the first event, too, may have set the timer that the
    // server waits for before it has read the event.
    let first = format!("{HEAD}data: 1\n\n");
    let silent = |timers| Answer::raw(first.clone()).until_timers(timers).stall();
    let server = Server::answering(vec![silent(2)]);
    let mut events = listen(&server).await;
    assert_eq!(events.next().await.map(told), Some(Ok(json!(1))));
    let error = events.next().await.expect("one").expect_err("silence");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("no data for 30s"), "{error}");
    assert!(events.next().await.is_none());
    let server = Server::answering(vec![silent(4)]);
    let call = client(&server).get("/events/").sse_call::<Json>();
    let mut events = call.total_timeout(Duration::from_secs(9)).await.expect("a stream");
    assert_eq!(events.next().await.map(told), Some(Ok(json!(1))));
    let error = events.next().await.expect("one").expect_err("too late");
    assert!(error.to_string().contains("not complete within 9s"), "{error}");
    assert_eq!(server.clock().now(), Duration::from_secs(9));
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_an_error_at_its_end() {
    let answers = [
        Answer::raw(CHUNKED).then("9\r\ndata: 1\n\n\r\n").close(),
        Answer::raw(CHUNKED).then("9\r\ndata: 1\n\n\r\n9\r\ndata: 2\n").close(),
    ];
    for answer in answers {
        let server = Server::answering(vec![answer]);
        let found = all(listen(&server).await).await;
        assert_eq!(found, [Ok(json!(1)), Err(ErrorKind::Connection)]);
    }
}

#[tokio::test]
async fn nothing_behind_the_terminator_is_read() {
    let body = "data: 1\n\ndata: [DONE]\n\ndata: 2\n\n";
    let server = Server::answering(vec![Answer::raw(HEAD).then(body).close()]);
    let call = client(&server).get("/events/").sse_call::<Json>().terminator("[DONE]");
    assert_eq!(all(call.await.expect("a stream")).await, [Ok(json!(1))]);
    let server = Server::answering(vec![in_chunks("data: 1\n\n", 4)]);
    let call = client(&server).get("/events/").sse_call::<Json>().terminator("[DONE]");
    let found = all(call.await.expect("a stream")).await;
    assert_eq!(found, [Ok(json!(1)), Err(ErrorKind::Connection)]);
}

#[tokio::test]
async fn an_event_that_is_too_long_is_not_kept() {
    let body = format!("data: {}\n\ndata: 1\n\n", "x".repeat(10_000));
    for length in [100, 100_000] {
        let server = Server::answering(vec![in_chunks(&body, length)]);
        let client = builder(&server).event_limit(1000).build().expect("a client");
        let events = client.get("/events/").sse_call().await.expect("a stream");
        assert_eq!(all(events).await, [Err(ErrorKind::TooLarge), Ok(json!(1))]);
    }
}

#[tokio::test]
async fn other_formats_are_streams_too() {
    let server = Server::answering(vec![
        in_chunks("{\"a\": \"é\"}\n\n{\"a\":}\r\n[1]", 1),
        in_chunks("\u{1e}{\"a\":\n\"é\"}\n\u{1e}{\"a\u{1e}[1]\n", 1),
    ]);
    let expected = [Ok(json!({"a": "é"})), Err(ErrorKind::Decode), Ok(json!([1]))];
    let client = client(&server);
    let lines = client.get("/lines/").json_lines_call().await.expect("a stream");
    assert_eq!(all(lines).await, expected);
    let texts = client.get("/texts/").json_sequence_call().await.expect("a stream");
    assert_eq!(all(texts).await, expected);
}

#[tokio::test]
async fn what_is_no_stream_is_an_error_or_read_as_a_whole() {
    let server = Server::answering(vec![Answer::json(200, &json!({"error": 1}))]);
    let call = client(&server).get("/events/").sse_call::<Json>();
    let error = call.clone().await.expect_err("JSON");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("server-sent events"), "{error}");
    assert_eq!(call.raw().await.expect("the body"), "{\"error\":1}");
    let server = Server::answering(vec![Answer::new(503, "text/event-stream", "data: 1\n\n")]);
    let error = client(&server).get("/events/").sse_call::<Json>().retries(0).await;
    assert_eq!(error.expect_err("an error").kind(), ErrorKind::Status);
}

#[tokio::test]
async fn the_hook_for_drift_is_called_for_each_event() {
    let server =
        Server::answering(vec![in_chunks("data: {\"count\": \"2\", \"results\": []}\n\n", 9)]);
    let (sender, receiver) = std::sync::mpsc::channel();
    let hook = move |drift: &cekura::codec::Drift| {
        sender.send(drift.pointer.clone()).expect("a listener");
    };
    let client = builder(&server).on_drift(hook).build().expect("a client");
    let call = client.get("/events/").sse_call::<cekura::Page<Json>>();
    let event = call.await.expect("a stream").next().await.expect("one").expect("an event");
    assert_eq!(event.drift[0].pointer, "/count");
    assert_eq!(receiver.try_iter().collect::<Vec<_>>(), ["/count"]);
}

#[test]
fn a_program_without_runtime_listens() {
    let server = Server::answering(vec![in_chunks("id: 1\ndata: 1\n\ndata: {\n\ndata: 2\n\n", 3)]);
    let client = Client::builder().api_key(KEY).base_url(server.url()).build().expect("a client");
    let events = client.get("/events/").sse_call::<Json>().send_blocking().expect("a stream");
    let mut events = events.blocking();
    assert_eq!(events.next().map(told), Some(Ok(json!(1))));
    assert_eq!(events.last_event_id(), Some("1"));
    let rest: Vec<_> = events.map(told).collect();
    assert_eq!(rest, [Err(ErrorKind::Decode), Ok(json!(2))]);
}

#[tokio::test]
async fn a_stream_that_was_awaited_is_not_blocked_on_inside_a_runtime() {
    let server = Server::answering(vec![in_chunks("data: 1\n\n", 3)]);
    let client = Client::builder().api_key(KEY).base_url(server.url()).build().expect("a client");
    let call = client.get("/events/").sse_call::<Json>();
    let mut awaited = call.clone().await.expect("a stream").blocking();
    let error = awaited.next().expect("one").expect_err("a deadlock, else");
    assert!(error.to_string().contains("await the call"), "{error}");
    assert!(awaited.next().is_none());
    let mut own = call.send_blocking().expect("a stream").blocking();
    assert_eq!(own.next().map(told), Some(Ok(json!(1))));
}
