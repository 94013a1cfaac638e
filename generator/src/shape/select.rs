//! Selection of the operations that the client has: all, less what `codegen.toml` leaves out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use wildmatch::WildMatchPattern;

use super::security;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Document, Operation};
use crate::input::config::{Config, SelectConfig};
use crate::model::Method;
use crate::text::pointer::Pointer;

/// An operation of the document that the client is to have.
#[derive(Clone, Debug)]
pub(super) struct Selected<'d> {
    pub operation: &'d Operation,
    /// The suffix of its path, if it mirrors another operation and is not quite the same call.
    pub mirror: Option<String>,
}

/// Rules of selection, with the place of their table in `codegen.toml`.
#[derive(Clone, Debug)]
pub(super) struct Rules<'c> {
    pub select: &'c SelectConfig,
    pub at: Pointer,
}

impl<'c> Rules<'c> {
    /// Returns those of the client.
    pub(super) fn of_client(config: &'c Config) -> Self {
        Self { select: &config.select, at: Pointer::root().child("select") }
    }

    /// Returns those of the extraction from a published document.
    pub(super) fn of_extraction(config: &'c Config) -> Self {
        match &config.pull.select {
            Some(select) => Self { select, at: Pointer::root().descend(["pull", "select"]) },
            None => Self::of_client(config),
        }
    }
}

/// A pattern of `codegen.toml`, in which `*` stands for any text.
struct Pattern<'c> {
    text: &'c str,
    /// A question mark stands for itself: paths have queries.
    matcher: WildMatchPattern<'*', '\0'>,
}

impl<'c> Pattern<'c> {
    fn all(texts: &'c [String]) -> Vec<Self> {
        let pattern = |text: &'c String| Self { text, matcher: WildMatchPattern::new(text) };
        texts.iter().map(pattern).collect()
    }
}

/// The patterns of `codegen.toml`, those that have matched, and those without which an operation
/// would be left out.
struct Patterns<'c> {
    include: Vec<Pattern<'c>>,
    exclude: Vec<Pattern<'c>>,
    used: BTreeSet<&'c str>,
    needed: BTreeSet<&'c str>,
}

/// Returns the key of an operation in `codegen.toml`.
pub(super) fn key(method: Method, path: &str) -> String {
    format!("{method} {path}")
}

/// Returns the selected operations, sorted by path and method.
pub(super) fn select<'d>(
    document: &'d Document,
    rules: &Rules<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Selected<'d>> {
    let select = rules.select;
    let mut patterns = Patterns {
        include: Pattern::all(&select.include),
        exclude: Pattern::all(&select.exclude),
        used: BTreeSet::new(),
        needed: BTreeSet::new(),
    };
    let mut kept = Vec::new();
    for operation in &document.operations {
        let key = key(operation.method, &operation.path);
        match reason_to_leave_out(operation, &key, select, &mut patterns) {
            Some(reason) => {
                diagnostics.add(Code::Deselected, &operation.pointer, format!("{key}: {reason}"));
            }
            None => kept.push(Selected { operation, mirror: None }),
        }
    }
    report_unused(rules, &patterns, diagnostics);
    without_mirrors(document, kept, config, diagnostics)
}

/// Reports the patterns that match nothing, and those that take what the rules take without them.
fn report_unused(rules: &Rules<'_>, patterns: &Patterns<'_>, diagnostics: &mut Diagnostics) {
    let select = rules.select;
    for (list, texts) in [("exclude", &select.exclude), ("include", &select.include)] {
        for text in texts {
            let message = if !patterns.used.contains(text.as_str()) {
                format!("`{text}` matches no operation")
            } else if list == "include" && !patterns.needed.contains(text.as_str()) {
                format!("`{text}` is needless: the rules take what it matches")
            } else {
                continue;
            };
            diagnostics.config(Code::ConfigUnused, &rules.at.child(list), message);
        }
    }
}

fn reason_to_leave_out(
    operation: &Operation,
    key: &str,
    select: &SelectConfig,
    patterns: &mut Patterns<'_>,
) -> Option<String> {
    let excluded = any_matches(&patterns.exclude, key, &mut patterns.used);
    let reason = match excluded {
        true => Some("codegen.toml excludes it".to_owned()),
        false => reason_of_rules(operation, select),
    };
    let mut including = BTreeSet::new();
    if !any_matches(&patterns.include, key, &mut including) {
        return reason;
    }
    if reason.is_some() {
        patterns.needed.extend(&including);
    }
    patterns.used.extend(including);
    None
}

/// Returns the reason why the rules about extensions and credentials leave an operation out.
fn reason_of_rules(operation: &Operation, select: &SelectConfig) -> Option<String> {
    let is_set = |name: &&String| operation.extensions.get(*name).is_some_and(is_set);
    let only = &select.only_extensions;
    if !only.is_empty() && !only.iter().any(|name| is_set(&name)) {
        return Some(format!("it carries no `{}`", only.join("` or `")));
    }
    if let Some(extension) = select.exclude_extensions.iter().find(is_set) {
        return Some(format!("it carries `{extension}`"));
    }
    let security = &operation.security;
    let reachable = select.security.is_empty()
        || security::is_open(security)
        || select.security.iter().any(|scheme| security::accepts(security, scheme));
    (!reachable)
        .then(|| format!("no credential of kind {} can call it", select.security.join(", ")))
}

/// Returns whether a pattern matches, and notes each that does.
fn any_matches<'c>(patterns: &[Pattern<'c>], key: &str, used: &mut BTreeSet<&'c str>) -> bool {
    let matching = patterns.iter().filter(|pattern| pattern.matcher.matches(key));
    let before = matching.map(|pattern| used.insert(pattern.text)).count();
    before > 0
}

fn is_set(value: &Value) -> bool {
    !matches!(value, Value::Bool(false) | Value::Null)
}

/// Leaves out the operations that mirror another under a second path, such as `/runs-external/`
/// beside `/runs/`. A mirror that is not quite the same call stays, under a name of its own.
fn without_mirrors<'d>(
    document: &Document,
    mut kept: Vec<Selected<'d>>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Selected<'d>> {
    let by_key: BTreeMap<(&str, Method), &Operation> = kept
        .iter()
        .map(|selected| selected.operation)
        .map(|operation| ((operation.path.as_str(), operation.method), operation))
        .collect();
    let mut mirrors = BTreeSet::new();
    for selected in &mut kept {
        let operation = selected.operation;
        let Some((base, suffix)) = base_path(&operation.path, &config.resources.mirror_suffixes)
        else {
            continue;
        };
        let Some(original) = by_key.get(&(base.as_str(), operation.method)) else { continue };
        if document.same_call(original, operation) {
            let key = key(operation.method, &operation.path);
            let message = format!("{key}: the same call as {} {base}", operation.method);
            diagnostics.add(Code::MirrorSkipped, &operation.pointer, message);
            mirrors.insert(&operation.pointer);
        } else {
            selected.mirror = Some(suffix);
        }
    }
    kept.retain(|selected| !mirrors.contains(&selected.operation.pointer));
    kept
}

/// Returns the path without the suffixes that mark a mirror, and the suffix.
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
