//! Tags: the property whose value names an arm of a union, and the values that do.

use std::collections::BTreeSet;

use super::Schemas;
use crate::diagnostic::Code;
use crate::document::{Discriminator, Document, Kind, Object, SchemaId, SchemaRef};
use crate::model::Tag;
use crate::pointer::Pointer;
use crate::words::snake;

/// The property that tells the arms of a union apart.
pub(super) struct Tagging<'d> {
    pub tag: Tag,
    /// The part of the document that names the property, unless the arms themselves do.
    discriminator: Option<&'d Discriminator>,
}

impl<'d> Schemas<'d> {
    /// Returns what tells the arms apart: the discriminator, that of the base which all arms
    /// include, or a property that every arm requires with values of its own.
    pub(super) fn tagging(
        &mut self,
        discriminator: Option<&'d Discriminator>,
        live: &[(usize, SchemaRef)],
        at: &Pointer,
    ) -> Option<Tagging<'d>> {
        let document = self.document;
        let arms: Vec<SchemaRef> = live.iter().map(|(_, arm)| *arm).collect();
        let Some(discriminator) = discriminator.or_else(|| common_base(document, &arms)) else {
            let name = distinct_property(document, &arms)?;
            return Some(Tagging { tag: Tag { name, up: 0 }, discriminator: None });
        };
        let name = discriminator.property.clone();
        // In an object that holds the value, then, or nowhere.
        let up = usize::from(arms.iter().all(|arm| lacks(document, *arm, &name)));
        if up > 0 {
            let message =
                format!("no arm has the discriminator `{name}`; it is looked for beside the value");
            self.diagnostics.add(Code::Widened, at, message);
        }
        Some(Tagging { tag: Tag { name, up }, discriminator: Some(discriminator) })
    }
}

/// Returns the discriminator of the bases of all arms, if it is the same property for all.
fn common_base<'d>(document: &'d Document, arms: &[SchemaRef]) -> Option<&'d Discriminator> {
    let first = inherited(document, *arms.first()?)?;
    let is_same = |arm: &SchemaRef| {
        inherited(document, *arm).is_some_and(|other| other.property == first.property)
    };
    arms.iter().all(is_same).then_some(first)
}

/// Returns the discriminator of a schema that the arm includes by `allOf`.
fn inherited(document: &Document, arm: SchemaRef) -> Option<&Discriminator> {
    document[arm].all_of().iter().find_map(|base| document[*base].discriminator.as_ref())
}

/// Returns the first property that every arm requires and for which each has values of its own.
fn distinct_property(document: &Document, arms: &[SchemaRef]) -> Option<String> {
    let first = objects(document, *arms.first()?);
    let has = |name: &&String| first.iter().any(|object| object.properties.contains_key(*name));
    let names: BTreeSet<&String> =
        first.iter().flat_map(|object| &object.required).filter(has).collect();
    if names.is_empty() {
        return None;
    }
    let alternatives: Vec<Vec<Vec<&Object>>> =
        arms.iter().map(|arm| alternatives(document, *arm)).collect();
    let is_distinct = |name: &&String| {
        let mut distinct = BTreeSet::new();
        alternatives.iter().all(|arm| {
            let values = values_of(document, name, arm);
            !values.is_empty() && values.into_iter().all(|value| distinct.insert(value))
        })
    };
    names.into_iter().find(is_distinct).cloned()
}

/// Returns whether an arm is an object that has no such property.
fn lacks(document: &Document, arm: SchemaRef, property: &str) -> bool {
    let objects = objects(document, arm);
    !objects.is_empty() && objects.iter().all(|object| !object.properties.contains_key(property))
}

/// Returns the objects that a schema is made of: itself, or the parts of its `allOf`, those that it
/// includes by reference last.
fn objects(document: &Document, schema: SchemaRef) -> Vec<&Object> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        if !seen.insert(next.id) {
            continue;
        }
        match &document[next].kind {
            Kind::Object(object) => found.push(object),
            Kind::AllOf(parts) => {
                // From the top of the stack: its own parts, the last first, then its bases.
                let (bases, own): (Vec<SchemaRef>, Vec<SchemaRef>) =
                    parts.iter().partition(|part| part.is_reference());
                open.extend(bases.into_iter().rev().chain(own));
            }
            _ => {}
        }
    }
    found
}

/// Returns the arms of the unions that a schema is, those of unions among them too: itself if it is
/// none.
fn leaves(document: &Document, schema: SchemaRef) -> Vec<SchemaRef> {
    let mut found = Vec::new();
    for arm in with_arms(document, schema) {
        if document[arm].arms().is_empty() {
            found.push(arm);
        }
    }
    found
}

/// Returns a schema and the arms of the unions that it is, in the order of the document.
fn with_arms(document: &Document, schema: SchemaRef) -> Vec<SchemaRef> {
    let mut found = Vec::new();
    let mut seen: BTreeSet<SchemaId> = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        found.push(next);
        if seen.insert(next.id) {
            open.extend(document[next].arms().iter().rev());
        }
    }
    found
}

/// Returns the objects that each alternative of an arm is made of.
fn alternatives(document: &Document, arm: SchemaRef) -> Vec<Vec<&Object>> {
    leaves(document, arm).into_iter().map(|leaf| objects(document, leaf)).collect()
}

/// Returns the values that the alternatives allow for a property, none if one allows any value.
fn values_of(document: &Document, property: &str, alternatives: &[Vec<&Object>]) -> Vec<String> {
    let mut all = Vec::new();
    for objects in alternatives {
        let of_object = |object: &&Object| {
            let values = values(&document[*object.properties.get(property)?].kind);
            Some(values).filter(|values| !values.is_empty())
        };
        match objects.iter().find_map(of_object) {
            Some(values) => all.extend(values),
            None => return Vec::new(),
        }
    }
    all
}

/// Returns the values of the property that mean an arm.
///
/// Those are the values that are mapped to it, else the one that its own schema allows, else the
/// name of its component (OpenAPI 3.1 section 4.8.25). The first is the one that is written: the
/// arm's own name, where it is among them.
pub(super) fn tags(document: &Document, tagging: &Tagging<'_>, arm: SchemaRef) -> Vec<String> {
    let own = values_of(document, &tagging.tag.name, &alternatives(document, arm));
    let Some(discriminator) = tagging.discriminator else { return own };
    let arms = with_arms(document, arm);
    let names: Vec<&String> =
        arms.iter().filter_map(|arm| arm.component).map(|id| &document[id].name).collect();
    let name = names.first().map_or("", |name| name.as_str());
    let known: BTreeSet<&String> = names.iter().copied().collect();
    let mapping = discriminator.mapping.iter().filter(|(_, target)| known.contains(target));
    let mut tags: Vec<String> = mapping.map(|(tag, _)| tag.clone()).collect();
    tags.sort_by_cached_key(|tag| {
        (own.first() != Some(tag), snake(tag) != snake(name), tag.clone())
    });
    // A base that the arm includes allows the values of its other subtypes too.
    match (tags.is_empty(), own.as_slice()) {
        (false, _) => tags,
        (true, [_]) => own,
        (true, _) if !document[arm].arms().is_empty() && !own.is_empty() => own,
        (true, _) => names.first().map(|name| (*name).clone()).into_iter().collect(),
    }
}

/// Returns the values of an enum, as text.
fn values(kind: &Kind) -> Vec<String> {
    match kind {
        Kind::Text(text) => text.values.clone(),
        Kind::Integer(integer) => integer.values.iter().map(i64::to_string).collect(),
        _ => Vec::new(),
    }
}
