//! Calls that exceed a time limit, and the number of their attempts.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use http::StatusCode;

use crate::runtime::transport::limit::TimeLimit;
use crate::runtime::{
    Body, BoxError, BoxFuture, Bytes, Client, ClientBuilder, Error, ErrorKind, Json, Request,
    Transport, TransportError,
};

/// The limit that passes at once; no other ever does.
const SHORT: Duration = Duration::from_secs(3);

type Outcome = Result<http::Response<Body>, TransportError>;

type Script = fn() -> Outcome;
type Configure = fn(ClientBuilder) -> ClientBuilder;

/// Gives the same answer to each request, or none.
#[derive(Clone)]
struct Scripted {
    answer: Option<Script>,
    sent: Arc<AtomicUsize>,
    timers: Arc<AtomicUsize>,
}

impl Transport for Scripted {
    fn send(&self, _: Request) -> BoxFuture<'static, Outcome> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        match self.answer {
            Some(answer) => Box::pin(std::future::ready(answer())),
            None => Box::pin(std::future::pending()),
        }
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.timers.fetch_add(1, Ordering::Relaxed);
        match duration == SHORT {
            // Must not be polled once it is over, as most futures.
            true => Box::pin(async {}),
            false if duration < SHORT => Box::pin(std::future::ready(())),
            false => Box::pin(std::future::pending()),
        }
    }
}

fn client(
    answer: Option<Script>,
    configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> (Client, Arc<AtomicUsize>) {
    let sent = Arc::default();
    let transport = Scripted { answer, sent: Arc::clone(&sent), timers: Arc::default() };
    let builder = Client::builder().api_key("k").base_url("http://host").transport(transport);
    (configure(builder).build().expect("a client"), sent)
}

/// The next step of a body; none if it stalls.
type Then = fn() -> Option<Result<Bytes, &'static str>>;

/// A response whose body begins, and then does one of many things.
fn response(status: u16, then: Then) -> Outcome {
    let response = http::Response::builder().status(status).header("x-request-id", "req-1");
    let body = Body::stream(Chunks { begun: false, then }, None);
    Ok(response.body(body).expect("a response"))
}

struct Chunks {
    begun: bool,
    then: Then,
}

impl futures_core::Stream for Chunks {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !std::mem::replace(&mut self.begun, true) {
            return Poll::Ready(Some(Ok(Bytes::from_static(b"{\"detail\": \"No.\"}"))));
        }
        match (self.then)() {
            Some(chunk) => Poll::Ready(Some(chunk.map_err(Into::into))),
            None => Poll::Pending,
        }
    }
}

fn stalls(status: u16) -> Outcome {
    response(status, || None)
}

async fn failure(client: &Client, method: http::Method) -> Error {
    client.request(method, "/x/").call::<Json>().await.expect_err("no answer in time")
}

#[tokio::test]
async fn a_call_whose_time_is_over_ends_at_once() {
    let (client, sent) = client(None, |builder| builder.total_timeout(SHORT));
    let error = failure(&client, http::Method::GET).await;
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert_eq!(error.to_string(), "GET /x/: no response within 3s");
    assert_eq!((sent.load(Ordering::Relaxed), client.retries_left()), (1, 50));
}

#[tokio::test]
async fn a_refusal_whose_body_stalls_is_a_refusal() {
    // After the limit of the attempt it is retried by its status, after that of the call it is not.
    for (status, method, times) in [(422, "GET", 1), (503, "GET", 3), (503, "POST", 1)] {
        let (answer, method): (Script, http::Method) = match status {
            422 => (|| stalls(422), method.parse().expect("a method")),
            _ => (|| stalls(503), method.parse().expect("a method")),
        };
        let limits: [Configure; 2] =
            [|builder| builder.timeout(SHORT), |builder| builder.total_timeout(SHORT)];
        for (limit, times) in limits.into_iter().zip([times, 1]) {
            let (client, sent) = client(Some(answer), limit);
            let error = failure(&client, method.clone()).await;
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, times));
            assert_eq!(sent.load(Ordering::Relaxed), times as usize);
            let api = error.api().expect("what it said");
            assert_eq!((api.status().as_u16(), api.detail()), (status, Some("No.")));
            assert_eq!(error.request_id(), Some("req-1"));
        }
    }
}

