//! Responses in which one field is wrong or missing, made from the emitted types, and the expected
//! result of each.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::check::{Nulls, difference};
use super::emitted::Emitted;
use super::program::text_of;

/// One answer with one fault.
#[derive(Clone, Debug)]
pub struct Probe {
    /// The type and the fault, for people.
    pub what: String,
    /// The index among the types.
    pub index: usize,
    /// The answer.
    pub body: Value,
    /// The expected result.
    pub expected: Expected,
}

/// The expected result of a response.
#[derive(Clone, Debug)]
pub enum Expected {
    /// It is read with drift at exactly these places, and is this when written again.
    Read(Vec<String>, Value),
    /// It is refused, and the error names this place.
    Refused(String),
}

impl Probe {
    /// The line for the program.
    pub fn line(&self) -> String {
        json!({"alone": true, "index": self.index, "body": self.body}).to_string()
    }

    /// Returns the difference of the result from the expected one.
    pub fn wrong(&self, made: &Value) -> Option<String> {
        let said = match (&self.expected, made.get("error")) {
            (Expected::Refused(place), Some(error)) if error["pointer"] == **place => return None,
            (Expected::Refused(place), Some(error)) => format!("an error at {place}, not {error}"),
            (Expected::Refused(place), None) => format!("an error at {place}, not {}", made["ok"]),
            (Expected::Read(..), Some(error)) => format!("drift, not {error}"),
            (Expected::Read(places, value), None) => {
                let drift = made["ok"]["drift"].as_array().cloned().unwrap_or_default();
                let found: Vec<&str> = drift.iter().filter_map(|one| one[0].as_str()).collect();
                if found != *places {
                    format!("drift at {places:?}, not {found:?}")
                } else {
                    let difference = difference(value, &made["ok"]["value"], "", Nulls::AreAbsent)?;
                    format!("the rest as it was, not {difference}")
                }
            }
        };
        Some(format!("{}\texpected {said}", self.what))
    }
}

/// The structs that answers are made of, by name.
pub fn types(emitted: &Emitted) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<String> =
        emitted.methods.iter().map(|method| text_of(&method.output)).collect();
    while let Some(kind) = open.pop() {
        for word in kind.split(|character: char| !character.is_alphanumeric() && character != '_') {
            if let Some(one) = emitted.structs.get(word)
                && one.codec
                && found.insert(word.to_owned())
            {
                open.extend(one.fields.iter().map(|(_, kind)| text_of(kind)));
            } else if let Some(arms) = emitted.unions.get(word)
                && found.insert(word.to_owned())
            {
                open.extend(arms.iter().map(text_of));
            }
        }
    }
    found.into_iter().filter(|name| emitted.structs.contains_key(name)).collect()
}

/// All faults of all types: each field wrong, each required field missing.
pub fn probes(emitted: &Emitted, types: &[String]) -> Vec<Probe> {
    let mut probes = Vec::new();
    for (index, name) in types.iter().enumerate() {
        let one = &emitted.structs[name];
        let whole = sample(emitted, name, 0);
        let expected = Expected::Read(Vec::new(), whole.clone());
        probes.push(Probe { what: name.clone(), index, body: whole.clone(), expected });
        for (wire, field) in &one.reads {
            let Some((_, kind)) = one.fields.iter().find(|(own, _)| own == field) else { continue };
            let kind = text_of(kind);
            let place = format!("/{}", wire.replace('~', "~0").replace('/', "~1"));
            let required = one.required.contains(wire);
            if let Some((value, kept)) = fault(emitted, &kind) {
                let (body, left) =
                    (with(&whole, wire, Some(value)), with(&whole, wire, kept.clone()));
                let optional = is_optional(&kind) || kept.is_some();
                let expected = if optional {
                    Expected::Read(vec![place.clone()], left)
                } else {
                    Expected::Refused(place.clone())
                };
                probes.push(Probe { what: format!("{name}.{wire} wrong"), index, body, expected });
            }
            if required {
                let body = with(&whole, wire, None);
                let empty = is_optional(&kind) || kind == "Json";
                let expected = if empty {
                    Expected::Read(vec![place], body.clone())
                } else {
                    Expected::Refused(place)
                };
                probes.push(Probe {
                    what: format!("{name}.{wire} missing"),
                    index,
                    body,
                    expected,
                });
            }
        }
    }
    probes
}

