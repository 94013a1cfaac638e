//! Long-running jobs: a call that starts one, another that tells how it is doing, and the waiting between.

use super::draft::Answer;
use super::error::{JobError, Operation};
use super::transport::TimeLimit;
use super::uri::scalar;
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
type Poll = Box<dyn Fn(&Json) -> Call<Json> + Send + Sync>;

/// Pauses outside of these are no pauses: the first would be an attack, the other an accident.
const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);
/// Answers in a row that are not about a job, after which it is lost.
const STRANGE_ANSWERS: u32 = 5;

/// A job that is started and waited for. Await it, or set options first.
///
/// It is asked for its progress after a second, then less and less often. A question that fails is asked again at the next time,
/// until the deadline, if that may help ([`Error::is_retryable`]). Dropping the future ends the waiting, not the job.
///
/// Once the job is started, each error holds its id and its last answer: [`Error::job`]. [`Job::resume`] takes the waiting up again.
#[must_use = "a job is not started until it is awaited"]
pub struct Job<T> {
    start: Start,
    wait: Wait,
    output: PhantomData<fn() -> T>,
}

enum Start {
    Call(Call<Json>),
    /// It runs already.
    Id(Json),
}

/// How a job is waited for. Not generic, as `execute` is not.
struct Wait {
    client: Client,
    poll: Poll,
    states: JobStates,
    first_pause: Duration,
    longest_pause: Duration,
    deadline: Duration,
    on_progress: Option<OnProgress>,
}

type OnProgress = Arc<dyn Fn(&Progress<'_>) + Send + Sync>;

/// How a job is doing.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Progress<'a> {
    /// The id of the job.
    pub id: &'a Json,
    /// How often it was asked, with this time; 0 for the answer that started it.
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
        let wait = Wait {
            client: self.client.clone(),
            poll: Box::new(move |id| untyped(poll(id))),
            states,
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(15),
            deadline: Duration::from_secs(60 * 60),
            on_progress: None,
        };
        Job { start: Start::Call(untyped(self)), wait, output: PhantomData }
    }
}

/// The same call; a job reads the answers itself.
fn untyped<T>(call: Call<T>) -> Call<Json> {
    Call::new(call.client, call.draft, call.error)
}

impl<T> Job<T> {
    /// Starts no job, and waits for the one with this id: one that an earlier wait was for, as [`Error::job`] or a
    /// [`Progress`] tell it.
    pub fn resume(mut self, id: impl Into<Json>) -> Self {
        self.start = Start::Id(id.into());
        self
    }

    /// Sets the first pause, 1 s unless set. Each further one is half as long again, up to the longest, and each up to a fifth
    /// shorter or longer by chance. None is shorter than a tenth of a second or longer than a day.
    pub fn interval(mut self, pause: Duration) -> Self {
        self.wait.first_pause = pause.clamp(SHORTEST, LONGEST);
        self.wait.longest_pause = self.wait.longest_pause.max(self.wait.first_pause);
        self
    }

    /// Sets the longest pause; 15 s unless set.
    pub fn longest_interval(mut self, pause: Duration) -> Self {
        self.wait.longest_pause = pause.clamp(SHORTEST, LONGEST);
        self.wait.first_pause = self.wait.first_pause.min(self.wait.longest_pause);
        self
    }

    /// Sets how long the job may take once it is started; an hour unless set. The call that starts it has time limits of its own,
    /// which come before.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.wait.deadline = deadline;
        self
    }

    /// Called with the answer that starts the job, and with each answer about its progress.
    pub fn on_progress(mut self, hook: impl Fn(&Progress<'_>) + Send + Sync + 'static) -> Self {
        self.wait.on_progress = Some(Arc::new(hook));
        self
    }

    /// Sets options of the call that starts the job: `.start_call(|call| call.retries(0))`.
    pub fn start_call(mut self, options: impl FnOnce(Call<Json>) -> Call<Json>) -> Self {
        self.start = match self.start {
            Start::Call(call) => Start::Call(options(call)),
            id @ Start::Id(_) => id,
        };
        self
    }

    /// Sets options of the calls that ask for the job's progress.
    pub fn poll_calls(
        mut self,
        options: impl Fn(Call<Json>) -> Call<Json> + Send + Sync + 'static,
    ) -> Self {
        let poll = self.wait.poll;
        self.wait.poll = Box::new(move |id| options(poll(id)));
        self
    }
}

impl<T: Output> Job<T> {
    /// The client whose connections are used.
    #[cfg(feature = "blocking")]
    pub(super) fn client_mut(&mut self) -> &mut Client {
        &mut self.wait.client
    }

    /// The job's way to its end.
    pub(super) fn run(self) -> BoxFuture<'static, Result<Ended, Error>> {
        Box::pin(self.wait.run(self.start))
    }

    /// Reads the last answer.
    pub(super) fn read(ended: Ended) -> Result<T::Value, Error> {
        let Ended { reply, mut seen } = ended;
        T::read(reply).map_err(|error| {
            seen.failure = Some(error);
            seen.error("is over, and its answer cannot be read".to_owned())
        })
    }
}

