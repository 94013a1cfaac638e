//! Requests and values against the document.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jsonschema::{Draft, Registry, Validator};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::cases::Case;
use super::document::{Document, Operation, Parameter, resolve};
use crate::server::Received;

/// Validators of the schemas of one direction.
pub struct Schemas {
    registry: Registry<'static>,
    made: Mutex<HashMap<String, Arc<Validator>>>,
}

impl Schemas {
    /// The schemas of a document.
    ///
    /// # Panics
    ///
    /// If the document cannot be a JSON Schema resource.
    pub fn new(root: &Value) -> Self {
        let registry = Registry::new().add("urn:document", root.clone()).expect("a resource");
        Schemas { registry: registry.prepare().expect("a registry"), made: Mutex::default() }
    }

    /// Returns the errors of a value.
    ///
    /// # Panics
    ///
    /// If the schema is none.
    pub fn errors(&self, pointer: &str, value: &Value) -> Vec<String> {
        let mut made = self.made.lock().expect("the validators");
        let validator = made.entry(pointer.to_owned()).or_insert_with(|| {
            let reference = format!("urn:document#{}", fragment(pointer));
            let options =
                jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
            let schema = serde_json::json!({"$ref": reference});
            let validator = options.with_registry(&self.registry).build(&schema);
            Arc::new(validator.unwrap_or_else(|error| panic!("{pointer}: {error}")))
        });
        let validator = Arc::clone(validator);
        drop(made);
        let errors = validator.iter_errors(value);
        errors
            .map(|error| format!("{}: {}", error.instance_path(), short(&error.to_string())))
            .collect()
    }
}

fn short(text: &str) -> String {
    text.chars().take(160).collect()
}

/// A pointer as the fragment of a URI.
fn fragment(pointer: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    pointer
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Returns the differences of a request from the document.
pub fn request(
    document: &Document,
    schemas: &Schemas,
    case: &Case,
    received: &Received,
) -> Vec<String> {
    let operation = &document.operations[case.operation];
    let mut wrong = Vec::new();
    let method = received.method.to_ascii_lowercase();
    if method != operation.method {
        wrong.push(format!("method {method}"));
    }
    let (path, query) = received.target.split_once('?').unwrap_or((&received.target, ""));
    let expected = path_of(operation, case);
    if path != expected {
        wrong.push(format!("path {path} instead of {expected}"));
    }
    queries(operation, case, query, &mut wrong);
    others(operation, case, received, &mut wrong);
    body(document, schemas, case, received, &mut wrong);
    wrong
}

/// RFC 6570: unreserved characters stand for themselves.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A single value as parameters and form fields write it.
fn scalar(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn path_of(operation: &Operation, case: &Case) -> String {
    let mut path = operation.path.clone();
    for parameter in operation.parameters.iter().filter(|one| one.place == "path") {
        let value = &case.path[&parameter.name];
        let list = value.as_array().map(|items| {
            items.iter().map(|item| encoded(&scalar(item))).collect::<Vec<_>>().join(",")
        });
        let text = list.unwrap_or_else(|| encoded(&scalar(value)));
        let text = match parameter.style.as_deref() {
            Some("label") => format!(".{text}"),
            Some("matrix") => format!(";{}={text}", parameter.name),
            _ => text,
        };
        path = path.replace(&format!("{{{}}}", parameter.name), &text);
    }
    path
}

fn queries(operation: &Operation, case: &Case, query: &str, wrong: &mut Vec<String>) {
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), value.to_owned()))
        .collect();
    for parameter in operation.parameters.iter().filter(|one| one.place == "query") {
        let Some(value) = case.query.get(&parameter.name) else { continue };
        for (name, text) in expected_pairs(parameter, value) {
            match pairs
                .iter()
                .position(|(given, raw)| *given == name && same(parameter, raw, &text))
            {
                Some(index) => drop(pairs.remove(index)),
                None => wrong.push(format!("query {name}={text} is missing")),
            }
        }
    }
    wrong
        .extend(pairs.iter().map(|(name, value)| format!("query {name}={value} is not asked for")));
}

