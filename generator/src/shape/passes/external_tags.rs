//! Unions whose arm is named outside of their value: by a member of an object around it, which
//! `codegen.toml` names because no document can.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Homes, Origin};
use crate::input::config::{Config, Texts, UnionConfig};
use crate::model::{Api, Arm, NameHint, Shape, Tag, TagValue, Type, TypeDecl, TypeId};
use crate::text::pointer::Pointer;

/// Returns whether an entry is about a type. It may name the place in the text, as the ledger does,
/// or the one where a type is made of it.
fn is_at(declared: &UnionConfig, name: &NameHint, pointer: &Pointer, homes: &Homes) -> bool {
    match declared.schema.strip_prefix('#') {
        Some(at) => pointer.as_str() == at || homes.of(pointer).as_str() == at,
        None => matches!(name, NameHint::Component(name) if *name == declared.schema),
    }
}

/// Reports the unions of the client whose arms nothing tells apart. Others that were declared are
/// part of no type: a schema around them is read as any value.
pub(in crate::shape) fn report_untagged(
    api: &Api,
    untagged: Vec<(TypeId, Pointer)>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let written: BTreeSet<TypeId> = api.written.iter().copied().collect();
    let homes = diagnostics.homes();
    let is_configured = |TypeDecl { name, pointer, .. }: &TypeDecl| {
        config.unions.iter().any(|declared| is_at(declared, name, pointer, homes))
    };
    let of_client = untagged.into_iter().filter(|(id, _)| written.contains(id));
    let untold: Vec<Pointer> =
        of_client.filter(|(id, _)| !is_configured(&api[*id])).map(|(_, at)| at).collect();
    for at in untold {
        let message = "the document does not say how to tell the arms apart; the arm that explains the value best is taken";
        diagnostics.add(Code::UnionUntagged, &at, message);
    }
}

/// Gives their tags to the unions that `codegen.toml` configures.
pub(in crate::shape) fn apply(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    let homes = diagnostics.homes();
    let faults: Vec<Vec<Fault>> =
        config.unions.iter().map(|declared| apply_one(api, declared, homes)).collect();
    for (index, faults) in faults.into_iter().enumerate() {
        let at = Pointer::root().child("unions").child(index);
        for (field, code, message) in faults {
            let help = match field {
                "tag" => "write a relative JSON pointer: `tag = \"1/type\"`",
                "schema" => {
                    "write the name of a component that is a union, or its place behind `#`"
                }
                _ => "write each arm once: `Arm = \"value\"`, or `Arm = []` if no value means it",
            };
            let diagnostic = Diagnostic::new(code, &at.child(field), message).help(help);
            diagnostics.report(diagnostic.in_origin(Origin::Config));
        }
    }
}

/// A fault of an entry: its key, the kind, and the message.
type Fault = (&'static str, Code, String);

/// Gives a union its tags. Vendors add arms and take some away: an arm without a value is never
/// chosen, and a value without an arm means none.
fn apply_one(api: &mut Api, declared: &UnionConfig, homes: &Homes) -> Vec<Fault> {
    let invalid = |field, message| vec![(field, Code::ConfigInvalid, message)];
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
            let decl = &api[id];
            let Shape::Union(union) = &decl.shape else { return None };
            is_at(declared, &decl.name, &decl.pointer, homes)
                .then(|| (id, union.arms.iter().map(|arm| label(api, arm)).collect()))
        })
        .collect();
    let Some((_, arms)) = labels.first() else {
        let message = format!("the client has no union `{}`", declared.schema);
        return vec![("schema", Code::ConfigUnused, message)];
    };
    let faults = misfits(declared, &name, arms);
    for (id, labels) in labels {
        if let Shape::Union(union) = &mut api[id].shape {
            union.tag = Some(Tag { name: name.clone(), up, is_declared: true });
            for (arm, label) in union.arms.iter_mut().zip(&labels) {
                arm.tags = declared.arms.get(label).map(tag_values).unwrap_or_default();
                arm.is_default = false;
            }
        }
    }
    faults
}

