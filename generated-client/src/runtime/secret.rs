//! A text that is never printed.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A key or token. `Debug` hides it, there is no `Display`, and memory is the only place it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Wraps a secret; white space around it, such as the line end of a key file, is no part of it.
    pub fn new(secret: impl AsRef<str>) -> Self {
        Secret(secret.as_ref().trim().into())
    }

    /// The secret itself, to be sent and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it is this secret that a server has repeated. What is too short to be a secret may be any word.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.is_no_word() && *self.0 == *text
    }

    fn is_no_word(&self) -> bool {
        self.0.len() >= 8
    }

    /// A text without this secret, for what a server may have repeated.
    pub(crate) fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.is_no_word() && text.contains(&*self.0) {
            true => text.replace(&*self.0, "…").into(),
            false => text.into(),
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
