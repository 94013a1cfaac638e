//! Long-running jobs: a call that starts one, another that tells how it is doing, and the waiting between.

use super::draft::Answer;
use super::error::JobError;
use super::transport::TimeLimit;
use super::{BoxFuture, Call, Client, Error, Json, Output, Reply};
use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

/// How an API tells that a job is over; declared in `codegen.toml` for each pair of operations.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "an API may have no jobs")]
pub(crate) struct JobStates {
    /// Where the answer of the first call holds the job's id: `/progress_id`.
    pub(crate) id: &'static str,
    /// Where the answer of the second call holds the status: `/status`.
    pub(crate) status: &'static str,
    /// The statuses of success.
    pub(crate) done: &'static [&'static str],
    /// The statuses of failure, `timeout` and `cancelled` among them. Any other status means that the job runs.
    pub(crate) failed: &'static [&'static str],
}

/// The call that asks for a job's progress.
type Poll = Box<dyn Fn(&Json) -> BoxFuture<'static, Result<Reply, Error>> + Send + Sync>;

/// A job that is started and waited for. Await it, or set options first.
///
/// It is asked for its progress after a second, then less and less often. Dropping the future ends the waiting, not the job.
#[must_use = "a job is not started until it is awaited"]
pub struct Job<T> {
    client: Client,
    start: BoxFuture<'static, Result<Reply, Error>>,
    poll: Poll,
    states: JobStates,
    first_pause: Duration,
    longest_pause: Duration,
    deadline: Duration,
    on_progress: Option<OnProgress>,
    output: PhantomData<fn() -> T>,
}

type OnProgress = Arc<dyn Fn(&Progress<'_>) + Send + Sync>;

/// How a job is doing.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Progress<'a> {
    /// How often it was asked, with this time.
    pub polls: u32,
    /// Its status, if the API has a word for it.
    pub status: Option<&'a str>,
    /// The whole answer.
    pub body: &'a Json,
}

#[allow(dead_code, reason = "an API may have no jobs")]
impl<S> Call<S> {
    /// Starts a job with this call and waits for it with the calls that `poll` makes of its id.
    pub(crate) fn job<T>(
        self,
        states: JobStates,
        poll: impl Fn(&Json) -> Call<T> + Send + Sync + 'static,
    ) -> Job<T> {
        Job {
            client: self.client.clone(),
            start: self.execute(Some(Answer::Typed)),
            poll: Box::new(move |id| poll(id).execute(Some(Answer::Typed))),
            states,
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(15),
            deadline: Duration::from_secs(60 * 60),
            on_progress: None,
            output: PhantomData,
        }
    }
}

impl<T> Job<T> {
    /// Sets the first pause, 1 s unless set. Each further one is half as long again, up to the longest.
    pub fn interval(mut self, pause: Duration) -> Self {
        self.first_pause = pause;
        self.longest_pause = self.longest_pause.max(pause);
        self
    }

    /// Sets the longest pause; 15 s unless set.
    pub fn longest_interval(mut self, pause: Duration) -> Self {
        self.longest_pause = pause;
        self.first_pause = self.first_pause.min(pause);
        self
    }

    /// Sets how long to wait for the job in all; an hour unless set.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Called with each answer about the job's progress.
    pub fn on_progress(mut self, hook: impl Fn(&Progress<'_>) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(hook));
        self
    }

    /// Starts the job and waits for its end; not generic, as `execute` is not.
    async fn run(self) -> Result<Reply, Error> {
        let started = self.start.await?;
        let body: Json = serde_json::from_slice(&started.body).unwrap_or_default();
        let Some(id) = body.pointer(self.states.id).filter(|id| !id.is_null()).cloned() else {
            let message = format!("the answer holds no id of a job at {}", self.states.id);
            return Err(JobError::new(message, Json::Null, None, body).of(started.operation));
        };
        let transport = Arc::clone(&self.client.settings().transport);
        let mut limit = TimeLimit::new(transport.as_ref(), Some(self.deadline));
        let mut last = Json::Null;
        let waiting = Waiting {
            poll: &self.poll,
            states: self.states,
            first_pause: self.first_pause,
            longest_pause: self.longest_pause,
            on_progress: self.on_progress.as_deref(),
        };
        let outcome = limit.run(pin!(waiting.until_over(&self.client, &id, &mut last))).await;
        match outcome {
            Some(outcome) => outcome,
            None => {
                let status =
                    last.pointer(self.states.status).and_then(Json::as_str).map(str::to_owned);
                let message = format!("the job {id} is not over after {:?}", self.deadline);
                Err(JobError::new(message, id, status, last).of(started.operation))
            }
        }
    }
}

/// The part of a job that its deadline is for.
struct Waiting<'a> {
    poll: &'a Poll,
    states: JobStates,
    first_pause: Duration,
    longest_pause: Duration,
    on_progress: Option<&'a (dyn Fn(&Progress<'_>) + Send + Sync)>,
}

impl Waiting<'_> {
    async fn until_over(
        &self,
        client: &Client,
        id: &Json,
        last: &mut Json,
    ) -> Result<Reply, Error> {
        let mut pause = self.first_pause;
        let mut polls = 0;
        loop {
            // A little earlier or later, so that jobs started together are not asked together.
            let jitter = 0.8 + 0.4 * fastrand::f64();
            client.settings().transport.sleep(pause.mul_f64(jitter)).await;
            pause = pause.mul_f64(1.5).min(self.longest_pause);
            let reply = (self.poll)(id).await?;
            polls += 1;
            *last = serde_json::from_slice(&reply.body).unwrap_or_default();
            let status = last.pointer(self.states.status).and_then(Json::as_str);
            if let Some(hook) = self.on_progress {
                hook(&Progress { polls, status, body: last });
            }
            match status {
                Some(status) if contains(self.states.done, status) => return Ok(reply),
                Some(status) if contains(self.states.failed, status) => {
                    let message = format!("the job {id} ended as `{status}`");
                    let status = Some(status.to_owned());
                    let error = JobError::new(message, id.clone(), status, last.clone());
                    return Err(error.of(reply.operation));
                }
                _ => {}
            }
        }
    }
}

/// Some APIs write their statuses in capitals, and not everywhere.
fn contains(statuses: &[&str], status: &str) -> bool {
    statuses.iter().any(|known| known.eq_ignore_ascii_case(status))
}

impl<T: Output + 'static> IntoFuture for Job<T> {
    type Output = Result<T::Value, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { T::read(self.run().await?) })
    }
}

impl<T> fmt::Debug for Job<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("states", &self.states).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
