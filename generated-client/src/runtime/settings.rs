//! The settings and the state that all calls of a client share.
//!
//! Everything below [`Client`](super::client::Client) holds these, and not the client itself.

pub(crate) mod budget;
pub(crate) mod defaults;
pub(crate) mod metrics;
pub(crate) mod queue;
pub(crate) mod rate;

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::runtime::auth::secret::Secret;
use crate::runtime::auth::secrets::Secrets;
use crate::runtime::auth::{ApiFacts, Auth, Credential};
use crate::runtime::codec::body::Tolerance;
use crate::runtime::codec::drift::Drift;
use crate::runtime::error::Error;
use crate::runtime::settings::budget::RetryBudget;
use crate::runtime::settings::defaults::Defaults;
use crate::runtime::settings::metrics::CallMetrics;
use crate::runtime::settings::queue::Queue;
use crate::runtime::settings::rate::RateLimit;
use crate::runtime::transport::Transport;
#[cfg(feature = "blocking")]
use crate::runtime::transport::background::Blocking;

/// The settings of a client.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) facts: ApiFacts,
    /// The base URL as text, without a slash at its end.
    pub(crate) base_url: String,
    /// The base URL, parsed once for all calls.
    pub(crate) base: Url,
    pub(crate) credential: Credential,
    /// The header of that credential, made once for all calls, if it is a header and does not
    /// change.
    pub(crate) credential_header: Option<(HeaderName, HeaderValue)>,
    /// The credentials beside that, each with its scheme.
    pub(crate) further: Vec<(Auth, Secret)>,
    /// The values of query parameters that calls do not give.
    pub(crate) defaults: Defaults,
    pub(crate) transport: Arc<dyn Transport>,
    /// The headers of every request.
    pub(crate) headers: HeaderMap,
    pub(crate) call_headers: CallHeaders,
    pub(crate) limits: Limits,
    pub(crate) on_call: Option<OnCall>,
    pub(crate) propagate: Option<Propagate>,
    pub(crate) timeout: Duration,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Arc<RetryBudget>,
    pub(crate) tolerance: Tolerance,
    pub(crate) on_drift: Option<OnDrift>,
    pub(crate) body_limit: usize,
    pub(crate) event_limit: usize,
    /// Creates another transport of the same kind; `None` if the transport is the caller's own.
    pub(crate) new_transport: Option<NewTransport>,
    /// The connections and the thread of blocking calls.
    #[cfg(feature = "blocking")]
    pub(crate) blocking: Arc<Blocking>,
}

/// The headers that the client itself creates for each call, if it is configured so.
#[derive(Clone, Default)]
pub(crate) struct CallHeaders {
    /// Of the calls that are not idempotent by their method.
    pub(crate) idempotency_key: Option<HeaderName>,
    pub(crate) attempt: Option<HeaderName>,
    pub(crate) call_id: Option<HeaderName>,
}

/// The limits of all requests together, shared by the clones of a client.
#[derive(Clone, Default)]
pub(crate) struct Limits {
    pub(crate) queue: Option<Arc<Queue>>,
    pub(crate) rate: Option<Arc<RateLimit>>,
}

/// A hook that receives the metrics of each call.
pub(crate) type OnCall = Arc<dyn Fn(&CallMetrics) + Send + Sync>;

/// A hook that adds the headers of the current trace.
pub(crate) type Propagate = Arc<dyn Fn(&mut HeaderMap) + Send + Sync>;

/// Creates a transport for a base URL.
pub(crate) type NewTransport = Arc<dyn Fn(&str) -> Result<Arc<dyn Transport>, Error> + Send + Sync>;

/// A hook that receives each drift.
pub(crate) type OnDrift = Arc<dyn Fn(&Drift) + Send + Sync>;

impl Settings {
    /// Replaces the credential.
    pub(crate) fn set_credential(&mut self, credential: Credential) {
        self.credential_header = credential.header(self.facts.auth);
        self.credential = credential;
    }

    /// Returns the secrets that are known, which a server may repeat.
    pub(crate) fn secrets(&self) -> Secrets {
        let further = self.further.iter().map(|(_, secret)| secret.clone());
        self.credential.known().into_iter().chain(further).collect()
    }

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
        let transport = self.blocking.transport(|| new_transport(&self.base_url))?;
        Ok(Some(Arc::new(Settings { transport, ..Settings::clone(self) })))
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
