//! Values that fit a schema.

use serde_json::{Map, Number, Value, json};

use super::document::resolve;

/// The choice among the values that fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Only what is required.
    Minimal,
    /// Everything; null wherever it is allowed.
    Null,
    /// Everything; the number chooses among arms, types and enum values.
    Full(usize),
}

/// Makes samples of the schemas of one direction.
#[derive(Clone, Copy, Debug)]
pub struct Sampler<'a> {
    /// True for the body of a form.
    pub in_form: bool,
    /// The document of the direction.
    pub root: &'a Value,
    /// The choice of values.
    pub mode: Mode,
    /// `true` to sample properties that the direction does not have, to see them dropped.
    pub hidden: bool,
    /// Read-only properties that answers carry, required or not, as `codegen.toml` promises.
    pub always: &'a [String],
}

/// The depth of objects at which optional members are left out.
const DEEP: usize = 7;

impl Sampler<'_> {
    /// A value for the schema at a pointer.
    pub fn at(&self, pointer: &str, name: &str) -> Value {
        let (schema, _) = resolve(self.root, pointer);
        self.value(schema, name, 0)
    }

    fn choice(&self) -> usize {
        if let Mode::Full(choice) = self.mode { choice } else { 0 }
    }

    fn value(&self, schema: &Value, name: &str, depth: usize) -> Value {
        let Some(map) = schema.as_object() else { return self.anything() };
        if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
            let (target, _) = resolve(self.root, reference.trim_start_matches('#'));
            return self.value(target, name, depth);
        }
        if let Some(value) = map.get("const") {
            return value.clone();
        }
        if let Some(values) = map.get("enum").and_then(Value::as_array) {
            return self.one_of(values);
        }
        if map.contains_key("allOf") {
            return self.value(&self.merged(map), name, depth);
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(arms) = map.get(key).and_then(Value::as_array) {
                return self.arm(map, key, arms, name, depth);
            }
        }
        self.typed(map, name, depth)
    }

    fn one_of(&self, values: &[Value]) -> Value {
        let some: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
        let null = self.mode == Mode::Null && some.len() < values.len();
        if null || some.is_empty() { Value::Null } else { some[self.choice() % some.len()].clone() }
    }

    /// A union: one of the arms, with what stands beside them.
    fn arm(
        &self,
        map: &Map<String, Value>,
        key: &str,
        arms: &[Value],
        name: &str,
        depth: usize,
    ) -> Value {
        let is_null = |arm: &&Value| arm.get("type") == Some(&json!("null"));
        let some: Vec<&Value> = arms.iter().filter(|arm| !is_null(arm)).collect();
        let null = self.mode == Mode::Null && some.len() < arms.len();
        if null || some.is_empty() {
            return Value::Null;
        }
        let mut rest = map.clone();
        rest.remove(key);
        let arm = some[self.choice() % some.len()];
        let beside = ["properties", "required", "allOf", "type", "anyOf", "oneOf"];
        if !beside.iter().any(|key| rest.contains_key(*key)) {
            return self.value(arm, name, depth);
        }
        let mut parts = match rest.remove("allOf") {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        };
        parts.push(arm.clone());
        rest.insert("allOf".to_owned(), Value::Array(parts));
        self.value(&Value::Object(rest), name, depth)
    }

    /// All parts of an `allOf` as one schema.
    fn merged(&self, map: &Map<String, Value>) -> Value {
        let mut whole = map.clone();
        let Some(Value::Array(parts)) = whole.remove("allOf") else { return Value::Object(whole) };
        for part in &parts {
            let part = match part.get("$ref").and_then(Value::as_str) {
                Some(reference) => resolve(self.root, reference.trim_start_matches('#')).0,
                None => part,
            };
            let Some(part) = part.as_object() else { continue };
            let part = match self.merged(part) {
                Value::Object(part) => part,
                _ => continue,
            };
            for (key, value) in part {
                match (whole.get_mut(&key), value) {
                    (Some(Value::Object(into)), Value::Object(more)) => into.extend(more),
                    (Some(Value::Array(into)), Value::Array(more)) if key == "required" => {
                        into.extend(more)
                    }
                    (Some(_), _) => {}
                    (None, value) => drop(whole.insert(key, value)),
                }
            }
        }
        Value::Object(whole)
    }

    fn typed(&self, map: &Map<String, Value>, name: &str, depth: usize) -> Value {
        let types: Vec<&str> = match map.get("type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            _ if map.contains_key("properties") => vec!["object"],
            _ if map.contains_key("items") => vec!["array"],
            _ => return self.anything(),
        };
        let some: Vec<&str> = types.iter().copied().filter(|one| *one != "null").collect();
        // Null for a value of any type is read as absence: `Option<Json>`. A caller who means null
        // writes `Json::Null`.
        let null = some.len() < types.len();
        if some.is_empty() || (self.mode == Mode::Null && null) {
            return Value::Null;
        }
        match some[self.choice() % some.len()] {
            "object" => self.object(map, depth),
            "array" => self.array(map, name, depth),
            "integer" => integer(map, name, self.choice()),
            "number" => number(map, self.choice()),
            "boolean" => json!(self.choice().is_multiple_of(2)),
            _ => Value::String(text(map, name, self.choice())),
        }
    }

    fn object(&self, map: &Map<String, Value>, depth: usize) -> Value {
        let required = |name: &str| {
            let list = map.get("required").and_then(Value::as_array);
            list.is_some_and(|list| list.iter().any(|one| one == name))
        };
        let mut object = Map::new();
        let properties = map.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            let wanted = required(name)
                || self.always.contains(name)
                || (self.mode != Mode::Minimal && depth < DEEP);
            if *property == Value::Bool(false) {
                if self.hidden && self.mode != Mode::Minimal {
                    object.insert(name.clone(), json!("not for this direction"));
                }
            } else if wanted {
                object.insert(name.clone(), self.value(property, name, depth + 1));
            }
        }
        let rest = map.get("additionalProperties");
        let free = rest.is_none() && properties.is_none_or(Map::is_empty);
        let open = rest.is_some_and(|rest| *rest != Value::Bool(false));
        if (free || open) && self.mode != Mode::Minimal && depth < DEEP {
            let rest = rest.unwrap_or(&Value::Null);
            object.insert("another key".to_owned(), self.value(rest, "another", depth + 1));
        }
        Value::Object(object)
    }

    fn array(&self, map: &Map<String, Value>, name: &str, depth: usize) -> Value {
        let limit = |key: &str| map.get(key).and_then(Value::as_u64).map(|limit| limit as usize);
        let usual = match self.mode {
            // A form cannot write a list of nothing.
            Mode::Minimal => usize::from(self.in_form),
            _ if depth >= DEEP => 0,
            Mode::Null => 1,
            Mode::Full(choice) => 2 - choice % 2,
        };
        let count =
            usual.max(limit("minItems").unwrap_or(0)).min(limit("maxItems").unwrap_or(usize::MAX));
        let none = Value::Null;
        let items = map.get("items").unwrap_or(&none);
        (0..count)
            .map(|index| {
                let each = Sampler {
                    mode: match self.mode {
                        Mode::Full(choice) => Mode::Full(choice + index),
                        other => other,
                    },
                    ..*self
                };
                each.value(items, name, depth + 1)
            })
            .collect()
    }

    fn anything(&self) -> Value {
        match self.choice() % 4 {
            0 => json!({"any": [1, "two", {"three": 3.5}]}),
            1 => json!(["any", 2]),
            2 => json!("any text"),
            _ => json!(17),
        }
    }
}

