//! Random documents, read by both paths: neither panics, they agree, and no arm of a union is
//! chosen silently. `FUZZ_SECONDS` says for how long; the default is one second.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::{Animal, Cat, Dog, Fish, Pet};
use crate::runtime::codec::Slot;
use crate::runtime::codec::drift::{At, Report};
use crate::runtime::codec::tree::parse::parse;
use crate::runtime::{Decode, Encode, Sink, Source, codec, from_json};

/// Objects within lists within maps, and unions in each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Zoo {
    id: i64,
    animals: Option<Vec<Animal>>,
    pet: Option<Pet>,
    by_name: Option<BTreeMap<String, Option<Box<Zoo>>>>,
    made: Option<DateTime<Utc>>,
    ratio: Option<f64>,
    open: Option<bool>,
    rest: BTreeMap<String, Json>,
}

impl Decode for Zoo {
    const REQUIRED: &'static [&'static str] = &["id"];

    fn field<S: Source>(&mut self, name: &str, source: &mut S) -> Result<(), S::Error> {
        match name {
            "id" => source.read(&mut self.id),
            "animals" => source.read(&mut self.animals),
            "pet" => source.read(&mut self.pet),
            "by_name" => source.read(&mut self.by_name),
            "made" => source.read(&mut self.made),
            "ratio" => source.read(&mut self.ratio),
            "open" => source.read(&mut self.open),
            other => source.collect(other, &mut self.rest),
        }
    }
}

impl Encode for Zoo {
    fn fields<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        sink.put("id", &self.id)?;
        sink.put("animals", &self.animals)?;
        sink.put("pet", &self.pet)?;
        sink.put("by_name", &self.by_name)?;
        sink.put("made", &self.made)?;
        sink.put("ratio", &self.ratio)?;
        sink.put("open", &self.open)?;
        sink.put_all(&self.rest)
    }
}

codec!(Zoo);

/// A generator of random numbers (SplitMix64), the same in each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

const KEYS: [&str; 14] = [
    "id", "animals", "pet", "by_name", "made", "ratio", "open", "name", "purrs", "kind", "fins",
    "new", "a/b~", "ключ",
];

fn value(random: &mut Random, depth: usize) -> Json {
    match random.below(if depth == 0 { 7 } else { 12 }) {
        0 => Json::Null,
        1 => json!(random.below(2) == 0),
        2 => json!(random.next().cast_signed() >> random.below(64)),
        3 => json!(random.next()),
        // Never whole: `5.0` is an integer to the tolerant path only.
        4 => json!(random.below(1000) as f64 + 0.5),
        5 | 6 => json!(random.of(&[
            "",
            "cat",
            "dog",
            "puppy",
            "5",
            "ü\n\"\u{1f600}",
            "2026-01-02T03:04:05Z"
        ])),
        7 | 8 => (0..random.below(4)).map(|_| value(random, depth - 1)).collect(),
        _ => {
            let members = 0..random.below(6);
            let member = |_| (random.of(&KEYS).to_owned(), value(random, depth - 1));
            Json::Object(members.map(member).collect())
        }
    }
}

/// Returns an object that one or several arms of a union match.
fn animal(random: &mut Random) -> Json {
    let mut members = serde_json::Map::new();
    for key in ["id", "name", "purrs", "kind", "fins", "new"] {
        if random.below(2) == 0 {
            let value = match (random.below(10), key) {
                (0, _) => value(random, 1),
                (_, "id") => json!(random.below(100)),
                _ => json!(random.of(&["cat", "dog", "", "5"])),
            };
            members.insert(key.to_owned(), value);
        }
    }
    Json::Object(members)
}

/// Returns a text that is mostly JSON no more.
fn mutated(random: &mut Random, mut text: Vec<u8>) -> Vec<u8> {
    for _ in 0..random.below(4) {
        let at = random.below(text.len() + 1);
        match random.below(4) {
            0 => text.truncate(at),
            1 => text.insert(at, random.next() as u8),
            2 => {
                let more: &[u8] = random.of(&[
                    b"NaN",
                    b"-Infinity",
                    b"1e999",
                    b"\\ud800",
                    b"\xef\xbb\xbf",
                    b"[",
                    b"{\"id\":",
                    b"\"",
                    b",",
                    b"null",
                    b"\\",
                ]);
                text.splice(at..at, more.iter().copied());
            }
            _ => drop(text.pop()),
        }
    }
    text
}

