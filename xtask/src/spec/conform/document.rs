//! A published document as plain JSON, read without the generator: what stands at a place, with
//! references followed and the spellings of "or null" taken away: whether null may stand in a place
//! is no part of the structure that is compared.

use std::collections::BTreeMap;

use cekura_codegen::pointer::Pointer;
use serde_json::{Map, Value};

/// The methods of a path.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A document.
pub(super) struct Document {
    pub(super) tree: Value,
}

/// A schema, with all places that lead to it from where it is used.
#[derive(Clone, Debug)]
pub(super) struct Schema {
    pub(super) form: Form,
    /// The last is that of the schema itself.
    pub(super) trail: Vec<Pointer>,
}

/// The values of a schema.
#[derive(Clone, Debug)]
pub(super) enum Form {
    Any,
    /// A text, in the format that is given.
    Text(Option<String>),
    Enum(Vec<Value>),
    Integer,
    Number,
    Flag,
    File,
    List(Option<Pointer>),
    /// An object of which no property is known; the values are of a schema, if it has one.
    Map(Option<Pointer>),
    Object(BTreeMap<String, Property>),
    Choice(Vec<Pointer>),
}

/// A property of an object.
#[derive(Clone, Debug)]
pub(super) struct Property {
    pub(super) at: Pointer,
    pub(super) required: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) at: Pointer,
    pub(super) required: bool,
}

impl Document {
    /// Returns the places of all operations, by `METHOD /path`.
    pub(super) fn operations(&self) -> BTreeMap<String, Pointer> {
        let root = Pointer::root().child("paths");
        let mut found = BTreeMap::new();
        for (path, item) in self.members(&root) {
            for method in METHODS.into_iter().filter(|method| item.get(*method).is_some()) {
                let key = format!("{} {path}", method.to_uppercase());
                found.insert(key, root.child(path).child(method));
            }
        }
        found
    }

    pub(super) fn get(&self, at: &Pointer) -> Option<&Value> {
        self.tree.pointer(at.as_str())
    }

    /// Returns the members of the object at a place; none if there is no object.
    pub(super) fn members(&self, at: &Pointer) -> impl Iterator<Item = (&String, &Value)> {
        self.get(at).and_then(Value::as_object).into_iter().flatten()
    }

    /// Returns the place that a reference leads to, or the place itself.
    fn target(&self, at: &Pointer) -> Pointer {
        let reference = self.get(at).and_then(|value| value.get("$ref")?.as_str());
        reference.and_then(Pointer::from_reference).unwrap_or_else(|| at.clone())
    }

    /// Returns the parameters of an operation that stand in its path, its query, or its headers.
    pub(super) fn parameters(&self, operation: &Pointer) -> Vec<Parameter> {
        let own = operation.child("parameters");
        let of_path = operation.parent().unwrap_or_default().child("parameters");
        let mut found: Vec<Parameter> = Vec::new();
        for list in [own, of_path] {
            let count = self.get(&list).and_then(Value::as_array).map_or(0, Vec::len);
            for index in 0..count {
                let at = self.target(&list.child(index));
                let Some(value) = self.get(&at) else { continue };
                let Some(name) = value.get("name").and_then(Value::as_str) else { continue };
                if found.iter().all(|known| known.name != name) {
                    let required = value.get("required") == Some(&Value::Bool(true));
                    found.push(Parameter { name: name.to_owned(), at, required });
                }
            }
        }
        found
    }

    /// Returns the contents of a body or response, by media type, each with the place of its
    /// schema.
    pub(super) fn content(&self, at: &Pointer) -> BTreeMap<String, Pointer> {
        let at = self.target(at).child("content");
        let types = self.members(&at).filter(|(name, _)| name.contains('/'));
        types.map(|(name, _)| (name.clone(), at.child(name).child("schema"))).collect()
    }

    /// Returns the successes of an operation, by status.
    pub(super) fn successes(&self, operation: &Pointer) -> BTreeMap<u16, Pointer> {
        let at = operation.child("responses");
        let statuses = self.members(&at).filter_map(|(status, _)| {
            let code: u16 = status.replace(['X', 'x'], "0").parse().ok()?;
            (200..300).contains(&code).then(|| (code, at.child(status)))
        });
        statuses.collect()
    }

    /// Reads the schema at a place.
    pub(super) fn schema(&self, at: &Pointer) -> Schema {
        let mut trail = vec![at.clone()];
        loop {
            let here = trail.last().cloned().unwrap_or_default();
            let empty = Map::new();
            let map = self.get(&here).and_then(Value::as_object).unwrap_or(&empty);
            match self.step(&here, map) {
                // A chain of references that has no end has no form either.
                Step::To(_) if trail.len() > 64 => {
                    return Schema { form: Form::Any, trail };
                }
                Step::To(next) => trail.push(next),
                Step::Is(form) => return Schema { form, trail },
            }
        }
    }

