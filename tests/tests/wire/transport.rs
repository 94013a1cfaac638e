//! Connections: how they are made, how long that may take, and through which proxy; and clients of
//! `reqwest` made elsewhere.

mod connections;
mod http2;

use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use cekura::transport::{ReqwestTransport, Transport, reqwest};
use cekura::{Client, ErrorKind, Json};
use cekura_tests::hurried::Hurried;
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::{KEY, client};
use serde_json::json;

use crate::alone;

fn with(transport: impl Transport, url: &str) -> Client {
    let builder = Client::builder().api_key(KEY).base_url(url).transport(transport);
    builder.build().expect("a client")
}

#[tokio::test]
async fn a_configured_client_keeps_the_key_to_itself() {
    let thief = Server::answering(vec![Answer::json(200, &json!("thanks"))]);
    let away = thief.url();
    let server = Server::start(move |_| {
        Answer::with_headers(302, &[("location", &format!("{away}/steal/"))], "")
    });
    let careless = |builder: reqwest::ClientBuilder| {
        builder.redirect(reqwest::redirect::Policy::limited(10)).user_agent("mine")
    };
    let transport = ReqwestTransport::configured(careless).expect("a transport");
    let error = with(transport, &server.url()).get("/x/").call::<Json>().await.expect_err("away");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    assert_eq!((server.received().len(), thief.received().len()), (1, 0));
}

#[tokio::test]
async fn a_proxy_can_be_configured() {
    let proxy = Server::answering(vec![Answer::json(200, &json!("by proxy"))]);
    let address = reqwest::Proxy::http(proxy.url()).expect("a proxy");
    let transport = ReqwestTransport::configured(|builder| builder.proxy(address));
    let client = with(transport.expect("a transport"), "http://api.invalid");
    assert_eq!(client.get("/x/").call::<Json>().await.expect("an answer"), "by proxy");
    assert_eq!(proxy.only().target, "http://api.invalid/x/");
    let broken = ReqwestTransport::configured(|builder| builder.user_agent("a\nb"));
    assert_eq!(broken.expect_err("no user agent").kind(), ErrorKind::Config);
}

/// The environment belongs to the whole process, so this runs in one of its own.
#[test]
fn proxies_of_the_environment_are_honoured() {
    let proxy = Server::answering(vec![Answer::json(200, &json!("by proxy"))]);
    let child = alone("transport::a_call_to_nowhere")
        .envs([("HTTP_PROXY", proxy.url()), ("http_proxy", proxy.url())])
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .expect("a process");
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
    assert_eq!(proxy.only().target, "http://api.invalid/x/");
}

#[tokio::test]
#[ignore = "needs a proxy: run by `proxies_of_the_environment_are_honoured`"]
async fn a_call_to_nowhere() {
    let builder = Client::builder().api_key(KEY).base_url("http://api.invalid");
    let client = builder.build().expect("a client");
    assert_eq!(client.get("/x/").call::<Json>().await.expect("an answer"), "by proxy");
}

/// A port whose queue of connections is full: whoever comes now waits.
struct Full {
    address: SocketAddr,
    _listener: socket2::Socket,
    _queue: Vec<TcpStream>,
}

impl Full {
    fn new() -> Self {
        let listener = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None);
        let listener = listener.expect("a socket");
        let any: SocketAddr = "127.0.0.1:0".parse().expect("an address");
        listener.bind(&any.into()).expect("a port");
        listener.listen(0).expect("a queue");
        let address = listener.local_addr().expect("an address").as_socket().expect("of IPv4");
        let patience = Duration::from_millis(100);
        let connect = || TcpStream::connect_timeout(&address, patience).ok();
        let queue = std::iter::from_fn(connect).take(64).collect();
        Full { address, _listener: listener, _queue: queue }
    }
}

#[tokio::test]
async fn a_connection_has_its_time_and_is_tried_again_for_every_method() {
    let full = Full::new();
    let url = format!("http://{}", full.address);
    let client = with(Hurried::connecting_within(Duration::from_millis(50)), &url);
    let start = Instant::now();
    let error = client.post("/x/").json(&1).call::<Json>().await.expect_err("no connection");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3), "{error}");
    assert!(error.is_connect() && error.is_retryable() && error.status().is_none());
    assert!(error.cause().is_some());
    assert!(start.elapsed() < Duration::from_secs(5));
    // The builder hands its own limit on.
    let builder = Client::builder().api_key(KEY).base_url(&url).retries(0);
    let client = builder.connect_timeout(Duration::from_millis(50)).build().expect("a client");
    let error = client.get("/x/").call::<Json>().await.expect_err("no connection");
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(start.elapsed() < Duration::from_secs(5));
}

/// rustls is in the fault matrix.
#[cfg(feature = "native-tls")]
#[tokio::test]
async fn the_platforms_tls_trusts_nobody_unknown_either() {
    let server = cekura_tests::tls::UntrustedServer::start();
    let transport = ReqwestTransport::configured(|builder| builder.tls_backend_native());
    let client = with(transport.expect("a transport"), &server.url());
    let error = client.get("/x/").call::<Json>().await.expect_err("a stranger");
    assert_eq!((error.kind(), server.handshakes()), (ErrorKind::Tls, 0), "{error:?}");
}

#[tokio::test]
async fn every_method_has_a_function() {
    let server = Server::answering(vec![Answer::with_headers(204, &[("x-a", "1")], "")]);
    let client = client(&server);
    client.head("/x/").call::<()>().await.expect("HEAD");
    client.options("/x/").call::<()>().await.expect("OPTIONS");
    client.trace("/x/").call::<()>().await.expect("TRACE");
    client.patch("/x/").call::<()>().await.expect("PATCH");
    client.delete("/x/").call::<()>().await.expect("DELETE");
    let methods: Vec<String> = server.received().into_iter().map(|sent| sent.method).collect();
    assert_eq!(methods, ["HEAD", "OPTIONS", "TRACE", "PATCH", "DELETE"]);
}
