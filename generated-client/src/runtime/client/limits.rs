//! The settings on the builder that concern all calls together: limits, keys and metrics.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName};

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::error::Error;
use crate::runtime::settings::metrics::CallMetrics;
use crate::runtime::settings::queue::Queue;
use crate::runtime::settings::rate::RateLimit;

impl ClientBuilder {
    /// Sends each POST and PATCH with a key in this header, by which the server recognizes a
    /// repeated call: `Idempotency-Key`. By default there is none.
    ///
    /// The key is a new UUID for each call and the same for all its attempts, so that the call is
    /// retried like a GET. Configure it only for a server that documents such a header: any other
    /// ignores it, and processes the call twice. [`Call::idempotency_key`] sets the key of a call.
    ///
    /// [`Call::idempotency_key`]: crate::Call::idempotency_key
    pub fn idempotency_keys(mut self, header: &str) -> Self {
        match name(header) {
            Ok(name) => {
                self.call_headers.idempotency_key = Some(name);
                self
            }
            Err(error) => self.fail(error),
        }
    }

    /// Sends the number of the attempt in this header, from 1; by default it is not sent.
    pub fn attempt_header(mut self, header: &str) -> Self {
        match name(header) {
            Ok(name) => {
                self.call_headers.attempt = Some(name);
                self
            }
            Err(error) => self.fail(error),
        }
    }

    /// Sends an id of the call in this header, a UUID that is the same for all its attempts; by
    /// default there is none. An id that the call sets itself takes precedence.
    pub fn call_id_header(mut self, header: &str) -> Self {
        match name(header) {
            Ok(name) => {
                self.call_headers.call_id = Some(name);
                self
            }
            Err(error) => self.fail(error),
        }
    }

    /// Sets the maximum number of requests in progress at any time; by default there is none.
    ///
    /// It is shared by the clones of the client. Further requests wait, first come, first served;
    /// only the total timeout of their calls includes the time they wait. A download is in progress
    /// until its body is read or dropped.
    ///
    /// The default transport then has no more connections than that, either. One that is created
    /// apart (`ReqwestTransport::configured`) may keep a few more.
    pub fn max_concurrency(mut self, requests: usize) -> Self {
        if requests == 0 {
            return self.fail(Error::config("with a concurrency of 0 nothing would be sent"));
        }
        self.limits.queue = Some(Arc::new(Queue::new(requests)));
        self
    }

    /// Sets the maximum rate of requests, spread evenly: 50 a second are one each 20 ms. By default
    /// there is none.
    ///
    /// It is shared by the clones of the client. A response with 429 halves the rate, and stops all
    /// requests until the server wants the next (`Retry-After`); with each success the rate rises
    /// again, up to this one. Only the total timeout of a call includes the time that its requests
    /// wait. The limit needs a clock, which a browser does not have.
    pub fn rate_limit(mut self, requests: u32, per: Duration) -> Self {
        match per.checked_div(requests).filter(|pause| !pause.is_zero()) {
            Some(pause) => {
                self.limits.rate = Some(Arc::new(RateLimit::new(pause)));
                self
            }
            None => self.fail(Error::config("a rate limit needs a number of requests and a time")),
        }
    }

    /// Sets the maximum length, in bytes, of one event of a stream, or of one line of it; the
    /// default is 8 MiB. A longer one is not kept in memory: it is an error, and the stream goes
    /// on.
    pub fn event_limit(mut self, bytes: usize) -> Self {
        self.event_limit = bytes;
        self
    }

    /// Sets a hook that adds the headers of the current trace to each request: `traceparent`, and
    /// what else the propagator of your tracing library writes. It is called inside the span of the
    /// attempt.
    ///
    /// ```no_run
    /// # fn current() -> Option<String> { None }
    /// let client = cekura::Client::builder().api_key("…").trace_context(|headers| {
    ///     // With OpenTelemetry: `propagator.inject(&mut HeaderInjector(headers))`.
    ///     if let Some(value) = current().and_then(|parent| parent.parse().ok()) {
    ///         headers.insert("traceparent", value);
    ///     }
    /// });
    /// ```
    pub fn trace_context(mut self, hook: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> Self {
        self.propagate = Some(Arc::new(hook));
        self
    }

    /// Sets a hook that is called with the metrics of each call that has ended. A call that is
    /// dropped has none.
    pub fn on_call(mut self, hook: impl Fn(&CallMetrics) + Send + Sync + 'static) -> Self {
        self.on_call = Some(Arc::new(hook));
        self
    }
}

fn name(header: &str) -> Result<HeaderName, Error> {
    HeaderName::from_bytes(header.as_bytes())
        .map_err(|_| Error::config(format!("`{header}` is not a valid header name")))
}
