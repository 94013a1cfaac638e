//! The state of a call that outlives its attempts.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::runtime::auth::secret::Secret;
use crate::runtime::error::Error;
use crate::runtime::error::kind::ErrorKind;
use crate::runtime::request::idempotency::{DEFAULT_HEADER, IdempotencyKey, make_key};
use crate::runtime::request::prepared::PreparedRequest;
use crate::runtime::send::retry::Replay;
use crate::runtime::settings::Settings;

/// The state of one call, common to its attempts. What few calls have is in a box: the state is in
/// the future of each call.
pub(crate) struct CallState {
    pub(crate) replay: Replay,
    /// The header by which the server recognizes a repeated call; the same for all attempts.
    pub(crate) key: Option<Box<(HeaderName, HeaderValue)>>,
    /// The tokens that the server has rejected, none of which is sent again.
    pub(crate) rejected: Vec<Secret>,
    /// The server has accepted the call, and referred to the result by "see other".
    pub(crate) accepted: bool,
    /// The server may have processed an earlier attempt.
    reached: bool,
    /// The time that requests have waited for their turn.
    pub(crate) queued: Duration,
    /// The header with the id of the call.
    pub(crate) id: Option<Box<(HeaderName, HeaderValue)>>,
}

impl CallState {
    pub(crate) fn new(settings: &Settings, request: &PreparedRequest) -> Result<Self, Error> {
        let name = settings.call_headers.idempotency_key.as_ref();
        // An operation may have a parameter for it.
        let in_headers = request.headers.contains_key(name.unwrap_or(&DEFAULT_HEADER));
        let given = match &request.idempotency_key {
            // A later page is another call.
            key if request.location.is_some() && (key.is_some() || in_headers) => {
                Some(IdempotencyKey::Made)
            }
            Some(key) => Some(key.clone()),
            None if in_headers || name.is_none() || request.method.is_idempotent() => None,
            None => Some(IdempotencyKey::Made),
        };
        let key = match given {
            Some(IdempotencyKey::Given(key)) => Some(key),
            Some(IdempotencyKey::Made) => Some(new_key()?),
            None => None,
        };
        let key = key.map(|key| Box::new((name.unwrap_or(&DEFAULT_HEADER).clone(), key)));
        let replay = match key.is_some() || in_headers || request.idempotent {
            _ if !request.body.is_replayable() => Replay::Impossible,
            true => Replay::Safe,
            false => Replay::Unsafe,
        };
        let id = settings.call_headers.call_id.as_ref();
        let id = id.filter(|name| !request.headers.contains_key(*name));
        Ok(CallState {
            replay,
            key,
            rejected: Vec::new(),
            accepted: false,
            reached: false,
            queued: Duration::ZERO,
            id: id.map(|name| new_key().map(|id| Box::new((name.clone(), id)))).transpose()?,
        })
    }

    /// Returns whether nothing may repeat the call, whatever failed.
    pub(crate) fn is_final(&self) -> bool {
        self.accepted && self.replay != Replay::Safe
    }

    /// Adds to the error of an attempt the consequences of what happened before, which decide
    /// whether the caller may repeat the call.
    pub(crate) fn explain(&mut self, request: &PreparedRequest, error: Error) -> Error {
        if self.accepted {
            return error.after_acceptance();
        }
        let unprocessed = match error.kind() {
            ErrorKind::Connect | ErrorKind::Tls => true,
            ErrorKind::Status => error.is_rate_limited(),
            _ => false,
        };
        if self.reached && !request.method.is_safe() {
            return error.after_unknown_outcome();
        }
        self.reached |= !unprocessed;
        error
    }
}

fn new_key() -> Result<HeaderValue, Error> {
    make_key().map_err(|error| Error::invalid_request("no key for the call").with_source(error))
}
