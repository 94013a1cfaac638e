//! JSON Pointers (RFC 6901): the addresses of the places in a document that diagnostics are about.

use std::borrow::Cow;
use std::fmt::{self, Write};

use percent_encoding::percent_decode_str;

pub(crate) mod trail;

/// The length of a token with its slash that is made room for.
const USUAL_TOKEN: usize = 24;

/// The address of a place in a document, as RFC 6901 writes it: `/paths/~1v1~1runs~1/get`. The root
/// is the empty text.
///
/// Pointers order as their texts do, which makes them a sound tie-breaker: they do not depend on
/// the order of mappings.
///
/// This is the only place that escapes and unescapes tokens. A crate such as `jsonptr` has that
/// much, but neither references, nor rebasing, nor JSON paths, which are the rest of this type.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// Returns the pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Returns the pointer written as `text`, which is taken as it is.
    pub fn parse(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Returns the pointer behind a local reference such as `#/components/schemas/Run`,
    /// percent-decoded as RFC 6901 section 6 asks of URI fragments. `None` for a reference to
    /// another document.
    pub fn from_reference(reference: &str) -> Option<Self> {
        let fragment = reference.strip_prefix('#')?;
        (fragment.is_empty() || fragment.starts_with('/')).then(|| Self(percent_decode(fragment)))
    }

    /// Returns the local reference to the place, `#/components/schemas/Run`.
    pub fn to_reference(&self) -> String {
        format!("#{}", self.0)
    }

    /// Returns the place `token` below this one; the token is escaped here.
    #[must_use]
    pub fn child(&self, token: impl fmt::Display) -> Self {
        // Tens of thousands are made of one document: most need no escape, and one allocation.
        let mut child = Self(String::with_capacity(self.0.len() + USUAL_TOKEN));
        child.0.push_str(&self.0);
        child.push(token);
        child
    }

    /// Goes on to the place `token` below this one.
    fn push(&mut self, token: impl fmt::Display) {
        self.0.push('/');
        let start = self.0.len();
        let _ = write!(self.0, "{token}");
        let token = self.0.get(start..).unwrap_or_default();
        if token.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            let escaped = token.replace('~', "~0").replace('/', "~1");
            self.0.replace_range(start.., &escaped);
        }
    }

    /// Returns the place `tokens` below this one.
    #[must_use]
    pub fn descend<'a>(&self, tokens: impl IntoIterator<Item = &'a str>) -> Self {
        tokens.into_iter().fold(self.clone(), |at, token| at.child(token))
    }

    /// Returns the place this one is a direct part of; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.to_owned()))
    }

    /// Returns the same place within `to`, if it lies within `from`.
    pub fn rebased(&self, from: &Self, to: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(&from.0)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| Self(format!("{}{rest}", to.0)))
    }

    /// Returns the unescaped tokens from the root down.
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(unescaped)
    }

    /// Returns the last token; empty for the root.
    pub fn last(&self) -> String {
        self.0.rsplit_once('/').map_or_else(String::new, |(_, token)| unescaped(token).into_owned())
    }

    /// Returns the same place as a JSONPath (RFC 9535), as the targets of an overlay are written.
    pub fn json_path(&self) -> String {
        let step = |token: Cow<'_, str>| {
            let is_name = token.starts_with(|first: char| first.is_ascii_alphabetic())
                && token.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if is_name {
                format!(".{token}")
            } else if token.bytes().all(|byte| byte.is_ascii_digit()) && token.len() < 3 {
                format!("[{token}]")
            } else {
                format!("['{}']", token.replace('\\', "\\\\").replace('\'', "\\'"))
            }
        };
        format!("${}", self.tokens().map(step).collect::<String>())
    }

    /// Returns the text, as `serde_json::Value::pointer` takes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn unescaped(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

/// Decodes `%XX`; a percent sign that begins no such escape stays as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn escapes_and_unescapes_tokens() {
        let at = Pointer::root().child("paths").child("/v1/~me/").child(0);
        assert_eq!(at.as_str(), "/paths/~1v1~1~0me~1/0");
        assert_eq!(at.tokens().collect::<Vec<_>>(), ["paths", "/v1/~me/", "0"]);
        assert_eq!(at.parent().map(|at| at.last()).as_deref(), Some("/v1/~me/"));
    }

    #[test]
    fn is_written_as_a_json_path() {
        let at = Pointer::root().descend([
            "paths",
            "/it's",
            "get",
            "parameters",
            "0",
            "responses",
            "200",
        ]);
        assert_eq!(at.json_path(), r"$.paths['/it\'s'].get.parameters[0].responses['200']");
    }

    #[test]
    fn reads_local_references_only() {
        let read = |reference| Pointer::from_reference(reference).map(|at| at.as_str().to_owned());
        assert_eq!(read("#/components/schemas/a%20b").as_deref(), Some("/components/schemas/a b"));
        assert_eq!(read("#"), Some(String::new()));
        assert_eq!(read("other.yaml#/A"), None);
        assert_eq!(read("#anchor"), None);
    }
}
