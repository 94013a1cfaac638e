//! Collection of the properties of all parts of an `allOf`, before those have types.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Schemas;
use crate::diagnostic::Code;
use crate::document::{Additional, Document, Kind, Object, SchemaId, SchemaRef};
use crate::text::pointer::Pointer;

/// The schema of a property, and where it stands.
pub(in crate::shape) type Description = (SchemaRef, Pointer);

/// The properties of an object, or of all parts of an `allOf`.
#[derive(Default)]
pub(in crate::shape) struct Collected<'d> {
    /// The descriptions of each property, by its name on the wire.
    pub properties: BTreeMap<&'d str, Vec<Description>>,
    pub required: BTreeSet<&'d str>,
    /// The properties that have no description.
    pub additional: Option<(Additional, Pointer)>,
    /// The text of the first part that has one for a property.
    pub texts: BTreeMap<&'d str, &'d str>,
    /// The properties of the arms of choices, which no value need have. It fits one of the
    /// descriptions.
    pub alternatives: BTreeMap<&'d str, Vec<Description>>,
    pub description: Option<&'d str>,
}

/// One step of the walk through the parts.
enum Step {
    Enter(SchemaRef, Pointer),
    /// Behind the parts of a component.
    Leave(SchemaId),
    /// Behind the arms of a choice.
    EndChoice,
}

/// The state of the walk.
#[derive(Default)]
struct Walk<'d> {
    steps: Vec<Step>,
    /// The properties of the parts of one `allOf`, or of the arms of one choice in it.
    level: Collected<'d>,
    /// The levels around it.
    outer: Vec<Collected<'d>>,
    /// The components whose properties are collected already.
    components: BTreeSet<SchemaId>,
    /// Those that are collected as alternatives, by whichever choice: were each choice to collect
    /// its own, choices of choices would grow as a product.
    alternatives: BTreeSet<SchemaId>,
    /// The components whose parts are being walked through.
    within: BTreeSet<SchemaId>,
}

impl<'d> Walk<'d> {
    /// Adds parts on top of the steps that are left.
    fn push(&mut self, parts: Vec<(SchemaRef, Pointer)>) {
        self.steps.extend(parts.into_iter().rev().map(|(part, at)| Step::Enter(part, at)));
    }

    fn begin_choice(&mut self, arms: Vec<(SchemaRef, Pointer)>) {
        self.outer.push(std::mem::take(&mut self.level));
        self.steps.push(Step::EndChoice);
        self.push(arms);
    }

    fn end_choice(&mut self, document: &Document) {
        let outer = self.outer.pop().unwrap_or_default();
        let arms = std::mem::replace(&mut self.level, outer);
        self.level.add_arms(document, arms);
    }
}

/// Returns the parts of an `allOf`, each with its place.
pub(in crate::shape::schemas) fn parts(
    parts: &[SchemaRef],
    at: &Pointer,
) -> Vec<(SchemaRef, Pointer)> {
    let at = at.child("allOf");
    parts.iter().enumerate().map(|(index, part)| (*part, at.child(index))).collect()
}

