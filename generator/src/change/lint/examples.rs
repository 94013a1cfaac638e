//! Examples and defaults that do not fit the types beside them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Action, Finding};
use crate::diagnostic::{Code, Diagnostic};
use crate::input::source::kind;
use crate::lower::grammar::{Descend, Node, walk};
use crate::text::pointer::Pointer;

/// The keywords that hold for values of one type only, and go when the type becomes another.
const OF_TYPES: [&str; 10] = [
    "enum",
    "format",
    "items",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "pattern",
    "properties",
    "required",
];

/// The steps that one example is followed for: schemas may lead back to themselves by any way.
const MOST_STEPS: usize = 10_000;

/// A value that does not fit a schema.
struct Misfit<'t> {
    at: Pointer,
    schema: &'t Map<String, Value>,
    value: &'t Value,
    expected: String,
}

/// Finds the schemas that an example or default does not fit, each once.
pub(super) fn find(tree: &Value) -> Vec<Finding> {
    let mut misfits: BTreeMap<Pointer, Misfit<'_>> = BTreeMap::new();
    let mut schemas: Vec<Finding> = Vec::new();
    walk(tree, &mut |node, value, at| {
        let (schema, below) = match node {
            Node::Schema => (value, at.pointer()),
            Node::MediaType | Node::Parameter | Node::Header => match value.get("schema") {
                Some(schema) => (schema, at.pointer().child("schema")),
                None => return Descend::Into,
            },
            _ => return Descend::Into,
        };
        let fit = |example| {
            let mut fitting = Fitting { tree, depth: 0, left: MOST_STEPS };
            fitting.fit(schema, below.clone(), example)
        };
        // A list that was written as the list of examples.
        if value.get("examples").is_some_and(|list| list.is_array() && fit(list).is_empty()) {
            return Descend::Into;
        }
        for (key, example) in examples(value) {
            if is_schema(example) && node != Node::Schema {
                schemas.push(not_a_value(&at.pointer().child(key)));
                continue;
            }
            for misfit in fit(example) {
                misfits.entry(misfit.at.clone()).or_insert(misfit);
            }
        }
        Descend::Into
    });
    let version = tree.get("openapi").and_then(Value::as_str).unwrap_or_default();
    let found = misfits.into_values().map(|misfit| misfit.finding(version));
    found.chain(schemas).collect()
}

/// Returns the examples and the default of a node, each with the key that has it.
fn examples(node: &Value) -> Vec<(&'static str, &Value)> {
    let one = |key: &'static str| node.get(key).map(|value| (key, value));
    let single = one("example").into_iter().chain(one("default"));
    let listed = match node.get("examples") {
        Some(Value::Array(list)) => list.iter().collect(),
        // Since 3.2 a value stands beside the text that it becomes on the wire.
        Some(Value::Object(map)) => map
            .values()
            .filter_map(|one| one.get("dataValue").or_else(|| one.get("value")))
            .collect(),
        _ => Vec::new(),
    };
    single.chain(listed.into_iter().map(|value| ("examples", value))).collect()
}

/// Returns whether a value reads like a schema rather than like a value.
fn is_schema(value: &Value) -> bool {
    let types = ["array", "boolean", "integer", "number", "object", "string"];
    let is_type = value.get("type").and_then(Value::as_str).is_some_and(|ty| types.contains(&ty));
    let members = value.get("properties").is_some_and(Value::is_object);
    is_type && (members || value.get("items").is_some_and(Value::is_object))
}

/// The names that stand for values of a type.
const TYPES: [&str; 9] =
    ["array", "boolean", "double", "float", "integer", "null", "number", "object", "string"];

/// Returns whether a value stands for one that people fill in: `<integer>`, `{{id}}`, `integer`; or
/// is a schema where a value belongs.
fn is_placeholder(value: &Value) -> bool {
    let is_between =
        |text: &str, open: char, close: char| text.starts_with(open) && text.ends_with(close);
    let is_word = |text: &str| {
        is_between(text, '<', '>') || is_between(text, '{', '}') || TYPES.contains(&text)
    };
    value.as_str().is_some_and(is_word) || is_schema(value)
}

fn not_a_value(at: &Pointer) -> Finding {
    let message = "the example is a schema, not a value";
    Finding { diagnostic: Diagnostic::new(Code::ExampleMismatch, at, message), action: None }
}

/// The most schemas within one another that an example is followed into.
const DEEPEST: usize = 100;

/// The comparison of a value with a schema.
struct Fitting<'t> {
    tree: &'t Value,
    depth: usize,
    /// The steps that are left; a comparison without any finds no fault.
    left: usize,
}

