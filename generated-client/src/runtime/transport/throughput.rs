//! The lowest rate at which a body has to arrive.

pub(crate) mod upload;

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::runtime::aliases::BoxFuture;
use crate::runtime::transport::Transport;

/// The time over which the rate is averaged: long enough for a pause of the network.
const WINDOW: Duration = Duration::from_secs(10);

/// A lowest rate. Only the time of waiting counts, not that in which nobody reads.
pub(crate) struct Throughput {
    transport: Arc<dyn Transport>,
    bytes_per_second: u64,
    /// The bytes and the time of waiting in this window.
    bytes: u64,
    waited: Duration,
    /// The time at which the current wait began.
    since: Option<Duration>,
    timer: Option<BoxFuture<'static, ()>>,
}

impl Throughput {
    pub(crate) fn new(transport: Arc<dyn Transport>, bytes_per_second: u64) -> Self {
        let (bytes, waited) = (0, Duration::ZERO);
        Throughput { transport, bytes_per_second, bytes, waited, since: None, timer: None }
    }

    /// Records data.
    pub(crate) fn record(&mut self, bytes: u64) {
        self.bytes = self.bytes.saturating_add(bytes);
        self.timer = None;
        if let (Some(since), Some(now)) = (self.since.take(), self.transport.now()) {
            self.waited += now.saturating_sub(since);
        }
    }

    /// Waits; is ready if too little has arrived in a window.
    pub(crate) fn poll_too_slow(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            if self.waited >= WINDOW {
                let seconds = self.waited.as_secs_f64();
                if (self.bytes as f64) < self.bytes_per_second as f64 * seconds {
                    return Poll::Ready(());
                }
                (self.bytes, self.waited) = (0, Duration::ZERO);
            }
            if self.since.is_none() {
                self.since = self.transport.now();
            }
            let left = WINDOW.saturating_sub(self.waited);
            let timer = self.timer.get_or_insert_with(|| self.transport.limit(left));
            if timer.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            (self.timer, self.since) = (None, None);
            self.waited = WINDOW;
        }
    }
}
