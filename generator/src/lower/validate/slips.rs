//! Slips of indentation: what belongs into a thing stands beside it, or the other way round.
//!
//! YAML reads such a text without a fault, and the part that has slipped is an unknown member, of
//! which nothing is read. Looks at the tree as it is written: a repair takes a key without anything
//! behind it to be absent.

use serde_json::{Map, Value};

use super::is_status;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Related};
use crate::lower::grammar::{Descend, METHODS, Member, Node, walk};
use crate::text::pointer::trail::Trail;

/// The most members that a message names.
const FEW: usize = 3;

/// The kinds of parts whose members are all known: others may have some of an older version.
const STRICT: [Node; 6] =
    [Node::Info, Node::Components, Node::PathItem, Node::Operation, Node::Body, Node::Response];

/// Reports what has slipped.
pub(in crate::lower) fn report(tree: &Value, diagnostics: &mut Diagnostics) {
    walk(tree, &mut |node, value, at| {
        if let Value::Object(map) = value {
            let mut slips = Slips { node, at, diagnostics: &mut *diagnostics };
            slips.too_shallow(map);
            slips.too_deep(map);
        }
        Descend::Into
    });
}

struct Slips<'a, 'd> {
    node: Node,
    at: &'a Trail<'a>,
    diagnostics: &'d mut Diagnostics,
}

impl Slips<'_, '_> {
    /// Reports keys without anything behind them, beside members that belong there.
    fn too_shallow(&mut self, map: &Map<String, Value>) {
        for (key, value) in map {
            let Some(member) = self.node.member(key) else { continue };
            match (member, value) {
                (_, Value::Null) => {
                    let unknown = map.iter().filter(|(name, _)| self.is_unknown(name));
                    let beside = names(unknown.filter(|(name, value)| member.takes(name, value)));
                    self.empty(key, &beside, self.at);
                }
                (Member::Map(node) | Member::Patterned(node), Value::Object(inner)) => {
                    self.strange_names(inner, member, node, &self.at.key(key));
                }
                _ => {}
            }
        }
        if self.node == Node::Document && map.get("paths").is_some_and(Value::is_object) {
            for (path, item) in map.iter().filter(|(name, _)| name.starts_with('/')) {
                if item.is_object() {
                    let message = format!("`{path}` stands beside `paths`, and belongs into it");
                    self.outside(path, message, "paths", self.at);
                }
            }
        }
    }

    /// Reports names of parts that are none, but those of members of one part.
    fn strange_names(
        &mut self,
        parts: &Map<String, Value>,
        member: Member,
        node: Node,
        at: &Trail<'_>,
    ) {
        let empty = parts.iter().find(|(name, value)| value.is_null() && !is_extension(name));
        let (beside, holder) = match (self.node, node) {
            (_, Node::PathItem) => ("the paths", "/…"),
            (_, Node::Response) => ("the responses", "\"200\""),
            (Node::Components, Node::Schema) => ("the schemas", "…"),
            _ if empty.is_none() => return,
            _ => ("", ""),
        };
        let is_strange = |name: &str, value: &Value| match node {
            Node::Schema if name == "properties" => are_properties(value),
            _ => node.member(name).is_some() && !member.takes(name, value) && !value.is_null(),
        };
        let strange = names(parts.iter().filter(|(name, value)| is_strange(name, value)));
        if let Some((empty, _)) = empty {
            return self.empty(empty, &strange, at);
        }
        for name in strange {
            let is_outside = match node {
                Node::PathItem => METHODS.contains(&name),
                Node::Response => true,
                _ => name == "properties",
            };
            if is_outside {
                let message =
                    format!("`{name}` stands beside {beside}, and belongs into one of them");
                self.outside(name, message, holder, at);
            }
        }
    }

