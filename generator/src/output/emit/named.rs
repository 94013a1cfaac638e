//! Declared types together with their names, so that an emitter takes one thing and joins nothing.

use proc_macro2::TokenStream;
use quote::{ToTokens, TokenStreamExt};

use super::context::Context;
use crate::model::{
    Direction, Field, Operation, PathParameter, Presence, Struct, Type, TypeDecl, TypeId,
};
use crate::names::{Member, MethodNames, Name, TypeNames};

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(self.ident());
    }
}

/// A declared type with its names.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub id: TypeId,
    pub decl: &'a TypeDecl,
    names: &'a TypeNames,
    has_request_half: bool,
}

/// A struct with its names.
pub(super) struct NamedStruct<'a> {
    pub named: Named<'a>,
    pub decl: &'a Struct,
    pub fields: Vec<NamedField<'a>>,
    /// The field for the properties that have none of their own, and the type of their values.
    pub additional: Option<(&'a Name, &'a Type)>,
    /// True if requests send another type in its place.
    pub has_request_half: bool,
}

/// A field with its names.
#[derive(Clone, Copy)]
pub(super) struct NamedField<'a> {
    pub field: &'a Field,
    pub name: &'a Name,
    pub setter: &'a Name,
}

impl<'a> Named<'a> {
    pub(super) fn new(context: Context<'a>, id: TypeId) -> Self {
        let model = context.model;
        let has_request_half = model.halves.contains(&id);
        Self { id, decl: &model.api[id], names: &model.names[id], has_request_half }
    }

    pub(super) fn name(&self) -> &'a Name {
        &self.names.name
    }

    /// Joins the members of the type with their names.
    pub(super) fn members<T>(&self, members: &'a [T]) -> impl Iterator<Item = (&'a T, &'a Name)> {
        self.joined(members).map(|(member, names)| (member, &names.name))
    }

    /// Joins the type, which is this struct, with its names.
    pub(super) fn structure(self, decl: &'a Struct) -> NamedStruct<'a> {
        let field = |(field, names): (&'a Field, &'a Member)| NamedField {
            field,
            name: &names.name,
            setter: &names.setter,
        };
        NamedStruct {
            named: self,
            decl,
            fields: self.joined(&decl.fields).map(field).collect(),
            additional: self.names.additional.as_ref().zip(decl.additional.as_ref()),
            has_request_half: self.has_request_half,
        }
    }

    fn joined<T>(&self, members: &'a [T]) -> impl Iterator<Item = (&'a T, &'a Member)> {
        debug_assert_eq!(members.len(), self.names.members.len(), "a name for each member");
        members.iter().zip(&self.names.members)
    }
}

impl<'a> NamedStruct<'a> {
    pub(super) fn name(&self) -> &'a Name {
        self.named.name()
    }

    pub(super) fn direction(&self) -> Direction {
        self.named.decl.direction
    }

    /// Splits the fields into those that the constructor takes and those that have a setter.
    pub(super) fn required_and_optional(&self) -> (Vec<NamedField<'a>>, Vec<NamedField<'a>>) {
        self.fields.iter().partition(|field| field.presence().is_required())
    }
}

impl NamedField<'_> {
    pub(super) fn presence(&self) -> Presence {
        self.field.presence
    }
}

/// An operation with its names.
pub(super) struct NamedOperation<'a> {
    pub operation: &'a Operation,
    pub name: &'a Name,
    /// The method that waits for its job.
    pub waiting: Option<&'a Name>,
    /// The method for its stream of events.
    pub streaming: Option<&'a Name>,
    pub path: Vec<(&'a PathParameter, &'a Name)>,
    /// The parameters that each call has to give.
    pub required: Vec<(&'a Field, &'a Name)>,
    /// The type of its calls, if it has optional parameters.
    pub call: Option<&'a Name>,
}

impl<'a> NamedOperation<'a> {
    pub(super) fn new(
        context: Context<'a>,
        operation: &'a Operation,
        names: &'a MethodNames,
    ) -> Self {
        let api = context.model.api;
        Self {
            operation,
            name: &names.name,
            waiting: names.waiting.as_ref(),
            streaming: names.streaming.as_ref(),
            path: operation.path_parameters.iter().zip(&names.in_path).collect(),
            required: api.required_parameters(operation).zip(&names.required).collect(),
            call: api.own_call(operation).map(|id| &context.model.names[id].name),
        }
    }
}
