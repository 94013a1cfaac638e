//! The rate at which a client sends requests, which it lowers if the server finds it too high.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A limit of the rate of requests, shared by the clones of a client.
///
/// Requests are spread evenly, without bursts: a server may count from any moment on. A response
/// with 429 halves the rate and stops all requests for as long as the server asks; each success
/// raises it a little, up to the configured one. All times are those of the transport.
#[derive(Debug)]
pub(crate) struct RateLimit {
    /// The pause between two requests at the configured rate.
    shortest: Duration,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// The current pause between two requests.
    interval: Duration,
    /// The earliest time of the next request.
    next: Duration,
    /// The time until which another 429 is about the same excess.
    known_until: Duration,
    /// The time until which the server wants no request.
    stopped_until: Duration,
}

impl RateLimit {
    /// The longest pause, in terms of the shortest.
    const SLOWEST: u32 = 64;

    pub(crate) fn new(shortest: Duration) -> Self {
        let (next, known_until, stopped_until) = Default::default();
        let state = State { interval: shortest, next, known_until, stopped_until };
        RateLimit { shortest, state: Mutex::new(state) }
    }

    /// Reserves the time of the next request; returns the pause until then.
    pub(crate) fn reserve(&self, now: Duration) -> Duration {
        self.with(|state| {
            let at = state.next.max(now);
            state.next = at.saturating_add(state.interval);
            at - now
        })
    }

    /// Returns whether the server wants no request now, as requests that had reserved their time
    /// before a 429 have to learn.
    pub(crate) fn is_stopped(&self, now: Duration) -> bool {
        self.with(|state| now < state.stopped_until)
    }

    /// Records that the server found the rate too high.
    pub(crate) fn rejected(&self, now: Duration, retry_after: Option<Duration>) {
        self.with(|state| {
            if now >= state.known_until {
                state.interval = (state.interval * 2).min(self.shortest * Self::SLOWEST);
                state.known_until = now.saturating_add(retry_after.unwrap_or(state.interval));
            }
            let earliest = now.saturating_add(retry_after.unwrap_or(state.interval));
            state.stopped_until = state.stopped_until.max(earliest);
            state.next = state.next.max(earliest);
        });
    }

    /// Records that the server accepted a request.
    pub(crate) fn accepted(&self) {
        self.with(|state| state.interval = (state.interval * 49 / 50).max(self.shortest));
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests;
