//! The polling of a job, the same code for all types of results.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use crate::runtime::aliases::Json;
use crate::runtime::call::Call;
use crate::runtime::error::job::JobError;
use crate::runtime::error::{Error, Operation};
use crate::runtime::request::prepared::BodyMode;
use crate::runtime::request::uri::scalar;
use crate::runtime::send::raw_response::{RawResponse, ResponseFuture};
use crate::runtime::settings::Settings;
use crate::runtime::transport::limit::TimeLimit;

/// The states of an API's jobs; declared in `codegen.toml` for each pair of operations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JobStates {
    /// The place of the job's id in the response that starts it: `/progress_id`.
    pub(crate) id: &'static str,
    /// The place of the status in the response of a poll: `/status`.
    pub(crate) status: &'static str,
    /// The statuses of success.
    pub(crate) done: &'static [&'static str],
    /// The statuses of failure, including `timeout` and `cancelled`. With any other status the job
    /// is running.
    pub(crate) failed: &'static [&'static str],
}

/// The places of the numbers of a job's parts, for jobs without a status.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counts {
    /// The place of the number of all parts.
    pub(crate) total: &'static str,
    /// The places of the numbers of those that have succeeded, and that have failed.
    pub(crate) finished: &'static [&'static str],
}

impl Counts {
    /// Returns whether all parts are finished. There are none yet while a server still plans them.
    fn are_complete(self, body: &Json) -> bool {
        let number = |place: &str| body.pointer(place).and_then(Json::as_f64);
        let finished: f64 = self.finished.iter().filter_map(|place| number(place)).sum();
        number(self.total).is_some_and(|total| total > 0.0 && finished >= total)
    }
}

/// Creates the call that polls a job.
type Poll = Box<dyn Fn(&Json) -> Call<Json> + Send + Sync>;

type OnProgress = Arc<dyn Fn(&Progress<'_>) + Send + Sync>;

/// The number of consecutive responses that are not about a job, after which polling stops.
const UNRELATED_RESPONSES: u32 = 5;

/// The state of a running job.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Progress<'a> {
    /// The id of the job.
    pub id: &'a Json,
    /// The number of polls so far; 0 for the response that starts the job.
    pub polls: u32,
    /// The status, if the response has one.
    pub status: Option<&'a str>,
    /// The whole response body.
    pub body: &'a Json,
}

/// The beginning of a job.
pub(crate) enum Start {
    Call(Call<Json>),
    /// The id of a job that is running already.
    Id(Json),
}

/// The options of polling.
pub(crate) struct Poller {
    pub(crate) settings: Arc<Settings>,
    pub(crate) poll: Poll,
    pub(crate) states: JobStates,
    pub(crate) counts: Option<Counts>,
    pub(crate) first_pause: Duration,
    pub(crate) longest_pause: Duration,
    pub(crate) deadline: Duration,
    pub(crate) on_progress: Option<OnProgress>,
}

/// A job that succeeded.
pub(crate) struct Ended {
    pub(crate) response: Box<RawResponse>,
    pub(crate) job: StartedJob,
}

/// The known state of a job that was started.
pub(crate) struct StartedJob {
    id: Json,
    /// The operation of the polls.
    operation: Operation,
    polls: u32,
    status: Option<String>,
    body: Json,
    /// The number of consecutive responses that were not about a job.
    unrelated: u32,
    /// The error of the latest poll, if it failed.
    pub(crate) failure: Option<Error>,
}

impl StartedJob {
    fn update(&mut self, states: JobStates, body: &[u8]) {
        self.body = serde_json::from_slice(body).unwrap_or_default();
        let status = self.body.pointer(states.status);
        let is_scalar =
            |status: &&Json| status.is_string() || status.is_number() || status.is_boolean();
        self.status = status.filter(is_scalar).map(scalar);
        let is_unrelated = self.status.is_none() && !self.body.is_object();
        self.unrelated = if is_unrelated { self.unrelated + 1 } else { 0 };
        self.failure = None;
    }

    /// Creates the error of this job; `outcome` completes a sentence about it.
    pub(crate) fn error(self, outcome: String) -> Error {
        let message = format!("the job {} {outcome}", self.id);
        let error = job_error(message, self.id, self.status, self.body, self.operation);
        match self.failure {
            Some(failure) => error.with_source(failure),
            None => error,
        }
    }
}

