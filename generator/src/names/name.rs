//! An identifier as a text, which threads may share.

use std::fmt;

use proc_macro2::{Ident, Span};

use super::reserved;

/// An identifier of the output.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name(String);

impl Name {
    /// Creates the one identifier of a text. A text that is none cannot get here; if it did, the
    /// output would show it.
    pub(super) fn new(text: &str) -> Self {
        let legal = text.starts_with(|first: char| first == '_' || first.is_alphabetic())
            && text.chars().all(|c| c == '_' || c.is_alphanumeric())
            && text != "_"
            && !reserved::is_keyword(text);
        Self(if legal { text } else { "unnamed" }.to_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Makes the token.
    pub(crate) fn ident(&self) -> Ident {
        Ident::new(&self.0, Span::call_site())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}
