//! Which operations the client has: all, less what `codegen.toml` leaves out.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, Operation, PathItem, ReferenceOr};

use super::auth;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::Method;
use crate::pointer::Pointer;

/// An operation of the document that the client is to have.
#[derive(Clone, Debug)]
pub(super) struct Selected<'d> {
    pub method: Method,
    pub path: &'d str,
    pub item: &'d PathItem,
    pub operation: &'d Operation,
    pub pointer: Pointer,
    /// The ending that marks it as the twin of another operation that is not quite the same.
    pub twin: Option<String>,
}

impl Selected<'_> {
    fn key(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// The selected operations, sorted by path and method.
pub(super) fn select<'d>(
    document: &'d OpenAPI,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Selected<'d>> {
    let mut kept = Vec::new();
    let mut used = BTreeSet::new();
    for one in all(document) {
        match reason_to_leave_out(document, &one, config, &mut used) {
            Some(reason) => {
                diagnostics.add(Code::Deselected, &one.pointer, format!("{}: {reason}", one.key()))
            }
            None => kept.push(one),
        }
    }
    for (list, patterns) in
        [("exclude", &config.select.exclude), ("include", &config.select.include)]
    {
        for pattern in patterns.iter().filter(|pattern| !used.contains(*pattern)) {
            let at = Pointer::root().child("select").child(list);
            let message = format!("`{pattern}` matches no operation");
            diagnostics.report(
                Diagnostic::new(Code::ConfigUnused, &at, message).in_origin(Origin::Config),
            );
        }
    }
    without_twins(kept, config, diagnostics)
}

fn all(document: &OpenAPI) -> Vec<Selected<'_>> {
    let mut found = Vec::new();
    for (path, item) in document.paths.iter() {
        let ReferenceOr::Item(item) = item else { continue };
        let at = Pointer::root().child("paths").child(path);
        for (key, operation) in item.iter() {
            let Some(method) = Method::from_key(key) else { continue };
            let pointer = at.child(key);
            found.push(Selected { method, path, item, operation, pointer, twin: None });
        }
    }
    found.sort_by(|a, b| (a.path, a.method).cmp(&(b.path, b.method)));
    found
}

fn reason_to_leave_out(
    document: &OpenAPI,
    one: &Selected<'_>,
    config: &Config,
    used: &mut BTreeSet<String>,
) -> Option<String> {
    let select = &config.select;
    let key = one.key();
    let mut matches = |patterns: &[String]| {
        let found: Vec<String> =
            patterns.iter().filter(|pattern| is_match(pattern, &key)).cloned().collect();
        let any = !found.is_empty();
        used.extend(found);
        any
    };
    if matches(&select.include) {
        return None;
    }
    if matches(&select.exclude) {
        return Some("codegen.toml excludes it".to_owned());
    }
    if let Some(extension) = select
        .exclude_extensions
        .iter()
        .find(|name| one.operation.extensions.get(*name).is_some_and(is_set))
    {
        return Some(format!("it carries `{extension}`"));
    }
    let reachable = select.security.is_empty()
        || auth::is_open(document, one.operation)
        || select.security.iter().any(|scheme| auth::accepts(document, one.operation, scheme));
    (!reachable)
        .then(|| format!("no credential of kind {} can call it", select.security.join(", ")))
}

fn is_set(value: &serde_json::Value) -> bool {
    !matches!(value, serde_json::Value::Bool(false) | serde_json::Value::Null)
}

/// Whether a text fits a pattern in which `*` stands for any text.
fn is_match(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

/// Leaves out the operations that stand under a second name too, such as `/runs-external/` beside `/runs/`. A twin that is not
/// quite the same call stays, under a name that says so.
fn without_twins<'d>(
    mut kept: Vec<Selected<'d>>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Selected<'d>> {
    let by_key: BTreeMap<(&str, Method), &Operation> =
        kept.iter().map(|one| ((one.path, one.method), one.operation)).collect();
    let mut twins = BTreeSet::new();
    for one in &mut kept {
        let Some((base, suffix)) = base_path(one.path, &config.resources.twin_suffixes) else {
            continue;
        };
        let Some(original) = by_key.get(&(base.as_str(), one.method)) else { continue };
        if same_call(original, one.operation) {
            let message = format!("{}: the same call as {} {base}", one.key(), one.method);
            diagnostics.add(Code::TwinSkipped, &one.pointer, message);
            twins.insert(one.pointer.clone());
        } else {
            one.twin = Some(suffix);
        }
    }
    kept.retain(|one| !twins.contains(&one.pointer));
    kept
}

/// The path without the endings that mark a twin, and the ending.
fn base_path(path: &str, suffixes: &[String]) -> Option<(String, String)> {
    let suffix = suffixes
        .iter()
        .find(|suffix| path.split('/').any(|segment| segment.ends_with(suffix.as_str())))?;
    let base: Vec<&str> = path
        .split('/')
        .map(|segment| segment.strip_suffix(suffix.as_str()).unwrap_or(segment))
        .collect();
    Some((base.join("/"), suffix.clone()))
}

fn same_call(a: &Operation, b: &Operation) -> bool {
    a.parameters == b.parameters && a.request_body == b.request_body && a.responses == b.responses
}
