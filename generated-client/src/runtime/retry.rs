//! When a call is made again: which failures, how long to wait, and how often at all.
//!
//! The calls are billed and most are not idempotent, so the question is always whether the server can have acted on the request.
//! If it certainly has not, or says itself when to come back, any call is repeated; else only one that may run twice.

use super::error::{Error, ErrorKind, is_transient};
use http::{HeaderMap, Method};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

/// How often and how patiently a client repeats calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RetryPolicy {
    pub(crate) retries: u32,
    /// The first pause; each further one may be twice as long.
    pub(crate) base: Duration,
    pub(crate) cap: Duration,
    /// The longest that a server may tell us to wait.
    pub(crate) longest_retry_after: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy {
            retries: 2,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(8),
            longest_retry_after: Duration::from_secs(60),
        }
    }
}

/// Whether a request may reach the server twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// It changes nothing, or the same thing to the same value.
    Harmless,
    /// It could create or bill something twice.
    Harmful,
    /// Its body can be sent only once.
    Impossible,
}

impl Repeat {
    pub(crate) fn of(method: &Method) -> Self {
        if method.is_idempotent() { Repeat::Harmless } else { Repeat::Harmful }
    }
}

impl RetryPolicy {
    /// How long to wait before the next attempt; `None` if this error is final.
    pub(crate) fn pause(&self, error: &Error, repeat: Repeat, attempt: u32) -> Option<Duration> {
        if repeat == Repeat::Impossible || attempt > self.retries || !may_repeat(error, repeat) {
            return None;
        }
        match error.retry_after() {
            // Longer than anyone would wait: the caller decides.
            Some(asked) => (asked <= self.longest_retry_after).then_some(asked),
            None => Some(self.backoff(attempt, fastrand::f64())),
        }
    }

    /// Full jitter: anywhere from zero to the exponential bound, so that clients which failed together do not come back together.
    fn backoff(&self, attempt: u32, random: f64) -> Duration {
        let doublings = (attempt - 1).min(16);
        (self.base * 2u32.pow(doublings)).min(self.cap).mul_f64(random)
    }
}

fn may_repeat(error: &Error, repeat: Repeat) -> bool {
    match (error.kind(), error.status()) {
        // The server has not seen it.
        (ErrorKind::Connect, _) => true,
        // The server has not acted on it, and expects it again.
        (ErrorKind::Status, Some(status)) if status == 429 => true,
        (ErrorKind::Status, Some(status)) if status == 503 && error.retry_after().is_some() => true,
        (ErrorKind::Status, Some(status)) => repeat == Repeat::Harmless && is_transient(status),
        (ErrorKind::Timeout | ErrorKind::Connection, _) => repeat == Repeat::Harmless,
        _ => false,
    }
}

/// The share of calls that may be retries, for all clones of a client: in an outage retries must not multiply the load.
///
/// A token bucket without a clock: it starts full, a retry takes a token, ten successful calls give one back.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

impl RetryBudget {
    /// In tenths of a retry.
    const FULL: u32 = 500;
    const RETRY: u32 = 10;
    const SUCCESS: u32 = 1;

    pub(crate) fn take(&self) -> bool {
        let take = |tokens: u32| tokens.checked_sub(Self::RETRY);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    pub(crate) fn give_back(&self) {
        let give = |tokens: u32| (tokens < Self::FULL).then_some(tokens + Self::SUCCESS);
        // Already full is as good.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, give);
    }

    /// How many retries the budget allows right now.
    pub(crate) fn left(&self) -> u32 {
        self.0.load(Ordering::Relaxed) / Self::RETRY
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        RetryBudget(AtomicU32::new(Self::FULL))
    }
}

/// How long a server asks to wait: `retry-after-ms`, or `Retry-After` in seconds (whole or not) or as a date. A number that makes
/// no sense counts as not given; one beyond all measure is the longest time there is.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &str, unit: f64| {
        let number: f64 = headers.get(name)?.to_str().ok()?.trim().parse().ok()?;
        // Not a number is not, either.
        (number >= 0.0).then(|| Duration::try_from_secs_f64(number * unit).unwrap_or(Duration::MAX))
    };
    if let Some(asked) = number("retry-after-ms", 0.001).or_else(|| number("retry-after", 1.0)) {
        return Some(asked);
    }
    let date =
        |name: &str| httpdate::parse_http_date(headers.get(name)?.to_str().ok()?.trim()).ok();
    let then = date("retry-after")?;
    // By the server's clock where it tells the time: ours may be wrong.
    let now = date("date").or_else(now)?;
    Some(then.duration_since(now).unwrap_or(Duration::ZERO))
}

