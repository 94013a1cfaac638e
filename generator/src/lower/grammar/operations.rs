//! The operations of a path item: under a key for each method that OpenAPI knows, and under the
//! names of all other methods in one further key.

use serde_json::{Map, Value};

use crate::text::pointer::Pointer;

/// The keys of methods (OpenAPI 3.2 section 4.9).
pub(crate) const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The key of the operations whose methods have no key of their own.
pub(crate) const OTHERS: &str = "additionalOperations";

/// Returns the operations of a path item, each with its method, as the document writes that, and
/// its place.
pub(crate) fn operations<'t>(
    item: &'t Map<String, Value>,
    at: &Pointer,
) -> Vec<(&'t str, &'t Value, Pointer)> {
    let mut found = Vec::new();
    for (key, value) in item {
        if METHODS.contains(&key.as_str()) {
            found.push((key.as_str(), value, at.child(key)));
        } else if key == OTHERS {
            let below = at.child(OTHERS);
            let others = value.as_object().into_iter().flatten();
            found.extend(others.map(|(name, one)| (name.as_str(), one, below.child(name))));
        }
    }
    found
}

/// Returns whether a path item has an operation.
pub(crate) fn has_operations(item: &Map<String, Value>) -> bool {
    !operations(item, &Pointer::root()).is_empty()
}

/// Drops the operations of a path item whose places are not to stay.
pub(crate) fn retain_operations(
    item: &mut Map<String, Value>,
    at: &Pointer,
    stays: impl Fn(&Pointer) -> bool,
) {
    item.retain(|key, value| {
        let place = at.child(key);
        match value {
            _ if METHODS.contains(&key.as_str()) => stays(&place),
            Value::Object(others) if key == OTHERS => {
                others.retain(|name, _| stays(&place.child(name)));
                !others.is_empty()
            }
            _ => true,
        }
    });
}
