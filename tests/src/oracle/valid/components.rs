//! Named schemas.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::names::{Version, component, reference};
use super::schemas::{object, scalar, schema};

/// Returns the named schemas of a document; each may refer to all others where that makes no circle
/// without an end, and to those before it everywhere.
pub fn components(version: Version, count: usize) -> impl Strategy<Value = Value> {
    let each: Vec<_> = (0..count).map(|number| one(version, number, count)).collect();
    (each, any::<bool>()).prop_map(move |(schemas, is_mapped)| {
        let mut named: Map<String, Value> = Map::new();
        for (number, schema) in schemas.into_iter().enumerate() {
            named.insert(component(number), schema);
        }
        named.extend(union(is_mapped));
        named.into()
    })
}

/// Returns the schema of the component with a number.
fn one(version: Version, number: usize, count: usize) -> BoxedStrategy<Value> {
    let is_first = number == 0;
    let before = 0..number.max(1);
    let own = prop_oneof![
        4 => object(version, count, 1),
        1 => scalar(version),
        1 => schema(version, count, 1).prop_map(|items| json!({"type": "array", "items": items})),
        1 => schema(version, count, 1)
            .prop_map(|values| json!({"type": "object", "additionalProperties": values})),
    ];
    if is_first {
        // The base of all that inherits.
        return object(version, count, 1).boxed();
    }
    let heir = (before.clone(), object(version, count, 1))
        .prop_map(|(_, more)| json!({"allOf": [reference(0), more]}));
    let alias = before.clone().prop_map(reference);
    let choice = before.prop_map(
        |other| json!({"oneOf": [reference(other), {"type": "array", "items": reference(other)}]}),
    );
    prop_oneof![6 => own, 2 => heir, 1 => alias, 1 => choice].boxed()
}

/// Returns a union with a tag, and its arms.
fn union(is_mapped: bool) -> Map<String, Value> {
    let arm = |field: &str, tag: &str| {
        json!({
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"type": "string", "enum": [tag]}, field: {"type": "integer"}},
        })
    };
    let at = |name: &str| format!("#/components/schemas/{name}");
    let (sail, motor) = if is_mapped { ("sail", "motor") } else { ("Sail", "Motor") };
    let mut craft = json!({
        "oneOf": [{"$ref": at("Sail")}, {"$ref": at("Motor")}],
        "discriminator": {"propertyName": "kind"},
    });
    if is_mapped {
        craft["discriminator"]["mapping"] = json!({"sail": at("Sail"), "motor": at("Motor")});
    }
    let schemas = [("Sail", arm("area", sail)), ("Motor", arm("power", motor)), ("Craft", craft)];
    schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}
