//! Connections: their certificates, their faults, and the settings of the builder for them.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cekura::transport::TlsVersion;
use cekura::{Client, ClientBuilder, Error, ErrorKind, Json};
use cekura_tests::server::{Answer, Server};
use cekura_tests::tls::{TlsStream, UntrustedServer, serve, trusted_config};
use serde_json::json;

async fn post(builder: ClientBuilder) -> Result<Json, Error> {
    builder.build().expect("a client").post("/x/").json(&1).call::<Json>().await
}

fn to(url: &str) -> ClientBuilder {
    Client::builder().api_key("k").base_url(url)
}

/// Reads a request whose body is one byte long.
fn read(stream: &mut impl Read) {
    let (mut received, mut some) = (Vec::new(), [0; 1024]);
    while !received.ends_with(b"\r\n\r\n1") {
        let count = stream.read(&mut some).unwrap_or(0);
        assert!(count > 0, "a whole request");
        received.extend_from_slice(&some[..count]);
    }
}

fn answer(mut stream: TlsStream) {
    if stream.conn.complete_io(&mut stream.sock).is_ok() {
        read(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1");
    }
}

#[tokio::test]
async fn a_certificate_of_the_builder_is_trusted() {
    let (config, pem) = trusted_config(rustls::DEFAULT_VERSIONS);
    let url = serve(config, answer);
    assert_eq!(post(to(&url)).await.expect_err("unknown").kind(), ErrorKind::Tls);
    post(to(&url).root_certificates(pem.clone())).await.expect("known");
    let other = trusted_config(rustls::DEFAULT_VERSIONS).1;
    let error = post(to(&url).root_certificates(other)).await.expect_err("another");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1));
    for invalid in ["", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"] {
        let error = to(&url).root_certificates(invalid).build().expect_err("no certificate");
        assert_eq!(error.kind(), ErrorKind::Config);
    }
    let error = to(&url).client_certificate(pem, "s3cret-key").build().expect_err("no key");
    assert!(!format!("{error} {error:?}").contains("s3cret-key"), "{error:?}");
}

#[tokio::test]
async fn the_lowest_version_of_tls_is_that_of_the_builder() {
    let (config, pem) = trusted_config(&[&rustls::version::TLS12]);
    let url = serve(config, answer);
    let builder = || to(&url).root_certificates(pem.clone());
    post(builder()).await.expect("TLS 1.2");
    let error = post(builder().min_tls(TlsVersion::Tls13)).await.expect_err("too old");
    assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
}

#[tokio::test]
async fn a_fault_of_tls_after_the_request_is_one_of_the_connection() {
    let (config, pem) = trusted_config(rustls::DEFAULT_VERSIONS);
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    let url = serve(config, move |mut stream| {
        read(&mut stream);
        counted.fetch_add(1, Ordering::SeqCst);
        // Bytes that belong to no record of TLS.
        let _ = stream.sock.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1");
    });
    let error = post(to(&url).root_certificates(pem)).await.expect_err("garbage");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 1), "{error}");
    assert_eq!(requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn plain_http_can_be_forbidden() {
    let server = Server::answering(vec![Answer::json(200, &json!(1))]);
    let error = post(to(&server.url()).https_only(true)).await.expect_err("plain");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0), "{error}");
    assert!(server.received().is_empty());
    assert_eq!(post(to(&server.url())).await.expect("plain"), 1);
}

#[tokio::test]
async fn a_proxy_of_the_builder_gets_the_requests() {
    let proxy = Server::answering(vec![Answer::json(200, &json!(1))]);
    let url = proxy.url().replace("http://", "http://me:s3cret-word@");
    let builder = to("http://api.example/").proxy(url.as_str());
    assert!(!format!("{builder:?}").contains("s3cret-word"));
    post(builder).await.expect("the proxy's answer");
    let request = proxy.only();
    assert_eq!(request.target, "http://api.example/x/");
    assert_eq!(
        request.header("proxy-authorization").as_deref(),
        Some("Basic bWU6czNjcmV0LXdvcmQ=")
    );
    let error =
        to("http://api.example/").proxy("http://me:s3cret-word@[").build().expect_err("bad");
    assert!(!format!("{error} {error:?}").contains("s3cret-word"), "{error:?}");
}

#[tokio::test]
async fn an_answer_may_have_more_than_a_hundred_headers() {
    let names: Vec<String> = (0..200).map(|number| format!("x-{number}")).collect();
    let headers: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    let server = Server::answering(vec![Answer::with_headers(200, &headers, "1")]);
    let response = client_of(&server).get("/x/").call::<Json>().with_response().await;
    assert_eq!(response.expect("an answer").headers.len(), 201);
}

fn client_of(server: &Server) -> Client {
    to(&server.url()).build().expect("a client")
}

#[test]
fn outside_of_a_runtime_a_call_is_an_error() {
    let server = UntrustedServer::start();
    for url in [server.url(), "http://localhost:1".to_owned()] {
        let call = to(&url).build().expect("a client").get("/x/").call::<Json>();
        let mut call = std::pin::pin!(std::future::IntoFuture::into_future(call));
        let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
        let std::task::Poll::Ready(outcome) = call.as_mut().poll(&mut cx) else { panic!("waits") };
        let error = outcome.expect_err("no runtime");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
        assert!(error.to_string().contains("runtime"), "{error}");
    }
}
