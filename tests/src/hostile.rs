//! Documents whose texts try to leave their place, with line ends, fences, backticks and signs that
//! are not seen.

use serde_json::Value;

use crate::cases::{Case, all};

pub mod confined;
pub mod recipe;

/// The macro that a text calls which has become code.
pub const BROKEN_OUT: &str = "compile_error";

/// The strings that are put into texts.
pub const INSERTIONS: [&str; 4] = [
    "\n\n```\ncompile_error!(\"a fence\");\n```\n",
    "` ``\r\n\r\n    compile_error!(\"a block\");\r\n\u{202e}\0<script>[`x`](y)",
    "\rcompile_error!(\"a return\");\u{2028}```rust\u{85}\u{200f}*/ \"# \\",
    "```` ~~~\n~~~\ncompile_error!(\"another fence\");\n~~~\n</code></pre>\n\n[^1]: a\n# b",
];

/// The place of a text: the path to a value, or to a key of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    path: Vec<Step>,
    is_key: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

impl std::fmt::Display for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for step in &self.path {
            match step {
                Step::Key(key) => write!(f, "/{key}")?,
                Step::Index(index) => write!(f, "/{index}")?,
            }
        }
        f.write_str(if self.is_key { " (the key)" } else { "" })
    }
}

/// Returns the document that has one of everything.
///
/// # Panics
///
/// If it is not there.
pub fn everything() -> Case {
    let cases = all("cases").into_iter();
    cases.into_iter().find(|case| case.name == "docs/everything").expect("the document")
}

/// Keys whose values are words of OpenAPI, by which a document is read.
const WORDS: [&str; 8] =
    ["openapi", "type", "in", "$ref", "style", "url", "propertyName", "scheme"];

/// Keys of objects whose own keys are names of the author's.
const NAMES: [&str; 9] = [
    "paths",
    "properties",
    "schemas",
    "mapping",
    "content",
    "encoding",
    "securitySchemes",
    "security",
    "headers",
];

/// Returns the texts and names of a document, those first that come last: their places stay true
/// while the ones before them change.
pub fn slots(document: &Value) -> Vec<Slot> {
    let mut slots = Vec::new();
    collect(document, &mut Vec::new(), &mut slots);
    slots.reverse();
    slots
}

fn collect(value: &Value, path: &mut Vec<Step>, slots: &mut Vec<Slot>) {
    match value {
        Value::String(_) => slots.push(Slot { path: path.clone(), is_key: false }),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Index(index));
                collect(item, path, slots);
                path.pop();
            }
        }
        Value::Object(members) => {
            let has_names = path.iter().rev().find_map(|step| match step {
                Step::Key(key) => Some(NAMES.contains(&key.as_str())),
                Step::Index(_) => None,
            });
            for (key, member) in members {
                path.push(Step::Key(key.clone()));
                if has_names == Some(true) {
                    slots.push(Slot { path: path.clone(), is_key: true });
                }
                let is_word = member.is_string() && WORDS.contains(&key.as_str());
                if !is_word {
                    collect(member, path, slots);
                }
                path.pop();
            }
        }
        _ => {}
    }
}

/// Puts an insertion into the middle of a text.
pub fn insert(document: &mut Value, slot: &Slot, insertion: &str) {
    let Some((last, path)) = slot.path.split_last() else { return };
    let mut at = document;
    for step in path {
        at = match step {
            Step::Key(key) => &mut at[key.as_str()],
            Step::Index(index) => &mut at[*index],
        };
    }
    let filled = |text: &str| {
        let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
        format!("{}{insertion}{}", &text[..middle], &text[middle..])
    };
    match last {
        Step::Key(key) if slot.is_key => {
            let members = at.as_object_mut().expect("an object");
            if let Some(member) = members.remove(key) {
                members.insert(filled(key), member);
            }
        }
        Step::Key(key) => {
            if let Value::String(text) = &mut at[key.as_str()] {
                *text = filled(text);
            }
        }
        Step::Index(index) => {
            if let Value::String(text) = &mut at[*index] {
                *text = filled(text);
            }
        }
    }
}

/// Returns the documents in which as many texts as possible have an insertion: all but those that
/// make the generator refuse the document.
pub fn documents(case: &Case) -> Vec<String> {
    let plain: Value = serde_yaml::from_str(&case.document).expect("a document");
    let slots = slots(&plain);
    let with = |insertion: &str| fill(case, plain.clone(), &slots, insertion).to_string();
    INSERTIONS.iter().map(|insertion| with(insertion)).collect()
}

/// Fills the places, all at once if the document is not refused then, else in halves.
fn fill(case: &Case, document: Value, slots: &[Slot], insertion: &str) -> Value {
    let mut filled = document.clone();
    slots.iter().for_each(|slot| insert(&mut filled, slot, insertion));
    if case.generate_from(&filled.to_string()).output.is_some() {
        return filled;
    }
    if slots.len() < 2 {
        return document;
    }
    let (first, second) = slots.split_at(slots.len() / 2);
    fill(case, fill(case, document, first, insertion), second, insertion)
}
