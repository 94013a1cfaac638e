//! Constants: required fields that have only one value, which constructors fill in.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::model::{Constraint, Held, Presence, Shape, Type};
use crate::output::emit::context::Context;
use crate::output::emit::named::NamedField;
use crate::output::emit::types::spelled;

/// `ScenarioKind::Call`, or `true`: the only value of a field that is always there.
pub(in crate::output::emit) fn constant(
    context: Context<'_>,
    named: &NamedField<'_>,
) -> Option<TokenStream> {
    let field = named.field;
    if named.presence() != Presence::Required || field.held != Held::Plain {
        return None;
    }
    match &field.ty {
        Type::Named(id) => {
            let values = match &context.api[*id].shape {
                Shape::Enum(decl) => decl.values.len(),
                Shape::IntegerEnum(values) => values.len(),
                Shape::Struct(_) | Shape::Union(_) => return None,
            };
            let [only] = context.names[*id].members.as_slice() else { return None };
            let (ty, variant) = (spelled(context, &field.ty), &only.name);
            (values == 1).then(|| quote!(#ty::#variant))
        }
        Type::Bool => field.docs.constraints.iter().find_map(|constraint| match constraint {
            Constraint::Values(values) => match values.as_slice() {
                [Value::Bool(flag)] => Some(quote!(#flag)),
                _ => None,
            },
            _ => None,
        }),
        _ => None,
    }
}
