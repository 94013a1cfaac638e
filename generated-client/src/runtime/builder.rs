//! Configuring a client.

use super::auth::{ApiFacts, Credential, TokenProvider, base64};
use super::client::Settings;
use super::codec::{Drift, Tolerance};
use super::middleware::layered;
use super::request::header;
use super::retry::RetryPolicy;
use super::{Client, Error, Middleware, Secret, Transport};
use http::header::USER_AGENT;
use http::{HeaderMap, HeaderValue};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Configures a [`Client`].
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
    facts: ApiFacts,
    base_url: Option<String>,
    credential: Option<Credential>,
    transport: Option<Arc<dyn Transport>>,
    middleware: Vec<Arc<dyn Middleware>>,
    headers: HeaderMap,
    user_agent: Option<String>,
    timeout: Duration,
    total_timeout: Option<Duration>,
    connect_timeout: Duration,
    retry: RetryPolicy,
    tolerance: Tolerance,
    on_drift: Option<super::client::OnDrift>,
    body_limit: usize,
    error: Option<Error>,
}

impl ClientBuilder {
    pub(crate) fn new(facts: ApiFacts) -> Self {
        ClientBuilder {
            facts,
            base_url: None,
            credential: None,
            transport: None,
            middleware: Vec::new(),
            headers: HeaderMap::new(),
            user_agent: None,
            timeout: Duration::from_secs(30),
            total_timeout: None,
            connect_timeout: Duration::from_secs(5),
            retry: RetryPolicy::default(),
            tolerance: Tolerance::default(),
            on_drift: None,
            body_limit: 64 * 1024 * 1024,
            error: None,
        }
    }

    /// The API key.
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        self.credential(Credential::Key(key.into()))
    }

    /// A token, sent as `Authorization: Bearer`.
    pub fn bearer_token(self, token: impl Into<Secret>) -> Self {
        self.credential(Credential::Bearer(token.into()))
    }

    /// User name and password, sent as `Authorization: Basic`.
    pub fn basic_auth(self, user: &str, password: &str) -> Self {
        let encoded = base64(format!("{user}:{password}").as_bytes());
        self.credential(Credential::Basic(encoded.into()))
    }

    /// Tokens that expire, from a provider that is asked before each attempt and once more when the server refuses one.
    pub fn token_provider(self, provider: impl TokenProvider) -> Self {
        self.credential(Credential::provider(provider))
    }

    /// No credential: only operations that need none will succeed.
    pub fn anonymous(self) -> Self {
        self.credential(Credential::Anonymous)
    }

    fn credential(mut self, credential: Credential) -> Self {
        self.credential = Some(credential);
        self
    }

    /// Takes the key and the base URL from the environment, where they are not set yet. The variables are named in the crate's
    /// documentation.
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

    /// Takes the key (`api_key`) and the base URL (`api_url`) from a TOML file, where they are not set yet. A file that does not
    /// exist is no error.
    #[cfg(feature = "config-file")]
    pub fn from_config_file(mut self, path: impl AsRef<std::path::Path>) -> Self {
        let path = path.as_ref();
        let table = match std::fs::read_to_string(path) {
            Ok(text) => text.parse::<toml::Table>().map_err(|error| error.message().to_owned()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return self,
            Err(error) => Err(error.to_string()),
        };
        match table {
            // The file holds a secret, so nothing of its text is repeated.
            Err(error) => {
                let message = format!("the file `{}` cannot be read: {error}", path.display());
                self.error.get_or_insert(Error::config(message));
                self
            }
            Ok(table) => {
                let text = |name: &str| table.get(name)?.as_str().map(str::to_owned);
                let (url_variable, key_variable) =
                    (self.facts.url_variable, self.facts.key_variable);
                self.read_variables(|variable| match variable {
                    name if name == url_variable => text("api_url"),
                    name if name == key_variable => text("api_key"),
                    _ => None,
                })
            }
        }
    }

    /// Another server, such as a proxy or one of your own: `https://example.com/api`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The time for one attempt, from the first byte sent to the last received; 30 s unless set. Uploads have more:
    /// [`RequestBuilder::multipart`](super::RequestBuilder::multipart).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The time for a call with all its attempts and the pauses between them; unlimited unless set.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = Some(timeout);
        self
    }

    /// The time for a connection; 5 s unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How often a call that failed is made again, at most; 2 unless set.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retry.retries = retries;
        self
    }

    /// Whether a response that does not fit the API's document is an error; `false` unless set.
    pub fn strict(mut self, strict: bool) -> Self {
        self.tolerance = if strict { Tolerance::Strict } else { Tolerance::Tolerant };
        self
    }

    /// Called for each place where a response did not fit the API's document and was read all the same.
    pub fn on_drift(mut self, hook: impl Fn(&Drift) + Send + Sync + 'static) -> Self {
        self.on_drift = Some(Arc::new(hook));
        self
    }

    /// The longest body, in bytes, that is read into memory; 64 MiB unless set.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// A header of every request.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => drop(self.headers.insert(name, value)),
            Err(error) => drop(self.error.get_or_insert(Error::config(error.to_string()))),
        }
        self
    }

    /// The user agent.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Another way to send requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// A hook around each request. The first one added is the outermost.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// If there is no credential, or the base URL or a header is none, or TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let base = base_url(self.base_url.as_deref().unwrap_or(self.facts.base_url))?;
        // Paths begin with a slash.
        let base_url = base.as_str().trim_end_matches('/').to_owned();
        let credential = credential(self.credential, &self.facts)?;
        let transports = Transports {
            given: self.transport,
            middleware: self.middleware,
            base_url: base_url.clone(),
            connect_timeout: self.connect_timeout,
        };
        let user_agent = self.user_agent.as_deref().unwrap_or(self.facts.user_agent);
        let user_agent = HeaderValue::from_str(user_agent)
            .map_err(|_| Error::config("the user agent has a character no header can carry"))?;
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, user_agent);
        headers.extend(self.headers);
        Ok(Client::with_settings(Settings {
            facts: self.facts,
            base_url,
            base,
            credential,
            transport: transports.make()?,
            headers,
            timeout: self.timeout,
            total_timeout: self.total_timeout,
            retry: self.retry,
            budget: Arc::default(),
            tolerance: self.tolerance,
            on_drift: self.on_drift,
            body_limit: self.body_limit,
            #[cfg(feature = "blocking")]
            remake: match transports.given {
                Some(_) => None,
                None => Some(Arc::new(move || transports.make())),
            },
            #[cfg(feature = "blocking")]
            twin: Arc::default(),
        }))
    }
}

