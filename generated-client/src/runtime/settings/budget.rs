//! The retry budget, shared by the clones of a client.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The share of calls that may be retries, so that retries do not multiply the load of an outage.
///
/// A token bucket: it starts full, a retry takes a token; ten successful calls return one, and so
/// do five seconds.
#[derive(Debug, Default)]
pub(crate) struct RetryBudget(Mutex<Spent>);

/// The part of the budget that is spent.
#[derive(Debug, Default)]
struct Spent {
    /// In tenths of a retry.
    tenths: u32,
    /// The time up to which the recovery is included.
    until: Option<Duration>,
}

impl RetryBudget {
    /// In tenths of a retry.
    const FULL: u32 = 500;
    const RETRY: u32 = 10;
    const SUCCESS: u32 = 1;
    /// The time in which a tenth recovers.
    const RECOVERY: Duration = Duration::from_millis(500);

    /// Takes a retry from the budget; returns whether there was one. The time is that of the
    /// transport.
    pub(crate) fn take(&self, now: Option<Duration>) -> bool {
        let mut spent = self.lock();
        spent.recover(now);
        let allowed = spent.tenths + Self::RETRY <= Self::FULL;
        if allowed {
            spent.tenths += Self::RETRY;
        }
        allowed
    }

    /// Records a successful call.
    pub(crate) fn give_back(&self) {
        let mut spent = self.lock();
        spent.tenths = spent.tenths.saturating_sub(Self::SUCCESS);
    }

    /// Returns the number of retries that the budget currently allows.
    pub(crate) fn left(&self, now: Option<Duration>) -> u32 {
        let mut spent = self.lock();
        spent.recover(now);
        (Self::FULL - spent.tenths) / Self::RETRY
    }

    fn lock(&self) -> MutexGuard<'_, Spent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Spent {
    fn recover(&mut self, now: Option<Duration>) {
        let Some(now) = now else {
            return;
        };
        let until = self.until.get_or_insert(now);
        let recovered = now.saturating_sub(*until).as_millis() / RetryBudget::RECOVERY.as_millis();
        let recovered = u32::try_from(recovered).unwrap_or(u32::MAX);
        // The rest of the time counts towards the next tenth.
        *until = RetryBudget::RECOVERY
            .checked_mul(recovered)
            .and_then(|time| until.checked_add(time))
            .unwrap_or(now);
        self.tenths = self.tenths.saturating_sub(recovered);
    }
}

#[cfg(test)]
mod tests;
