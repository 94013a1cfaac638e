//! Declarations of items as Rust, for people and for those who look for them in the crate.

use crate::surface::Surface;
use crate::surface::items::{
    MemberItem, OperationItem, PresenceItem, ShapeItem, StructItem, TypeItem,
};
use crate::surface::reference::TypeRef;

/// `fn get(&self, id: i64) -> Call<Boat>`
pub(super) fn method(surface: &Surface, operation: &OperationItem) -> String {
    let arguments = call_arguments(surface, operation);
    let arguments = arguments.iter().map(|(name, ty)| format!(", {name}: {ty}"));
    let returned = returned(surface, operation);
    format!("fn {}(&self{}) -> {returned}", operation.name, arguments.collect::<String>())
}

/// `ListBoatsCall`, or `Call<Page<Boat>>`
pub(super) fn returned(surface: &Surface, operation: &OperationItem) -> String {
    match operation.call.and_then(|index| surface.types.get(index)) {
        Some(ty) => ty.name.clone(),
        None => format!("Call<{}>", operation.output.spell(surface)),
    }
}

/// Returns the arguments of a call, each with its type.
pub(super) fn call_arguments(surface: &Surface, operation: &OperationItem) -> Vec<(String, String)> {
    let in_path = operation.in_path.iter().map(|parameter| {
        let ty = match &parameter.ty {
            TypeRef::Plain(name) if name == "Id" => "impl Into<Id>".to_owned(),
            ty => borrowed(surface, ty),
        };
        (parameter.name.clone(), ty)
    });
    let required = operation.parameters.iter().filter(|one| one.presence.is_required());
    let required = required.map(|one| (one.name.clone(), borrowed(surface, &one.ty)));
    let body = operation.body.iter().filter(|body| !body.optional);
    let body = body.map(|body| {
        let spelled = body.ty.spell(surface);
        let ty = match &body.ty {
            TypeRef::Plain(name) if ["String", "Bytes"].contains(&name.as_str())
                && !body.encoding.contains("json") => format!("impl Into<{spelled}>"),
            TypeRef::Named(index) if is_union(surface, *index) => format!("impl Into<{spelled}>"),
            ty => borrowed(surface, ty),
        };
        ("body".to_owned(), ty)
    });
    in_path.chain(required).chain(body).collect()
}

fn is_union(surface: &Surface, index: usize) -> bool {
    surface.types.get(index).is_some_and(|ty| matches!(ty.shape, ShapeItem::Union(_)))
}

/// `i64`, `&str`, `&[Boat]`, `&Boat`
fn borrowed(surface: &Surface, ty: &TypeRef) -> String {
    match ty {
        ty if ty.is_copied() => ty.spell(surface),
        TypeRef::Plain(name) if name == "String" => "&str".to_owned(),
        TypeRef::List(item) => format!("&[{}]", item.spell(surface)),
        TypeRef::Option(value) => format!("Option<{}>", borrowed(surface, value)),
        other => format!("&{}", other.spell(surface)),
    }
}

/// `Option<Box<Boat>>`: the type of a field as it is declared.
pub(super) fn field(surface: &Surface, field: &MemberItem) -> String {
    let value = field.ty.spell(surface);
    let value = match &field.held {
        Some(held) => format!("{held}<{value}>"),
        None => value,
    };
    match field.presence {
        PresenceItem::Required => value,
        PresenceItem::Nullable | PresenceItem::Optional => format!("Option<{value}>"),
        PresenceItem::ThreeState => format!("Field<{value}>"),
    }
}

/// `fn rig(self, value: Rig) -> Self`
pub(super) fn option(surface: &Surface, member: &MemberItem) -> String {
    format!("fn {}(self, value: {}) -> Self", member.setter, member.ty.spell(surface))
}

/// `types::ListBoatsCall::rig()`
pub(super) fn option_path(
    surface: &Surface,
    operation: &OperationItem,
    setter: &str,
) -> Option<String> {
    let call = surface.types.get(operation.call?)?;
    Some(format!("types::{}::{setter}()", call.name))
}

/// `struct Boat`
pub(super) fn declaration(ty: &TypeItem) -> String {
    match ty.shape {
        ShapeItem::Struct(_) => format!("struct {}", ty.name),
        _ => format!("enum {}", ty.name),
    }
}

/// Returns the fields that a constructor asks for.
pub(super) fn arguments(decl: &StructItem) -> impl Iterator<Item = &MemberItem> {
    decl.fields.iter().filter(|field| field.presence.is_required() && !field.constant)
}

/// `new(name: String, rig: Rig)`
pub(super) fn constructor(surface: &Surface, decl: &StructItem) -> String {
    let arguments = arguments(decl).map(|one| format!("{}: {}", one.name, field(surface, one)));
    format!("new({})", arguments.collect::<Vec<_>>().join(", "))
}
