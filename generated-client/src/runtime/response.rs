//! Responses: decoded values, downloads, streams of events, pages of lists, jobs; and the events of
//! webhooks, which are read like them.

#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
mod apart;
pub(crate) mod by_status;
pub(crate) mod download;
pub(crate) mod events;
pub(crate) mod failure;
#[cfg(any(test, feature = "test-util"))]
pub(crate) mod fake;
pub(crate) mod future;
pub(crate) mod job;
pub(crate) mod operation;
pub(crate) mod output;
pub(crate) mod page;
pub(crate) mod webhook;
