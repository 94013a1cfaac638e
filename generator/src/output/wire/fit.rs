//! The judgement of values: an example that contradicts its own schema asserts nothing.

use std::cell::Cell;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Wire, formats};
use crate::document::{
    Additional, Bounds, ComponentId, Discriminator, Document, Kind, Object, SchemaRef, Text,
};
use crate::model::Direction;
use crate::text::pointer::trail::Trail;

/// The most schemas within one another that a value is followed into.
const DEEPEST: usize = 60;

/// The most steps of one judgement: schemas may lead back to themselves by any way.
const MOST_STEPS: usize = 20_000;

/// A judge of values that travel in one direction.
pub(super) struct Judge<'d> {
    pub document: &'d Document,
    pub direction: Direction,
    /// Read-only members that answers always have, as the configuration promises.
    always: &'d [String],
    /// The steps that are left; without any, nothing is exact.
    left: Cell<usize>,
}

/// The result of a value that fits its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// The schema says one thing of each part: what is read, and written again, is the same.
    Exact,
    /// A part is described by nothing, or by several things that a value may be.
    Loose,
}

/// The names that a schema describes, and whether it says one thing of each part below.
struct Known<'v> {
    /// `None` for all.
    names: Option<BTreeSet<&'v str>>,
    exact: bool,
}

impl Known<'_> {
    fn all(exact: bool) -> Self {
        Self { names: None, exact }
    }

    /// Returns whether nothing of a value goes undescribed.
    fn covers(&self, value: &Value) -> bool {
        let is_known =
            |name: &String| self.names.as_ref().is_none_or(|names| names.contains(name.as_str()));
        self.exact && value.as_object().is_none_or(|members| members.keys().all(is_known))
    }

    fn and(self, other: Self) -> Self {
        let names = match (self.names, other.names) {
            (Some(mut names), Some(more)) => {
                names.extend(more);
                Some(names)
            }
            _ => None,
        };
        Self { names, exact: self.exact && other.exact }
    }
}

impl<'d> Judge<'d> {
    pub(super) fn new(wire: &Wire<'d>, direction: Direction) -> Self {
        let Wire { document, always, .. } = *wire;
        Self { document, direction, always, left: Cell::new(MOST_STEPS) }
    }

    /// Judges a value.
    ///
    /// # Errors
    ///
    /// The place where it does not fit, and the reason.
    pub(super) fn judge(&self, schema: SchemaRef, value: &Value) -> Result<Fit, String> {
        self.left.set(MOST_STEPS);
        let known = self.fit(schema, value, &Trail::Root, DEEPEST)?;
        Ok(if known.covers(value) { Fit::Exact } else { Fit::Loose })
    }

