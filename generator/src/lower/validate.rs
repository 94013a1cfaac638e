//! Checks of what the passes take for granted, while the places of the document are still those
//! that people see.
//!
//! An error is what has no meaning. A fault that leaves no doubt about what is sent and received is
//! a warning: documents have them, and a client of them is right all the same. Nothing is changed
//! here.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::grammar::{Descend, Node, walk};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Related};
use crate::input::source::kind;
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

mod methods;
mod schemas;
pub(super) mod slips;
pub(super) mod version;

use version::Version;

/// Returns what has no meaning, and what only seems to have none.
pub(super) fn check(tree: &Value, version: Version) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let mut checker = Checker {
        tree,
        version,
        ids: BTreeMap::new(),
        unknown_schemes: BTreeSet::new(),
        targets: BTreeMap::new(),
        diagnostics: &mut diagnostics,
    };
    walk(tree, &mut |node, value, at| checker.node(node, value, at));
    checker.circles();
    diagnostics
}

struct Checker<'t, 'd> {
    tree: &'t Value,
    version: Version,
    /// The operation ids so far, with their places.
    ids: BTreeMap<&'t str, Pointer>,
    unknown_schemes: BTreeSet<&'t str>,
    /// The kinds of nodes that references lead to.
    targets: BTreeMap<&'t str, Option<Node>>,
    diagnostics: &'d mut Diagnostics,
}

