//! Values for tests: the members that a test is about, and the required ones besides.

use crate::runtime::aliases::Json;
use crate::runtime::codec::Slot;
use crate::runtime::response::failure::from_json;

/// More than any type has required members, to end on a type that never reads its own.
const MOST: usize = 10_000;

/// Creates a value of a response type from the members that matter to a test. Required members that
/// are missing are added, with a value of their type.
///
/// ```
/// use cekura::testing::fake;
/// use cekura::Page;
/// use serde_json::json;
///
/// let page = fake::<Page<i64>>(json!({"next": "?page=2"}));
/// assert_eq!((page.results.len(), page.next.as_deref()), (0, Some("?page=2")));
/// ```
///
/// # Panics
///
/// If a member does not match its type.
pub fn fake<T: Slot>(members: Json) -> T {
    let mut json = if members.is_null() { of_type(T::EXPECTED) } else { members };
    for _ in 0..MOST {
        let (pointer, expected) = match from_json::<T>(json.to_string().as_bytes()) {
            Ok(read) => match read.drift.into_iter().find(|drift| !drift.is_loss) {
                None => return read.value,
                Some(drift) => (drift.pointer, drift.expected),
            },
            Err(error) => {
                (error.pointer().unwrap_or_default().to_owned(), error.expected().to_owned())
            }
        };
        // The place of a required member inside an optional value.
        let inner = expected.rsplit_once(" at /");
        let (expected, pointer) = match inner {
            Some((expected, place)) => (expected.to_owned(), format!("/{place}")),
            None => (expected, pointer),
        };
        if !add(&mut json, &pointer, of_type(&expected)) {
            panic!("`{pointer}` should be {expected} in {json}");
        }
    }
    panic!("no value of this type is read without a difference: {json}")
}

/// Adds a missing member; returns whether it was missing.
fn add(json: &mut Json, pointer: &str, value: Json) -> bool {
    let Some((parent, name)) = pointer.rsplit_once('/') else {
        return false;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    match json.pointer_mut(parent) {
        Some(Json::Object(members)) if !members.contains_key(&name) => {
            members.insert(name, value);
            true
        }
        _ => false,
    }
}

/// Returns a value of a type by its description.
fn of_type(expected: &str) -> Json {
    match expected {
        "an object" => Json::Object(serde_json::Map::new()),
        "an array" => Json::Array(Vec::new()),
        "an integer" => Json::from(1),
        "a number" => Json::from(0.5),
        "true or false" => Json::from(false),
        "a date-time (RFC 3339)" => Json::from("2026-01-02T03:04:05Z"),
        "a date" => Json::from("2026-01-02"),
        "a time of day" => Json::from("03:04:05"),
        "a duration (ISO 8601)" => Json::from("PT1M"),
        "a UUID" => Json::from("00000000-0000-4000-8000-000000000001"),
        "an IPv4 address" => Json::from("192.0.2.1"),
        "an IPv6 address" => Json::from("2001:db8::1"),
        null if null.ends_with(", or null") => Json::Null,
        _ => Json::from("text"),
    }
}

#[cfg(test)]
mod tests;
