//! The execution of a call: attempts, pauses, time limits.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::runtime::error::Error;
use crate::runtime::request::prepared::PreparedRequest;
use crate::runtime::send::attempt::Attempt;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::send::retry::Replay;
use crate::runtime::send::trace::CallSpan;
use crate::runtime::settings::{RetryPolicy, Settings};
use crate::runtime::transport::limit::TimeLimit;

/// Sends a request, repeats it where that is safe, and returns the first success or the last error.
pub(crate) async fn execute(
    settings: Arc<Settings>,
    request: Box<PreparedRequest>,
) -> Result<RawResponse, Error> {
    let span = CallSpan::new(&settings, &request);
    span.run(pin!(attempts(&settings, &request, &span))).await
}

async fn attempts(
    settings: &Arc<Settings>,
    request: &PreparedRequest,
    span: &CallSpan,
) -> Result<RawResponse, Error> {
    let transport = settings.transport.as_ref();
    let total = request.total_timeout.or(settings.total_timeout);
    let mut limit = TimeLimit::new(transport, total);
    let mut number = 1;
    let outcome = loop {
        let mut attempt = Attempt::new(settings, request, number, span);
        let in_time = limit.run(pin!(attempt.run_in_time())).await;
        let exceeded = in_time.is_none();
        let outcome = in_time.unwrap_or_else(|| Err(attempt.timed_out(total)));
        let sent = attempt.number_sent();
        let outcome =
            outcome.map_err(|error| error.with_operation(request.operation()).with_attempts(sent));
        span.attempt(number, status(&outcome));
        if exceeded {
            break outcome;
        }
        let Some(pause) = next_pause(settings, request, &outcome, number) else {
            break outcome;
        };
        span.pause(pause);
        // The server's response is more informative than a timeout of the pause.
        if limit.run(pin!(transport.sleep(pause))).await.is_none() {
            break outcome;
        }
        number += 1;
    };
    span.finish(number, status(&outcome));
    outcome
}

fn status(outcome: &Result<RawResponse, Error>) -> Result<StatusCode, &Error> {
    outcome.as_ref().map(|response| response.status)
}

/// Returns the pause before the next attempt; `None` if the outcome is final.
fn next_pause(
    settings: &Settings,
    request: &PreparedRequest,
    outcome: &Result<RawResponse, Error>,
    number: u32,
) -> Option<Duration> {
    let error = match outcome {
        Ok(_) => {
            settings.budget.give_back();
            return None;
        }
        Err(error) => error,
    };
    let retries = request.retries.unwrap_or(settings.retry.retries);
    let policy = RetryPolicy { retries, ..settings.retry };
    let pause = policy.pause(error, Replay::of(request), number)?;
    settings.budget.take().then_some(pause)
}

#[cfg(test)]
mod tests;
