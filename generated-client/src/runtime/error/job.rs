//! A job that did not succeed.

use std::fmt;

use crate::runtime::aliases::Json;
use crate::runtime::error::text::shorten;

/// A long-running job that failed, was cancelled, or did not end in time.
pub struct JobError {
    message: String,
    id: Json,
    status: Option<String>,
    body: Json,
}

impl JobError {
    pub(crate) fn new(message: String, id: Json, status: Option<String>, body: Json) -> Self {
        JobError { message, id, status, body }
    }

    /// Returns the id of the job; null if the server returned none.
    pub fn id(&self) -> &Json {
        &self.id
    }

    /// Returns the latest status: `failed`, `cancelled`, `timeout`, or `running` if the deadline
    /// passed.
    pub fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }

    /// Returns the body of the latest response about the job.
    pub fn body(&self) -> &Json {
        &self.body
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobError")
            .field("message", &self.message)
            .field("status", &self.status)
            .field("body", &shorten(&self.body.to_string()))
            .finish_non_exhaustive()
    }
}