    fn fit<'v>(
        &self,
        at: SchemaRef,
        value: &'v Value,
        place: &Trail<'_>,
        left: usize,
    ) -> Result<Known<'v>, String> {
        let schema = &self.document[at];
        let tag = schema.discriminator.as_ref().filter(|_| schema.arms().is_empty());
        match tag.map(|tag| self.named(tag, value)) {
            Some(Some(id)) if self.document[id].schema != at.id => {
                let subtype = SchemaRef { id: self.document[id].schema, component: Some(id) };
                self.fit_itself(subtype, value, place, left)
            }
            // A tag that no subtype is known by.
            Some(None) => Ok(Known { exact: false, ..self.fit_itself(at, value, place, left)? }),
            _ => {
                let known = self.fit_itself(at, value, place, left)?;
                let inherited = tag.is_none().then(|| self.inherited(at)).flatten();
                let is_named = |tag| self.named(tag, value) == at.component;
                Ok(Known { exact: known.exact && inherited.is_none_or(is_named), ..known })
            }
        }
    }

    /// Returns the discriminator of a base that a component includes, at any depth.
    pub(super) fn inherited(&self, at: SchemaRef) -> Option<&'d Discriminator> {
        at.component?;
        let mut open = self.parts(at).to_vec();
        for _ in 0..DEEPEST {
            let base = open.pop()?;
            let schema = &self.document[base];
            if let Some(tag) = schema.discriminator.as_ref().filter(|_| schema.arms().is_empty()) {
                return Some(tag);
            }
            open.extend(self.parts(base));
        }
        None
    }

    fn parts(&self, at: SchemaRef) -> &'d [SchemaRef] {
        match &self.document[at].kind {
            Kind::AllOf(parts) => parts,
            _ => &[],
        }
    }

    /// Judges a value by a schema itself, and not by the subtype that the value names.
    fn fit_itself<'v>(
        &self,
        at: SchemaRef,
        value: &'v Value,
        place: &Trail<'_>,
        left: usize,
    ) -> Result<Known<'v>, String> {
        let schema = &self.document[at];
        let steps = self.left.get().checked_sub(1);
        let (Some(left), Some(steps)) = (left.checked_sub(1), steps) else {
            return Ok(Known::all(false));
        };
        self.left.set(steps);
        let wrong = |expected: &str| Err(misfit(place, expected));
        if schema.only_null {
            return if value.is_null() { Ok(Known::all(true)) } else { wrong("null") };
        }
        if value.is_null() && schema.nullable {
            return Ok(Known::all(true));
        }
        if !schema.values.is_empty() && !schema.values.contains(value) {
            return wrong("one of the values that are listed");
        }
        let plain = |fits: bool, expected: &str| match fits {
            true => Ok(Known::all(true)),
            false => Err(misfit(place, expected)),
        };
        match &schema.kind {
            Kind::Any | Kind::Mixed | Kind::Not => Ok(Known::all(true)),
            Kind::Boolean => plain(value.is_boolean(), "a flag"),
            Kind::Integer(bounds) => plain(is_integer(bounds, value), "an integer"),
            Kind::Number(bounds) => plain(is_number(bounds, value), "a number"),
            Kind::Text(text) => match value.as_str() {
                Some(value) => of_text(text, value, place),
                None => wrong("a text"),
            },
            Kind::Array(array) => {
                let Value::Array(list) = value else { return wrong("a list") };
                let Some(items) = array.items else { return Ok(Known::all(true)) };
                let mut exact = true;
                for (index, item) in list.iter().enumerate() {
                    exact &= self.fit(items, item, &place.item(index), left)?.covers(item);
                }
                Ok(Known::all(exact))
            }
            Kind::Object(object) => match value {
                Value::Object(members) => self.of_object(object, members, place, left),
                _ => wrong("an object"),
            },
            Kind::AllOf(parts) => self.of_parts(parts, value, place, left),
            Kind::Choice(_, arms) => {
                self.of_choice(arms, schema.discriminator.as_ref(), value, place, left)
            }
        }
    }

    fn of_parts<'v>(
        &self,
        parts: &[SchemaRef],
        value: &'v Value,
        place: &Trail<'_>,
        left: usize,
    ) -> Result<Known<'v>, String> {
        let mut whole: Option<Known<'_>> = None;
        for part in parts {
            let known = self.fit_itself(*part, value, place, left)?;
            whole = Some(match whole {
                Some(whole) => whole.and(known),
                None => known,
            });
        }
        Ok(whole.unwrap_or_else(|| Known::all(true)))
    }

    fn of_object<'v>(
        &self,
        object: &Object,
        members: &'v Map<String, Value>,
        place: &Trail<'_>,
        left: usize,
    ) -> Result<Known<'v>, String> {
        for name in &object.required {
            let is_sent = object.properties.get(name).is_none_or(|at| self.travels(*at));
            if is_sent && !members.contains_key(name) {
                return Err(misfit(place, &format!("a member `{name}`")));
            }
        }
        let is_promised = |(name, at): &(&String, &SchemaRef)| {
            let read_only = self.document[**at].read_only && self.direction == Direction::Response;
            read_only && self.always.contains(name) && !members.contains_key(*name)
        };
        if let Some((name, _)) = object.properties.iter().find(is_promised) {
            return Err(misfit(place, &format!("a member `{name}`, which is always there")));
        }
        let mut known = Known { names: Some(BTreeSet::new()), exact: true };
        for (name, value) in members {
            let at = match (object.properties.get(name), object.additional) {
                (Some(at), _) if self.travels(*at) => *at,
                // It is left out, as what nothing describes is.
                (Some(_), _) => continue,
                (None, Additional::Of(at)) => at,
                (None, _) => continue,
            };
            known.exact &= self.fit(at, value, &place.key(name), left)?.covers(value);
            known.names.iter_mut().for_each(|names| names.extend([name.as_str()]));
        }
        let is_any = object.additional == Additional::Unsaid && object.properties.is_empty();
        if is_any || object.additional == Additional::Open {
            let is_left_out = |(name, at): (&String, &SchemaRef)| {
                members.contains_key(name) && !self.travels(*at)
            };
            known.exact &= !object.properties.iter().any(is_left_out);
            known.names = None;
        }
        Ok(known)
    }

    fn of_choice<'v>(
        &self,
        arms: &[SchemaRef],
        discriminator: Option<&Discriminator>,
        value: &'v Value,
        place: &Trail<'_>,
        left: usize,
    ) -> Result<Known<'v>, String> {
        let chosen = discriminator.map(|one| self.named(one, value));
        let all = arms;
        let arms = arms.iter().filter(|arm| match &chosen {
            Some(named) => arm.component.is_none() || arm.component == *named,
            None => true,
        });
        let mut fitting = Vec::new();
        let mut reason = None;
        for arm in arms {
            match self.fit(*arm, value, place, left) {
                Ok(known) => fitting.push(known),
                Err(misfit) => reason = reason.or(Some(misfit)),
            }
        }
        // A text beside those of an enum is read as one that has no name.
        let is_enum = |arm: &SchemaRef| {
            matches!(&self.document[*arm].kind, Kind::Text(text)
            if !text.values.is_empty() && !text.values.iter().any(|known| value == known))
        };
        let is_one = fitting.len() == 1 && !(value.is_string() && all.iter().any(is_enum));
        let first = fitting.into_iter().next();
        let first = first.ok_or_else(|| reason.unwrap_or_else(|| misfit(place, "a known tag")))?;
        let exact = first.covers(value) && is_one;
        Ok(Known { exact, ..first })
    }

    /// Returns the component that a value names by its tag.
    fn named(&self, discriminator: &Discriminator, value: &Value) -> Option<ComponentId> {
        let tag = value.get(&discriminator.property).and_then(Value::as_str);
        let mapped = discriminator.mapping.iter().find(|(known, _)| Some(known.as_str()) == tag);
        let name = mapped.map(|(_, name)| name.as_str()).or(tag);
        let found = name.and_then(|name| self.document.component(name));
        found.or_else(|| self.document.component(discriminator.default.as_deref()?))
    }

    /// Returns whether a member is sent in the direction.
    pub(super) fn travels(&self, at: SchemaRef) -> bool {
        let schema = &self.document[at];
        match self.direction {
            Direction::Request => !schema.read_only,
            Direction::Response => !schema.write_only,
            Direction::Both => true,
        }
    }
}