fn with(whole: &Value, name: &str, value: Option<Value>) -> Value {
    let mut changed = whole.clone();
    if let Some(map) = changed.as_object_mut() {
        map.remove(name);
        map.extend(value.map(|value| (name.to_owned(), value)));
    }
    changed
}

/// The type inside `Name<…>`.
fn inside<'a>(kind: &'a str, name: &str) -> Option<&'a str> {
    kind.strip_prefix(name)?.strip_prefix('<')?.strip_suffix('>')
}

/// Returns whether a place may be empty.
fn is_optional(kind: &str) -> bool {
    kind.starts_with("Option<") || kind.starts_with("Field<")
}

fn unwrapped(kind: &str) -> &str {
    let wrapped = ["Option", "Box", "Field"].iter().find_map(|name| inside(kind, name));
    wrapped.map_or(kind, unwrapped)
}

/// Returns a value that does not fit the type, and what is kept of it; `None` for types that
/// everything fits.
fn fault(emitted: &Emitted, kind: &str) -> Option<(Value, Option<Value>)> {
    let kind = unwrapped(kind);
    let text = kind == "String"
        || emitted.enums.get(kind).is_some_and(|values| values.iter().all(Value::is_string));
    let object =
        kind == "JsonObject" || kind.starts_with("BTreeMap<") || emitted.structs.contains_key(kind);
    if kind == "Json" || emitted.unions.contains_key(kind) {
        None
    } else if text {
        // A text keeps the JSON of what came.
        Some((json!({"wrong": true}), Some(json!("{\"wrong\":true}"))))
    } else if object {
        Some((json!("wrong"), None))
    } else {
        Some((json!({"wrong": true}), None))
    }
}

/// A value of an emitted type, with all its fields.
fn sample(emitted: &Emitted, kind: &str, depth: usize) -> Value {
    let kind = unwrapped(kind);
    if let Some(item) = inside(kind, "Vec") {
        return if depth > 5 { json!([]) } else { json!([sample(emitted, item, depth + 1)]) };
    }
    if let Some(item) = inside(kind, "Page") {
        return json!({"count": 1, "results": [sample(emitted, item, depth + 1)]});
    }
    if let Some(rest) = inside(kind, "BTreeMap") {
        let value = rest.split_once(',').map_or("Json", |(_, value)| value);
        return json!({"a key": sample(emitted, value, depth + 1)});
    }
    if let Some(one) = emitted.structs.get(kind) {
        let wanted = |wire: &str| depth <= 5 || one.required.contains(wire);
        let field = |name: &str| {
            one.fields.iter().find(|(own, _)| own == name).map(|(_, kind)| text_of(kind))
        };
        let fields = one.reads.iter().filter(|(wire, _)| wanted(wire));
        let values = fields.filter_map(|(wire, name)| {
            Some((wire.clone(), sample(emitted, &field(name)?, depth + 1)))
        });
        return Value::Object(values.collect::<Map<String, Value>>());
    }
    if let Some(values) = emitted.enums.get(kind) {
        return values.first().cloned().unwrap_or_default();
    }
    if let Some(arm) = emitted.unions.get(kind).and_then(|arms| arms.first()) {
        return sample(emitted, &text_of(arm), depth + 1);
    }
    match kind {
        "i64" | "i32" | "u64" | "u32" => json!(7),
        "f64" | "f32" => json!(1.5),
        "bool" => json!(true),
        "DateTime<Utc>" => json!("2024-03-15T10:30:45Z"),
        "NaiveDate" => json!("2024-03-15"),
        "NaiveTime" => json!("10:30:45"),
        "IsoDuration" => json!("PT1H30M"),
        "Ipv4Addr" => json!("192.0.2.1"),
        "Ipv6Addr" => json!("2001:db8::1"),
        "Uuid" => json!("6f1c2b1e-3d4a-4c5b-8a6d-000000000abc"),
        "JsonObject" => json!({"free": [1, "two"]}),
        "Json" => json!(["any"]),
        _ => json!("text"),
    }
}
