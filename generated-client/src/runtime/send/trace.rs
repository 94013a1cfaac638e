//! A span for each call and one inside it for each attempt, with the names of OpenTelemetry's
//! conventions for HTTP clients.
//!
//! Neither holds a header, a query or a body, so neither can hold a secret. For the same reason
//! there is no `url.full`: path values and queries are the caller's data, and the query may hold
//! the key. `url.template` names the operation and has few distinct values. Without the feature
//! `tracing` nothing is recorded.

#[cfg(feature = "tracing")]
pub(crate) use on::CallSpan;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::CallSpan;

#[cfg(feature = "tracing")]
mod on {
    use std::pin::Pin;
    use std::time::Duration;

    use http::{Method, StatusCode};
    use tracing::field::Empty;
    use tracing::{Instrument, Span};
    use url::Url;

    use crate::runtime::codec::drift::Drift;
    use crate::runtime::error::Error;
    use crate::runtime::error::kind::ErrorKind;
    use crate::runtime::error::text::shown;
    use crate::runtime::request::prepared::PreparedRequest;
    use crate::runtime::settings::Settings;

    #[derive(Clone, Debug)]
    pub(crate) struct CallSpan(Span);

    impl CallSpan {
        #[cfg(test)]
        pub(crate) fn none() -> Self {
            CallSpan(Span::none())
        }

        pub(crate) fn new(settings: &Settings, request: &PreparedRequest) -> Self {
            // The macro evaluates its fields only if the span is enabled.
            let span = tracing::info_span!(
                target: "cekura",
                "call",
                otel.kind = "client",
                otel.name = Empty,
                otel.status_code = Empty,
                http.request.method = standard(&request.method).unwrap_or("_OTHER"),
                http.request.method_original = other(&request.method),
                url.template = %request.path,
                server.address = host(&settings.base),
                server.port = settings.base.port_or_known_default(),
                http.request.resend_count = Empty,
                http.response.status_code = Empty,
                "error.type" = Empty,
            );
            if !span.is_disabled() {
                // The name that the conventions define for other methods.
                let method = standard(&request.method).unwrap_or("HTTP");
                span.record("otel.name", format!("{method} {}", request.path));
            }
            CallSpan(span)
        }

        /// Runs the call inside its span.
        pub(crate) async fn run<T>(&self, call: Pin<&mut impl Future<Output = T>>) -> T {
            call.instrument(self.0.clone()).await
        }

        /// Creates the span of an attempt, inside that of the call.
        pub(crate) fn attempt(&self, attempt: u32) -> AttemptSpan {
            let resend = (attempt > 1).then(|| attempt - 1);
            AttemptSpan(tracing::info_span!(
                target: "cekura",
                parent: &self.0,
                "attempt",
                attempt,
                http.request.resend_count = resend,
                http.response.status_code = Empty,
                "error.type" = Empty,
            ))
        }

        pub(crate) fn pause(&self, pause: Duration) {
            tracing::debug!(target: "cekura", ?pause, "retry after a pause");
        }

        pub(crate) fn finish(&self, attempts: u32, outcome: Result<StatusCode, &Error>) {
            let status = match outcome {
                Ok(status) => Some(status),
                Err(error) => error.status(),
            };
            if let Some(status) = status {
                self.0.record("http.response.status_code", status.as_u16());
            }
            if let Err(error) = outcome {
                self.failed(error);
            }
            if attempts > 1 {
                self.0.record("http.request.resend_count", attempts - 1);
            }
        }

        /// Records that the body could not be decoded.
        pub(crate) fn unreadable(&self, error: &Error) {
            self.0.in_scope(|| {
                let pointer = error.decode().and_then(|decode| decode.pointer());
                tracing::debug!(target: "cekura", kind = ?error.kind(), pointer, "failed");
            });
            self.failed(error);
        }

        /// Records drift.
        pub(crate) fn drift(&self, drift: &[Drift]) {
            self.0.in_scope(|| {
                for Drift { pointer, expected, .. } in drift {
                    let pointer = shown(pointer);
                    tracing::warn!(target: "cekura", %pointer, %expected, "response does not match its documentation");
                }
            });
        }

        fn failed(&self, error: &Error) {
            record_error(&self.0, error);
            self.0.record("otel.status_code", "ERROR");
        }
    }

    /// The span of one attempt.
    pub(crate) struct AttemptSpan(Span);

    impl AttemptSpan {
        /// Runs the attempt inside its span.
        pub(crate) async fn run<T>(&self, attempt: Pin<&mut impl Future<Output = T>>) -> T {
            attempt.instrument(self.0.clone()).await
        }

        pub(crate) fn finish(&self, outcome: Result<StatusCode, &Error>) {
            let status = outcome.map_or_else(|error| error.status(), Some);
            let status = status.map(|status| status.as_u16());
            if let Some(status) = status {
                self.0.record("http.response.status_code", status);
            }
            self.0.in_scope(|| match outcome {
                Ok(_) => tracing::debug!(target: "cekura", status, "response"),
                Err(error) => {
                    record_error(&self.0, error);
                    tracing::debug!(target: "cekura", status, kind = ?error.kind(), "failed");
                }
            });
        }
    }

    fn record_error(span: &Span, error: &Error) {
        // A success status is not the reason of the failure.
        match error.status().filter(|_| error.kind() == ErrorKind::Status) {
            Some(status) => span.record("error.type", status.as_str()),
            None => span.record("error.type", format!("{:?}", error.kind())),
        };
    }

    /// Returns the name of a method that the conventions list; the number of others is unbounded.
    fn standard(method: &Method) -> Option<&str> {
        let known = [
            "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "QUERY",
        ];
        known.contains(&method.as_str()).then_some(method.as_str())
    }

    fn other(method: &Method) -> Option<&str> {
        standard(method).is_none().then_some(method.as_str())
    }

    /// Returns the host, without the brackets of an IPv6 address, as the conventions require.
    fn host(base: &Url) -> &str {
        base.host_str().unwrap_or_default().trim_matches(['[', ']'])
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::Duration;

    use http::StatusCode;

    use crate::runtime::codec::drift::Drift;
    use crate::runtime::error::Error;
    use crate::runtime::request::prepared::PreparedRequest;
    use crate::runtime::settings::Settings;

    #[derive(Clone, Debug)]
    pub(crate) struct CallSpan;

    impl CallSpan {
        #[cfg(test)]
        pub(crate) fn none() -> Self {
            CallSpan
        }

        pub(crate) fn new(_: &Settings, _: &PreparedRequest) -> Self {
            CallSpan
        }

        pub(crate) fn run<F>(&self, call: F) -> F {
            call
        }

        pub(crate) fn attempt(&self, _: u32) -> AttemptSpan {
            AttemptSpan
        }

        pub(crate) fn pause(&self, _: Duration) {}

        pub(crate) fn finish(&self, _: u32, _: Result<StatusCode, &Error>) {}

        pub(crate) fn unreadable(&self, _: &Error) {}

        pub(crate) fn drift(&self, _: &[Drift]) {}
    }

    pub(crate) struct AttemptSpan;

    impl AttemptSpan {
        pub(crate) fn run<F>(&self, attempt: F) -> F {
            attempt
        }

        pub(crate) fn finish(&self, _: Result<StatusCode, &Error>) {}
    }
}
