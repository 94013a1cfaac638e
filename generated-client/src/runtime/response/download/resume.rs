//! The continuation of a download that broke off, where the server allows it.

use std::sync::Arc;

use http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_RANGE, ETAG, IF_RANGE, LAST_MODIFIED,
    RANGE,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use crate::runtime::error::Error;
use crate::runtime::request::prepared::{BodyMode, PreparedRequest};
use crate::runtime::send::execute::execute;
use crate::runtime::send::raw_response::{RawResponse, ResponseFuture};
use crate::runtime::send::retry::Replay;
use crate::runtime::settings::{RetryPolicy, Settings};

/// The means to request the rest of a body.
pub(super) struct Resume {
    request: Box<PreparedRequest>,
    /// The version of the body: the rest of another one would not fit.
    version: HeaderValue,
    /// The length of the whole body.
    length: u64,
    /// The failures since the last data.
    failures: u32,
}

impl Resume {
    /// Returns the means to resume a download; `None` if its body could be another one by then.
    ///
    /// The length is that of the body as it is received: it is unknown if the body is decompressed,
    /// and then the server's offsets would be others.
    pub(super) fn of(request: Box<PreparedRequest>, response: &RawResponse) -> Option<Self> {
        let headers = &response.headers;
        let is_possible = request.method == Method::GET
            && response.status == StatusCode::OK
            && !request.headers.contains_key(RANGE)
            && !headers.contains_key(CONTENT_ENCODING)
            && headers.get(ACCEPT_RANGES).is_none_or(|ranges| ranges != "none");
        let length = response.stream.as_ref()?.length()?;
        let version = version(headers).filter(|_| is_possible)?.clone();
        Some(Resume { request, version, length, failures: 0 })
    }

    /// Records that data arrived.
    pub(super) fn goes_on(&mut self) {
        self.failures = 0;
    }

    /// Requests the rest after so many bytes; `None` if this error is final.
    pub(super) fn after(
        &mut self,
        settings: &Arc<Settings>,
        error: &Error,
        received: u64,
    ) -> Option<ResponseFuture> {
        self.failures += 1;
        let retries = self.request.retries.unwrap_or(settings.retry.retries);
        let policy = RetryPolicy { retries, ..settings.retry };
        let pause = policy.pause(error, Replay::Safe, self.failures)?;
        let mut request = self.request.clone();
        request.body_mode = BodyMode::Streamed;
        let range = HeaderValue::try_from(format!("bytes={received}-")).ok()?;
        request.headers.insert(RANGE, range);
        request.headers.insert(IF_RANGE, self.version.clone());
        request.headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if !settings.budget.take(settings.transport.now()) {
            return None;
        }
        let settings = Arc::clone(settings);
        Some(Box::pin(async move {
            settings.transport.sleep(pause).await;
            execute(settings, request).await
        }))
    }

    /// Returns whether a response is the rest of the body after so many bytes.
    pub(super) fn is_rest(&self, response: &RawResponse, received: u64) -> bool {
        let range = response.header(CONTENT_RANGE.as_str()).and_then(|range| {
            let (range, length) = range.strip_prefix("bytes ")?.split_once('/')?;
            Some((range.split_once('-')?.0.parse::<u64>().ok()?, length.parse::<u64>().ok()))
        });
        let is_same = version(&response.headers).is_none_or(|version| *version == self.version);
        response.status == StatusCode::PARTIAL_CONTENT
            && is_same
            && range.is_some_and(|(start, length)| {
                start == received && length.is_none_or(|length| length == self.length)
            })
    }
}

/// Returns the header by which a version of the body is recognized, byte by byte.
fn version(headers: &HeaderMap) -> Option<&HeaderValue> {
    let tag = headers.get(ETAG).filter(|tag| !tag.as_bytes().starts_with(b"W/"));
    tag.or_else(|| headers.get(LAST_MODIFIED).filter(|_| !headers.contains_key(ETAG)))
}
