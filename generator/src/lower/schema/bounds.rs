//! Numbers and sizes: 3.1's numeric exclusive bounds, bounds that no integer can reach, sizes
//! written as decimals.

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::lower::Lowering;
use crate::text::pointer::trail::Trail;

impl Lowering<'_> {
    /// Writes bounds in the form of OpenAPI 3.0, and drops those that are none.
    pub(super) fn bounds(&mut self, map: &mut Map<String, Value>, at: &Trail<'_>) {
        for (exclusive, inclusive) in
            [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")]
        {
            match map.get(exclusive) {
                Some(bound) if bound.is_number() => {
                    let bound = bound.clone();
                    map.insert(inclusive.to_owned(), bound);
                    map.insert(exclusive.to_owned(), json!(true));
                }
                Some(bound) if !bound.is_boolean() => drop(map.remove(exclusive)),
                _ => {}
            }
        }
        let integer = map.get("type").and_then(Value::as_str) == Some("integer");
        if integer
            && map.get("format").and_then(Value::as_str) == Some("uint64")
            && map.get("maximum").and_then(Value::as_u64) == Some(u64::MAX)
        {
            // That of the type itself.
            map.remove("maximum");
        }
        for key in ["minimum", "maximum", "multipleOf"] {
            let Some(bound) = map.get(key) else { continue };
            match (whole(bound), integer) {
                (Some(whole), true) => drop(map.insert(key.to_owned(), json!(whole))),
                (None, true) => {
                    self.add(
                        Code::KeywordIgnored,
                        &at.key(key),
                        format!("`{key}: {bound}` is not a bound of a 64-bit integer; ignored"),
                    );
                    map.remove(key);
                }
                (_, false) if !bound.is_number() => drop(map.remove(key)),
                _ => {}
            }
        }
        for key in
            ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"]
        {
            let Some(size) = map.get(key) else { continue };
            match whole(size).and_then(|size| u64::try_from(size).ok()) {
                Some(size) => drop(map.insert(key.to_owned(), json!(size))),
                None => {
                    self.add(
                        Code::KeywordIgnored,
                        &at.key(key),
                        format!("`{key}: {size}` is not a size; ignored"),
                    );
                    map.remove(key);
                }
            }
        }
    }
}

/// Returns the whole number that a JSON number is, if it is one (`1.0` is).
fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let float = value.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 9.0e15)?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whole and small enough, as checked above"
        )]
        Some(float as i64)
    })
}
