//! Witnesses: a few lines of a user of the crate that compile on one side of a change only.
//!
//! A witness is a function of its own, in a crate that has the client under the name
//! `client_crate`, the crates `chrono`, `serde` and `uuid`, and the names that [`PRELUDE`] brings.

use super::call::Call;
use super::signature;
use crate::change::surface::items::{
    ArmItem, ExtraItem, JobItem, MemberItem, OperationItem, ResourceItem, ShapeItem, StreamItem,
    TypeItem, VersionItem,
};
use crate::change::surface::reference::TypeRef;
use crate::change::surface::whole::Surface;

/// The lines that stand before witnesses.
pub const PRELUDE: &str = "\
#![allow(unused, deprecated)]
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use client_crate::jobs::Job;
use client_crate::pages::Paged;
use client_crate::types::*;
use client_crate::uploads::{Form, Multipart, Part};
use client_crate::values::{Id, Indirect, IsoDuration};
use client_crate::{Bytes, Call, Client, Field, Json, JsonObject, Page, resources, streams, types};
use uuid::Uuid;
";

/// A few lines of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// A function called `witness`.
    pub code: String,
}

fn function(arguments: &str, body: &str) -> Witness {
    Witness { code: format!("fn witness({arguments}) {{\n    {body}\n}}\n") }
}

/// A use of a handle.
pub(in crate::change::compare) fn handle(resource: &ResourceItem) -> Witness {
    let accessor = match &resource.version {
        Some(version) => format!("{}().{}", version.accessor, resource.accessor),
        None => resource.accessor.clone(),
    };
    let body = format!("let _: resources::{} = client.{accessor}();", resource.handle);
    function("client: &Client", &body)
}

/// A use of the handle of a version.
pub(in crate::change::compare) fn version(version: &VersionItem) -> Witness {
    let VersionItem { handle, accessor } = version;
    function("client: &Client", &format!("let _: resources::{handle} = client.{accessor}();"))
}

/// A call with all that it needs.
pub(in crate::change::compare) fn call(
    surface: &Surface,
    resource: &ResourceItem,
    operation: &OperationItem,
) -> Witness {
    let (arguments, expression) = called(surface, resource, operation);
    function(&arguments, &format!("let _ = {expression};"))
}

/// Returns the arguments of a function that calls, and the call.
fn called(
    surface: &Surface,
    resource: &ResourceItem,
    operation: &OperationItem,
) -> (String, String) {
    let accessor = match &resource.version {
        Some(version) => format!("{}().{}", version.accessor, resource.accessor),
        None => resource.accessor.clone(),
    };
    let arguments = signature::call_arguments(surface, operation);
    let declared = arguments
        .iter()
        .enumerate()
        .map(|(index, (_, ty))| format!(", a{index}: {}", by_value(ty)));
    let declared = format!("client: &Client{}", declared.collect::<String>());
    let passed: Vec<String> = (0..arguments.len()).map(|index| format!("a{index}")).collect();
    let name = &operation.name;
    (declared, format!("client.{accessor}().{name}({})", passed.join(", ")))
}

/// A call with an option set, or with the argument that it is.
pub(in crate::change::compare) fn option(call: Call<'_>, member: &MemberItem) -> Option<Witness> {
    let Call { surface, resource, operation } = call;
    let (arguments, expression) = called(surface, resource, operation);
    if member.presence.is_required() {
        return Some(function(&arguments, &format!("let _ = {expression};")));
    }
    let ty = option_type(surface, member);
    let body = format!("let _ = {expression}.{}(value);", member.setter);
    Some(function(&format!("{arguments}, value: {ty}"), &body))
}

/// A call with its body, which is an argument or an option.
pub(in crate::change::compare) fn with_body(call: Call<'_>) -> Option<Witness> {
    let Call { surface, resource, operation } = call;
    let (arguments, expression) = called(surface, resource, operation);
    if !operation.body.as_ref()?.optional {
        return Some(function(&arguments, &format!("let _ = {expression};")));
    }
    let ty = signature::body(surface, operation)?;
    let body = format!("let _ = {expression}.body(body);");
    Some(function(&format!("{arguments}, body: {}", by_value(&ty)), &body))
}

