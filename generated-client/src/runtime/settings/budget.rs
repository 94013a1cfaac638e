//! The retry budget, shared by the clones of a client.

use std::sync::atomic::{AtomicU32, Ordering};

/// The share of calls that may be retries, so that retries do not multiply the load of an outage.
///
/// A token bucket without a clock: it starts full, a retry takes a token, ten successful calls
/// return one.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

impl RetryBudget {
    /// In tenths of a retry.
    const FULL: u32 = 500;
    const RETRY: u32 = 10;
    const SUCCESS: u32 = 1;

    /// Takes a retry from the budget; returns whether there was one.
    pub(crate) fn take(&self) -> bool {
        let take = |tokens: u32| tokens.checked_sub(Self::RETRY);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// Records a successful call.
    pub(crate) fn give_back(&self) {
        let give = |tokens: u32| (tokens < Self::FULL).then_some(tokens + Self::SUCCESS);
        // It fails if the budget is full, which is fine.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, give);
    }

    /// Returns the number of retries that the budget currently allows.
    pub(crate) fn left(&self) -> u32 {
        self.0.load(Ordering::Relaxed) / Self::RETRY
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        RetryBudget(AtomicU32::new(Self::FULL))
    }
}

#[cfg(test)]
mod tests;
