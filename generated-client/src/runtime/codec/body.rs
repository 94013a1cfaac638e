//! A whole response body: strictly first, then tolerantly.

use super::super::{Json, Reply, Secret};
use super::drift::shorten;
use super::{At, Drift, Mismatch, Report, Slot};

/// A value, and where it did not fit.
#[derive(Debug)]
#[doc(hidden)]
pub struct Decoded<T> {
    pub(crate) value: T,
    pub(crate) drift: Vec<Drift>,
}

/// Whether a response that does not fit its document is read all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tolerance {
    /// Read what fits, note the rest.
    #[default]
    Tolerant,
    /// Refuse.
    Strict,
}

/// Why a body could not be read.
#[derive(Debug)]
#[doc(hidden)]
pub enum DecodeFailure {
    /// It is no JSON.
    Syntax(serde_json::Error),
    /// There is none.
    Empty(&'static str),
    /// It is JSON of another shape: pointer, what was expected, what came.
    Shape(Mismatch),
    /// The same, found by a type of the caller's own: what its serde impl said.
    Foreign(String, serde_json::Error),
}

impl From<Mismatch> for DecodeFailure {
    fn from(mismatch: Mismatch) -> Self {
        DecodeFailure::Shape(mismatch)
    }
}

/// Reads a JSON body.
pub(crate) fn json_body<T: Slot>(reply: &Reply) -> Result<Decoded<T>, DecodeFailure> {
    if reply.is_empty() {
        let value = T::absent().ok_or(DecodeFailure::Empty(T::EXPECTED))?;
        return Ok(Decoded { value, drift: Vec::new() });
    }
    match serde_json::from_slice(reply.body()) {
        Ok(value) => Ok(Decoded { value, drift: Vec::new() }),
        Err(_) => tolerant_body(&tree(reply.body())?, reply.tolerance()),
    }
}

fn tree(body: &[u8]) -> Result<Json, DecodeFailure> {
    serde_json::from_slice(body).map_err(DecodeFailure::Syntax)
}

fn tolerant_body<T: Slot>(tree: &Json, tolerance: Tolerance) -> Result<Decoded<T>, DecodeFailure> {
    let mut report = Report::default();
    let value = T::tolerant(tree, &At::ROOT, &mut report)?;
    match (tolerance, report.drift.first()) {
        (Tolerance::Strict, Some(drift)) => Err(DecodeFailure::Shape(Mismatch::from(drift))),
        _ => Ok(Decoded { value, drift: report.drift }),
    }
}

/// The beginning of a body, as text; without the secret, should the server have repeated it.
pub(crate) fn body_excerpt(body: &[u8], secret: Option<&Secret>) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(1024)]);
    match secret {
        Some(secret) => shorten(secret.hide(text.trim()).as_ref()),
        None => shorten(text.trim()),
    }
}