impl<'t> Fitting<'t> {
    /// Returns the places where a value does not fit a schema.
    fn fit(&mut self, schema: &'t Value, at: Pointer, value: &'t Value) -> Vec<Misfit<'t>> {
        if self.depth == DEEPEST || is_placeholder(value) {
            return Vec::new();
        }
        let Some((map, at)) = self.resolved(schema, at) else { return Vec::new() };
        self.depth += 1;
        let misfits = self.fit_here(map, &at, value);
        self.depth -= 1;
        misfits
    }

    /// Returns the places where a value does not fit a schema that is no reference.
    fn fit_here(
        &mut self,
        map: &'t Map<String, Value>,
        at: &Pointer,
        value: &'t Value,
    ) -> Vec<Misfit<'t>> {
        let misfit = |expected: String| Misfit { at: at.clone(), schema: map, value, expected };
        if value.is_null() && may_be_null(map) {
            return Vec::new();
        }
        let types = types(map);
        if !types.is_empty() && !types.iter().any(|name| is_of_type(value, name)) {
            return vec![misfit(types.join(" or "))];
        }
        if let Some(Value::Array(values)) = map.get("enum")
            && !values.contains(value)
        {
            return vec![misfit("one of the values of the enum".to_owned())];
        }
        let mut misfits = Vec::new();
        for (keys, part, value) in below(map, value) {
            let at = at.descend(keys.iter().map(String::as_str));
            misfits.extend(self.fit(part, at, value));
        }
        for keyword in ["oneOf", "anyOf"] {
            let Some(Value::Array(arms)) = map.get(keyword) else { continue };
            let fits = |arm: &'t Value| self.fit(arm, at.clone(), value).is_empty();
            if !arms.is_empty() && !arms.iter().any(fits) {
                misfits.push(misfit(format!("what one of the `{keyword}` allows")));
            }
        }
        misfits
    }

    /// Follows references to the schema that they lead to.
    fn resolved(
        &mut self,
        mut schema: &'t Value,
        mut at: Pointer,
    ) -> Option<(&'t Map<String, Value>, Pointer)> {
        loop {
            self.left = self.left.checked_sub(1)?;
            let Some(reference) = schema.get("$ref").and_then(Value::as_str) else { break };
            at = Pointer::from_reference(reference)?;
            schema = self.tree.pointer(at.as_str())?;
        }
        Some((schema.as_object()?, at))
    }
}

/// Returns the parts of a schema that describe parts of a value, each with the keys to it.
fn below<'t>(
    schema: &'t Map<String, Value>,
    value: &'t Value,
) -> Vec<(Vec<String>, &'t Value, &'t Value)> {
    let mut parts = Vec::new();
    let keys = |first: &str, second: &str| vec![first.to_owned(), second.to_owned()];
    if let Some(Value::Array(all)) = schema.get("allOf") {
        let all = all.iter().enumerate();
        parts.extend(all.map(|(index, part)| (keys("allOf", &index.to_string()), part, value)));
    }
    if let (Some(Value::Object(properties)), Value::Object(members)) =
        (schema.get("properties"), value)
    {
        let described = members.iter().filter_map(|(name, value)| {
            properties.get(name).map(|part| (keys("properties", name), part, value))
        });
        parts.extend(described);
    }
    if let (Some(items), Value::Array(list)) = (schema.get("items"), value) {
        parts.extend(list.iter().map(|value| (vec!["items".to_owned()], items, value)));
    }
    parts
}

fn types(schema: &Map<String, Value>) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn may_be_null(schema: &Map<String, Value>) -> bool {
    let in_enum = schema.get("enum").and_then(Value::as_array);
    schema.get("nullable") == Some(&Value::Bool(true))
        || in_enum.is_some_and(|values| values.contains(&Value::Null))
        || schema.get("default") == Some(&Value::Null)
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => true,
    }
}

impl Misfit<'_> {
    fn finding(&self, version: &str) -> Finding {
        let Self { at, expected, value, .. } = self;
        let message = match value {
            Value::String(_) | Value::Number(_) | Value::Bool(_) => {
                format!("an example of it is {value}; expected {expected}")
            }
            _ => format!("an example of it is {}; expected {expected}", kind(value)),
        };
        let diagnostic = Diagnostic::new(Code::ExampleMismatch, at, message);
        Finding { diagnostic, action: self.action(version) }
    }

    /// Returns the action that makes the type that of the example.
    fn action(&self, version: &str) -> Option<Action> {
        let reason = "Its example is of this kind.";
        let types = types(self.schema);
        if self.value.is_null() {
            let members = match types.as_slice() {
                [name] if version.starts_with("3.1") => json!({"type": [name, "null"]}),
                _ => json!({"nullable": true}),
            };
            return Some(Action::update(&self.at, members, "Its example is null."));
        }
        if types.is_empty() {
            return None;
        }
        if types.iter().any(|name| is_of_type(self.value, name)) {
            let members = json!({"enum": [self.value]});
            return Some(Action::update(&self.at, members, "Its example has this value."));
        }
        let gone = OF_TYPES.into_iter().filter(|key| self.schema.contains_key(*key)).collect();
        Some(Action::replace(&self.at, gone, typed(self.value)?, reason))
    }
}

/// Returns the schema of values like this one.
fn typed(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => json!({"type": "boolean"}),
        Value::Number(number) if number.is_f64() => json!({"type": "number"}),
        Value::Number(_) => json!({"type": "integer"}),
        Value::String(_) => json!({"type": "string"}),
        Value::Array(list) => {
            let items = list.first().and_then(typed).unwrap_or_else(|| json!({}));
            json!({"type": "array", "items": items})
        }
        Value::Object(_) => json!({"type": "object", "additionalProperties": {}}),
    })
}
