//! HTTP methods: those that OpenAPI has keys for, and all others.

use std::fmt;

use crate::text::bounds::METHOD;
use crate::text::pointer::Pointer;
use crate::text::token::is_token;

/// The method of an operation (OpenAPI 3.2 section 4.9).
///
/// They sort as their names do, which is the order in which operations of one path are listed;
/// those that OpenAPI has no key for come last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Method {
    Delete,
    Get,
    Head,
    Options,
    Patch,
    Post,
    Put,
    Query,
    Trace,
    Other(MethodName),
}

/// The name of a method that OpenAPI has no key for, in the case in which it is sent. It is held in
/// place, so that a method is as cheap to copy as a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct MethodName {
    /// The letters, and zeros behind them.
    letters: [u8; METHOD],
    length: usize,
}

impl MethodName {
    fn new(name: &str) -> Option<Self> {
        let mut letters = [0; METHOD];
        letters.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
        is_token(name).then_some(Self { letters, length: name.len() })
    }

    fn as_str(&self) -> &str {
        let letters = self.letters.get(..self.length).unwrap_or_default();
        str::from_utf8(letters).unwrap_or_default()
    }
}

impl fmt::Debug for MethodName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Method {
    /// All that OpenAPI has keys for.
    pub(crate) const ALL: [Self; 9] = [
        Self::Delete,
        Self::Get,
        Self::Head,
        Self::Options,
        Self::Patch,
        Self::Post,
        Self::Put,
        Self::Query,
        Self::Trace,
    ];

    /// Returns the method that a key of a path item stands for.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == Some(key))
    }

    /// Returns the method of a name that OpenAPI has no key for; `None` if no request can have it.
    pub(crate) fn other(name: &str) -> Option<Self> {
        MethodName::new(name).map(Self::Other)
    }

    /// Returns the name on the wire; in upper case, if OpenAPI has a key for it.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Patch => "PATCH",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Query => "QUERY",
            Self::Trace => "TRACE",
            Self::Other(name) => name.as_str(),
        }
    }

    /// Returns the key in a path item, in lower case, if OpenAPI has one.
    pub(crate) const fn key(self) -> Option<&'static str> {
        Some(match self {
            Self::Delete => "delete",
            Self::Get => "get",
            Self::Head => "head",
            Self::Options => "options",
            Self::Patch => "patch",
            Self::Post => "post",
            Self::Put => "put",
            Self::Query => "query",
            Self::Trace => "trace",
            Self::Other(_) => return None,
        })
    }

    /// Returns the place of the operation in a path item.
    pub(crate) fn place(self, item: &Pointer) -> Pointer {
        match self.key() {
            Some(key) => item.child(key),
            None => item.child("additionalOperations").child(self.as_str()),
        }
    }

    /// Returns the place of the operation of a path.
    pub(crate) fn place_at(self, path: &str) -> Pointer {
        self.place(&Pointer::root().child("paths").child(path))
    }

    /// Returns whether the operation only reads, and answers what it has read: GET, and QUERY,
    /// which is a GET with a body.
    pub(crate) const fn only_reads(self) -> bool {
        matches!(self, Self::Get | Self::Query)
    }

    /// Returns whether servers expect a body (RFC 9110 section 9.3; QUERY is of a later RFC).
    pub(crate) const fn has_usual_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch | Self::Query)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use crate::text::bounds::METHOD;

    use super::Method;

    #[test]
    fn any_token_is_a_method_if_it_is_short() {
        let name = |text: &str| Method::other(text).map(|method| method.to_string());
        assert_eq!(name("VERSION-CONTROL").as_deref(), Some("VERSION-CONTROL"));
        assert_eq!(name("mIxEd").as_deref(), Some("mIxEd"));
        for wrong in ["", "TWO WORDS", "Ä", "A/B"] {
            assert_eq!(name(wrong), None, "{wrong}");
        }
        assert!(name(&"A".repeat(METHOD)).is_some());
        assert!(name(&"A".repeat(METHOD + 1)).is_none());
        assert!(Method::other("COPY") < Method::other("COPYING"));
    }

    #[test]
    fn the_place_is_that_of_the_key_or_of_the_name() {
        let copy = Method::other("COPY").unwrap();
        assert_eq!(copy.place_at("/a").as_str(), "/paths/~1a/additionalOperations/COPY");
        assert_eq!(Method::Query.place_at("/a").as_str(), "/paths/~1a/query");
    }
}
