//! Requests to a token provider: one at a time, shared by all calls that need the same token.
//!
//! Waiting calls hold no lock and depend on no async runtime. If the call that requests a token is
//! dropped, another one takes over.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::runtime::aliases::{BoxError, BoxFuture};
use crate::runtime::auth::secret::Secret;

/// A source of bearer tokens that expire.
///
/// The client requests a token before each attempt. If the server responds with 401, the client
/// requests another one, passing the rejected token, and repeats the request with the new one.
/// Cache the token until it expires: the provider is called often.
///
/// A rejected token is not sent again during the same call, also if the provider returns it. If the
/// tokens of two renewals in a row are rejected, too, the next renewal is requested half a minute
/// later at the earliest; until then the 401 is final.
///
/// The provider is called by one call at a time. Calls that need a token meanwhile share the
/// result, so that a thousand calls whose token has just expired renew it once.
///
/// ```no_run
/// use cekura::auth::{BoxError, BoxFuture, Secret, TokenProvider};
/// use std::sync::Mutex;
///
/// #[derive(Default)]
/// struct Login(Mutex<Option<Secret>>);
///
/// # async fn log_in() -> Result<Secret, BoxError> { Ok(Secret::new("a token")) }
/// impl TokenProvider for Login {
///     fn token(&self, rejected: Option<Secret>) -> BoxFuture<'_, Result<Secret, BoxError>> {
///         Box::pin(async move {
///             let cached = self.0.lock().expect("no panic").clone();
///             match cached {
///                 Some(token) if Some(&token) != rejected.as_ref() => Ok(token),
///                 _ => {
///                     let token = log_in().await?;
///                     *self.0.lock().expect("no panic") = Some(token.clone());
///                     Ok(token)
///                 }
///             }
///         })
///     }
/// }
///
/// # fn main() -> Result<(), cekura::Error> {
/// let client = cekura::Client::builder().token_provider(Login::default()).build()?;
/// # Ok(()) }
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// Returns a token. `rejected` is the token that the server has just rejected, if any: return
    /// a different one.
    fn token(&self, rejected: Option<Secret>) -> BoxFuture<'_, Result<Secret, BoxError>>;
}

/// A provider, and its latest result.
pub(crate) struct Tokens {
    provider: Box<dyn TokenProvider>,
    state: Mutex<State>,
}

type TokenResult = Result<Secret, TokenFailure>;

#[derive(Default)]
struct State {
    /// A request to the provider is in progress.
    busy: bool,
    waiting: Vec<Waker>,
    /// The number of results so far.
    results: u64,
    /// The latest result, and the rejected token that was passed for it.
    last: Option<(Option<Secret>, TokenResult)>,
    /// The latest token that was rejected, and the one that replaced it.
    renewed: Option<(Secret, Secret)>,
    /// The number of renewals since the server last accepted a token.
    vain: u32,
    /// The time of the latest renewal.
    renewed_at: Option<Duration>,
}

/// The renewals without an accepted token after which the next has to wait.
///
/// A server that rejects every token would otherwise cause a login with each call.
const VAIN: u32 = 2;
const WAIT: Duration = Duration::from_secs(30);

impl Tokens {
    pub(crate) fn new(provider: impl TokenProvider) -> Self {
        Tokens { provider: Box::new(provider), state: Mutex::default() }
    }

    /// Returns the current token.
    pub(crate) async fn current(&self) -> TokenResult {
        let token = self.request(None, None).await?;
        match &self.lock().renewed {
            // A provider that returns the rejected token again.
            Some((rejected, new)) if *rejected == token => Ok(new.clone()),
            _ => Ok(token),
        }
    }

    /// Returns a token in place of the rejected one. The time is that of the transport.
    pub(crate) async fn renewed(&self, rejected: Secret, now: Option<Duration>) -> TokenResult {
        self.request(Some(rejected), now).await
    }

    /// Records that the server has accepted a token.
    pub(crate) fn accepted(&self) {
        self.lock().vain = 0;
    }

    /// Returns the latest token of the provider.
    pub(crate) fn last(&self) -> Option<Secret> {
        let state = self.lock();
        let last = state.last.as_ref().and_then(|(_, result)| result.as_ref().ok());
        last.or(state.renewed.as_ref().map(|(_, new)| new)).cloned()
    }

    async fn request(&self, rejected: Option<Secret>, now: Option<Duration>) -> TokenResult {
        let mut since = None;
        if let Some(shared) = poll_fn(|cx| self.lock().turn(&rejected, now, &mut since, cx)).await {
            return shared;
        }
        let turn = Turn(self);
        let result = match self.provider.token(rejected.clone()).await {
            Ok(token) if token.expose().is_empty() => Err(TokenFailure::from("the token is empty")),
            Ok(token) => Ok(token),
            Err(error) => Err(TokenFailure(error.into())),
        };
        turn.0.lock().record(rejected, now, result.clone());
        result
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Returns a result that another call has received meanwhile, or `None` if it is this call's
    /// turn to request one.
    fn turn(
        &mut self,
        rejected: &Option<Secret>,
        now: Option<Duration>,
        since: &mut Option<u64>,
        cx: &Context<'_>,
    ) -> Poll<Option<TokenResult>> {
        match (&self.renewed, rejected) {
            (Some((old, new)), Some(rejected)) if old == rejected => {
                return Poll::Ready(Some(Ok(new.clone())));
            }
            _ => {}
        }
        let is_later = since.is_some_and(|since| self.results > since);
        match &self.last {
            Some((last_rejected, result)) if is_later && last_rejected == rejected => {
                return Poll::Ready(Some(result.clone()));
            }
            _ => {}
        }
        if rejected.is_some() && self.must_wait(now) {
            let message = "the tokens of the last renewals were rejected, too";
            return Poll::Ready(Some(Err(TokenFailure::from(message))));
        }
        if !self.busy {
            self.busy = true;
            return Poll::Ready(None);
        }
        since.get_or_insert(self.results);
        if !self.waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
            self.waiting.push(cx.waker().clone());
        }
        Poll::Pending
    }

    /// Returns whether the next renewal would come too soon after others that did not help.
    fn must_wait(&self, now: Option<Duration>) -> bool {
        let since = now.zip(self.renewed_at).map(|(now, last)| now.saturating_sub(last));
        self.vain >= VAIN && since.is_some_and(|since| since < WAIT)
    }

    fn record(&mut self, rejected: Option<Secret>, now: Option<Duration>, result: TokenResult) {
        self.results += 1;
        if let (Some(rejected), Ok(token)) = (&rejected, &result) {
            self.vain += 1;
            self.renewed_at = now;
            // A provider that returns the rejected token again is asked again next time.
            if rejected != token {
                self.renewed = Some((rejected.clone(), token.clone()));
            }
        }
        self.last = Some((rejected, result));
    }
}

/// The turn of one call; it ends with the result, or when the call is dropped.
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

/// The reason why there is no token; shared by all calls that needed it.
#[derive(Clone, Debug)]
pub(crate) struct TokenFailure(Arc<dyn StdError + Send + Sync>);

impl From<&str> for TokenFailure {
    fn from(message: &str) -> Self {
        TokenFailure(BoxError::from(message).into())
    }
}

impl fmt::Display for TokenFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for TokenFailure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

#[cfg(test)]
mod tests;
