//! Requests to send and responses to answer with: several cases for each operation.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::document::{Body, Document, Operation, resolve};
use super::emitted::{Emitted, Method};
use super::sample::{Mode, Sampler};

/// One call.
#[derive(Clone, Debug)]
pub struct Case {
    /// The index among the document's operations.
    pub operation: usize,
    /// The index among the emitted methods.
    pub method: usize,
    /// The choice of samples.
    pub mode: Mode,
    /// The values for the path.
    pub path: Map<String, Value>,
    /// The values of all other parameters.
    pub query: Map<String, Value>,
    /// The value that the body's type is read from: with read-only properties.
    pub given: Value,
    /// The body that should arrive.
    pub expected: Value,
    /// The server's response.
    pub answer: Answer,
}

/// The server's response.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The media type, where there is a body.
    pub media: Option<String>,
    /// The body.
    pub bytes: Vec<u8>,
    /// The value of the body.
    pub value: Value,
    /// The place of the schema.
    pub pointer: Option<String>,
}

impl Case {
    /// The line for the program.
    pub fn line(&self, number: Option<usize>) -> String {
        json!({
            "index": self.method, "number": number, "path": self.path, "query": self.query, "body": self.given,
        })
        .to_string()
    }
}

/// All cases, and the operations that have no method.
pub fn all(document: &Document, emitted: &Emitted, always: &[String]) -> (Vec<Case>, Vec<usize>) {
    let (mut cases, mut missing) = (Vec::new(), Vec::new());
    for (index, operation) in document.operations.iter().enumerate() {
        let place = emitted
            .methods
            .iter()
            .position(|method| method.verb == operation.method && method.path == operation.path);
        let Some(method) = place else {
            missing.push(index);
            continue;
        };
        let full = (0..choices(document, operation)).map(Mode::Full);
        for mode in [Mode::Minimal, Mode::Null].into_iter().chain(full) {
            let mut case = case(document, index, method, &emitted.methods[method], mode);
            case.answer = answer(document, operation, mode, always);
            cases.push(case);
        }
    }
    (cases, missing)
}

fn case(document: &Document, index: usize, place: usize, method: &Method, mode: Mode) -> Case {
    let operation = &document.operations[index];
    let sampler =
        Sampler { root: &document.request, mode, hidden: false, always: &[], in_form: false };
    let (mut path, mut query) = (Map::new(), Map::new());
    for parameter in &operation.parameters {
        if parameter.place == "path" {
            path.insert(parameter.name.clone(), sampler.at(&parameter.pointer, &parameter.name));
        } else if parameter.required || mode != Mode::Minimal {
            let value = sampler.at(&parameter.pointer, &parameter.name);
            if !value.is_null() {
                query.insert(parameter.name.clone(), value);
            }
        }
    }
    let (mut given, mut expected) = (Value::Null, Value::Null);
    if let Some(body) = &operation.body
        && (body.required || mode != Mode::Minimal || !method.has_optional_body())
        && let Some(pointer) = body_schema(body, method)
    {
        let sampler = Sampler { in_form: method.sends("multipart"), ..sampler };
        expected = sampler.at(&pointer, "body");
        given = Sampler { hidden: true, ..sampler }.at(&pointer, "body");
        if method.sends("multipart") {
            // A form has no way to write null.
            for form in [&mut given, &mut expected].into_iter().filter_map(Value::as_object_mut) {
                form.retain(|_, value| !value.is_null());
            }
        }
    }
    let answer = Answer::default();
    Case { operation: index, method: place, mode, path, query, given, expected, answer }
}

/// The schema of the media type that the method sends.
fn body_schema(body: &Body, method: &Method) -> Option<String> {
    let sends = |media: &str| match media.split(';').next().unwrap_or_default() {
        "multipart/form-data" => method.sends("multipart"),
        "application/x-www-form-urlencoded" => method.sends("form"),
        media if media.contains("json") => method.sends("json"),
        media if media.starts_with("text/") => method.sends("text"),
        _ => method.sends("bytes"),
    };
    let chosen = body.content.iter().find(|(media, _)| sends(media)).or(body.content.first())?;
    chosen.1.clone()
}

fn answer(document: &Document, operation: &Operation, mode: Mode, always: &[String]) -> Answer {
    let choice = if let Mode::Full(choice) = mode { choice } else { 0 };
    let Some(answer) = operation.answers.get(choice % operation.answers.len().max(1)) else {
        return Answer { status: 200, ..Answer::default() };
    };
    let json = answer.content.iter().find(|(media, _)| media.contains("json"));
    let Some((media, pointer)) = json.or(answer.content.first()) else {
        return Answer { status: answer.status, ..Answer::default() };
    };
    let sampler = Sampler { root: &document.response, mode, hidden: false, always, in_form: false };
    let value = pointer.as_ref().map_or(json!({"any": 1}), |pointer| sampler.at(pointer, "answer"));
    let schema = pointer.as_ref().map(|pointer| resolve(&document.response, pointer).0);
    let binary = schema.is_some_and(|schema| schema.get("format") == Some(&json!("binary")));
    let bytes = match &value {
        Value::String(text) if binary || !media.contains("json") => text.clone().into_bytes(),
        value => value.to_string().into_bytes(),
    };
    Answer {
        status: answer.status,
        media: Some(media.clone()),
        bytes,
        value,
        pointer: pointer.clone(),
    }
}

/// Returns the number of full samples that it takes to see every arm of every union and every
/// success.
fn choices(document: &Document, operation: &Operation) -> usize {
    let mut most = operation.answers.len().max(2);
    let bodies = operation.body.iter().flat_map(|body| &body.content);
    let answers = operation.answers.iter().flat_map(|answer| &answer.content);
    let (mut seen, mut open) = (BTreeSet::new(), Vec::new());
    open.extend(bodies.chain(answers).filter_map(|(_, pointer)| pointer.clone()));
    while let Some(pointer) = open.pop() {
        if !seen.insert(pointer.clone()) {
            continue;
        }
        let (schema, _) = resolve(&document.response, &pointer);
        visit(schema, &mut |inner| {
            if let Some(reference) = inner.get("$ref").and_then(Value::as_str) {
                open.push(reference.trim_start_matches('#').to_owned());
            }
            let arms = inner.get("anyOf").and_then(Value::as_array);
            let some = |arms: &Vec<Value>| {
                arms.iter().filter(|arm| arm.get("type") != Some(&json!("null"))).count()
            };
            most = most.max(arms.map_or(0, some));
        });
    }
    most
}

fn visit(value: &Value, with: &mut impl FnMut(&Value)) {
    with(value);
    match value {
        Value::Object(map) => map.values().for_each(|inner| visit(inner, with)),
        Value::Array(list) => list.iter().for_each(|inner| visit(inner, with)),
        _ => {}
    }
}
