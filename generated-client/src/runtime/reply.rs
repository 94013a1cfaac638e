//! What came back, before it is a value.

use super::codec::{Drift, Tolerance};
use super::draft::Answer;
use super::error::Operation;
use super::trace::CallSpan;
use super::{Body, Client};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// A successful response, not yet read as a type.
#[derive(Debug)]
#[doc(hidden)]
pub struct Reply {
    pub(crate) client: Client,
    pub(crate) operation: Operation,
    pub(crate) answer: Answer,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The whole body; empty if it is streamed.
    pub(crate) body: Bytes,
    /// The body as it comes, if it is streamed.
    pub(crate) stream: Option<Body>,
    pub(crate) attempts: u32,
    /// The span of the call, for what is found out when the reply is read.
    pub(crate) span: CallSpan,
}

impl Reply {
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn body(&self) -> &Bytes {
        &self.body
    }

    /// Whether there is nothing to read.
    pub(crate) fn is_empty(&self) -> bool {
        self.status == StatusCode::NO_CONTENT || self.body.trim_ascii().is_empty()
    }

    pub(crate) fn is_text(&self) -> bool {
        self.answer == Answer::Text
    }

    pub(crate) fn tolerance(&self) -> Tolerance {
        self.client.settings().tolerance
    }

    /// Tells those who want to know where the response did not fit.
    pub(crate) fn report(&self, drift: &[Drift]) {
        if let Some(on_drift) = &self.client.settings().on_drift {
            drift.iter().for_each(|drift| on_drift(drift));
        }
        self.span.drift(drift);
    }
}

#[cfg(test)]
impl Reply {
    /// A reply that came from nowhere.
    pub(crate) fn of_body(client: Client, body: &'static str) -> Self {
        Reply {
            client,
            operation: Operation { method: http::Method::GET, path: "/things/".into() },
            answer: Answer::Typed,
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::from_static(body.as_bytes()),
            stream: None,
            attempts: 1,
            span: CallSpan::none(),
        }
    }
}
