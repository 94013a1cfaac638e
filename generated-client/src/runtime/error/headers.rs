//! The headers of a response that errors evaluate.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

/// Returns the server's id of a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    ["x-request-id", "request-id", "x-amzn-requestid", "x-amz-cf-id", "cf-ray"]
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
}

/// Returns the pause that the server requests before the next call: `retry-after-ms`, or
/// `Retry-After` in seconds (whole or not) or as a date.
///
/// A number that is not a duration is ignored; one too large for a duration is the longest one.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &str, unit: f64| {
        let number: f64 = headers.get(name)?.to_str().ok()?.trim().parse().ok()?;
        // `NaN` fails the comparison, too.
        (number >= 0.0).then(|| Duration::try_from_secs_f64(number * unit).unwrap_or(Duration::MAX))
    };
    if let Some(pause) = number("retry-after-ms", 0.001).or_else(|| number("retry-after", 1.0)) {
        return Some(pause);
    }
    let date =
        |name: &str| httpdate::parse_http_date(headers.get(name)?.to_str().ok()?.trim()).ok();
    let end = date("retry-after")?;
    // By the server's clock where the response has its time: the local one may be wrong.
    let now = date("date").or_else(now)?;
    Some(end.duration_since(now).unwrap_or(Duration::ZERO))
}

#[cfg(not(target_family = "wasm"))]
fn now() -> Option<SystemTime> {
    Some(SystemTime::now())
}

/// Returns nothing: `std` has no access to a browser's clock.
#[cfg(target_family = "wasm")]
fn now() -> Option<SystemTime> {
    None
}

#[cfg(test)]
mod tests;
