//! The check of `cekura.tests.json` against the vendor's own JSON Schema of that file, which lies
//! beside the folder that `CEKURA_SPECS` names. Nothing of it is in this repository.
//!
//! Files are made from two that use every member: each value replaced by many others, each member
//! removed, members added, lists grown to their limits and beyond, then two changes at once. Both
//! judges have to agree on each, and on the place.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use cekura::codec::from_json;
use cekura::test_suite::{InvalidTestSuite, TestSuite};
use jsonschema::Validator;
use serde_json::{Value, json};

/// The number of files with two changes.
const PAIRS: usize = 4_000;

/// The lengths of texts: those that the format allows, and one more.
const LENGTHS: [usize; 12] = [1, 32, 33, 64, 65, 80, 81, 128, 129, 255, 256, 300];

#[test]
fn both_judges_agree() {
    let Some(schema) = schema() else { return };
    let (mut valid, mut invalid) = (0, 0);
    each_file(|file| {
        let expected = schema.is_valid(file);
        let read = TestSuite::from_json(&file.to_string());
        assert_eq!(read.is_ok(), expected, "{}\n{read:?}", explained(&schema, file));
        match read {
            Ok(suite) => {
                valid += 1;
                let written = Value::from(&suite);
                assert_eq!(suite.check(), Ok(()));
                assert!(is_equal(&written, file), "{file}\nis written as\n{written}");
            }
            Err(found) => {
                invalid += 1;
                agree_on_places(&schema, file, &found);
            }
        }
    });
    println!("{valid} valid and {invalid} invalid files");
    assert!(valid > 1_000 && invalid > 5_000, "{valid} valid, {invalid} invalid");
}

/// The schema need not be there for this. A `null` in the place of a member that the format has is
/// no member, if the file is not checked.
#[test]
fn no_member_is_lost_whatever_is_in_the_file() {
    let mut kept = 0;
    each_file(|file| {
        let Ok(read) = from_json::<TestSuite>(file.to_string().as_bytes()) else { return };
        if read.drift.is_empty() {
            let written = Value::from(&read.value);
            assert!(is_kept(file, &written), "{file}\nis written as\n{written}");
            kept += 1;
        }
    });
    assert!(kept > 1_000, "{kept} files");
}

fn schema() -> Option<Validator> {
    let path = PathBuf::from(std::env::var_os("CEKURA_SPECS").unwrap_or_default());
    let path = path.parent().unwrap_or(&path).join("test-suite-v1.json");
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: there is no test-suite-v1.json beside the folder of CEKURA_SPECS");
        return None;
    };
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    Some(jsonschema::draft202012::new(&schema).expect("a schema"))
}

/// Holds the places of both judges to each other: each is at, above or below one of the other's.
fn agree_on_places(schema: &Validator, file: &Value, found: &InvalidTestSuite) {
    let theirs: Vec<String> =
        schema.iter_errors(file).map(|error| error.instance_path().to_string()).collect();
    let ours: Vec<&str> = found.faults.iter().map(|fault| fault.pointer.as_str()).collect();
    for place in &ours {
        let is_near = theirs.iter().any(|other| is_within(place, other) || is_within(other, place));
        assert!(is_near, "{place} is no fault in {file}\n{theirs:?}");
    }
    for place in &theirs {
        let is_near = ours.iter().any(|other| is_within(place, other) || is_within(other, place));
        assert!(is_near, "{place} is a fault in {file}\n{ours:?}");
    }
    let distinct: BTreeSet<String> = found.faults.iter().map(ToString::to_string).collect();
    assert_eq!(distinct.len(), found.faults.len(), "{found}");
}

/// Returns whether a place is another one or below it.
fn is_within(place: &str, other: &str) -> bool {
    place.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn explained(schema: &Validator, file: &Value) -> String {
    let errors = schema.iter_errors(file);
    let errors = errors.map(|error| format!("{}: {error}\n", error.instance_path()));
    format!("{file}\n{}", errors.collect::<String>())
}

/// Returns whether two values are equal; integers may be written as `2.0`.
fn is_equal(one: &Value, other: &Value) -> bool {
    is_kept(one, other) && is_kept(other, one)
}

/// Returns whether all of a value but members that are `null` is in another.
fn is_kept(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_kept(one, other))
        }
        (Value::Object(one), Value::Object(other)) => one.iter().all(|(name, value)| {
            let other = other.get(name).unwrap_or(&Value::Null);
            is_kept(value, other)
        }),
        (one, other) => one == other,
    }
}

/// Makes all files, valid and invalid, one after the other.
fn each_file(mut visit: impl FnMut(&Value)) {
    for start in starts() {
        visit(&start);
        for place in places(&start) {
            for change in changes(&start, &place) {
                visit(&changed(&start, &place, &change));
            }
        }
        let mut random = Random(7);
        for _ in 0..PAIRS / 2 {
            let once = random.changed(&start);
            visit(&random.changed(&once));
        }
    }
}

