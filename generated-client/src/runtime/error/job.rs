//! How a job ended that did not succeed.

use super::super::Json;
use super::super::codec::shorten;
use super::{Error, Operation};
use std::fmt;

/// A long-running job that failed, was cancelled, or was not over in time.
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

    /// The error, of the operation that the job belongs to.
    pub(crate) fn of(self, operation: Operation) -> Error {
        Error::job_error(self).with_operation(operation)
    }

    /// The id of the job; null if none was given.
    pub fn id(&self) -> &Json {
        &self.id
    }

    /// The last status it had: `failed`, `cancelled`, `timeout`, or `running` if the deadline passed.
    pub fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }

    /// The last answer about it.
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
