//! A call: a request, its options, and the type of its answer.

use super::draft::{Answer, Draft};
use super::execute::execute;
use super::output::{Cast, WithDrift};
use super::request::header;
use super::retry::Repeat;
use super::{BoxFuture, Client, Error, Output, Reply, Response};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// A call of an operation. Await it, or set options first; every operation has the same ones.
///
/// Nothing is sent before the call is awaited, and dropping its future cancels it.
///
/// ```no_run
/// # async fn run(client: cekura::Client) -> Result<(), cekura::Error> {
/// use std::time::Duration;
///
/// let call = client.get("/things/").call::<cekura::Json>();
/// let things = call.timeout(Duration::from_secs(5)).retries(0).await?;
/// # Ok(()) }
/// ```
#[must_use = "a call is not sent until it is awaited"]
pub struct Call<T> {
    pub(super) client: Client,
    pub(super) draft: Box<Draft>,
    /// Why the call cannot be sent; comes out when it is awaited.
    pub(super) error: Option<Error>,
    output: PhantomData<fn() -> T>,
}

impl<T> Call<T> {
    pub(super) fn new(client: Client, draft: Box<Draft>, error: Option<Error>) -> Self {
        Call { client, draft, error, output: PhantomData }
    }

    /// The same call, read as something else.
    fn read_as<U>(self) -> Call<U> {
        Call::new(self.client, self.draft, self.error)
    }

    /// Sets the time for one attempt.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.draft.timeout = Some(timeout);
        self
    }

    /// Sets the time for all attempts and the pauses between them.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.draft.total_timeout = Some(timeout);
        self
    }

    /// Sets how often the call is made again, at most, if it fails.
    pub fn retries(mut self, retries: u32) -> Self {
        self.draft.retries = Some(retries);
        self
    }

    /// Says whether the call may be carried out twice. If so, it is made again even where the server may have seen it: after a
    /// timeout, a broken connection or an error of the server. GET, HEAD, PUT, DELETE, OPTIONS and TRACE are idempotent unless
    /// told otherwise; POST and PATCH are not, and are not made again for the next page of a list, either.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.draft.repeat = if idempotent { Repeat::Harmless } else { Repeat::Harmful };
        self
    }

    /// Sets a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => drop(self.draft.headers.insert(name, value)),
            Err(error) => drop(self.error.get_or_insert(error)),
        }
        self
    }

    /// Gives the status, the headers, the body and the drift together with the value.
    pub fn with_response(self) -> Call<Response<T>>
    where
        T: WithDrift,
    {
        self.read_as()
    }

    /// Gives the body as it came.
    pub fn raw(self) -> Call<Bytes> {
        self.read_as()
    }

    /// Reads the answer as a type of your own, strictly.
    pub fn cast<U: DeserializeOwned>(self) -> Call<Cast<U>> {
        self.read_as()
    }

    /// Sends the call; the reply's body is not read if it is to be streamed.
    pub(super) fn execute(
        mut self,
        answer: Option<Answer>,
    ) -> BoxFuture<'static, Result<Reply, Error>> {
        if let Some(answer) = answer {
            self.draft.answer = answer;
        }
        match self.error {
            Some(error) => {
                let error = error.with_operation(self.draft.operation());
                Box::pin(std::future::ready(Err(error)))
            }
            None => Box::pin(execute(self.client, self.draft)),
        }
    }
}

impl<T: Output> IntoFuture for Call<T> {
    type Output = Result<T::Value, Error>;
    type IntoFuture = CallFuture<T>;

    fn into_future(self) -> CallFuture<T> {
        CallFuture { reply: self.execute(None), output: PhantomData }
    }
}

/// A call under way.
#[must_use = "a future does nothing until it is awaited"]
pub struct CallFuture<T> {
    reply: BoxFuture<'static, Result<Reply, Error>>,
    output: PhantomData<fn() -> T>,
}

impl<T: Output> Future for CallFuture<T> {
    type Output = Result<T::Value, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(ready!(self.reply.as_mut().poll(cx)).and_then(T::read))
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.draft.method)
            .field("path", &self.draft.path)
            .finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}
