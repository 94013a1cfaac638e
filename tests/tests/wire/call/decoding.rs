//! Long bodies: decoded apart from the executor's threads, in the time of the call.

use std::thread::ThreadId;
use std::time::{Duration, Instant};

use cekura::{Client, ErrorKind};
use cekura_tests::server::{Answer, Server};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

/// The thread on which a value is decoded, which takes some time.
struct DecodedOn(ThreadId);

const TIME: Duration = Duration::from_millis(400);

impl<'de> Deserialize<'de> for DecodedOn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer)?;
        std::thread::sleep(TIME);
        Ok(DecodedOn(std::thread::current().id()))
    }
}

fn serving(length: usize) -> Server {
    Server::start(move |_| {
        Answer::new(200, "application/json", format!("\"{}\"", "x".repeat(length)))
    })
}

fn client(server: &Server) -> Client {
    Client::builder().api_key("k").base_url(server.url()).build().expect("a client")
}

#[tokio::test]
async fn a_long_body_does_not_hold_the_thread_of_the_executor() {
    let this = std::thread::current().id();
    let short = client(&serving(1_000)).get("/x/").call::<()>().cast::<DecodedOn>().await;
    assert_eq!(short.expect("decoded").0, this);
    let long = client(&serving(2_000_000)).get("/x/").call::<()>().cast::<DecodedOn>();
    let long = tokio::spawn(std::future::IntoFuture::into_future(long));
    // On the only thread, which would otherwise be asleep while the body is decoded.
    let (mut last, mut longest) = (Instant::now(), Duration::ZERO);
    while !long.is_finished() {
        tokio::time::sleep(Duration::from_millis(5)).await;
        longest = longest.max(last.elapsed());
        last = Instant::now();
    }
    assert_ne!(long.await.expect("no panic").expect("decoded").0, this);
    assert!(longest < TIME, "{longest:?}");
}

#[tokio::test]
async fn the_total_time_includes_decoding() {
    let call = client(&serving(2_000_000)).get("/x/").call::<()>().cast::<DecodedOn>();
    let error = call.total_timeout(TIME / 2).await.err().expect("too late");
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert!(error.to_string().contains("not decoded within 200ms"), "{error}");
}

#[tokio::test]
async fn a_panic_of_a_type_is_one_of_the_caller() {
    struct Panics;
    impl<'de> Deserialize<'de> for Panics {
        fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            panic!("no such type")
        }
    }
    let call = client(&serving(2_000_000)).get("/x/").call::<()>().cast::<Panics>();
    let task = tokio::spawn(std::future::IntoFuture::into_future(call));
    assert!(task.await.err().expect("a panic").is_panic());
}
