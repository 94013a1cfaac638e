//! Examples of parameters and media types, which decide nothing: they travel as notes, so that no
//! malformed one is in the way of the typed document.

use serde_json::{Map, Value, json};

use crate::lower::Lowering;
use crate::lower::notes::EXAMPLES;

impl Lowering<'_> {
    /// Moves the values of the examples to a note.
    pub(super) fn keep_examples(&self, map: &mut Map<String, Value>) {
        let mut kept: Vec<Value> = Vec::new();
        if let Some(value) = map.remove("example") {
            kept.push(json!(["example", value]));
        }
        // A list is a slip, of which nobody can know what it means.
        if let Some(Value::Object(named)) = map.remove("examples") {
            let named = named.into_iter();
            kept.extend(named.filter_map(|(name, one)| Some(json!([name, self.value(one)?]))));
        }
        if !kept.is_empty() {
            map.insert(EXAMPLES.to_owned(), Value::Array(kept));
        }
    }

    /// Returns the value of an example; `None` for one that lies outside of the document.
    fn value(&self, example: Value) -> Option<Value> {
        let Value::Object(mut example) = example else { return None };
        if let Some(reference) = example.get("$ref").and_then(Value::as_str) {
            let name = reference.strip_prefix("#/components/examples/")?;
            return value_of(&mut self.examples.get(name)?.as_object()?.clone());
        }
        value_of(&mut example)
    }
}

/// Takes the value of an example. Since 3.2 it stands beside the text that it becomes.
fn value_of(example: &mut Map<String, Value>) -> Option<Value> {
    example.remove("dataValue").or_else(|| example.remove("value"))
}

/// Takes the examples that have a name of their own out of the document.
pub(in crate::lower) fn shared(tree: &mut Value) -> Map<String, Value> {
    let components = tree.get_mut("components").and_then(Value::as_object_mut);
    match components.and_then(|components| components.remove("examples")) {
        Some(Value::Object(examples)) => examples,
        _ => Map::new(),
    }
}
