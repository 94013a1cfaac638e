//! The one way a call is sent: attempts, pauses, time limits.

use super::client::Settings;
use super::draft::Draft;
use super::exchange::exchange;
use super::retry::RetryPolicy;
use super::transport::TimeLimit;
use super::{Client, Error, Reply};

/// Sends a call, again where that is safe, and gives the first success or the last error.
pub(crate) async fn execute(client: Client, draft: Box<Draft>) -> Result<Reply, Error> {
    let settings = client.settings();
    let transport = settings.transport.as_ref();
    let total = draft.total_timeout.or(settings.total_timeout);
    let mut limit = TimeLimit::new(transport, total);
    let mut attempt = 1;
    loop {
        let outcome = match limit.run(timed_attempt(&client, &draft, attempt)).await {
            Some(outcome) => outcome,
            None => Err(Error::timeout(format!(
                "not done within {:?}",
                total.unwrap_or_default()
            ))),
        };
        let error = match outcome {
            Ok(reply) => {
                settings.budget.give_back();
                return Ok(reply);
            }
            Err(error) => error
                .with_operation(draft.operation())
                .with_attempts(attempt),
        };
        let Some(pause) = next_pause(settings, &draft, &error, attempt) else {
            return Err(error);
        };
        // What the server said is worth more than the news that time ran out while waiting.
        if limit.run(transport.sleep(pause)).await.is_none() {
            return Err(error);
        }
        attempt += 1;
    }
}

/// One attempt within its time.
async fn timed_attempt(client: &Client, draft: &Draft, attempt: u32) -> Result<Reply, Error> {
    let settings = client.settings();
    let timeout = draft.timeout.unwrap_or(settings.timeout);
    let mut limit = TimeLimit::new(settings.transport.as_ref(), Some(timeout));
    match limit.run(exchange(client, draft, attempt)).await {
        Some(outcome) => outcome,
        None => Err(Error::timeout(format!("no answer within {timeout:?}"))),
    }
}

/// How long to wait before the call is made again; `None` if the error is final.
fn next_pause(
    settings: &Settings,
    draft: &Draft,
    error: &Error,
    attempt: u32,
) -> Option<std::time::Duration> {
    let retries = draft.retries.unwrap_or(settings.retry.retries);
    let policy = RetryPolicy {
        retries,
        ..settings.retry
    };
    let pause = policy.pause(error, draft.repeat(), attempt)?;
    settings.budget.take().then_some(pause)
}
