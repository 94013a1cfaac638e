//! Additions of OpenAPI 3.2: references with the document's own address, queries that are one
//! parameter.

use serde_json::Value;

use super::{Parameter, content, resolve, step};

const FORM: &str = "application/x-www-form-urlencoded";

/// Writes references that begin with the document's own address, or the last step of it, as local
/// ones.
pub(super) fn make_local(root: &mut Value) {
    let Some(own) = root.get("$self").and_then(Value::as_str).map(str::to_owned) else { return };
    let last = own.rsplit('/').next().unwrap_or_default().to_owned();
    if !last.is_empty() {
        texts(root, &|text| {
            let (address, fragment) = text.split_once("#/")?;
            let is_own = address == own || address.rsplit('/').next() == Some(&last);
            (!address.is_empty() && is_own).then(|| format!("#/{fragment}"))
        });
    }
}

fn texts(value: &mut Value, change: &dyn Fn(&str) -> Option<String>) {
    match value {
        Value::String(text) => *text = change(text).unwrap_or_else(|| text.clone()),
        Value::Array(list) => list.iter_mut().for_each(|one| texts(one, change)),
        Value::Object(map) => map.values_mut().for_each(|one| texts(one, change)),
        _ => {}
    }
}

/// Returns the parameters that a parameter stands for: the properties of its form, if it is the
/// whole query, else itself.
pub(super) fn parts(root: &Value, parameter: Parameter) -> Vec<Parameter> {
    if parameter.place != "querystring" {
        return vec![parameter];
    }
    let (one, at) = resolve(root, &parameter.declared);
    let form = content(root, one, &at).into_iter().find(|(name, _)| name == FORM);
    let (schema, media) = match (form, one.get("schema")) {
        (Some((_, Some(schema))), _) => (schema, format!("{at}/content/{}", step(FORM))),
        (None, Some(_)) => (format!("{at}/schema"), at.clone()),
        _ => return vec![parameter],
    };
    let mut found = Vec::new();
    properties(root, &schema, &mut found);
    if found.is_empty() {
        return vec![Parameter { pointer: schema, ..parameter }];
    }
    let of_property = |(name, required, pointer): (String, bool, String)| {
        let encoding = root.pointer(&format!("{media}/encoding/{}", step(&name)));
        let text = encoding.and_then(|one| one.get("style")?.as_str()).map(str::to_owned);
        let explode = encoding.and_then(|one| one.get("explode")?.as_bool());
        let is_object = resolve(root, &pointer).0.get("properties").is_some();
        Parameter {
            name,
            place: "query".to_owned(),
            required: required && parameter.required,
            json: text.is_none() && is_object,
            style: text,
            explode,
            pointer,
            declared: parameter.declared.clone(),
        }
    };
    found.into_iter().map(of_property).collect()
}

/// Collects the properties that may be sent, each with whether it must be, and its place.
fn properties(root: &Value, at: &str, found: &mut Vec<(String, bool, String)>) {
    let (schema, at) = resolve(root, at);
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    for (name, _) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let place = format!("{at}/properties/{}", step(name));
        if resolve(root, &place).0.get("readOnly") != Some(&Value::Bool(true)) {
            found.push((name.clone(), required.iter().any(|one| one == name), place));
        }
    }
    let parts = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
    (0..parts).for_each(|index| properties(root, &format!("{at}/allOf/{index}"), found));
}
