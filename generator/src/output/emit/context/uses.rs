//! The first operation that takes or returns each type.

use std::collections::BTreeMap;

use crate::model::{Api, BodyContent, Operation, Output, Type, TypeId};

/// For each type, the first operation that takes or returns it.
#[derive(Debug, Default)]
pub(crate) struct Uses(BTreeMap<TypeId, Use>);

/// A type's place in an operation.
#[derive(Clone, Copy, Debug)]
pub(in crate::output::emit) struct Use {
    /// The indices of the resource, and of the operation there.
    pub resource: usize,
    pub operation: usize,
    pub role: Role,
}

/// The role of a type in an operation.
#[derive(Clone, Copy, Debug)]
pub(in crate::output::emit) enum Role {
    Call,
    Response,
    Body,
    ResponseItem,
    BodyItem,
}

impl Uses {
    pub(crate) fn of(api: &Api) -> Self {
        let mut uses = BTreeMap::new();
        for (resource, decl) in api.resources.iter().enumerate() {
            for (operation, decl) in decl.operations.iter().enumerate() {
                for (id, role) in roles(decl) {
                    uses.entry(id).or_insert(Use { resource, operation, role });
                }
            }
        }
        Self(uses)
    }

    pub(in crate::output::emit) fn get(&self, id: TypeId) -> Option<Use> {
        self.0.get(&id).copied()
    }
}

/// Lists the types of an operation; the role that describes a type best comes first.
fn roles(operation: &Operation) -> Vec<(TypeId, Role)> {
    let body = match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Json(ty, _) | BodyContent::Form(ty, _)) => Some(ty.clone()),
        Some(BodyContent::Multipart(id) | BodyContent::JsonOrMultipart(id, _)) => {
            Some(Type::Named(*id))
        }
        _ => None,
    };
    let response = match &operation.output {
        Output::Json(ty) | Output::Optional(ty) => Some(ty.clone()),
        _ => None,
    };
    let parameters = operation.parameters.map(|id| (id, Role::Call));
    let of = |ty: &Option<Type>, role, item| {
        let ty = ty.as_ref()?;
        let id = ty.named()?;
        Some((id, if *ty == Type::Named(id) { role } else { item }))
    };
    let response = of(&response, Role::Response, Role::ResponseItem);
    let body = of(&body, Role::Body, Role::BodyItem);
    let mut roles: Vec<(TypeId, Role)> = [response, body].into_iter().flatten().collect();
    roles.sort_by_key(|(_, role)| matches!(role, Role::ResponseItem | Role::BodyItem));
    parameters.into_iter().chain(roles).collect()
}
