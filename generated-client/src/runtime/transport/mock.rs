//! A transport for tests, which responds from a list of expectations and needs no network.

mod scenes;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use url::Url;

use crate::runtime::aliases::{BoxFuture, Json};
use crate::runtime::transport::body::Body;
use crate::runtime::transport::{Request, Transport, TransportError};

/// A transport that responds without a network, and records the requests. Clones share their state.
///
/// Each expectation responds to one call of its operation, in the order in which they were added.
/// An unexpected call panics. No time passes: pauses between attempts end at once, and time limits
/// are never exceeded. Use [`Expectation::fail`] to simulate a timeout.
///
/// ```
/// use cekura::testing::MockTransport;
/// use cekura::{Client, Json};
///
/// # async fn run() -> Result<(), cekura::Error> {
/// let mock = MockTransport::new();
/// mock.expect("GET", "/things/{id}/").json(200, &serde_json::json!({"id": 7}));
///
/// let client = Client::builder().api_key("test").transport(mock.clone()).build()?;
/// let thing: Json = client.get("/things/{id}/").path("id", 7).call::<Json>().await?;
///
/// assert_eq!(thing["id"], 7);
/// assert!(mock.requests()[0].url.path().ends_with("/things/7/"));
/// mock.verify();
/// # Ok(()) }
/// # fn main() {
/// #     let mut run = std::pin::pin!(run());
/// #     let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
/// #     let done = std::future::Future::poll(run.as_mut(), &mut cx);
/// #     assert!(matches!(done, std::task::Poll::Ready(Ok(()))));
/// # }
/// ```
#[derive(Clone, Default)]
pub struct MockTransport(Arc<Mutex<Mock>>);

#[derive(Default)]
struct Mock {
    expected: VecDeque<Expected>,
    requests: Vec<SentRequest>,
    unexpected: Vec<String>,
    pauses: Vec<Duration>,
}

struct Expected {
    method: Method,
    path: String,
    outcome: Result<http::Response<Bytes>, TransportError>,
}

/// A request that was sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct SentRequest {
    /// The method.
    pub method: Method,
    /// The path of the operation, with its placeholders.
    pub path: String,
    /// The URL.
    pub url: Url,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl SentRequest {
    /// Returns the body as JSON; null if it is not JSON.
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Returns the value of a query parameter.
    pub fn query(&self, name: &str) -> Option<String> {
        self.url.query_pairs().find(|(given, _)| given == name).map(|(_, value)| value.into_owned())
    }
}

impl fmt::Debug for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl MockTransport {
    /// Creates a transport without expectations.
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects a call of an operation, given by its method and its path as the API documents it.
    /// The methods of the returned [`Expectation`] set the response.
    ///
    /// # Panics
    ///
    /// If the method is invalid.
    pub fn expect(&self, method: &str, path: &str) -> Expectation {
        let Ok(method) = method.parse() else { panic!("`{method}` is not a valid method") };
        Expectation { mock: self.clone(), method, path: path.to_owned(), headers: HeaderMap::new() }
    }

    /// Returns the requests that were sent, including retries.
    pub fn requests(&self) -> Vec<SentRequest> {
        self.lock().requests.clone()
    }

    /// Returns the pauses that were skipped, between attempts and between the polls of jobs.
    pub fn pauses(&self) -> Vec<Duration> {
        self.lock().pauses.clone()
    }

    /// Checks that all expected calls, and no others, were made.
    ///
    /// # Panics
    ///
    /// If an expected call is missing, or there was an unexpected one.
    pub fn verify(&self) {
        let mock = self.lock();
        let missing: Vec<String> = mock.expected.iter().map(Expected::to_string).collect();
        assert!(mock.unexpected.is_empty(), "unexpected calls: {}", mock.unexpected.join(", "));
        assert!(missing.is_empty(), "missing calls: {}", missing.join(", "));
    }

    fn lock(&self) -> MutexGuard<'_, Mock> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mock {
    fn respond(&mut self, request: &SentRequest) -> Result<http::Response<Bytes>, TransportError> {
        let fits = |expected: &Expected| {
            expected.method == request.method && expected.path == request.path
        };
        let index = self.expected.iter().position(fits);
        if let Some(expected) = index.and_then(|index| self.expected.remove(index)) {
            return expected.outcome;
        }
        self.unexpected.push(format!("{request:?}"));
        let rest: Vec<String> = self.expected.iter().map(Expected::to_string).collect();
        let rest = if rest.is_empty() { "nothing more".to_owned() } else { rest.join(", ") };
        panic!("unexpected call: {request:?}; expected: {rest}")
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// An expected call whose response is not set yet.
#[must_use = "an expectation has no effect until its response is set"]
pub struct Expectation {
    mock: MockTransport,
    method: Method,
    path: String,
    headers: HeaderMap,
}

impl Expectation {
    /// Sets a header of the response.
    ///
    /// # Panics
    ///
    /// If the header is invalid.
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        self
    }

    /// Responds with JSON.
    ///
    /// # Panics
    ///
    /// If the status is invalid.
    pub fn json(mut self, status: u16, body: &impl serde::Serialize) {
        let body = serde_json::to_vec(body).unwrap_or_default();
        self.headers.insert("content-type", HeaderValue::from_static("application/json"));
        self.respond(status, body);
    }

    /// Responds with bytes.
    ///
    /// # Panics
    ///
    /// If the status is invalid.
    pub fn respond(self, status: u16, body: impl Into<Bytes>) {
        let Ok(status) = StatusCode::from_u16(status) else {
            panic!("{status} is not a valid status")
        };
        let mut response = http::Response::new(body.into());
        *response.status_mut() = status;
        *response.headers_mut() = self.headers.clone();
        self.push(Ok(response));
    }

    /// Fails without a response.
    pub fn fail(self, error: TransportError) {
        self.push(Err(error));
    }

    fn push(self, outcome: Result<http::Response<Bytes>, TransportError>) {
        let Expectation { mock, method, path, .. } = self;
        mock.lock().expected.push_back(Expected { method, path, outcome });
    }
}

impl Transport for MockTransport {
    fn send(
        &self,
        request: Request,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let mock = self.clone();
        Box::pin(async move {
            let Request { method, url, headers, body, path, .. } = request;
            let body = body.collect(usize::MAX).await.map_err(TransportError::broken)?;
            let path = path.into_owned();
            let request = SentRequest { method, path, url, headers, body };
            let mut mock = mock.lock();
            mock.requests.push(request.clone());
            mock.respond(&request).map(|response| response.map(Body::from))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.lock().pauses.push(duration);
        Box::pin(std::future::ready(()))
    }

    fn limit(&self, _: Duration) -> BoxFuture<'static, ()> {
        // No time passes, also while a hook or a token provider waits.
        Box::pin(std::future::pending())
    }

    fn now(&self) -> Option<Duration> {
        Some(self.lock().pauses.iter().sum())
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockTransport").field("requests", &self.requests()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expectation({} {})", self.method, self.path)
    }
}

#[cfg(test)]
mod tests;
