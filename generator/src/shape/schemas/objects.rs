//! Objects: properties become fields.

use std::collections::BTreeMap;

use super::all_of::{Collected, Description};
use super::nullable::NullableType;
use super::site::SchemaSite;
use super::{Schemas, Task, constraints, files};
use crate::diagnostic::Code;
use crate::document::{Additional, Kind, Object, Schema, SchemaId, SchemaRef};
use crate::model::{Access, Field, Shape, StructKind, Type, TypeId};
use crate::text::pointer::Pointer;

/// A field that is to be added to a struct.
pub(super) struct FieldTask<'d> {
    pub owner: TypeId,
    pub kind: StructKind,
    pub wire: &'d str,
    pub required: bool,
    /// The schemas of the property, one for each part that describes it.
    pub descriptions: Vec<Description>,
    /// The schemas of which a value has to fit one, if nothing else describes the property.
    pub alternatives: Vec<Description>,
    /// The text of the first part that has one.
    pub text: Option<&'d str>,
}

/// The parts of an object that another struct has.
pub(in crate::shape) struct Flattened {
    pub fields: Vec<Field>,
    /// The properties that it does not name, and the place that speaks of them.
    pub additional: Option<(Additional, Pointer)>,
}

impl<'d> Schemas<'d> {
    /// Declares the struct of an object that has properties.
    pub(super) fn object(&mut self, id: SchemaId, object: &'d Object, site: &SchemaSite) -> Type {
        let mut collected = Collected::default();
        collected.add(self.document, object, &site.pointer);
        Type::Named(self.structure(collected, id, site, StructKind::Json))
    }

    /// Declares a struct of the properties that were collected, annotated as a schema is.
    pub(super) fn structure(
        &mut self,
        mut collected: Collected<'d>,
        annotated: SchemaId,
        site: &SchemaSite,
        kind: StructKind,
    ) -> TypeId {
        let owner = self.reserve_struct(site, kind);
        let schema = &self.document[annotated];
        let decl = self.decl_mut(owner);
        decl.deprecated = schema.deprecated;
        decl.description = schema.description.clone().or(collected.description.map(str::to_owned));
        if let Some((additional, at)) = collected.additional.take() {
            match additional {
                Additional::Unsaid | Additional::Closed => {}
                Additional::Open => {
                    if let Shape::Struct(decl) = &mut decl.shape {
                        decl.additional = Some(Type::Json);
                    }
                }
                Additional::Of(schema) => {
                    let site = SchemaSite::part(owner, "extra", at);
                    self.tasks.push(Task::Additional { owner, schema, site });
                }
            }
        }
        // The stack gives the last task first.
        let tasks = field_tasks(collected, owner, kind);
        self.tasks.extend(tasks.into_iter().rev().map(Task::Field));
        owner
    }

    /// Returns what an object gives to another struct; `None` if it is no object.
    pub(in crate::shape) fn fields_for(
        &mut self,
        owner: TypeId,
        schema: SchemaRef,
        at: &Pointer,
    ) -> Option<Flattened> {
        let mut collected = match &self.document[schema].kind {
            Kind::Object(_) | Kind::AllOf(_) => self.collect(vec![(schema, at.clone())])?,
            _ => return None,
        };
        let additional = collected.additional.take();
        let tasks = field_tasks(collected, owner, StructKind::Parameters);
        let mut fields: Vec<Field> = tasks.iter().map(|task| self.field_of(task)).collect();
        self.run();
        for field in &mut fields {
            field.ty = self.resolve(&field.ty).ty;
        }
        Some(Flattened { fields, additional })
    }

    pub(super) fn add_field(&mut self, task: &FieldTask<'d>) {
        let field = self.field_of(task);
        if let Shape::Struct(decl) = &mut self.decl_mut(task.owner).shape {
            decl.fields.push(field);
        }
    }

    fn field_of(&mut self, task: &FieldTask<'d>) -> Field {
        let field = self.unified_field(task).or_else(|| self.alternative_field(task));
        let mut field = field.unwrap_or_else(|| self.undescribed(task));
        if field.docs.text.is_none() && !self.is_enum(&field.ty) {
            field.docs.text = task.text.map(str::to_owned);
        }
        field
    }

