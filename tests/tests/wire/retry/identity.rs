//! Calls that must not happen twice: those accepted, those with a key, and those whose tokens are
//! refused.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cekura::auth::{BoxError, BoxFuture, Secret, TokenProvider};
use cekura::{Client, Error, ErrorKind, Json};
use cekura_tests::clock::ClockedTransport;
use cekura_tests::server::{Answer, Received, Server};
use cekura_tests::wire::{builder, client};
use http::Method;
use serde_json::json;

fn ok() -> Answer {
    Answer::json(200, &json!(1))
}

fn status(status: u16) -> Answer {
    Answer::new(status, "text/plain", "no")
}

fn see_other() -> Answer {
    Answer::with_headers(303, &[("location", "/result/")], "")
}

fn methods(server: &Server) -> Vec<String> {
    server.received().into_iter().map(|request| request.method).collect()
}

#[tokio::test]
async fn a_call_that_was_accepted_is_not_repeated_whatever_its_result_does() {
    let busy = || Answer::with_headers(429, &[("retry-after", "1")], "");
    for (result, kind) in [
        (busy(), ErrorKind::Status),
        (status(503), ErrorKind::Status),
        (Answer::with_headers(503, &[("retry-after", "1")], ""), ErrorKind::Status),
        (Answer::default().close(), ErrorKind::Connection),
        (Answer::default().stall(), ErrorKind::Timeout),
    ] {
        for method in [Method::POST, Method::PATCH] {
            let server = Server::answering(vec![see_other(), result.clone()]);
            let call = client(&server).request(method.clone(), "/x/").json(&1).call::<Json>();
            let error = call.retries(6).await.expect_err("no result");
            assert_eq!(methods(&server), [method.as_str(), "GET"], "{error}");
            assert_eq!((error.kind(), error.attempts()), (kind, 1));
            assert!(error.is_accepted() && !error.is_retryable());
            assert!(error.to_string().contains("the server had accepted the call"), "{error}");
        }
    }
    // A call that may run twice may do so after "see other", too.
    let server = Server::answering(vec![see_other(), status(503), ok()]);
    client(&server).put("/x/").json(&1).call::<Json>().await.expect("the second time");
    assert_eq!(methods(&server), ["PUT", "GET", "PUT"]);
}

#[tokio::test]
async fn an_accepted_call_is_not_repeated_if_nobody_is_there_for_its_result() {
    let server = Server::start(|_| see_other());
    // The server closes for good after the first request.
    let (address, posts) = closing_after_one(
        "HTTP/1.1 303 See\r\nlocation: /result/\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
    );
    let client = builder(&server).base_url(address).build().expect("a client");
    let error = client.post("/x/").json(&1).call::<Json>().await.expect_err("nobody there");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 1), "{error}");
    assert!(error.is_accepted() && !error.is_connect());
    assert_eq!(posts.load(Ordering::SeqCst), 1);
}

/// A server that answers one request, having closed its door before.
fn closing_after_one(answer: &'static str) -> (String, Arc<AtomicUsize>) {
    use std::io::{Read, Write};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        drop(listener);
        let mut received = Vec::new();
        let mut some = [0; 1024];
        // The body is one byte long.
        while !received.ends_with(b"\r\n\r\n1") {
            let count = stream.read(&mut some).expect("a request");
            received.extend_from_slice(&some[..count]);
        }
        counted.fetch_add(1, Ordering::SeqCst);
        stream.write_all(answer.as_bytes()).expect("an answer");
    });
    (address, requests)
}

fn key(request: &Received) -> Option<String> {
    request.header("idempotency-key")
}

fn with_keys(server: &Server) -> Client {
    builder(server).idempotency_keys("Idempotency-Key").build().expect("a client")
}

#[tokio::test]
async fn a_call_with_a_key_is_repeated_with_the_same_one() {
    for failure in [status(503), status(500), Answer::default().close()] {
        for method in [Method::POST, Method::PATCH] {
            let server = Server::answering(vec![failure.clone(), failure.clone(), ok()]);
            let client = with_keys(&server);
            let call = || client.request(method.clone(), "/x/").json(&1).call::<Json>();
            call().await.expect("the third time");
            call().await.expect("another call");
            let keys: Vec<_> = server.received().iter().filter_map(key).collect();
            let [first, second, third, other] = &keys[..] else { panic!("{keys:?}") };
            assert!(first == second && second == third && third != other, "{keys:?}");
            for key in keys {
                let dashes: Vec<usize> = key.match_indices('-').map(|(at, _)| at).collect();
                assert_eq!((key.len(), dashes), (36, vec![8, 13, 18, 23]), "{key}");
                assert_eq!(&key[14..15], "4", "{key}");
            }
        }
    }
}

#[tokio::test]
async fn only_calls_that_need_a_key_have_one() {
    let server = Server::answering(vec![ok()]);
    client(&server).post("/x/").call::<Json>().await.expect("an answer");
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        with_keys(&server).request(method, "/x/").call::<Json>().await.expect("an answer");
    }
    assert!(server.received().iter().all(|request| key(request).is_none()));
    // A key is not sent along to the result.
    let server = Server::answering(vec![see_other(), ok()]);
    with_keys(&server).post("/x/").call::<Json>().await.expect("an answer");
    assert_eq!(server.received().iter().filter_map(key).count(), 1);
}

