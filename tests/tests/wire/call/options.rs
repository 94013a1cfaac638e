//! Clients derived from others, what a single call adds, and what a call reports.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cekura::hooks::CallMetrics;
use cekura::{Client, Error, ErrorKind, Json};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::{KEY, builder, client};
use http::Method;
use serde_json::json;

fn ok() -> Answer {
    Answer::json(200, &json!(1))
}

async fn get(client: &Client) -> Result<Json, Error> {
    client.get("/x/").call::<Json>().await
}

#[tokio::test]
async fn a_derived_client_has_options_of_its_own_and_the_rest_in_common() {
    let server = Server::answering(vec![ok(), ok(), Answer::new(503, "", "")]);
    let original = builder(&server).header("x-team", "a").build().expect("a client");
    let derived = original.with(|options| {
        let options = options.api_key("theirs").header("x-team", "b").retries(1);
        options.base_url(format!("{}/v2/", server.url())).timeout(Duration::from_secs(7))
    });
    let derived = derived.expect("a client");
    get(&original).await.expect("an answer");
    get(&derived).await.expect("an answer");
    let error = get(&derived).await.expect_err("an outage");
    assert_eq!(error.attempts(), 2);
    let [first, second, ..] = &server.received()[..] else { panic!("requests") };
    for (request, target, key, team) in
        [(first, "/x/", KEY, "a"), (second, "/v2/x/", "theirs", "b")]
    {
        assert_eq!(request.target, target);
        assert_eq!(request.header("x-cekura-api-key").as_deref(), Some(key));
        assert_eq!(request.header("x-team").as_deref(), Some(team));
    }
    // The retry was taken from the budget of both.
    assert_eq!((original.retries_left(), derived.retries_left()), (49, 49));
    assert!(!format!("{derived:?}").contains("theirs"));
}

