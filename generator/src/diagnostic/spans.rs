//! The places of diagnostics in a text.

use crate::text::locate::places::Places;
use crate::text::locate::{Query, Syntax, Which, locate};

use super::{Diagnostic, Origin, Span};

/// Fills in the bytes of all places in an input.
pub(super) fn fill(list: &mut [Diagnostic], origin: Origin, text: &str, places: &Places) {
    let queries: Vec<Query<'_>> =
        list.iter().filter(|one| one.origin == origin).flat_map(queries).collect();
    let mut spans = locate(text, Syntax::Yaml(places), &queries)
        .into_iter()
        .map(|bytes| Span { start: bytes.start, end: bytes.end });
    for one in list.iter_mut().filter(|one| one.origin == origin) {
        if one.position.is_none() && one.span.is_none() {
            one.span = spans.next();
        }
        if let Some(related) = one.related.as_mut().filter(|related| related.span.is_none()) {
            related.span = spans.next();
        }
    }
}

/// Returns the places that must be found to print a diagnostic: those without a position or a span.
pub(super) fn queries(diagnostic: &Diagnostic) -> impl Iterator<Item = Query<'_>> {
    let is_known = diagnostic.position.is_some() || diagnostic.span.is_some();
    let own = (!is_known).then(|| own_query(diagnostic));
    let is_related_known = diagnostic.related.as_ref().is_some_and(|one| one.span.is_some());
    own.into_iter().chain(related_query(diagnostic).filter(|_| !is_related_known))
}

/// Returns the query for the place of a diagnostic.
pub(super) fn own_query(diagnostic: &Diagnostic) -> Query<'_> {
    let which = match diagnostic.occurrence {
        0 => Which::Last,
        nth => Which::Nth(nth),
    };
    Query { pointer: &diagnostic.pointer, which }
}

/// Returns the query for the related place.
pub(super) fn related_query(diagnostic: &Diagnostic) -> Option<Query<'_>> {
    let related = diagnostic.related.as_ref()?;
    Some(Query { pointer: &related.pointer, which: Which::Nth(related.occurrence) })
}
