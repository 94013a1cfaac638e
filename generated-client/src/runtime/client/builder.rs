//! The builder of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderValue};
use url::Url;

use crate::runtime::auth::secret::Secret;
use crate::runtime::auth::tokens::TokenProvider;
use crate::runtime::auth::{ApiFacts, Auth, Credential, basic};
use crate::runtime::client::Client;
use crate::runtime::client::defaults::UserDefaults;
use crate::runtime::client::validate::{base_url, credential, url_shown};
use crate::runtime::codec::body::Tolerance;
use crate::runtime::codec::drift::Drift;
use crate::runtime::error::Error;
use crate::runtime::request::builder::{header, set_header};
use crate::runtime::settings::{
    CallHeaders, Limits, OnCall, OnDrift, Propagate, RetryPolicy, Settings,
};
use crate::runtime::transport::Transport;
use crate::runtime::transport::middleware::{Middleware, layered};
#[cfg(feature = "reqwest")]
use crate::runtime::transport::reqwest::ReqwestTransport;
#[cfg(feature = "reqwest")]
use crate::runtime::transport::reqwest::connections::Connections;

/// A builder for a [`Client`].
///
/// ```no_run
/// # fn main() -> Result<(), cekura::Error> {
/// use std::time::Duration;
///
/// let client = cekura::Client::builder()
///     .api_key("…")
///     .timeout(Duration::from_secs(60))
///     .retries(4)
///     .build()?;
/// # Ok(()) }
/// ```
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    pub(super) facts: ApiFacts,
    base_url: Option<String>,
    credential: Option<Credential>,
    further: Vec<(Auth, Secret)>,
    pub(super) defaults: UserDefaults,
    transport: Option<Arc<dyn Transport>>,
    middleware: Vec<Arc<dyn Middleware>>,
    headers: HeaderMap,
    user_agent: Option<String>,
    pub(super) call_headers: CallHeaders,
    pub(super) limits: Limits,
    pub(super) on_call: Option<OnCall>,
    pub(super) propagate: Option<Propagate>,
    timeout: Duration,
    total_timeout: Option<Duration>,
    #[cfg(feature = "reqwest")]
    pub(super) connections: Connections,
    retry: RetryPolicy,
    tolerance: Tolerance,
    on_drift: Option<OnDrift>,
    body_limit: usize,
    pub(super) event_limit: usize,
    error: Option<Error>,
}

impl ClientBuilder {
    pub(crate) fn new(facts: ApiFacts) -> Self {
        ClientBuilder {
            facts,
            base_url: None,
            credential: None,
            further: Vec::new(),
            defaults: UserDefaults::default(),
            transport: None,
            middleware: Vec::new(),
            headers: HeaderMap::new(),
            user_agent: None,
            call_headers: CallHeaders::default(),
            limits: Limits::default(),
            on_call: None,
            propagate: None,
            timeout: Duration::from_secs(30),
            total_timeout: None,
            #[cfg(feature = "reqwest")]
            connections: Connections::default(),
            retry: RetryPolicy::default(),
            tolerance: Tolerance::default(),
            on_drift: None,
            body_limit: 64 * 1024 * 1024,
            event_limit: 8 * 1024 * 1024,
            error: None,
        }
    }

