//! Time that passes only when a test says so, on real sockets.
//!
//! tokio's paused clock jumps ahead whenever the program waits, also for a server that is about to
//! answer. This one knows what is waited for: while no request is under way, a pause of the client
//! (between attempts) is over at once; while one is, time passes only where the server's script
//! lets it.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use cekura::Bytes;
use cekura::transport::{
    Body, BoxError, BoxFuture, Request, ReqwestTransport, Transport, TransportError,
};
use futures_core::Stream;

/// The clock that a server and its clients share.
#[derive(Default)]
pub struct Clock {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    now: Duration,
    in_flight: usize,
    timers: Vec<TimerState>,
    next_id: u64,
    /// The pauses that clients took with no request under way.
    pauses: Vec<Duration>,
}

struct TimerState {
    id: u64,
    at: Duration,
    /// `true` when the waiting task has looked at all its timers.
    settled: bool,
    waker: Waker,
}

impl State {
    fn fire(&mut self) {
        let now = self.now;
        self.timers.retain(|timer| {
            let due = timer.at <= now;
            if due {
                timer.waker.wake_by_ref();
            }
            !due
        });
    }

    fn advance_to_next(&mut self) {
        if let Some(next) = self.timers.iter().map(|timer| timer.at).min() {
            self.now = self.now.max(next);
            self.fire();
        }
    }
}

impl Clock {
    /// Returns the time that has passed.
    pub fn now(&self) -> Duration {
        self.lock().now
    }

    /// The pauses that clients took between attempts.
    pub fn pauses(&self) -> Vec<Duration> {
        self.lock().pauses.clone()
    }

    /// Returns the number of timers that are waiting: none, once all calls are done.
    pub fn timers(&self) -> usize {
        self.lock().timers.len()
    }

    /// Lets time pass at once, whether a client waits or not.
    pub fn skip(&self, duration: Duration) {
        let mut state = self.lock();
        state.now += duration;
        state.fire();
    }

    /// Lets time pass, once a client waits.
    pub fn pass(&self, duration: Duration) {
        let mut state = self.wait_for_timer();
        let until = state.now + duration;
        // Whoever's time runs out on the way, gives up then.
        let first = state.timers.iter().map(|timer| timer.at).min();
        state.now = first.map_or(until, |first| first.min(until));
        state.fire();
    }

    /// Lets time pass until the first of the clients' timers is over.
    pub fn pass_to_next_timer(&self) {
        self.wait_for_timer().advance_to_next();
    }

    /// Waits until the clients have set so many timers since the beginning, and wait for the last
    /// of them.
    pub fn until_timers(&self, count: u64) {
        let settled =
            |state: &State| state.timers.iter().any(|timer| timer.settled && timer.id + 1 >= count);
        drop(self.wait_until(settled));
    }

    fn wait_for_timer(&self) -> MutexGuard<'_, State> {
        self.wait_until(|state| state.timers.iter().any(|timer| timer.settled))
    }

    fn wait_until(&self, done: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        // A client that is gone sets no timer; the server must not wait for it forever.
        let longest = Duration::from_secs(10);
        let waiting = self.changed.wait_timeout_while(self.lock(), longest, |state| !done(state));
        waiting.expect("the clock").0
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("the clock")
    }
}

/// The transport of programs, on a test's clock.
#[derive(Clone)]
pub struct ClockedTransport {
    inner: ReqwestTransport,
    clock: Arc<Clock>,
}

impl ClockedTransport {
    /// A transport whose time is that of `clock`.
    pub fn new(clock: &Arc<Clock>) -> Self {
        ClockedTransport::for_url("http://localhost", clock)
    }

    /// The same, for a server that may need TLS.
    pub fn for_url(url: &str, clock: &Arc<Clock>) -> Self {
        let inner = ReqwestTransport::for_url(url, Duration::from_secs(5)).expect("a transport");
        ClockedTransport { inner, clock: Arc::clone(clock) }
    }
}

impl Transport for ClockedTransport {
    fn send(
        &self,
        request: Request,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let in_flight = InFlight::new(&self.clock);
        let sending = self.inner.send(request);
        Box::pin(async move {
            let response = sending.await?;
            Ok(response.map(|body| {
                let length = body.length();
                Body::stream(Tracked { body, _in_flight: in_flight }, length)
            }))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(Timer { clock: Arc::clone(&self.clock), duration, id: None })
    }

    fn now(&self) -> Option<Duration> {
        Some(self.clock.now())
    }
}

/// Counts a request for as long as its response is read.
struct InFlight(Arc<Clock>);

impl InFlight {
    fn new(clock: &Arc<Clock>) -> Self {
        clock.lock().in_flight += 1;
        InFlight(Arc::clone(clock))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.lock().in_flight -= 1;
    }
}

struct Tracked {
    body: Body,
    _in_flight: InFlight,
}

impl Stream for Tracked {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.body).poll_next(cx)
    }
}

struct Timer {
    clock: Arc<Clock>,
    duration: Duration,
    id: Option<u64>,
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let clock = Arc::clone(&self.clock);
        let mut state = clock.lock();
        let Some(id) = self.id else {
            // Look again once the task has polled what else it waits for: a shorter limit may be
            // set in the same breath.
            let (id, at) = (state.next_id, state.now + self.duration);
            state.next_id += 1;
            state.timers.push(TimerState { id, at, settled: false, waker: cx.waker().clone() });
            if state.in_flight == 0 {
                state.pauses.push(self.duration);
            }
            self.id = Some(id);
            cx.waker().wake_by_ref();
            return Poll::Pending;
        };
        if let Some(timer) = state.timers.iter_mut().find(|timer| timer.id == id) {
            timer.settled = true;
            timer.waker = cx.waker().clone();
            if state.in_flight == 0 {
                state.advance_to_next();
            }
            clock.changed.notify_all();
        }
        if state.timers.iter().any(|timer| timer.id == id) {
            Poll::Pending
        } else {
            Poll::Ready(())
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let id = self.id;
        self.clock.lock().timers.retain(|timer| Some(timer.id) != id);
    }
}
