//! The single way in which a request is sent: attempts, credentials, redirects, retries, spans.

pub(crate) mod attempt;
pub(crate) mod authenticate;
pub(crate) mod execute;
pub(crate) mod raw_response;
pub(crate) mod redirect;
pub(crate) mod retry;
pub(crate) mod state;
pub(crate) mod trace;
mod turn;
