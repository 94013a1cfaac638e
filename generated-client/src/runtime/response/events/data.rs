//! The data of an event as a value.

use http::StatusCode;

use crate::runtime::aliases::Json;
use crate::runtime::codec::Slot;
use crate::runtime::codec::body::{DecodeFailure, Decoded, Tolerance};
use crate::runtime::codec::drift::Mismatch;
use crate::runtime::error::Error;
use crate::runtime::error::decode::{DecodeError, Fault};
use crate::runtime::request::events::{EventData, EventFormat};
use crate::runtime::response::output;
use crate::runtime::response::webhook::{KindSource, read};
use crate::runtime::send::raw_response::RawResponse;

/// The name of an event without one.
const UNNAMED: &str = "message";

/// Refuses a response that says it is something else. JSON has no lines of server-sent events: none
/// would be found, and the stream would seem to be empty.
pub(super) fn check(response: &RawResponse, format: EventFormat) -> Result<(), Error> {
    let content_type = response.header("content-type").unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = essence.ends_with("/json") || essence.ends_with("+json");
    let has_body = response.status != StatusCode::NO_CONTENT;
    if !(is_json && has_body && matches!(format, EventFormat::ServerSent(_))) {
        return Ok(());
    }
    let fault = Fault::new("", "server-sent events", content_type);
    let (status, headers) = (Some(response.status), response.headers.clone());
    let error = DecodeError::new(status, headers, bytes::Bytes::new(), fault);
    let error = Error::decode_error(error, None)
        .with_operation(response.operation.clone())
        .with_attempts(response.attempts);
    response.span.unreadable(&error);
    Err(error)
}

/// Returns whether the data of an event is text, and not JSON.
pub(super) fn is_text(format: EventFormat, name: Option<&str>) -> bool {
    match format {
        EventFormat::ServerSent(EventData::Text) => true,
        EventFormat::ServerSent(EventData::ByName { text }) => {
            text.contains(&name.unwrap_or(UNNAMED))
        }
        _ => false,
    }
}

/// Decodes the data of an event, which is the body of the response.
pub(super) fn decode<T: Slot>(
    response: &RawResponse,
    format: EventFormat,
    name: Option<&str>,
) -> Result<Decoded<T>, Error> {
    if !matches!(format, EventFormat::ServerSent(EventData::ByName { .. })) {
        return output::decode(response);
    }
    output::decode_by(response, |body| {
        let source = KindSource::Header("event", Some(name.unwrap_or(UNNAMED).as_bytes()));
        let decoded: Decoded<T> = if is_text(format, name) {
            let text = Json::from(String::from_utf8_lossy(body.bytes));
            read(text.to_string().as_bytes(), source)?
        } else {
            read(body.bytes, source)?
        };
        match (body.tolerance, decoded.drift.first()) {
            (Tolerance::Strict, Some(drift)) => Err(DecodeFailure::Shape(Mismatch::from(drift))),
            _ => Ok(decoded),
        }
    })
}