/// The base URL, if calls can be made below it.
fn base_url(text: &str) -> Result<Url, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::config(
            "the API's document names no server; give the builder a `base_url`",
        ));
    }
    // A text that is no URL may be anything, a key in the wrong place among it.
    let url = Url::parse(text).map_err(|error| {
        Error::config("the base URL is not one such as `https://example.com`").with_source(error)
    })?;
    let shown = url_shown(&url);
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(Error::config(format!("the base URL `{shown}` is not of http or https")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::config("the base URL holds a password; give it to the builder instead"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Error::config(format!("the base URL `{shown}` has a query or a fragment")));
    }
    Ok(url)
}

/// What may be printed of a URL: people put keys in all other places.
fn url_shown(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{}://{host}:{port}", url.scheme()),
        (Some(host), None) => format!("{}://{host}", url.scheme()),
        (None, _) => "…".to_owned(),
    }
}

fn credential(given: Option<Credential>, facts: &ApiFacts) -> Result<Credential, Error> {
    match given {
        Some(Credential::Key(key)) if key.expose().is_empty() => {
            Err(Error::config("the API key is empty"))
        }
        Some(Credential::Bearer(token)) if token.expose().is_empty() => {
            Err(Error::config("the bearer token is empty"))
        }
        Some(Credential::Key(key) | Credential::Bearer(key) | Credential::Basic(key))
            if HeaderValue::from_str(key.expose()).is_err() =>
        {
            Err(Error::config("the key has a character that no header can carry"))
        }
        Some(credential) => Ok(credential),
        None if facts.auth == super::auth::Auth::None => Ok(Credential::Anonymous),
        None => Err(Error::config(format!(
            "no API key: set `{}` and use `Client::from_env`, or give one to the builder",
            facts.key_variable
        ))),
    }
}

/// What a client's transport is made of.
struct Transports {
    given: Option<Arc<dyn Transport>>,
    middleware: Vec<Arc<dyn Middleware>>,
    #[cfg_attr(not(feature = "reqwest"), expect(dead_code, reason = "nothing connects"))]
    base_url: String,
    #[cfg_attr(not(feature = "reqwest"), expect(dead_code, reason = "nothing connects"))]
    connect_timeout: Duration,
}

impl Transports {
    fn make(&self) -> Result<Arc<dyn Transport>, Error> {
        let innermost = match &self.given {
            Some(given) => Arc::clone(given),
            None => self.connect()?,
        };
        Ok(layered(innermost, &self.middleware))
    }

    #[cfg(feature = "reqwest")]
    fn connect(&self) -> Result<Arc<dyn Transport>, Error> {
        let transport = super::ReqwestTransport::for_url(&self.base_url, self.connect_timeout)?;
        Ok(Arc::new(transport))
    }

    #[cfg(not(feature = "reqwest"))]
    fn connect(&self) -> Result<Arc<dyn Transport>, Error> {
        let help = "enable the feature `reqwest`, or give one to the builder";
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
