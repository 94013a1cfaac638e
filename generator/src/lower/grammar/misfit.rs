//! The places where a node has not the form that the grammar gives it.

use serde_json::Value;

use super::{Descend, Member, Node, walk_from};
use crate::text::pointer::Pointer;
use crate::text::pointer::trail::Trail;

/// Returns the places in a lowered node that do not fit, each with a message, in the order of the
/// tree.
pub(in crate::lower) fn misfits(
    node: Node,
    value: &Value,
    at: &Trail<'_>,
) -> Vec<(Pointer, String)> {
    let mut misfits = Vec::new();
    walk_from(node, value, at, &mut |node, value, at| {
        let Value::Object(map) = value else {
            misfits.push((at.pointer(), not_this("an object", value)));
            return Descend::Past;
        };
        if map.get("$ref").is_some_and(Value::is_string) {
            return Descend::Past;
        }
        for key in node.required().iter().filter(|key| !map.contains_key(**key)) {
            misfits.push((at.pointer(), format!("`{key}` is missing")));
        }
        for (key, value) in map {
            let Some(member) = node.member(key) else { continue };
            misfits.extend(member.misfit(value, &at.key(key)));
        }
        Descend::Into
    });
    misfits
}

impl Member {
    /// Returns the place of the value, or of the first item of it, that does not fit. Nodes are
    /// visited by themselves.
    fn misfit(self, value: &Value, at: &Trail<'_>) -> Option<(Pointer, String)> {
        let (fits, wanted) = match self {
            Self::Text | Self::Word(_) | Self::Types | Self::Reference => {
                (value.is_string(), "a string")
            }
            Self::Flag => (value.is_boolean(), "`true` or `false`"),
            Self::Number => (value.is_number(), "a number"),
            Self::Texts => {
                let Some(items) = value.as_array() else {
                    return Some((at.pointer(), not_this("an array", value)));
                };
                let (index, item) = items.iter().enumerate().find(|(_, item)| !item.is_string())?;
                return Some((at.item(index).pointer(), not_this("a string", item)));
            }
            Self::Values | Self::List(_) => (value.is_array(), "an array"),
            Self::Terms | Self::Map(_) | Self::Patterned(_) => (value.is_object(), "an object"),
            Self::Bound | Self::Data | Self::One(_) | Self::Open(_) => return None,
        };
        (!fits).then(|| (at.pointer(), not_this(wanted, value)))
    }
}

/// Returns the message that something else belongs in the place of a value.
fn not_this(wanted: &str, value: &Value) -> String {
    let value = match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number `{number}`"),
        Value::String(text) => format!("the string {text:?}"),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    };
    format!("expected {wanted}, found {value}")
}
