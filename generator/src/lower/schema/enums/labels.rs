//! `x-enumDescriptions` and `x-enum-descriptions`: the texts of values, as an object by value or as
//! a list in the order of `enum`. They become the list of labels that other documents write into
//! the description itself, and win over such a list.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::text::labels::{entry, item};

const EXTENSIONS: [&str; 2] = ["x-enumDescriptions", "x-enum-descriptions"];

/// Takes the texts of the values out of the extensions.
pub(super) fn take(map: &mut Map<String, Value>) -> Option<BTreeMap<String, String>> {
    let given = EXTENSIONS.into_iter().filter_map(|name| map.remove(name)).next()?;
    let values = map.get("enum")?.as_array()?;
    let pairs: Vec<(String, &Value)> = match &given {
        Value::Object(texts) => texts.iter().map(|(value, text)| (value.clone(), text)).collect(),
        Value::Array(texts) => values.iter().map(name).zip(texts).collect(),
        _ => return None,
    };
    let is_value = |of: &str| values.iter().any(|value| name(value) == of);
    let labels = pairs.into_iter().filter_map(|(value, text)| {
        // A label is a line.
        let text = text.as_str()?.split_whitespace().collect::<Vec<_>>().join(" ");
        (is_value(&value) && !text.is_empty()).then_some((value, text))
    });
    Some(labels.collect())
}

/// Appends the labels to the description, with those that it has itself for other values.
pub(super) fn append(map: &mut Map<String, Value>, mut labels: BTreeMap<String, String>) {
    if labels.is_empty() {
        return;
    }
    let text = map.get("description").and_then(Value::as_str).unwrap_or_default();
    let (listed, prose): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| item(line).is_some());
    for (value, label) in listed.into_iter().filter_map(item) {
        labels.entry(value.to_owned()).or_insert_with(|| label.to_owned());
    }
    let list: Vec<String> = labels.iter().map(|(value, label)| entry(value, label)).collect();
    let text = format!("{}\n\n{}", prose.join("\n").trim(), list.join("\n"));
    map.insert("description".to_owned(), Value::String(text.trim().to_owned()));
}

/// Returns the text of a value.
fn name(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
