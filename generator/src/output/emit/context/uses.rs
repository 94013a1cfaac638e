//! The operations that take and return each type.

use std::collections::BTreeMap;

use super::links::Place;
use crate::model::{Api, BodyContent, Operation, Shape, Type, TypeId};

/// For each type the operations that take or return it as a whole, in their order.
#[derive(Debug, Default)]
pub(crate) struct Uses(BTreeMap<TypeId, Vec<Use>>);

/// A type's place in an operation.
#[derive(Clone, Copy, Debug)]
pub(in crate::output::emit) struct Use {
    pub place: Place,
    pub role: Role,
}

/// The role of a type in an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::output::emit) enum Role {
    Call,
    Response,
    Body,
}

impl Uses {
    pub(crate) fn of(api: &Api) -> Self {
        let mut uses: BTreeMap<TypeId, Vec<Use>> = BTreeMap::new();
        for (resource, decl) in api.resources.iter().enumerate() {
            for (operation, decl) in decl.operations.iter().enumerate() {
                let place = Place { resource, operation };
                for (id, role) in roles(api, decl) {
                    uses.entry(id).or_default().push(Use { place, role });
                }
            }
        }
        Self(uses)
    }

    pub(in crate::output::emit) fn get(&self, id: TypeId) -> &[Use] {
        self.0.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// Lists the types of an operation, those that lists and pages are made of among them.
fn roles(api: &Api, operation: &Operation) -> Vec<(TypeId, Role)> {
    let body = match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Json(ty, _) | BodyContent::Form(ty, _)) => ty.named(),
        Some(BodyContent::Multipart(id) | BodyContent::JsonOrMultipart(id, _)) => Some(*id),
        _ => None,
    };
    let response = operation.output.ty().and_then(Type::named);
    let events = operation.stream.as_ref().and_then(|stream| stream.data.named());
    // The arms of a choice by status are responses, too.
    let arms = response.into_iter().flat_map(|id| match &api[id].shape {
        Shape::Union(union) if !union.statuses.is_empty() => union.arms.as_slice(),
        _ => &[],
    });
    let call = operation.parameters.map(|id| (id, Role::Call));
    let body = body.map(|id| (id, Role::Body));
    let mut roles: Vec<(TypeId, Role)> = call.into_iter().chain(body).collect();
    let responses = response.into_iter().chain(events).chain(arms.filter_map(|arm| arm.ty.named()));
    for response in responses.map(|id| (id, Role::Response)) {
        if !roles.contains(&response) {
            roles.push(response);
        }
    }
    roles
}
