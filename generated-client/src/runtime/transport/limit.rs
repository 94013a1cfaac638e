//! Time limits, by the transport's clock.

use std::future::poll_fn;
use std::pin::Pin;
#[cfg(not(target_family = "wasm"))]
use std::sync::OnceLock;
use std::task::{Poll, ready};
use std::time::Duration;
#[cfg(not(target_family = "wasm"))]
use std::time::Instant;

use crate::runtime::aliases::BoxFuture;
use crate::runtime::transport::Transport;

/// Returns the time since the first call of this function, by the system's clock.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn monotonic() -> Option<Duration> {
    static START: OnceLock<Instant> = OnceLock::new();
    Some(START.get_or_init(Instant::now).elapsed())
}

/// Returns nothing: `std` has no access to a browser's clock.
#[cfg(target_family = "wasm")]
pub(crate) fn monotonic() -> Option<Duration> {
    None
}

/// A time limit of a future.
///
/// It starts when the future first has to wait, so that one that does not wait needs no timer.
pub(crate) struct TimeLimit<'a> {
    transport: &'a dyn Transport,
    duration: Option<Duration>,
    timer: Option<BoxFuture<'static, ()>>,
    /// The timer has fired. Most futures must not be polled after that.
    exceeded: bool,
}

impl<'a> TimeLimit<'a> {
    /// Creates a limit; none, if there is no duration.
    pub(crate) fn new(transport: &'a dyn Transport, duration: Option<Duration>) -> Self {
        TimeLimit { transport, duration, timer: None, exceeded: false }
    }

    /// Runs a future and returns its result, or `None` if the limit is exceeded first; the caller
    /// then has to drop the future to cancel it.
    ///
    /// The future is borrowed: an `async fn` that takes a future by value reserves space for it
    /// twice, and nested futures are copied with every call.
    pub(crate) async fn run<T>(
        &mut self,
        mut work: Pin<&mut impl Future<Output = T>>,
    ) -> Option<T> {
        poll_fn(move |cx| {
            if let Poll::Ready(done) = work.as_mut().poll(cx) {
                return Poll::Ready(Some(done));
            }
            if self.exceeded {
                return Poll::Ready(None);
            }
            if self.timer.is_none() {
                self.timer = self.duration.map(|duration| self.transport.limit(duration));
            }
            let Some(timer) = &mut self.timer else {
                return Poll::Pending;
            };
            ready!(timer.as_mut().poll(cx));
            self.timer = None;
            self.exceeded = true;
            Poll::Ready(None)
        })
        .await
    }
}
