//! The decision to repeat a call: after which failures, after which pause, and how often.
//!
//! Calls are billed and most are not idempotent, so it matters whether the server may have
//! processed the request. If it certainly has not, any call is repeated; otherwise only a call that
//! is safe to repeat. A 503 proves nothing, with or without `Retry-After`: a gateway in front of a
//! server that has done the work responds just like that.
//!
//! By hand rather than by the crate `backon`: the budget and the rules of `Retry-After` are the
//! better part of it.

use std::time::Duration;

use crate::runtime::error::kind::ErrorKind;
use crate::runtime::error::{Error, is_transient};
use crate::runtime::settings::RetryPolicy;

/// The consequences of sending a request twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Replay {
    /// It is idempotent.
    Safe,
    /// It could create or bill something twice.
    Unsafe,
    /// It cannot be sent twice: its body is a stream.
    Impossible,
}

impl RetryPolicy {
    /// Returns the pause before the next attempt; `None` if this error is final.
    pub(crate) fn pause(&self, error: &Error, replay: Replay, attempt: u32) -> Option<Duration> {
        if replay == Replay::Impossible || attempt > self.retries || !may_repeat(error, replay) {
            return None;
        }
        let random = fastrand::f64();
        match error.retry_after().filter(|pause| !pause.is_zero()) {
            // A longer pause is left to the caller.
            Some(pause) if pause > self.longest_retry_after => None,
            Some(pause) => Some(pause + self.spread(pause, random)),
            None => Some(self.backoff(attempt, random)),
        }
    }

    /// Returns the extension of a pause that the server requests: up to a quarter of it, so that
    /// clients that were rejected together do not return together.
    fn spread(&self, pause: Duration, random: f64) -> Duration {
        (pause / 4).min(self.cap).mul_f64(random)
    }

    /// Returns a pause with full jitter: anywhere from zero to the exponential bound, so that
    /// clients that failed together do not return together.
    fn backoff(&self, attempt: u32, random: f64) -> Duration {
        let doublings = (attempt - 1).min(16);
        (self.base * 2u32.pow(doublings)).min(self.cap).mul_f64(random)
    }
}

fn may_repeat(error: &Error, replay: Replay) -> bool {
    match (error.kind(), error.status()) {
        // The server has not received it, or has refused it unprocessed.
        (ErrorKind::Connect, _) => true,
        // The server has not processed it, and expects it again.
        (ErrorKind::Status, Some(status)) if status == 429 => true,
        (ErrorKind::Status, Some(status)) => replay == Replay::Safe && is_transient(status),
        (ErrorKind::Timeout | ErrorKind::Connection, _) => replay == Replay::Safe,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
