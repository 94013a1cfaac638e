//! The document, read independently of the generator: JSON in, operations out.

use cekura_codegen::diagnostic::{Diagnostics, Origin};
use cekura_codegen::source::DuplicateKeys;
use serde_json::Value;

use super::repair;
use crate::specs::Texts;

mod newer;

/// The methods that a path item may have under their own keys.
pub const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The key of all others.
pub const OTHERS: &str = "additionalOperations";

/// A document, and the two ways in which it speaks of its schemas.
#[derive(Clone, Debug)]
pub struct Document {
    /// As it is, with the overlay's corrections and without the defects that [`repair`] lists.
    pub plain: Value,
    /// With the schemas as requests have them: read-only properties are forbidden.
    pub request: Value,
    /// With the schemas as responses have them: write-only properties are forbidden.
    pub response: Value,
    /// All operations.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// In lower case, if it has a key of its own.
    pub method: String,
    /// The place of the operation.
    pub pointer: String,
    /// With its placeholders.
    pub path: String,
    /// The operation's own parameters and those of its path.
    pub parameters: Vec<Parameter>,
    /// The body of its request.
    pub body: Option<Body>,
    /// Its successful responses.
    pub answers: Vec<Answer>,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// On the wire.
    pub name: String,
    /// `path`, `query`, `header` or `cookie`.
    pub place: String,
    /// `true` if it must be sent.
    pub required: bool,
    /// The style, given or not.
    pub style: Option<String>,
    /// `true` if lists repeat the name.
    pub explode: Option<bool>,
    /// `true` if a media type describes it, so that it is JSON.
    pub json: bool,
    /// The place of its schema.
    pub pointer: String,
    /// The place where the operation or its path declares it, perhaps by reference.
    pub declared: String,
}

/// A request's body.
#[derive(Clone, Debug)]
pub struct Body {
    /// `true` if it must be sent.
    pub required: bool,
    /// Media types, each with the place of its schema.
    pub content: Vec<(String, Option<String>)>,
    /// The place of the content.
    pub pointer: String,
    /// The place of the content as the operation has it, perhaps through a reference.
    pub declared: String,
}

/// A successful response.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status; `2XX` and `default` count as 200.
    pub status: u16,
    /// Media types, each with the place of its schema.
    pub content: Vec<(String, Option<String>)>,
    /// The place of the response.
    pub pointer: String,
    /// The place of the response as the operation has it, perhaps through a reference.
    pub declared: String,
}

impl Document {
    /// Reads a document, with the overlay's corrections.
    ///
    /// # Panics
    ///
    /// If it cannot be read.
    pub fn read(texts: &Texts) -> Self {
        let text = &texts.document;
        let mut plain: Value = serde_json::from_str(text)
            .or_else(|_| serde_yaml::from_str(text))
            .unwrap_or_else(|_| tree(text));
        if let Some(overlay) = &texts.overlay {
            let mut said = Diagnostics::default();
            // Overlays have tests of their own; here they are a part of the input.
            plain = tree(text);
            cekura_codegen::overlay::apply(&mut plain, overlay, &mut said).expect("an overlay");
        }
        if let Some(webhooks) = &texts.webhooks {
            let mut webhooks = tree(webhooks);
            localize(&mut webhooks);
            add(&mut plain, &webhooks);
        }
        newer::make_local(&mut plain);
        repair::content(&mut plain);
        let request = repair::for_direction(&plain, "readOnly");
        let response = repair::for_direction(&plain, "writeOnly");
        let operations = operations(&plain);
        Document { plain, request, response, operations }
    }
}

/// Adds the webhooks of a document of their own, and the components that they bring with them.
fn add(plain: &mut Value, webhooks: &Value) {
    plain["webhooks"] = webhooks["webhooks"].clone();
    let sections = webhooks["components"].as_object().into_iter().flatten();
    for (section, members) in sections {
        for (name, member) in members.as_object().into_iter().flatten() {
            plain["components"][section][name] = member.clone();
        }
    }
}

/// Makes references to the other document lead into the one of both.
fn localize(value: &mut Value) {
    match value {
        Value::Object(map) => map.iter_mut().for_each(|(key, value)| match value {
            Value::String(text) if key == "$ref" => {
                *text = text.find('#').map_or_else(|| text.clone(), |at| text[at..].to_owned());
            }
            other => localize(other),
        }),
        Value::Array(items) => items.iter_mut().for_each(localize),
        _ => {}
    }
}

/// Returns a document as the generator reads it: overlays change such a tree, and keys that stand
/// in it twice are nothing that others read.
fn tree(text: &str) -> Value {
    let mut said = Diagnostics::default();
    cekura_codegen::source::parse(text, Origin::Document, DuplicateKeys::Last, &mut said)
        .expect("a document of JSON or YAML")
}

/// Returns the value at a pointer, followed through `$ref`s, and the pointer where it ends.
pub fn resolve<'a>(root: &'a Value, pointer: &str) -> (&'a Value, String) {
    let mut pointer = pointer.to_owned();
    for _ in 0..2_000 {
        let value = root.pointer(&pointer).unwrap_or(&Value::Null);
        match value.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#')) {
            Some(next) => pointer = next.replace("%7B", "{").replace("%7D", "}"),
            None => return (value, pointer),
        }
    }
    (&Value::Null, pointer)
}

