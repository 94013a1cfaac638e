//! Asking a token provider: by one call at a time, and once for all calls that have the same question.
//!
//! The calls that wait hold no lock and depend on no runtime. If the one that asks is dropped, another takes its turn.

use super::super::{BoxError, Error, ErrorKind, Secret};
use super::TokenProvider;
use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A provider, and what it last said.
pub(crate) struct Tokens {
    provider: Box<dyn TokenProvider>,
    state: Mutex<State>,
}

type Answer = Result<Secret, Failure>;

#[derive(Default)]
struct State {
    /// A call is asking.
    busy: bool,
    waiting: Vec<Waker>,
    /// How many answers there were.
    answers: u64,
    /// The last answer, and what was asked: for a token, or for another than the refused one.
    last: Option<(Option<Secret>, Answer)>,
    /// The last token that was refused, and the one that replaced it.
    renewed: Option<(Secret, Secret)>,
}

impl Tokens {
    pub(crate) fn new(provider: impl TokenProvider) -> Self {
        Tokens { provider: Box::new(provider), state: Mutex::default() }
    }

    /// The token of the moment.
    pub(crate) async fn current(&self) -> Result<Secret, Error> {
        let token = self.ask(None).await?;
        match &self.lock().renewed {
            // A provider that has not noticed.
            Some((refused, new)) if *refused == token => Ok(new.clone()),
            _ => Ok(token),
        }
    }

    /// Another token than the refused one.
    pub(crate) async fn renewed(&self, refused: Secret) -> Result<Secret, Error> {
        Ok(self.ask(Some(refused)).await?)
    }

    /// The last token that the provider gave.
    pub(crate) fn last(&self) -> Option<Secret> {
        let state = self.lock();
        let last = state.last.as_ref().and_then(|(_, answer)| answer.as_ref().ok());
        last.or(state.renewed.as_ref().map(|(_, new)| new)).cloned()
    }

    async fn ask(&self, refused: Option<Secret>) -> Answer {
        let mut since = None;
        if let Some(answer) = poll_fn(|cx| self.lock().turn(&refused, &mut since, cx)).await {
            return answer;
        }
        let turn = Turn(self);
        let answer = match self.provider.token(refused.clone()).await {
            Ok(token) if token.expose().is_empty() => Err(Failure::from("the token is empty")),
            Ok(token) => Ok(token),
            Err(error) => Err(Failure(error.into())),
        };
        turn.0.lock().note(refused, answer.clone());
        answer
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// An answer that another call has got meanwhile; none, if it is this call's turn to ask.
    fn turn(
        &mut self,
        refused: &Option<Secret>,
        since: &mut Option<u64>,
        cx: &Context<'_>,
    ) -> Poll<Option<Answer>> {
        if let (Some((old, new)), Some(refused)) = (&self.renewed, refused)
            && old == refused
        {
            return Poll::Ready(Some(Ok(new.clone())));
        }
        if since.is_some_and(|since| self.answers > since)
            && let Some((question, answer)) = &self.last
            && question == refused
        {
            return Poll::Ready(Some(answer.clone()));
        }
        if !self.busy {
            self.busy = true;
            return Poll::Ready(None);
        }
        since.get_or_insert(self.answers);
        if !self.waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
            self.waiting.push(cx.waker().clone());
        }
        Poll::Pending
    }

    fn note(&mut self, refused: Option<Secret>, answer: Answer) {
        self.answers += 1;
        if let (Some(refused), Ok(token)) = (&refused, &answer) {
            self.renewed = Some((refused.clone(), token.clone()));
        }
        self.last = Some((refused, answer));
    }
}

/// The turn of one call; it ends with the answer, or when the call is dropped.
struct Turn<'a>(&'a Tokens);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.busy = false;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// Why there is no token; shared by all calls that wanted it.
#[derive(Clone, Debug)]
struct Failure(Arc<dyn StdError + Send + Sync>);

impl From<&str> for Failure {
    fn from(message: &str) -> Self {
        Failure(BoxError::from(message).into())
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Error::new(ErrorKind::Token, "no token from the token provider").with_source(failure)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Failure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.0.as_ref())
    }
}

#[cfg(test)]
mod tests;
