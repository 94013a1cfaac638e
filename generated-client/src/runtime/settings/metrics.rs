//! The metrics of a call.

use std::borrow::Cow;
use std::time::Duration;

use http::{Method, StatusCode};

use crate::runtime::error::kind::ErrorKind;

/// The metrics of a call that has ended, for [`ClientBuilder::on_call`].
///
/// [`attributes`](CallMetrics::attributes) have the names of OpenTelemetry's HTTP client
/// conventions and few distinct values, as metrics require.
///
/// [`ClientBuilder::on_call`]: crate::ClientBuilder::on_call
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallMetrics {
    /// The method.
    pub method: Method,
    /// The path of the operation, with its placeholders.
    pub path: Cow<'static, str>,
    /// The host of the base URL.
    pub server: String,
    /// Its port.
    pub port: Option<u16>,
    /// The number of attempts that were sent.
    pub attempts: u32,
    /// The time from the start to the end of the response, with all attempts and pauses; of a
    /// download, to the end of the response's head. `None` without a clock.
    pub duration: Option<Duration>,
    /// The part of it that requests waited for their turn, or for the rate limit.
    pub queued: Duration,
    /// The status of the last response.
    pub status: Option<StatusCode>,
    /// The kind of the error, if the call failed. An error of decoding comes later and is not
    /// included.
    pub error: Option<ErrorKind>,
    /// The retries that the budget of the client still allows.
    pub retries_left: u32,
}

impl CallMetrics {
    /// The name of the histogram for [`duration`](CallMetrics::duration), in seconds.
    pub const DURATION: &'static str = "http.client.request.duration";

    /// Returns the attributes of the metric, by their names.
    pub fn attributes(&self) -> Vec<(&'static str, String)> {
        let mut attributes = vec![
            ("http.request.method", known(&self.method).to_owned()),
            ("url.template", self.path.to_string()),
            ("server.address", self.server.clone()),
        ];
        if let Some(port) = self.port {
            attributes.push(("server.port", port.to_string()));
        }
        if let Some(status) = self.status {
            attributes.push(("http.response.status_code", status.as_str().to_owned()));
        }
        if let Some(error) = self.error {
            let status = self.status.filter(|_| error == ErrorKind::Status);
            let error = status.map_or_else(|| format!("{error:?}"), |it| it.as_str().to_owned());
            attributes.push(("error.type", error));
        }
        attributes
    }

    /// Returns the class of the status: `2xx`, or `none` without a response.
    pub fn status_class(&self) -> &'static str {
        match self.status.map(|status| status.as_u16() / 100) {
            Some(1) => "1xx",
            Some(2) => "2xx",
            Some(3) => "3xx",
            Some(4) => "4xx",
            Some(5) => "5xx",
            _ => "none",
        }
    }
}

/// Returns the name of a method that the conventions list; the number of others is unbounded.
fn known(method: &Method) -> &str {
    let known =
        ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "QUERY"];
    if known.contains(&method.as_str()) { method.as_str() } else { "_OTHER" }
}
