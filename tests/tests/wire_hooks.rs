//! Middleware and spans; and that no secret is in any of what is printed.

use cekura::{
    Body, BoxFuture, Client, Json, Middleware, MockTransport, Next, Part, Request, TransportError,
};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::{KEY, builder};
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::format::FmtSpan;

type Sent = Result<http::Response<Body>, TransportError>;

/// Notes what passes, and marks it.
#[derive(Clone, Default)]
struct Watch(&'static str, Arc<Mutex<Vec<String>>>);

impl Middleware for Watch {
    fn handle(&self, mut request: Request, next: Next) -> BoxFuture<'static, Sent> {
        let (name, notes) = (self.0, Arc::clone(&self.1));
        request.headers.insert("x-mark", http::HeaderValue::from_static(name));
        Box::pin(async move {
            let (path, attempt) = (request.path.clone(), request.attempt);
            let mut sent = next.send(request).await;
            let status =
                sent.as_ref().map(|response| response.status().as_u16()).unwrap_or_default();
            notes.lock().expect("notes").push(format!("{name} {path} #{attempt}: {status}"));
            if let Ok(response) = &mut sent {
                response.headers_mut().insert("x-seen", http::HeaderValue::from_static("1"));
            }
            sent
        })
    }
}

#[tokio::test]
async fn middleware_sees_and_changes_each_attempt_the_first_outermost() {
    let server = Server::answering(vec![Answer::new(503, "", ""), Answer::json(200, &json!(1))]);
    let notes = Arc::default();
    let builder = builder(&server)
        .middleware(Watch("outer", Arc::clone(&notes)))
        .middleware(Watch("inner", Arc::clone(&notes)));
    let call = builder.build().expect("a client").get("/a/{id}/").path("id", 5).call::<Json>();
    let response = call.with_response().await.expect("an answer");
    assert_eq!(
        (&response.headers["x-seen"], response.attempts),
        (&http::HeaderValue::from_static("1"), 2)
    );
    assert_eq!(server.received()[0].header("x-mark").as_deref(), Some("inner"));
    let expected = [
        "inner /a/{id}/ #1: 503",
        "outer /a/{id}/ #1: 503",
        "inner /a/{id}/ #2: 200",
        "outer /a/{id}/ #2: 200",
    ];
    assert_eq!(*notes.lock().expect("notes"), expected);
}

#[tokio::test]
async fn middleware_may_answer_itself() {
    struct Cache;
    impl Middleware for Cache {
        fn handle(&self, _: Request, _: Next) -> BoxFuture<'static, Sent> {
            Box::pin(async { Ok(http::Response::new(Body::from("7"))) })
        }
    }
    let mock = MockTransport::new();
    let builder = Client::builder().api_key(KEY).transport(mock.clone()).middleware(Cache);
    let client = builder.build().expect("a client");
    assert_eq!(client.get("/x/").call::<Json>().await.expect("an answer"), 7);
    assert!(mock.requests().is_empty());
}

/// What a subscriber printed.
#[derive(Clone, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("a buffer").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Printed {
    /// Prints everything, of all libraries, on this thread.
    fn start() -> (Self, tracing::subscriber::DefaultGuard) {
        let printed = Printed::default();
        let writer = printed.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        (printed, tracing::subscriber::set_default(subscriber))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("a buffer").clone()).expect("text")
    }
}

