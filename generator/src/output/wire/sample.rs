//! Values that are made of schemas, where the document shows none.

use std::cell::Cell;

use serde_json::{Map, Number, Value};

use super::fit::{Fit, Judge};
use super::{Wire, formats};
use crate::document::{
    Additional, Array, Bounds, Discriminator, Kind, Object, Schema, SchemaRef, Text,
};
use crate::model::Direction;
use crate::text::words::plain_words;

/// The depth at which optional members are left out.
const DEEP: usize = 3;
/// The depth at which nothing is made any more.
const DEEPEST: usize = 24;
/// The most steps in which one value is made: schemas may lead back to themselves by any way.
const MOST_STEPS: usize = 3_000;
/// The most optional members of one value, so that tests can be read.
const MOST_MEMBERS: usize = 30;

/// A maker of values that travel in one direction.
pub(super) struct Sampler<'d> {
    judge: Judge<'d>,
    /// The values stand in a parameter or form: no value is nested in another.
    is_flat: bool,
    /// The optional members that may still be made.
    left: Cell<usize>,
    steps: Cell<usize>,
}

impl<'d> Sampler<'d> {
    pub(super) fn new(wire: &Wire<'d>, direction: Direction) -> Self {
        let (left, steps) = (Cell::new(MOST_MEMBERS), Cell::new(MOST_STEPS));
        Self { judge: Judge::new(wire, direction), is_flat: false, left, steps }
    }

    /// Creates one for values of parameters and forms.
    pub(super) fn flat(wire: &Wire<'d>, direction: Direction) -> Self {
        Self { is_flat: true, ..Self::new(wire, direction) }
    }

    /// Returns a value that fits the schema, and whether it is the only thing that it may be.
    pub(super) fn value(&self, at: SchemaRef, name: &str) -> Option<(Value, Fit)> {
        let value = self.made(at, name, 0)?;
        let fit = self.judge.judge(at, &value).ok()?;
        Some((value, fit))
    }

    fn made(&self, at: SchemaRef, name: &str, depth: usize) -> Option<Value> {
        let schema = &self.judge.document[at];
        let tag = schema.discriminator.as_ref().filter(|_| schema.arms().is_empty());
        let subtype = tag.and_then(|tag| self.subtype(tag, name, depth));
        subtype.or_else(|| self.made_itself(at, name, depth))
    }

    /// Returns a value of the first subtype that a tag means.
    fn subtype(&self, tag: &Discriminator, name: &str, depth: usize) -> Option<Value> {
        let document = self.judge.document;
        tag.mapping.iter().find_map(|(value, target)| {
            let component = document.component(target)?;
            let id = document[component].schema;
            let at = SchemaRef { id, component: Some(component) };
            let Value::Object(mut members) = self.made_itself(at, name, depth)? else {
                return None;
            };
            members.insert(tag.property.clone(), Value::String(value.clone()));
            Some(Value::Object(members))
        })
    }

    /// Returns a value of a schema itself, and not of a subtype of it.
    fn made_itself(&self, at: SchemaRef, name: &str, depth: usize) -> Option<Value> {
        let schema = &self.judge.document[at];
        self.steps.set(self.steps.get().checked_sub(1)?);
        if depth > DEEPEST {
            return None;
        }
        if schema.only_null {
            return Some(Value::Null);
        }
        if let Some(first) = schema.values.first() {
            return Some(first.clone());
        }
        if let Some(example) = self.shown(at, schema, depth) {
            return Some(example);
        }
        match &schema.kind {
            Kind::Any | Kind::Mixed | Kind::Not => Some(Value::String(text(name))),
            Kind::Boolean => Some(Value::Bool(true)),
            Kind::Integer(bounds) => Some(integer(bounds, name)),
            Kind::Number(bounds) => number(bounds),
            Kind::Text(text) => Some(Value::String(self.text(text, name))),
            Kind::Array(array) => self.array(array, name, depth),
            Kind::Object(object) => self.object(object, depth),
            Kind::AllOf(parts) => self.all_of(at, parts, name, depth),
            Kind::Choice(_, arms) => self.arm(at, schema, arms, name, depth),
        }
    }

    /// Returns the example of a single value, as the document has it.
    fn shown(&self, at: SchemaRef, schema: &Schema, depth: usize) -> Option<Value> {
        let example = schema.example.as_ref().filter(|_| schema.is_scalar() && depth > 0)?;
        let is_short = example.as_str().is_none_or(|text| (1..=60).contains(&text.len()));
        let fits = is_short && self.judge.judge(at, example) == Ok(Fit::Exact);
        fits.then(|| example.clone())
    }

    fn text(&self, schema: &Text, name: &str) -> String {
        if let Some(first) = schema.values.iter().find(|value| !value.is_empty()) {
            return first.clone();
        }
        if let Some(sample) = schema.format.as_deref().and_then(formats::sample) {
            return sample.to_owned();
        }
        let mut made = text(name);
        if self.is_flat {
            // Signs that have to be encoded.
            made.push_str(" 1/2");
        }
        let most = schema.max_length.unwrap_or(usize::MAX);
        let least = schema.min_length.unwrap_or(0).min(most).min(1_000);
        made.extend(std::iter::repeat_n('x', least.saturating_sub(made.chars().count())));
        made.chars().take(most).collect()
    }