fn bound(map: &Map<String, Value>, key: &str, exclusive: &str) -> (Option<f64>, Option<f64>) {
    (map.get(key).and_then(Value::as_f64), map.get(exclusive).and_then(Value::as_f64))
}

fn integer(map: &Map<String, Value>, name: &str, choice: usize) -> Value {
    // Values that differ from name to name show when two are mixed up.
    let letters: usize = name.bytes().map(usize::from).sum();
    let mut value = (letters % 89 + 1 + choice) as f64;
    let (least, above) = bound(map, "minimum", "exclusiveMinimum");
    let (most, below) = bound(map, "maximum", "exclusiveMaximum");
    value = least
        .map_or(value, |least| value.max(least))
        .max(above.map_or(f64::MIN, |above| above + 1.0));
    value =
        most.map_or(value, |most| value.min(most)).min(below.map_or(f64::MAX, |below| below - 1.0));
    if let Some(step) = map.get("multipleOf").and_then(Value::as_f64) {
        value = (value / step).ceil() * step;
    }
    json!(value as i64)
}

fn number(map: &Map<String, Value>, choice: usize) -> Value {
    let mut value = 1.5 + choice as f64;
    let (least, above) = bound(map, "minimum", "exclusiveMinimum");
    let (most, below) = bound(map, "maximum", "exclusiveMaximum");
    let most = most.or(below.map(|below| below - 0.25));
    let least = least.or(above.map(|above| above + 0.25));
    if let (Some(least), Some(most)) = (least, most) {
        value = least + (most - least) / 2.0;
    } else if let Some(least) = least {
        value = value.max(least);
    } else if let Some(most) = most {
        value = value.min(most);
    }
    Number::from_f64(value).map_or(json!(1), Value::Number)
}

