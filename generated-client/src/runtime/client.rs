//! The client: a handle to the shared settings, from which requests are created.

pub(crate) mod builder;
#[cfg(feature = "config-file")]
mod config_file;
mod connections;
pub(crate) mod defaults;
mod limits;
pub(crate) mod options;
mod user;
pub(crate) mod validate;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::Method;

use crate::runtime::error::Error;
use crate::runtime::request::builder::RequestBuilder;
use crate::runtime::settings::Settings;

/// A client of the API. Clones are cheap and share connections, settings and the retry budget.
///
/// ```no_run
/// use cekura::Client;
/// use std::time::Duration;
///
/// # fn main() -> Result<(), cekura::Error> {
/// let client = Client::from_env()?; // CEKURA_API_KEY
/// let patient = Client::builder().from_env().timeout(Duration::from_secs(90)).build()?;
/// let theirs = client.with(|options| options.api_key("another key"))?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
}

impl Client {
    pub(crate) fn with_settings(settings: impl Into<Arc<Settings>>) -> Self {
        Client { settings: settings.into() }
    }

    /// Returns the URL that the paths of all operations are appended to.
    pub fn base_url(&self) -> &str {
        &self.settings.base_url
    }

    /// Returns how many retries the client's budget currently allows.
    ///
    /// The budget is shared by all clones: each retry takes one, ten successful calls return one,
    /// and so do five seconds. Without any left the first error is final, and its message says so.
    pub fn retries_left(&self) -> u32 {
        self.settings.budget.left(self.settings.transport.now())
    }

    /// Creates a request to a path that the API need not document. Placeholders, `{name}`, are
    /// filled by [`RequestBuilder::path`].
    pub fn request(&self, method: Method, path: impl Into<Cow<'static, str>>) -> RequestBuilder {
        RequestBuilder::new(Arc::clone(&self.settings), method, path.into())
    }

    /// Creates a request with a method that the client has no function for.
    pub(crate) fn request_as(&self, method: &'static str, path: &'static str) -> RequestBuilder {
        match Method::from_bytes(method.as_bytes()) {
            Ok(method) => self.request(method, path),
            Err(error) => {
                let message = format!("no request can have the method `{method}`");
                let error = Error::invalid_request(message).with_source(error);
                self.request(Method::default(), path).fail(error)
            }
        }
    }

    /// Creates a GET request.
    pub fn get(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    /// Creates a POST request.
    pub fn post(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::POST, path)
    }

    /// Creates a PUT request.
    pub fn put(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::PUT, path)
    }

    /// Creates a PATCH request.
    pub fn patch(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::PATCH, path)
    }

    /// Creates a DELETE request.
    pub fn delete(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::DELETE, path)
    }

    /// Creates a HEAD request.
    pub fn head(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::HEAD, path)
    }

    /// Creates an OPTIONS request.
    pub fn options(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::OPTIONS, path)
    }

    /// Creates a TRACE request.
    pub fn trace(&self, path: &'static str) -> RequestBuilder {
        self.request(Method::TRACE, path)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Client");
        shown
            .field("base_url", &self.settings.base_url)
            .field("credential", &self.settings.credential)
            .field("timeout", &self.settings.timeout)
            .field("retries", &self.settings.retry.retries);
        if !self.settings.defaults.is_empty() {
            shown.field("defaults", &self.settings.defaults);
        }
        shown.finish_non_exhaustive()
    }
}

#[cfg(test)]
impl Client {
    pub(crate) fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings)
    }
}
