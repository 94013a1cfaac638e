//! The one way a call is sent: attempts, pauses, time limits.

use super::client::Settings;
use super::draft::Draft;
use super::exchange::{Progress, exchange};
use super::retry::RetryPolicy;
use super::trace::CallSpan;
use super::transport::TimeLimit;
use super::{Client, Error, Reply};
use std::pin::pin;
use std::time::Duration;

/// Sends a call, again where that is safe, and gives the first success or the last error.
pub(crate) async fn execute(client: Client, draft: Box<Draft>) -> Result<Reply, Error> {
    let span = CallSpan::new(&client, &draft);
    span.run(pin!(attempts(&client, &draft, &span))).await
}

async fn attempts(client: &Client, draft: &Draft, span: &CallSpan) -> Result<Reply, Error> {
    let settings = client.settings();
    let transport = settings.transport.as_ref();
    let total = draft.total_timeout.or(settings.total_timeout);
    let mut limit = TimeLimit::new(transport, total);
    let mut attempt = 1;
    let outcome = loop {
        let mut progress = Progress::new(span);
        let work = timed_attempt(client, draft, attempt, &mut progress);
        let in_time = limit.run(pin!(work)).await;
        let over = in_time.is_none();
        let outcome = in_time.unwrap_or_else(|| Err(progress.cut_short(settings, total)));
        let made = attempt - u32::from(!progress.sent);
        let outcome =
            outcome.map_err(|error| error.with_operation(draft.operation()).with_attempts(made));
        span.attempt(attempt, &outcome);
        if over {
            break outcome;
        }
        let Some(pause) = next_pause(settings, draft, &outcome, attempt) else {
            break outcome;
        };
        span.pause(pause);
        // What the server said is worth more than the news that time ran out while waiting.
        if limit.run(pin!(transport.sleep(pause))).await.is_none() {
            break outcome;
        }
        attempt += 1;
    };
    span.finish(attempt, &outcome);
    outcome
}

/// One attempt within its time.
async fn timed_attempt(
    client: &Client,
    draft: &Draft,
    attempt: u32,
    progress: &mut Progress<'_>,
) -> Result<Reply, Error> {
    let settings = client.settings();
    let timeout =
        draft.timeout.unwrap_or_else(|| settings.timeout.saturating_add(draft.upload_time()));
    let mut limit = TimeLimit::new(settings.transport.as_ref(), Some(timeout));
    let in_time = limit.run(pin!(exchange(client, draft, attempt, progress))).await;
    in_time.unwrap_or_else(|| Err(progress.cut_short(settings, Some(timeout))))
}

/// How long to wait before the call is made again; `None` if the outcome is final.
fn next_pause(
    settings: &Settings,
    draft: &Draft,
    outcome: &Result<Reply, Error>,
    attempt: u32,
) -> Option<Duration> {
    let error = match outcome {
        Ok(_) => {
            settings.budget.give_back();
            return None;
        }
        Err(error) => error,
    };
    let retries = draft.retries.unwrap_or(settings.retry.retries);
    let policy = RetryPolicy { retries, ..settings.retry };
    let pause = policy.pause(error, draft.repeat(), attempt)?;
    settings.budget.take().then_some(pause)
}

#[cfg(test)]
mod tests;
