//! A successful response before its body is decoded.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::aliases::BoxFuture;
use crate::runtime::codec::body::CollectedBody;
use crate::runtime::codec::drift::Drift;
use crate::runtime::error::{Error, Operation};
use crate::runtime::request::prepared::{BodyMode, PreparedRequest};
use crate::runtime::send::trace::CallSpan;
use crate::runtime::settings::Settings;
use crate::runtime::transport::body::Body;

/// The future of a response.
pub(crate) type ResponseFuture = BoxFuture<'static, Result<Box<RawResponse>, Error>>;

/// A successful response whose body is not decoded yet.
#[doc(hidden)]
pub struct RawResponse {
    pub(crate) settings: Arc<Settings>,
    pub(crate) operation: Operation,
    pub(crate) body_mode: BodyMode,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The whole body; empty if it is streamed.
    pub(crate) body: Bytes,
    /// The stream of the body, if it is streamed.
    pub(crate) stream: Option<Body>,
    /// The request, if the response is a stream of events.
    pub(crate) request: Option<Box<PreparedRequest>>,
    pub(crate) attempts: u32,
    /// The total time of the call, and its part that is left for decoding.
    pub(crate) time_left: Option<(Duration, Duration)>,
    /// The span of the call, for events of decoding.
    pub(crate) span: CallSpan,
}

impl RawResponse {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the body, and the settings it is decoded with.
    pub(crate) fn collected(&self) -> CollectedBody<'_> {
        CollectedBody {
            bytes: &self.body,
            no_content: self.status == StatusCode::NO_CONTENT,
            is_text: match self.body_mode {
                BodyMode::Text => true,
                BodyMode::ByContentType => self.header("content-type").is_some_and(is_not_json),
                BodyMode::Typed | BodyMode::Streamed => false,
            },
            tolerance: self.settings.tolerance,
            credential: &self.settings.credential,
            further: &self.settings.further,
            key: self.settings.facts.auth,
        }
    }

    /// Passes drift to the client's hook and to the span.
    pub(crate) fn report(&self, drift: &[Drift]) {
        if drift.is_empty() {
            return;
        }
        if let Some(on_drift) = &self.settings.on_drift {
            drift.iter().for_each(|drift| on_drift(drift));
        }
        self.span.drift(drift);
    }
}

/// Returns whether a content type is another than JSON, by whatever name (RFC 6839).
fn is_not_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    !(essence.is_empty() || essence.ends_with("/json") || essence.ends_with("+json"))
}

#[cfg(test)]
impl RawResponse {
    /// Creates a response that no server has sent.
    pub(crate) fn of_body(settings: Arc<Settings>, body: &'static str) -> Box<Self> {
        Box::new(RawResponse {
            settings,
            operation: Operation { method: http::Method::GET, path: "/things/".into() },
            body_mode: BodyMode::Typed,
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::from_static(body.as_bytes()),
            stream: None,
            request: None,
            attempts: 1,
            time_left: None,
            span: CallSpan::none(),
        })
    }
}
