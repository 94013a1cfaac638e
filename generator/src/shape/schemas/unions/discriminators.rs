//! Tags: the property whose value names an arm of a union, and the values that do.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::Schemas;
use super::families::{Alternative, Extent, Families};
use crate::diagnostic::Code;
use crate::document::{Discriminator, Document, Kind, Object, Schema, SchemaRef};
use crate::model::{Tag, TagValue};
use crate::text::pointer::Pointer;
use crate::text::words::snake;

/// The property that tells the arms of a union apart, and the values that mean each arm.
pub(in crate::shape::schemas) struct Tagging {
    pub tag: Tag,
    /// In the order of the arms.
    pub values: Vec<Vec<TagValue>>,
    /// The place of the arm that every other value means, and none.
    pub default: Option<usize>,
}

/// The arms of a union, with what is known of the property that may tell them apart.
struct Arms<'a, 'd> {
    document: &'d Document,
    families: &'a Families<'d>,
    arms: &'a [Alternative],
    property: &'a str,
    /// The values of the property that each arm allows by its own schema; none for any.
    own: Vec<Vec<TagValue>>,
    /// The number of arms that allow each of those values.
    holders: BTreeMap<TagValue, usize>,
}

impl<'d> Schemas<'d> {
    /// Returns what tells the arms apart: the discriminator, that of the base which all arms
    /// include, or a property that every arm requires with values of its own.
    pub(in crate::shape::schemas) fn tagging(
        &mut self,
        discriminator: Option<&'d Discriminator>,
        arms: &[Alternative],
        at: &Pointer,
    ) -> Option<Tagging> {
        let (document, families) = (self.document, self.families);
        let all = |property| Arms::new(document, families, arms, property);
        let discriminators = match discriminator {
            Some(explicit) => vec![explicit],
            None => common(document, families, arms),
        };
        let Some(name) = discriminators.first().map(|one| one.property.clone()) else {
            let (name, values) = distinct_property(document, families, arms)?;
            let tag = Tag { name, up: 0, is_declared: true };
            return Some(Tagging { tag, values, default: None });
        };
        let is_declared = !arms.iter().all(|arm| lacks(document, arm.schema, &name));
        let values = all(&name).values(&discriminators);
        if values.iter().all(Vec::is_empty) {
            let message = format!(
                "the values of the discriminator `{name}` are no names of schemas, and nothing maps them; the arms are told apart by what else they have"
            );
            self.diagnostics.add(Code::Widened, at, message);
        }
        let default = discriminators.iter().find_map(|one| one.default.as_ref());
        let default = default.and_then(|name| self.place_of(name, arms));
        Some(Tagging { tag: Tag { name, up: 0, is_declared }, values, default })
    }

    /// Returns the place of the arm that a component is, or that it is within.
    fn place_of(&self, component: &str, arms: &[Alternative]) -> Option<usize> {
        let is_it = |schema: SchemaRef| {
            schema.component.is_some_and(|id| self.document[id].name == component)
        };
        let whole = arms.iter().position(|arm| is_it(arm.schema));
        whole.or_else(|| {
            let holds = |arm: &Alternative| {
                self.families.with_arms(*arm).iter().any(|one| is_it(one.schema))
            };
            arms.iter().position(holds)
        })
    }

    /// Returns what tells payloads apart that all have a schema, if their schemas say it.
    pub(in crate::shape) fn common_tag(
        &mut self,
        payloads: &[SchemaRef],
        at: &Pointer,
    ) -> Option<(Tag, Vec<Vec<TagValue>>)> {
        let whole = |schema: &SchemaRef| Alternative { schema: *schema, extent: Extent::Whole };
        let arms: Vec<Alternative> = payloads.iter().map(whole).collect();
        let Tagging { tag, values, .. } = self.tagging(None, &arms, at)?;
        values.iter().any(|values| !values.is_empty()).then_some((tag, values))
    }

    /// Reports the values that are mapped to schemas which are no arms.
    pub(in crate::shape::schemas) fn report_strangers(
        &mut self,
        discriminator: &Discriminator,
        arms: &[Alternative],
        at: &Pointer,
    ) {
        let all = arms.iter().flat_map(|arm| self.families.with_arms(*arm));
        let known: BTreeSet<&String> =
            all.filter_map(|arm| arm.schema.component).map(|id| &self.document[id].name).collect();
        let at = at.child("discriminator");
        if let Some(name) = &discriminator.default
            && !known.contains(name)
            && self.document.component(name).is_some()
        {
            let message = format!(
                "all other tags map to `{name}`, which is no arm of the choice; a value with one is read as `Unknown`"
            );
            self.diagnostics.add(Code::DiscriminatorDangling, &at.child("defaultMapping"), message);
        }
        let at = at.child("mapping");
        for (tag, name) in &discriminator.mapping {
            if !known.contains(name) && self.document.component(name).is_some() {
                let message = format!(
                    "the tag `{tag}` maps to `{name}`, which is no arm of the choice; a value with it is read as `Unknown`"
                );
                self.diagnostics.add(Code::DiscriminatorDangling, &at.child(tag), message);
            }
        }
    }
}