/// Returns the arms that only one of the two has, the entry or the union.
fn misfits(declared: &UnionConfig, name: &str, arms: &[String]) -> Vec<Fault> {
    let unknown = declared.arms.keys().filter(|arm| !arms.contains(arm)).map(|arm| {
        let message = format!("no arm of the union is `{arm}`; they are {}", listed(arms));
        ("arms", Code::ConfigUnused, message)
    });
    let unmapped = arms.iter().filter(|arm| !declared.arms.contains_key(*arm)).map(|arm| {
        let message = format!(
            "no value of `{name}` means the arm `{arm}`, which is never chosen so; write which, or `[]` if none does"
        );
        ("arms", Code::ConfigIncomplete, message)
    });
    unknown.chain(unmapped).collect()
}

/// Reads a relative JSON pointer to a member of an object further out: `1/type`.
fn relative(text: &str) -> Option<(usize, String)> {
    let (levels, member) = text.split_once('/')?;
    let up = levels.parse().ok().filter(|up| *up > 0)?;
    let member = member.replace("~1", "/").replace("~0", "~");
    (!member.is_empty()).then_some((up, member))
}

/// Returns the name of an arm in `codegen.toml`: that of its component, else its title or kind.
fn label(api: &Api, arm: &Arm) -> String {
    let component = match arm.ty {
        Type::Named(id) => match &api[id].name {
            NameHint::Component(name) => Some(name.clone()),
            _ => None,
        },
        _ => None,
    };
    component.or_else(|| arm.hint.as_ref().map(ToString::to_string)).unwrap_or_default()
}

fn tag_values(tags: &Texts) -> Vec<TagValue> {
    tags.0.iter().cloned().map(TagValue::Text).collect()
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Marks the structs whose member names an arm further in: they can be read only when all of their
/// members are there.
pub(in crate::shape) fn mark_outermost(api: &mut Api) {
    let tagged: Vec<(TypeId, usize)> = api
        .ids()
        .filter_map(|id| match &api[id].shape {
            Shape::Union(union) => union.tag.as_ref().map(|tag| (id, tag.up)),
            _ => None,
        })
        .filter(|(_, up)| *up > 0)
        .collect();
    for (union, up) in tagged {
        for id in at_level(api, union, up) {
            if let Shape::Struct(decl) = &mut api[id].shape {
                decl.needs_buffering = true;
            }
        }
    }
}

/// Returns the structs of which a value of the union lies exactly so many levels below.
pub(super) fn at_level(api: &Api, union: TypeId, levels: usize) -> Vec<TypeId> {
    let holds = |decl: &TypeDecl| within(api, decl, union, levels);
    api.ids().filter(|id| holds(&api[*id])).collect()
}

/// Returns whether a value of the union lies exactly so many levels below a value of the type.
fn within(api: &Api, decl: &TypeDecl, union: TypeId, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else { return false };
    let is_struct = matches!(decl.shape, Shape::Struct(_));
    is_struct && decl.types().into_iter().any(|ty| within_type(api, ty, union, below))
}

fn within_type(api: &Api, ty: &Type, union: TypeId, levels: usize) -> bool {
    match ty {
        Type::Named(id) if *id == union => levels == 0,
        Type::Named(id) => match &api[*id].shape {
            // The value of an arm is the value of its union.
            Shape::Union(choice) => choice.arms.iter().any(|arm| match &arm.ty {
                Type::Named(arm) => within(api, &api[*arm], union, levels),
                other => within_type(api, other, union, levels),
            }),
            _ => within(api, &api[*id], union, levels),
        },
        Type::Nullable(inner) => within_type(api, inner, union, levels),
        Type::List(inner) | Type::Map(inner) => {
            levels.checked_sub(1).is_some_and(|below| within_type(api, inner, union, below))
        }
        _ => false,
    }
}
