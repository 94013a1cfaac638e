//! `names.lock`: every public name that the client has or had, with the thing that it stands for.
//!
//! A line is one name: its kind, the name, ` = `, the thing, and what else is known of it, each
//! behind a semicolon.
//!
//! ```text
//! call boats.list = GET /boats/; since 1.2.0
//! type Boat = schema Boat; at boats.list answer; as 5f3c09d2; in boats; since 1.2.0
//! ```
//!
//! The lines are sorted, and none depends on another: two branches that add names merge by keeping
//! the lines of both.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::diagnostic::{Diagnostics, Stopped};

mod read;
#[cfg(test)]
mod tests;
mod write;

/// The names so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lock {
    lines: BTreeSet<Line>,
}

/// A name and the thing that it stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    pub kind: Kind,
    pub name: String,
    pub thing: String,
    pub marks: BTreeMap<Mark, String>,
}

macro_rules! words {
    ($(#[$outer:meta])* $ty:ident { $( $(#[$doc:meta])* $name:ident = $word:literal, )* }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum $ty { $( $(#[$doc])* $name, )* }

        impl $ty {
            const ALL: &'static [Self] = &[$(Self::$name),*];

            const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }

        impl fmt::Display for $ty {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// The kinds of names.
    Kind {
        /// A further place of a type that the document has no name for.
        Also = "also",
        /// A method, behind the resource and the version that it is called on.
        Call = "call",
        /// A field, variant or parameter, behind its type.
        Member = "member",
        /// The handle of a resource.
        Resource = "resource",
        /// A declared type.
        Type = "type",
    }
}

words! {
    /// A fact about a name, beside the thing that it stands for.
    Mark {
        /// The place that leads to the type.
        At = "at",
        /// The digest of the type's structure.
        As = "as",
        /// The method that returns the handle, where it is not called like the resource.
        Accessor = "accessor",
        /// The cargo feature, where it is not called like the resource.
        Feature = "feature",
        /// The digest of the resources that a shared file is compiled for.
        For = "for",
        /// The version in which the thing was gone.
        Gone = "gone",
        /// The module of the file.
        In = "in",
        /// The Rust method of a call, where the call's own name does not give it.
        Method = "method",
        /// The module of a resource, where it is not called like it.
        Module = "module",
        /// The setter, where it is not called like the field.
        Setter = "setter",
        /// The version in which the thing first had a name.
        Since = "since",
        /// The method for the stream of events.
        Stream = "stream",
        /// The method that waits for the job.
        Wait = "wait",
        /// The former names, which are deprecated.
        Was = "was",
    }
}

impl Line {
    /// Creates a line about a name of which nothing more is known.
    pub(crate) fn new(kind: Kind, name: impl Into<String>, thing: impl Into<String>) -> Self {
        Self { kind, name: name.into(), thing: thing.into(), marks: BTreeMap::new() }
    }

    /// Adds what is known.
    #[must_use]
    pub(crate) fn with(mut self, mark: Mark, value: Option<impl Into<String>>) -> Self {
        if let Some(value) = value {
            self.marks.insert(mark, value.into());
        }
        self
    }

    pub(crate) fn get(&self, mark: Mark) -> Option<&str> {
        self.marks.get(&mark).map(String::as_str)
    }

    /// Returns the former names.
    pub(crate) fn was(&self) -> impl Iterator<Item = &str> {
        self.get(Mark::Was).unwrap_or_default().split(' ').filter(|name| !name.is_empty())
    }

    /// Returns the place that leads to the type of the line.
    pub(crate) fn place(&self) -> Option<&str> {
        if self.is_of_document() { self.get(Mark::At) } else { Some(&self.thing) }
    }

    /// Returns whether the line is about a type that the document names.
    pub(crate) fn is_of_document(&self) -> bool {
        self.kind == Kind::Type && self.thing.starts_with("schema ")
    }

    /// Returns whether the document no longer had the thing when the lock was written.
    pub(crate) fn is_gone(&self) -> bool {
        self.marks.contains_key(&Mark::Gone)
    }
}

impl Lock {
    /// Reads the text.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if a line is none, or contradicts another.
    pub(crate) fn parse(text: &str, diagnostics: &mut Diagnostics) -> Result<Self, Stopped> {
        read::read(text, diagnostics)
    }

    /// Creates the lock of some lines.
    pub(crate) fn of(lines: impl IntoIterator<Item = Line>) -> Self {
        Self { lines: lines.into_iter().collect() }
    }

    /// Returns the lock without the lines of what is gone, and without former names.
    pub(crate) fn pruned(&self) -> Self {
        let living = self.lines.iter().filter(|line| !line.is_gone()).cloned();
        Self::of(living.map(|mut line| {
            line.marks.remove(&Mark::Was);
            line
        }))
    }

    /// Returns the lines of a kind, by name and thing.
    pub(crate) fn lines(&self, kind: Kind) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.kind == kind)
    }
}

/// Returns the thing that a schema of the document is, or its request half.
pub(crate) fn schema(name: &str, half: Option<&str>) -> String {
    let half = half.map(|half| format!(" {half}")).unwrap_or_default();
    format!("schema {}{half}", word(name))
}

/// Returns the way to a resource: `boats`, `v1.boats`.
pub(crate) fn way(resource: &str, version: Option<impl fmt::Display>) -> String {
    version.map_or_else(|| resource.to_owned(), |version| format!("{version}.{resource}"))
}

/// Returns a text of the document as one word of a line.
pub(crate) fn word(text: &str) -> String {
    let word = escaped(text, |c| c.is_whitespace() || c.is_control() || "\\=;#".contains(c));
    if word.is_empty() { "\\".to_owned() } else { word }
}

/// Returns `METHOD /path` as a line has it. Most paths stand as they are.
fn written(call: &str) -> String {
    let is_apart = |c: char| c.is_whitespace() || c.is_control() || c == '\\';
    let (method, path) = call.split_once(' ').unwrap_or((call, ""));
    format!("{method} {}", escaped(path, is_apart))
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if is_escaped(c) { escaped.extend(c.escape_unicode()) } else { escaped.push(c) }
    }
    escaped
}

/// Returns the call that a line stands for: what [`written`] wrote.
fn unescaped(call: &str) -> String {
    let mut parts = call.split("\\u{");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let sign = part.split_once('}').and_then(|(number, rest)| {
            Some((char::from_u32(u32::from_str_radix(number, 16).ok()?)?, rest))
        });
        match sign {
            Some((sign, rest)) => text.extend([&*sign.encode_utf8(&mut [0; 4]), rest]),
            None => text.extend(["\\u{", part]),
        }
    }
    text
}
