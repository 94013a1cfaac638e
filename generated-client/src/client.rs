//! The constructors of the client: the only hand-written code that uses the facts of the API.

use crate::generated::facts::FACTS;
use crate::runtime::{Client, ClientBuilder, Error, Secret};

impl Client {
    /// Creates a client with an API key and the default settings.
    ///
    /// # Errors
    ///
    /// If the key is not a valid header value, or TLS cannot be set up.
    pub fn new(api_key: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder().api_key(api_key).build()
    }

    /// Creates a client with the API key in the environment variable `CEKURA_API_KEY`, and with the
    /// base URL in `CEKURA_API_URL` if that is set.
    ///
    /// With the feature `config-file`, missing variables are read from `~/.cekura/config.toml`.
    ///
    /// # Errors
    ///
    /// If there is no key, if the key or the URL is invalid, or if TLS cannot be set up.
    pub fn from_env() -> Result<Self, Error> {
        let builder = Self::builder().from_env();
        #[cfg(feature = "config-file")]
        let builder = match std::env::home_dir() {
            Some(home) => builder.from_config_file(home.join(".cekura").join("config.toml")),
            None => builder,
        };
        builder.build()
    }

    /// Returns a builder for a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(FACTS)
    }
}