    /// Returns the field of a property that is required and described nowhere.
    fn undescribed(&mut self, task: &FieldTask<'d>) -> Field {
        let pointer = self[task.owner].pointer.clone();
        let message =
            format!("`{}` is required but not described; any value may stand there", task.wire);
        self.diagnostics.add(Code::Widened, &pointer, message);
        Field {
            required: true,
            described: false,
            ..Field::new(task.wire, pointer.child("required"), Type::Json)
        }
    }

    /// Returns the field of a property by one of its descriptions.
    pub(super) fn field(&mut self, task: &FieldTask<'d>, described: &Description) -> Field {
        let (schema, at) = described;
        let file = files::file(self.document, *schema).filter(|_| task.kind.is_form());
        let typed = match file {
            Some(ty) => NullableType::plain(ty),
            None => self.declare(*schema, &SchemaSite::part(task.owner, task.wire, at.clone())),
        };
        let target = &self.document[*schema];
        let (docs, access, deprecated) = if schema.is_reference() {
            (constraints::of_target(self.document, target), self.access(target, &[]), false)
        } else {
            let access = self.access(target, target.all_of());
            (constraints::docs(self.document, target), access, target.deprecated)
        };
        Field {
            required: task.required,
            nullable: typed.nullable,
            access,
            deprecated,
            docs: self.without_values(docs, &typed.ty),
            ..Field::new(task.wire, at.clone(), typed.ty)
        }
    }

    /// Returns the direction that a schema allows, or the schemas that it wraps.
    ///
    /// A property that is read-only and write-only belongs to neither direction in the
    /// specification; it is shown in both.
    fn access(&self, schema: &Schema, parts: &[SchemaRef]) -> Access {
        let all = || parts.iter().map(|part| &self.document[*part]).chain([schema]);
        let read_only = all().any(|schema| schema.read_only);
        let write_only = all().any(|schema| schema.write_only);
        match (read_only, write_only) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            _ => Access::ReadWrite,
        }
    }

    /// Returns whether a type is or contains an enum of texts.
    pub(super) fn is_enum(&self, ty: &Type) -> bool {
        matches!(self.decl_in(ty).map(|decl| &decl.shape), Some(Shape::Enum(_)))
    }

    /// Returns the site of a schema within a component: its name is that of the component which it
    /// stands in, and not of one that includes that.
    pub(super) fn home_site(&self, site: &SchemaSite) -> SchemaSite {
        use crate::model::{NameHint, Owner, Site, Words};

        let NameHint::Part(Site { owner: Owner::Type(owner), part }) = &site.name else {
            return site.clone();
        };
        let within = is_within(&site.pointer, &self[*owner].pointer);
        match site.pointer.tokens().nth(2) {
            Some(component) if !within && site.pointer.as_str().starts_with("/components/") => {
                SchemaSite::words(Words::plain(component).part(part), site.pointer.clone())
            }
            _ => site.clone(),
        }
    }
}

/// Returns the tasks for the fields of an object, in the order of their names.
fn field_tasks(collected: Collected<'_>, owner: TypeId, kind: StructKind) -> Vec<FieldTask<'_>> {
    let Collected { properties: described, required, texts, mut alternatives, .. } = collected;
    let undescribed = required.iter().chain(alternatives.keys());
    let undescribed = undescribed.map(|name| (*name, Vec::new()));
    let mut properties: BTreeMap<&str, Vec<Description>> = undescribed.collect();
    properties.extend(described);
    let task = |(wire, descriptions)| FieldTask {
        owner,
        kind,
        wire,
        required: required.contains(wire),
        text: texts.get(wire).copied(),
        descriptions,
        alternatives: alternatives.remove(wire).unwrap_or_default(),
    };
    properties.into_iter().map(task).collect()
}

fn is_within(pointer: &Pointer, outer: &Pointer) -> bool {
    pointer.as_str().strip_prefix(outer.as_str()).is_some_and(|rest| rest.starts_with('/'))
}