    fn array(&self, array: &Array, name: &str, depth: usize) -> Option<Value> {
        let none = || (array.min_items.unwrap_or(0) == 0).then(|| Value::Array(Vec::new()));
        let Some(items) = array.items else {
            return Some(Value::Array(vec![Value::String(text(name))]));
        };
        if self.is_flat && (depth > 0 || self.is_nested(items)) {
            return none();
        }
        let Some(item) = self.made(items, name, depth + 1) else { return none() };
        let count = array.min_items.unwrap_or(1).clamp(1, 20);
        Some(Value::Array(vec![item; count]))
    }

    fn is_nested(&self, at: SchemaRef) -> bool {
        let schema = &self.judge.document[at];
        !schema.is_scalar()
    }

    fn object(&self, object: &Object, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        let is_required = |name: &String| object.required.contains(name);
        let (required, optional): (Vec<_>, Vec<_>) = object
            .properties
            .iter()
            .filter(|(_, at)| self.judge.travels(**at))
            .partition(|(name, _)| is_required(name));
        // What is required comes first: nothing else takes its steps.
        for (name, at) in required {
            members.insert(name.clone(), self.made(*at, name, depth + 1)?);
        }
        for (name, at) in optional {
            let always = self.judge.document[*at].read_only;
            let is_wanted = always || depth < DEEP && self.left.get() > 0;
            if !is_wanted || self.is_flat && self.is_nested(*at) {
                continue;
            }
            self.left.set(self.left.get().saturating_sub(1));
            let made = self.made(*at, name, depth + 1);
            if let Some(value) = made.filter(|value| self.judge.judge(*at, value).is_ok()) {
                members.insert(name.clone(), value);
            }
        }
        for name in object.required.iter().filter(|name| !object.properties.contains_key(*name)) {
            members.insert(name.clone(), Value::String(text(name)));
        }
        if let (true, Additional::Of(at)) = (members.is_empty(), object.additional)
            && let Some(value) = self.made(at, "value", depth + 1)
        {
            members.insert("key".to_owned(), value);
        }
        Some(Value::Object(members))
    }

    /// Returns a value that fits all parts: the members of all objects together, or the value of
    /// one part.
    fn all_of(
        &self,
        at: SchemaRef,
        parts: &[SchemaRef],
        name: &str,
        depth: usize,
    ) -> Option<Value> {
        let made: Vec<Value> =
            parts.iter().filter_map(|part| self.made_itself(*part, name, depth + 1)).collect();
        let mut whole = Map::new();
        for members in made.iter().filter_map(Value::as_object) {
            for (name, value) in members {
                whole.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        let tagged = self.tagged(at, &whole);
        let whole = tagged.into_iter().chain([Value::Object(whole)]);
        whole.chain(made).find(|value| self.judge.judge(at, value).is_ok())
    }

    /// Returns members with the tag by which a base knows the component that includes it.
    fn tagged(&self, at: SchemaRef, members: &Map<String, Value>) -> Option<Value> {
        let tag = self.judge.inherited(at)?;
        let component = &self.judge.document[at.component?].name;
        let mut members = members.clone();
        members.insert(tag.property.clone(), Value::String(tag_of(tag, component).to_owned()));
        Some(Value::Object(members))
    }

    /// Returns a value of the first arm that is told from all others.
    fn arm(
        &self,
        at: SchemaRef,
        schema: &Schema,
        arms: &[SchemaRef],
        name: &str,
        depth: usize,
    ) -> Option<Value> {
        let mut loose = None;
        for arm in arms.iter().filter(|arm| !self.judge.document[**arm].only_null) {
            let Some(mut value) = self.made(*arm, name, depth + 1) else { continue };
            if let (Some(one), Some(id), Value::Object(members)) =
                (&schema.discriminator, arm.component, &mut value)
            {
                let tag = tag_of(one, &self.judge.document[id].name);
                members.insert(one.property.clone(), Value::String(tag.to_owned()));
            }
            match self.judge.judge(at, &value) {
                Ok(Fit::Exact) => return Some(value),
                Ok(Fit::Loose) => loose = loose.or(Some(value)),
                Err(_) => {}
            }
        }
        loose
    }
}

/// Returns the tag of a component.
fn tag_of<'t>(discriminator: &'t Discriminator, component: &'t str) -> &'t str {
    let mapped = discriminator.mapping.iter().find(|(_, named)| *named == component);
    mapped.map_or(component, |(tag, _)| tag)
}

/// Returns a few words made of a name.
fn text(name: &str) -> String {
    let words = plain_words(name).join(" ");
    if words.is_empty() { "text".to_owned() } else { words }
}

fn integer(bounds: &Bounds<i64>, name: &str) -> Value {
    if let Some(first) = bounds.values.first() {
        return Value::from(*first);
    }
    // Values that differ from name to name show when two are mixed up.
    let letters: i64 = name.bytes().map(i64::from).sum();
    let mut value = letters % 89 + 1;
    let least =
        bounds.minimum.map(|least| least.saturating_add(i64::from(bounds.exclusive_minimum)));
    let most = bounds.maximum.map(|most| most.saturating_sub(i64::from(bounds.exclusive_maximum)));
    value = value.min(most.unwrap_or(value)).max(least.unwrap_or(i64::MIN));
    Value::from(value)
}

fn number(bounds: &Bounds<f64>) -> Option<Value> {
    let value = match (bounds.values.first(), bounds.minimum, bounds.maximum) {
        (Some(first), _, _) => *first,
        (None, Some(least), Some(most)) => least + (most - least) / 2.0,
        (None, Some(least), None) => least + 1.5,
        (None, None, Some(most)) => most.min(3.0) - 1.5,
        (None, None, None) => 1.5,
    };
    Number::from_f64(value).map(Value::Number)
}
