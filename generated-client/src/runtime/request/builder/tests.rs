//! Requests as they are built and printed.

use serde_json::json;

use super::*;
use crate::runtime::{Client, ErrorKind, MockTransport};

fn client(mock: &MockTransport) -> Client {
    Client::builder().api_key("k").transport(mock.clone()).build().expect("a client")
}

#[test]
fn what_is_printed_of_a_request_is_its_name() {
    let request = client(&MockTransport::new()).post("/a/{x}/").path("x", "s3cret");
    let request = request.query("q", "s3cret").header("x-key", "s3cret");
    let request = request.json(&json!({"k": "s3cret"}));
    assert!(request.request.headers["x-key"].is_sensitive());
    let shown = format!("{request:?}") + &format!("{:?}", request.call::<()>());
    assert!(shown.contains("POST") && shown.contains("/a/{x}/"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn a_text_has_the_content_type_that_is_named() {
    let mock = MockTransport::new();
    mock.expect("PUT", "/a/").json(200, &json!(null));
    let request = client(&mock).put("/a/").text("x,y").content_type("text/csv");
    request.call::<()>().await.expect("a response");
    assert_eq!(mock.requests()[0].headers["content-type"], "text/csv");
}

#[test]
fn a_form_repeats_the_name_of_a_list() {
    let form = json!({"a": ["x y", 1, true], "b": {"k": [1]}, "c": null, "d": [], "e": [[1]]});
    assert_eq!(form_text(&form, &[]), "a=x+y&a=1&a=true&b=%7B%22k%22%3A%5B1%5D%7D&c=&e=%5B1%5D");
}

#[tokio::test]
async fn an_invalid_media_type_is_an_error() {
    let client = Client::builder().api_key("k").transport(MockTransport::new()).build();
    let client = client.expect("a client");
    for request in [
        client.post("/x/").content_type("text/plain\n"),
        client.post("/x/").accept("a\u{7}"),
        client.post("/x/").bytes("1", "\r\n"),
    ] {
        let error = request.call::<()>().await.expect_err("no header");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
}

#[tokio::test]
async fn a_cookie_by_hand_is_one_more() {
    let mock = MockTransport::new();
    mock.expect("GET", "/x/").respond(200, "");
    let client = Client::builder().api_key("k").header("cookie", "a=1").transport(mock.clone());
    let client = client.build().expect("a client");
    let request = client.get("/x/").header("cookie", "b=2").header("cookie", "c=3");
    request.call::<()>().header("cookie", "d=4").await.expect("a response");
    assert_eq!(mock.requests()[0].headers["cookie"], "a=1; b=2; c=3; d=4");
}
