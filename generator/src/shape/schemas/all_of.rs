//! `allOf`: the one thing that it wraps, one struct of all its parts, or a union of such structs.

use super::kinds::{Step, map_step};
use super::nullable::NullableType;
use super::site::SchemaSite;
use super::{Schemas, Task};
use crate::diagnostic::Code;
use crate::document::{Additional, SchemaId};
use crate::model::{StructKind, Type, TypeId};

mod collect;
mod conflicts;
mod union;

pub(super) use collect::{Collected, Description, parts};

impl<'d> Schemas<'d> {
    /// Steps into an `allOf` of several parts.
    pub(super) fn all_of(&mut self, id: SchemaId, site: &SchemaSite) -> Step {
        let document = self.document;
        if let Some(ty) = self.union_of_merged(id, site) {
            return Step::Is(NullableType::plain(ty));
        }
        let Some(collected) = self.collect(parts(document[id].all_of(), &site.pointer)) else {
            return Step::Is(NullableType::plain(self.narrowest(id, site)));
        };
        if collected.properties.is_empty() {
            let additional = collected.additional.map_or(Additional::Unsaid, |(of, _)| of);
            return map_step(additional, site);
        }
        let ty = Type::Named(self.structure(collected, id, site, StructKind::Json));
        Step::Is(NullableType::plain(ty))
    }

    /// Declares a type for parts that are not all objects, which is an alias once theirs are known.
    fn narrowest(&mut self, id: SchemaId, site: &SchemaSite) -> Type {
        let owner = self.reserve_struct(site, StructKind::Json);
        self.tasks.push(Task::FinishNarrowest { id: owner, site: site.clone() });
        let of_whole = parts(self.document[id].all_of(), &site.pointer);
        for (schema, pointer) in of_whole.into_iter().rev() {
            let site = SchemaSite { pointer, name: site.name.clone() };
            self.tasks.push(Task::Part { owner, schema, site });
        }
        Type::Named(owner)
    }

    /// Decides for the one type that the parts have, an enum before plain text, else any value.
    pub(super) fn finish_narrowest(&mut self, id: TypeId, site: &SchemaSite) {
        let mut distinct: Vec<NullableType> = Vec::new();
        for part in self.parts.remove(&id).unwrap_or_default() {
            let resolved = self.resolve(&part.ty);
            let part =
                NullableType { nullable: part.nullable || resolved.nullable, ty: resolved.ty };
            let is_informative = part.ty != Type::Json && part.ty != Type::Named(id);
            if is_informative && !distinct.iter().any(|other| other.ty == part.ty) {
                distinct.push(part);
            }
        }
        if distinct.iter().any(|part| self.is_enum(&part.ty)) {
            distinct.retain(|part| part.ty != Type::String);
        }
        let typed = match <[NullableType; 1]>::try_from(distinct) {
            Ok([only]) => only,
            Err(_) => {
                let message = "the parts of this `allOf` are of several types; read as any value";
                self.diagnostics.add(Code::Widened, &site.pointer, message);
                NullableType::plain(Type::Json)
            }
        };
        self.aliases.insert(id, typed);
    }
}