    /// Reports members of a part that the part does not know, and the node around it does.
    fn too_deep(&mut self, map: &Map<String, Value>) {
        for (key, value) in map {
            let (Some(member), Value::Object(inner)) = (self.node.member(key), value) else {
                continue;
            };
            let at = &self.at.key(key);
            match member {
                // A property may have any name.
                Member::Map(Node::Schema) => {}
                Member::One(node) => self.beyond(map, inner, (node, key), at),
                Member::Map(node) | Member::Patterned(node) => {
                    for (name, value) in inner {
                        let at = &at.key(name);
                        if !member.takes(name, value) && self.is_missing(map, name, value) {
                            self.deep(name, key, at);
                        } else if let Value::Object(part) = value {
                            self.beyond_names(part, member, (node, name), at);
                            self.beyond(map, part, (node, key), at);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Reports the members of a part that the node around it has a place for, and does not have.
    fn beyond(
        &mut self,
        map: &Map<String, Value>,
        part: &Map<String, Value>,
        (node, key): (Node, &str),
        at: &Trail<'_>,
    ) {
        if !STRICT.contains(&node) {
            return;
        }
        for (name, value) in part {
            // Tags and requirements of a path item are meant for its operations.
            let is_of_operations = node == Node::PathItem && value.is_array();
            let is_unknown = node.member(name).is_none() && !is_of_operations;
            if is_unknown && self.is_missing(map, name, value) {
                self.deep(name, key, &at.key(name));
            }
        }
    }

    /// Reports the members of a part whose names are those of the parts beside it.
    fn beyond_names(
        &mut self,
        part: &Map<String, Value>,
        member: Member,
        (node, key): (Node, &str),
        at: &Trail<'_>,
    ) {
        for (name, value) in part {
            if value.is_object() && member.is_pattern(name) && node.member(name).is_none() {
                self.deep(name, key, &at.key(name));
            }
        }
    }

    fn is_unknown(&self, name: &str) -> bool {
        self.node.member(name).is_none() && !is_extension(name)
    }

    /// Returns whether the node has a place for a part, and nothing in it.
    fn is_missing(&self, map: &Map<String, Value>, name: &str, value: &Value) -> bool {
        let holds = match self.node.member(name) {
            Some(Member::One(_) | Member::Map(_) | Member::Patterned(_)) => value.is_object(),
            Some(Member::List(_)) => value.is_array(),
            _ => false,
        };
        // Any name may be that of a path item of a callback, and schemas lie where older documents
        // and JSON Schema have them, too.
        let is_free = self.node == Node::Callback || matches!(name, "$defs" | "definitions");
        holds && !is_free && !map.contains_key(name)
    }

    fn empty(&mut self, key: &str, beside: &[&str], at: &Trail<'_>) {
        let Some(first) = beside.first() else { return };
        let few = || beside.iter().take(FEW);
        let quoted: Vec<String> = few().map(|name| format!("`{name}`")).collect();
        let more = if beside.len() > FEW { " and others" } else { "" };
        let stand = if beside.len() == 1 { "stands" } else { "stand" };
        let message =
            format!("`{key}` has nothing in it, and {}{more} {stand} beside it", quoted.join(", "));
        let lines = few().map(|name| format!("  {}: …", shown(name)));
        let lines = std::iter::once(format!("{}:", shown(key))).chain(lines);
        let help = "what belongs into it is indented further";
        let mut one = slip(&at.key(key), message, help.to_owned()).mend(lines);
        one.related = Some(Related::new(at.key(first).pointer(), "belongs into it"));
        self.diagnostics.report(one);
    }

    fn outside(&mut self, name: &str, message: String, holder: &str, at: &Trail<'_>) {
        let lines = [format!("{holder}:"), format!("  {name}: …")];
        let one = slip(&at.key(name), message, "write it there, indented further".to_owned());
        self.diagnostics.report(one.mend(lines));
    }

    fn deep(&mut self, name: &str, key: &str, at: &Trail<'_>) {
        let message = format!("`{name}` stands in `{key}`, and belongs beside it");
        let (key, name) = (shown(key), shown(name));
        let help = format!("end `{key}` before it, and indent it as far as that");
        let lines = [format!("{key}:"), "  …".to_owned(), format!("{name}: …")];
        self.diagnostics.report(slip(at, message, help).mend(lines));
    }
}

fn slip(at: &Trail<'_>, message: String, help: String) -> Diagnostic {
    Diagnostic::new(Code::Indentation, &at.pointer(), message).help(help)
}

impl Member {
    /// Returns whether a name and its value may stand under a key with this member.
    fn takes(self, name: &str, value: &Value) -> bool {
        match self {
            Self::One(node) | Self::Open(node) => node.member(name).is_some(),
            Self::Map(Node::MediaType) | Self::Patterned(_) => self.is_pattern(name),
            Self::Map(_) => value.is_object() || value.is_boolean(),
            _ => false,
        }
    }

    /// Returns whether a name has the pattern of those under a key with this member.
    fn is_pattern(self, name: &str) -> bool {
        match self {
            Self::Patterned(Node::Response) => is_status(name),
            Self::Patterned(Node::PathItem) => name.starts_with('/'),
            Self::Map(Node::MediaType) => name.contains('/'),
            _ => false,
        }
    }
}

/// Returns whether a value is that of `properties` and can be no schema: all that it has are
/// objects, under names that schemas have no objects for.
fn are_properties(value: &Value) -> bool {
    let is_property = |(name, value): (&String, &Value)| {
        let member = Node::Schema.member(name);
        let holds = matches!(member, Some(Member::One(_) | Member::Open(_) | Member::Map(_)));
        value.is_object() && !holds
    };
    value.as_object().is_some_and(|map| !map.is_empty() && map.iter().all(is_property))
}

fn names<'t>(members: impl Iterator<Item = (&'t String, &'t Value)>) -> Vec<&'t str> {
    members.map(|(name, _)| name.as_str()).collect()
}

fn is_extension(name: &str) -> bool {
    name.starts_with("x-")
}

/// Returns a key as YAML writes it, where it is a text.
fn shown(key: &str) -> String {
    let is_number = key.starts_with(|first: char| first.is_ascii_digit());
    if is_number { format!("{key:?}") } else { key.to_owned() }
}
