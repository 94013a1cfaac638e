use cekura::Json;
use response_open_media_type::Client;
use response_open_media_type::types::GetStateResponse;
use serde_json::json;

use crate::{client, done, header};

fn answering(path: &str, content_type: &'static str, body: &'static str) -> Client {
    let (client, mock) = client();
    mock.expect("GET", path).header("content-type", content_type).respond(200, body);
    Client::from(client)
}

#[test]
fn the_content_type_of_the_answer_decides() {
    let text = |kind, body| done(answering("/hello", kind, body).hello().get()).expect("a text");
    assert_eq!(text("text/plain; charset=utf-8", "hello"), "hello");
    assert_eq!(text("text/html", "\"hello\""), "\"hello\"");
    assert_eq!(text("application/json", "\"hello\""), "hello");
    assert_eq!(text("application/problem+json", "\"hello\""), "hello");
    let state = |kind, body| done(answering("/state", kind, body).state().get()).expect("a state");
    assert_eq!(state("text/plain", "up"), GetStateResponse::Up);
    assert_eq!(state("application/json", "\"down\""), GetStateResponse::Down);
    let any = |kind, body| done(answering("/any", kind, body).any().get()).expect("a value");
    assert_eq!(any("text/plain", "7 boats"), Json::from("7 boats"));
    assert_eq!(any("text/html", "{\"a\": 1}"), json!({"a": 1}));
    assert_eq!(any("application/json", "[1]"), json!([1]));
    let boat = done(answering("/boat", "text/plain", "{\"name\": \"Ada\"}").boat().get());
    assert_eq!(boat.expect("a boat").name.as_deref(), Some("Ada"));
}

#[test]
fn what_no_schema_describes_is_given_if_it_is_there() {
    let unsaid = |kind, body| done(answering("/unsaid", kind, body).unsaid().get()).expect("read");
    assert_eq!(unsaid("application/json", "{\"progress_id\": 7}"), Some(json!({"progress_id": 7})));
    assert_eq!(unsaid("text/plain", "done"), Some(Json::from("done")));
    assert_eq!(unsaid("application/json", ""), None);
    let (client, mock) = client();
    mock.expect("DELETE", "/unsaid").respond(200, "not JSON");
    done(Client::from(client).unsaid().delete()).expect("nothing is read");
    assert_eq!(header(&mock, "accept").as_deref(), Some("application/json, */*;q=0.5"));
}
