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
use crate::runtime::send::state::CallState;
use crate::runtime::send::trace::CallSpan;
use crate::runtime::settings::metrics::CallMetrics;
use crate::runtime::settings::{RetryPolicy, Settings};
use crate::runtime::transport::Transport;
use crate::runtime::transport::limit::TimeLimit;

/// Sends a request, repeats it where that is safe, and returns the first success or the last error.
pub(crate) async fn execute(
    settings: Arc<Settings>,
    request: Box<PreparedRequest>,
) -> Result<Box<RawResponse>, Error> {
    let span = CallSpan::new(&settings, &request);
    let mut state = CallState::new(&settings, &request)
        .map_err(|error| error.with_operation(request.operation()))?;
    let Some(on_call) = &settings.on_call else {
        return span.run(pin!(attempts(&settings, &request, &span, &mut state))).await;
    };
    let start = settings.transport.now();
    let outcome = span.run(pin!(attempts(&settings, &request, &span, &mut state))).await;
    on_call(&metrics(&settings, &request, &outcome, start, state.queued));
    outcome
}

/// Returns the metrics of a call that started at this time.
fn metrics(
    settings: &Settings,
    request: &PreparedRequest,
    outcome: &Result<Box<RawResponse>, Error>,
    start: Option<Duration>,
    queued: Duration,
) -> CallMetrics {
    let now = settings.transport.now();
    let host = settings.base.host_str().unwrap_or_default();
    let (attempts, status, error) = match outcome {
        Ok(response) => (response.attempts, Some(response.status), None),
        Err(error) => (error.attempts(), error.status(), Some(error.kind())),
    };
    CallMetrics {
        method: request.method.clone(),
        path: request.path.clone(),
        // The conventions want the address without the brackets of an IPv6 one.
        server: host.trim_matches(['[', ']']).to_owned(),
        port: settings.base.port_or_known_default(),
        attempts,
        duration: now.zip(start).map(|(now, start)| now.saturating_sub(start)),
        queued,
        status,
        error,
        retries_left: settings.budget.left(now),
    }
}

async fn attempts(
    settings: &Arc<Settings>,
    request: &PreparedRequest,
    span: &CallSpan,
    state: &mut CallState,
) -> Result<Box<RawResponse>, Error> {
    let transport = settings.transport.as_ref();
    let total = request.total_timeout.or(settings.total_timeout);
    let mut limit = TimeLimit::new(transport, total);
    let mut allowance = Allowance::new(transport, total);
    let mut number = 1;
    let outcome = loop {
        let mut attempt = Attempt::new(settings, request, number, span, state);
        let attempt_span = span.attempt(number);
        // In a box of its own: the allocator is fast for blocks of up to a kilobyte only.
        let mut run = Box::pin(attempt.run_in_turn());
        let in_time = attempt_span.run(pin!(limit.run(run.as_mut()))).await;
        drop(run);
        let exceeded = in_time.is_none();
        let outcome = in_time.unwrap_or_else(|| Err(attempt.timed_out(total)));
        let sent = attempt.number_sent();
        let outcome = outcome.map_err(|error| {
            let error = state.explain(request, error);
            error.with_operation(request.operation()).with_attempts(sent)
        });
        attempt_span.finish(status(&outcome));
        let error = match outcome {
            Ok(mut response) => {
                settings.budget.give_back();
                response.time_left = total.zip(allowance.left());
                break Ok(response);
            }
            Err(error) if exceeded || state.is_final() => break Err(error),
            Err(error) => error,
        };
        let Some(pause) = pause(settings, request, &error, state.replay, number) else {
            break Err(error);
        };
        // The server's response is more informative than a timeout of the pause.
        if allowance.left().is_some_and(|left| left <= pause) {
            break Err(error);
        }
        if !settings.budget.take(transport.now()) {
            break Err(error.and("the retry budget is exhausted"));
        }
        span.pause(pause);
        if limit.run(pin!(transport.sleep(pause))).await.is_none() {
            break Err(error);
        }
        allowance.paused += pause;
        number += 1;
    };
    span.finish(number, status(&outcome));
    outcome
}

/// The time that is left of a call's total.
struct Allowance<'a> {
    transport: &'a dyn Transport,
    total: Option<Duration>,
    start: Option<Duration>,
    paused: Duration,
}

impl<'a> Allowance<'a> {
    fn new(transport: &'a dyn Transport, total: Option<Duration>) -> Self {
        let start = total.and_then(|_| transport.now());
        Allowance { transport, total, start, paused: Duration::ZERO }
    }

    /// Returns the time that is left at most; `None` without a limit.
    fn left(&self) -> Option<Duration> {
        let elapsed = match (self.start, self.transport.now()) {
            (Some(start), Some(now)) => now.saturating_sub(start),
            _ => self.paused,
        };
        Some(self.total?.saturating_sub(elapsed))
    }
}

fn status(outcome: &Result<Box<RawResponse>, Error>) -> Result<StatusCode, &Error> {
    outcome.as_ref().map(|response| response.status)
}

/// Returns the pause before the next attempt; `None` if the error is final.
fn pause(
    settings: &Settings,
    request: &PreparedRequest,
    error: &Error,
    replay: Replay,
    number: u32,
) -> Option<Duration> {
    let retries = request.retries.unwrap_or(settings.retry.retries);
    let policy = RetryPolicy { retries, ..settings.retry };
    policy.pause(error, replay, number)
}

#[cfg(test)]
mod tests;
