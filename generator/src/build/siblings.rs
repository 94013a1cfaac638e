//! Unions whose arm is named outside of their value: by a member of an object around it, which `codegen.toml` names because no
//! document can.

use std::collections::BTreeSet;

use super::schemas::Place;
use crate::config::{Config, UnionConfig};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::{Api, Arm, NameHint, Shape, Tag, Type, TypeDecl, TypeId};
use crate::pointer::Pointer;

/// Whether `codegen.toml` says how the arms of the union at this place are told apart.
pub(super) fn is_told(config: &Config, place: &Place) -> bool {
    config.unions.iter().any(|declared| is_at(declared, &place.name, &place.pointer))
}

fn is_at(declared: &UnionConfig, name: &NameHint, pointer: &Pointer) -> bool {
    match declared.schema.strip_prefix('#') {
        Some(at) => pointer.as_str() == at,
        None => matches!(name, NameHint::Component(name) if *name == declared.schema),
    }
}

/// Gives the unions that `codegen.toml` speaks of their tags.
pub(super) fn tell(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    for (index, declared) in config.unions.iter().enumerate() {
        let at = Pointer::root().child("unions").child(index);
        if let Err((field, code, message)) = tell_one(api, declared) {
            let one = Diagnostic::new(code, &at.child(field), message).in_origin(Origin::Config);
            diagnostics.report(one);
        }
    }
}

fn tell_one(api: &mut Api, declared: &UnionConfig) -> Result<(), (&'static str, Code, String)> {
    let invalid = |field, message| Err((field, Code::ConfigInvalid, message));
    let Some((up, name)) = relative(&declared.tag) else {
        let message = format!(
            "`{}` says no member of an object around the value; write `1/type` for the one beside it",
            declared.tag
        );
        return invalid("tag", message);
    };
    let labels: Vec<(TypeId, Vec<String>)> = api
        .ids()
        .filter_map(|id| {
            let decl = api.get(id)?;
            let Shape::Union(found) = &decl.shape else { return None };
            is_at(declared, &decl.name, &decl.pointer)
                .then(|| (id, found.arms.iter().map(|arm| label(api, arm)).collect()))
        })
        .collect();
    let Some((_, arms)) = labels.first() else {
        let message = format!("the client has no union `{}`", declared.schema);
        return Err(("schema", Code::ConfigUnused, message));
    };
    if let Some(stranger) = declared.arms.keys().find(|arm| !arms.contains(arm)) {
        let message = format!("no arm of the union is `{stranger}`; they are {}", listed(arms));
        return invalid("arms", message);
    }
    if let Some(forgotten) = arms.iter().find(|arm| !declared.arms.contains_key(*arm)) {
        let message = format!(
            "no value of `{name}` means the arm `{forgotten}`; write which, or `[]` if none does"
        );
        return invalid("arms", message);
    }
    for (id, labels) in labels {
        if let Some(Shape::Union(found)) = api.types.get_mut(id.0).map(|decl| &mut decl.shape) {
            found.tag = Some(Tag { name: name.clone(), up });
            for (arm, label) in found.arms.iter_mut().zip(&labels) {
                arm.tags = declared.arms.get(label).map(|tags| tags.0.clone()).unwrap_or_default();
            }
        }
    }
    Ok(())
}

/// A relative JSON pointer of the form that means a member of an object further out: `1/type`.
fn relative(text: &str) -> Option<(usize, String)> {
    let (levels, member) = text.split_once('/')?;
    let up = levels.parse().ok().filter(|up| *up > 0)?;
    let member = member.replace("~1", "/").replace("~0", "~");
    (!member.is_empty()).then_some((up, member))
}

/// What `codegen.toml` calls an arm: the name of its component, else its title or what it is.
fn label(api: &Api, arm: &Arm) -> String {
    let component = match arm.ty {
        Type::Named(id) => api.get(id).and_then(|decl| match &decl.name {
            NameHint::Component(name) => Some(name.clone()),
            _ => None,
        }),
        _ => None,
    };
    component.or_else(|| arm.hint.clone()).unwrap_or_default()
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Marks the structs whose member names an arm further in: they can be read only when all of their members are there.
pub(super) fn mark_outermost(api: &mut Api) {
    let told: Vec<(TypeId, usize)> = api
        .ids()
        .filter_map(|id| match &api.get(id)?.shape {
            Shape::Union(found) => found.tag.as_ref().map(|tag| (id, tag.up)),
            _ => None,
        })
        .filter(|(_, up)| *up > 0)
        .collect();
    if told.is_empty() {
        return;
    }
    let holds = |decl: &TypeDecl| told.iter().any(|(union, up)| within(api, decl, *union, *up));
    let outermost: BTreeSet<TypeId> =
        api.ids().filter(|id| api.get(*id).is_some_and(holds)).collect();
    for id in outermost {
        if let Some(Shape::Struct(found)) = api.types.get_mut(id.0).map(|decl| &mut decl.shape) {
            found.needs_buffering = true;
        }
    }
}

/// Whether a value of the union lies exactly so many levels below a value of the type.
fn within(api: &Api, decl: &TypeDecl, union: TypeId, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else { return false };
    match &decl.shape {
        Shape::Struct(found) => {
            let types = found.fields.iter().map(|field| &field.ty).chain(&found.additional);
            types.into_iter().any(|ty| within_type(api, ty, union, below))
        }
        _ => false,
    }
}

fn within_type(api: &Api, ty: &Type, union: TypeId, levels: usize) -> bool {
    match ty {
        Type::Named(id) if *id == union => levels == 0,
        Type::Named(id) => api.get(*id).is_some_and(|decl| match &decl.shape {
            // The value of an arm is the value of its union.
            Shape::Union(found) => found.arms.iter().any(|arm| match &arm.ty {
                Type::Named(arm) => {
                    api.get(*arm).is_some_and(|arm| within(api, arm, union, levels))
                }
                other => within_type(api, other, union, levels),
            }),
            _ => within(api, decl, union, levels),
        }),
        Type::Nullable(inner) => within_type(api, inner, union, levels),
        Type::List(inner) | Type::Map(inner) => {
            levels.checked_sub(1).is_some_and(|below| within_type(api, inner, union, below))
        }
        _ => false,
    }
}
