//! Reports: for a terminal, as Markdown for a pull request, as JSON for programs, and as the
//! annotations of GitHub.
//!
//! Entries of one kind stand together, and only so many of them where there are hundreds.

use super::comparison::Comparison;
use super::entry::Entry;
use super::kind::{Kind, SourceClass};
use super::verdict::Verdict;

mod annotations;
mod changelog;
mod json;
mod markdown;
mod terminal;

pub use annotations::annotations;
pub use changelog::changelog;
pub use json::{SCHEMA, json};
pub use markdown::markdown;
pub use terminal::terminal;

/// The names that a report has for the two documents.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// Of the old document.
    pub old: &'a str,
    /// Of the new document.
    pub new: &'a str,
}

/// The entries of one kind.
struct Group<'a> {
    kind: Kind,
    entries: Vec<&'a Entry>,
}

/// The classes, those first that ask most of a reader.
const CLASSES: [SourceClass; 4] =
    [SourceClass::Breaking, SourceClass::Additive, SourceClass::Docs, SourceClass::None];

/// Returns the entries of a class by their kinds.
fn groups(comparison: &Comparison, class: SourceClass) -> Vec<Group<'_>> {
    let of = |kind: &Kind| {
        let entries: Vec<&Entry> =
            comparison.entries.iter().filter(|entry| entry.kind == *kind).collect();
        (!entries.is_empty()).then_some(Group { kind: *kind, entries })
    };
    Kind::ALL.iter().filter(|kind| kind.source() == class).filter_map(of).collect()
}

/// "breaking: 3 breaking changes, 12 additive, 1 of docs"
fn headline(comparison: &Comparison) -> String {
    let count = |class: SourceClass| {
        let entries = comparison.entries.iter();
        entries.filter(|entry| entry.source() == class).count()
    };
    let named = [
        (SourceClass::Breaking, "breaking"),
        (SourceClass::Additive, "additive"),
        (SourceClass::Docs, "of docs only"),
        (SourceClass::None, "on the wire only"),
    ];
    let parts: Vec<String> = named
        .iter()
        .map(|(class, name)| (count(*class), name))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    match comparison.verdict() {
        Verdict::None => "none: the Rust API is the same".to_owned(),
        verdict => format!("{verdict}: {}", parts.join(", ")),
    }
}

/// Returns the title of a class of changes.
const fn title(class: SourceClass) -> &'static str {
    match class {
        SourceClass::Breaking => "Breaking",
        SourceClass::Additive => "Additive",
        SourceClass::Docs => "Documentation",
        SourceClass::None => "On the wire only",
    }
}

/// `openapi.yaml:12:5`: the place of an entry in the new document, or in the old one.
fn place(entry: &Entry, names: Names<'_>) -> Option<String> {
    let (name, place) = match (&entry.new, &entry.old) {
        (Some(place), _) => (names.new, place),
        (None, Some(place)) => (names.old, place),
        (None, None) => return None,
    };
    let position = place.position?;
    Some(format!("{name}:{}:{}", position.line, position.column))
}