/// A text of the format, the pattern and the length.
fn text(map: &Map<String, Value>, name: &str, choice: usize) -> String {
    let limit = |key: &str| map.get(key).and_then(Value::as_u64).map(|limit| limit as usize);
    if let Some(pattern) = map.get("pattern").and_then(Value::as_str) {
        let found = patterned(map, pattern, choice);
        return found
            .unwrap_or_else(|| panic!("no sample is known that fits the pattern {pattern}"));
    }
    match map.get("format").and_then(Value::as_str) {
        Some("date-time") => return format!("2024-03-{:02}T10:30:45Z", 1 + choice % 28),
        Some("date") => return format!("2024-03-{:02}", 1 + choice % 28),
        Some("time") => return "10:30:45".to_owned(),
        Some("uuid") => return format!("6f1c2b1e-3d4a-4c5b-8a6d-{:012x}", 0xabc + choice),
        Some("email") => return format!("somebody{choice}@example.com"),
        Some("uri" | "url") => return format!("https://example.com/{name}?choice={choice}"),
        Some("decimal") => return format!("{choice}.5"),
        Some("byte") => return "c2FtcGxl".to_owned(),
        Some("hostname") => return "example.com".to_owned(),
        Some("duration") => return format!("PT{choice}M"),
        Some("ipv6") => return "2001:db8::1".to_owned(),
        Some("ipv4") => return "192.0.2.1".to_owned(),
        _ => {}
    }
    let mut text = format!("{name} {choice} & ü/ö?");
    while text.chars().count() < limit("minLength").unwrap_or(0) {
        text.push('x');
    }
    match limit("maxLength") {
        Some(most) => text.chars().take(most).collect(),
        None => text,
    }
}

fn patterned(map: &Map<String, Value>, pattern: &str, choice: usize) -> Option<String> {
    let mut schema = json!({"type": "string", "pattern": pattern});
    for key in ["minLength", "maxLength"] {
        if let Some(limit) = map.get(key) {
            schema[key] = limit.clone();
        }
    }
    let known = [
        "12.5",
        "1.5",
        "12",
        "1",
        "2024-03-15",
        "+15550100",
        "text",
        "notes.pdf",
        "Abc",
        "abc_1",
        "abc-1",
        "10:30",
        "#a1b2c3",
        "a@b.example",
        "https://example.com/",
        "6f1c2b1e-3d4a-4c5b-8a6d-000000000abc",
        "abcdefghijklmnopqrst",
        "123456",
        "1234567890",
        "A",
        "AB",
        "USD",
        "v1.2.3",
    ];
    let mut fitting = known.iter().filter(|text| jsonschema::is_valid(&schema, &json!(text)));
    fitting
        .clone()
        .nth(choice % fitting.clone().count().max(1))
        .or_else(|| fitting.next())
        .map(|text| (*text).to_owned())
}