    /// Sets the API key.
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        self.own(Credential::Key(key.into()))
    }

    /// Sets a token, sent as `Authorization: Bearer`.
    pub fn bearer_token(self, token: impl Into<Secret>) -> Self {
        self.own(Credential::Bearer(token.into()))
    }

    /// Sets a user name and password, sent as `Authorization: Basic`.
    pub fn basic_auth(self, user: &str, password: &str) -> Self {
        self.own(Credential::Basic(basic(&format!("{user}:{password}"))))
    }

    /// Sets a provider of tokens that expire. It is called before each attempt, and once more when
    /// the server rejects a token.
    pub fn token_provider(self, provider: impl TokenProvider) -> Self {
        self.own(Credential::provider(provider))
    }

    /// Sets a credential beside the others, for the scheme that the API's document calls by this
    /// name. Some operations ask for another than the usual one, or for several at once. For a
    /// scheme of user names it is `user:password`.
    pub fn credential(mut self, scheme: &str, secret: impl Into<Secret>) -> Self {
        let secret: Secret = secret.into();
        match self.facts.schemes.iter().find(|(name, _)| *name == scheme) {
            Some((_, auth)) if *auth == self.facts.auth && *auth != Auth::Basic => {
                self.own(Credential::Key(secret))
            }
            Some((_, Auth::Basic)) => {
                self.further.push((Auth::Basic, basic(secret.expose())));
                self
            }
            Some((_, auth)) => {
                self.further.push((*auth, secret));
                self
            }
            None => {
                let names = self.facts.schemes.iter().map(|(name, _)| format!("`{name}`"));
                let names = names.collect::<Vec<_>>().join(", ");
                self.fail(Error::config(format!(
                    "the API has no security scheme of that name; it has {names}"
                )))
            }
        }
    }

    /// Sets no credential: only operations that require none succeed.
    pub fn anonymous(self) -> Self {
        self.own(Credential::Anonymous)
    }

    pub(super) fn fail(mut self, error: Error) -> Self {
        self.error.get_or_insert(error);
        self
    }

    fn own(mut self, credential: Credential) -> Self {
        self.credential = Some(credential);
        self
    }

    /// Reads the key and the base URL from environment variables, unless they are set already. The
    /// crate's documentation names the variables.
    pub fn from_env(self) -> Self {
        self.read_variables(|name| std::env::var(name).ok())
    }

    pub(crate) fn read_variables(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        let variable = |name| variable(name).filter(|value| !value.trim().is_empty());
        if self.base_url.is_none() {
            self.base_url = variable(self.facts.url_variable);
        }
        match variable(self.facts.key_variable) {
            Some(key) if self.credential.is_none() => self.api_key(key),
            _ => self,
        }
    }

    /// Sets the base URL of another server: `https://example.com/api`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets the time limit of one attempt, from the first byte sent to the last received; the
    /// default is 30 s. Uploads have more:
    /// [`RequestBuilder::multipart`](crate::requests::RequestBuilder::multipart).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the time limit of a call with all its attempts and the pauses between them; by default
    /// there is none.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = Some(timeout);
        self
    }

    /// Sets the maximum number of retries of a call; the default is 2.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retry.retries = retries;
        self
    }

    /// Sets whether a response that does not match its documentation is an error; the default is
    /// `false`.
    pub fn strict(mut self, strict: bool) -> Self {
        self.tolerance = if strict { Tolerance::Strict } else { Tolerance::Tolerant };
        self
    }

    /// Sets a hook that is called for each place where a response did not match its documentation
    /// and was decoded anyway.
    pub fn on_drift(mut self, hook: impl Fn(&Drift) + Send + Sync + 'static) -> Self {
        self.on_drift = Some(Arc::new(hook));
        self
    }

    /// Sets the maximum length, in bytes, of a body that is read into memory; the default is 64
    /// MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Sets a header of every request.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => {
                set_header(&mut self.headers, name, value);
                self
            }
            Err(error) => self.fail(Error::config(error.to_string())),
        }
    }

    /// Sets the user agent.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sets the transport, which sends the requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Adds a hook around each request. The first one added is the outermost.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// If there is no credential, if the base URL, a header or a default of the user is invalid, or
    /// if TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let base = base_url(self.base_url.as_deref().unwrap_or(self.facts.base_url))?;
        // Paths start with a slash.
        let base_url = base.as_str().trim_end_matches('/').to_owned();
        let (defaults, login) = self.defaults.resolve(&self.facts)?;
        let given = self.credential.or(login);
        let given = given.or_else(|| (!self.further.is_empty()).then_some(Credential::Anonymous));
        let credential = credential(given, &self.facts)?;
        let transports = Transports {
            given: self.transport,
            middleware: self.middleware,
            #[cfg(feature = "reqwest")]
            connections: Connections {
                are_limited: self.limits.queue.is_some(),
                ..self.connections
            },
        };
        let transport = transports.make(&base_url)?;
        let user_agent = self.user_agent.as_deref().unwrap_or(self.facts.user_agent);
        let user_agent = HeaderValue::from_str(user_agent).map_err(|_| {
            Error::config("the user agent has a character that is not allowed in headers")
        })?;
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, user_agent);
        headers.extend(self.headers);
        Ok(Client::with_settings(Settings {
            facts: self.facts,
            base_url,
            base,
            credential_header: credential.header(self.facts.auth),
            credential,
            further: self.further,
            defaults,
            transport,
            headers,
            call_headers: self.call_headers,
            limits: self.limits,
            on_call: self.on_call,
            propagate: self.propagate,
            timeout: self.timeout,
            total_timeout: self.total_timeout,
            retry: self.retry,
            budget: Arc::default(),
            tolerance: self.tolerance,
            on_drift: self.on_drift,
            body_limit: self.body_limit,
            event_limit: self.event_limit,
            new_transport: match transports.given {
                Some(_) => None,
                None => Some(Arc::new(move |base_url| transports.make(base_url))),
            },
            #[cfg(feature = "blocking")]
            blocking: Arc::default(),
        }))
    }
}

/// The settings from which a client's transport is created.
struct Transports {
    given: Option<Arc<dyn Transport>>,
    middleware: Vec<Arc<dyn Middleware>>,
    #[cfg(feature = "reqwest")]
    connections: Connections,
}

impl Transports {
    fn make(&self, base_url: &str) -> Result<Arc<dyn Transport>, Error> {
        let innermost = match &self.given {
            Some(given) => Arc::clone(given),
            None => self.connect(base_url)?,
        };
        Ok(layered(innermost, &self.middleware))
    }

    #[cfg(feature = "reqwest")]
    fn connect(&self, base_url: &str) -> Result<Arc<dyn Transport>, Error> {
        let transport = ReqwestTransport::connecting(base_url, &self.connections)?;
        Ok(Arc::new(transport))
    }

    #[cfg(not(feature = "reqwest"))]
    fn connect(&self, _: &str) -> Result<Arc<dyn Transport>, Error> {
        let help = "enable the feature `reqwest`, or set one on the builder";
        Err(Error::config(format!("no transport: {help}")))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base_url = self.base_url.as_deref().and_then(|url| Url::parse(url).ok());
        f.debug_struct("ClientBuilder")
            .field("base_url", &base_url.as_ref().map(url_shown))
            .field("credential", &self.credential)
            .field("timeout", &self.timeout)
            .field("retries", &self.retry.retries)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