#[tokio::test]
async fn the_callers_key_is_the_one() {
    let server = Server::answering(vec![status(503), ok()]);
    let post = client(&server).post("/x/").call::<Json>();
    post.idempotency_key("order-17").await.expect("the second time");
    // The operation's own parameter of that name counts as well.
    let server_2 = Server::answering(vec![status(503), ok()]);
    let post = with_keys(&server_2).post("/x/").header("idempotency-key", "order-17");
    post.call::<Json>().await.expect("the second time");
    let server_3 = Server::answering(vec![status(503), ok()]);
    let post = client(&server_3).post("/x/").header("idempotency-key", "order-17");
    post.call::<Json>().await.expect("the second time");
    for server in [server, server_2, server_3] {
        let keys: Vec<_> = server.received().iter().filter_map(key).collect();
        assert_eq!(keys, ["order-17", "order-17"]);
    }
    let server = Server::answering(vec![ok()]);
    let client = builder(&server).idempotency_keys("x-request-key").build().expect("a client");
    let post = || client.post("/x/").call::<Json>();
    post().idempotency_key("a").await.expect("an answer");
    post().idempotency_key(None).await.expect("an answer");
    let keys: Vec<_> =
        server.received().iter().filter_map(|got| got.header("x-request-key")).collect();
    assert_eq!((keys[0].as_str(), keys[1].len()), ("a", 36));
    for invalid in ["", "a\nb"] {
        let error = post().idempotency_key(invalid).await.expect_err("no key");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
    assert!(builder(&server).idempotency_keys("a b").build().is_err());
}

#[tokio::test]
async fn a_last_attempt_without_connection_does_not_hide_that_another_may_have_arrived() {
    // The first attempt is read and not answered, then nobody is there.
    let (address, requests) = closing_after_one("");
    let server = Server::answering(vec![ok()]);
    let client = builder(&server).base_url(address).build().expect("a client");
    let call = client.post("/x/").json(&1).call::<Json>().idempotency_key(None);
    let error = call.await.expect_err("nobody there");
    assert_eq!((requests.load(Ordering::SeqCst), error.attempts()), (1, 3));
    assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
    assert!(error.to_string().contains("may have processed an earlier attempt"), "{error}");
}

/// Gives the tokens of a list, in turn, and remembers what it was asked.
#[derive(Clone)]
struct Provider {
    tokens: &'static [&'static str],
    asked: Arc<Mutex<Vec<Option<String>>>>,
    logins: Arc<AtomicUsize>,
}

impl Provider {
    fn new(tokens: &'static [&'static str]) -> Self {
        Provider { tokens, asked: Arc::default(), logins: Arc::default() }
    }

    fn client(&self, server: &Server) -> Client {
        Client::builder()
            .token_provider(self.clone())
            .base_url(server.url())
            .transport(ClockedTransport::new(server.clock()))
            .build()
            .expect("a client")
    }

    fn logins(&self) -> usize {
        self.logins.load(Ordering::SeqCst)
    }
}

impl TokenProvider for Provider {
    fn token(&self, rejected: Option<Secret>) -> BoxFuture<'_, Result<Secret, BoxError>> {
        if rejected.is_some() {
            self.logins.fetch_add(1, Ordering::SeqCst);
        }
        let number = self.logins().min(self.tokens.len() - 1);
        let rejected = rejected.map(|token| token.expose().to_owned());
        self.asked.lock().expect("a list").push(rejected);
        Box::pin(async move { Ok(self.tokens[number].into()) })
    }
}

/// Accepts one token.
fn accepting(good: &'static str) -> Server {
    Server::start(move |request| match request.header("authorization") {
        Some(token) if token == format!("Bearer {good}") => ok(),
        _ => status(401),
    })
}

async fn get(client: &Client) -> Result<Json, Error> {
    client.get("/x/").call::<Json>().await
}

fn tokens(server: &Server) -> Vec<String> {
    server.received().iter().filter_map(|request| request.header("authorization")).collect()
}

#[tokio::test]
async fn a_provider_that_gives_the_refused_token_again_is_asked_again() {
    let provider = Provider::new(&["old", "old", "new"]);
    let server = accepting("new");
    let client = provider.client(&server);
    let error = get(&client).await.expect_err("the same token");
    assert!(error.is_unauthorized());
    assert!(error.to_string().contains("returned a rejected token again"), "{error}");
    assert_eq!(tokens(&server), ["Bearer old"], "not twice in one call");
    get(&client).await.expect("the next login");
    assert_eq!(tokens(&server), ["Bearer old", "Bearer old", "Bearer new"]);
    assert_eq!(provider.logins(), 2);
}

#[tokio::test]
async fn a_token_is_not_sent_again_by_a_later_attempt_either() {
    let server = Server::start(|request| match request.number {
        0 | 2 => status(401),
        _ => status(503),
    });
    let provider = Provider::new(&["a", "b", "a"]);
    let error = get(&provider.client(&server)).await.expect_err("no token is left");
    assert_eq!(tokens(&server), ["Bearer a", "Bearer b", "Bearer b"], "{error}");
    assert!(error.is_unauthorized());
}

#[tokio::test]
async fn a_server_that_refuses_all_tokens_does_not_cause_a_login_per_call() {
    let provider =
        Provider::new(&["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9", "good"]);
    let server = accepting("good");
    let client = provider.client(&server);
    for _ in 0..10 {
        assert!(get(&client).await.expect_err("refused").is_unauthorized());
    }
    assert_eq!(provider.logins(), 2);
    // Half a minute later there is another one.
    server.clock().skip(Duration::from_secs(30));
    for _ in 0..10 {
        assert!(get(&client).await.expect_err("refused").is_unauthorized());
    }
    assert_eq!(provider.logins(), 3);
}
