//! The shape of a thing, in words, and the reason for one that says little.

use serde_json::Value;

use crate::change::compare::signature;
use crate::change::surface::items::{MemberItem, ShapeItem, TypeItem};
use crate::change::surface::reference::TypeRef;
use crate::change::surface::whole::Surface;

use super::subject::{Item, Subject};

/// Describes a thing, a line for each fact.
pub(super) fn describe(surface: &Surface, subject: &Subject) -> String {
    let lines = match subject.item {
        Item::Call(resource, index) => call(surface, resource, index),
        Item::Type(index) => surface.types.get(index).map(|decl| ty(surface, decl)),
        Item::Member(index, number) => {
            surface.types.get(index).map(|decl| member(surface, decl, number))
        }
    };
    lines.unwrap_or_default().into_iter().map(|line| format!("{line}\n")).collect()
}

fn call(surface: &Surface, resource: usize, index: usize) -> Option<Vec<String>> {
    let resource = surface.resources.get(resource)?;
    let operation = resource.operations.get(index)?;
    let mut lines = vec![
        signature::method(surface, operation),
        format!(
            "{} {} gives {}",
            operation.method,
            operation.path,
            surface.spell(&operation.output)
        ),
        format!("read as {}", operation.reading),
    ];
    let members = operation.in_path.iter().chain(&operation.parameters);
    lines.extend(members.map(|member| {
        format!("`{}` takes {}: {}", member.wire, signature::field(surface, member), style(member))
    }));
    if let Some(body) = &operation.body {
        let optional = if body.optional { "optional" } else { "required" };
        lines.push(format!("body {} as {}, {optional}", surface.spell(&body.ty), body.encoding));
    }
    if !operation.credentials.is_empty() {
        lines.push(format!("credentials: {}", operation.credentials.join(" or ")));
    }
    if let Some(stream) = &operation.stream {
        let data = surface.spell(&stream.data);
        lines.push(format!("`{}` gives events of {data}: {}", stream.name, stream.reading));
    }
    if let Some(job) = &operation.job {
        lines.push(format!(
            "`{}` waits for {}: {}",
            job.name,
            surface.spell(&job.output),
            job.polling
        ));
    }
    lines.push(format!("compiled with the feature `{}`", resource.feature));
    Some(lines)
}

fn style(member: &MemberItem) -> &str {
    if member.style.is_empty() { "as usual" } else { &member.style }
}

fn ty(surface: &Surface, decl: &TypeItem) -> Vec<String> {
    let count = match &decl.shape {
        ShapeItem::Struct(decl) => format!("{} fields", decl.fields.len()),
        ShapeItem::Enum(variants) | ShapeItem::IntegerEnum(variants) => {
            format!("{} values, and any other", variants.len())
        }
        ShapeItem::Union(union) | ShapeItem::ByStatus(union) => match &union.tag {
            Some(tag) => format!("{} arms, told apart by `{tag}`", union.arms.len()),
            None => format!("{} arms, told apart by their form", union.arms.len()),
        },
    };
    let kind = decl.shape.kind();
    let mut lines = vec![format!("{kind} of {}: {count}", decl.direction.words())];
    if let ShapeItem::Union(union) | ShapeItem::ByStatus(union) = &decl.shape {
        let arms = union.arms.iter();
        lines.extend(arms.map(|arm| format!("{}: {}", arm.name, surface.spell(&arm.ty))));
    }
    if let Some(source) = decl.source.and_then(|source| surface.types.get(source)) {
        lines.push(format!("can be made from {}", source.name));
    }
    let features: Vec<String> = decl.features.iter().map(|one| format!("`{one}`")).collect();
    lines.push(format!("compiled with {}", features.join(" or ")));
    lines
}

fn member(surface: &Surface, decl: &TypeItem, number: usize) -> Vec<String> {
    let owner = format!("in {} of {}: {}", decl.shape.kind(), decl.direction.words(), decl.name);
    let line = match &decl.shape {
        ShapeItem::Struct(decl) => decl.fields.get(number).map(|field| {
            let default = field.default.as_ref();
            let default = default.map(|default| format!(", {default} by default"));
            let ty = signature::field(surface, field);
            format!("`{}` is {}: {ty}{}", field.wire, field.name, default.unwrap_or_default())
        }),
        ShapeItem::Enum(variants) | ShapeItem::IntegerEnum(variants) => {
            variants.get(number).map(|variant| format!("`{}` is {}", variant.wire, variant.name))
        }
        ShapeItem::Union(union) | ShapeItem::ByStatus(union) => union
            .arms
            .get(number)
            .map(|arm| format!("{} holds {}", arm.name, surface.spell(&arm.ty))),
    };
    line.into_iter().chain([owner]).collect()
}

/// Returns the reason why something is of any type.
pub(super) fn reason(
    surface: &Surface,
    subject: &Subject,
    lowered: Option<&Value>,
) -> Option<String> {
    let Item::Member(index, number) = subject.item else { return None };
    let ShapeItem::Struct(decl) = &surface.types.get(index)?.shape else { return None };
    let name = open(&decl.fields.get(number)?.ty)?;
    let reason = match open_schema(lowered?)? {
        Open::Untyped => "the document gives it no type",
        Open::Unnamed => "the document names no property of this object",
        Open::Choice => "its alternatives are not told apart: see the lines of the ledger",
        Open::Other => "see the lines of the ledger",
    };
    Some(format!("`{name}` because {reason}"))
}

/// Returns the type that leaves open what a value is, if this is one.
fn open(ty: &TypeRef) -> Option<&str> {
    match ty {
        TypeRef::Plain(name) => ["Json", "JsonObject"].into_iter().find(|open| name == open),
        TypeRef::List(inner)
        | TypeRef::Map(inner)
        | TypeRef::Option(inner)
        | TypeRef::Page(inner)
        | TypeRef::Events(inner) => open(inner),
        TypeRef::Named(_) => None,
    }
}

/// The ways in which a schema leaves open what a value is.
enum Open {
    Untyped,
    Unnamed,
    Choice,
    Other,
}

fn open_schema(schema: &Value) -> Option<Open> {
    let schema = schema.get("schema").unwrap_or(schema).as_object()?;
    if let Some(inner) = schema.get("items").or_else(|| schema.get("additionalProperties")) {
        return open_schema(inner).or(Some(Open::Untyped));
    }
    let has = |key: &str| schema.contains_key(key);
    Some(if has("oneOf") || has("anyOf") || has("allOf") {
        Open::Choice
    } else if schema.get("type").and_then(Value::as_str) == Some("object") && !has("properties") {
        Open::Unnamed
    } else if !has("type") && !has("$ref") {
        Open::Untyped
    } else {
        Open::Other
    })
}
