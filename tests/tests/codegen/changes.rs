//! One change, one snapshot: the report on each pair of documents of `tests/changes`, in both
//! directions, and what holds for all of them.
//!
//! The file of a pair is called by the kind that it shows; see [`cekura_tests::cases::changes`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use cekura_codegen::compare::render::{self, Names};
use cekura_codegen::compare::{Comparison, Entry, Kind, Thing};
use cekura_codegen::diagnostic::Style;
use cekura_codegen::{Surface, surface};
use cekura_tests::cases::all;
use cekura_tests::cases::changes::{Pair, compared};
use serde_json::Value;

mod aliases;
mod causes;
mod vendor;

#[test]
fn every_change_is_reported_as_its_snapshot_says() {
    let mut failures = Vec::new();
    for case in all("changes") {
        let pair = Pair::of(&case);
        let text = format!(
            "{}\n# ---- the other way round\n\n{}",
            described(&pair.forward(), ["old.yaml", "new.yaml"]),
            described(&pair.backward(), ["new.yaml", "old.yaml"])
        );
        failures.extend(case.compare(&text));
    }
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
}

/// Returns the report, and under it what programs read of each entry.
fn described(comparison: &Comparison, [old, new]: [&str; 2]) -> String {
    let names = Names { old, new };
    let mut text = render::terminal(comparison, names, Style::Plain, None);
    for entry in &comparison.entries {
        let _ = write!(text, "\n{}; wire: {}\n", entry.fingerprint(), entry.wire);
        for item in &entry.items {
            let shown =
                |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
            let _ = writeln!(text, "  {}: {} -> {}", item.path, shown(&item.old), shown(&item.new));
        }
        if let Some(witness) = entry.witness() {
            witness.code.lines().for_each(|line| writeln!(text, "  | {line}").expect("a text"));
        }
        for line in entry.remedy.iter().flat_map(|remedy| remedy.lines()) {
            let _ = writeln!(text, "  > {line}");
        }
    }
    text
}

#[test]
fn every_kind_is_shown_by_a_pair() {
    let mut shown = BTreeSet::new();
    for case in all("changes") {
        let pair = Pair::of(&case);
        let (forward, backward) = (pair.forward(), pair.backward());
        let kinds = |comparison: &Comparison| -> BTreeSet<Kind> {
            comparison.entries.iter().map(|entry| entry.kind).collect()
        };
        let name = case.file.trim_end_matches(".yaml");
        if let Some(kind) = Kind::parse(name) {
            assert!(kinds(&forward).contains(&kind), "{}: no entry of its kind", case.name);
            assert!(kinds(&backward).contains(&kind.mirror()), "{}: no mirror", case.name);
        }
        shown.extend(kinds(&forward));
        shown.extend(kinds(&backward));
    }
    shown.extend(of_unions_without_from());
    shown.extend(aliases::kinds());
    let missing: Vec<&Kind> = Kind::ALL.iter().filter(|kind| !shown.contains(kind)).collect();
    assert!(missing.is_empty(), "no pair of tests/changes shows {missing:?}");
}

/// Returns the kinds of what no small document shows: unions that can no longer be made from their
/// arms, as another generator might emit them.
fn of_unions_without_from() -> BTreeSet<Kind> {
    let cases = all("changes");
    let case = cases.iter().find(|case| case.name == "unions/arm-added").expect("the case");
    let with = surface(&Pair::of(case).old).expect("a surface");
    let without = with.to_json().replace("\"from\":true", "\"from\":false");
    let without = Surface::from_json(&without).expect("a surface");
    assert_symmetric("from", &with, &without);
    let both = [Comparison::of(&with, &without), Comparison::of(&without, &with)];
    both.iter().flat_map(|comparison| &comparison.entries).map(|entry| entry.kind).collect()
}

/// The opposite of an entry, which the other direction has to have.
fn mirrored(entry: &Entry) -> (Kind, Thing) {
    let Thing { old, new } = entry.thing.clone();
    (entry.kind.mirror(), Thing { old: new, new: old })
}

/// Checks that the entries of one direction are the mirrors of those of the other.
fn assert_symmetric(name: &str, old: &Surface, new: &Surface) {
    let mut forward: Vec<_> = Comparison::of(old, new).entries.iter().map(mirrored).collect();
    let backward = Comparison::of(new, old);
    let mut backward: Vec<_> =
        backward.entries.iter().map(|entry| (entry.kind, entry.thing.clone())).collect();
    forward.sort();
    backward.sort();
    for entry in &forward {
        assert!(backward.contains(entry), "{name}: the other direction has no {entry:?}");
    }
    for entry in &backward {
        assert!(forward.contains(entry), "{name}: only the other direction has {entry:?}");
    }
    assert_eq!(forward.len(), backward.len(), "{name}");
}

#[test]
fn the_other_direction_says_the_opposite() {
    for case in all("changes") {
        let pair = Pair::of(&case);
        let [old, new] = [pair.old, pair.new].map(|input| surface(&input).expect("a surface"));
        assert_symmetric(&case.name, &old, &new);
    }
}

#[test]
fn the_same_is_no_change_and_a_surface_is_read_as_it_was_written() {
    for case in all("changes") {
        let pair = Pair::of(&case);
        for input in [pair.old, pair.new] {
            assert_eq!(compared(&input, &input).entries, [], "{}", case.name);
            let surface = surface(&input).expect("a surface");
            let read = Surface::from_json(&surface.to_json());
            assert_eq!(read.as_ref(), Ok(&surface), "{}", case.name);
        }
    }
}

#[test]
fn approvals_can_tell_entries_apart() {
    for case in all("changes") {
        for comparison in [Pair::of(&case).forward(), Pair::of(&case).backward()] {
            let mut known = BTreeMap::new();
            for entry in &comparison.entries {
                let other = known.insert(entry.fingerprint(), entry.rust.clone());
                assert_eq!(other, None, "{}: {}", case.name, entry.fingerprint());
            }
        }
    }
}

#[test]
fn annotations_begin_with_the_verdict_and_stand_at_their_lines() {
    let cases = all("changes");
    let case = cases.iter().find(|case| case.name == "fields/field-added").expect("the case");
    let names = Names { old: "old.yaml", new: "new.yaml" };
    let text = render::annotations(&Pair::of(case).forward(), names);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "::notice title=verdict::additive: 1 additive");
    assert!(
        lines[1].starts_with("::notice file=new.yaml,line=17,col=9,title=field-added::"),
        "{text}"
    );
    assert_eq!(lines.len(), 2, "{text}");
}

#[test]
fn reports_as_json_are_valid_by_their_published_schema() {
    let schema: Value = serde_json::from_str(render::SCHEMA).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let mut broken = 0;
    for case in all("changes") {
        let names = Names { old: "old.yaml", new: "new.yaml" };
        let text = render::json(&Pair::of(&case).forward(), names);
        let report: Value = serde_json::from_str(&text).expect("JSON");
        let faults: Vec<String> =
            validator.iter_errors(&report).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{}: {}\n{text}", case.name, faults.join("\n"));
        let mut report = report;
        if let Some(entry) = report["entries"].get_mut(0) {
            entry["kind"] = Value::from("No kind");
            broken += usize::from(!validator.is_valid(&report));
        }
    }
    assert!(broken > 40, "the schema lets anything pass");
}
