//! The printed forms of an error.

use std::error::Error as StdError;
use std::fmt;

use crate::runtime::error::{Error, ErrorContext, Inner, Operation};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, message, attempts, context, source, .. } = &*self.0;
        if let Some(Operation { method, path }) = operation {
            write!(f, "{method} {path}: ")?;
        }
        f.write_str(message)?;
        // The innermost cause is the most specific: "connection refused". A message that names the
        // place in the body includes it already.
        let located = matches!(context, ErrorContext::Decode(decode) if decode.pointer().is_some());
        if let Some(cause) = source.as_deref().filter(|_| !located).map(|source| innermost(source))
        {
            write!(f, ": {cause}")?;
        }
        if *attempts > 1 {
            write!(f, " (after {attempts} attempts)")?;
        }
        Ok(())
    }
}

fn innermost<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let next = |&error: &&'a (dyn StdError + 'static)| match error.downcast_ref::<Error>() {
        Some(error) => error.cause(),
        None => error.source(),
    };
    std::iter::successors(Some(error), next).last().unwrap_or(error)
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.0.kind).field("message", &self.0.message);
        if let Some(Operation { method, path }) = &self.0.operation {
            debug.field("operation", &format_args!("{method} {path}"));
        }
        debug.field("attempts", &self.0.attempts);
        match &self.0.context {
            ErrorContext::None => {}
            ErrorContext::Head(status, _) => drop(debug.field("status", status)),
            ErrorContext::Api(api) => drop(debug.field("api", api)),
            ErrorContext::Decode(decode) => drop(debug.field("decode", decode)),
            ErrorContext::Job(job) => drop(debug.field("job", job)),
        }
        if let Some(source) = &self.0.source {
            debug.field("source", source);
        }
        debug.finish()
    }
}

/// There is no `source()`: the message includes the cause, and a reporter that prints the whole
/// chain would repeat it. [`Error::cause`] returns it.
impl StdError for Error {}
