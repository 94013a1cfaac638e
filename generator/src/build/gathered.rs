//! Gathering: what all parts of an `allOf` say of its properties, before those have types.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{AdditionalProperties, ObjectType, ReferenceOr, Schema, SchemaKind, Type as Kind};

use super::Builder;
use crate::diagnostic::Code;
use crate::pointer::Pointer;

/// The schema of a property, and where it stands.
pub(super) type Described<'d> = (&'d ReferenceOr<Box<Schema>>, Pointer);

/// The properties of an object, or of all parts of an `allOf`, before they have types.
#[derive(Default)]
pub(super) struct Gathered<'d> {
    /// By wire name: what each part says of the property.
    pub properties: BTreeMap<&'d str, Vec<Described<'d>>>,
    pub required: BTreeSet<&'d str>,
    pub rest: Option<(&'d AdditionalProperties, Pointer)>,
    /// What the first part that describes a property says of it.
    pub said: BTreeMap<&'d str, &'d str>,
    /// Properties that only some arms of a choice have, and so no value need have.
    pub optional: BTreeSet<&'d str>,
    pub description: Option<String>,
}

impl<'d> Builder<'d> {
    /// Collects the properties of all parts. `None` if a part is no object.
    pub(super) fn gather(
        &mut self,
        into: &mut Gathered<'d>,
        arms: &'d [ReferenceOr<Schema>],
        at: &Pointer,
        within: &mut Vec<&'d str>,
    ) -> Option<()> {
        for (index, arm) in arms.iter().enumerate() {
            let mut place = at.child("allOf").child(index);
            if let ReferenceOr::Reference { reference } = arm {
                if within.contains(&reference.as_str()) {
                    self.diagnostics.add(
                        Code::SchemaIgnored,
                        &place,
                        format!("`{reference}` is part of itself; ignored here"),
                    );
                    continue;
                }
                within.push(reference);
                place = Pointer::from_reference(reference).unwrap_or(place);
            }
            let document = self.document;
            let schema = match arm {
                ReferenceOr::Item(schema) => schema,
                ReferenceOr::Reference { reference } => {
                    let name = super::refs::component(reference, "schemas")?;
                    self.merged.insert(name.clone());
                    self.resolve_schema(document.components.as_ref()?.schemas.get(&name)?)?
                }
            };
            self.gather_one(into, schema, &place, within)?;
            if matches!(arm, ReferenceOr::Reference { .. }) {
                within.pop();
            }
        }
        Some(())
    }

    pub(super) fn gather_one(
        &mut self,
        into: &mut Gathered<'d>,
        schema: &'d Schema,
        place: &Pointer,
        within: &mut Vec<&'d str>,
    ) -> Option<()> {
        if into.description.is_none() {
            into.description.clone_from(&schema.schema_data.description);
        }
        match &schema.schema_kind {
            SchemaKind::Type(Kind::Object(object)) => into.add(object, place),
            SchemaKind::AllOf { all_of } => self.gather(into, all_of, place, within)?,
            SchemaKind::OneOf { one_of: arms } | SchemaKind::AnyOf { any_of: arms } => {
                let message = "a choice within an `allOf`: the properties of all its arms are optional fields of one struct";
                self.diagnostics.add(Code::Widened, place, message);
                let mut all = Gathered::default();
                self.gather(&mut all, arms, place, within)?;
                for (name, mut described) in all.properties {
                    into.optional.insert(name);
                    // Arms are alternatives: no value need fit the descriptions of several.
                    let last = described.split_off(described.len().saturating_sub(1));
                    into.properties.entry(name).or_insert(last);
                }
            }
            SchemaKind::Any(any) if any.typ.is_none() => {}
            _ => return None,
        }
        Some(())
    }
}

impl<'d> Gathered<'d> {
    /// Whether a choice is merged into it.
    pub(super) fn has_choice(&self) -> bool {
        !self.optional.is_empty()
    }

    pub(super) fn add(&mut self, object: &'d ObjectType, at: &Pointer) {
        for (name, property) in &object.properties {
            let text =
                property.as_item().and_then(|schema| schema.schema_data.description.as_deref());
            text.map(|text| self.said.entry(name).or_insert(text));
            let described = self.properties.entry(name).or_default();
            // Parts that say the same say it once.
            if !described.iter().any(|(known, _)| *known == property) {
                described.push((property, at.child("properties").child(name)));
            }
        }
        self.required.extend(object.required.iter().map(String::as_str));
        if let Some(rest) = &object.additional_properties {
            // What a part closes is only itself; what one says of other properties holds for all.
            let open = |rest: &AdditionalProperties| match rest {
                AdditionalProperties::Any(open) => u8::from(*open),
                AdditionalProperties::Schema(_) => 2,
            };
            if self.rest.as_ref().is_none_or(|(known, _)| open(known) <= open(rest)) {
                self.rest = Some((rest, at.child("additionalProperties")));
            }
        }
    }
}
