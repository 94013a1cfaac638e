//! A span for each call and an event for each attempt, by the names of OpenTelemetry's conventions for HTTP clients.
//!
//! Neither holds a header, a query or a body, so neither can hold a secret. Without the feature `tracing` this is nothing.

#[cfg(feature = "tracing")]
pub(crate) use on::CallSpan;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::CallSpan;

#[cfg(feature = "tracing")]
mod on {
    use crate::runtime::draft::Draft;
    use crate::runtime::{Client, Error, Reply};
    use std::pin::Pin;
    use std::time::Duration;
    use tracing::{Instrument, Span, field::Empty};

    pub(crate) struct CallSpan(Span);

    impl CallSpan {
        pub(crate) fn new(client: &Client, draft: &Draft) -> Self {
            let span = tracing::info_span!(
                target: "cekura",
                "call",
                otel.kind = "client",
                otel.name = Empty,
                http.request.method = %draft.method,
                url.template = %draft.path,
                server.address = client.host(),
                http.request.resend_count = Empty,
                http.response.status_code = Empty,
                "error.type" = Empty,
            );
            if !span.is_disabled() {
                span.record("otel.name", format!("{} {}", draft.method, draft.path));
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
                let by_status = error.status().map(|status| status.as_str().to_owned());
                let name = by_status.unwrap_or_else(|| format!("{:?}", error.kind()));
                self.0.record("error.type", name);
            }
            if attempts > 1 {
                self.0.record("http.request.resend_count", attempts - 1);
            }
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use crate::runtime::draft::Draft;
    use crate::runtime::{Client, Error, Reply};
    use std::time::Duration;

    pub(crate) struct CallSpan;

    impl CallSpan {
        pub(crate) fn new(_: &Client, _: &Draft) -> Self {
            CallSpan
        }

        pub(crate) fn run<F>(&self, call: F) -> F {
            call
        }

        pub(crate) fn attempt(&self, _: u32, _: &Result<Reply, Error>) {}

        pub(crate) fn pause(&self, _: Duration) {}

        pub(crate) fn finish(&self, _: u32, _: &Result<Reply, Error>) {}
    }
}
