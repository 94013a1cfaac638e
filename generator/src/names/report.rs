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
            Shape::IntegerEnum(_) | Shape::Union(_) => {}
        }
    }
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
        if !wire.contains(char::is_alphanumeric) {
            let message = format!("`{wire}` has no word to make a name of; the {what} is `{name}`");
            diagnostics.add(Code::NameInvented, at, message);
        } else if name != plain {
            let message =
                format!("`{wire}` is the {what} `{name}`; another has the name `{plain}`");
            diagnostics.add(Code::NameCollision, at, message);
        }
    }
}
