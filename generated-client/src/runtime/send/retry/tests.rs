//! Pauses between attempts.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::*;
use crate::runtime::auth::secrets::Secrets;
use crate::runtime::error::api::ApiError;

#[test]
fn a_pause_that_nobody_waits_for_is_not_taken() {
    let error = |seconds: &'static str| {
        let name = HeaderName::from_static("retry-after");
        let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(seconds))]);
        let api =
            ApiError::new(StatusCode::TOO_MANY_REQUESTS, headers, Bytes::new(), Secrets::default());
        Error::status_error(api)
    };
    let pause = |seconds| RetryPolicy::default().pause(&error(seconds), Replay::Safe, 1);
    let longest = pause("60").expect("a pause");
    assert!(
        longest >= Duration::from_secs(60) && longest <= Duration::from_secs(68),
        "{longest:?}"
    );
    assert!(pause("0").expect("a pause of the client's own") <= Duration::from_millis(500));
    for endless in ["61", "inf", "1e300", "99999999999999999999999"] {
        assert_eq!(pause(endless), None, "{endless}");
    }
}

#[test]
fn the_pause_grows_to_its_cap_and_is_spread_from_zero() {
    let policy = RetryPolicy::default();
    let bounds: Vec<f64> =
        (1..=7).map(|attempt| policy.backoff(attempt, 1.0).as_secs_f64()).collect();
    assert_eq!(bounds, [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]);
    assert_eq!(policy.backoff(3, 0.0), Duration::ZERO);
    assert_eq!(policy.backoff(u32::MAX, 1.0), policy.cap);
    let asked = Duration::from_secs(4);
    assert_eq!([0.0, 1.0].map(|random| policy.spread(asked, random).as_secs()), [0, 1]);
    assert_eq!(policy.spread(Duration::from_secs(60), 1.0), policy.cap);
}