    fn step(&self, here: &Pointer, map: &Map<String, Value>) -> Step {
        if map.contains_key("$ref") {
            return Step::To(self.target(here));
        }
        for keyword in ["oneOf", "anyOf"] {
            let Some(arms) = map.get(keyword).and_then(Value::as_array) else { continue };
            let at = here.child(keyword);
            let is_null = |arm: &Value| arm.get("type").and_then(Value::as_str) == Some("null");
            let live: Vec<Pointer> = (0..arms.len())
                .filter(|index| !arms.get(*index).is_some_and(is_null))
                .map(|index| at.child(index))
                .collect();
            return match live.as_slice() {
                [] => Step::Is(Form::Any),
                [only] => Step::To(only.clone()),
                _ => Step::Is(self.choice(live)),
            };
        }
        if let Some(parts) = map.get("allOf").and_then(Value::as_array) {
            let at = here.child("allOf");
            let is_alone = !map.contains_key("properties");
            return match parts.len() {
                1 if is_alone => Step::To(at.child(0)),
                count => {
                    let mut all = self.properties(here, map);
                    let parts = (0..count).map(|index| self.schema(&at.child(index)));
                    for part in parts {
                        if let Form::Object(properties) = part.form {
                            all.extend(properties);
                        }
                    }
                    Step::Is(Form::Object(all))
                }
            };
        }
        Step::Is(self.plain(here, map))
    }

    /// Returns a choice: one enum if all arms are enums, any value if one of them is.
    fn choice(&self, arms: Vec<Pointer>) -> Form {
        let read: Vec<Form> = arms.iter().map(|arm| self.schema(arm).form).collect();
        if read.iter().any(|form| matches!(form, Form::Any)) {
            return Form::Any;
        }
        let values: Option<Vec<&Vec<Value>>> = read
            .iter()
            .map(|form| match form {
                Form::Enum(values) => Some(values),
                _ => None,
            })
            .collect();
        match values {
            Some(values) => Form::Enum(values.into_iter().flatten().cloned().collect()),
            None => Form::Choice(arms),
        }
    }

    /// Returns the form of a schema that is made of no others.
    fn plain(&self, here: &Pointer, map: &Map<String, Value>) -> Form {
        let format = map.get("format").and_then(Value::as_str);
        if let Some(value) = map.get("const") {
            return Form::Enum(vec![value.clone()]);
        }
        if let Some(values) = map.get("enum").and_then(Value::as_array) {
            return Form::Enum(values.iter().filter(|value| !value.is_null()).cloned().collect());
        }
        match only_type(map) {
            Some("string") if format == Some("binary") => Form::File,
            Some("string") => Form::Text(format.map(str::to_owned)),
            Some("integer") => Form::Integer,
            Some("number") => Form::Number,
            Some("boolean") => Form::Flag,
            Some("array") => Form::List(map.get("items").map(|_| here.child("items"))),
            Some("object") => self.object(here, map),
            Some(_) => Form::Any,
            None if map.contains_key("properties") => self.object(here, map),
            None if map.contains_key("items") => Form::List(Some(here.child("items"))),
            None => Form::Any,
        }
    }

    fn object(&self, here: &Pointer, map: &Map<String, Value>) -> Form {
        let properties = self.properties(here, map);
        if !properties.is_empty() {
            return Form::Object(properties);
        }
        let values = map.get("additionalProperties").and_then(Value::as_object);
        let values = values.filter(|schema| !schema.is_empty());
        Form::Map(values.map(|_| here.child("additionalProperties")))
    }

    fn properties(&self, here: &Pointer, map: &Map<String, Value>) -> BTreeMap<String, Property> {
        let at = here.child("properties");
        let required = map.get("required").and_then(Value::as_array);
        let required: Vec<&str> =
            required.into_iter().flatten().filter_map(Value::as_str).collect();
        let flag = |value: &Value, key: &str| value.get(key) == Some(&Value::Bool(true));
        let properties = map.get("properties").and_then(Value::as_object).into_iter().flatten();
        let read = |(name, value): (&String, &Value)| {
            let property = Property {
                at: at.child(name),
                required: required.contains(&name.as_str()),
                read_only: flag(value, "readOnly"),
                write_only: flag(value, "writeOnly"),
            };
            (name.clone(), property)
        };
        properties.map(read).collect()
    }
}

/// The outcome of looking at one node of a schema.
enum Step {
    To(Pointer),
    Is(Form),
}

/// Returns the type of a schema that has one, null aside.
fn only_type(map: &Map<String, Value>) -> Option<&str> {
    match map.get("type")? {
        Value::String(name) => Some(name),
        Value::Array(names) => {
            let mut names = names.iter().filter_map(Value::as_str).filter(|name| *name != "null");
            let first = names.next()?;
            names.all(|name| name == first).then_some(first)
        }
        _ => None,
    }
}
