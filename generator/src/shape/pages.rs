//! Pages: the envelopes that lists come in.
//!
//! An [`Envelope`] says which members a page has, where its items are, and what becomes of it. The
//! first entries are built in: the pages of Django REST Framework, known by their members alone and
//! made into the runtime's `Page`. The others are those of `codegen.toml`; their pages keep types
//! of their own, and which operations answer with them is decided when all types are there.

use std::collections::BTreeSet;

use crate::document::{Document, Kind, Object, SchemaRef};

pub(super) mod configured;

/// An envelope that has no type of its own: its pages are the runtime's `Page`.
struct Envelope {
    /// All members, sorted.
    members: &'static [&'static str],
    /// The one that lists the items.
    items: &'static str,
}

const BUILT_IN: [Envelope; 2] = [
    // By page number, or by limit and offset.
    Envelope { members: &["count", "next", "previous", "results"], items: "results" },
    // By cursor, which counts nothing.
    Envelope { members: &["next", "previous", "results"], items: "results" },
];

impl Envelope {
    /// Returns the items, if an object has exactly the envelope's members.
    fn items(&self, document: &Document, object: &Object) -> Option<SchemaRef> {
        let members = object.properties.keys().map(String::as_str);
        if !members.eq(self.members.iter().copied()) {
            return None;
        }
        match &document[*object.properties.get(self.items)?].kind {
            Kind::Array(array) => array.items,
            _ => None,
        }
    }
}

/// Returns the schema of the items and the property that lists them, if the object is a page that
/// becomes the runtime's `Page`.
pub(super) fn items(document: &Document, object: &Object) -> Option<(&'static str, SchemaRef)> {
    BUILT_IN.iter().find_map(|envelope| Some((envelope.items, envelope.items(document, object)?)))
}

/// Returns whether the values of a schema are lists, or objects that list something where an
/// envelope does, whatever other members those have.
pub(super) fn is_list(document: &Document, schema: SchemaRef) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        match &document[next].kind {
            Kind::Array(_) => return true,
            Kind::Object(object) => {
                let lists = |envelope: &Envelope| {
                    let items = object.properties.get(envelope.items);
                    items.is_some_and(|items| {
                        !items.is_reference() && matches!(document[*items].kind, Kind::Array(_))
                    })
                };
                if BUILT_IN.iter().any(lists) {
                    return true;
                }
            }
            Kind::AllOf(parts) if seen.insert(next.id) => open.extend(parts),
            _ => {}
        }
    }
    false
}
