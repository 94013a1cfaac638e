//! Clients that are derived from another.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::runtime::auth::secret::Secret;
use crate::runtime::auth::tokens::TokenProvider;
use crate::runtime::auth::{Credential, basic};
use crate::runtime::client::Client;
use crate::runtime::client::defaults::given;
use crate::runtime::client::validate::{base_url, credential};
use crate::runtime::error::Error;
use crate::runtime::request::builder::{header, set_header};
use crate::runtime::request::id::Id;
use crate::runtime::settings::Settings;
use crate::runtime::settings::defaults::Defaults;

impl Client {
    /// Derives a client with other options. It shares the connections, the retry budget, the queue
    /// and the rate limit with this one.
    ///
    /// ```no_run
    /// # fn run(client: cekura::Client) -> Result<(), cekura::Error> {
    /// use std::time::Duration;
    ///
    /// let of_customer = client.with(|options| options.api_key("theirs").retries(0))?;
    /// let patient = client.with(|options| options.timeout(Duration::from_secs(300)))?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// If an option is invalid, or the new base URL needs TLS, the old one does not, and TLS cannot
    /// be set up.
    pub fn with(
        &self,
        change: impl FnOnce(ClientOptions) -> ClientOptions,
    ) -> Result<Client, Error> {
        let options = ClientOptions { settings: Settings::clone(&self.settings), error: None };
        let ClientOptions { mut settings, error } = change(options);
        if let Some(error) = error {
            return Err(error);
        }
        settings.credential = credential(Some(settings.credential), &settings.facts)?;
        // The default transport is set up with TLS only if its server needs it.
        let was_plain = self.settings.base.scheme() == "http";
        let needs_tls = was_plain && settings.base.scheme() == "https";
        if let Some(new_transport) = settings.new_transport.as_ref().filter(|_| needs_tls) {
            settings.transport = new_transport(&settings.base_url)?;
            #[cfg(feature = "blocking")]
            {
                settings.blocking = Arc::default();
            }
        }
        Ok(Client::with_settings(settings))
    }
}

/// The options of a derived client; see [`Client::with`]. All others are those of the original.
#[must_use = "options have no effect until they are returned"]
pub struct ClientOptions {
    settings: Settings,
    error: Option<Error>,
}

impl ClientOptions {
    /// Sets the API key.
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        self.credential(Credential::Key(key.into()))
    }

    /// Sets a token, sent as `Authorization: Bearer`.
    pub fn bearer_token(self, token: impl Into<Secret>) -> Self {
        self.credential(Credential::Bearer(token.into()))
    }

    /// Sets a user name and password, sent as `Authorization: Basic`.
    pub fn basic_auth(self, user: &str, password: &str) -> Self {
        self.credential(Credential::Basic(basic(&format!("{user}:{password}"))))
    }

    /// Sets a provider of tokens that expire. The blocking calls of such a client have connections
    /// and a thread of their own: a provider that blocks holds up no other client.
    pub fn token_provider(self, provider: impl TokenProvider) -> Self {
        let changed = self.credential(Credential::provider(provider));
        #[cfg(feature = "blocking")]
        let changed = ClientOptions {
            settings: Settings { blocking: Arc::default(), ..changed.settings },
            ..changed
        };
        changed
    }

    /// Sets no credential: only operations that require none succeed.
    pub fn anonymous(self) -> Self {
        self.credential(Credential::Anonymous)
    }

    fn credential(mut self, credential: Credential) -> Self {
        self.settings.set_credential(credential);
        self
    }

    /// Sets the base URL of another server. The credential is sent to it.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        match base_url(url.as_ref()) {
            Ok(base) => {
                base.as_str().trim_end_matches('/').clone_into(&mut self.settings.base_url);
                self.settings.base = base;
                self
            }
            Err(error) => self.fail(error),
        }
    }

    /// Sets the time limit of one attempt.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// Sets the time limit of a call; `None` for no limit.
    pub fn total_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.total_timeout = timeout.into();
        self
    }

    /// Sets the maximum number of retries of a call.
    pub fn retries(mut self, retries: u32) -> Self {
        self.settings.retry.retries = retries;
        self
    }

    /// Sets the value of a parameter that most calls take, as
    /// [`ClientBuilder::default_query`](crate::ClientBuilder::default_query) does.
    pub fn default_query(mut self, parameter: &str, value: impl Into<Id>) -> Self {
        match given(&self.settings.facts, parameter, &value.into()) {
            Ok((place, of, value)) => {
                self.settings.defaults.set(place, of, value);
                self
            }
            Err(error) => self.fail(error),
        }
    }

    /// Sends no values for parameters that a call does not set.
    pub fn no_defaults(mut self) -> Self {
        self.settings.defaults = Defaults::default();
        self
    }

    /// Sets a header of every request. A `Cookie` is added to those of the original.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => {
                set_header(&mut self.settings.headers, name, value);
                self
            }
            Err(error) => self.fail(Error::config(error.to_string())),
        }
    }

    fn fail(mut self, error: Error) -> Self {
        self.error.get_or_insert(error);
        self
    }
}

impl fmt::Debug for ClientOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Client { settings: Arc::new(self.settings.clone()) }.fmt(f)
    }
}
