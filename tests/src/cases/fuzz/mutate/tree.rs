//! Mutations of a tree that keep its structure: parts change places, kinds and names.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::words::{KEYS, ODD, VALUES, one_of};

/// The most levels that are wrapped at once.
const WRAPS: usize = 40;

/// Changes something in a tree.
pub fn change(root: &mut Value, random: &mut Rng) {
    let count = size(root);
    let at = random.usize(..count);
    match random.u8(..16) {
        0 | 1 => {
            let copy = nth(root, random.usize(..count)).clone();
            *nth(root, at) = copy;
        }
        2 => swap(root, at, random.usize(..count)),
        3 | 4 => *nth(root, at) = scalar(random),
        5 | 6 => rename(nth(root, at), random),
        7 => remove(nth(root, at), random),
        8 => repeat(nth(root, at), random),
        9 | 10 => refer(root, random),
        11 | 12 => add(root, at, random),
        13 => wrap(nth(root, at), random),
        14 => text(nth(root, at), random),
        _ => {
            let version = random.choice(["3.0.3", "3.1.0", "3.2.0"]);
            if let (Value::Object(members), Some(version)) = (root, version) {
                members.insert("openapi".to_owned(), version.into());
            }
        }
    }
}

/// Returns the number of values in a tree.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// Returns the value with a number, in the order in which they are written.
///
/// # Panics
///
/// Never: the root stands for a number that is too great.
fn nth(root: &mut Value, number: usize) -> &mut Value {
    let path = path(root, number);
    path.iter().try_fold(&mut *root, |at, step| at.get_mut_by(step)).expect("a path in the tree")
}

/// A step down a tree.
enum Step {
    Key(String),
    Index(usize),
}

trait Descend {
    fn get_mut_by(&mut self, step: &Step) -> Option<&mut Value>;
}

impl Descend for Value {
    fn get_mut_by(&mut self, step: &Step) -> Option<&mut Value> {
        match step {
            Step::Key(key) => self.get_mut(key.as_str()),
            Step::Index(index) => self.get_mut(*index),
        }
    }
}

/// Returns the steps to the value with a number; none if there is no such value.
fn path(root: &Value, number: usize) -> Vec<Step> {
    fn find(value: &Value, left: &mut usize, steps: &mut Vec<Step>) -> bool {
        if *left == 0 {
            return true;
        }
        *left -= 1;
        let mut into = |step: Step, child: &Value, left: &mut usize| {
            steps.push(step);
            find(child, left, steps) || steps.pop().is_none()
        };
        match value {
            Value::Array(items) => {
                items.iter().enumerate().any(|(index, item)| into(Step::Index(index), item, left))
            }
            Value::Object(members) => {
                members.iter().any(|(key, member)| into(Step::Key(key.clone()), member, left))
            }
            _ => false,
        }
    }
    let mut steps = Vec::new();
    find(root, &mut { number }, &mut steps);
    steps
}

fn swap(root: &mut Value, one: usize, other: usize) {
    let (first, second) = (nth(root, one).clone(), nth(root, other).clone());
    *nth(root, other) = first;
    *nth(root, one) = second;
}

/// Returns a value without parts.
fn scalar(random: &mut Rng) -> Value {
    match random.u8(..12) {
        0 => Value::Null,
        1 => json!(random.bool()),
        2 => json!(random.i64(..)),
        3 => json!(random.u64(..)),
        4 => json!(random.i8(..)),
        5 => json!(random.f64() * 1e3),
        6 => json!(random.choice([f64::MAX, 5e-324, -0.0, 1e15, 1e16, 0.1])),
        7 => json!([]),
        8 => json!({}),
        9 => json!(random.choice(ODD)),
        10 => json!("long".repeat(random.usize(..200))),
        _ => json!(one_of(VALUES, random)),
    }
}

/// Returns a key: mostly one that means something.
fn key(random: &mut Rng) -> String {
    if random.u8(..4) > 0 {
        one_of(KEYS, random).to_owned()
    } else {
        (*random.choice(ODD).unwrap_or(&"")).to_owned()
    }
}