/// Returns a type that a value of can be given for `impl Into` it.
fn by_value(ty: &str) -> &str {
    ty.strip_prefix("impl Into<").and_then(|ty| ty.strip_suffix('>')).unwrap_or(ty)
}

/// Returns a type that the setter of a parameter takes.
fn option_type(surface: &Surface, member: &MemberItem) -> String {
    match &member.ty {
        TypeRef::Plain(name) if name == "String" => "&str".to_owned(),
        ty if ty.is_copied() || matches!(ty, TypeRef::List(_)) => surface.spell(ty),
        TypeRef::Named(index) => {
            let declared = surface.types.get(*index);
            let is_struct = declared.is_some_and(|ty| matches!(ty.shape, ShapeItem::Struct(_)));
            format!("{}{}", if is_struct { "&" } else { "" }, surface.spell(&member.ty))
        }
        TypeRef::Option(_) => surface.spell(&member.ty),
        ty => format!("&{}", surface.spell(ty)),
    }
}

/// The value of a call, as a type.
pub(in crate::change::compare) fn returned(call: Call<'_>, output: &str) -> Witness {
    let (arguments, expression) = called(call.surface, call.resource, call.operation);
    let body = format!(
        "let _ = async {{\n        let _: {output} = {expression}.await.unwrap();\n    }};"
    );
    function(&arguments, &body)
}

/// The call itself, as the type that the method returns.
pub(in crate::change::compare) fn call_type(call: Call<'_>) -> Witness {
    let (arguments, expression) = called(call.surface, call.resource, call.operation);
    let returned = signature::returned(call.surface, call.operation);
    function(&arguments, &format!("let _: {returned} = {expression};"))
}

/// The method that waits for a job, and what the job ends with.
pub(in crate::change::compare) fn job(call: Call<'_>, job: &JobItem) -> Witness {
    let waits = OperationItem { name: job.name.clone(), ..call.operation.clone() };
    let (arguments, expression) = called(call.surface, call.resource, &waits);
    let output = call.surface.spell(&job.output);
    function(&arguments, &format!("let _: Job<{output}> = {expression};"))
}

/// The method for a stream of events, and the type of their data.
pub(in crate::change::compare) fn stream(call: Call<'_>, stream: &StreamItem) -> Witness {
    let streams = OperationItem { name: stream.name.clone(), ..call.operation.clone() };
    let (arguments, expression) = called(call.surface, call.resource, &streams);
    let data = call.surface.spell(&stream.data);
    function(&arguments, &format!("let _: Call<streams::Events<{data}>> = {expression};"))
}

/// A declared type.
pub(in crate::change::compare) fn declared(ty: &TypeItem) -> Witness {
    named(&format!("types::{}", ty.name))
}

/// A type, by its path.
pub(in crate::change::compare) fn named(path: &str) -> Witness {
    function(&format!("_: {path}"), "")
}

/// A field that is read.
pub(in crate::change::compare) fn field(ty: &TypeItem, field: &MemberItem) -> Witness {
    function(&format!("value: &types::{}", ty.name), &format!("let _ = &value.{};", field.name))
}

/// A field that is read as a type.
pub(in crate::change::compare) fn field_of_type(
    surface: &Surface,
    ty: &TypeItem,
    field: &MemberItem,
) -> Witness {
    let declared = signature::field(surface, field);
    let body = format!("let _: &{declared} = &value.{};", field.name);
    function(&format!("value: &types::{}", ty.name), &body)
}

