//! The overlay document: its form, checked key by key, since a misspelled key in it would silently
//! correct nothing.

use serde_json::{Map, Value};

use super::near_miss::{name_of, segments};
use super::{Purpose, about};
use crate::diagnostic::{Code, Diagnostics};
use crate::input::source::kind;
use crate::text::bounds::ACTIONS;
use crate::text::pointer::Pointer;

/// One action of an overlay.
pub(super) struct Action<'a> {
    pub(super) pointer: Pointer,
    pub(super) number: usize,
    pub(super) target: &'a str,
    description: &'a str,
    pub(super) change: Change<'a>,
}

/// Returns whether the steps of a path lead to a part of a value, as far as each is one key.
fn has(value: &Value, steps: &[&str]) -> bool {
    let [step, rest @ ..] = steps else { return true };
    let Some(name) = name_of(step) else { return true };
    value.get(name).is_some_and(|value| has(value, rest))
}

/// The change that an action makes.
pub(super) enum Change<'a> {
    Remove,
    Update(&'a Value),
    /// An update with the value in this place of the document.
    Copy(&'a str),
}

/// The series of the specification that an overlay declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edition {
    /// Updates objects, and appends to arrays.
    V10,
    /// Copies, too; replaces texts, numbers and the like; and refuses what does not fit together.
    V11,
}

/// The content of an overlay.
pub(super) struct Overlay<'a> {
    pub(super) edition: Edition,
    pub(super) actions: Vec<Action<'a>>,
}

impl Action<'_> {
    /// Returns whether this updates what the other, before it, would have removed a part of: both
    /// together replace that part.
    pub(super) fn goes_with(&self, before: &Action<'_>) -> bool {
        let (Change::Remove, Change::Update(update)) = (&before.change, &self.change) else {
            return false;
        };
        let Some(part) = before.target.strip_prefix(self.target) else { return false };
        let mut steps = segments(part);
        steps.pop().is_some() && has(update, &steps)
    }

    /// Returns the name of the action in messages: its number, target and the beginning of its
    /// reason.
    pub(super) fn name(&self) -> String {
        const LONGEST: usize = 60;
        let reason: String = self.description.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = reason.chars().take(LONGEST).collect();
        let more = if cut.len() < reason.len() { "…" } else { "" };
        let reason = if cut.is_empty() {
            String::new()
        } else {
            format!(", “{}{more}”", cut.trim_end())
        };
        format!("action {} (`{}`{reason})", self.number, self.target)
    }
}

/// Reads an overlay; faulty actions are reported, and left out.
pub(super) fn overlay<'a>(
    overlay: &'a Value,
    purpose: Purpose,
    diagnostics: &mut Diagnostics,
) -> Overlay<'a> {
    let mut reader = Reader { edition: Edition::V11, purpose, diagnostics };
    let actions = reader.overlay(overlay);
    Overlay { edition: reader.edition, actions }
}

