//! The document is held to what the passes take for granted, while its places are still those that people see.
//!
//! An error is what has no meaning. A fault that leaves no doubt about what is sent and received is a warning: documents have
//! them, and a client of them is right all the same. Nothing is changed here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Map, Value};

use super::{Version, schema, walk::METHODS};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

mod schemas;

/// Reports what cannot be meant, and what only looks so.
pub(super) fn check(tree: &Value, version: Version, diagnostics: &mut Diagnostics) {
    let mut checker = Checker {
        tree,
        version,
        trail: Vec::new(),
        ids: BTreeMap::new(),
        unknown_schemes: BTreeSet::new(),
        diagnostics,
    };
    checker.document();
    checker.circles();
}

/// One step from a place to a part of it.
#[derive(Clone, Copy)]
enum Step<'t> {
    Key(&'t str),
    Index(usize),
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => f.write_str(key),
            Self::Index(index) => index.fmt(f),
        }
    }
}

fn pointer(trail: &[Step<'_>]) -> Pointer {
    trail.iter().fold(Pointer::root(), |at, step| at.child(step))
}

struct Checker<'t, 'd> {
    tree: &'t Value,
    version: Version,
    /// Where we are; a pointer is only made of it when there is something to say.
    trail: Vec<Step<'t>>,
    /// The operation ids so far, with their places.
    ids: BTreeMap<&'t str, Vec<Step<'t>>>,
    unknown_schemes: BTreeSet<&'t str>,
    diagnostics: &'d mut Diagnostics,
}

type Visit<'t, 'd> = fn(&mut Checker<'t, 'd>, &'t Value);

impl<'t, 'd> Checker<'t, 'd> {
    fn add(&mut self, code: Code, message: impl Into<String>) {
        self.diagnostics.add(code, &pointer(&self.trail), message);
    }

    fn add_with(&mut self, code: Code, message: String, first: Pointer, why: &str) {
        let mut one = Diagnostic::new(code, &pointer(&self.trail), message);
        one.related = Some((first, 0, why.to_owned()));
        self.diagnostics.report(one);
    }

    /// Does something one step further down.
    fn at(&mut self, step: Step<'t>, visit: impl FnOnce(&mut Self)) {
        self.trail.push(step);
        visit(self);
        self.trail.pop();
    }

    /// Visits one part of an object, if it is there.
    fn part(&mut self, parent: &'t Value, key: &'t str, visit: Visit<'t, 'd>) {
        if let Some(child) = parent.get(key) {
            self.at(Step::Key(key), |checker| visit(checker, child));
        }
    }

    /// Visits each member of the map or the list under a key.
    fn each(&mut self, parent: &'t Value, key: &'t str, visit: Visit<'t, 'd>) {
        let Some(parts) = parent.get(key) else { return };
        self.at(Step::Key(key), |checker| checker.members(parts, visit));
    }

    fn members(&mut self, parts: &'t Value, visit: Visit<'t, 'd>) {
        for (key, child) in parts.as_object().into_iter().flatten() {
            self.at(Step::Key(key), |checker| visit(checker, child));
        }
        for (index, child) in parts.as_array().into_iter().flatten().enumerate() {
            self.at(Step::Index(index), |checker| visit(checker, child));
        }
    }

    fn document(&mut self) {
        let tree = self.tree;
        if !tree.get("info").is_some_and(Value::is_object) {
            self.add(Code::Malformed, "the document has no `info`");
        }
        let (described, message) = match self.version {
            Version::V30 => (&["paths"][..], "the document has no `paths`"),
            Version::V31 => (
                &["paths", "components", "webhooks"][..],
                "the document has neither `paths` nor `components` nor `webhooks`",
            ),
        };
        if !described.iter().any(|key| tree.get(key).is_some()) {
            self.add(Code::Malformed, message);
        }
        self.each(tree, "security", Self::requirement);
        self.each(tree, "paths", Self::path_item);
        self.equivalent_paths();
        if let Some(components) = tree.get("components") {
            self.at(Step::Key("components"), |checker| {
                checker.each(components, "schemas", Self::schema);
                checker.each(components, "parameters", Self::parameter);
                checker.each(components, "headers", Self::header);
                checker.each(components, "requestBodies", Self::body);
                checker.each(components, "responses", Self::response);
            });
        }
    }

    /// Paths that differ only in the names of their placeholders: a request cannot tell them apart.
    fn equivalent_paths(&mut self) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let paths = self.tree.get("paths").and_then(Value::as_object);
        for (path, _) in paths.into_iter().flatten() {
            let pieces =
                path.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest));
            let shape = pieces.collect::<Vec<_>>().join("{}");
            let Some(first) = seen.insert(shape, path) else { continue };
            let at = Pointer::root().child("paths").child(first);
            let message = format!("`{path}` and `{first}` are one path to every server");
            self.trail = vec![Step::Key("paths"), Step::Key(path)];
            self.add_with(Code::PathsEquivalent, message, at, "the other");
            self.trail.clear();
        }
    }

    fn path_item(&mut self, item: &'t Value) {
        if let Some(Step::Key(path)) = self.trail.last()
            && !path.starts_with('/')
        {
            if path.starts_with("x-") {
                return;
            }
            let message = format!("the path `{path}` does not begin with a slash");
            self.add(Code::Malformed, message);
        }
        self.each(item, "parameters", Self::parameter);
        for method in METHODS {
            self.part(item, method, Self::operation);
        }
    }

    fn operation(&mut self, operation: &'t Value) {
        if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
            match self.ids.get(id).cloned() {
                Some(first) => {
                    let message = format!("the operation id `{id}` is given twice");
                    self.add_with(Code::OperationIdRepeated, message, pointer(&first), "the first");
                }
                None => {
                    self.ids.insert(id, self.trail.clone());
                }
            }
        }
        self.each(operation, "security", Self::requirement);
        self.each(operation, "parameters", Self::parameter);
        self.part(operation, "requestBody", Self::body);
        let statuses = operation.get("responses").and_then(Value::as_object).into_iter().flatten();
        for (status, response) in statuses.filter(|(status, _)| !status.starts_with("x-")) {
            self.at(Step::Key("responses"), |checker| {
                checker.at(Step::Key(status), |checker| {
                    if !is_status(status) {
                        checker.add(
                            Code::Malformed,
                            format!(
                                "`{status}` is no status, no range such as `2XX`, and not `default`"
                            ),
                        );
                    }
                    checker.response(response);
                });
            });
        }
    }

    /// Said once for each name: a scheme is missing at every operation, or at none.
    fn requirement(&mut self, requirement: &'t Value) {
        let components = self.tree.get("components");
        let schemes = components.and_then(|components| components.get("securitySchemes"));
        for (name, _) in requirement.as_object().into_iter().flatten() {
            let known = schemes.is_some_and(|schemes| schemes.get(name).is_some());
            if !known && self.unknown_schemes.insert(name) {
                self.at(Step::Key(name), |checker| {
                    let message =
                        format!("there is no security scheme `{name}`; nothing is sent for it");
                    checker.add(Code::SecuritySchemeUnknown, message);
                });
            }
        }
    }

    fn parameter(&mut self, parameter: &'t Value) {
        let Some(map) = self.own(parameter, Kind::Parameter) else { return };
        let place = map.get("in").and_then(Value::as_str);
        match place {
            Some("path") if map.get("required") != Some(&Value::Bool(true)) => {
                self.add(
                    Code::PathParameterOptional,
                    "a path parameter is not marked as required; it is all the same",
                );
            }
            Some("path" | "query" | "header" | "cookie") => {}
            Some(other) => self.at(Step::Key("in"), |checker| {
                checker.add(
                    Code::Malformed,
                    format!(
                        "a parameter is in `path`, `query`, `header` or `cookie`, not in `{other}`"
                    ),
                );
            }),
            None => self.add(Code::Malformed, "the parameter does not say what it is `in`"),
        }
        if !map.get("name").is_some_and(Value::is_string) {
            self.add(Code::Malformed, "the parameter has no `name`");
        }
        self.header(parameter);
    }

    /// A header is a parameter that need not say where it is.
    fn header(&mut self, header: &'t Value) {
        let Some(map) = self.own(header, Kind::Header) else { return };
        if !map.contains_key("schema") && !map.contains_key("content") {
            self.add(Code::Malformed, "neither `schema` nor `content` says what the value is");
        }
        self.part(header, "schema", Self::schema);
        self.each(header, "content", Self::media_type);
    }

    fn body(&mut self, body: &'t Value) {
        let Some(map) = self.own(body, Kind::Body) else { return };
        if !map.get("content").is_some_and(Value::is_object) {
            self.add(Code::Malformed, "the request body has no `content`, by media type");
        }
        self.each(body, "content", Self::media_type);
    }

    fn response(&mut self, response: &'t Value) {
        if self.own(response, Kind::Response).is_some() {
            self.each(response, "content", Self::media_type);
            self.each(response, "headers", Self::header);
        }
    }

    fn media_type(&mut self, media_type: &'t Value) {
        self.part(media_type, "schema", Self::schema);
    }

    /// The object itself; `None` if it is a reference, which is judged by where it leads, or no object, which is reported.
    fn own(&mut self, value: &'t Value, kind_here: Kind) -> Option<&'t Map<String, Value>> {
        let Some(map) = value.as_object() else {
            let message = format!("expected {}, found {}", kind_here.name(), schema::kind(value));
            self.add(Code::Malformed, message);
            return None;
        };
        let Some(reference) = map.get("$ref").and_then(Value::as_str) else { return Some(map) };
        let leads = Pointer::from_reference(reference).and_then(|target| Kind::of(&target));
        if let Some(leads) = leads.filter(|leads| {
            *leads != kind_here && !(kind_here == Kind::Header && *leads == Kind::Parameter)
        }) {
            let message = format!(
                "`{reference}` leads to {}; {} belongs here",
                leads.name(),
                kind_here.name()
            );
            self.at(Step::Key("$ref"), |checker| checker.add(Code::Malformed, message));
        }
        None
    }
}

