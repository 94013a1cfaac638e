//! Witnesses: a few lines of a user of the crate that compile on one side of a change only.
//!
//! A witness is a function of its own, in a crate that has the client under the name `client_crate`
//! and the names that [`PRELUDE`] brings.

use super::call::Call;
use super::signature;
use crate::change::surface::items::{MemberItem, OperationItem, ResourceItem, ShapeItem, TypeItem};
use crate::change::surface::whole::Surface;

/// The lines that stand before witnesses.
pub const PRELUDE: &str = "\
#![allow(unused, deprecated)]
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use client_crate::{
    Bytes, Call, Client, Field, Form, Id, Indirect, IsoDuration, Job, Json, JsonObject, Page, Part,
};
use client_crate::types::*;
use client_crate::{resources, types};
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
    use crate::change::surface::reference::TypeRef;
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

/// The name of a type.
pub(in crate::change::compare) fn declared(ty: &TypeItem) -> Witness {
    function(&format!("_: types::{}", ty.name), "")
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
