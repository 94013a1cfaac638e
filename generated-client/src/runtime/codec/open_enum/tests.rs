//! Open enums of strings and integers.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::json;

use crate::runtime::codec::Slot;
use crate::runtime::codec::drift::{At, Report};
use crate::runtime::codec::tree::JsonRef;
use crate::runtime::codec::tree::build::Builder;

open_enum! {
    /// A tone.
    pub enum Tone {
        /// Kind.
        Kind = "kind",
        /// The empty value.
        Empty = "",
    }
}

open_integer_enum! {
    /// A level.
    pub enum Level {
        /// Low.
        Low = 1,
        /// Below the ground.
        Below = -1,
    }
}

#[test]
fn a_value_that_nobody_knows_survives_the_round_trip() {
    let tones: Vec<Tone> = serde_json::from_str(r#"["kind","","gr\u00fcn"]"#).expect("reads");
    assert_eq!(tones, [Tone::Kind, Tone::Empty, Tone::Unknown("grün".into())]);
    assert_eq!(serde_json::to_string(&tones).expect("writes"), r#"["kind","","grün"]"#);
    let levels: Vec<Level> = serde_json::from_str("[1,-1,7]").expect("reads");
    assert_eq!(levels, [Level::Low, Level::Below, Level::Unknown(7)]);
    assert_eq!(serde_json::to_string(&levels).expect("writes"), "[1,-1,7]");
}

#[test]
fn enums_convert_from_and_to_text() {
    assert_eq!("kind".parse::<Tone>(), Ok(Tone::Kind));
    assert_eq!(Tone::from("rude".to_owned()).as_str(), "rude");
    assert_eq!(format!("{:>6}|", Tone::Kind), "  kind|");
    assert_eq!(Tone::VARIANTS, [Tone::Kind, Tone::Empty]);
    assert_eq!(Tone::default(), Tone::Unknown(String::new()));
    assert_eq!(Level::VARIANTS.iter().map(Level::as_i64).sum::<i64>(), 0);
    assert_eq!(Level::default(), Level::Unknown(0));
    assert_eq!(Level::Below.to_string(), "-1");
}

#[test]
fn what_is_no_text_is_kept_as_json_and_noted() {
    let tree = Builder::read(json!([5, "x"])).expect("a document");
    let values: Vec<JsonRef<'_>> = tree.root().items().collect();
    let mut report = Report::new(tree.size());
    let tone = Tone::tolerant(values[0], &At::ROOT, &mut report).expect("reads");
    assert_eq!(tone, Tone::Unknown("5".into()));
    let none: Option<Level> = Slot::tolerant(values[1], &At::ROOT, &mut report).expect("reads");
    assert_eq!(none, None);
    let drift = report.into_drift().0;
    assert_eq!((&drift[0].found, &*drift[1].expected), (&json!(5), "an integer"));
}

#[test]
fn the_order_is_that_of_the_wire_values() {
    let mut tones = [Tone::Unknown("z".into()), Tone::Kind, Tone::Unknown("a".into()), Tone::Empty];
    tones.sort();
    assert_eq!(tones.each_ref().map(Tone::as_str), ["", "a", "kind", "z"]);
    let mut levels = [Level::Low, Level::Unknown(7), Level::Unknown(0), Level::Below];
    levels.sort();
    assert_eq!(levels.each_ref().map(Level::as_i64), [-1, 0, 1, 7]);
    // Order, equality and hash agree on an `Unknown` that holds a documented value.
    let twice = (Tone::Kind, Tone::Unknown("kind".into()));
    assert!(twice.0 < twice.1 && twice.0 != twice.1);
}

#[test]
fn the_hash_is_that_of_the_wire_value() {
    let hash = |value: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        value(&mut hasher);
        hasher.finish()
    };
    assert_eq!(hash(&|to| Tone::Kind.hash(to)), hash(&|to| "kind".hash(to)));
    assert_eq!(hash(&|to| Level::Below.hash(to)), hash(&|to| (-1_i64).hash(to)));
    let set: HashSet<Level> = [Level::Low, Level::from(1), Level::Unknown(7)].into();
    assert_eq!(set.len(), 2);
}