/// The pairs for a value. What separates the items of a list stands unencoded between them.
fn expected_pairs(parameter: &Parameter, value: &Value) -> Vec<(String, String)> {
    let name = &parameter.name;
    let style = parameter.style.as_deref().unwrap_or("form");
    let explode = parameter.explode.unwrap_or(style == "form");
    match value {
        _ if parameter.json => vec![(name.clone(), value.to_string())],
        Value::Array(items) if items.is_empty() => Vec::new(),
        Value::Array(items) if explode => {
            items.iter().map(|item| (name.clone(), scalar(item))).collect()
        }
        Value::Array(items) => {
            let between = match style {
                "spaceDelimited" => "%20",
                "pipeDelimited" => "%7C",
                _ => ",",
            };
            let items: Vec<String> = items.iter().map(|item| encoded(&scalar(item))).collect();
            vec![(name.clone(), items.join(between))]
        }
        // Documents that say nothing of the style of an object mean its JSON text; no server would
        // take its members apart.
        Value::Object(_) if parameter.style.is_none() && parameter.explode.is_none() => {
            vec![(name.clone(), value.to_string())]
        }
        Value::Object(members) if style == "deepObject" => {
            members.iter().map(|(key, value)| (format!("{name}[{key}]"), scalar(value))).collect()
        }
        Value::Object(members) if explode => {
            members.iter().map(|(key, value)| (key.clone(), scalar(value))).collect()
        }
        Value::Object(members) => {
            let parts: Vec<String> = members
                .iter()
                .flat_map(|(key, value)| [encoded(key), encoded(&scalar(value))])
                .collect();
            vec![(name.clone(), parts.join(","))]
        }
        single => vec![(name.clone(), scalar(single))],
    }
}

fn same(parameter: &Parameter, raw: &str, text: &str) -> bool {
    let json = |text: &str| serde_json::from_str::<Value>(text).ok();
    raw == text
        || decoded(raw) == text
        || json(&decoded(raw)).zip(json(text)).is_some_and(|(one, other)| {
            (parameter.json || one.is_object() || one.is_number()) && equal(&one, &other)
        })
}

fn others(operation: &Operation, case: &Case, received: &Received, wrong: &mut Vec<String>) {
    for parameter in &operation.parameters {
        let Some(value) = case.query.get(&parameter.name) else { continue };
        let text = match value {
            Value::Array(items) => items.iter().map(scalar).collect::<Vec<_>>().join(","),
            other => scalar(other),
        };
        let found = match parameter.place.as_str() {
            "header" => received.header(&parameter.name.to_ascii_lowercase()),
            "cookie" => received.header("cookie").and_then(|all| {
                let mut pairs = all.split("; ").filter_map(|pair| pair.split_once('='));
                pairs.find(|(name, _)| *name == parameter.name).map(|(_, value)| decoded(value))
            }),
            _ => continue,
        };
        // Headers are bytes, and this server reads them as UTF-8.
        if found.as_deref().map(str::trim) != Some(text.trim()) {
            wrong.push(format!(
                "{} {}: {found:?} instead of {text}",
                parameter.place, parameter.name
            ));
        }
    }
}

fn body(
    document: &Document,
    schemas: &Schemas,
    case: &Case,
    received: &Received,
    wrong: &mut Vec<String>,
) {
    let operation = &document.operations[case.operation];
    let sent = received.header("content-type");
    let Some(body) = &operation.body else {
        if !received.body.is_empty() {
            wrong.push("a body where none is documented".to_owned());
        }
        return;
    };
    let Some(sent) = sent.filter(|_| !received.body.is_empty()) else {
        if body.required || !case.expected.is_null() {
            wrong.push("no body".to_owned());
        }
        return;
    };
    let kind = sent.split(';').next().unwrap_or_default().trim();
    let Some((_, pointer)) =
        body.content.iter().find(|(media, _)| media.split(';').next() == Some(kind))
    else {
        wrong.push(format!("content type {kind} is not documented"));
        return;
    };
    let schema = pointer
        .as_ref()
        .map(|pointer| resolve(&document.request, pointer).0)
        .unwrap_or(&Value::Null);
    let value = match kind {
        "multipart/form-data" => form(&document.request, schema, parts(&sent, &received.body)),
        "application/x-www-form-urlencoded" => {
            form(&document.request, schema, pairs(&received.body))
        }
        kind if kind.contains("json") => match serde_json::from_slice(&received.body) {
            Ok(value) => value,
            Err(error) => return wrong.push(format!("the body is no JSON: {error}")),
        },
        _ => Value::String(String::from_utf8_lossy(&received.body).into_owned()),
    };
    if let Some(pointer) = pointer {
        wrong.extend(
            schemas.errors(pointer, &value).into_iter().map(|error| format!("body {error}")),
        );
    }
    // A form has no way to write a list of nothing.
    let expected =
        if kind.contains("json") { case.expected.clone() } else { without_empty(&case.expected) };
    if let Some(difference) = difference(&expected, &value, "", Nulls::Matter) {
        wrong.push(format!("body {difference}"));
    }
}

