//! The stages at which a request of `reqwest` fails.

#[cfg(not(target_family = "wasm"))]
use std::error::Error as StdError;

use crate::runtime::transport::TransportError;

/// Converts an error, without the URL, which may hold a key.
#[cfg(not(target_family = "wasm"))]
pub(super) fn transport_error(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if error.is_builder() {
        TransportError::invalid(error)
    } else if error.is_connect() {
        // A fault of TLS on a connection that was in use is one of the connection: the server may
        // have processed the request.
        let tls = causes(&error).any(is_tls);
        if tls { TransportError::tls(error) } else { TransportError::connect(error) }
    } else if causes(&error).any(is_refused) {
        TransportError::refused(error)
    } else if error.is_timeout() {
        TransportError::timeout(error)
    } else {
        TransportError::broken(error)
    }
}

/// Converts an error. A browser does not tell whether there was a connection.
#[cfg(target_family = "wasm")]
pub(super) fn transport_error(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if error.is_builder() {
        TransportError::invalid(error)
    } else if error.is_timeout() {
        TransportError::timeout(error)
    } else {
        TransportError::broken(error)
    }
}

/// Returns an error and its causes. The `source()` of an `io::Error` skips the error it wraps.
#[cfg(not(target_family = "wasm"))]
fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| {
        match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        }
    })
}

/// Returns whether this is an error of TLS.
#[cfg(not(target_family = "wasm"))]
fn is_tls(_error: &(dyn StdError + 'static)) -> bool {
    #[cfg(feature = "rustls")]
    if _error.is::<rustls::Error>() {
        return true;
    }
    #[cfg(feature = "native-tls")]
    if _error.is::<native_tls::Error>() {
        return true;
    }
    false
}

/// Returns whether the server has certainly not processed the request: it refused the stream, or
/// announced before it that it would process no more. HTTP/2 reports `GOAWAY` only to streams after
/// the last one that the server processes.
#[cfg(all(feature = "http2", not(target_family = "wasm")))]
fn is_refused(error: &(dyn StdError + 'static)) -> bool {
    error.downcast_ref::<h2::Error>().is_some_and(|error| {
        let refused = error.reason() == Some(h2::Reason::REFUSED_STREAM);
        error.is_remote() && (error.is_go_away() || error.is_reset() && refused)
    })
}

/// Returns `false`: HTTP/1 has no way to refuse a request.
#[cfg(not(any(feature = "http2", target_family = "wasm")))]
fn is_refused(_: &(dyn StdError + 'static)) -> bool {
    false
}
