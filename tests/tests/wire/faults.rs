//! Everything that can go wrong between client and server, on real sockets; the table in the guide
//! says what comes of it.

use std::path::Path;
use std::time::Duration;

use cekura::{Client, Error, ErrorKind, Json};
use cekura_tests::clock::{Clock, ClockedTransport};
use cekura_tests::printed::Printed;
use cekura_tests::server::{Answer, Server};
use cekura_tests::tls::UntrustedServer;
use cekura_tests::wire::{KEY, builder, client};
use http::Method;
use serde_json::json;

/// `1`, compressed.
const GZIP: [u8; 21] = [31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 51, 4, 0, 183, 239, 220, 131, 1, 0, 0, 0];
const HTML: &str = "<h1>Oops</h1>";
const ELSEWHERE: &str = "http://localhost:1/y/";

fn ok() -> Answer {
    Answer::json(200, &json!(1))
}

fn redirect(status: u16, location: &str) -> Answer {
    Answer::with_headers(status, &[("location", location)], "")
}

fn wait(value: &str) -> Vec<Answer> {
    vec![Answer::with_headers(429, &[("retry-after", value)], ""), ok()]
}

/// A server's behaviour: its answers in order, the last one from then on.
fn faults() -> Vec<(&'static str, Vec<Answer>)> {
    let seconds = Duration::from_secs;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    let chunked = format!("{head}transfer-encoding: chunked\r\n\r\n");
    let fourteen = format!("{head}content-length: 14\r\n\r\n");
    vec![
        ("resets the connection before it answers", vec![Answer::default().reset()]),
        ("closes the connection before it answers", vec![Answer::default().close()]),
        ("answers with something that is not HTTP", vec![Answer::raw("hello\r\n\r\n").close()]),
        ("resets the connection in the body", vec![Answer::raw(&*fourteen).then("[1, 2,").reset()]),
        (
            "sends less than the announced length",
            vec![Answer::raw(&*fourteen).then("[1, 2,").close()],
        ),
        ("ends within a chunk", vec![Answer::raw(&*chunked).then("9\r\n[1, 2").close()]),
        ("never answers", vec![Answer::default().stall()]),
        ("stops in the headers", vec![Answer::raw(head).stall()]),
        ("stops in the body", vec![Answer::raw(&*fourteen).then("[1, 2,").stall()]),
        ("sends headers after 20 s", vec![Answer::default().wait(seconds(20)).then(ok_bytes())]),
        (
            "sends the body in two halves, each after 10 s",
            vec![
                Answer::raw(&*fourteen)
                    .wait(seconds(10))
                    .then("[1, 2,")
                    .wait(seconds(10))
                    .then(" 3, 456]"),
            ],
        ),
        (
            "sends more than the announced length",
            vec![Answer::raw(ok_bytes()).then("2345").close()],
        ),
        (
            "sends half a body in 20 s, and no more",
            vec![Answer::raw(&*fourteen).wait(seconds(20)).then("[1, 2,").stall()],
        ),
        ("sends 200 with HTML", vec![Answer::new(200, "text/html", HTML)]),
        ("sends 200 with nothing", vec![Answer::new(200, "application/json", "")]),
        ("sends 200 with invalid UTF-8", vec![Answer::new(200, "application/json", b"\"\xff\"")]),
        (
            "sends 200 with a byte order mark",
            vec![Answer::new(200, "application/json", "\u{feff}1")],
        ),
        (
            "sends 200 with half a surrogate pair",
            vec![Answer::new(200, "application/json", r#""\ud83d""#)],
        ),
        ("sends 200 with `NaN`", vec![Answer::new(200, "application/json", "NaN")]),
        ("sends 204 with a body", vec![Answer::new(204, "text/plain", "ignored").close()]),
    ]
}

fn redirects() -> Vec<(&'static str, Vec<Answer>)> {
    vec![
        ("redirects (301) on its origin", vec![redirect(301, "/y/"), ok()]),
        ("redirects (302) on its origin", vec![redirect(302, "/y/"), ok()]),
        ("redirects (307) on its origin", vec![redirect(307, "/y/"), ok()]),
        ("redirects (308) on its origin", vec![redirect(308, "/y/"), ok()]),
        ("redirects (303) on its origin", vec![redirect(303, "/y/"), ok()]),
        (
            "redirects (303), and closes the connection then",
            vec![redirect(303, "/y/"), Answer::default().close()],
        ),
        (
            "redirects (303), and is busy (429) then",
            vec![redirect(303, "/y/"), Answer::new(429, "", "")],
        ),
        ("redirects (301) to another", vec![redirect(301, ELSEWHERE)]),
        ("redirects (302) to another", vec![redirect(302, ELSEWHERE)]),
        ("redirects (303) to another", vec![redirect(303, ELSEWHERE)]),
        ("redirects (307) to another", vec![redirect(307, ELSEWHERE)]),
        ("redirects (308) to another", vec![redirect(308, ELSEWHERE)]),
    ]
}

/// The refusals that come with bodies of all kinds.
const REFUSALS: [u16; 17] =
    [400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 422, 500, 501, 502, 503, 504];

/// The same refusal with JSON, HTML, nothing, and more than anybody wants to read.
fn bodies(status: u16) -> Vec<Answer> {
    vec![
        Answer::json(status, &json!({"detail": "No."})),
        Answer::new(status, "text/html", HTML),
        Answer::new(status, "", ""),
        Answer::new(status, "text/plain", vec![b'x'; 1_000_000]),
    ]
}

/// A well-formed answer of a server, and the pause that it asks for.
fn refusals() -> Vec<(&'static str, Option<Duration>, Vec<Answer>)> {
    let millis = |millis| Some(Duration::from_millis(millis));
    let date = "Wed, 21 Oct 2026 07:28:00 GMT";
    let later = "Wed, 21 Oct 2026 07:28:05 GMT";
    vec![
        ("fails: 504, then recovers", None, vec![Answer::new(504, "", ""), ok()]),
        ("is busy: 429, then recovers", None, vec![Answer::new(429, "", ""), ok()]),
        ("is busy: 429, `Retry-After: 7`", millis(7_000), wait("7")),
        ("is busy: 429, `Retry-After: 0.5`", millis(500), wait("0.5")),
        (
            "is busy: 429, `Retry-After-Ms: 250`",
            millis(250),
            vec![Answer::with_headers(429, &[("retry-after-ms", "250")], ""), ok()],
        ),
        (
            "is busy: 429, `Retry-After` in 5 s by date",
            millis(5_000),
            vec![Answer::with_headers(429, &[("date", date), ("retry-after", later)], ""), ok()],
        ),
        ("is busy: 429, `Retry-After: 3600`", None, wait("3600")),
        (
            "is down: 503, `Retry-After: 3`",
            millis(3_000),
            vec![Answer::with_headers(503, &[("retry-after", "3")], HTML), ok()],
        ),
    ]
}

fn ok_bytes() -> &'static str {
    "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1"
}

/// The caller's result, without anything that must not be printed.
fn result(outcome: &Result<Json, Error>) -> String {
    match outcome {
        Ok(_) => "value".to_owned(),
        Err(error) => {
            assert_no_secret(error);
            match (error.kind(), error.status()) {
                (ErrorKind::Status, Some(status)) => format!("`Status` {}", status.as_u16()),
                (kind, _) => format!("`{kind:?}`"),
            }
        }
    }
}

fn assert_no_secret(error: &Error) {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(cause) = next {
        text += &format!(" {cause} {cause:?}");
        next = cause.source();
    }
    let mut next = error.cause();
    while let Some(cause) = next {
        text += &format!(" {cause} {cause:?}");
        next = cause.source();
    }
    assert!(!text.contains(KEY), "{text}");
}

async fn cell(
    client: &Client,
    method: Method,
    clock: &Clock,
    requests: impl Fn() -> usize,
    asked: Option<Duration>,
) -> String {
    let outcome = client.request(method, "/x/").json(&1).call::<Json>().await;
    let mut cell = format!("{}, {}", result(&outcome), times(requests()));
    // The pauses that the client chooses are random, and so is the extension of those that the
    // server asks for.
    let mut time = clock.now() - clock.pauses().iter().sum::<Duration>();
    if let Some(asked) = asked
        && let [pause] = clock.pauses()[..]
    {
        assert!(pause >= asked && pause <= asked + asked / 4, "{pause:?}");
        time += asked;
    }
    if time > Duration::ZERO {
        cell += &format!(", {time:?}");
    }
    assert_eq!(clock.timers(), 0, "no timer is left behind");
    cell
}

fn times(requests: usize) -> String {
    match requests {
        1 => "1 request".to_owned(),
        more => format!("{more} requests"),
    }
}

async fn observe(server: Server, method: Method, asked: Option<Duration>) -> String {
    cell(&client(&server), method, server.clock(), || server.received().len(), asked).await
}

async fn refused(method: Method) -> String {
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr();
    let server = Server::answering(vec![ok()]);
    let url = format!("http://{}", port.expect("an address"));
    let client = builder(&server).base_url(url).build().expect("a client");
    cell(&client, method, server.clock(), || 0, None).await
}

async fn untrusted(method: Method) -> String {
    let server = UntrustedServer::start();
    let clock = std::sync::Arc::new(Clock::default());
    let transport = ClockedTransport::for_url(&server.url(), &clock);
    let builder = Client::builder().api_key(KEY).base_url(server.url()).transport(transport);
    cell(&builder.build().expect("a client"), method, &clock, || server.handshakes(), None).await
}

/// The table, row by row.
#[derive(Default)]
struct Table(String);

impl Table {
    fn row(&mut self, name: &str, [get, post]: [String; 2]) {
        self.0 += &format!("| {name} | {get} | {post} |\n");
    }
}

async fn both(server: impl Fn() -> Server) -> [String; 2] {
    both_after(None, server).await
}

/// Both, where the server asks for a pause.
async fn both_after(asked: Option<Duration>, server: impl Fn() -> Server) -> [String; 2] {
    [observe(server(), Method::GET, asked).await, observe(server(), Method::POST, asked).await]
}

/// Compresses for those who say that they can read it, as servers do.
fn compressing() -> Server {
    Server::start(|request| match request.header("accept-encoding") {
        Some(accepted) if accepted.contains("gzip") => {
            Answer::with_headers(200, &[("content-encoding", "gzip")], GZIP)
        }
        _ => ok(),
    })
}

/// Repeats what it was sent.
fn indiscreet() -> Server {
    Server::start(|request| {
        let key = request.header("x-cekura-api-key").unwrap_or_default();
        Answer::json(403, &json!({"detail": format!("{key} is wrong"), "key": [&key]}))
    })
}

async fn table(printed: &Printed) -> String {
    let mut table = Table("| the server | GET | POST |\n|---|---|---|\n".to_owned());
    table.row("is not there", [refused(Method::GET).await, refused(Method::POST).await]);
    let name = "has a certificate that nobody trusts";
    table.row(name, [untrusted(Method::GET).await, untrusted(Method::POST).await]);
    for (name, answers) in faults().into_iter().chain(redirects()) {
        table.row(name, both(|| Server::answering(answers.clone())).await);
        assert!(!printed.take().contains(KEY), "{name}");
    }
    table.row("compresses with gzip, if asked to", both(compressing).await);
    for status in REFUSALS {
        let mut cells = Vec::new();
        for body in bodies(status) {
            cells.push(both(|| Server::answering(vec![body.clone()])).await);
            assert!(!printed.take().contains(KEY), "{status}");
        }
        cells.dedup();
        assert_eq!(cells.len(), 1, "{status}, whatever the body: {cells:?}");
        let verb = if status < 500 { "refuses" } else { "fails" };
        table.row(&format!("{verb}: {status}, with whatever body"), cells.remove(0));
    }
    table.row("refuses: 403, and repeats the key", both(indiscreet).await);
    for (name, asked, answers) in refusals() {
        table.row(name, both_after(asked, || Server::answering(answers.clone())).await);
    }
    assert!(!printed.take().contains(KEY));
    table.0
}

#[tokio::test]
async fn the_table_in_the_guide_is_true() {
    let (printed, _guard) = Printed::start();
    let table = table(&printed).await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/src/guide.md");
    let guide = std::fs::read_to_string(&path).expect("the guide");
    let (before, rest) = guide.split_once("<!-- faults -->\n").expect("a place for the table");
    let (written, after) = rest.split_once("<!-- /faults -->").expect("its end");
    if std::env::var_os("UPDATE_GUIDE").is_some() {
        let guide = format!("{before}<!-- faults -->\n{table}<!-- /faults -->{after}");
        std::fs::write(&path, guide).expect("the guide");
    } else {
        assert_eq!(
            written, table,
            "run with UPDATE_GUIDE=1 and look at what changed in src/guide.md"
        );
    }
}

#[tokio::test]
async fn what_came_of_an_error_is_kept_up_to_its_limit() {
    let huge = Answer::new(500, "text/plain", vec![b'x'; 10_000_000]);
    let server = Server::answering(vec![huge]);
    let error = client(&server).post("/x/").call::<()>().await.expect_err("an error");
    assert_eq!(error.api().expect("what it said").body().len(), 64 * 1024);
    // A body that breaks off or stalls does not hide the status.
    let half = || Answer::raw("HTTP/1.1 502 Bad\r\ncontent-length: 99\r\n\r\n").then("half");
    for answer in [half().close(), half().until_timers(2).stall()] {
        let server = Server::answering(vec![answer]);
        let error = client(&server).post("/x/").call::<()>().await.expect_err("an error");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
        assert!(server.clock().now() <= Duration::from_secs(5));
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_does_not_hide_that_the_call_was_accepted() {
    let head = "HTTP/1.1 201 Created\r\nx-request-id: req-1\r\ncontent-length: 14\r\n\r\n";
    let server = Server::answering(vec![Answer::raw(head).then("[1, 2,").close()]);
    let error = client(&server).post("/x/").call::<Json>().await.expect_err("half an answer");
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(201));
    assert_eq!(error.request_id(), Some("req-1"));
    assert!(error.to_string().contains("201 Created, but the response ended early"), "{error}");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn an_answer_longer_than_the_limit_is_an_error() {
    let server = Server::answering(vec![Answer::json(200, &json!("x".repeat(2000)))]);
    let client = builder(&server).body_limit(1000).build().expect("a client");
    let error = client.get("/x/").call::<Json>().await.expect_err("too long");
    assert_eq!((error.kind(), server.received().len()), (ErrorKind::TooLarge, 1));
}

#[tokio::test]
async fn dropping_a_call_cancels_it() {
    let server = Server::answering(vec![Answer::default().stall()]);
    let call = client(&server).get("/x/").call::<Json>();
    let mut call = Box::pin(std::future::IntoFuture::into_future(call));
    std::future::poll_fn(|cx| {
        assert!(call.as_mut().poll(cx).is_pending());
        std::task::Poll::Ready(())
    })
    .await;
    drop(call);
    assert_eq!(server.clock().timers(), 0);
}
