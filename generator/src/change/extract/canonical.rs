//! The canonical form of a document: a fixed order of keys, sorted names, sorted sets, one style of
//! YAML.
//!
//! A list is a set where OpenAPI gives its order no meaning: the values of an enum, required
//! properties, types, parameters, alternatives, security. All others keep their order, and so does
//! a set that some reference leads into by an index.

use std::collections::BTreeSet;

use serde_json::{Map, Number, Value};
use serde_yaml::{Mapping, Value as Yaml};

use crate::lower::grammar::{Descend, Member, Node, Transform, walk, walk_mut};
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

/// The order of keys. Those that are not listed follow, by name, and extensions come last.
const KEYS: [&str; 66] = [
    "openapi",
    "$self",
    "$ref",
    "name",
    "in",
    "title",
    "version",
    "summary",
    "description",
    "operationId",
    "tags",
    "deprecated",
    "type",
    "scheme",
    "bearerFormat",
    "format",
    "nullable",
    "enum",
    "const",
    "default",
    "readOnly",
    "writeOnly",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "required",
    "style",
    "explode",
    "allowReserved",
    "info",
    "url",
    "variables",
    "servers",
    "security",
    "parameters",
    "requestBody",
    "responses",
    "headers",
    "schema",
    "content",
    "encoding",
    "discriminator",
    "properties",
    "additionalProperties",
    "prefixItems",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "example",
    "examples",
    "paths",
    "webhooks",
    "components",
    "schemas",
    "securitySchemes",
];

/// Returns the document as YAML.
pub(super) fn write(mut tree: Value) -> String {
    let entered = entered(&tree);
    walk_mut(&mut tree, &mut Sets { entered });
    let ordered = node(Node::Document, &tree);
    // A tree of JSON has nothing that YAML cannot say.
    serde_yaml::to_string(&ordered).unwrap_or_default()
}

/// Returns the places of the lists that references lead into.
fn entered(tree: &Value) -> BTreeSet<Pointer> {
    let mut entered = BTreeSet::new();
    walk(tree, &mut |_, value, _| {
        let reference = value.get("$ref").and_then(Value::as_str);
        if let Some(target) = reference.and_then(Pointer::from_reference) {
            let mut at = Pointer::root();
            for token in target.tokens() {
                if tree.pointer(at.as_str()).is_some_and(Value::is_array) {
                    entered.insert(at.clone());
                }
                at = at.child(token);
            }
        }
        Descend::Into
    });
    entered
}

/// Sorts the lists that are sets.
struct Sets {
    /// The places of those whose order matters all the same.
    entered: BTreeSet<Pointer>,
}

impl Transform for Sets {
    fn leave(&mut self, node: Node, value: &mut Value, at: &Trail<'_>) {
        let Value::Object(map) = value else { return };
        let sets: &[&str] = match node {
            Node::Schema => &["enum", "oneOf", "anyOf", "required", "type"],
            Node::Operation | Node::PathItem => &["parameters", "security", "tags"],
            Node::Document => &["security"],
            _ => return,
        };
        for key in sets {
            let is_entered =
                || !self.entered.is_empty() && self.entered.contains(&at.key(key).pointer());
            if let Some(Value::Array(list)) = map.get_mut(*key)
                && !is_entered()
            {
                list.sort_by_cached_key(sort_key);
                list.dedup();
            }
        }
    }
}

/// Returns the place of a member of a set: null comes last, parameters go by place and name, all
/// else by its text.
fn sort_key(value: &Value) -> (bool, String) {
    let is_null =
        value.is_null() || value == "null" || value.get("type").is_some_and(|ty| ty == "null");
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Object(map) => match (map.get("in"), map.get("name")) {
            (Some(place), Some(name)) => format!("{place} {name}"),
            _ => value.to_string(),
        },
        _ => value.to_string(),
    };
    (is_null, text)
}

/// Returns a node with its keys in order.
fn node(kind: Node, value: &Value) -> Yaml {
    let Value::Object(map) = value else { return data(value) };
    let mut keys: Vec<&String> = map.keys().collect();
    keys.sort_by_key(|key| (key.starts_with("x-"), rank(key), key.as_str()));
    let members = keys.into_iter().filter_map(|key| {
        let value = map.get(key)?;
        let value = kind.member(key).map_or_else(|| data(value), |kind| member(kind, value));
        Some((Yaml::from(key.as_str()), value))
    });
    Yaml::Mapping(members.collect())
}

fn member(kind: Member, value: &Value) -> Yaml {
    match (kind, value) {
        (Member::One(kind) | Member::Open(kind), value) => node(kind, value),
        (Member::List(kind), Value::Array(list)) => {
            list.iter().map(|item| node(kind, item)).collect::<Vec<_>>().into()
        }
        (Member::Map(of) | Member::Patterned(of), Value::Object(map)) => {
            by_name(map, |name, item| if kind.holds(name) { node(of, item) } else { data(item) })
        }
        _ => data(value),
    }
}

/// Returns a value that is no node, with its keys by name.
fn data(value: &Value) -> Yaml {
    match value {
        Value::Null => Yaml::Null,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => number_of(number),
        Value::String(text) => text.as_str().into(),
        Value::Array(list) => list.iter().map(data).collect::<Vec<_>>().into(),
        Value::Object(map) => by_name(map, |_, item| data(item)),
    }
}

fn by_name(map: &Map<String, Value>, of: impl Fn(&str, &Value) -> Yaml) -> Yaml {
    let mut members: Vec<(&String, &Value)> = map.iter().collect();
    members.sort_by_key(|(name, _)| name.as_str());
    let members =
        members.into_iter().map(|(name, item)| (Yaml::from(name.as_str()), of(name, item)));
    Yaml::Mapping(members.collect::<Mapping>())
}

fn number_of(number: &Number) -> Yaml {
    match (number.as_u64(), number.as_i64(), number.as_f64()) {
        (Some(number), _, _) => number.into(),
        (_, Some(number), _) => number.into(),
        (_, _, Some(number)) => number.into(),
        _ => number.to_string().into(),
    }
}

fn rank(key: &str) -> usize {
    KEYS.iter().position(|listed| *listed == key).unwrap_or(KEYS.len())
}