/// Returns a path with nothing but names in braces: `/files/{path}` of `/files/{+path=**}`.
pub fn names_only(path: &str) -> String {
    let mut out = String::new();
    for (index, piece) in path.split('{').enumerate() {
        let (name, rest) = piece.split_once('}').unwrap_or(("", piece));
        let name = name.trim_start_matches(['+', '/', '.', ';', '?', '#', '&']);
        let name = name.split(['=', ':', '*']).next().unwrap_or_default();
        if index > 0 {
            out.push_str(&format!("{{{name}}}"));
        }
        out.push_str(rest);
    }
    out
}

/// A key as a step of a JSON pointer.
pub fn step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn operations(root: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    let paths = root.get("paths").and_then(Value::as_object);
    let paths = paths.into_iter().flat_map(|paths| paths.keys());
    for path in paths.filter(|path| !path.starts_with("x-")) {
        let (item, at) = resolve(root, &format!("/paths/{}", step(path)));
        for method in METHODS.iter().filter(|method| item.get(**method).is_some()) {
            operations.push(operation(root, path, method, &at, &format!("{at}/{method}")));
        }
        let others = item.get(OTHERS).and_then(Value::as_object).into_iter().flatten();
        for (name, _) in others {
            let key = METHODS.into_iter().find(|key| name.eq_ignore_ascii_case(key));
            let place = format!("{at}/{OTHERS}/{}", step(name));
            operations.push(operation(root, path, key.unwrap_or(name), &at, &place));
        }
    }
    operations
}

fn operation(root: &Value, path: &str, method: &str, item: &str, at: &str) -> Operation {
    let mut parameters: Vec<Parameter> = Vec::new();
    for list in [format!("{at}/parameters"), format!("{item}/parameters")] {
        let count = root.pointer(&list).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..count {
            for one in newer::parts(root, parameter(root, &format!("{list}/{index}"))) {
                // The operation's own parameters come first, and win.
                let is_it = |other: &Parameter| other.name == one.name && other.place == one.place;
                if !parameters.iter().any(is_it) {
                    parameters.push(one);
                }
            }
        }
    }
    let body = root.pointer(&format!("{at}/requestBody")).map(|_| {
        let declared = format!("{at}/requestBody");
        let (body, at) = resolve(root, &declared);
        Body {
            required: body.get("required").and_then(Value::as_bool).unwrap_or(false),
            content: content(root, body, &at),
            pointer: format!("{at}/content"),
            declared: format!("{declared}/content"),
        }
    });
    let statuses = root.pointer(&format!("{at}/responses")).and_then(Value::as_object);
    let keys: Vec<&String> = statuses.into_iter().flat_map(|all| all.keys()).collect();
    let mut answers: Vec<Answer> = keys
        .iter()
        .filter(|status| status.starts_with('2'))
        .map(|status| answer(root, at, status))
        .collect();
    // Beside redirects, `default` may be anything.
    let of_errors = keys.iter().all(|status| status.starts_with(['4', '5', 'd', 'x']));
    if answers.is_empty() && of_errors && keys.iter().any(|status| *status == "default") {
        answers.push(answer(root, at, "default"));
    }
    let (method, path, pointer) = (method.to_owned(), path.to_owned(), at.to_owned());
    Operation { method, path, pointer, parameters, body, answers }
}

fn parameter(root: &Value, pointer: &str) -> Parameter {
    let (one, at) = resolve(root, pointer);
    let text = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let flag = |key: &str| one.get(key).and_then(Value::as_bool);
    let media = content(root, one, &at).into_iter().next();
    let place = text("in");
    Parameter {
        name: text("name"),
        required: flag("required").unwrap_or(false) || place == "path",
        place,
        style: one.get("style").and_then(Value::as_str).map(str::to_owned),
        explode: flag("explode"),
        json: media.is_some(),
        pointer: media.and_then(|(_, schema)| schema).unwrap_or_else(|| format!("{at}/schema")),
        declared: pointer.to_owned(),
    }
}

fn answer(root: &Value, operation: &str, status: &str) -> Answer {
    let declared = format!("{operation}/responses/{status}");
    let (one, at) = resolve(root, &declared);
    let status = status.parse().unwrap_or(200);
    Answer { status, content: content(root, one, &at), pointer: at, declared }
}

/// The media types of something, each with the place of its schema.
fn content(root: &Value, of: &Value, at: &str) -> Vec<(String, Option<String>)> {
    let media = of.get("content").and_then(Value::as_object);
    media
        .into_iter()
        .flatten()
        .map(|(name, media)| {
            let (media, at) = match media.get("$ref") {
                Some(_) => resolve(root, &format!("{at}/content/{}", step(name))),
                None => (media, format!("{at}/content/{}", step(name))),
            };
            (name.clone(), media.get("schema").map(|_| format!("{at}/schema")))
        })
        .collect()
}