fn without_empty(value: &Value) -> Value {
    let Some(map) = value.as_object() else { return value.clone() };
    let kept = map.iter().filter(|(_, value)| {
        !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
    });
    Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// The fields of a form as the object that the schema describes.
fn form(root: &Value, schema: &Value, fields: Vec<(String, String)>) -> Value {
    let mut object = Map::new();
    for (name, text) in fields {
        let at = schema.pointer(&format!("/properties/{}", super::document::step(&name)));
        let property = at.map(|property| followed(root, property)).unwrap_or(&Value::Null);
        let is = |schema: &Value, kind: &str| {
            schema.get("type").is_some_and(|one| {
                one == kind || one.as_array().is_some_and(|list| list.iter().any(|one| one == kind))
            })
        };
        let read = |schema: &Value| {
            let json = (!is(schema, "string")).then(|| serde_json::from_str(&text).ok()).flatten();
            json.unwrap_or_else(|| Value::String(text.clone()))
        };
        if is(property, "array") {
            let items =
                property.get("items").map(|items| followed(root, items)).unwrap_or(&Value::Null);
            let list = object.entry(name).or_insert_with(|| Value::Array(Vec::new()));
            list.as_array_mut().into_iter().for_each(|list| list.push(read(items)));
        } else {
            object.insert(name, read(property));
        }
    }
    Value::Object(object)
}

fn followed<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => resolve(root, reference.trim_start_matches('#')).0,
        None => schema,
    }
}

fn pairs(body: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(body);
    let plain = |text: &str| decoded(&text.replace('+', " "));
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (plain(name), plain(value))).collect()
}

/// The parts of a form: name and content.
fn parts(content_type: &str, body: &[u8]) -> Vec<(String, String)> {
    let boundary = content_type.split("boundary=").nth(1).unwrap_or_default();
    let text = String::from_utf8_lossy(body);
    let boundary = format!("--{boundary}");
    let parts = text.split(&boundary).filter_map(|part| part.split_once("\r\n\r\n"));
    parts
        .filter_map(|(head, content)| {
            let name = head.split("name=\"").nth(1)?.split('"').next()?;
            Some((name.to_owned(), content.strip_suffix("\r\n").unwrap_or(content).to_owned()))
        })
        .collect()
}

/// The treatment of null and absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nulls {
    /// They do.
    Matter,
    /// They do not.
    AreAbsent,
}

/// The first place where two values differ.
pub fn difference(expected: &Value, found: &Value, at: &str, nulls: Nulls) -> Option<String> {
    match (expected, found) {
        (Value::Object(one), Value::Object(other)) => {
            let keys = one.keys().chain(other.keys().filter(|key| !one.contains_key(*key)));
            keys.into_iter().find_map(|key| {
                let here = format!("{at}/{key}");
                match (one.get(key), other.get(key)) {
                    (Some(one), Some(other)) => difference(one, other, &here, nulls),
                    (Some(Value::Null), None) | (None, Some(Value::Null))
                        if nulls == Nulls::AreAbsent =>
                    {
                        None
                    }
                    (Some(one), None) => {
                        Some(format!("{here}: {} is lost", short(&one.to_string())))
                    }
                    (_, other) => Some(format!(
                        "{here}: {} is too much",
                        short(&other.map(Value::to_string).unwrap_or_default())
                    )),
                }
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter().zip(other).enumerate().find_map(|(index, (one, other))| {
                difference(one, other, &format!("{at}/{index}"), nulls)
            })
        }
        _ if equal(expected, found) => None,
        _ => Some(format!(
            "{at}: {} instead of {}",
            short(&found.to_string()),
            short(&expected.to_string())
        )),
    }
}

/// `1` and `1.0` are one number.
fn equal(one: &Value, other: &Value) -> bool {
    one == other || one.as_f64().zip(other.as_f64()).is_some_and(|(one, other)| one == other)
}
