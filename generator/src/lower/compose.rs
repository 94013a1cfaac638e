//! Compositions and what stands beside them; keywords that mean nothing where they stand.

use serde_json::{Map, Value, json};

use super::Lowering;
use super::null::{is_any, is_null};
use super::types::keywords_of;
use crate::diagnostic::Code;
use crate::pointer::Pointer;

const COMPOSITIONS: [&str; 3] = ["allOf", "oneOf", "anyOf"];
/// What may stand beside a type, a composition or nothing at all.
const ANNOTATIONS: [&str; 9] = [
    "title",
    "description",
    "default",
    "example",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
    "discriminator",
];

impl Lowering<'_> {
    /// `prefixItems` is a tuple; Rust gets a list of what may be at any place of it.
    pub(super) fn tuples(&mut self, map: &mut Map<String, Value>, at: &Pointer) {
        let Some(Value::Array(mut places)) = map.remove("prefixItems") else { return };
        self.add(
            Code::Widened,
            &at.child("prefixItems"),
            "a tuple is read as a list of any of its members",
        );
        // `items: false` closes the tuple.
        places.extend(
            map.remove("items")
                .filter(|rest| rest.as_object().is_some_and(|rest| !rest.is_empty())),
        );
        let mut distinct: Vec<Value> = Vec::new();
        for place in places {
            if !distinct.contains(&place) {
                distinct.push(place);
            }
        }
        let items = match <[Value; 1]>::try_from(distinct) {
            Ok([only]) => only,
            Err(several) if several.is_empty() => json!({}),
            Err(several) => json!({ "anyOf": several }),
        };
        map.insert("items".to_owned(), items);
        map.entry("type").or_insert_with(|| json!("array"));
    }

    /// Names by pattern become names of any form.
    pub(super) fn pattern_properties(&mut self, map: &mut Map<String, Value>, at: &Pointer) {
        let Some(Value::Object(patterns)) = map.remove("patternProperties") else { return };
        let rest = map.remove("additionalProperties");
        let mut schemas: Vec<Value> = patterns.into_iter().map(|(_, schema)| schema).collect();
        // What fits no pattern may be anything, unless that is ruled out.
        let closed = rest == Some(json!(false));
        schemas.extend(rest.filter(Value::is_object).or_else(|| (!closed).then(|| json!({}))));
        let message = if schemas.contains(&json!({})) {
            "the patterns of names are not checked, and what fits none may be anything; so all may"
        } else {
            "the patterns of names are not checked"
        };
        self.add(Code::Widened, &at.child("patternProperties"), message);
        schemas.dedup();
        let value = match <[Value; 1]>::try_from(schemas) {
            Ok([only]) => only,
            Err(_) => json!({}),
        };
        map.insert("additionalProperties".to_owned(), value);
        map.entry("type").or_insert_with(|| json!("object"));
    }

    /// A choice between what is required: each arm is the schema itself, and which properties it has is the server's to check.
    pub(super) fn required_arms(&mut self, map: &mut Map<String, Value>, at: &Pointer) {
        for key in ["oneOf", "anyOf"] {
            let arms = map.get(key).and_then(Value::as_array);
            let Some(mut said) =
                arms.and_then(|arms| arms.iter().map(only_required).collect::<Option<Vec<_>>>())
            else {
                continue;
            };
            said.sort();
            let message =
                format!("that one of {} is required is left to the server", said.join(", "));
            self.add(Code::Widened, &at.child(key), message);
            map.remove(key);
            map.entry("type").or_insert_with(|| json!("object"));
        }
    }

    /// Parts of an `allOf` that only annotate are said of the whole: what is left wraps what it is about.
    pub(super) fn annotating_parts(&mut self, map: &mut Map<String, Value>) {
        let Some(Value::Array(parts)) = map.remove("allOf") else { return };
        let (notes, parts): (Vec<Value>, Vec<Value>) = parts.into_iter().partition(is_note);
        if !parts.is_empty() {
            map.insert("allOf".to_owned(), Value::Array(parts));
        }
        for (key, value) in notes.into_iter().filter_map(into_object).flatten() {
            map.entry(key).or_insert(value);
        }
    }

    /// Leaves one composition alone in its schema: what stands beside it becomes an arm of an `allOf`.
    ///
    /// A bare `type: object` beside a composition says nothing that the arms do not say, and goes.
    pub(super) fn siblings(&mut self, map: &mut Map<String, Value>) {
        let compositions: Vec<&str> =
            COMPOSITIONS.into_iter().filter(|key| map.contains_key(*key)).collect();
        if compositions.is_empty() {
            return;
        }
        let mut beside = Map::new();
        for key in
            ["string", "number", "boolean", "array", "object"].into_iter().flat_map(keywords_of)
        {
            if let Some(value) = map.remove(*key) {
                beside.insert((*key).to_owned(), value);
            }
        }
        let typed = map.remove("type");
        if compositions.as_slice() != ["allOf"] && compositions.len() == 1 && beside.is_empty() {
            return;
        }
        if !beside.is_empty() {
            let implied = if beside.keys().all(|key| keywords_of("object").contains(&key.as_str()))
            {
                Some(json!("object"))
            } else {
                None
            };
            if let Some(name) = typed.or(implied) {
                beside.insert("type".to_owned(), name);
            }
        }
        let mut arms = Vec::new();
        if let Some(Value::Array(all)) = map.remove("allOf") {
            arms.extend(all);
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(composition) = map.remove(key) {
                let mut arm = Map::from_iter([(key.to_owned(), composition)]);
                arm.extend(
                    map.remove("discriminator").map(|said| ("discriminator".to_owned(), said)),
                );
                arms.push(Value::Object(arm));
            }
        }
        if !beside.is_empty() {
            arms.push(Value::Object(beside));
        }
        map.insert("allOf".to_owned(), Value::Array(arms));
    }

    /// Drops the keywords that mean nothing for the type they stand beside, so that the typed document sees a plain type.
    pub(super) fn foreign_keywords(&mut self, map: &mut Map<String, Value>, at: &Pointer) {
        if map.contains_key("$ref") || COMPOSITIONS.iter().any(|key| map.contains_key(*key)) {
            return;
        }
        let name = map.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        // Draft 3's spelling, still common: the parent's list decides.
        if map.get("required").is_some_and(Value::is_boolean) {
            map.remove("required");
            self.add(
                Code::KeywordIgnored,
                &at.child("required"),
                "`required` is a list of the parent's properties, not a flag; ignored",
            );
        }
        let own = keywords_of(&name);
        let foreign: Vec<String> = map
            .keys()
            .filter(|key| key.as_str() != "type" && !key.starts_with("x-"))
            .filter(|key| !ANNOTATIONS.contains(&key.as_str()) && !own.contains(&key.as_str()))
            .cloned()
            .collect();
        for key in foreign {
            map.remove(&key);
            let message = if name.is_empty() {
                format!("`{key}` means nothing where no type is said; ignored")
            } else {
                format!("`{key}` means nothing for the type `{name}`; ignored")
            };
            self.add(Code::KeywordIgnored, &at.child(&key), message);
        }
    }
}

/// Whether a (lowered) part says nothing that a value could fail.
fn is_note(part: &Value) -> bool {
    is_any(part) && !is_null(part)
}

/// The names that a (lowered) arm requires, in words, if that is all it says.
fn only_required(arm: &Value) -> Option<String> {
    let arm = arm.as_object().filter(|arm| arm.contains_key("required"))?;
    let of_arm = |key: &String| {
        ["type", "required"].contains(&key.as_str()) || ANNOTATIONS.contains(&key.as_str())
    };
    if !arm.keys().all(of_arm) || arm.get("type").is_some_and(|name| name != "object") {
        return None;
    }
    let names = arm.get("required")?.as_array()?.iter().filter_map(Value::as_str);
    Some(names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and "))
}

fn into_object(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(map) => Some(map),
        _ => None,
    }
}
