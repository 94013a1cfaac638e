//! A value of a generated type, as a server would write it, made from the type alone.

use serde_json::{Map, Value, json};
use syn::{GenericArgument, PathArguments, Type};

use super::types::{Struct, Types, last_name};

/// How deep objects are nested in objects; what lies deeper and may be absent is.
const DEPTH: usize = 4;

/// A page of `count` objects of the type called `name`.
pub(super) fn page(types: &Types, name: &str, count: usize) -> Value {
    let item = named(types, name, &mut Vec::new()).unwrap_or_default();
    json!({ "count": count, "results": vec![item; count] })
}

fn value(types: &Types, ty: &Type, around: &mut Vec<String>) -> Option<Value> {
    let inner = |around: &mut Vec<String>| value(types, &last_argument(ty)?, around);
    Some(match last_name(ty)?.as_str() {
        "Option" | "Field" | "Box" => inner(around)?,
        "Vec" => inner(around).map_or_else(|| json!([]), |item| json!([item, item])),
        "BTreeMap" => inner(around).map_or_else(|| json!({}), |member| json!({ "member": member })),
        "bool" => json!(true),
        "i32" | "i64" | "u64" => json!(1_234_567),
        "f32" | "f64" => json!(1234.5),
        "String" => json!("A text of some fifty characters, as such texts are"),
        "DateTime" => json!("2026-08-18T12:34:56.789Z"),
        "NaiveDate" => json!("2026-08-18"),
        "NaiveTime" => json!("12:34:56"),
        "Uuid" => json!("67e55044-10b1-426f-9247-bb680e5fe0c8"),
        "Json" | "JsonObject" => json!({ "enabled": true, "limit": 10, "note": "some text" }),
        name => return named(types, name, around),
    })
}

fn named(types: &Types, name: &str, around: &mut Vec<String>) -> Option<Value> {
    if let Some(values) = types.enums.get(name) {
        return values.first().map(|value| json!(value));
    }
    if around.len() >= DEPTH || around.iter().any(|outer| outer == name) {
        return None;
    }
    around.push(name.to_owned());
    let made = if let Some(union) = types.unions.get(name) {
        let mut arm = value(types, &union.first, around);
        if let (Some(Value::Object(arm)), Some((tag, text))) = (&mut arm, &union.tag) {
            arm.insert(tag.clone(), json!(text));
        }
        arm
    } else {
        // An integer enum, of which nothing is known but that it keeps any integer.
        types.structs.get(name).map_or(Some(json!(1)), |found| object(types, found, around))
    };
    around.pop();
    made
}

/// Every field that can be made; an object that lacks one it needs is none.
fn object(types: &Types, found: &Struct, around: &mut Vec<String>) -> Option<Value> {
    let mut members = Map::new();
    for field in &found.fields {
        let Some(wire) = &field.wire else { continue };
        match value(types, &field.ty, around) {
            Some(value) => {
                members.insert(wire.clone(), value);
            }
            None if field.is_nullable => {
                members.insert(wire.clone(), Value::Null);
            }
            None if field.is_required => return None,
            None => {}
        }
    }
    Some(Value::Object(members))
}

/// `T` of `Option<T>` and of `BTreeMap<String, T>`.
fn last_argument(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    match arguments.args.last()? {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
