//! Long-running jobs: a call that starts one, another that returns its state, and the polling.

pub(crate) mod poller;

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::runtime::aliases::{BoxFuture, Json};
use crate::runtime::call::Call;
use crate::runtime::client::Client;
use crate::runtime::error::Error;
use crate::runtime::response::job::poller::{Counts, Ended, JobStates, Poller, Progress, Start};
use crate::runtime::response::output::Output;
#[cfg(feature = "blocking")]
use crate::runtime::settings::Settings;

/// A pause outside of these bounds would be an attack or an accident.
const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// A job that is started and polled until it ends. Await it, or set options first.
///
/// It is polled after a second, then less and less often. A poll that fails is repeated after the
/// next pause, until the deadline, if that may help ([`Error::is_retryable`]). Dropping the future
/// stops the polling, not the job.
///
/// Once the job is started, each error holds its id and its latest response: [`Error::job`].
/// [`Job::resume`] continues the polling.
#[must_use = "a job is not started until it is awaited"]
pub struct Job<T> {
    start: Start,
    poller: Poller,
    output: PhantomData<fn() -> T>,
}

impl<S> Call<S> {
    /// Returns the client that sends the call.
    pub(crate) fn client(&self) -> Client {
        Client::with_settings(Arc::clone(&self.settings))
    }

    /// Starts a job with this call, and polls it with the calls that `poll` creates from its id.
    /// Those have this call's values for the other placeholders of their path.
    pub(crate) fn job<T>(
        self,
        states: JobStates,
        poll: impl Fn(&Json) -> Call<T> + Send + Sync + 'static,
    ) -> Job<T> {
        let given = self.request.path_values.clone();
        let poll = move |id: &Json| {
            let mut call = poll(id);
            let filled = &mut call.request.path_values;
            for (name, value) in &given {
                if !filled.iter().any(|(other, _)| other == name) {
                    filled.push((name, value.clone()));
                }
            }
            // The poller reads the responses itself.
            call.read_as()
        };
        let poller = Poller {
            settings: Arc::clone(&self.settings),
            poll: Box::new(poll),
            states,
            counts: None,
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(15),
            deadline: Duration::from_secs(60 * 60),
            on_progress: None,
        };
        Job { start: Start::Call(self.read_as()), poller, output: PhantomData }
    }
}

impl<T> Job<T> {
    /// Ends the job, too, when the numbers at these places of a response add up to the one at
    /// `total`.
    #[allow(dead_code, reason = "few APIs have jobs that only count")]
    pub(crate) fn counted(
        mut self,
        total: &'static str,
        finished: &'static [&'static str],
    ) -> Self {
        self.poller.counts = Some(Counts { total, finished });
        self
    }

    /// Polls an existing job with this id, from [`Error::job`] or a [`Progress`], instead of
    /// starting one.
    pub fn resume(mut self, id: impl Into<Json>) -> Self {
        self.start = Start::Id(id.into());
        self
    }

    /// Sets the first pause; the default is 1 s.
    ///
    /// Each pause is half as long again as the previous one, up to the longest, with a random
    /// deviation of up to a fifth. None is shorter than 100 ms or longer than a day.
    pub fn interval(mut self, pause: Duration) -> Self {
        let Poller { first_pause, longest_pause, .. } = &mut self.poller;
        *first_pause = pause.clamp(SHORTEST, LONGEST);
        *longest_pause = (*longest_pause).max(*first_pause);
        self
    }

    /// Sets the longest pause; the default is 15 s.
    pub fn longest_interval(mut self, pause: Duration) -> Self {
        let Poller { first_pause, longest_pause, .. } = &mut self.poller;
        *longest_pause = pause.clamp(SHORTEST, LONGEST);
        *first_pause = (*first_pause).min(*longest_pause);
        self
    }

    /// Sets the time limit of the job once it is started; the default is an hour. The call that
    /// starts it has its own time limits.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.poller.deadline = deadline;
        self
    }

    /// Sets a hook that is called with the response that starts the job, and with each response
    /// about its progress.
    pub fn on_progress(mut self, hook: impl Fn(&Progress<'_>) + Send + Sync + 'static) -> Self {
        self.poller.on_progress = Some(Arc::new(hook));
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

    /// Sets options of the calls that poll the job.
    pub fn poll_calls(
        mut self,
        options: impl Fn(Call<Json>) -> Call<Json> + Send + Sync + 'static,
    ) -> Self {
        let poll = self.poller.poll;
        self.poller.poll = Box::new(move |id| options(poll(id)));
        self
    }
}

impl<T: Output> Job<T> {
    /// Returns the settings whose connections are used.
    #[cfg(feature = "blocking")]
    pub(crate) fn settings_mut(&mut self) -> &mut Arc<Settings> {
        &mut self.poller.settings
    }

    /// Runs the job to its end.
    pub(crate) fn run(self) -> BoxFuture<'static, Result<Ended, Error>> {
        Box::pin(self.poller.run(self.start))
    }

    /// Decodes the last response.
    pub(crate) fn read(ended: Ended) -> Result<T::Value, Error> {
        let Ended { response, mut job } = ended;
        T::read(response).map_err(|error| {
            job.failure = Some(error);
            job.error("succeeded, and its response cannot be decoded".to_owned())
        })
    }
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
        f.debug_struct("Job").field("states", &self.poller.states).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
