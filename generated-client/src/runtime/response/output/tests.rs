//! Types of the caller's own.

use std::collections::BTreeMap;

use crate::runtime::{Client, Error, MockTransport, Page, from_json};

const KEY: &str = "key-of-the-client";

async fn cast<U: serde::de::DeserializeOwned + Send + 'static>(
    content_type: &'static str,
    body: &'static str,
) -> Result<U, Error> {
    let mock = MockTransport::new();
    let answer = mock.expect("GET", "/x/").header("content-type", content_type);
    answer.header("x-request-id", "req-1").respond(200, body);
    let client = Client::builder().api_key(KEY).transport(mock).build().expect("a client");
    client.get("/x/").call::<()>().cast::<U>().await
}

#[tokio::test]
async fn what_is_no_json_is_shown() {
    let error = cast::<Vec<u8>>("text/html", "<h1>\nOops</h1>").await.expect_err("no JSON");
    assert_eq!(
        error.to_string(),
        "GET /x/: 200 OK, but the body should be JSON, found text/html: <h1> Oops</h1>: \
         expected value at line 1 column 1"
    );
    assert!(error.decode().is_some_and(|decode| decode.pointer().is_none()));
}

#[tokio::test]
async fn the_clients_key_in_a_response_is_not_printed() {
    for body in ["\"key-of-the-client\"", "key-of-the-client", r#"{"key-of-the-client": "x"}"#] {
        let own = cast::<BTreeMap<String, u8>>("text/plain", body).await.expect_err("an error");
        let mock = MockTransport::new();
        mock.expect("GET", "/x/").respond(200, body);
        let client = Client::builder().api_key(KEY).transport(mock).build().expect("a client");
        let typed = client.get("/x/").call::<crate::runtime::Page<i64>>().await;
        for error in [own, typed.expect_err("an error")] {
            let mut text = format!("{error} {error:?} {error:#?}");
            let mut next = error.cause();
            while let Some(cause) = next {
                text += &format!("{cause} {cause:?}");
                next = cause.source();
            }
            assert!(!text.contains(KEY), "{text}");
            assert_eq!(error.decode().expect("the body").body(), body);
        }
    }
}

#[tokio::test]
async fn a_key_of_the_body_does_not_write_lines_of_its_own() {
    let body = "{\"a\\nERROR b\": \"x\\ny\"}";
    let own = cast::<BTreeMap<String, u8>>("text/plain", body).await.expect_err("no number");
    let text = own.to_string();
    assert!(text.starts_with("GET /x/: 200 OK, but /a ERROR b should be u8"), "{text}");
    assert!(!text.contains(char::is_control), "{text:?}");
}

#[test]
fn json_that_is_no_response_is_read_alike() {
    let read = from_json::<Page<i64>>(br#"{"count": "2", "results": [1, 2]}"#).expect("reads");
    assert_eq!((read.value.results, read.drift.len()), (vec![1, 2], 1));
    let error = from_json::<Page<i64>>(br#"{"results": ["x"]}"#).expect_err("a text");
    assert_eq!(error.to_string(), "/results/0 should be an integer, found \"x\"");
    assert_eq!((error.status(), error.pointer()), (None, Some("/results/0")));
    let error = from_json::<i64>(b"<html>").expect_err("no JSON");
    assert!(error.to_string().starts_with("the body should be JSON, found a text: <html>"));
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(from_json::<Option<i64>>(b" ").expect("reads").value, None);
}

#[tokio::test]
async fn a_key_that_the_server_repeats_is_in_no_debug_text_and_no_drift() {
    let mock = MockTransport::new();
    let answer = mock.expect("GET", "/x/").header("set-cookie", "session=key-of-the-client");
    answer.json(200, &serde_json::json!([["key-of-the-client", {"key-of-the-client": 1}], 5]));
    let client = Client::builder().api_key(KEY).transport(mock).build().expect("a client");
    let call = client.get("/x/").call::<Vec<Option<i64>>>().with_response();
    let response = call.await.expect("drift");
    let drift = &response.drift[0];
    assert_eq!(drift.found, serde_json::json!(["…", {"…": 1}]));
    for text in [format!("{response:?}"), drift.to_string()] {
        assert!(!text.contains(KEY), "{text}");
    }
}