/// Checks both paths for one type.
fn check<T: Slot + PartialEq + Debug>(text: &[u8]) {
    let read = from_json::<T>(text);
    let Ok(json) = serde_json::from_slice::<Json>(text) else {
        return;
    };
    let tree = parse(text).expect("whatever serde_json reads");
    let shown = || String::from_utf8_lossy(text);
    if json == serde_json::from_str::<Json>(&json.to_string()).expect("JSON") {
        assert_eq!(tree.root().to_json(), json, "{}", shown());
    }
    let mut report = Report::new(tree.size());
    let tolerant = T::tolerant(tree.root(), &At::ROOT, &mut report);
    match serde_json::from_slice::<T>(text) {
        Ok(strict) => {
            assert!(report.first_mismatch().is_none(), "{:?} of {}", report, shown());
            assert_eq!(tolerant.expect("read strictly"), strict, "{}", shown());
        }
        Err(error) if has_equal_keys(text) || has_whole_floats(&json) => drop(error),
        Err(error) => {
            let is_told = tolerant.is_err() || report.first_mismatch().is_some();
            assert!(is_told, "{error} of {}", shown());
        }
    }
    if let Ok(read) = read {
        assert!(read.drift.len() <= 100);
    }
}

/// Of equal keys the last counts, and the strict path reads all of them.
fn has_equal_keys(text: &[u8]) -> bool {
    let keys = |text: &[u8]| text.iter().filter(|byte| **byte == b':').count();
    let json = serde_json::from_slice::<Json>(text).unwrap_or_default().to_string();
    keys(text) != keys(json.as_bytes())
}

/// `5.0` and `2E5` are integers of JSON Schema, which serde does not read as such.
fn has_whole_floats(json: &Json) -> bool {
    match json {
        Json::Number(number) => {
            number.is_f64() && number.as_f64().is_some_and(|it| it.fract() == 0.0)
        }
        Json::Array(items) => items.iter().any(has_whole_floats),
        Json::Object(members) => members.values().any(has_whole_floats),
        _ => false,
    }
}

/// Checks that each member that an arm has a field for, which reads the value exactly, is kept by
/// the chosen arm or told.
fn check_choice(json: &Json) {
    let text = json.to_string();
    let read = from_json::<Animal>(text.as_bytes()).expect("any value");
    let kept = serde_json::to_value(&read.value).expect("JSON");
    let Json::Object(members) = json else { return };
    for known in [keys_of::<Cat>(json), keys_of::<Dog>(json), keys_of::<Fish>(json)] {
        for key in known {
            // A field of null is an absent one.
            let is_kept = members[&key].is_null() || kept.get(&key).is_some();
            let is_told = read.drift.iter().any(|drift| drift.pointer == format!("/{key}"));
            assert!(is_kept || is_told, "`{key}` of {text} as {:?}", read.value);
        }
    }
}

/// Returns the keys of a value that a type keeps, if it reads it exactly.
fn keys_of<T: Slot + Serialize>(json: &Json) -> Vec<String> {
    let kept = T::deserialize(json).ok().and_then(|read| serde_json::to_value(read).ok());
    let kept = kept.as_ref().and_then(Json::as_object);
    kept.into_iter().flat_map(|members| members.keys().cloned()).collect()
}

#[test]
fn both_paths_agree_and_no_arm_is_chosen_silently() {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let (limit, start) = (Duration::from_secs(seconds.unwrap_or(1)), Instant::now());
    let mut random = Random(seconds.unwrap_or(1));
    let mut documents = 0;
    while start.elapsed() < limit {
        for _ in 0..100 {
            let json = match random.below(2) {
                0 => value(&mut random, 4),
                _ => animal(&mut random),
            };
            check_choice(&json);
            let mut text = json.to_string().into_bytes();
            if random.below(3) == 0 {
                text = mutated(&mut random, text);
            }
            check::<Zoo>(&text);
            check::<Animal>(&text);
            check::<Vec<Pet>>(&text);
            check::<BTreeMap<String, Option<Zoo>>>(&text);
            check::<Json>(&text);
            documents += 1;
        }
    }
    println!("{documents} documents");
}
