//! The extent of what an overlay adds.

use serde_json::Value;

/// The extent of a value.
#[derive(Clone, Copy)]
pub(super) struct Size {
    /// The number of its levels, its own counted.
    pub(super) height: usize,
    /// The number of values in it, itself counted.
    pub(super) values: usize,
}

impl Size {
    pub(super) fn of(value: &Value) -> Self {
        let add = |size: Self, inner: &Value| {
            let inner = Self::of(inner);
            Self { height: size.height.max(inner.height + 1), values: size.values + inner.values }
        };
        let own = Self { height: 1, values: 1 };
        match value {
            Value::Array(list) => list.iter().fold(own, add),
            Value::Object(map) => map.values().fold(own, add),
            _ => own,
        }
    }
}
