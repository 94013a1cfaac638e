//! `allOf`: the one thing that it wraps, one struct of all its parts, or a union of such structs.

use std::collections::BTreeSet;

use super::kinds::{Step, map_step};
use super::nullable::NullableType;
use super::site::SchemaSite;
use super::{Schemas, Task, unions};
use crate::diagnostic::Code;
use crate::document::{Additional, Document, Kind, SchemaId, SchemaRef};
use crate::model::{Shape, StructKind, Type, TypeId};
use crate::text::pointer::Pointer;

mod alternatives;
mod collect;
mod conflicts;
mod union;

pub(super) use collect::{Collected, Description, parts};

impl<'d> Schemas<'d> {
    /// Steps into an `allOf` of several parts.
    pub(super) fn all_of(&mut self, id: SchemaId, site: &SchemaSite) -> Step {
        let document = self.document;
        if let Some(choice) = self.families.own_choice(id) {
            return self.choice(choice, id, site);
        }
        let nullable = is_nullable(document, id);
        let parts = self.meant(parts(document[id].all_of(), &site.pointer));
        let is_heir = parts.iter().any(|(part, _)| self.families.is_heir(id, *part));
        if let [(only, _)] = parts.as_slice()
            && !is_heir
        {
            return Step::Wraps(*only, nullable);
        }
        if let Some(ty) = self.union_of_merged(id, &parts, site) {
            return Step::Is(NullableType { ty, nullable });
        }
        let of_objects = |(part, _): &(SchemaRef, Pointer)| {
            type_name(document, *part).is_none_or(|name| name == "object")
        };
        let are_objects = parts.iter().all(of_objects);
        let collected = if are_objects { self.collect(parts.clone()) } else { None };
        let Some(collected) = collected else {
            let ty = self.narrowest(parts, site);
            return Step::Is(NullableType { ty, nullable });
        };
        if collected.properties.is_empty() && !is_heir {
            let additional = collected.additional.map_or(Additional::Unsaid, |(of, _)| of);
            return map_step(additional, site);
        }
        let ty = Type::Named(self.structure(collected, id, site, StructKind::Json));
        Step::Is(NullableType { ty, nullable })
    }

    /// Returns the parts without those whose keywords mean nothing for the type of the others, such
    /// as `additionalProperties` beside a reference to an enum.
    fn meant(&mut self, parts: Vec<(SchemaRef, Pointer)>) -> Vec<(SchemaRef, Pointer)> {
        let document = self.document;
        let said = parts.iter().filter(|(part, _)| !document[*part].implied);
        let Some(name) = said.into_iter().find_map(|(part, _)| type_name(document, *part)) else {
            return parts;
        };
        let is_foreign = |(part, _): &(SchemaRef, Pointer)| {
            document[*part].implied && type_name(document, *part).is_some_and(|own| own != name)
        };
        let (foreign, meant): (Vec<_>, Vec<_>) = parts.into_iter().partition(is_foreign);
        for (part, at) in foreign {
            let own = type_name(document, part).unwrap_or_default();
            let message =
                format!("keywords of the type `{own}` mean nothing for `{name}`; ignored");
            self.diagnostics.add(Code::KeywordIgnored, &at, message);
        }
        meant
    }

    /// Returns the type of parts that are not all objects: at once for scalars; else it is an
    /// alias, once the types of the parts are known.
    fn narrowest(&mut self, parts: Vec<(SchemaRef, Pointer)>, site: &SchemaSite) -> Type {
        let document = self.document;
        let is_scalar = |(part, _): &(SchemaRef, Pointer)| {
            document[*part].is_scalar() || unions::is_enum(document, &document[*part])
        };
        if parts.iter().all(is_scalar) {
            let of_part = |(schema, pointer)| {
                let at = SchemaSite { pointer, name: site.name.clone() };
                self.declare(schema, &at)
            };
            let types = parts.into_iter().map(of_part).collect();
            return self.narrowest_of(types, site).ty;
        }
        let owner = self.reserve_struct(site, StructKind::Json);
        self.tasks.push(Task::FinishNarrowest { id: owner, site: site.clone() });
        for (schema, pointer) in parts.into_iter().rev() {
            let site = SchemaSite { pointer, name: site.name.clone() };
            self.tasks.push(Task::Part { owner, schema, site });
        }
        Type::Named(owner)
    }

