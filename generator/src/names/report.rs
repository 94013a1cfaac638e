//! What is said of names that are not what the document would make them: taken by another, or made of nothing.

use super::{Names, ResourceNames, members, words_of_handle};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Api, Resource, Shape};
use crate::pointer::Pointer;

/// Reports the fields and variants that did not get the plain name, and those whose wire name has no word.
pub(super) fn members(api: &Api, names: &Names, diagnostics: &mut Diagnostics) {
    for id in &api.written {
        let Some(decl) = api.get(*id) else { continue };
        let members = names.members(*id);
        match &decl.shape {
            Shape::Struct(found) => {
                for (field, member) in found.fields.iter().zip(members) {
                    let plain = members::field_name(&field.wire);
                    let made = Made { what: "field", wire: &field.wire, plain };
                    made.report(&member.name.to_string(), &field.pointer, diagnostics);
                }
            }
            Shape::Enum(found) => {
                for (value, member) in found.values.iter().zip(members) {
                    // The empty value has a name of its own.
                    let wire = if value.wire.is_empty() { "empty" } else { &value.wire };
                    let plain = members::variant_name(&value.wire);
                    let made = Made { what: "variant", wire, plain };
                    made.report(&member.name.to_string(), &decl.pointer, diagnostics);
                }
            }
            Shape::Union(found) => {
                for (arm, member) in found.arms.iter().zip(members) {
                    if arm.hint.as_deref().is_some_and(is_number_of_arm) {
                        let name = &member.name;
                        let message = format!(
                            "an arm has neither a name nor a title; the variant is `{name}`"
                        );
                        diagnostics.add(Code::NameInvented, &decl.pointer, message);
                    }
                }
            }
            Shape::IntegerEnum(_) => {}
        }
    }
}

/// Whether an arm is called by its place: `variant_1`.
fn is_number_of_arm(hint: &str) -> bool {
    hint.strip_prefix("variant_").is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
}

/// Reports the names of a resource that others had before it.
pub(super) fn resource(resource: &Resource, names: &ResourceNames, diagnostics: &mut Diagnostics) {
    let path = resource.operations.first().map(|operation| operation.path.as_str());
    let at = Pointer::root().descend(["paths", path.unwrap_or_default()]);
    let (base, version) = words_of_handle(resource);
    let accessor = members::field_name(&resource.name);
    let pairs = [
        ("type of the resource", names.handle.to_string(), format!("{base}{version}")),
        ("method that gives the resource", names.accessor.to_string(), accessor),
    ];
    for (what, name, wanted) in pairs {
        if name != wanted {
            let message = format!("the {what} is `{name}`, because `{wanted}` is taken");
            diagnostics.add(Code::NameCollision, &at, message);
        }
    }
    let named = resource.operations.iter().zip(&names.methods).zip(&names.arguments);
    for ((operation, method), arguments) in named {
        let at = Pointer::root().descend(["paths", operation.path.as_str()]);
        if !operation.name.contains(char::is_alphanumeric) {
            let message = format!("the path has no word to call the method by; it is `{method}`");
            diagnostics.add(Code::NameInvented, &at, message);
        }
        for (parameter, argument) in operation.path_parameters.iter().zip(arguments) {
            let plain = members::field_name(&parameter.wire);
            let made = Made { what: "argument", wire: &parameter.wire, plain };
            made.report_invented(&argument.to_string(), &at, diagnostics);
        }
    }
}

/// A name that was made of a wire name.
struct Made<'w> {
    what: &'static str,
    wire: &'w str,
    plain: String,
}

impl Made<'_> {
    fn report(&self, name: &str, at: &Pointer, diagnostics: &mut Diagnostics) {
        let Self { what, wire, plain } = self;
        self.report_invented(name, at, diagnostics);
        if name != plain && wire.contains(char::is_alphanumeric) {
            let message =
                format!("`{wire}` is the {what} `{name}`; another has the name `{plain}`");
            diagnostics.add(Code::NameCollision, at, message);
        }
    }

    fn report_invented(&self, name: &str, at: &Pointer, diagnostics: &mut Diagnostics) {
        let Self { what, wire, .. } = self;
        if !wire.contains(char::is_alphanumeric) {
            let message = format!("`{wire}` has no word to make a name of; the {what} is `{name}`");
            diagnostics.add(Code::NameInvented, at, message);
        }
    }
}
