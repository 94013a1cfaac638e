//! Objects: properties become fields, and `allOf` becomes one struct.

use openapiv3::{AdditionalProperties, ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind};

use super::gathered::Gathered;
use super::schemas::{Place, Typed};
use super::{Builder, constraints};
use crate::diagnostic::Code;
use crate::model::{Access, Direction, Field, Shape, Struct, StructKind, Type, TypeDecl, TypeId};
use crate::pointer::Pointer;

impl<'d> Builder<'d> {
    /// The type of an object that has properties.
    pub(super) fn object(
        &mut self,
        data: &SchemaData,
        object: &'d ObjectType,
        place: &Place,
        reserved: Option<TypeId>,
    ) -> Type {
        if let Some(items) = self.page_items(object) {
            let place = Place {
                pointer: place.pointer.child("properties").child("results"),
                name: place.name.clone(),
            };
            return Type::Page(Box::new(self.boxed_items(items, &place)));
        }
        let id = reserved.unwrap_or_else(|| self.reserve(place));
        let mut gathered = Gathered::default();
        gathered.add(object, &place.pointer);
        self.finish(id, gathered, data, place, StructKind::Json);
        Type::Named(id)
    }

    /// The type of an `allOf`: the one thing it wraps, or one struct of all its parts.
    pub(super) fn all_of(
        &mut self,
        data: &'d SchemaData,
        arms: &'d [ReferenceOr<Schema>],
        place: &Place,
        reserved: Option<TypeId>,
    ) -> Typed {
        if let [only] = arms {
            return self.schema(only, place);
        }
        if let Some(ty) = self.union_of_merged(data, arms, place, reserved) {
            return Typed { ty, nullable: false };
        }
        let mut gathered = Gathered::default();
        if self.gather(&mut gathered, arms, &place.pointer, &mut Vec::new()).is_none() {
            return self.narrowest(arms, place, reserved);
        }
        if gathered.properties.is_empty() {
            let rest = gathered.rest.take().map(|(rest, _)| rest);
            reserved.into_iter().for_each(|id| self.forget(id));
            return Typed { ty: self.map(rest, place), nullable: false };
        }
        let id = reserved.unwrap_or_else(|| self.reserve(place));
        self.finish(id, gathered, data, place, StructKind::Json);
        Typed { ty: Type::Named(id), nullable: false }
    }

    /// Parts that are not all objects: the one type that they say, an enum before plain text, else any value.
    fn narrowest(
        &mut self,
        arms: &'d [ReferenceOr<Schema>],
        place: &Place,
        reserved: Option<TypeId>,
    ) -> Typed {
        let mut found: Vec<Typed> = Vec::new();
        for (index, arm) in arms.iter().enumerate() {
            let pointer = place.pointer.child("allOf").child(index);
            let typed = self.schema(arm, &Place { pointer, name: place.name.clone() });
            let says_nothing =
                typed.ty == Type::Json || reserved.is_some_and(|id| typed.ty == Type::Named(id));
            if !says_nothing && !found.iter().any(|known| known.ty == typed.ty) {
                found.push(typed);
            }
        }
        if found.iter().any(|typed| self.is_enum(&typed.ty)) {
            found.retain(|typed| typed.ty != Type::String);
        }
        reserved.into_iter().for_each(|id| self.forget(id));
        match <[Typed; 1]>::try_from(found) {
            Ok([only]) => only,
            Err(_) => {
                let message = "the parts of this `allOf` are of several types; read as any value";
                self.diagnostics.add(Code::Widened, &place.pointer, message);
                Typed { ty: Type::Json, nullable: false }
            }
        }
    }

    pub(super) fn is_enum(&self, ty: &Type) -> bool {
        let shape = ty.named().and_then(|id| self.types.get(id.0)).map(|decl| &decl.shape);
        matches!(shape, Some(Shape::Enum(_)))
    }

