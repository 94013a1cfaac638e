//! The report of names that are not those that the document would give: taken by another, or made
//! of nothing.

use super::resources::{handle_words, streaming_name, waiting_name};
use super::{Name, Names, ResourceNames, members};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, ArmHint, Field, Resource, Shape, StructKind};
use crate::text::bounds::NAME;
use crate::text::pointer::Pointer;
use crate::text::words::{is_cut, kebab};

/// Reports the fields and variants that did not get the plain name, and those whose wire name has
/// no word.
pub(super) fn members(api: &Api, names: &Names, diagnostics: &mut Diagnostics) {
    for id in &api.written {
        let decl = &api[*id];
        let members = &names[*id].members;
        match &decl.shape {
            Shape::Struct(decl) => {
                // A required parameter is an argument, not a member.
                let is_member =
                    |field: &Field| decl.kind != StructKind::Parameters || !field.required;
                let members = decl.fields.iter().zip(members);
                for (field, member) in members.filter(|(field, _)| is_member(field)) {
                    let (what, plain) = match decl.kind {
                        StructKind::Parameters => {
                            ("parameter", members::parameter_name(&field.wire))
                        }
                        StructKind::Json | StructKind::Multipart | StructKind::JsonOrMultipart => {
                            ("field", members::field_name(&field.wire))
                        }
                    };
                    let made = Made { what, wire: &field.wire, plain };
                    made.report(&member.name, &field.pointer, diagnostics);
                }
            }
            Shape::Enum(string) => {
                for (value, member) in string.values.iter().zip(members) {
                    // The empty value has a name of its own.
                    let wire = if value.wire.is_empty() { "empty" } else { &value.wire };
                    let plain = members::variant_name(&value.wire);
                    let made = Made { what: "variant", wire, plain };
                    made.report(&member.name, &decl.pointer, diagnostics);
                }
            }
            Shape::Union(union) => {
                for (arm, member) in union.arms.iter().zip(members) {
                    if matches!(arm.hint, Some(ArmHint::Place(_))) {
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

/// Reports the names of a resource that others had before it.
pub(super) fn resource(resource: &Resource, names: &ResourceNames, diagnostics: &mut Diagnostics) {
    let path = resource.operations.first().map(|operation| operation.path.as_str());
    let at = Pointer::root().descend(["paths", path.unwrap_or_default()]);
    let (base, version) = handle_words(resource);
    let plain = members::field_name(&resource.name);
    let (module, feature) = (names.module.as_str(), names.feature.as_str());
    let claims = [
        ("type of the resource", names.handle.as_str(), format!("{base}{version}")),
        ("method that returns the resource", names.accessor.as_str(), plain.clone()),
        ("module of the resource", module, plain),
        ("feature of the resource", feature, kebab(module)),
    ];
    for (subject, name, wanted) in claims {
        cut(name, subject, &at, diagnostics);
        if name != wanted {
            let message = format!("the {subject} is `{name}`, because `{wanted}` is taken");
            diagnostics.add(Code::NameCollision, &at, message);
        }
    }
    for (operation, method) in resource.operations.iter().zip(&names.methods) {
        let at = Pointer::root().descend(["paths", operation.path.as_str()]);
        if !operation.name.contains(char::is_alphanumeric) {
            let name = &method.name;
            let message = format!("the path has no word to call the method by; it is `{name}`");
            diagnostics.add(Code::NameInvented, &at, message);
        }
        let name = method.name.as_str();
        cut(name, "method", &at, diagnostics);
        let further = [
            ("that waits for the job", method.waiting.as_ref(), waiting_name(name)),
            ("for the stream of events", method.streaming.as_ref(), streaming_name(name)),
        ];
        for (method, name, plain) in further {
            if let Some(name) = name.filter(|name| name.as_str() != plain) {
                let message =
                    format!("the method {method} is `{name}`, because `{plain}` is taken");
                diagnostics.add(Code::NameCollision, &at, message);
            }
        }
        for (parameter, argument) in operation.path_parameters.iter().zip(&method.in_path) {
            let plain = members::field_name(&parameter.wire);
            let made = Made { what: "argument", wire: &parameter.wire, plain };
            made.report_invented(argument, &at, diagnostics);
        }
    }
}

/// Reports a name that is as long as a name may be, so that more of it was cut.
pub(super) fn cut(name: &str, what: &str, at: &Pointer, diagnostics: &mut Diagnostics) {
    if is_cut(name) {
        let message = format!("a name has at most {NAME} letters; the {what} is `{name}`");
        let help = "give it a shorter name in codegen.toml, or in the document";
        diagnostics.report(Diagnostic::new(Code::Shortened, at, message).help(help));
    }
}

/// A name that was made of a wire name.
struct Made<'w> {
    what: &'static str,
    wire: &'w str,
    plain: String,
}

impl Made<'_> {
    fn report(&self, name: &Name, at: &Pointer, diagnostics: &mut Diagnostics) {
        let Self { what, wire, plain } = self;
        self.report_invented(name, at, diagnostics);
        if name.as_str() != plain && wire.contains(char::is_alphanumeric) {
            let message = format!("`{wire}` is the {what} `{name}`, because `{plain}` is taken");
            diagnostics.add(Code::NameCollision, at, message);
        }
    }

    fn report_invented(&self, name: &Name, at: &Pointer, diagnostics: &mut Diagnostics) {
        let Self { what, wire, .. } = self;
        cut(name.as_str(), what, at, diagnostics);
        if !wire.contains(char::is_alphanumeric) {
            let message = format!("`{wire}` has no word to make a name of; the {what} is `{name}`");
            diagnostics.add(Code::NameInvented, at, message);
        }
    }
}
