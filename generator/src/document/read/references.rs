//! References between the components of one section.

use std::collections::BTreeMap;
use std::sync::Arc;

use openapiv3::ReferenceOr;

use crate::text::pointer::Pointer;

/// Returns the name in `#/components/<section>/<name>`.
pub(super) fn component(reference: &str, section: &str) -> Option<String> {
    let pointer = Pointer::from_reference(reference)?;
    let mut tokens = pointer.tokens();
    let is_section = tokens.next().is_some_and(|token| token == "components")
        && tokens.next().is_some_and(|token| token == section);
    let name = tokens.next().filter(|_| is_section)?;
    tokens.next().is_none().then(|| name.into_owned())
}

/// Returns the name at the end of the references that begin at each name: its own for what is no
/// reference. A name that leads nowhere is left out.
pub(super) fn ends(references: &BTreeMap<String, Option<String>>) -> BTreeMap<String, String> {
    let mut ends: BTreeMap<String, String> = BTreeMap::new();
    let mut visited: BTreeMap<&str, &str> = BTreeMap::new();
    for start in references.keys() {
        let mut trail = Vec::new();
        let mut next = Some(start.as_str());
        let end = loop {
            let Some(name) = next else { break None };
            if let Some(end) = ends.get(name) {
                break Some(end.clone());
            }
            // A name met before without an end leads nowhere, or round in a circle.
            if visited.insert(name, start).is_some() {
                break None;
            }
            trail.push(name);
            match references.get(name) {
                Some(None) => break Some(name.to_owned()),
                Some(Some(target)) => next = Some(target),
                None => break None,
            }
        };
        if let Some(end) = end {
            ends.extend(trail.into_iter().map(|name| (name.to_owned(), end.clone())));
        }
    }
    ends
}

/// Reads each item of a section once, and gives it to every name that leads to it.
pub(super) fn resolve<I, T, M>(
    entries: M,
    section: &str,
    mut read: impl FnMut(&str, I) -> T,
) -> BTreeMap<String, Arc<T>>
where
    M: IntoIterator<Item = (String, ReferenceOr<I>)>,
{
    let mut references = BTreeMap::new();
    let mut items = BTreeMap::new();
    for (name, entry) in entries {
        let target = match entry {
            ReferenceOr::Reference { reference } => {
                component(&reference, section).or(Some(String::new()))
            }
            ReferenceOr::Item(item) => {
                items.insert(name.clone(), Arc::new(read(&name, item)));
                None
            }
        };
        references.insert(name, target);
    }
    let ends = ends(&references);
    ends.into_iter().filter_map(|(name, end)| Some((name, Arc::clone(items.get(&end)?)))).collect()
}