/// Returns two files that use every member of the format between them.
fn starts() -> [Value; 2] {
    let whole = json!({
        "$schema": "https://example.com/schema.json",
        "version": "1",
        "suite": {"name": "Returns", "description": "…"},
        "defaults": {
            "concurrency_limit": 2, "frequency": 1, "language": "en", "max_duration": 60,
            "metrics": [12, "greeting_by_name"], "personality": 693, "tags": ["nightly"],
            "test_profile": 4,
        },
        "scenarios": [
            {
                "name": "Refund", "instructions": "…", "expected_outcome": "…", "key": "refund",
                "first_message": "Hello?", "frequency": 2, "max_duration": 90, "language": "multi",
                "type": "real_world_smart", "metrics": ["refund_offered"], "tags": ["a", "b"],
                "tools": ["dtmf", "end_call"],
                "personality": {
                    "prompt": "p", "language": "de", "voice_model": "sonic-3.5", "voice_id": "v",
                    "background_noise": "off", "name": "Kim", "accent": "none", "speed": 1.1,
                    "provider": "cartesia", "end_call_enabled": true,
                },
                "test_profile": {
                    "name": "t", "agent_variables": {"a": 1}, "caller_variables": {"b": null},
                },
            },
        ],
    });
    let scripted = json!({
        "version": "1",
        "defaults": {
            "personality": {"base": 693, "speed": 0.8},
            "test_profile": {"agent_variables": {}},
        },
        "scenarios": [
            {
                "name": "a", "type": "conditional_actions", "language": "en",
                "conditional_actions": {"turns": []}, "personality": 5, "test_profile": 6,
            },
            {"name": "b", "instructions": "…"},
        ],
    });
    [whole, scripted]
}

/// A change of a value.
#[derive(Clone)]
enum Change {
    Replace(Value),
    Remove(String),
    Add(&'static str),
    Resize(usize),
}

/// Returns the changes that a value can have.
fn changes(file: &Value, place: &str) -> Vec<Change> {
    let mut changes: Vec<Change> = replacements().into_iter().map(Change::Replace).collect();
    match file.pointer(place) {
        Some(Value::Object(members)) => {
            changes.extend(members.keys().cloned().map(Change::Remove));
            let names = ["extra", "base", "frequency", "instructions", "Name", "a/b~c", ""];
            changes.extend(names.map(Change::Add));
        }
        Some(Value::Array(_)) => {
            changes.extend([0, 16, 17, 32, 33, 64, 65, 200, 201].map(Change::Resize));
        }
        _ => {}
    }
    changes
}

/// Returns a file with a change at a place.
fn changed(file: &Value, place: &str, change: &Change) -> Value {
    let mut copy = file.clone();
    let value = copy.pointer_mut(place).expect("a place of the file");
    match (change, &mut *value) {
        (Change::Replace(other), _) => *value = other.clone(),
        (Change::Remove(name), Value::Object(members)) => drop(members.remove(name)),
        (Change::Add(name), Value::Object(members)) => {
            members.insert((*name).to_owned(), json!("x"));
        }
        (Change::Resize(length), Value::Array(items)) => {
            let item = items.first().cloned().unwrap_or(json!(1));
            items.resize(*length, item);
            items.truncate(*length);
        }
        _ => unreachable!("a change of another kind of value"),
    }
    copy
}

/// Returns the places of a file.
fn places(file: &Value) -> Vec<String> {
    let mut places = Vec::new();
    collect(file, String::new(), &mut places);
    places
}

/// Collects the places of a value and within it; of a long list, of its first items.
fn collect(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let step = name.replace('~', "~0").replace('/', "~1");
                collect(value, format!("{place}/{step}"), places);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate().take(3) {
                collect(item, format!("{place}/{index}"), places);
            }
        }
        _ => {}
    }
    places.push(place);
}

fn replacements() -> Vec<Value> {
    let mut values = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(1),
        json!(1.0),
        json!(2.5),
        json!(-1),
        json!(0.8),
        json!(1.2),
        json!(1.2000001),
        json!(0.79),
        json!(i64::MAX),
        json!(""),
        json!("x"),
        json!("1"),
        json!("en"),
        json!("EN"),
        json!("instruction"),
        json!("conditional_actions"),
        json!("cartesia"),
        json!("sonic-3.5"),
        json!("send_sms"),
        json!("a_slug_9"),
        json!("no-slug"),
        json!("slug\n"),
        json!("ä"),
        json!([]),
        json!([1]),
        json!(["en"]),
        json!([null]),
        json!({}),
        json!({"base": 1}),
        json!({"name": "n"}),
        json!({"name": "n", "instructions": "i"}),
        json!({"anything": []}),
    ];
    values.extend(LENGTHS.map(|length| json!("x".repeat(length))));
    values.extend(LENGTHS.map(|length| json!("ü".repeat(length))));
    values
}

/// Numbers that look random and are the same in each run.
struct Random(u64);

impl Random {
    fn changed(&mut self, file: &Value) -> Value {
        let places = places(file);
        let place = &places[self.below(places.len())];
        let changes = changes(file, place);
        changed(file, place, &changes[self.below(changes.len())])
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }
}