/// A job that succeeded.
pub(super) struct Ended {
    reply: Reply,
    seen: Seen,
}

/// What is known of a job that was started.
struct Seen {
    id: Json,
    /// That of the polls.
    operation: Operation,
    polls: u32,
    status: Option<String>,
    body: Json,
    /// Answers in a row that were not about a job.
    strange: u32,
    /// Why the last poll has no answer.
    failure: Option<Error>,
}

impl Seen {
    fn learn(&mut self, states: JobStates, body: &[u8]) {
        self.body = serde_json::from_slice(body).unwrap_or_default();
        let status = self.body.pointer(states.status);
        let is_word =
            |status: &&Json| status.is_string() || status.is_number() || status.is_boolean();
        self.status = status.filter(is_word).map(scalar);
        let is_strange = self.status.is_none() && !self.body.is_object();
        self.strange = if is_strange { self.strange + 1 } else { 0 };
        self.failure = None;
    }

    /// The error of a job about which this is to be said.
    fn error(self, what: String) -> Error {
        let message = format!("the job {} {what}", self.id);
        let error = JobError::new(message, self.id, self.status, self.body).of(self.operation);
        match self.failure {
            Some(failure) => error.with_source(failure),
            None => error,
        }
    }
}

impl Wait {
    async fn run(self, start: Start) -> Result<Ended, Error> {
        let mut seen = self.start(start).await?;
        let transport = Arc::clone(&self.client.settings().transport);
        let mut limit = TimeLimit::new(transport.as_ref(), Some(self.deadline));
        let outcome = limit.run(pin!(self.until_over(&mut seen))).await;
        match outcome {
            Some(Ok(reply)) => Ok(Ended { reply, seen }),
            Some(Err(what)) => Err(seen.error(what)),
            None => Err(seen.error(format!("is not over after {:?}", self.deadline))),
        }
    }

    async fn start(&self, start: Start) -> Result<Seen, Error> {
        let (id, body) = match start {
            Start::Id(id) => (id, Json::Null),
            Start::Call(call) => {
                let started = self.send(call).await?;
                let body: Json = serde_json::from_slice(&started.body).unwrap_or_default();
                let id = body.pointer(self.states.id).filter(|id| !id.is_null()).cloned();
                let Some(id) = id else {
                    let message = format!("the answer holds no id of a job at {}", self.states.id);
                    return Err(
                        JobError::new(message, Json::Null, None, body).of(started.operation)
                    );
                };
                self.tell(&Progress { id: &id, polls: 0, status: None, body: &body });
                (id, body)
            }
        };
        let operation = (self.poll)(&id).draft.operation();
        let (polls, status, strange, failure) = (0, None, 0, None);
        Ok(Seen { id, operation, polls, status, body, strange, failure })
    }

    /// Asks until the job has succeeded; else says what is wrong with it.
    async fn until_over(&self, seen: &mut Seen) -> Result<Reply, String> {
        let mut pause = self.first_pause;
        loop {
            // A little earlier or later, so that jobs started together are not asked together.
            let jittered = pause.mul_f64(0.8 + 0.4 * fastrand::f64());
            let asked = seen.failure.as_ref().and_then(Error::retry_after).unwrap_or_default();
            self.client.settings().transport.sleep(jittered.max(asked)).await;
            pause = pause.mul_f64(1.5).min(self.longest_pause);
            seen.polls += 1;
            match self.send((self.poll)(&seen.id)).await {
                Ok(reply) => {
                    if self.is_over(seen, &reply)? {
                        return Ok(reply);
                    }
                }
                Err(error) => {
                    // The job runs on, whatever happens to a question about it.
                    let may_help = error.is_retryable();
                    seen.failure = Some(error);
                    if !may_help {
                        return Err("cannot be asked for".to_owned());
                    }
                }
            }
        }
    }

    /// Whether the job has succeeded, by an answer about it.
    fn is_over(&self, seen: &mut Seen, reply: &Reply) -> Result<bool, String> {
        seen.learn(self.states, &reply.body);
        let Seen { id, polls, body, .. } = &*seen;
        let status = seen.status.as_deref();
        self.tell(&Progress { id, polls: *polls, status, body });
        match status {
            Some(status) if contains(self.states.failed, status) => {
                Err(format!("ended as `{status}`"))
            }
            None if seen.strange == STRANGE_ANSWERS => {
                Err(format!("is lost: {STRANGE_ANSWERS} answers in a row are not about a job"))
            }
            status => Ok(status.is_some_and(|status| contains(self.states.done, status))),
        }
    }

    fn tell(&self, progress: &Progress<'_>) {
        if let Some(hook) = &self.on_progress {
            hook(progress);
        }
    }

    /// Sends a call over the connections of the waiting.
    fn send(&self, mut call: Call<Json>) -> BoxFuture<'static, Result<Reply, Error>> {
        call.client = self.client.clone();
        call.execute(Some(Answer::Typed))
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
        Box::pin(async move { Self::read(self.run().await?) })
    }
}

impl<T> fmt::Debug for Job<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("states", &self.wait.states).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
