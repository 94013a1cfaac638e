//! Settings of the builder, the environment and the file, as they arrive at a server.

use std::path::Path;
use std::time::{Duration, Instant};

use cekura::{Client, ClientBuilder, Error, ErrorKind, Json};
use cekura_tests::server::{Answer, Server};
use cekura_tests::wire::builder;

use crate::alone;

async fn get(builder: ClientBuilder) -> Result<Json, Error> {
    builder.build().expect("a client").get("/x/").call::<Json>().await
}

fn answering() -> Server {
    Server::answering(vec![Answer::json(200, &Json::Null)])
}

#[tokio::test]
async fn limits_of_the_builder_are_those_of_each_call() {
    let seconds = Duration::from_secs;
    let stalled = || Server::answering(vec![Answer::default().stall()]);
    let server = stalled();
    let error = get(builder(&server).timeout(seconds(7)).retries(1)).await.expect_err("no answer");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 2));
    assert!(error.to_string().contains("no response within 7s"), "{error}");
    assert_eq!(server.received().len(), 2);
    let server = stalled();
    let error = get(builder(&server).total_timeout(seconds(9))).await.expect_err("no answer");
    assert!(error.to_string().contains("within 9s"), "{error}");
    assert_eq!(server.clock().now(), seconds(9));
    let server = Server::answering(vec![Answer::new(503, "text/plain", "no")]);
    let error = get(builder(&server).retries(4)).await.expect_err("refused");
    assert_eq!((error.attempts(), server.received().len()), (5, 5));
}

#[tokio::test]
async fn a_connection_has_the_time_of_the_builder() {
    // The system accepts the connection, and nobody answers TLS's greeting.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    let begun = Instant::now();
    let client = Client::builder().api_key("k").base_url(url).retries(0);
    let error = get(client.connect_timeout(Duration::from_millis(50))).await.expect_err("silence");
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(4), "the usual time is 5 s");
}

#[tokio::test]
async fn headers_of_the_builder_are_on_each_request() {
    let server = answering();
    let client = builder(&server).header("x-team", "a").header("x-both", "client");
    let client = client.user_agent("mine/1").build().expect("a client");
    client.get("/x/").call::<Json>().await.expect("an answer");
    client.get("/x/").header("x-both", "call").call::<Json>().await.expect("an answer");
    let [first, second] = &server.received()[..] else { panic!("two requests") };
    for (name, of_first, of_second) in
        [("x-team", "a", "a"), ("user-agent", "mine/1", "mine/1"), ("x-both", "client", "call")]
    {
        assert_eq!(first.header(name).as_deref(), Some(of_first));
        assert_eq!(second.header(name).as_deref(), Some(of_second));
    }
}

/// The variable that tells this program that it is its own child.
const CHILD: &str = "CEKURA_TEST_CHILD";

/// Makes a call in a process with an environment and a home of its own, and tells which key the
/// server saw.
fn key_sent(server: &Server, child: &str, home: &Path, variables: &[(&str, &str)]) -> String {
    let before = server.received().len();
    let status = alone("builder::the_builder_goes_before_the_environment_and_that_before_the_file")
        .env_remove("CEKURA_API_KEY")
        .env_remove("CEKURA_API_URL")
        .env("HOME", home)
        .env(CHILD, child)
        .envs(variables.iter().copied())
        .output()
        .expect("this program again");
    assert!(status.status.success(), "{status:?}");
    let received = server.received();
    assert_eq!(received.len(), before + 1);
    received[before].header("x-cekura-api-key").expect("a key")
}

fn child(kind: &str) {
    let client = match kind {
        "from_env" => Client::from_env(),
        _ => Client::builder().api_key("from-builder").from_env().build(),
    };
    client.expect("a client").get("/x/").call::<Json>().send_blocking().expect("an answer");
}

#[test]
fn the_builder_goes_before_the_environment_and_that_before_the_file() {
    if let Ok(kind) = std::env::var(CHILD) {
        return child(&kind);
    }
    let server = answering();
    let url = server.url();
    let home = std::env::temp_dir().join(format!("home-{}", std::process::id()));
    std::fs::create_dir_all(home.join(".cekura")).expect("a folder");
    let file = format!("api_key = \"from-file\"\napi_url = \"{url}\"\n");
    std::fs::write(home.join(".cekura/config.toml"), file).expect("a file");
    let (key, url) = (("CEKURA_API_KEY", "from-env"), ("CEKURA_API_URL", url.as_str()));
    assert_eq!(key_sent(&server, "builder", &home, &[key, url]), "from-builder");
    assert_eq!(key_sent(&server, "from_env", &home, &[key]), "from-env");
    assert_eq!(key_sent(&server, "from_env", &home, &[]), "from-file");
    // A variable that is empty is none.
    assert_eq!(key_sent(&server, "from_env", &home, &[("CEKURA_API_KEY", " ")]), "from-file");
    let nowhere = home.join("nowhere");
    assert_eq!(key_sent(&server, "from_env", &nowhere, &[key, url]), "from-env");
    std::fs::remove_dir_all(home).expect("the folder");
}