    /// Decides for the one type that the parts have.
    pub(super) fn finish_narrowest(&mut self, id: TypeId, site: &SchemaSite) {
        let mut parts = self.parts.remove(&id).unwrap_or_default();
        parts.retain(|part| part.ty != Type::Named(id));
        let typed = self.narrowest_of(parts, site);
        let typed = self.sound_alias(id, typed, site);
        self.aliases.insert(id, typed);
    }

    /// Returns the narrowest of the types of parts, or any value if there is none.
    fn narrowest_of(&mut self, parts: Vec<NullableType>, site: &SchemaSite) -> NullableType {
        let mut distinct: Vec<NullableType> = Vec::new();
        for part in parts {
            let resolved = self.resolve(&part.ty);
            let part =
                NullableType { nullable: part.nullable || resolved.nullable, ty: resolved.ty };
            if part.ty != Type::Json && !distinct.iter().any(|other| other.ty == part.ty) {
                distinct.push(part);
            }
        }
        let all = distinct.clone();
        let has_narrower = |part: &NullableType| {
            all.iter().any(|other| other.ty != part.ty && self.is_narrower(&other.ty, &part.ty))
        };
        distinct.retain(|part| !has_narrower(part));
        if let Some(values) = self.common_values(&distinct) {
            let ty = self.text_enum(&values, None, site);
            let nullable = distinct.iter().all(|part| part.nullable);
            distinct = vec![NullableType { ty, nullable }];
        }
        match <[NullableType; 1]>::try_from(distinct) {
            Ok([only]) => only,
            Err(_) => {
                let message = "the parts of this `allOf` are of several types; read as any value";
                self.diagnostics.add(Code::Widened, &site.pointer, message);
                NullableType::plain(Type::Json)
            }
        }
    }

    /// Returns the values that several enums of texts have in common.
    fn common_values(&self, types: &[NullableType]) -> Option<Vec<String>> {
        let all = types.iter().map(|part| self.values_of(&part.ty)).collect::<Option<Vec<_>>>()?;
        let (first, others) = all.split_first()?;
        let is_common = |value: &&String| others.iter().all(|other| other.contains(value));
        let common: Vec<String> = first.iter().filter(is_common).cloned().collect();
        (!others.is_empty() && !common.is_empty()).then_some(common)
    }

    /// Returns the values of an enum of texts, in their order.
    fn values_of(&self, ty: &Type) -> Option<Vec<String>> {
        match self.decl_in(ty).map(|decl| &decl.shape) {
            Some(Shape::Enum(decl)) if matches!(ty, Type::Named(_)) => {
                Some(decl.values.iter().map(|value| value.wire.clone()).collect())
            }
            _ => None,
        }
    }
}

/// Returns whether null is meant to be allowed: by a part that stands in place, as people write it
/// beside a reference, or by all parts.
fn is_nullable(document: &Document, id: SchemaId) -> bool {
    let parts = document[id].all_of();
    let in_place = |part: &SchemaRef| !part.is_reference() && document[*part].nullable;
    parts.iter().any(in_place) || parts.iter().all(|part| document[*part].nullable)
}

/// Returns the name of the type that all values of a schema have.
fn type_name(document: &Document, schema: SchemaRef) -> Option<&'static str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        if !seen.insert(next.id) {
            continue;
        }
        return Some(match &document[next].kind {
            Kind::Boolean => "boolean",
            Kind::Integer(_) | Kind::Number(_) => "number",
            Kind::Text(_) => "string",
            Kind::Array(_) => "array",
            Kind::Object(_) => "object",
            Kind::AllOf(parts) => {
                open.extend(parts.iter().rev());
                continue;
            }
            // Its first arm decides; arms of several types are no case for this.
            Kind::Choice(_, arms) => {
                open.extend(arms.first());
                continue;
            }
            Kind::Any | Kind::Mixed | Kind::Not => continue,
        });
    }
    None
}
