//! A text that is never printed.
//!
//! By hand rather than by the crate `secrecy`: [`Secret::redact`] also removes the secret from
//! texts of the server.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A key or token. `Debug` hides it and there is no `Display`; it is kept in memory only.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Wraps a secret, without the white space around it, such as the line end of a key file.
    pub fn new(secret: impl AsRef<str>) -> Self {
        Secret(secret.as_ref().trim().into())
    }

    /// Returns the secret itself, which should be sent and used for nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns whether a text of the server is this secret. A very short secret never matches, as
    /// it could be any word.
    pub(crate) fn matches(&self, text: &str) -> bool {
        self.is_distinctive() && *self.0 == *text
    }

    fn is_distinctive(&self) -> bool {
        self.0.len() >= 8
    }

    /// Replaces this secret in a text in which the server may have repeated it.
    pub(crate) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.is_distinctive() && text.contains(&*self.0) {
            text.replace(&*self.0, "…").into()
        } else {
            text.into()
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl From<&str> for Secret {
    fn from(secret: &str) -> Self {
        Secret::new(secret)
    }
}

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Secret::new(secret)
    }
}

impl From<&String> for Secret {
    fn from(secret: &String) -> Self {
        Secret::new(secret)
    }
}