#[cfg(not(target_family = "wasm"))]
fn now() -> Option<SystemTime> {
    Some(SystemTime::now())
}

/// A browser's clock is out of reach of `std`.
#[cfg(target_family = "wasm")]
fn now() -> Option<SystemTime> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::ApiError;
    use bytes::Bytes;
    use http::StatusCode;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (http::HeaderName::from_static(name), value.parse().expect("a value"))
            })
            .collect()
    }

    #[test]
    fn retry_after_has_many_forms() {
        let wait = |pairs: &[_]| retry_after(&headers(pairs));
        assert_eq!(wait(&[("retry-after", "3")]), Some(Duration::from_secs(3)));
        assert_eq!(wait(&[("retry-after", " 0.25 ")]), Some(Duration::from_millis(250)));
        assert_eq!(
            wait(&[("retry-after-ms", "150"), ("retry-after", "9")]),
            Some(Duration::from_millis(150))
        );
        let date = ("date", "Wed, 21 Oct 2026 07:28:00 GMT");
        assert_eq!(
            wait(&[("retry-after", "Wed, 21 Oct 2026 07:28:07 GMT"), date]),
            Some(Duration::from_secs(7))
        );
        assert_eq!(
            wait(&[("retry-after", "Wed, 21 Oct 2026 07:27:00 GMT"), date]),
            Some(Duration::ZERO)
        );
        for nonsense in ["-1", "NaN", "-inf", "soon", ""] {
            assert_eq!(wait(&[("retry-after", nonsense)]), None, "{nonsense}");
            // The other header may make sense.
            let both = [("retry-after-ms", nonsense), ("retry-after", "9")];
            assert_eq!(wait(&both), Some(Duration::from_secs(9)), "{nonsense}");
        }
    }

    #[test]
    fn longer_than_time_itself_is_longer_than_anyone_waits() {
        let endless = ["inf", "1e300", "99999999999999999999999"];
        for (name, asked) in
            endless.iter().flat_map(|asked| [("retry-after", *asked), ("retry-after-ms", *asked)])
        {
            let headers = headers(&[(name, asked)]);
            let wait = retry_after(&headers).expect("a time");
            assert!(wait > Duration::from_secs(1_000_000_000), "{name} {asked} {wait:?}");
            let api = ApiError::new(StatusCode::TOO_MANY_REQUESTS, headers, Bytes::new(), None);
            let error = Error::status_error(api);
            assert_eq!(RetryPolicy::default().pause(&error, Repeat::Harmless, 1), None);
        }
    }

    #[test]
    fn the_pause_grows_to_its_cap_and_is_spread_from_zero() {
        let policy = RetryPolicy::default();
        let bounds: Vec<f64> =
            (1..=7).map(|attempt| policy.backoff(attempt, 1.0).as_secs_f64()).collect();
        assert_eq!(bounds, [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]);
        assert_eq!(policy.backoff(3, 0.0), Duration::ZERO);
        assert_eq!(policy.backoff(u32::MAX, 1.0), policy.cap);
    }

    #[test]
    fn the_budget_runs_dry_and_fills_with_success() {
        let budget = RetryBudget::default();
        assert_eq!((0..100).filter(|_| budget.take()).count(), 50);
        assert_eq!(budget.left(), 0);
        (0..10).for_each(|_| budget.give_back());
        assert!(budget.take() && !budget.take());
        (0..10_000).for_each(|_| budget.give_back());
        assert_eq!(budget.left(), 50);
    }
}
