//! The one place that knows both the runtime and the facts of the API.

use crate::generated::facts::FACTS;
use crate::runtime::{Client, ClientBuilder, Error, Secret};

impl Client {
    /// A client with an API key and the default settings.
    ///
    /// # Errors
    ///
    /// If the key cannot be one, or TLS cannot be set up.
    pub fn new(api_key: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder().api_key(api_key).build()
    }

    /// A client with the API key in `CEKURA_API_KEY`, and the base URL in `CEKURA_API_URL` if that is set.
    ///
    /// With the feature `config-file`, what is not in the environment is taken from `~/.cekura/config.toml`.
    ///
    /// # Errors
    ///
    /// If there is no key, the URL is none, or TLS cannot be set up.
    pub fn from_env() -> Result<Self, Error> {
        let builder = Self::builder().from_env();
        #[cfg(feature = "config-file")]
        let builder = match std::env::home_dir() {
            Some(home) => builder.from_config_file(home.join(".cekura").join("config.toml")),
            None => builder,
        };
        builder.build()
    }

    /// Begins the configuration of a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(FACTS)
    }
}