fn a_key_of(members: &Map<String, Value>, random: &mut Rng) -> Option<String> {
    let number = random.usize(..members.len().max(1));
    members.keys().nth(number).cloned()
}

fn rename(value: &mut Value, random: &mut Rng) {
    if let Value::Object(members) = value
        && let Some(old) = a_key_of(members, random)
        && let Some(member) = members.remove(&old)
    {
        members.insert(key(random), member);
    }
}

fn remove(value: &mut Value, random: &mut Rng) {
    match value {
        Value::Object(members) => {
            if let Some(key) = a_key_of(members, random) {
                members.remove(&key);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            items.remove(random.usize(..items.len()));
        }
        other => *other = Value::Null,
    }
}

/// Repeats a member under another name, or an item.
fn repeat(value: &mut Value, random: &mut Rng) {
    match value {
        Value::Object(members) => {
            let Some(old) = a_key_of(members, random) else { return };
            let member = members.get(&old).cloned().unwrap_or_default();
            let new = match random.u8(..4) {
                0 => old.to_uppercase(),
                1 => format!("{old}_"),
                2 => format!("{old}2"),
                _ => key(random),
            };
            members.insert(new, member);
        }
        Value::Array(items) if !items.is_empty() => {
            let item = items[random.usize(..items.len())].clone();
            items.push(item);
        }
        other => *other = json!([other.clone()]),
    }
}

/// Makes a value a reference, to somewhere or to nowhere.
fn refer(root: &mut Value, random: &mut Rng) {
    let count = size(root);
    let mut target = String::from("#");
    for step in path(root, random.usize(..count)) {
        match step {
            Step::Key(key) => {
                target.push('/');
                target.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Step::Index(index) => target.push_str(&format!("/{index}")),
        }
    }
    match random.u8(..10) {
        0 => target.push_str("/more"),
        1 => drop(target.pop()),
        2 => target = target.replace('/', "%2F"),
        3 => one_of(VALUES, random).clone_into(&mut target),
        _ => {}
    }
    let mut at = random.usize(..count);
    // Where there is one already, it is led elsewhere.
    for _ in 0..20 {
        if nth(root, at).get("$ref").is_some() {
            break;
        }
        at = random.usize(..count);
    }
    match nth(root, at) {
        Value::Object(members) if random.bool() => {
            drop(members.insert("$ref".to_owned(), json!(target)))
        }
        other => *other = json!({"$ref": target}),
    }
}

/// Adds a member or an item: a part of the tree, or a value.
fn add(root: &mut Value, at: usize, random: &mut Rng) {
    let count = size(root);
    let part = match random.bool() {
        true => nth(root, random.usize(..count)).clone(),
        false => scalar(random),
    };
    match nth(root, at) {
        Value::Object(members) => drop(members.insert(key(random), part)),
        Value::Array(items) => items.insert(random.usize(..=items.len()), part),
        other => *other = part,
    }
}

/// Puts a value inside of others.
fn wrap(value: &mut Value, random: &mut Rng) {
    let times = if random.u8(..8) == 0 { random.usize(..WRAPS) } else { 1 };
    let word = one_of("allOf anyOf oneOf items not prefixItems additionalProperties", random);
    for _ in 0..times {
        let inner = value.take();
        *value = match word {
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => json!({word: [inner]}),
            _ => json!({word: inner}),
        };
    }
}

/// Changes a text.
fn text(value: &mut Value, random: &mut Rng) {
    let Value::String(text) = value else { return *value = scalar(random) };
    let at = text.char_indices().nth(random.usize(..=text.chars().count())).map(|(at, _)| at);
    let at = at.unwrap_or(text.len());
    match random.u8(..4) {
        0 => text.truncate(at),
        1 => text.make_ascii_uppercase(),
        _ => text.insert_str(at, random.choice(ODD).unwrap_or(&"")),
    }
}
