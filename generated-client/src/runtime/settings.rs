//! The settings and the state that all calls of a client share.
//!
//! Everything below [`Client`](super::client::Client) holds these, and not the client itself.

pub(crate) mod budget;

use std::sync::Arc;
#[cfg(feature = "blocking")]
use std::sync::OnceLock;
use std::time::Duration;

use http::HeaderMap;
use url::Url;

use crate::runtime::auth::secret::Secret;
use crate::runtime::auth::{ApiFacts, Auth, Credential};
use crate::runtime::codec::body::Tolerance;
use crate::runtime::codec::drift::Drift;
#[cfg(feature = "blocking")]
use crate::runtime::error::Error;
use crate::runtime::settings::budget::RetryBudget;
use crate::runtime::transport::Transport;

/// The settings of a client.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) facts: ApiFacts,
    /// The base URL as text, without a slash at its end.
    pub(crate) base_url: String,
    /// The base URL, parsed once for all calls.
    pub(crate) base: Url,
    pub(crate) credential: Credential,
    /// The credentials beside that, each with its scheme.
    pub(crate) further: Vec<(Auth, Secret)>,
    pub(crate) transport: Arc<dyn Transport>,
    /// The headers of every request.
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Arc<RetryBudget>,
    pub(crate) tolerance: Tolerance,
    pub(crate) on_drift: Option<OnDrift>,
    pub(crate) body_limit: usize,
    /// Creates another transport of the same kind; `None` if the transport is the caller's own.
    #[cfg(feature = "blocking")]
    pub(crate) new_transport: Option<NewTransport>,
    /// The same settings with connections of their own, for blocking calls.
    #[cfg(feature = "blocking")]
    pub(crate) blocking: Arc<OnceLock<Arc<Settings>>>,
}

/// Creates a transport.
#[cfg(feature = "blocking")]
pub(crate) type NewTransport = Arc<dyn Fn() -> Result<Arc<dyn Transport>, Error> + Send + Sync>;

/// A hook that receives each drift.
pub(crate) type OnDrift = Arc<dyn Fn(&Drift) + Send + Sync>;

impl Settings {
    /// Returns the further credential of a scheme.
    pub(crate) fn further(&self, scheme: Auth) -> Option<&Secret> {
        let mut further = self.further.iter();
        further.find(|(known, _)| *known == scheme).map(|(_, secret)| secret)
    }
}

#[cfg(feature = "blocking")]
impl Settings {
    /// Returns the settings for blocking calls, if those need a transport of their own.
    pub(crate) fn for_blocking(&self) -> Result<Option<Arc<Settings>>, Error> {
        let Some(new_transport) = &self.new_transport else {
            return Ok(None);
        };
        if let Some(settings) = self.blocking.get() {
            return Ok(Some(Arc::clone(settings)));
        }
        let settings = Settings { transport: new_transport()?, ..Settings::clone(self) };
        // If two threads get here at once, one of the transports is dropped unused.
        Ok(Some(Arc::clone(self.blocking.get_or_init(|| Arc::new(settings)))))
    }
}

/// The limits within which a client retries calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RetryPolicy {
    pub(crate) retries: u32,
    /// The bound of the first pause; it doubles with each retry.
    pub(crate) base: Duration,
    pub(crate) cap: Duration,
    /// The longest pause that a server may request.
    pub(crate) longest_retry_after: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy {
            retries: 2,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(8),
            longest_retry_after: Duration::from_secs(60),
        }
    }
}
