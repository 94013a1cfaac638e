//! Decoding of long bodies, which would hold a thread of the executor for too long.

use std::pin::pin;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

use crate::runtime::aliases::BoxFuture;
use crate::runtime::error::Error;
use crate::runtime::response::output::Output;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::transport::limit::TimeLimit;

/// The length of a long body. A millisecond decodes some hundred kilobytes, tolerantly fewer.
const LONG: usize = 1024 * 1024;

/// The decoding of a response.
pub(super) enum Decoding<T: Output> {
    /// It is short, or there is no other thread to decode it on.
    Here(Result<T::Value, Error>),
    /// It is decoded on a thread of the runtime that may block.
    Apart(BoxFuture<'static, Result<T::Value, Error>>),
}

/// Decodes a response, in the time that is left of its call if that is on another thread.
pub(super) fn decode<T: Output>(response: Box<RawResponse>) -> Decoding<T> {
    if response.body.len() < LONG || Handle::try_current().is_err() {
        return Decoding::Here(T::read(response));
    }
    let transport = std::sync::Arc::clone(&response.settings.transport);
    let time = response.time_left;
    let late = time.map(|(total, _)| too_late(&response, total));
    let work = spawn_blocking(in_this_subscriber(move || T::read(response)));
    Decoding::Apart(Box::pin(async move {
        let mut limit = TimeLimit::new(transport.as_ref(), time.map(|(_, left)| left));
        match limit.run(pin!(work)).await {
            Some(Ok(outcome)) => outcome,
            // A panic of a hook or of a type of the caller's own.
            Some(Err(ended)) if ended.is_panic() => std::panic::resume_unwind(ended.into_panic()),
            Some(Err(ended)) => {
                Err(Error::config("the runtime ends before the response is decoded")
                    .with_source(ended))
            }
            None => Err(late.unwrap_or_else(|| Error::timeout("not decoded in time"))),
        }
    }))
}

/// Creates the error of a response that is not decoded within the total time of its call.
fn too_late(response: &RawResponse, total: Duration) -> Error {
    Error::timeout(format!("the body was not decoded within {total:?}"))
        .with_head(response.status, response.headers.clone())
        .with_operation(response.operation.clone())
        .with_attempts(response.attempts)
}

/// Returns the same work, for another thread: its events go to the subscriber of this one.
#[cfg(feature = "tracing")]
fn in_this_subscriber<R>(
    work: impl FnOnce() -> R + Send + 'static,
) -> impl FnOnce() -> R + Send + 'static {
    let dispatch = tracing::dispatcher::get_default(Clone::clone);
    move || tracing::dispatcher::with_default(&dispatch, work)
}

/// Returns the work as it is.
#[cfg(not(feature = "tracing"))]
fn in_this_subscriber<W>(work: W) -> W {
    work
}
