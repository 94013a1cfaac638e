//! Mutations: of the tree that a text is, of its lines, and of its bytes.

use fastrand::Rng;
use serde_json::Value;

use super::input::Parts;

pub mod lines;
pub mod tree;
pub mod words;

/// Changes a document with its configuration and its overlay.
pub fn document(input: &[u8], random: &mut Rng) -> Vec<u8> {
    let mut parts = Parts::read(input);
    let count = 1 + random.usize(..4);
    for _ in 0..count {
        let part = match (random.u8(..10), &mut parts.config, &mut parts.overlay) {
            (0, Some(config), _) => config,
            (1..4, _, Some(overlay)) => overlay,
            _ => &mut parts.document,
        };
        *part = text(part, random);
    }
    parts.write()
}

/// Changes a number with the JSON behind it.
pub fn answer(input: &[u8], random: &mut Rng) -> Vec<u8> {
    let Some((kind, json)) = input.split_first() else { return b"A{}".to_vec() };
    let kind = if random.u8(..20) == 0 { random.u8(..) } else { *kind };
    let mut json = json.to_vec();
    for _ in 0..1 + random.usize(..3) {
        json = match (random.u8(..10), serde_json::from_slice::<Value>(&json)) {
            (0..8, Ok(mut value)) => {
                tree::change(&mut value, random);
                value.to_string().into_bytes()
            }
            _ => bytes(json, random),
        };
    }
    [&[kind], json.as_slice()].concat()
}

/// Changes a text: as a tree where it is one, mostly.
fn text(text: &str, random: &mut Rng) -> String {
    if random.u8(..10) < 7
        && let Some(mut value) = tree_of(text)
    {
        for _ in 0..1 + random.usize(..3) {
            tree::change(&mut value, random);
        }
        return match random.u8(..5) {
            0 | 1 => value.to_string(),
            2 => serde_json::to_string_pretty(&value).unwrap_or_default(),
            _ => serde_yaml::to_string(&value).unwrap_or_default(),
        };
    }
    match random.u8(..10) {
        0 => String::from_utf8_lossy(&bytes(text.as_bytes().to_vec(), random)).into_owned(),
        _ => lines::change(text, random),
    }
}

/// Returns the tree of a text that is a mapping.
fn tree_of(text: &str) -> Option<Value> {
    let value = serde_json::from_str(text).ok().or_else(|| serde_yaml::from_str(text).ok());
    value.filter(Value::is_object)
}

/// Changes bytes, which are mostly no JSON any more.
fn bytes(mut bytes: Vec<u8>, random: &mut Rng) -> Vec<u8> {
    for _ in 0..1 + random.usize(..3) {
        let at = random.usize(..=bytes.len());
        match random.u8(..5) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, random.u8(..)),
            2 => drop(bytes.splice(at..at, random.choice(words::SIGNS).unwrap_or(&"").bytes())),
            3 => {
                let end = (at + random.usize(..32)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let end = (at + random.usize(..64)).min(bytes.len());
                let part = bytes.get(at..end).unwrap_or_default().to_vec();
                let to = random.usize(..=bytes.len());
                bytes.splice(to..to, part);
            }
        }
    }
    bytes
}
