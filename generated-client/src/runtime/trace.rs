//! A span for each call and an event for each attempt, by the names of OpenTelemetry's conventions for HTTP clients.
//!
//! Neither holds a header, a query or a body, so neither can hold a secret. That is also why there is no `url.full`: path values
//! and queries are the caller's data, and the query may be where the key goes. `url.template` has few values instead, and names
//! the operation. Without the feature `tracing` this is nothing.

#[cfg(feature = "tracing")]
pub(crate) use on::CallSpan;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::CallSpan;

#[cfg(feature = "tracing")]
mod on {
    use crate::runtime::codec::shown;
    use crate::runtime::draft::Draft;
    use crate::runtime::{Client, Drift, Error, ErrorKind, Reply};
    use http::Method;
    use std::pin::Pin;
    use std::time::Duration;
    use tracing::{Instrument, Span, field::Empty};
    use url::Url;

    #[derive(Clone, Debug)]
    pub(crate) struct CallSpan(Span);

    impl CallSpan {
        #[cfg(test)]
        pub(crate) fn none() -> Self {
            CallSpan(Span::none())
        }

        pub(crate) fn new(client: &Client, draft: &Draft) -> Self {
            // What is written inside the macro is worked out only if somebody listens.
            let span = tracing::info_span!(
                target: "cekura",
                "call",
                otel.kind = "client",
                otel.name = Empty,
                otel.status_code = Empty,
                http.request.method = known(&draft.method).unwrap_or("_OTHER"),
                http.request.method_original = unknown(&draft.method),
                url.template = %draft.path,
                server.address = host(&client.settings().base),
                server.port = client.settings().base.port_or_known_default(),
                http.request.resend_count = Empty,
                http.response.status_code = Empty,
                "error.type" = Empty,
            );
            if !span.is_disabled() {
                // The conventions' word for a method that nobody knows.
                let method = known(&draft.method).unwrap_or("HTTP");
                span.record("otel.name", format!("{method} {}", draft.path));
            }
            CallSpan(span)
        }

        /// Runs the call inside its span.
        pub(crate) async fn run<T>(&self, call: Pin<&mut impl Future<Output = T>>) -> T {
            call.instrument(self.0.clone()).await
        }

        pub(crate) fn attempt(&self, attempt: u32, outcome: &Result<Reply, Error>) {
            match outcome {
                Ok(reply) => {
                    tracing::debug!(target: "cekura", attempt, status = reply.status.as_u16(), "answered");
                }
                Err(error) => {
                    let status = error.status().map(|status| status.as_u16());
                    tracing::debug!(target: "cekura", attempt, status, kind = ?error.kind(), "failed");
                }
            }
        }

        pub(crate) fn pause(&self, pause: Duration) {
            tracing::debug!(target: "cekura", ?pause, "again after a pause");
        }

        pub(crate) fn finish(&self, attempts: u32, outcome: &Result<Reply, Error>) {
            let status = match outcome {
                Ok(reply) => Some(reply.status),
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

        /// The answer came and cannot be read.
        pub(crate) fn unreadable(&self, error: &Error) {
            self.0.in_scope(|| {
                let pointer = error.decode().and_then(|decode| decode.pointer());
                tracing::debug!(target: "cekura", kind = ?error.kind(), pointer, "failed");
            });
            self.failed(error);
        }

        /// The answer does not fit its document in these places.
        pub(crate) fn drift(&self, drift: &[Drift]) {
            self.0.in_scope(|| {
                for Drift { pointer, expected, .. } in drift {
                    let pointer = shown(pointer);
                    tracing::warn!(target: "cekura", %pointer, %expected, "response does not fit its document");
                }
            });
        }

        fn failed(&self, error: &Error) {
            // A status says why only if it is what went wrong.
            match error.status().filter(|_| error.kind() == ErrorKind::Status) {
                Some(status) => self.0.record("error.type", status.as_str()),
                None => self.0.record("error.type", format!("{:?}", error.kind())),
            };
            self.0.record("otel.status_code", "ERROR");
        }
    }

    /// A method that the conventions know; others could be without number.
    fn known(method: &Method) -> Option<&str> {
        let known =
            ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT"];
        known.contains(&method.as_str()).then_some(method.as_str())
    }

    fn unknown(method: &Method) -> Option<&str> {
        known(method).is_none().then_some(method.as_str())
    }

    /// The conventions want an address of IPv6 as it is, without the brackets of a URL.
    fn host(base: &Url) -> &str {
        base.host_str().unwrap_or_default().trim_matches(['[', ']'])
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use crate::runtime::draft::Draft;
    use crate::runtime::{Client, Drift, Error, Reply};
    use std::time::Duration;

    #[derive(Clone, Debug)]
    pub(crate) struct CallSpan;

    impl CallSpan {
        #[cfg(test)]
        pub(crate) fn none() -> Self {
            CallSpan
        }

        pub(crate) fn new(_: &Client, _: &Draft) -> Self {
            CallSpan
        }

        pub(crate) fn run<F>(&self, call: F) -> F {
            call
        }

        pub(crate) fn attempt(&self, _: u32, _: &Result<Reply, Error>) {}

        pub(crate) fn pause(&self, _: Duration) {}

        pub(crate) fn finish(&self, _: u32, _: &Result<Reply, Error>) {}

        pub(crate) fn unreadable(&self, _: &Error) {}

        pub(crate) fn drift(&self, _: &[Drift]) {}
    }
}
