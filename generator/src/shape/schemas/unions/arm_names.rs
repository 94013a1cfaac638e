//! The names of the arms of a union: by what the document calls them, else by what tells them
//! apart.

use std::collections::{BTreeMap, BTreeSet};

use super::discriminators::{Tagging, objects, values};
use super::families::Alternative;
use crate::document::{Document, Kind, SchemaRef};
use crate::model::{ArmHint, TagValue, Type};

/// Returns the name of each arm, which has a place in the document: the first of its own that no
/// other arm has, else its place.
pub(in crate::shape::schemas) fn hints(
    document: &Document,
    arms: &[(usize, Alternative)],
    tagging: Option<&Tagging>,
) -> Vec<ArmHint> {
    let names: Vec<Vec<Name>> = arms
        .iter()
        .enumerate()
        .map(|(index, (_, arm))| {
            let tags = tagging.and_then(|tagging| tagging.values.get(index)?.first());
            let tag = tagging.zip(tags).map(|(tagging, tag)| (tagging.tag.name.as_str(), tag));
            names(document, arm.schema, tag)
        })
        .collect();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for names in &names {
        let distinct: BTreeSet<&str> = names.iter().map(|name| name.text.as_str()).collect();
        distinct.into_iter().for_each(|name| *count.entry(name).or_default() += 1);
    }
    let is_good = |name: &&Name| !name.must_be_own || count.get(name.text.as_str()) == Some(&1);
    let hint = |(names, (place, _)): (&Vec<Name>, &(usize, Alternative))| {
        let found = names.iter().find(is_good).map(|name| ArmHint::Words(name.text.clone()));
        found.unwrap_or(ArmHint::Place(*place))
    };
    names.iter().zip(arms).map(hint).collect()
}

/// A possible name of an arm.
struct Name {
    text: String,
    /// It serves only if no other arm could have it, too.
    must_be_own: bool,
}

impl Name {
    /// Creates the name that the document gives to an arm.
    fn given(text: impl Into<String>) -> Self {
        Self { text: text.into(), must_be_own: false }
    }

    /// Creates a name made of a part of the arm.
    fn derived(text: impl Into<String>) -> Self {
        Self { text: text.into(), must_be_own: true }
    }
}

/// Returns the possible names of an arm, the best first: its component's, its title, the component
/// that it includes, the value of the tag, a constant, the only property that it requires, its
/// kind.
fn names(document: &Document, arm: SchemaRef, tag: Option<(&str, &TagValue)>) -> Vec<Name> {
    if let Some(component) = arm.component {
        return vec![Name::given(&document[component].name)];
    }
    let schema = &document[arm];
    if let Some(title) = schema.title.as_ref()
        && title.chars().any(char::is_alphanumeric)
    {
        return vec![Name::given(title)];
    }
    let included = schema.all_of().iter().find_map(|part| part.component);
    let mut found: Vec<Name> = Vec::new();
    found.extend(included.map(|id| Name::derived(&document[id].name)));
    found.extend(tag.map(|(property, value)| Name::derived(of_value(property, value))));
    let objects = objects(document, arm);
    let required = || objects.iter().flat_map(|object| &object.required);
    for object in &objects {
        for name in object.required.iter().filter(|name| object.properties.contains_key(*name)) {
            let values = object.properties.get(name).map(|schema| values(document, *schema));
            if let Some([only]) = values.as_deref() {
                found.push(Name::derived(of_value(name, only)));
            }
        }
    }
    if let (Some(only), 1) = (required().next(), required().count()) {
        found.push(Name::derived(only));
    }
    found.extend(kind(&schema.kind).map(Name::given));
    found
}

/// Returns the word for a value of a property: a number or a flag says nothing alone.
fn of_value(property: &str, value: &TagValue) -> String {
    match value {
        TagValue::Text(text) if text.starts_with(char::is_alphabetic) => text.clone(),
        _ => format!("{property}_{value}"),
    }
}

/// Returns the word for the kind of a schema.
fn kind(kind: &Kind) -> Option<&str> {
    Some(match kind {
        Kind::Text(text) => match (text.values.as_slice(), text.format.as_deref()) {
            ([only], _) => only,
            (_, Some(format)) if Type::of_text_format(format).is_some() => format,
            _ => "text",
        },
        Kind::Integer(_) => "integer",
        Kind::Number(_) => "number",
        Kind::Boolean => "boolean",
        Kind::Array(_) => "list",
        Kind::Object(object) if object.properties.is_empty() => "map",
        _ => return None,
    })
}