/// Returns the discriminators of the bases of all arms, if there is a property that all have.
fn common<'d>(
    document: &'d Document,
    families: &Families<'d>,
    arms: &[Alternative],
) -> Vec<&'d Discriminator> {
    let leaves: Vec<SchemaRef> = arms.iter().flat_map(|arm| families.leaves(*arm)).collect();
    let all: Vec<Vec<&Discriminator>> =
        leaves.iter().map(|arm| inherited(document, *arm)).collect();
    let of = |property: &str, list: &[&'d Discriminator]| {
        list.iter().copied().find(|one| one.property == property)
    };
    for first in all.first().into_iter().flatten() {
        let found = all.iter().map(|list| of(&first.property, list)).collect::<Option<Vec<_>>>();
        if let Some(mut found) = found {
            let mut seen = BTreeSet::new();
            found.retain(|one| seen.insert(std::ptr::from_ref::<Discriminator>(*one)));
            return found;
        }
    }
    Vec::new()
}

/// Returns the discriminators of an object and of the schemas that it includes by `allOf`.
fn inherited(document: &Document, arm: SchemaRef) -> Vec<&Discriminator> {
    let mut seen = BTreeSet::new();
    let mut open = vec![arm];
    let mut found = Vec::new();
    while let Some(next) = open.pop() {
        if seen.insert(next.id) {
            found.extend(document[next].discriminator.as_ref());
            open.extend(document[next].all_of().iter().rev());
        }
    }
    found
}

/// Returns the first property that every arm requires and for which each has values of its own.
fn distinct_property(
    document: &Document,
    families: &Families<'_>,
    arms: &[Alternative],
) -> Option<(String, Vec<Vec<TagValue>>)> {
    let first = objects(document, arms.first()?.schema);
    let has = |name: &&String| first.iter().any(|object| object.properties.contains_key(*name));
    let names: BTreeSet<&String> =
        first.iter().flat_map(|object| &object.required).filter(has).collect();
    names.into_iter().find_map(|name| {
        let all = Arms::new(document, families, arms, name);
        let is_told = (0..arms.len()).all(|index| all.is_own_alone(index));
        is_told.then(|| (name.clone(), all.own))
    })
}

impl<'a, 'd> Arms<'a, 'd> {
    fn new(
        document: &'d Document,
        families: &'a Families<'d>,
        arms: &'a [Alternative],
        property: &'a str,
    ) -> Self {
        let of_arm = |arm: &Alternative| {
            let leaves = families.leaves(*arm).into_iter();
            let of_leaves: Vec<_> =
                leaves.map(|leaf| values_of(document, property, leaf)).collect();
            // One that allows any value makes the arm allow any.
            if of_leaves.iter().any(Vec::is_empty) { Vec::new() } else { of_leaves.concat() }
        };
        let mut own: Vec<Vec<TagValue>> = arms.iter().map(of_arm).collect();
        let is_base =
            |arm: &Alternative| arm.extent == Extent::Alone && families.is_base(arm.schema.id);
        let base = arms.iter().position(is_base);
        let of_base = base.and_then(|index| own.get(index)).cloned().unwrap_or_default();
        let mut holders: BTreeMap<TagValue, usize> = BTreeMap::new();
        for (index, values) in own.iter().enumerate() {
            // An heir that does not narrow the values of its base allows those of others.
            if Some(index) != base && *values != of_base {
                let distinct: BTreeSet<&TagValue> = values.iter().collect();
                distinct.into_iter().for_each(|one| *holders.entry(one.clone()).or_default() += 1);
            }
        }
        if !holders.is_empty()
            && let Some(values) = base.and_then(|index| own.get_mut(index))
        {
            // A value that the base allows and no heir does is its own.
            values.retain(|value| !holders.contains_key(value));
            holders.extend(values.iter().map(|value| (value.clone(), 1)));
        }
        Self { document, families, arms, property, own, holders }
    }

    /// Returns whether an arm allows some values only, and no other arm allows one of them.
    fn is_own_alone(&self, index: usize) -> bool {
        let own = self.own.get(index).map_or(&[][..], Vec::as_slice);
        !own.is_empty() && own.iter().all(|value| self.holders.get(value) == Some(&1))
    }

    /// Returns the values of the property that mean each arm.
    fn values(&self, discriminators: &[&Discriminator]) -> Vec<Vec<TagValue>> {
        let arms = self.arms.iter().enumerate();
        arms.map(|(index, arm)| self.values_of_arm(index, *arm, discriminators)).collect()
    }