#[tokio::test]
async fn a_success_whose_body_is_lost_is_known_to_be_one() {
    let late: Script = || stalls(201);
    let broken: Script = || response(201, || Some(Err("broken")));
    let endless: Script = || response(201, || Some(Ok(Bytes::from_static(b"more"))));
    let cases: [(Script, Configure, ErrorKind, &str); 4] = [
        (late, |b| b.timeout(SHORT), ErrorKind::Timeout, "the body was not complete within 3s"),
        (
            late,
            |b| b.total_timeout(SHORT),
            ErrorKind::Timeout,
            "the body was not complete within 3s",
        ),
        (broken, |b| b, ErrorKind::Connection, "the response ended early: broken"),
        (
            endless,
            |b| b.body_limit(20),
            ErrorKind::TooLarge,
            "the response body is longer than the limit of 20 bytes",
        ),
    ];
    for (answer, configure, kind, message) in cases {
        let (client, sent) = client(Some(answer), configure);
        let error = failure(&client, http::Method::POST).await;
        assert_eq!((error.kind(), error.status()), (kind, Some(StatusCode::CREATED)));
        assert_eq!(error.to_string(), format!("POST /x/: 201 Created, but {message}"));
        assert_eq!(error.request_id(), Some("req-1"));
        assert!(error.headers().is_some_and(|headers| headers.contains_key("x-request-id")));
        assert!(!error.is_server_error() && error.api().is_none());
        assert_eq!(sent.load(Ordering::Relaxed), 1, "not sent again");
    }
}

#[tokio::test]
async fn attempts_are_those_that_were_made() {
    let refused: Script = || Err(TransportError::connect("refused"));
    let invalid: Script = || Err(TransportError::invalid("no such port"));
    let made = async |answer, path: &'static str| {
        let (client, _) = client(Some(answer), |builder| builder);
        client.get(path).call::<Json>().await.expect_err("an error").attempts()
    };
    assert_eq!(made(refused, "/x/").await, 3);
    assert_eq!(made(invalid, "/x/").await, 0);
    assert_eq!(made(refused, "/x/{id}/").await, 0);
    let (client, sent) = client(Some(refused), |builder| builder);
    let call = client.get("/x/").security(&[crate::runtime::Auth::Bearer]).call::<Json>();
    let error = call.await.expect_err("no such credential");
    assert_eq!((error.attempts(), sent.load(Ordering::Relaxed)), (0, 0));
}

#[tokio::test]
async fn a_failure_that_is_final_takes_nothing_from_the_budget() {
    let answers: [Script; 2] =
        [|| response(404, || Some(Err("end"))), || response(500, || Some(Err("end")))];
    for answer in answers {
        let (client, _) = client(Some(answer), |builder| builder);
        failure(&client, http::Method::POST).await;
        assert_eq!(client.retries_left(), 50);
    }
    let answer: Script = || response(500, || Some(Err("end")));
    let (client, _) = client(Some(answer), |builder| builder.retries(1));
    failure(&client, http::Method::GET).await;
    assert_eq!(client.retries_left(), 49);
}

#[tokio::test]
async fn a_limit_that_is_over_stays_over() {
    let transport = Scripted { answer: None, sent: Arc::default(), timers: Arc::default() };
    let mut limit = TimeLimit::new(&transport, Some(SHORT));
    for _ in 0..2 {
        assert_eq!(limit.run(std::pin::pin!(std::future::pending::<()>())).await, None);
    }
    assert_eq!(transport.timers.load(Ordering::Relaxed), 1);
    // Work that need not wait is done all the same.
    assert_eq!(limit.run(std::pin::pin!(async { 7 })).await, Some(7));
}
