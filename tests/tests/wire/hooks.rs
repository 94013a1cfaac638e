//! Middleware and spans; and that no secret is in any of what is printed.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cekura::hooks::{Middleware, Next};
use cekura::testing::MockTransport;
use cekura::transport::{Body, BoxFuture, Request, TransportError};
use cekura::uploads::Part;
use cekura::{Client, Json};
use cekura_tests::printed::Printed;
use cekura_tests::server::{Answer, Server};
use cekura_tests::tls::UntrustedServer;
use cekura_tests::wire::{KEY, builder, client};
use serde_json::json;

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

#[tokio::test]
async fn a_call_is_a_span_and_an_attempt_an_event() {
    let (printed, _guard) = Printed::start();
    let server =
        Server::answering(vec![Answer::new(503, "", ""), Answer::json(200, &json!({"id": "x"}))]);
    let client = builder(&server).build().expect("a client");
    let call = client.get("/a/{id}/").path("id", 5).query("q", "private");
    call.call::<Json>().await.expect("the second time");
    let text = printed.take();
    let all = of_ours(&text);
    let port = format!("server.port={}", server.url().rsplit_once(':').expect("a port").1);
    for field in [
        "otel.kind=\"client\"",
        "otel.name=\"GET /a/{id}/\"",
        "http.request.method=\"GET\"",
        "url.template=/a/{id}/",
        "server.address=\"127.0.0.1\"",
        &port,
        "http.response.status_code=200",
        "http.request.resend_count=1",
        "attempt{attempt=1 http.response.status_code=503 error.type=\"503\"}: cekura: failed \
         status=503 kind=Status",
        "retry after a pause",
        "attempt{attempt=2 http.request.resend_count=1 http.response.status_code=200}: cekura: \
         response status=200",
    ] {
        assert!(all.contains(field), "{field} in {all}");
    }
    for absent in ["private", "/a/5/", "otel.status_code", "method_original"] {
        assert!(!all.contains(absent), "{absent} in {all}");
    }
    let spans = all.lines().filter(|line| line.contains(": new")).count();
    assert_eq!(spans, 3, "one for the call, and one for each attempt");
}

#[tokio::test]
async fn the_trace_is_passed_on_with_each_attempt() {
    use tracing::Instrument;

    let (_printed, _guard) = Printed::start();
    let server = Server::answering(vec![Answer::new(503, "", ""), Answer::json(200, &json!(1))]);
    let names = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&names);
    let client = builder(&server)
        .trace_context(move |headers| {
            let span = tracing::Span::current().metadata().map(|span| span.name());
            seen.lock().expect("names").push(span);
            headers.insert("traceparent", http::HeaderValue::from_static("00-0af7-b7ad-01"));
        })
        .build()
        .expect("a client");
    let call = std::future::IntoFuture::into_future(client.get("/x/").call::<Json>());
    call.instrument(tracing::info_span!("the caller's")).await.expect("the second time");
    for request in server.received() {
        assert_eq!(request.header("traceparent").as_deref(), Some("00-0af7-b7ad-01"));
    }
    assert_eq!(*names.lock().expect("names"), [Some("attempt"); 2]);
}

fn of_ours(text: &str) -> String {
    text.lines().filter(|line| line.contains(" cekura: ")).collect::<Vec<_>>().join("\n")
}

/// The last line about a call that fails: its span as it is closed.
async fn closed(answer: Answer, method: &str, total: Duration) -> String {
    let (printed, _guard) = Printed::start();
    let server = Server::answering(vec![answer]);
    let method = method.parse().expect("a method");
    let call = client(&server).request(method, "/x/").call::<Vec<i64>>();
    let outcome = call.retries(0).total_timeout(total).await;
    outcome.expect_err("a failure");
    let text = printed.text();
    of_ours(&text).lines().last().expect("a line").to_owned()
}

#[tokio::test]
async fn a_failure_is_marked_with_its_kind() {
    let second = Duration::from_secs(1);
    for (answer, kind) in [
        (Answer::new(404, "", ""), "404"),
        (Answer::new(503, "", ""), "503"),
        (Answer::new(200, "text/html", "<p>"), "Decode"),
        (Answer::default().reset(), "Connection"),
        (Answer::default().stall(), "Timeout"),
        // A call that was accepted and then broke is no failure by its status.
        (Answer::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[").close(), "Connection"),
    ] {
        let line = closed(answer, "GET", second).await;
        assert!(line.contains(": close"), "{line}");
        assert!(line.contains(&format!("error.type=\"{kind}\"")), "{line}");
        assert!(line.contains("otel.status_code=\"ERROR\""), "{line}");
    }
    let untrusted = UntrustedServer::start();
    for (url, kind) in [("http://[::1]:1", "Connect"), (&*untrusted.url(), "Tls")] {
        let (printed, _guard) = Printed::start();
        let builder = Client::builder().api_key(KEY).base_url(url).retries(0);
        let client = builder.build().expect("a client");
        client.get("/x/").call::<Json>().await.expect_err("no connection");
        let text = of_ours(&printed.text());
        assert!(text.contains(&format!("error.type=\"{kind}\"")), "{text}");
        let address = if kind == "Connect" { "\"::1\" server.port=1" } else { "\"localhost\"" };
        assert!(text.contains(&format!("server.address={address}")), "{text}");
    }
}

#[tokio::test]
async fn a_method_that_nobody_knows_does_not_name_spans() {
    let line = closed(Answer::new(405, "", ""), "BREW", Duration::from_secs(1)).await;
    for field in [
        "http.request.method=\"_OTHER\"",
        "http.request.method_original=\"BREW\"",
        "otel.name=\"HTTP /x/\"",
    ] {
        assert!(line.contains(field), "{field} in {line}");
    }
}

#[tokio::test]
async fn what_is_found_in_the_body_is_told_inside_the_span() {
    let (printed, _guard) = Printed::start();
    let server =
        Server::answering(vec![Answer::json(200, &json!({"count": "many", "results": []}))]);
    let client = client(&server);
    client.get("/x/").call::<cekura::Page<i64>>().await.expect("a page");
    client.get("/y/").call::<cekura::Page<i64>>().with_response().await.expect("a page");
    client.get("/z/").call::<i64>().await.expect_err("no number");
    let text = printed.text();
    for (path, said) in [
        ("/x/", "response does not match its documentation pointer=/count"),
        ("/y/", "response does not match its documentation pointer=/count"),
        ("/z/", "failed kind=Decode pointer=\"\""),
    ] {
        let line = text.lines().find(|line| line.contains(said) && line.contains(path));
        let line = line.unwrap_or_else(|| panic!("{said} of {path} in {text}"));
        assert!(
            line.contains(&format!(
                "call{{otel.kind=\"client\" http.request.method=\"GET\" url.template={path}"
            )),
            "{line}"
        );
    }
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
    show(&cekura::auth::Secret::new(KEY));
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