    /// Returns the values of the property that mean an arm.
    ///
    /// Those are the values that are mapped to it, and those that its own schema alone allows;
    /// where there are none of both, the name of its component (OpenAPI 3.1 section 4.8.25), if its
    /// schema allows that. The first is the one that is written: one that the schema allows, or the
    /// arm's own name, where it is among them.
    fn values_of_arm(
        &self,
        index: usize,
        arm: Alternative,
        discriminators: &[&Discriminator],
    ) -> Vec<TagValue> {
        let own = self.own.get(index).map_or(&[][..], Vec::as_slice);
        let all = self.families.with_arms(arm);
        let names: Vec<&String> = all
            .iter()
            .filter_map(|arm| arm.schema.component)
            .map(|id| &self.document[id].name)
            .collect();
        let known: BTreeSet<&String> = names.iter().copied().collect();
        let mapping = discriminators.iter().flat_map(|one| &one.mapping);
        let mut tags: Vec<TagValue> = mapping
            .filter(|(_, target)| known.contains(target))
            .map(|(tag, _)| typed(self.document, self.property, arm.schema, tag))
            .collect();
        let name = names.first().map_or("", |name| name.as_str());
        tags.sort_by_cached_key(|tag| {
            let place = own.iter().position(|value| value == tag).unwrap_or(own.len());
            (place, snake(&tag.to_string()) != snake(name), tag.clone())
        });
        tags.dedup();
        // A constant is sure even if another arm has the same.
        if self.is_own_alone(index) || own.len() == 1 {
            let further: Vec<TagValue> =
                own.iter().filter(|value| !tags.contains(value)).cloned().collect();
            if tags.iter().any(|tag| own.contains(tag)) {
                tags.extend(further);
            } else {
                tags.splice(0..0, further);
            }
        }
        if tags.is_empty() { self.implied(arm) } else { tags }
    }

    /// Returns the names that mean an arm where nothing else does.
    fn implied(&self, arm: Alternative) -> Vec<TagValue> {
        let told_otherwise = self.document[arm.schema].discriminator.as_ref();
        let leaves = if told_otherwise.is_some_and(|one| one.property != self.property) {
            vec![arm.schema]
        } else {
            self.families.leaves(arm)
        };
        let name = |leaf: &SchemaRef| {
            let name = TagValue::Text(self.document[leaf.component?].name.clone());
            let allowed = values_of(self.document, self.property, *leaf);
            (allowed.is_empty() || allowed.contains(&name)).then_some(name)
        };
        leaves.iter().filter_map(name).collect()
    }
}

/// Returns whether an arm is an object that has no such property.
fn lacks(document: &Document, arm: SchemaRef, property: &str) -> bool {
    let objects = objects(document, arm);
    !objects.is_empty() && objects.iter().all(|object| !object.properties.contains_key(property))
}

/// Returns the objects that a schema is made of: itself, or the parts of its `allOf`, those that it
/// includes by reference last.
pub(in crate::shape) fn objects(document: &Document, schema: SchemaRef) -> Vec<&Object> {
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

/// Returns the values that an object allows for a property: the fewest that one of its parts
/// allows; none for any value.
fn values_of(document: &Document, property: &str, object: SchemaRef) -> Vec<TagValue> {
    let objects = objects(document, object);
    let described = objects.iter().filter_map(|object| object.properties.get(property));
    let all = described.map(|schema| values(document, *schema)).filter(|all| !all.is_empty());
    all.min_by_key(Vec::len).unwrap_or_default()
}

/// Returns the values of an enum: of several in an `allOf`, those of the narrowest.
pub(in crate::shape) fn values(document: &Document, schema: SchemaRef) -> Vec<TagValue> {
    let mut fewest: Vec<TagValue> = Vec::new();
    for kind in scalars(document, schema) {
        let found: Vec<TagValue> = match &kind.kind {
            Kind::Text(text) => text.values.iter().cloned().map(TagValue::Text).collect(),
            Kind::Integer(integer) => {
                integer.values.iter().copied().map(TagValue::Integer).collect()
            }
            Kind::Boolean => {
                let flags = kind.values.iter().filter_map(Value::as_bool);
                flags.map(TagValue::Flag).collect()
            }
            _ => continue,
        };
        if !found.is_empty() && (fewest.is_empty() || found.len() < fewest.len()) {
            fewest = found;
        }
    }
    fewest
}

/// Returns a key of a mapping, which is always a text, as a value of the arm's own property.
fn typed(document: &Document, property: &str, arm: SchemaRef, key: &str) -> TagValue {
    let objects = objects(document, arm);
    let described = objects.iter().filter_map(|object| object.properties.get(property));
    let mut scalars = described.flat_map(|schema| scalars(document, *schema));
    let as_described = scalars.find_map(|schema| match schema.kind {
        Kind::Integer(_) | Kind::Number(_) => key.parse().ok().map(TagValue::Integer),
        // Python writes `True`.
        Kind::Boolean if key.eq_ignore_ascii_case("true") => Some(TagValue::Flag(true)),
        Kind::Boolean if key.eq_ignore_ascii_case("false") => Some(TagValue::Flag(false)),
        _ => None,
    });
    as_described.unwrap_or_else(|| TagValue::Text(key.to_owned()))
}

/// Returns the schemas of single values that a schema is made of: itself, or the parts of its
/// `allOf`.
fn scalars(document: &Document, schema: SchemaRef) -> Vec<&Schema> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        if seen.insert(next.id) {
            open.extend(document[next].all_of().iter().rev());
            found.extend(Some(&document[next]).filter(|schema| schema.is_scalar()));
        }
    }
    found
}
