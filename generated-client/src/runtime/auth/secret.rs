//! A text that is never printed.
//!
//! By hand rather than by the crate `secrecy`: [`Secret::redact`] also removes the secret from
//! texts of the server.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// A key or token. `Debug` hides it and there is no `Display`; it is kept in memory only.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>, Option<Arc<str>>);

impl Secret {
    /// Wraps a secret, without the white space around it, such as the line end of a key file.
    pub fn new(secret: impl AsRef<str>) -> Self {
        Secret(secret.as_ref().trim().into(), None)
    }

    /// Wraps a user name and password that are sent encoded.
    pub(crate) fn encoded(encoded: &str, plain: &str) -> Self {
        Secret(encoded.into(), Some(plain.into()))
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
        self.0.len() >= DISTINCTIVE
    }

    /// Replaces this secret in a text in which the server may have repeated it: as it is, escaped
    /// for JSON or a URL, and the password of a user name and password.
    pub(crate) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut text = Cow::Borrowed(text);
        for spelling in self.spellings() {
            if text.contains(&spelling) {
                text = text.replace(&spelling, "…").into();
            }
        }
        text
    }

    /// Returns the texts that stand for this secret, the longest first; none if it could be any
    /// word.
    pub(super) fn spellings(&self) -> Vec<String> {
        let plain = self.1.as_deref();
        let password = plain.unwrap_or(&self.0).split_once(':').map(|(_, password)| password);
        let mut spellings = Vec::new();
        let secrets = [Some(&*self.0), plain, password].into_iter().flatten();
        for secret in secrets.filter(|secret| secret.len() >= DISTINCTIVE) {
            let quoted = serde_json::Value::from(secret).to_string();
            let percent = utf8_percent_encode(secret, UNRESERVED).to_string();
            spellings.extend([
                secret.to_owned(),
                quoted[1..quoted.len() - 1].to_owned(),
                quoted[1..quoted.len() - 1].replace('/', "\\/"),
                percent.replace("%20", "+"),
                lower_escapes(&percent),
                percent,
            ]);
        }
        spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.len()));
        spellings.dedup();
        spellings
    }
}

/// Returns a percent-encoded text with its digits in lower case, as some servers write them.
fn lower_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let mut lower = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // Two digits follow each percent sign.
        let (digits, rest) = part.split_at(part.len().min(2));
        lower.push('%');
        lower.push_str(&digits.to_ascii_lowercase());
        lower.push_str(rest);
    }
    lower
}

/// The length from which a text is not just any word.
const DISTINCTIVE: usize = 8;

/// Everything but the characters that have no other meaning in a URL.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

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