impl<'d> Schemas<'d> {
    /// Collects the properties of all parts, each component's once. Returns `None` if a part is no
    /// object.
    pub(in crate::shape) fn collect(
        &mut self,
        parts: Vec<(SchemaRef, Pointer)>,
    ) -> Option<Collected<'d>> {
        let document = self.document;
        let mut walk = Walk::default();
        walk.push(parts);
        while let Some(step) = walk.steps.pop() {
            let (part, at) = match step {
                Step::Enter(part, at) => (part, at),
                Step::Leave(id) => {
                    walk.within.remove(&id);
                    continue;
                }
                Step::EndChoice => {
                    walk.end_choice(document);
                    continue;
                }
            };
            let Some(at) = self.enter(&mut walk, part, at) else { continue };
            let schema = &document[part];
            let collected = &mut walk.level;
            collected.description = collected.description.or(schema.description.as_deref());
            match &schema.kind {
                _ if self.not_objects.contains(&part.id) => return self.refuse(walk),
                Kind::Object(object) => collected.add(document, object, &at),
                Kind::AllOf(parts) => walk.push(self::parts(parts, &at)),
                // A component is no choice between those that include it.
                Kind::Choice(..) if self.families.is_own_choice(part.id) => {}
                Kind::Choice(_, arms) => {
                    let message =
                        "a choice within an `allOf`: one struct has the properties of all its arms";
                    self.diagnostics.add(Code::Widened, &at, message);
                    walk.begin_choice(self::parts(arms, &at));
                }
                Kind::Any => {}
                _ => return self.refuse(walk),
            }
        }
        Some(walk.level)
    }

    /// Notes that the components around a part are not of objects alone.
    fn refuse(&mut self, walk: Walk<'d>) -> Option<Collected<'d>> {
        self.not_objects.extend(walk.within);
        None
    }

    /// Returns the place of a part, `None` for a component that is not to be walked through again.
    fn enter(&mut self, walk: &mut Walk<'d>, part: SchemaRef, at: Pointer) -> Option<Pointer> {
        if !part.is_reference() {
            return Some(at);
        }
        if walk.within.contains(&part.id) {
            self.report_inclusion(part, &at);
            return None;
        }
        self.reach(part.component);
        let known = match walk.outer.is_empty() {
            true => &mut walk.components,
            false => &mut walk.alternatives,
        };
        if !known.insert(part.id) {
            return None;
        }
        walk.within.insert(part.id);
        walk.steps.push(Step::Leave(part.id));
        let component = self.document[part].component;
        Some(component.map_or(at, |id| self.document[id].pointer.clone()))
    }

    fn report_inclusion(&mut self, part: SchemaRef, at: &Pointer) {
        let name = part.component.map_or("", |id| &self.document[id].name);
        let reference = Pointer::root().descend(["components", "schemas", name]);
        let message = format!("`#{reference}` is part of itself; ignored here");
        self.diagnostics.add(Code::SchemaIgnored, at, message);
    }
}

impl<'d> Collected<'d> {
    /// Returns whether a choice is merged into it.
    pub(super) fn has_choice(&self) -> bool {
        !self.alternatives.is_empty()
    }

    /// Adds the properties of an object.
    pub(in crate::shape) fn add(
        &mut self,
        document: &'d Document,
        object: &'d Object,
        at: &Pointer,
    ) {
        for (name, property) in &object.properties {
            let text = document[*property].description.as_deref();
            if let Some(text) = text.filter(|_| !property.is_reference()) {
                self.texts.entry(name).or_insert(text);
            }
            let descriptions = self.properties.entry(name).or_default();
            // Parts that describe a property alike describe it once.
            if !descriptions.iter().any(|(other, _)| document.same(*other, *property)) {
                descriptions.push((*property, at.child("properties").child(name)));
            }
        }
        self.required.extend(object.required.iter().map(String::as_str));
        // A part closes only itself; the schema of other properties holds for all parts.
        let openness = |additional: Additional| match additional {
            Additional::Unsaid | Additional::Closed => 0,
            Additional::Open => 1,
            Additional::Of(_) => 2,
        };
        let is_as_open =
            |known: &(Additional, Pointer)| openness(known.0) <= openness(object.additional);
        if object.additional != Additional::Unsaid
            && self.additional.as_ref().is_none_or(is_as_open)
        {
            self.additional = Some((object.additional, at.child("additionalProperties")));
        }
    }

    /// Adds the properties of the arms of a choice.
    fn add_arms(&mut self, document: &Document, arms: Self) {
        for (name, descriptions) in arms.properties.into_iter().chain(arms.alternatives) {
            let known = self.alternatives.entry(name).or_default();
            for (schema, at) in descriptions {
                if !known.iter().any(|(other, _)| document.same(*other, schema)) {
                    known.push((schema, at));
                }
            }
        }
    }
}