struct Reader<'d> {
    edition: Edition,
    purpose: Purpose,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn overlay<'a>(&mut self, overlay: &'a Value) -> Vec<Action<'a>> {
        let root = Pointer::root();
        let Some(map) = self.object(overlay, &root, "an overlay") else {
            return Vec::new();
        };
        self.known_keys(map, &root, "an overlay", &["overlay", "info", "extends", "actions"]);
        self.version(map, &root);
        self.info(map, &root);
        if map.contains_key("extends") {
            self.text(map, &root, "the overlay", "extends");
        }
        let actions = match map.get("actions") {
            Some(Value::Array(actions)) if !actions.is_empty() => actions,
            Some(_) => {
                return self.none(
                    &root.child("actions"),
                    "`actions` must be an array of at least one action",
                );
            }
            None => return self.none(&root, "the overlay has no `actions`"),
        };
        let pointer = |index: usize| root.child("actions").child(index);
        if actions.len() > ACTIONS {
            let message = format!("the overlay has more than {ACTIONS} actions");
            let one = about(Code::TooLarge, &pointer(ACTIONS), message);
            self.diagnostics.report(one.help("part the overlay into several, applied in turn"));
            return Vec::new();
        }
        actions
            .iter()
            .enumerate()
            .filter_map(|(index, action)| self.action(action, &pointer(index), index + 1))
            .collect()
    }

    fn invalid(&mut self, at: &Pointer, message: impl Into<String>) {
        self.diagnostics.report(about(Code::OverlayInvalid, at, message.into()));
    }

    fn none<'a>(&mut self, at: &Pointer, message: &str) -> Vec<Action<'a>> {
        self.invalid(at, message);
        Vec::new()
    }

    fn object<'a>(
        &mut self,
        value: &'a Value,
        at: &Pointer,
        what: &str,
    ) -> Option<&'a Map<String, Value>> {
        let map = value.as_object();
        if map.is_none() {
            self.invalid(at, format!("{what} must be an object, not {}", kind(value)));
        }
        map
    }

    fn known_keys(&mut self, map: &Map<String, Value>, at: &Pointer, what: &str, known: &[&str]) {
        for key in map.keys().filter(|key| !key.starts_with("x-") && !known.contains(&key.as_str()))
        {
            let at = at.child(key);
            let is_newer =
                self.edition == Edition::V10 && ["copy", "description"].contains(&key.as_str());
            if is_newer {
                let message =
                    format!("`{key}` of {what} came with version 1.1 of the specification");
                let one = about(Code::OverlayInvalid, &at, message);
                self.diagnostics.report(one.help("write `overlay: 1.1.0`"));
                continue;
            }
            let list = known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
            self.invalid(
                &at,
                format!("{what} has no key `{key}`; it has {list}, and any that begins with `x-`"),
            );
        }
    }

    fn text<'a>(
        &mut self,
        map: &'a Map<String, Value>,
        at: &Pointer,
        what: &str,
        key: &str,
    ) -> Option<&'a str> {
        match map.get(key) {
            Some(Value::String(text)) => Some(text),
            Some(other) => {
                self.invalid(
                    &at.child(key),
                    format!("`{key}` must be a string, not {}; put it in quotes", kind(other)),
                );
                None
            }
            None => {
                self.invalid(at, format!("{what} has no `{key}`"));
                None
            }
        }
    }

    fn version(&mut self, map: &Map<String, Value>, at: &Pointer) {
        let Some(version) = self.text(map, at, "the overlay", "overlay") else {
            return;
        };
        if version.starts_with("1.1.") {
            return;
        }
        self.edition = Edition::V10;
        if version.starts_with("1.0.") {
            return;
        }
        let message = format!(
            "version `{version}` of the Overlay Specification is not supported; expected `1.0.0` or `1.1.0`"
        );
        // A later overlay may have what 1.1 has, of which nothing more is to be said.
        self.edition = Edition::V11;
        let help = "write `overlay: 1.1.0` if the overlay has nothing that came later";
        let one = about(Code::OverlayInvalid, &at.child("overlay"), message);
        self.diagnostics.report(one.help(help));
    }

    fn info(&mut self, map: &Map<String, Value>, root: &Pointer) {
        let Some(info) = map.get("info") else {
            return self.invalid(root, "the overlay has no `info`");
        };
        let at = root.child("info");
        let Some(info) = self.object(info, &at, "`info`") else {
            return;
        };
        let description = "description";
        match self.edition {
            Edition::V10 => self.known_keys(info, &at, "`info`", &["title", "version"]),
            Edition::V11 => {
                self.known_keys(info, &at, "`info`", &["title", "version", description]);
            }
        }
        if self.edition == Edition::V11 && info.contains_key(description) {
            self.text(info, &at, "`info`", description);
        }
        self.text(info, &at, "`info`", "title");
        self.text(info, &at, "`info`", "version");
    }

    fn action<'a>(&mut self, action: &'a Value, at: &Pointer, number: usize) -> Option<Action<'a>> {
        let map = self.object(action, at, &format!("action {number}"))?;
        let what = format!("action {number}");
        let known: &[&str] = match self.edition {
            Edition::V10 => &["target", "description", "update", "remove"],
            Edition::V11 => &["target", "description", "update", "copy", "remove"],
        };
        self.known_keys(map, at, &what, known);
        let target = self.text(map, at, &what, "target");
        let description = match map.get("description") {
            None => Some(""),
            Some(_) => self.text(map, at, &what, "description"),
        };
        let change = self.change(map, at, &what);
        let (target, description, change) = (target?, description?, change?);
        let action = Action { pointer: at.clone(), number, target, description, change };
        if description.trim().is_empty() && self.purpose == Purpose::Correct {
            let message = format!("{} has no description", action.name());
            self.diagnostics.report(about(Code::OverlayNoReason, at, message));
        }
        Some(action)
    }

    fn change<'a>(
        &mut self,
        map: &'a Map<String, Value>,
        at: &Pointer,
        what: &str,
    ) -> Option<Change<'a>> {
        let remove = match map.get("remove") {
            None => false,
            Some(Value::Bool(remove)) => *remove,
            Some(other) => {
                self.invalid(
                    &at.child("remove"),
                    format!("`remove` must be true or false, not {}", kind(other)),
                );
                return None;
            }
        };
        if remove {
            for key in ["update", "copy"].into_iter().filter(|key| map.contains_key(*key)) {
                let message = format!("{what} has `remove: true`; its `{key}` is ignored");
                self.diagnostics.report(about(Code::KeywordIgnored, &at.child(key), message));
            }
            return Some(Change::Remove);
        }
        match (map.get("update"), map.get("copy")) {
            (Some(_), Some(_)) if self.edition == Edition::V11 => {
                let message = format!("{what} has both `update` and `copy`; expected one of them");
                let one = about(Code::OverlayInvalid, &at.child("copy"), message);
                self.diagnostics.report(one.help("write two actions, in the order they apply in"));
                None
            }
            (Some(update), _) => Some(Change::Update(update)),
            (None, Some(_)) if self.edition == Edition::V11 => {
                self.text(map, at, what, "copy").map(Change::Copy)
            }
            (None, copy) => {
                // A `copy` of 1.0 was refused above.
                if copy.is_none() {
                    self.invalid(at, self.without_change(what));
                }
                None
            }
        }
    }

    fn without_change(&self, what: &str) -> String {
        match self.edition {
            Edition::V10 => format!("{what} has neither `update` nor `remove: true`"),
            Edition::V11 => format!("{what} has none of `update`, `copy` and `remove: true`"),
        }
    }
}
