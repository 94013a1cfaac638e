//! The lines to write, and the file for them, so that code goes on to compile after a change.

use crate::change::surface::items::{MemberItem, OperationItem};
use crate::text::pointer::Pointer;

/// The old name of a call, in `codegen.toml`.
pub(in crate::change::compare) fn keep_method(call: &str, name: &str) -> String {
    format!("in codegen.toml:\n[methods]\n\"{call}\" = \"{name}\"")
}

/// The old name of a type, in `codegen.toml`.
pub(in crate::change::compare) fn keep_type(name: &str, old: &str) -> String {
    format!("in codegen.toml:\n[types]\n{name} = \"{old}\"")
}

/// The old name of a resource, in `codegen.toml`.
pub(in crate::change::compare) fn keep_resource(old: &str, new: &str) -> String {
    format!("in codegen.toml:\n[resources.rename]\n{new} = \"{old}\"")
}

/// An overlay action that restores a property.
pub(in crate::change::compare) fn restore_property(owner: &str, wire: &str) -> String {
    let wire = quoted(wire);
    action(
        &Pointer::parse(owner),
        &format!("update:\n    properties:\n      {wire}: {{}} # as it was"),
    )
}

/// An overlay action that restores a value of an enum.
pub(in crate::change::compare) fn restore_value(owner: &str, wire: &str) -> String {
    action(&Pointer::parse(owner), &format!("update:\n    enum: [{}]", quoted(wire)))
}

/// An overlay action that restores a parameter.
pub(in crate::change::compare) fn restore_parameter(
    operation: &OperationItem,
    parameter: &MemberItem,
) -> String {
    let place = parameter.style.split(',').next().unwrap_or("query");
    let name = quoted(&parameter.wire);
    action(
        &Pointer::parse(&operation.pointer),
        &format!(
            "update:\n    parameters:\n    - {{name: {name}, in: {place}, schema: {{}}}} # as it was"
        ),
    )
}

/// An overlay action that makes a parameter optional.
pub(in crate::change::compare) fn make_optional(parameter: &str) -> String {
    action(&Pointer::parse(parameter), "update: {required: false}")
}

/// An overlay action that lists a property as required.
pub(in crate::change::compare) fn with_requirement(property: &str, wire: &str) -> Option<String> {
    let owner = owner(property)?;
    Some(action(&owner, &format!("update:\n    required: [{}]", quoted(wire))))
}

/// Overlay actions that take a property from the list of required ones.
pub(in crate::change::compare) fn without_requirement(
    property: &str,
    wire: &str,
) -> Option<String> {
    let owner = owner(property)?;
    let target = format!("{}.required[?@ == '{}']", owner.json_path(), wire.replace('\'', "\\'"));
    Some(format!("in overlay.yaml:\n- target: {target}\n  description: WHY\n  remove: true"))
}

/// Returns the schema that a property belongs to.
fn owner(property: &str) -> Option<Pointer> {
    let properties = Pointer::parse(property).parent()?;
    (properties.last() == "properties").then(|| properties.parent())?
}

fn action(target: &Pointer, change: &str) -> String {
    format!("in overlay.yaml:\n- target: {}\n  description: WHY\n  {change}", target.json_path())
}

/// Returns a text as YAML has it, in quotes where it would be read as something else.
fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}
