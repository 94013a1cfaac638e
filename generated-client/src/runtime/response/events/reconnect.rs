//! The further request of a stream that broke off, where its caller asks for one.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::runtime::error::Error;
use crate::runtime::request::prepared::PreparedRequest;
use crate::runtime::send::execute::execute;
use crate::runtime::send::raw_response::ResponseFuture;
use crate::runtime::send::retry::Replay;
use crate::runtime::settings::{RetryPolicy, Settings};

/// The header with the id of the last event that arrived.
pub(super) const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The means to request a stream again, from its last event on.
pub(super) struct Reconnect {
    request: Box<PreparedRequest>,
    /// The connections since the last event.
    failures: u32,
}

impl Reconnect {
    pub(super) fn new(request: Box<PreparedRequest>) -> Self {
        Reconnect { request, failures: 0 }
    }

    /// Records that an event arrived.
    pub(super) fn goes_on(&mut self) {
        self.failures = 0;
    }

    /// Requests the stream again after an event, for an error or at the end of the body; `None` if
    /// that is final. `retry` is the pause that the server requests.
    pub(super) fn after(
        &mut self,
        settings: &Arc<Settings>,
        error: Option<&Error>,
        last_id: &str,
        retry: Option<Duration>,
    ) -> Option<ResponseFuture> {
        self.failures += 1;
        let retries = self.request.retries.unwrap_or(settings.retry.retries);
        let policy = RetryPolicy { retries, ..settings.retry };
        let pause = match error {
            Some(error) => policy.pause(error, Replay::Safe, self.failures)?,
            None if self.failures > retries => return None,
            None => policy.base,
        };
        let pause = retry.unwrap_or(pause);
        if pause > policy.longest_retry_after || !settings.budget.take(settings.transport.now()) {
            return None;
        }
        let mut request = self.request.clone();
        request.headers.insert(LAST_EVENT_ID, HeaderValue::from_bytes(last_id.as_bytes()).ok()?);
        let settings = Arc::clone(settings);
        Some(Box::pin(async move {
            settings.transport.sleep(pause).await;
            execute(settings, request).await
        }))
    }
}
