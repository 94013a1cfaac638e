//! Methods that have a key of their own, and stand among those that have none.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostics};
use crate::lower::grammar::{METHODS, OTHERS};
use crate::text::pointer::trail::Trail;

/// Moves operations of `additionalOperations` to the key of their method, if it has one that is
/// free: `POST` there is `post`.
pub(super) fn repair(item: &mut Map<String, Value>, at: &Trail<'_>, diagnostics: &mut Diagnostics) {
    let Some(others) = item.get(OTHERS).and_then(Value::as_object) else { return };
    let found = others.keys().filter_map(|name| {
        let key = METHODS.into_iter().find(|key| name.eq_ignore_ascii_case(key))?;
        (!item.contains_key(key)).then(|| (name.clone(), key))
    });
    let found: Vec<(String, &str)> = found.collect();
    let below = at.key(OTHERS);
    for (name, key) in found {
        if item.contains_key(key) {
            continue;
        }
        let others = item.get_mut(OTHERS).and_then(Value::as_object_mut);
        let Some(operation) = others.and_then(|others| others.remove(&name)) else { continue };
        let from = below.key(&name).pointer();
        let message = format!("`{name}` has a key of its own in a path item; read as `{key}`");
        diagnostics.add(Code::Repaired, &from, message);
        diagnostics.moved(at.key(key).pointer(), from);
        item.insert(key.to_owned(), operation);
    }
}