/// What a reference may lead to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Schema,
    Parameter,
    Header,
    Body,
    Response,
}

impl Kind {
    /// What stands at a place, as far as its pointer tells.
    fn of(target: &Pointer) -> Option<Self> {
        let tokens: Vec<String> = target.tokens().collect();
        let last = tokens.last().map(String::as_str)?;
        let parent =
            tokens.len().checked_sub(2).and_then(|index| tokens.get(index)).map(String::as_str);
        match (parent?, last) {
            (_, "schema" | "items") | ("schemas" | "properties" | "$defs", _) => Some(Self::Schema),
            (_, "requestBody") | ("requestBodies", _) => Some(Self::Body),
            ("parameters", _) => Some(Self::Parameter),
            ("responses", _) => Some(Self::Response),
            ("headers", _) => Some(Self::Header),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Schema => "a schema",
            Self::Parameter => "a parameter",
            Self::Header => "a header",
            Self::Body => "a request body",
            Self::Response => "a response",
        }
    }
}

/// `default`, a code, or a range of a hundred of them.
fn is_status(text: &str) -> bool {
    let (first, rest) = text.split_at_checked(1).unwrap_or_default();
    let code = rest.len() == 2
        && (rest.eq_ignore_ascii_case("xx") || rest.bytes().all(|byte| byte.is_ascii_digit()));
    text == "default" || code && matches!(first.as_bytes(), [b'1'..=b'9'])
}