#[tokio::test]
async fn a_credential_that_the_api_does_not_know_is_refused_before_it_is_sent() {
    let server = Server::answering(vec![ok()]);
    let client = builder(&server).basic_auth("me", "a password").build().expect("a client");
    let error = client.scenarios().get(7).await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let text = error.to_string();
    assert!(text.contains("an API key (header X-CEKURA-API-KEY) or a bearer token"), "{text}");
    assert!(text.contains("the client has a user name and password"), "{text}");
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_derived_client_shares_connections() {
    let (ports, counted) = (Arc::new(Mutex::new(0)), Server::answering(vec![ok()]));
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (count, target) = (Arc::clone(&ports), counted.url().replace("http://", ""));
    // Passes each connection on, and counts them.
    std::thread::spawn(move || {
        for mut inbound in listener.incoming().flatten() {
            *count.lock().expect("a number") += 1;
            let mut outbound = std::net::TcpStream::connect(&target).expect("the server");
            let mut back = (outbound.try_clone().expect("it"), inbound.try_clone().expect("it"));
            std::thread::spawn(move || std::io::copy(&mut back.0, &mut back.1));
            std::thread::spawn(move || std::io::copy(&mut inbound, &mut outbound));
        }
    });
    let original = Client::builder().api_key("k").base_url(url).build().expect("a client");
    for key in ["a", "b", "c"] {
        get(&original).await.expect("an answer");
        get(&original.with(|options| options.api_key(key)).expect("a client")).await.expect("one");
    }
    assert_eq!((counted.received().len(), *ports.lock().expect("a number")), (6, 1));
}

#[test]
fn a_derived_client_is_checked_like_any_other() {
    let client = client(&Server::answering(vec![ok()]));
    for (change, expected) in [
        (client.with(|options| options.api_key(" ")), "the API key is empty"),
        (client.with(|options| options.base_url("ftp://host")), "is not an http or https URL"),
        (client.with(|options| options.header("a b", "")), "not a valid header name"),
    ] {
        let error = change.expect_err("no client");
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn from_plain_http_to_https_a_client_gets_certificates() {
    let client = Client::builder().api_key("k").base_url("http://localhost:1").build();
    let client = client.expect("a client");
    let server = cekura_tests::tls::UntrustedServer::start();
    let secure = client.with(|options| options.base_url(server.url())).expect("a client");
    let error = get(&secure).await.expect_err("an unknown certificate");
    assert_eq!(error.kind(), ErrorKind::Tls);
    assert!(!error.to_string().contains("NoRootAnchors"), "{error}");
}

#[tokio::test]
async fn a_call_may_add_what_is_not_documented() {
    let server = Server::answering(vec![ok()]);
    let post = || client(&server).post("/x/").query("a", 1).json(&json!({"n": 10.0, "m": 1}));
    let call = post().call::<Json>().extra_query("b", ["x y", "z"]).extra_query("c", None::<u8>);
    call.extra_body("beta", json!({"q": [1]})).await.expect("an answer");
    let request = server.only();
    assert_eq!(request.target, "/x/?a=1&b=x%20y&b=z");
    assert_eq!(request.text(), r#"{"m":1,"n":10.0,"beta":{"q":[1]}}"#);
    assert_eq!(request.header("content-length").as_deref(), Some("33"));
    // A member that is there already is replaced, and a body is made where there is none.
    post().call::<Json>().extra_body("m", 2).await.expect("an answer");
    assert_eq!(server.received()[1].json(), json!({"n": 10.0, "m": 2}));
    let bare = client(&server).post("/x/").call::<Json>();
    bare.extra_body("a", 1).extra_body("b", 2).await.expect("an answer");
    let request = &server.received()[2];
    assert_eq!(request.text(), r#"{"a":1,"b":2}"#);
    assert_eq!(request.header("content-type").as_deref(), Some("application/json"));
    for request in [client(&server).post("/x/").text("{"), client(&server).post("/x/").json(&[1])] {
        let error = request.call::<Json>().extra_body("a", 1).await.expect_err("no object");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
}

#[tokio::test]
async fn a_call_may_have_a_credential_of_its_own() {
    let server = Server::start(|request| match request.header("x-cekura-api-key") {
        Some(key) if key != KEY => Answer::json(403, &json!({"detail": format!("{key} is bad")})),
        _ => ok(),
    });
    let client = client(&server);
    let call = || client.get("/x/").call::<Json>();
    let error = call().api_key("another-s3cret").await.expect_err("refused");
    assert!(!error.to_string().contains("another-s3cret"), "{error}");
    call().await.expect("the client's own");
    call().bearer_token("t").await.expect("a token");
    let last = server.received().pop().expect("a request");
    assert_eq!(last.header("authorization").as_deref(), Some("Bearer t"));
    assert_eq!(last.header("x-cekura-api-key"), None);
    assert_eq!(call().api_key(" ").await.expect_err("empty").kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn attempts_and_calls_can_be_told_apart_by_the_server() {
    let server = Server::answering(vec![Answer::new(503, "", ""), ok()]);
    let client = builder(&server).attempt_header("x-attempt").call_id_header("x-call");
    let client = client.build().expect("a client");
    get(&client).await.expect("the second time");
    get(&client).await.expect("an answer");
    client.get("/x/").header("x-call", "mine").call::<Json>().await.expect("an answer");
    let sent: Vec<(String, String)> = server
        .received()
        .iter()
        .map(|it| (it.header("x-attempt").expect("one"), it.header("x-call").expect("one")))
        .collect();
    let [first, second, other, mine] = &sent[..] else { panic!("{sent:?}") };
    assert_eq!([&first.0, &second.0, &other.0], ["1", "2", "1"]);
    assert!(first.1 == second.1 && second.1 != other.1 && first.1.len() == 36, "{sent:?}");
    assert_eq!(mine.1, "mine");
}

#[tokio::test]
async fn each_call_reports_its_metrics() {
    let seen = Arc::new(Mutex::new(Vec::<CallMetrics>::new()));
    let hook = Arc::clone(&seen);
    let slow = Answer::default()
        .wait(Duration::from_secs(4))
        .then("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1");
    let busy = Answer::with_headers(429, &[("retry-after", "4")], "");
    let server = Server::answering(vec![busy, slow, Answer::new(404, "", "")]);
    let client = builder(&server)
        .on_call(move |metrics| hook.lock().expect("a list").push(metrics.clone()))
        .build()
        .expect("a client");
    let call = |method| client.request(method, "/x/{id}/").path("id", "s3cret").call::<Json>();
    call(Method::POST).await.expect("the second time");
    call(Method::GET).await.expect_err("not there");
    let seen = seen.lock().expect("a list");
    let [good, bad] = &seen[..] else { panic!("{seen:?}") };
    let duration = good.duration.expect("a clock").as_secs_f64();
    assert!((8.0..=9.0).contains(&duration), "{duration}");
    assert_eq!((good.attempts, good.status_class(), good.retries_left), (2, "2xx", 50));
    assert_eq!((bad.attempts, bad.status_class(), bad.error), (1, "4xx", Some(ErrorKind::Status)));
    let port = server.url().rsplit(':').next().expect("a port").to_owned();
    assert_eq!(
        bad.attributes(),
        [
            ("http.request.method", "GET".to_owned()),
            ("url.template", "/x/{id}/".to_owned()),
            ("server.address", "127.0.0.1".to_owned()),
            ("server.port", port),
            ("http.response.status_code", "404".to_owned()),
            ("error.type", "404".to_owned()),
        ]
    );
    assert!(!format!("{seen:?}").contains("s3cret"));
}
