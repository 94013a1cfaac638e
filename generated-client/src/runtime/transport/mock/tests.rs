//! The transport for tests, tested.

use std::time::Duration;

use serde_json::json;

use crate::runtime::transport::mock::MockTransport;
use crate::runtime::{
    Body, BoxError, BoxFuture, Client, Error, ErrorKind, Json, Middleware, Next, Request, Secret,
    TokenProvider, TransportError,
};

fn client(mock: &MockTransport) -> Client {
    Client::builder().api_key("k").transport(mock.clone()).build().expect("a client")
}

async fn get(client: &Client, path: &'static str) -> Result<Json, Error> {
    client.get(path).call::<Json>().await
}

#[tokio::test]
async fn expectations_respond_by_operation_and_in_order() {
    let mock = MockTransport::new();
    mock.expect("GET", "/a/").header("x-a", "1").json(200, &json!(1));
    mock.expect("GET", "/b/").respond(404, "gone");
    mock.expect("GET", "/a/").fail(TransportError::timeout("too late"));
    let client = client(&mock);
    assert!(get(&client, "/b/").await.expect_err("gone").is_not_found());
    let first = client.get("/a/").call::<Json>().with_response().await.expect("a response");
    assert_eq!(first.value, json!(1));
    assert_eq!(first.headers["x-a"], "1");
    let error = client.get("/a/").call::<Json>().retries(0).await.expect_err("a failure");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("too late"), "{error}");
    mock.verify();
    assert_eq!(format!("{:?}", mock.requests()), "[GET /b/, GET /a/, GET /a/]");
}

#[tokio::test]
async fn what_was_sent_can_be_looked_at() {
    let mock = MockTransport::new();
    mock.expect("POST", "/a/").json(200, &json!(null));
    let request = client(&mock).post("/a/").query("q", "x y").json(&json!({"k": 1}));
    request.accept("application/x-special").call::<()>().await.expect("a response");
    let sent = mock.requests().remove(0);
    assert_eq!((sent.query("q").as_deref(), sent.query("r")), (Some("x y"), None));
    assert_eq!(sent.json(), json!({"k": 1}));
    assert_eq!(sent.headers["accept"], "application/x-special");
}

#[tokio::test]
#[should_panic(expected = "unexpected call: GET /b/; expected: GET /a/")]
async fn a_call_that_is_unexpected_panics() {
    let mock = MockTransport::new();
    mock.expect("GET", "/a/").respond(200, "");
    let _ = get(&client(&mock), "/b/").await;
}

#[test]
#[should_panic(expected = "missing calls: GET /a/")]
fn a_call_that_does_not_come_is_missed() {
    let mock = MockTransport::new();
    mock.expect("GET", "/a/").respond(200, "");
    mock.verify();
}

#[tokio::test]
#[should_panic(expected = "unexpected calls: GET /b/")]
async fn a_panic_that_somebody_swallowed_is_told_again() {
    let mock = MockTransport::new();
    let client = client(&mock);
    let swallowed = tokio::spawn(async move { get(&client, "/b/").await }).await;
    assert!(swallowed.is_err());
    mock.verify();
}

#[test]
#[should_panic(expected = "`GE T` is not a valid method")]
fn a_method_that_is_none_panics() {
    let _ = MockTransport::new().expect("GE T", "/a/");
}

/// Lets another task go first, before each token and each request.
struct Patient;

impl TokenProvider for Patient {
    fn token(&self, _: Option<Secret>) -> BoxFuture<'_, Result<Secret, BoxError>> {
        Box::pin(async {
            tokio::task::yield_now().await;
            Ok("token".into())
        })
    }
}

impl Middleware for Patient {
    fn handle(
        &self,
        request: Request,
        next: Next,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            next.send(request).await
        })
    }
}

#[tokio::test]
async fn waiting_for_something_else_uses_up_no_time() {
    let mock = MockTransport::new();
    mock.expect("GET", "/a/").json(200, &json!(1));
    let builder = Client::builder().token_provider(Patient).middleware(Patient);
    let client = builder.total_timeout(Duration::from_secs(9)).transport(mock.clone()).build();
    assert_eq!(get(&client.expect("a client"), "/a/").await.expect("a response"), 1);
    assert_eq!(mock.pauses(), []);
}

/// Begins to send, and gets nowhere.
struct Never;

impl Middleware for Never {
    fn handle(
        &self,
        request: Request,
        next: Next,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let sent = next.send(request);
        Box::pin(async move {
            let () = std::future::pending().await;
            sent.await
        })
    }
}

#[tokio::test]
async fn pauses_are_over_at_once_while_another_call_is_under_way() {
    let mock = MockTransport::new();
    let stuck = Client::builder().api_key("k").transport(mock.clone()).middleware(Never).build();
    let stuck = stuck.expect("a client");
    let other = tokio::spawn(async move { get(&stuck, "/stuck/").await });
    tokio::task::yield_now().await;
    for _ in 0..2 {
        mock.expect("GET", "/a/").header("retry-after", "7").respond(429, "");
    }
    mock.expect("GET", "/a/").json(200, &json!(1));
    assert_eq!(get(&client(&mock), "/a/").await.expect("a response"), 1);
    let pauses = mock.pauses();
    assert_eq!(pauses.len(), 2);
    assert!(pauses.iter().all(|pause| (7.0..=8.75).contains(&pause.as_secs_f64())), "{pauses:?}");
    assert!(!other.is_finished());
    other.abort();
    mock.verify();
}

#[tokio::test]
async fn lists_jobs_and_trouble_are_scenes() {
    let mock = MockTransport::new();
    let client = client(&mock);
    mock.expect("GET", "/things/").pages(&[vec![1, 2], vec![], vec![3]]);
    let mut items = client.get("/things/").call::<crate::Page<i64>>().items();
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item.expect("an item"));
    }
    assert_eq!(all, [1, 2, 3]);
    assert_eq!(mock.requests()[2].query("page").as_deref(), Some("3"));
    mock.expect("GET", "/a/").rate_limited(2, Duration::from_secs(3));
    mock.expect("GET", "/a/").each([json!(1), json!(2)]);
    assert_eq!(
        [get(&client, "/a/").await, get(&client, "/a/").await].map(Result::ok),
        [Some(json!(1)), Some(json!(2))]
    );
    assert!(mock.pauses().iter().all(|pause| *pause >= Duration::from_secs(3)));
    mock.expect("POST", "/a/").failing(1, 503, "Down.");
    let error = client.post("/a/").call::<Json>().await.expect_err("an outage");
    assert!(error.to_string().ends_with("503 Service Unavailable: Down."), "{error}");
    let documented = json!({"count": 1, "results": [7]});
    mock.expect("GET", "/a/").drifting(&documented, "/count", json!("one"));
    let page = client.get("/a/").call::<crate::Page<i64>>().with_response().await;
    assert_eq!(page.expect("a page").drift[0].pointer, "/count");
    mock.verify();
}