fn misfit(place: &Trail<'_>, expected: &str) -> String {
    let place = place.pointer();
    let place = if place.as_str().is_empty() { "the whole" } else { place.as_str() };
    format!("{place}: expected {expected}")
}

fn is_integer(bounds: &Bounds<i64>, value: &Value) -> bool {
    let fits = match bounds.format.as_deref() {
        Some("int8" | "int16" | "int32") => {
            value.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
        }
        Some("uint8" | "uint16" | "uint32") => {
            value.as_i64().is_some_and(|number| u32::try_from(number).is_ok())
        }
        Some("uint64") => value.is_u64(),
        _ => value.is_i64(),
    };
    let listed = &bounds.values;
    fits && (listed.is_empty() || value.as_i64().is_some_and(|number| listed.contains(&number)))
}

fn is_number(bounds: &Bounds<f64>, value: &Value) -> bool {
    let listed = &bounds.values;
    let Some(number) = value.as_f64() else { return false };
    listed.is_empty() || listed.contains(&number)
}

fn of_text(text: &Text, value: &str, place: &Trail<'_>) -> Result<Known<'static>, String> {
    if !text.values.is_empty() && !text.values.iter().any(|known| known == value) {
        return Err(misfit(place, "one of the values of the enum"));
    }
    match text.format.as_deref().map(|format| formats::judge(format, value)) {
        None => Ok(Known::all(true)),
        Some(Some(is_exact)) => Ok(Known::all(is_exact)),
        Some(None) => Err(misfit(place, text.format.as_deref().unwrap_or("another text"))),
    }
}
