//! The client: shared settings, and the way from them to a request.

use super::auth::{ApiFacts, Credential};
use super::codec::{Drift, Tolerance};
use super::retry::{RetryBudget, RetryPolicy};
use super::{RequestBuilder, Transport};
use http::{HeaderMap, Method};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// A client of the API. Clones are cheap and share connections, settings and the retry budget.
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
}

/// What all calls of a client share.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) facts: ApiFacts,
    /// As people write it, without a slash at its end.
    pub(crate) base_url: String,
    /// The same, parsed once for all calls.
    pub(crate) base: Url,
    pub(crate) credential: Credential,
    pub(crate) transport: Arc<dyn Transport>,
    /// Headers of every request.
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Arc<RetryBudget>,
    pub(crate) tolerance: Tolerance,
    pub(crate) on_drift: Option<OnDrift>,
    pub(crate) body_limit: usize,
    /// How the transport was made; none if it was given from outside.
    #[cfg(feature = "blocking")]
    pub(crate) remake: Option<Remake>,
    /// The same client with connections of its own, for calls that block.
    #[cfg(feature = "blocking")]
    pub(crate) twin: Arc<std::sync::OnceLock<Client>>,
}

/// Makes a transport like the first.
#[cfg(feature = "blocking")]
pub(crate) type Remake = Arc<dyn Fn() -> Result<Arc<dyn Transport>, super::Error> + Send + Sync>;

/// A hook for what does not fit.
pub(crate) type OnDrift = Arc<dyn Fn(&Drift) + Send + Sync>;

impl Client {
    pub(crate) fn with_settings(settings: Settings) -> Self {
        Client { settings: Arc::new(settings) }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The client for blocking calls, if it must be another.
    #[cfg(feature = "blocking")]
    pub(crate) fn blocking_twin(&self) -> Result<Option<Client>, super::Error> {
        let Some(remake) = &self.settings.remake else {
            return Ok(None);
        };
        if let Some(twin) = self.settings.twin.get() {
            return Ok(Some(twin.clone()));
        }
        let settings = Settings { transport: remake()?, ..Settings::clone(&self.settings) };
        // Of two threads that come here at once, one makes a twin in vain.
        Ok(Some(self.settings.twin.get_or_init(|| Client::with_settings(settings)).clone()))
    }

    /// The URL below which all operations are.
    pub fn base_url(&self) -> &str {
        &self.settings.base_url
    }

    /// How many retries the client's budget allows right now. It is shared by all clones: each retry takes one, ten successful
    /// calls give one back, and without any left errors are returned at once.
    pub fn retries_left(&self) -> u32 {
        self.settings.budget.left()
    }

    /// Begins a request to a path that may not be in the API's document. Placeholders, `{name}`, are filled by
    /// [`RequestBuilder::path`].
    pub fn request(&self, method: Method, path: impl Into<Cow<'static, str>>) -> RequestBuilder {
        RequestBuilder::new(self.clone(), method, path.into())
    }

    /// Begins a GET request.
    pub fn get(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    /// Begins a POST request.
    pub fn post(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::POST, path)
    }

    /// Begins a PUT request.
    pub fn put(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::PUT, path)
    }

    /// Begins a PATCH request.
    pub fn patch(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::PATCH, path)
    }

    /// Begins a DELETE request.
    pub fn delete(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::DELETE, path)
    }

    /// Begins a HEAD request.
    pub fn head(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::HEAD, path)
    }

    /// Begins an OPTIONS request.
    pub fn options(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::OPTIONS, path)
    }

    /// Begins a TRACE request.
    pub fn trace(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::TRACE, path)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.settings.base_url)
            .field("credential", &self.settings.credential)
            .field("timeout", &self.settings.timeout)
            .field("retries", &self.settings.retry.retries)
            .finish_non_exhaustive()
    }
}