    pub(super) fn finish(
        &mut self,
        id: TypeId,
        gathered: Gathered<'d>,
        data: &SchemaData,
        place: &Place,
        kind: StructKind,
    ) {
        let mut fields = Vec::new();
        for (name, described) in &gathered.properties {
            let required = gathered.required.contains(name) && !gathered.optional.contains(name);
            let Some(mut field) = self.overlapping(id, name, described, required, kind) else {
                continue;
            };
            if field.docs.text.is_none() && !self.is_enum(&field.ty) {
                field.docs.text = gathered.said.get(name).map(|text| (*text).to_owned());
            }
            fields.push(field);
        }
        for name in gathered.required.iter().filter(|name| !gathered.properties.contains_key(*name))
        {
            let message =
                format!("`{name}` is required but not described; any value may stand there");
            self.diagnostics.add(Code::Widened, &place.pointer, message);
            fields.push(undescribed(name, &place.pointer));
        }
        let additional = gathered.rest.and_then(|(rest, at)| match rest {
            AdditionalProperties::Any(false) => None,
            AdditionalProperties::Any(true) => Some(Type::Json),
            AdditionalProperties::Schema(schema) => {
                Some(self.schema(schema, &Place::part(id, "extra", at)).member())
            }
        });
        fields.sort_by(|a, b| a.wire.cmp(&b.wire));
        self.define(
            id,
            TypeDecl {
                pointer: place.pointer.clone(),
                name: place.name.clone(),
                description: data.description.clone().or(gathered.description),
                deprecated: data.deprecated,
                direction: Direction::Both,
                shape: Shape::Struct(Struct { additional, ..Struct::new(kind, fields) }),
            },
        );
    }

    pub(super) fn field(
        &mut self,
        owner: TypeId,
        name: &str,
        schema: &'d ReferenceOr<Box<Schema>>,
        at: &Pointer,
        required: bool,
        kind: StructKind,
    ) -> Field {
        let place = Place::part(owner, name, at.clone());
        let typed = match self.file(schema).filter(|_| kind == StructKind::Multipart) {
            Some(ty) => Typed { ty, nullable: false },
            None => self.boxed(schema, &place),
        };
        let (docs, access, deprecated) = match schema {
            ReferenceOr::Item(schema) => (
                constraints::docs(schema),
                access(schema, &self.parts_of(schema)),
                schema.schema_data.deprecated,
            ),
            ReferenceOr::Reference { .. } => {
                let target = self.resolve_boxed(schema);
                let access = target.map_or(Access::ReadWrite, |target| access(target, &[]));
                (target.map(constraints::of_target).unwrap_or_default(), access, false)
            }
        };
        let docs = self.without_values(docs, &typed.ty);
        Field {
            required,
            nullable: typed.nullable,
            access,
            deprecated,
            docs,
            ..Field::new(name, at.clone(), typed.ty)
        }
    }

    /// The schemas that a wrapper stands for, whose flags are its own.
    fn parts_of(&self, schema: &'d Schema) -> Vec<&'d Schema> {
        let SchemaKind::AllOf { all_of } = &schema.schema_kind else { return Vec::new() };
        all_of.iter().filter_map(|arm| self.resolve_schema(arm)).collect()
    }
}

fn undescribed(name: &str, at: &Pointer) -> Field {
    Field { required: true, described: false, ..Field::new(name, at.child("required"), Type::Json) }
}

/// A property that is both belongs to neither direction in the specification; it is shown in both.
fn access(schema: &Schema, parts: &[&Schema]) -> Access {
    let all = || parts.iter().copied().chain([schema]);
    let read_only = all().any(|schema| schema.schema_data.read_only);
    let write_only = all().any(|schema| schema.schema_data.write_only);
    match (read_only, write_only) {
        (true, false) => Access::ReadOnly,
        (false, true) => Access::WriteOnly,
        _ => Access::ReadWrite,
    }
}