#[tokio::test]
async fn a_call_is_a_span_and_an_attempt_an_event() {
    let (printed, _guard) = Printed::start();
    let server =
        Server::answering(vec![Answer::new(503, "", ""), Answer::json(200, &json!({"id": "x"}))]);
    let client = builder(&server).build().expect("a client");
    client
        .get("/a/{id}/")
        .path("id", 5)
        .query("q", "private")
        .call::<Option<i64>>()
        .await
        .expect_err("no number");
    client.get("/a/{id}/").path("id", 5).call::<Vec<i64>>().await.expect_err("no list");
    let text = printed.text();
    let ours: Vec<&str> = text.lines().filter(|line| line.contains("cekura")).collect();
    let all = ours.join("\n");
    for field in [
        "otel.kind=\"client\"",
        "otel.name=\"GET /a/{id}/\"",
        "http.request.method=GET",
        "url.template=/a/{id}/",
        "server.address=\"127.0.0.1\"",
        "http.response.status_code=200",
        "http.request.resend_count=1",
        "attempt=1 status=503 kind=Status",
        "attempt=2 status=200",
    ] {
        assert!(all.contains(field), "{field} in {all}");
    }
    assert!(!all.contains("private") && !all.contains("/a/5/"), "{all}");
    assert_eq!(
        ours.iter().filter(|line| line.contains(": new")).count(),
        2,
        "a span for each call"
    );
}

#[tokio::test]
async fn drift_is_an_event() {
    let (printed, _guard) = Printed::start();
    let server =
        Server::answering(vec![Answer::json(200, &json!({"count": "many", "results": []}))]);
    let client = builder(&server).build().expect("a client");
    client.get("/x/").call::<cekura::Page<i64>>().await.expect("a page");
    let text = printed.text();
    assert!(
        text.contains("does not fit its document") && text.contains("pointer=/count"),
        "{text}"
    );
}

/// Prints each request, as a careless hook would.
struct Print(Arc<Mutex<String>>);

impl Middleware for Print {
    fn handle(&self, request: Request, next: Next) -> BoxFuture<'static, Sent> {
        *self.0.lock().expect("a text") += &format!("{request:?} {:?} {next:?}", request.headers);
        next.send(request)
    }
}

#[tokio::test]
async fn nothing_that_can_be_printed_holds_the_key() {
    let (printed, _guard) = Printed::start();
    let mut shown = String::new();
    let mut show = |value: &dyn std::fmt::Debug| shown += &format!("{value:?}\n{value:#?}\n");

    let seen = Arc::default();
    let server = Server::answering(vec![
        Answer::json(200, &json!({"results": [1]})),
        Answer::json(200, &json!({"results": [1]})),
        Answer::json(400, &json!({"detail": "no"})),
        Answer::new(200, "text/html", "<p>"),
        Answer::default().reset(),
    ]);
    for secret in ["key", "bearer", "basic"] {
        let builder = builder(&server).middleware(Print(Arc::clone(&seen)));
        let builder = match secret {
            "bearer" => builder.bearer_token(KEY),
            "basic" => builder.basic_auth("me", KEY),
            _ => builder,
        };
        show(&builder);
        let client = builder.build().expect("a client");
        let call = || client.post("/x/").json(&1).call::<cekura::Page<i64>>();
        show(&client);
        show(&client.scenarios());
        show(&client.post("/x/"));
        show(&call());
        show(&std::future::IntoFuture::into_future(call()));
        show(&call().pages());
        show(&call().items());
        show(&call().await);
        show(&call().with_response().await);
        show(&call().download().await);
        show(&call().await);
        show(&call().await);
    }
    show(&cekura::Secret::new(KEY));
    show(&Part::bytes(KEY.as_bytes()));
    show(&Client::builder().api_key(format!("{KEY}\u{1}")).build());
    let mock = MockTransport::new();
    mock.expect("GET", "/x/").json(200, &1);
    let client = Client::builder().api_key(KEY).transport(mock.clone()).build().expect("a client");
    client.get("/x/").call::<Json>().await.expect("an answer");
    show(&mock);
    show(&mock.requests());
    shown += &seen.lock().expect("a text");
    let traced = printed.text();
    assert!(shown.len() > 1000 && traced.len() > 1000);
    // As it is, and as `Basic` sends it.
    for secret in [KEY, "bWU6a2V5LTVmMGMyZS1zZWNyZXQ="] {
        assert!(!shown.contains(secret), "{shown}");
        assert!(!traced.contains(secret), "{traced}");
    }
}
