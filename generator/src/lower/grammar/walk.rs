//! The traversals along the grammar: one that reads, one that changes.

use serde_json::Value;

use super::{Member, Node};
use crate::text::pointer::trail::Trail;

/// The answer of a visitor: whether the walk goes on below the node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Descend {
    Into,
    Past,
}

/// A pass that changes a tree.
pub(crate) trait Transform {
    /// Changes a node before its parts; parts that come in by this are visited, too.
    fn enter(&mut self, _node: Node, _value: &mut Value, _at: &Trail<'_>) {}

    /// Changes a node after its parts.
    fn leave(&mut self, _node: Node, _value: &mut Value, _at: &Trail<'_>) {}
}

/// Visits the document and each node below it, each before its parts.
pub(crate) fn walk<'t>(
    tree: &'t Value,
    visit: &mut impl FnMut(Node, &'t Value, &Trail<'_>) -> Descend,
) {
    walk_from(Node::Document, tree, &Trail::Root, visit);
}

/// Visits a node and each node below it, each before its parts.
pub(crate) fn walk_from<'t>(
    node: Node,
    value: &'t Value,
    at: &Trail<'_>,
    visit: &mut impl FnMut(Node, &'t Value, &Trail<'_>) -> Descend,
) {
    if visit(node, value, at) == Descend::Past {
        return;
    }
    for (key, child) in value.as_object().into_iter().flatten() {
        let Some(member) = node.member(key) else { continue };
        let at = &at.key(key);
        match (member, child) {
            (Member::Open(_), Value::Bool(_)) => {}
            (Member::One(node) | Member::Open(node), child) => walk_from(node, child, at, visit),
            (Member::List(node), Value::Array(list)) => {
                for (index, item) in list.iter().enumerate() {
                    walk_from(node, item, &at.item(index), visit);
                }
            }
            (Member::Map(node) | Member::Patterned(node), Value::Object(map)) => {
                for (name, item) in map.iter().filter(|(name, _)| member.holds(name)) {
                    walk_from(node, item, &at.key(name), visit);
                }
            }
            _ => {}
        }
    }
}

/// Runs a pass over the document and each node below it.
pub(crate) fn walk_mut(tree: &mut Value, pass: &mut impl Transform) {
    walk_mut_from(Node::Document, tree, &Trail::Root, pass);
}

/// Runs a pass over a node and each node below it.
pub(crate) fn walk_mut_from(
    node: Node,
    value: &mut Value,
    at: &Trail<'_>,
    pass: &mut impl Transform,
) {
    pass.enter(node, value, at);
    for (key, child) in value.as_object_mut().into_iter().flatten() {
        let Some(member) = node.member(key) else { continue };
        let at = &at.key(key);
        match (member, child) {
            (Member::Open(_), Value::Bool(_)) => {}
            (Member::One(node) | Member::Open(node), child) => {
                walk_mut_from(node, child, at, pass);
            }
            (Member::List(node), Value::Array(list)) => {
                for (index, item) in list.iter_mut().enumerate() {
                    walk_mut_from(node, item, &at.item(index), pass);
                }
            }
            (Member::Map(node) | Member::Patterned(node), Value::Object(map)) => {
                for (name, item) in map.iter_mut().filter(|(name, _)| member.holds(name)) {
                    walk_mut_from(node, item, &at.key(name), pass);
                }
            }
            _ => {}
        }
    }
    pass.leave(node, value, at);
}

impl Member {
    /// Returns whether a name of a map is that of a node, and no extension.
    pub(crate) fn holds(self, name: &str) -> bool {
        !(matches!(self, Self::Patterned(_)) && name.starts_with("x-"))
    }
}
