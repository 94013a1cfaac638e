//! The names by which texts of the document speak of operations: those of `codegen.toml` beside the
//! operations' own.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::input::config::{Config, near};
use crate::model::{Api, Operation, Shape};
use crate::shape::select::key;
use crate::text::pointer::Pointer;

/// Gives operations the names that `codegen.toml` has for them, also where another one has such a
/// name by now.
pub(in crate::shape) fn add(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    if config.operation_ids.is_empty() {
        return;
    }
    report_unused(api, config, diagnostics);
    let mut by_key: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for (id, key) in &config.operation_ids {
        by_key.entry(key).or_default().push(id);
    }
    for operation in api.resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        operation.ids.retain(|id| !config.operation_ids.contains_key(id));
        let key = key(operation.method, &operation.path);
        operation.ids.extend(by_key.get(key.as_str()).into_iter().flatten().copied().cloned());
    }
}

fn report_unused(api: &Api, config: &Config, diagnostics: &mut Diagnostics) {
    let keys: BTreeSet<String> =
        api.operations().map(|operation| key(operation.method, &operation.path)).collect();
    let mut report = |id: &str, message: String, help: String| {
        let at = Pointer::root().descend(["operation-ids", id]);
        let one = Diagnostic::new(Code::ConfigUnused, &at, message).in_origin(Origin::Config);
        diagnostics.report(one.help(help));
    };
    for (id, key) in &config.operation_ids {
        if !keys.contains(key) {
            let otherwise = "write `METHOD /path` of an operation of the client";
            let help = near::help(key, keys.iter().map(String::as_str), otherwise);
            report(id, format!("the client has no operation `{key}`"), help);
        } else if !texts(api).any(|text| text.contains(id.as_str())) {
            report(
                id,
                format!("no text names `{id}`"),
                "delete the entry, or correct it".to_owned(),
            );
        }
    }
}

/// Returns all texts of the document that the client has.
fn texts(api: &Api) -> impl Iterator<Item = &str> {
    let of_resources = api.resources.iter();
    let of_resources =
        of_resources.flat_map(|resource| resource.description.iter().chain(&resource.shared));
    let of_operations = api.operations().flat_map(of_operation);
    let of_types = api.types.iter().flat_map(|decl| {
        let parts: Vec<&Option<String>> = match &decl.shape {
            Shape::Struct(one) => one.fields.iter().map(|field| &field.docs.text).collect(),
            Shape::Enum(one) => one.values.iter().map(|value| &value.text).collect(),
            Shape::IntegerEnum(values) => values.iter().map(|value| &value.text).collect(),
            Shape::Union(one) => one.arms.iter().map(|arm| &arm.text).collect(),
        };
        decl.description.iter().chain(parts.into_iter().flatten())
    });
    of_resources.chain(of_operations).chain(of_types).map(String::as_str)
}

fn of_operation(operation: &Operation) -> impl Iterator<Item = &String> {
    let body = operation.body.iter().flat_map(|body| &body.description);
    let in_path = operation.path_parameters.iter().flat_map(|one| &one.docs.text);
    let own = operation.summary.iter().chain(&operation.description).chain(&operation.answers);
    own.chain(body).chain(in_path)
}
