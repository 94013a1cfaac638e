//! Keys by which a server recognizes a repeated call.

use std::hash::{BuildHasher, RandomState};

use http::header::InvalidHeaderValue;
use http::{HeaderName, HeaderValue};
use uuid::Builder;

/// The header of a key, unless the client configures another one.
pub(crate) const DEFAULT_HEADER: HeaderName = HeaderName::from_static("idempotency-key");

/// The key of one call.
#[derive(Clone)]
pub(crate) enum IdempotencyKey {
    /// Created when the call is sent.
    Made,
    /// Set by the caller.
    Given(HeaderValue),
}

/// Creates a key: a UUID of version 4.
///
/// `RandomState` holds 128 bits from the operating system, and `fastrand` a state of its own, which
/// is the only random one in a browser. Neither is secret, and a key need not be.
pub(crate) fn make_key() -> Result<HeaderValue, InvalidHeaderValue> {
    let hashes = RandomState::new();
    let [high, low] = [0u8, 1].map(|half| u128::from(hashes.hash_one(half)));
    let random = (high << 64 | low) ^ fastrand::u128(..);
    let uuid = Builder::from_random_bytes(random.to_be_bytes()).into_uuid();
    HeaderValue::try_from(uuid.to_string())
}
