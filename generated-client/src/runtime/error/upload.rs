//! The fault of a body that could not be read while it was sent.

use std::error::Error as StdError;
use std::fmt;

use crate::runtime::aliases::BoxError;

/// A file or stream that cannot be sent as it was announced. It passes through the transport, as
/// the error of the body's stream, and is found again in the transport's error.
#[derive(Debug)]
pub(crate) struct UploadFault {
    message: String,
    source: Option<BoxError>,
}

impl UploadFault {
    pub(crate) fn new(message: String) -> Self {
        UploadFault { message, source: None }
    }

    pub(crate) fn with_source(self, source: BoxError) -> Self {
        UploadFault { source: Some(source), ..self }
    }

    /// Returns the fault that caused an error, if one did.
    pub(crate) fn in_causes<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a UploadFault> {
        std::iter::successors(Some(error), |&error| {
            // The `source()` of an `io::Error` skips the error it wraps.
            let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
            inner.map_or_else(|| error.source(), |inner| Some(inner))
        })
        .find_map(|error| error.downcast_ref())
    }
}

impl fmt::Display for UploadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for UploadFault {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