impl<'t> Checker<'t, '_> {
    fn add(&mut self, code: Code, at: &Trail<'_>, message: impl Into<String>) {
        self.diagnostics.add(code, &at.pointer(), message);
    }

    fn add_with(&mut self, code: Code, at: &Trail<'_>, message: String, related: Related) {
        let mut one = Diagnostic::new(code, &at.pointer(), message);
        one.related = Some(related);
        self.diagnostics.report(one);
    }

    fn node(&mut self, node: Node, value: &'t Value, at: &Trail<'_>) -> Descend {
        match node {
            Node::Document => self.document(value, at),
            Node::Requirement => self.requirement(value, at),
            Node::Schema => self.schema(value, at),
            Node::PathItem
            | Node::Operation
            | Node::Parameter
            | Node::Header
            | Node::Body
            | Node::MediaType
            | Node::Response => return self.object(node, value, at),
            _ => {}
        }
        Descend::Into
    }

    /// Checks a node that must be an object. A reference is judged by its target, and what stands
    /// beside it is ignored.
    fn object(&mut self, node: Node, value: &'t Value, at: &Trail<'_>) -> Descend {
        let Some(map) = value.as_object() else {
            let message = format!("expected {}, found {}", node.name(), kind(value));
            self.add(Code::Malformed, at, message);
            return Descend::Past;
        };
        if self.reference(node, map, at) && node != Node::PathItem {
            return Descend::Past;
        }
        match node {
            Node::PathItem => self.path_item(map, at),
            Node::Operation => self.operation(map, at),
            Node::Parameter => self.parameter(map, at),
            Node::Header => self.header(map, "header", at),
            Node::Body if !map.get("content").is_some_and(Value::is_object) => {
                self.add(Code::Malformed, at, "the request body has no `content`");
            }
            _ => {}
        }
        Descend::Into
    }

    /// Checks that a reference leads to a node of the kind that belongs here; returns whether the
    /// node is a reference.
    fn reference(&mut self, node: Node, map: &'t Map<String, Value>, at: &Trail<'_>) -> bool {
        let Some(reference) = map.get("$ref").and_then(Value::as_str) else { return false };
        let target = *self
            .targets
            .entry(reference)
            .or_insert_with(|| Node::at(&Pointer::from_reference(reference)?));
        if let Some(target) = target.filter(|target| !node.accepts(*target)) {
            let message =
                format!("`{reference}` refers to {}; expected {}", target.name(), node.name());
            self.add(Code::Malformed, &at.key("$ref"), message);
        }
        true
    }

    fn document(&mut self, tree: &'t Value, at: &Trail<'_>) {
        if !tree.get("info").is_some_and(Value::is_object) {
            self.add(Code::Malformed, at, "the document has no `info`");
        }
        let (described, message) = match self.version {
            Version::V30 => (&["paths"][..], "the document has no `paths`"),
            Version::V31 => (
                &["paths", "components", "webhooks"][..],
                "the document has neither `paths` nor `components` nor `webhooks`",
            ),
        };
        if !described.iter().any(|key| tree.get(key).is_some()) {
            self.add(Code::Malformed, at, message);
        }
        self.equivalent_paths(tree, at);
    }

    /// Reports paths that differ only in the names of their placeholders: a request cannot tell
    /// them apart.
    fn equivalent_paths(&mut self, tree: &'t Value, at: &Trail<'_>) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let at = at.key("paths");
        let paths = tree.get("paths").and_then(Value::as_object);
        for (path, _) in paths.into_iter().flatten() {
            let pieces =
                path.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest));
            let shape = pieces.collect::<Vec<_>>().join("{}");
            let Some(first) = seen.insert(shape, path) else { continue };
            let message =
                format!("`{path}` and `{first}` differ only in the names of their placeholders");
            let related = Related::new(at.key(first).pointer(), "the other path");
            self.add_with(Code::PathsEquivalent, &at.key(path), message, related);
        }
    }

    fn path_item(&mut self, item: &'t Map<String, Value>, at: &Trail<'_>) {
        match (at.parent().last_key(), at.last_key()) {
            (Some("paths"), Some(path)) if !path.starts_with('/') => {
                let message = format!("the path `{path}` does not begin with a slash");
                let meant =
                    path.trim_matches(['“', '”', '„', '‘', '’', ' ']).trim_start_matches('/');
                let one = Diagnostic::new(Code::Malformed, &at.pointer(), message);
                self.diagnostics.report(one.help(format!(
                    "write it as `/{meant}`: an overlay can remove it and add it under that key"
                )));
            }
            (Some("paths"), Some(path)) => self.braces(path, at),
            _ => {}
        }
        self.methods(item, at);
    }

    /// Reports braces of a path that have no counterpart.
    fn braces(&mut self, path: &str, at: &Trail<'_>) {
        let mut is_open = false;
        let mut unclosed = false;
        let mut unopened = false;
        for letter in path.chars() {
            match letter {
                '{' => unclosed |= std::mem::replace(&mut is_open, true),
                '}' => unopened |= !std::mem::replace(&mut is_open, false),
                _ => {}
            }
        }
        if unclosed || is_open {
            let message = format!(
                "a brace of `{path}` is not closed; read as closed at the end of its segment"
            );
            self.add(Code::PathTemplate, at, message);
        }
        if unopened {
            let message = format!("a brace of `{path}` closes nothing; it is sent as it is");
            self.add(Code::PathTemplate, at, message);
        }
    }

    fn operation(&mut self, operation: &'t Map<String, Value>, at: &Trail<'_>) {
        if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
            match self.ids.get(id).cloned() {
                Some(first) => {
                    let message = format!("the operation id `{id}` is used twice");
                    let related = Related::new(first, "first used here");
                    self.add_with(Code::OperationIdRepeated, at, message, related);
                }
                None => drop(self.ids.insert(id, at.pointer())),
            }
        }
        let statuses = operation.get("responses").and_then(Value::as_object).into_iter().flatten();
        for (status, _) in statuses.filter(|(status, _)| !status.starts_with("x-")) {
            if !is_status(status) {
                let message = format!(
                    "`{status}` is neither a status code, nor a range such as `2XX`, nor `default`"
                );
                self.add(Code::Malformed, &at.key("responses").key(status), message);
            }
        }
    }

    /// Reports an unknown scheme once for each name: it is missing at every operation, or at none.
    fn requirement(&mut self, requirement: &'t Value, at: &Trail<'_>) {
        let components = self.tree.get("components");
        let schemes = components.and_then(|components| components.get("securitySchemes"));
        for (name, _) in requirement.as_object().into_iter().flatten() {
            let known = schemes.is_some_and(|schemes| schemes.get(name).is_some());
            if !known && self.unknown_schemes.insert(name) {
                let message = format!(
                    "the security scheme `{name}` does not exist; no credential is sent for it"
                );
                self.add(Code::SecuritySchemeUnknown, &at.key(name), message);
            }
        }
    }

    fn parameter(&mut self, parameter: &'t Map<String, Value>, at: &Trail<'_>) {
        let location = parameter.get("in").and_then(Value::as_str);
        match location {
            Some("path") if parameter.get("required") != Some(&Value::Bool(true)) => {
                let message = "the path parameter is not marked as required; read as required";
                self.add(Code::PathParameterOptional, at, message);
            }
            Some("path" | "query" | "querystring" | "header" | "cookie") => {}
            Some(other) => {
                let message = format!(
                    "`{other}` is not a location; expected `path`, `query`, `header`, `cookie` or `querystring`"
                );
                self.add(Code::Malformed, &at.key("in"), message);
            }
            None => self.add(Code::Malformed, at, "the parameter has no `in`"),
        }
        if !parameter.get("name").is_some_and(Value::is_string) {
            self.add(Code::Malformed, at, "the parameter has no `name`");
        }
        self.header(parameter, location.unwrap_or_default(), at);
    }

    /// Checks a header, which is a parameter that need not tell where it is.
    fn header(&mut self, header: &'t Map<String, Value>, location: &str, at: &Trail<'_>) {
        if !header.contains_key("schema") && !header.contains_key("content") {
            let message = "neither `schema` nor `content` describes the value";
            self.add(Code::Malformed, at, message);
        }
        let Some(style) = header.get("style").and_then(Value::as_str) else { return };
        let styles = styles(location);
        if !styles.is_empty() && !styles.contains(&style) {
            let styles: Vec<String> = styles.iter().map(|style| format!("`{style}`")).collect();
            let message = format!(
                "`{style}` is not a style of parameters in `{location}`; expected {}",
                styles.join(", ")
            );
            self.add(Code::Malformed, &at.key("style"), message);
        }
    }
}

/// Returns the styles of the values in a location (OpenAPI 3.2 section 4.12.3).
fn styles(location: &str) -> &'static [&'static str] {
    match location {
        "path" => &["matrix", "label", "simple"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        "cookie" => &["form", "cookie"],
        _ => &[],
    }
}

/// Returns whether a key of responses is `default`, a code, or a range of a hundred of them.
fn is_status(text: &str) -> bool {
    let (first, rest) = text.split_at_checked(1).unwrap_or_default();
    let code = rest.len() == 2
        && (rest.eq_ignore_ascii_case("xx") || rest.bytes().all(|byte| byte.is_ascii_digit()));
    text == "default" || code && matches!(first.as_bytes(), [b'1'..=b'9'])
}
