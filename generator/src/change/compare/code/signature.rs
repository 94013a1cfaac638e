//! Declarations of items as Rust, for people and for those who look for them in the crate.

use crate::change::surface::items::{
    MemberItem, OperationItem, PresenceItem, ShapeItem, StructItem, TypeItem,
};
use crate::change::surface::reference::TypeRef;
use crate::change::surface::whole::Surface;

/// `fn get(&self, id: i64) -> Call<Boat>`
pub(crate) fn method(surface: &Surface, operation: &OperationItem) -> String {
    let arguments = call_arguments(surface, operation);
    let arguments = arguments.iter().map(|(name, ty)| format!(", {name}: {ty}"));
    let returned = returned(surface, operation);
    format!("fn {}(&self{}) -> {returned}", operation.name, arguments.collect::<String>())
}

/// `ListBoatsCall`, or `Call<Page<Boat>>`
pub(crate) fn returned(surface: &Surface, operation: &OperationItem) -> String {
    match operation.call.and_then(|index| surface.types.get(index)) {
        Some(ty) => ty.name.clone(),
        None => format!("Call<{}>", surface.spell(&operation.output)),
    }
}

/// Returns the arguments of a call, each with its type.
pub(crate) fn call_arguments(
    surface: &Surface,
    operation: &OperationItem,
) -> Vec<(String, String)> {
    let in_path = operation.in_path.iter().map(|parameter| {
        let ty = match &parameter.ty {
            TypeRef::Plain(name) if name == "Id" => "impl Into<Id>".to_owned(),
            ty => borrowed(surface, ty),
        };
        (parameter.name.clone(), ty)
    });
    let required = operation.parameters.iter().filter(|one| one.presence.is_required());
    let required = required.map(|one| (one.name.clone(), borrowed(surface, &one.ty)));
    let is_argument = operation.body.as_ref().is_some_and(|body| !body.optional);
    let body = body(surface, operation).filter(|_| is_argument);
    let body = body.map(|ty| ("body".to_owned(), ty));
    in_path.chain(required).chain(body).collect()
}

/// `&Boat`: the type that a body is given as.
pub(crate) fn body(surface: &Surface, operation: &OperationItem) -> Option<String> {
    let body = operation.body.as_ref()?;
    let spelled = surface.spell(&body.ty);
    Some(match &body.ty {
        TypeRef::Plain(name)
            if ["String", "Bytes"].contains(&name.as_str()) && !body.encoding.contains("json") =>
        {
            format!("impl Into<{spelled}>")
        }
        TypeRef::Named(index) if is_union(surface, *index) => format!("impl Into<{spelled}>"),
        ty => borrowed(surface, ty),
    })
}

fn is_union(surface: &Surface, index: usize) -> bool {
    surface.types.get(index).is_some_and(|ty| matches!(ty.shape, ShapeItem::Union(_)))
}

/// `i64`, `&str`, `&[Boat]`, `&Boat`
fn borrowed(surface: &Surface, ty: &TypeRef) -> String {
    match ty {
        ty if ty.is_copied() => surface.spell(ty),
        TypeRef::Plain(name) if name == "String" => "&str".to_owned(),
        TypeRef::List(item) => format!("&[{}]", surface.spell(item)),
        TypeRef::Option(value) => format!("Option<{}>", borrowed(surface, value)),
        other => format!("&{}", surface.spell(other)),
    }
}

/// `Option<Box<Boat>>`: the type of a field as it is declared.
pub(crate) fn field(surface: &Surface, field: &MemberItem) -> String {
    let value = surface.spell(&field.ty);
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
pub(crate) fn option(surface: &Surface, member: &MemberItem) -> String {
    format!("fn {}(self, value: {}) -> Self", member.setter, surface.spell(&member.ty))
}

/// `types::ListBoatsCall::rig()`
pub(crate) fn option_path(
    surface: &Surface,
    operation: &OperationItem,
    setter: &str,
) -> Option<String> {
    let call = surface.types.get(operation.call?)?;
    Some(format!("types::{}::{setter}()", call.name))
}

/// `struct Boat`
pub(crate) fn declaration(ty: &TypeItem) -> String {
    match ty.shape {
        ShapeItem::Struct(_) => format!("struct {}", ty.name),
        _ => format!("enum {}", ty.name),
    }
}

/// Returns the fields that a constructor asks for.
pub(crate) fn arguments(decl: &StructItem) -> impl Iterator<Item = &MemberItem> {
    decl.fields.iter().filter(|field| field.presence.is_required() && !field.constant)
}

/// `new(name: String, rig: Rig)`
pub(crate) fn constructor(surface: &Surface, decl: &StructItem) -> String {
    let arguments = arguments(decl).map(|one| format!("{}: {}", one.name, field(surface, one)));
    format!("new({})", arguments.collect::<Vec<_>>().join(", "))
}
