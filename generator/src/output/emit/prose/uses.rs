//! The calls that take and return a type.

use super::document::links;
use crate::model::{Shape, TypeId};
use crate::output::emit::context::Context;
use crate::output::emit::context::uses::Role;
use crate::output::emit::named::Named;

/// As many calls as are named; of the others there is the number.
const MOST: usize = 2;

/// "Returned by [`Boats::get`](…), [`Boats::list`](…); taken by [`Boats::replace`](…).": for a type
/// that is the whole body or response of a call, or the items of it.
pub(super) fn of_type(context: Context<'_>, id: TypeId) -> Option<String> {
    let uses = context.model.uses.get(id);
    let of = |role| {
        let mut uses = uses.iter().filter(|one| one.role == role);
        let named: Vec<String> =
            uses.by_ref().take(MOST).map(|one| links::method(context, one.place)).collect();
        match (named.join(", "), uses.count()) {
            (named, _) if named.is_empty() => None,
            (named, 0) => Some(named),
            (named, more) => Some(format!("{named} and {more} more")),
        }
    };
    match (of(Role::Response), of(Role::Body)) {
        (Some(response), Some(body)) => Some(format!("Returned by {response}; taken by {body}.")),
        (Some(response), None) => Some(format!("Returned by {response}.")),
        (None, Some(body)) => Some(format!("Taken by {body}.")),
        (None, None) => None,
    }
}

/// "Call of [`Boats::list`](…), with its optional parameters: [`rig`](Self::rig)."
pub(super) fn of_call(context: Context<'_>, named: &Named<'_>) -> Option<String> {
    let uses = context.model.uses.get(named.id);
    let call = uses.iter().find(|one| one.role == Role::Call)?;
    let method = links::method(context, call.place);
    let setters = match &named.decl.shape {
        Shape::Struct(decl) => named.structure(decl).fields,
        _ => Vec::new(),
    };
    let setters = setters.iter().filter(|named| !named.field.required);
    let setters: Vec<String> =
        setters.map(|named| format!("[`{0}`](Self::{0})", named.setter)).collect();
    Some(match setters.as_slice() {
        [] => format!("Call of {method}, with its optional body."),
        [only] => format!("Call of {method}, with its optional parameter {only}."),
        several => {
            format!("Call of {method}, with its optional parameters: {}.", several.join(", "))
        }
    })
}
