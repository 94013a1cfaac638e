//! Calls with optional parameters, as the generator writes them.

use std::time::Duration;

use serde_json::json;

use crate::runtime::{Client, Json, MockTransport, Page};

operation_call! {
    #[paged]
    /// Lists boats.
    pub struct ListBoatsCall(Call<Page<i64>>);
}

impl ListBoatsCall {
    pub fn rig(mut self, value: &str) -> Self {
        self.call.parameters().query("rig", value);
        self
    }

    pub fn page(mut self, value: i64) -> Self {
        self.call.parameters().query("page", &value);
        self
    }
}

operation_call! {
    /// Cancels.
    pub struct CancelCall(Call<()>);
}

impl CancelCall {
    pub fn body(mut self, body: &Json) -> Self {
        self.call = self.call.with_body(|request| request.json(body));
        self
    }
}

fn client(mock: &MockTransport) -> Client {
    let builder = Client::builder().api_key("k").base_url("https://host");
    builder.transport(mock.clone()).build().expect("a client")
}

fn list(mock: &MockTransport) -> ListBoatsCall {
    client(mock).get("/boats/").call().into()
}

/// The addresses of the requests, behind the host.
fn addresses(mock: &MockTransport) -> Vec<String> {
    let requests = mock.requests().into_iter();
    requests.map(|request| request.url.as_str().replace("https://host", "")).collect()
}

fn page(items: &[i64], next: Option<&str>) -> Json {
    json!({ "count": 3, "next": next, "previous": null, "results": items })
}

#[tokio::test]
async fn parameters_and_options_mix_in_any_order() {
    let mock = MockTransport::new();
    mock.expect("GET", "/boats/").json(200, &page(&[1], None));
    let call = list(&mock).rig("gaff").timeout(Duration::from_secs(9)).header("x-h", "1").page(2);
    let response = call.extra_query("new", 1).with_response().await.expect("a response");
    assert_eq!(response.value.results, [1]);
    assert_eq!(addresses(&mock), ["/boats/?rig=gaff&page=2&new=1"]);
    assert_eq!(mock.requests()[0].headers["x-h"], "1");
}

#[tokio::test]
async fn a_call_can_be_kept_and_used_again() {
    let mock = MockTransport::new();
    for _ in 0..3 {
        mock.expect("GET", "/boats/").json(200, &page(&[1], None));
    }
    let gaff = list(&mock).rig("gaff");
    gaff.clone().await.expect("a page");
    gaff.clone().page(2).optional(None, ListBoatsCall::rig).await.expect("a page");
    // A parameter that is set again replaces the first.
    gaff.page(2).page(3).optional(Some("lug"), ListBoatsCall::rig).await.expect("a page");
    let expected = ["/boats/?rig=gaff", "/boats/?rig=gaff&page=2", "/boats/?page=3&rig=lug"];
    assert_eq!(addresses(&mock), expected);
}

#[tokio::test]
async fn a_list_is_walked_with_its_parameters() {
    let mock = MockTransport::new();
    let next = "https://host/boats/?rig=gaff&page=2";
    mock.expect("GET", "/boats/").json(200, &page(&[1, 2], Some(next)));
    mock.expect("GET", "/boats/").json(200, &page(&[3], None));
    let mut items = std::pin::pin!(list(&mock).rig("gaff").items());
    let mut found = Vec::new();
    while let Some(item) =
        std::future::poll_fn(|cx| futures_core::Stream::poll_next(items.as_mut(), cx)).await
    {
        found.push(item.expect("an item"));
    }
    assert_eq!(found, [1, 2, 3]);
    assert_eq!(addresses(&mock), ["/boats/?rig=gaff", "/boats/?rig=gaff&page=2"]);
}

#[tokio::test]
async fn a_body_that_may_be_left_out_is_set_on_the_call() {
    let mock = MockTransport::new();
    mock.expect("POST", "/cancel/").respond(204, "");
    mock.expect("POST", "/cancel/").respond(204, "");
    let cancel = || CancelCall::from(client(&mock).post("/cancel/").call());
    cancel().await.expect("sent");
    cancel().body(&json!({"why": "rain"})).await.expect("sent");
    let requests = mock.requests();
    assert_eq!(requests[0].body.as_ref(), b"");
    assert!(!requests[0].headers.contains_key("content-type"));
    assert_eq!(requests[1].body.as_ref(), br#"{"why":"rain"}"#);
    assert_eq!(requests[1].headers["content-type"], "application/json");
}

#[tokio::test]
async fn a_clone_of_a_call_that_cannot_be_sent_has_its_error() {
    let mock = MockTransport::new();
    let call = list(&mock).header("x h", "1");
    let [first, second] =
        [call.clone().await, call.await].map(|sent| sent.unwrap_err().to_string());
    assert_eq!(first, second);
    assert!(first.contains("`x h` is not a valid header name"), "{first}");
}
