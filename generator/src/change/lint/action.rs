//! Actions of an overlay, as they are proposed.

use std::fmt;

use serde_json::Value;

use crate::text::pointer::Pointer;

/// A correction, in the form of an overlay's action. Displayed as YAML, an item of `actions`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    target: Pointer,
    description: String,
    change: Change,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    Update(Value),
    /// Members to remove, before others are set: an update leaves what it does not name.
    Replace(Vec<&'static str>, Value),
}

impl Action {
    /// Returns the action that adds these members to the object at a place, or sets them.
    pub(super) fn update(at: &Pointer, members: Value, reason: impl Into<String>) -> Self {
        Self::new(at, Change::Update(members), reason)
    }

    /// Returns the action that first removes members of the object at a place.
    pub(super) fn replace(
        at: &Pointer,
        removed: Vec<&'static str>,
        members: Value,
        reason: impl Into<String>,
    ) -> Self {
        Self::new(at, Change::Replace(removed, members), reason)
    }

    fn new(at: &Pointer, change: Change, reason: impl Into<String>) -> Self {
        Self { target: at.clone(), description: reason.into(), change }
    }

    /// Returns the place that it changes.
    pub fn target(&self) -> &Pointer {
        &self.target
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members = match &self.change {
            Change::Update(members) => members,
            Change::Replace(removed, members) => {
                for member in removed {
                    let reason = format!("{} First `{member}` goes.", self.description);
                    writeln!(f, "  - target: {}", target(&self.target.child(member)))?;
                    writeln!(f, "    description: {}", Value::from(reason))?;
                    writeln!(f, "    remove: true")?;
                }
                members
            }
        };
        writeln!(f, "  - target: {}", target(&self.target))?;
        writeln!(f, "    description: {}", Value::from(self.description.as_str()))?;
        // JSON is YAML.
        writeln!(f, "    update: {members}")
    }
}

/// Returns the JSONPath of a place as YAML.
fn target(at: &Pointer) -> String {
    let path = at.json_path();
    let is_plain = !path.contains(": ") && !path.contains(" #");
    if is_plain { path } else { Value::from(path).to_string() }
}