/// A value that is made.
pub(in crate::change::compare) fn constructor(surface: &Surface, ty: &TypeItem) -> Option<Witness> {
    let ShapeItem::Struct(decl) = &ty.shape else { return None };
    let arguments: Vec<&MemberItem> = signature::arguments(decl).collect();
    let declared = arguments.iter().enumerate().map(|(index, field)| {
        let plain = MemberItem { held: None, ..(*field).clone() };
        format!("a{index}: {}", signature::field(surface, &plain))
    });
    let declared = declared.collect::<Vec<_>>().join(", ");
    let passed: Vec<String> = (0..arguments.len()).map(|index| format!("a{index}")).collect();
    let body = format!("let _ = types::{}::new({});", ty.name, passed.join(", "));
    Some(function(&declared, &body))
}

/// A value of an enum.
pub(in crate::change::compare) fn variant(ty: &TypeItem, variant: &str) -> Witness {
    function("", &format!("let _ = types::{}::{variant};", ty.name))
}

/// An arm of a union, as a pattern.
pub(in crate::change::compare) fn arm(ty: &TypeItem, arm: &str) -> Witness {
    let body = format!("let _ = matches!(value, types::{}::{arm} {{ .. }});", ty.name);
    function(&format!("value: types::{}", ty.name), &body)
}

/// The reading of an event, whose kind may be in a header.
pub(in crate::change::compare) fn read(union: &str, has_header: bool) -> Witness {
    let kind = if has_header { "Some(\"\"), " } else { "" };
    function("body: &[u8]", &format!("let _ = types::{union}::read({kind}body);"))
}

/// An arm of a union, and what it holds.
pub(in crate::change::compare) fn arm_of_type(
    surface: &Surface,
    ty: &TypeItem,
    arm: &ArmItem,
) -> Witness {
    let path = format!("types::{}::{}", ty.name, arm.name);
    if arm.ty == TypeRef::plain("()") {
        return function("", &format!("let _ = {path};"));
    }
    let content = signature::arm(surface, arm);
    let body =
        format!("if let {path}(content) = value {{\n        let _: {content} = content;\n    }}");
    function(&format!("value: types::{}", ty.name), &body)
}

/// A setter of a request.
pub(in crate::change::compare) fn setter(
    surface: &Surface,
    ty: &TypeItem,
    field: &MemberItem,
) -> Witness {
    let arguments = format!("request: types::{}, value: {}", ty.name, surface.spell(&field.ty));
    function(&arguments, &format!("let _ = request.{}(value);", field.setter))
}

/// The field for the properties that have none of their own.
pub(in crate::change::compare) fn extra(
    surface: &Surface,
    ty: &TypeItem,
    extra: &ExtraItem,
) -> Witness {
    let declared = signature::extra(surface, extra);
    let body = format!("let _: &{declared} = &value.{};", extra.name);
    function(&format!("value: &types::{}", ty.name), &body)
}

/// A value that is made from another.
pub(in crate::change::compare) fn from(ty: &TypeItem, source: &str) -> Witness {
    function(&format!("value: {source}"), &format!("let _ = types::{}::from(value);", ty.name))
}

/// A type where only those that implement a trait can stand.
pub(in crate::change::compare) fn implements(ty: &TypeItem, bound: &str) -> Witness {
    let body = format!("fn takes<T: {bound}>() {{}}\n    takes::<types::{}>();", ty.name);
    function("", &body)
}

/// A value that is used as only those of its form can be.
pub(in crate::change::compare) fn shape(surface: &Surface, ty: &TypeItem) -> Option<Witness> {
    let name = &ty.name;
    let body = match &ty.shape {
        ShapeItem::Struct(_) => format!("let types::{name} {{ .. }} = value;"),
        ShapeItem::Enum(_) => "let _: &str = value.as_str();".to_owned(),
        ShapeItem::IntegerEnum(_) => "let _: i64 = value.as_i64();".to_owned(),
        ShapeItem::Union(decl) | ShapeItem::ByStatus(decl) => {
            return decl.arms.first().map(|arm| arm_of_type(surface, ty, arm));
        }
    };
    Some(function(&format!("value: types::{name}"), &body))
}
