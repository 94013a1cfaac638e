//! Tags that no arm declares: a member of the value all the same, unless the object around the
//! union has it.

use super::external_tags::at_level;
use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Api, Shape, TypeId};

/// Decides for each tag that no arm declares where it is.
pub(in crate::shape) fn place(api: &mut Api, diagnostics: &mut Diagnostics) {
    let undeclared: Vec<(TypeId, String)> = api
        .ids()
        .filter_map(|id| match &api[id].shape {
            Shape::Union(union) => {
                let tag = union.tag.as_ref().filter(|tag| !tag.is_declared)?;
                Some((id, tag.name.clone()))
            }
            _ => None,
        })
        .collect();
    for (id, name) in undeclared {
        // Beside the value, or beside the list or map that it is in.
        let up = [1, 2].into_iter().find(|up| is_at_level(api, id, *up, &name));
        let place = match up {
            None => "in the value",
            Some(1) => "beside the value",
            Some(_) => "beside the list or map of the value",
        };
        let message =
            format!("no arm has the discriminator `{name}`; it is read and written {place}");
        diagnostics.add(Code::Widened, &api[id].pointer, message);
        if let Shape::Union(union) = &mut api[id].shape
            && let Some(tag) = &mut union.tag
        {
            tag.up = up.unwrap_or_default();
        }
    }
}

/// Returns whether all objects that hold the union so many levels below have the property.
fn is_at_level(api: &Api, union: TypeId, up: usize, name: &str) -> bool {
    let holders = at_level(api, union, up);
    let has = |id: &TypeId| match &api[*id].shape {
        Shape::Struct(decl) => decl.fields.iter().any(|field| field.wire == name),
        _ => false,
    };
    !holders.is_empty() && holders.iter().all(has)
}
