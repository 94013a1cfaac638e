//! A gate before new connections, for clients that limit their requests in progress.
//!
//! The pool of the HTTP stack opens a connection for a request that finds none idle, even if
//! another is about to come back from the request before; it uses the one that is there first and
//! keeps both. So a client of `n` requests would have more than `n` connections. Here such a
//! request waits a moment before it connects, and stops connecting once it has got another.

use std::cell::Cell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tower_layer::Layer;
use tower_service::Service;

use crate::runtime::aliases::BoxError;

/// The time in which a connection comes back after the end of a response. It takes microseconds,
/// but some of them are other tasks'.
const RETURN: Duration = Duration::from_millis(50);

thread_local! {
    /// The request that is polled on this thread, if it is one of a client with a limit.
    static CURRENT: Cell<Option<Entry>> = const { Cell::new(None) };
}

/// A request on its way to a connection.
#[derive(Clone, Copy)]
struct Entry {
    /// The time until which another connection may come back for it.
    until: Option<Instant>,
}

/// The ends of responses whose connections come back, the earliest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Gate(Arc<Mutex<VecDeque<Instant>>>);

impl Gate {
    /// Records that a response has ended, and its connection comes back.
    pub(super) fn returns(&self) {
        let mut ends = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        while ends.front().is_some_and(|end| *end + RETURN < now) {
            ends.pop_front();
        }
        ends.push_back(now);
    }

    /// Sends a request, which takes the place of one that has ended.
    pub(super) async fn pass<F: Future>(&self, send: F) -> F::Output {
        let end = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let entry = Entry { until: end.map(|end| end + RETURN) };
        let mut send = pin!(send);
        poll_fn(|cx| {
            let _current = Current::set(entry);
            send.as_mut().poll(cx)
        })
        .await
    }
}

/// Marks a request as the current one while it lives.
struct Current(Option<Entry>);

impl Current {
    fn set(entry: Entry) -> Self {
        Current(CURRENT.replace(Some(entry)))
    }
}

impl Drop for Current {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}

impl<S> Layer<S> for Gate {
    type Service = Gated<S>;

    fn layer(&self, connector: S) -> Gated<S> {
        Gated(connector)
    }
}

/// A connector behind the gate.
#[derive(Clone)]
pub(super) struct Gated<S>(S);

impl<S, R> Service<R> for Gated<S>
where
    S: Service<R, Error = BoxError>,
    S::Response: 'static,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, destination: R) -> Self::Future {
        let connect = self.0.call(destination);
        let Some(entry) = CURRENT.get() else {
            return Box::pin(connect);
        };
        Box::pin(while_current(async move {
            if let Some(until) = entry.until {
                tokio::time::sleep_until(until.into()).await;
            }
            connect.await
        }))
    }
}

/// Runs a future until the request has got another connection: it is then polled apart from it.
async fn while_current<T>(
    connect: impl Future<Output = Result<T, BoxError>>,
) -> Result<T, BoxError> {
    let mut connect = pin!(connect);
    poll_fn(|cx| match CURRENT.get() {
        Some(_) => connect.as_mut().poll(cx),
        None => Poll::Ready(Err("another connection has come back".into())),
    })
    .await
}