fn job_error(
    message: String,
    id: Json,
    status: Option<String>,
    body: Json,
    operation: Operation,
) -> Error {
    Error::job_error(JobError::new(message, id, status, body)).with_operation(operation)
}

impl Poller {
    /// Starts a job and polls it until it ends.
    pub(crate) async fn run(self, start: Start) -> Result<Ended, Error> {
        let mut job = self.start(start).await?;
        let transport = Arc::clone(&self.settings.transport);
        let mut limit = TimeLimit::new(transport.as_ref(), Some(self.deadline));
        let outcome = limit.run(pin!(self.poll_to_end(&mut job))).await;
        match outcome {
            Some(Ok(response)) => Ok(Ended { response, job }),
            Some(Err(outcome)) => Err(job.error(outcome)),
            None => Err(job.error(format!("has not ended after {:?}", self.deadline))),
        }
    }

    async fn start(&self, start: Start) -> Result<StartedJob, Error> {
        let (id, body) = match start {
            Start::Id(id) => (id, Json::Null),
            Start::Call(call) => {
                let response = self.send(call).await?;
                let body: Json = serde_json::from_slice(&response.body).unwrap_or_default();
                let id = body.pointer(self.states.id).filter(|id| !id.is_null()).cloned();
                let Some(id) = id else {
                    let message = format!("the response has no job id at {}", self.states.id);
                    return Err(job_error(message, Json::Null, None, body, response.operation));
                };
                self.report(&Progress { id: &id, polls: 0, status: None, body: &body });
                (id, body)
            }
        };
        let operation = (self.poll)(&id).request.operation();
        let (polls, status, unrelated, failure) = (0, None, 0, None);
        Ok(StartedJob { id, operation, polls, status, body, unrelated, failure })
    }

    /// Polls until the job succeeds; otherwise returns its outcome.
    async fn poll_to_end(&self, job: &mut StartedJob) -> Result<Box<RawResponse>, String> {
        let mut pause = self.first_pause;
        loop {
            // With jitter, so that jobs that were started together are not polled together.
            let jittered = pause.mul_f64(0.8 + 0.4 * fastrand::f64());
            let requested = job.failure.as_ref().and_then(Error::retry_after).unwrap_or_default();
            self.settings.transport.sleep(jittered.max(requested)).await;
            pause = pause.mul_f64(1.5).min(self.longest_pause);
            job.polls += 1;
            match self.send((self.poll)(&job.id)).await {
                Ok(response) => {
                    if self.has_succeeded(job, &response)? {
                        return Ok(response);
                    }
                }
                Err(error) => {
                    // The job itself is not affected by a failed poll.
                    let may_help = error.is_retryable();
                    job.failure = Some(error);
                    if !may_help {
                        return Err("cannot be polled".to_owned());
                    }
                }
            }
        }
    }

    /// Returns whether the job has succeeded, by the response of a poll.
    fn has_succeeded(&self, job: &mut StartedJob, response: &RawResponse) -> Result<bool, String> {
        job.update(self.states, &response.body);
        let StartedJob { id, polls, body, .. } = &*job;
        let status = job.status.as_deref();
        self.report(&Progress { id, polls: *polls, status, body });
        match status {
            Some(status) if contains(self.states.failed, status) => {
                Err(format!("ended as `{status}`"))
            }
            None if job.unrelated == UNRELATED_RESPONSES => Err(format!(
                "cannot be polled: {UNRELATED_RESPONSES} responses in a row are not about a job"
            )),
            status => {
                let is_done = status.is_some_and(|status| contains(self.states.done, status));
                let is_complete = self.counts.is_some_and(|counts| counts.are_complete(body));
                Ok(is_done || is_complete)
            }
        }
    }

    fn report(&self, progress: &Progress<'_>) {
        if let Some(hook) = &self.on_progress {
            hook(progress);
        }
    }

    /// Sends a call over the connections of the poller.
    fn send(&self, mut call: Call<Json>) -> ResponseFuture {
        call.settings = Arc::clone(&self.settings);
        call.execute(Some(BodyMode::Typed))
    }
}

/// Returns whether a status is in the list, in any case: some APIs capitalize inconsistently.
fn contains(statuses: &[&str], status: &str) -> bool {
    statuses.iter().any(|known| known.eq_ignore_ascii_case(status))
}
