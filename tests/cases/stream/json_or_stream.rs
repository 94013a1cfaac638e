use stream_json_or_stream::Client;
use stream_json_or_stream::types::*;

use crate::{client, done, header, sent, target};

#[test]
fn the_stream_ends_with_its_terminator() {
    let (client, mock) = client();
    let client = Client::from(client);
    mock.expect("POST", "/chats/").respond(
        200,
        "data: {\"kind\": \"delta\", \"text\": \"a\"}\n\ndata: {\"kind\": \"usage\", \"tokens\": 1}\n\n\
         data: [DONE]\n\ndata: {\"kind\": \"delta\", \"text\": \"b\"}\n\n",
    );
    let request = CreateChatRequest::new("Hi");
    let mut events = done(client.chats().create_stream(&request)).expect("a stream");
    let mut next = || done(events.next());
    assert!(matches!(next(), Some(Ok(event)) if matches!(event.data, Chunk::Delta(_))));
    assert!(matches!(next(), Some(Ok(event)) if matches!(event.data, Chunk::Usage(_))));
    assert!(next().is_none());
    assert_eq!(header(&mock, "accept").as_deref(), Some("text/event-stream"));
    let sent = sent(&mock);
    assert_eq!(sent.json(), serde_json::json!({"prompt": "Hi", "stream": true}));
}

#[test]
fn a_stream_without_its_terminator_is_incomplete() {
    let (client, mock) = client();
    let client = Client::from(client);
    mock.expect("POST", "/chats/stream/")
        .respond(200, "data: {\"kind\": \"delta\", \"text\": \"a\"}\n\n");
    let mut events = done(client.chats().stream()).expect("a stream");
    assert!(matches!(done(events.next()), Some(Ok(_))));
    let error = done(events.next()).expect("one").expect_err("incomplete");
    assert!(error.to_string().contains("without `[DONE]`"), "{error}");
    assert!(done(events.next()).is_none());
}

#[test]
fn options_come_before_the_choice_of_the_stream() {
    let (client, mock) = client();
    let client = Client::from(client);
    mock.expect("GET", "/searches/").respond(200, "{\"kind\": \"usage\", \"tokens\": 1}\n");
    let mut events = done(client.searches().get().seed(7).and_stream()).expect("a stream");
    assert!(matches!(done(events.next()), Some(Ok(_))));
    assert_eq!(target(&mock), "/searches/?seed=7");
    assert_eq!(header(&mock, "accept").as_deref(), Some("application/x-ndjson"));
}

#[test]
fn json_in_the_place_of_a_stream_is_an_error() {
    let (client, mock) = client();
    let client = Client::from(client);
    mock.expect("POST", "/chats/stream/").json(200, &serde_json::json!({"text": "a"}));
    let error = done(client.chats().stream()).expect_err("no stream");
    assert!(error.decode().is_some(), "{error}");
}
