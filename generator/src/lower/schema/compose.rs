//! Compositions and what stands beside them; keywords that mean nothing where they stand.

use std::ops::Range;

use serde_json::{Map, Value, json};

use super::null::{is_any, is_null};
use crate::diagnostic::Code;
use crate::lower::Lowering;
use crate::lower::grammar::keywords::{Keyword, Role, TYPES, has_role, keyword, only_annotates};
use crate::lower::notes::IMPLIED;
use crate::text::pointer::trail::Trail;

impl Lowering<'_> {
    /// `prefixItems` is a tuple; Rust gets a list of what may be at any place of it.
    pub(super) fn tuples(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        let Some(Value::Array(mut places)) = map.remove("prefixItems") else { return };
        self.add(
            Code::Widened,
            &at.key("prefixItems"),
            "the tuple is read as an array whose items may be any of its members",
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

    /// Writes properties by pattern as properties of any name.
    pub(super) fn pattern_properties(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        let Some(Value::Object(patterns)) = map.remove("patternProperties") else { return };
        let rest = map.remove("additionalProperties");
        let mut schemas: Vec<Value> = patterns.into_iter().map(|(_, schema)| schema).collect();
        // Names that fit no pattern may have any value, unless that is ruled out.
        let closed = rest == Some(json!(false));
        let described = rest.filter(Value::is_object);
        let is_described = described.is_some();
        schemas.extend(described.or_else(|| (!closed).then(|| json!({}))));
        schemas.dedup();
        let several = schemas.len() > 1;
        let message = match several {
            _ if schemas.contains(&json!({})) => {
                "the patterns of property names are not checked; since other names may have any value, all may"
            }
            true => {
                "the patterns of property names are not checked; since their schemas differ, all may have any value"
            }
            false => "the patterns of property names are not checked",
        };
        self.add(Code::Widened, &at.key("patternProperties"), message);
        if several && is_described {
            let message = "the schema differs from those of the patterns; read as any value";
            self.add(Code::Widened, &at.key("additionalProperties"), message);
        }
        let value = match <[Value; 1]>::try_from(schemas) {
            Ok([only]) => only,
            Err(_) => json!({}),
        };
        map.insert("additionalProperties".to_owned(), value);
        map.entry("type").or_insert_with(|| json!("object"));
    }

    /// Drops a choice between required properties: each arm is the schema itself, and the server
    /// checks which properties are there.
    pub(super) fn required_arms(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        for key in ["oneOf", "anyOf"] {
            let arms = map.get(key).and_then(Value::as_array);
            let Some(mut names) =
                arms.and_then(|arms| arms.iter().map(only_required).collect::<Option<Vec<_>>>())
            else {
                continue;
            };
            names.sort();
            let names = names.join(", ");
            if names.is_empty() {
                let message = format!("`{key}` has no alternatives; ignored");
                self.add(Code::KeywordIgnored, &at.key(key), message);
            } else {
                let message = format!("only the server checks that one of {names} is present");
                self.add(Code::Widened, &at.key(key), message);
            }
            map.remove(key);
            map.entry("type").or_insert_with(|| json!("object"));
        }
    }

    /// Drops the keywords that mean nothing for the type they stand beside, so that the typed
    /// document sees a plain type.
    pub(super) fn foreign_keywords(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        if map.contains_key("$ref") || has_role(map, Role::Composition) {
            return;
        }
        let name = map.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        // The spelling of draft 3 is still common; the list of the parent decides.
        if map.get("required").is_some_and(Value::is_boolean) {
            map.remove("required");
            self.add(
                Code::KeywordIgnored,
                &at.key("required"),
                "`required` lists properties of the parent, it is not a flag; ignored",
            );
        }
        let means_something = |key: &str| {
            key == "type"
                || only_annotates(key)
                || keyword(key).is_some_and(|keyword| keyword.is_of(&name))
        };
        let foreign: Vec<String> =
            map.keys().filter(|key| !means_something(key)).cloned().collect();
        for key in foreign {
            map.remove(&key);
            let message = if name.is_empty() {
                format!("`{key}` has no meaning without a `type`; ignored")
            } else {
                format!("`{key}` has no meaning for the type `{name}`; ignored")
            };
            self.add(Code::KeywordIgnored, &at.key(&key), message);
        }
    }
}

/// Moves the parts of an `allOf` that only annotate to the whole: what is left wraps what it is
/// about.
pub(super) fn annotating_parts(map: &mut Map<String, Value>) {
    let Some(Value::Array(parts)) = map.remove("allOf") else { return };
    let annotates = |part: &Value| (is_any(part) && !is_null(part)) || only_allows_null(part);
    let (notes, parts): (Vec<Value>, Vec<Value>) = if parts.iter().all(only_allows_null) {
        (Vec::new(), parts)
    } else {
        parts.into_iter().partition(annotates)
    };
    if !parts.is_empty() {
        map.insert("allOf".to_owned(), Value::Array(parts));
    }
    for (key, value) in notes.into_iter().filter_map(into_object).flatten() {
        if key != "type" {
            map.entry(key).or_insert(value);
        }
    }
}

/// Returns whether a (lowered) part of an `allOf` says no more than that null is allowed, as many
/// people write it beside a reference: `{type: object, nullable: true}`.
fn only_allows_null(part: &Value) -> bool {
    let has_nothing_else = |part: &Map<String, Value>| {
        part.contains_key("type") && part.keys().all(|key| key == "type" || only_annotates(key))
    };
    part.get("nullable") == Some(&Value::Bool(true))
        && part.as_object().is_some_and(has_nothing_else)
}

/// Leaves one composition alone in its schema: what stands beside it becomes an arm of an `allOf`.
/// Returns the places of these arms in it.
///
/// A bare `type: object` beside a composition adds nothing to the arms, and goes.
pub(super) fn siblings(map: &mut Map<String, Value>) -> Range<usize> {
    if !has_role(map, Role::Composition) {
        return 0..0;
    }
    let is_of_a_type =
        |key: &String| matches!(keyword(key), Some(Keyword { role: Role::Of(_), .. }));
    let (beside, rest): (Map<String, Value>, Map<String, Value>) =
        std::mem::take(map).into_iter().partition(|(key, _)| is_of_a_type(key));
    *map = rest;
    let typed = map.remove("type");
    if beside.is_empty()
        && map.contains_key("oneOf") != map.contains_key("anyOf")
        && !map.contains_key("allOf")
    {
        return 0..0;
    }
    let mut arms = Vec::new();
    if let Some(Value::Array(all)) = map.remove("allOf") {
        arms.extend(all);
    }
    let own = arms.len();
    for key in ["oneOf", "anyOf"] {
        if let Some(composition) = map.remove(key) {
            let mut arm = Map::from_iter([(key.to_owned(), composition)]);
            arm.extend(map.remove("discriminator").map(|one| ("discriminator".to_owned(), one)));
            arms.push(Value::Object(arm));
        }
    }
    arms.extend(arms_of_keywords(beside, typed, map.remove(IMPLIED)));
    let places = own..arms.len();
    map.insert("allOf".to_owned(), Value::Array(arms));
    places
}

/// Returns the arms that the keywords beside a composition are: one of the type that stands with
/// them, or one for each type that they are of.
fn arms_of_keywords(
    keywords: Map<String, Value>,
    typed: Option<Value>,
    implied: Option<Value>,
) -> Vec<Value> {
    if keywords.is_empty() {
        return Vec::new();
    }
    if let (Some(name), None) = (&typed, &implied) {
        let mut arm = keywords;
        arm.insert("type".to_owned(), name.clone());
        return vec![Value::Object(arm)];
    }
    let mut names: Vec<&str> = TYPES.to_vec();
    // The type that was implied goes first: `enum` and `format` are of several.
    let first = typed.as_ref().and_then(Value::as_str).unwrap_or_default();
    names.sort_by_key(|name| *name != first && !(*name == "number" && first == "integer"));
    let mut rest = keywords;
    let mut arms = Vec::new();
    for name in names {
        let (of_type, others): (Map<String, Value>, Map<String, Value>) =
            rest.into_iter().partition(|(key, _)| keyword(key).is_some_and(|one| one.is_of(name)));
        rest = others;
        if of_type.is_empty() {
            continue;
        }
        let name = if name == "number" && first == "integer" { first } else { name };
        let mut arm = of_type;
        arm.insert("type".to_owned(), json!(name));
        arm.insert(IMPLIED.to_owned(), json!(true));
        arms.push(Value::Object(arm));
    }
    arms
}

/// Returns the names that a (lowered) arm requires, in words, if it has nothing else.
fn only_required(arm: &Value) -> Option<String> {
    let arm = arm.as_object().filter(|arm| arm.contains_key("required"))?;
    let of_arm = |key: &String| ["type", "required"].contains(&key.as_str()) || only_annotates(key);
    if !arm.keys().all(of_arm) || arm.get("type").is_some_and(|name| name != "object") {
        return None;
    }
    let names = arm.get("required")?.as_array()?.iter().filter_map(Value::as_str);
    let names = names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
    Some(if names.is_empty() { "nothing".to_owned() } else { names })
}

fn into_object(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(map) => Some(map),
        _ => None,
    }
}
