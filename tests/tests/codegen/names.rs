//! Names that stay: the lock of every case gives the same client again, and for each way in which
//! documents have moved names there is one that they no longer move.

use cekura_codegen::{Input, Output, generate};
use cekura_tests::cases::{Case, all};

use super::surface::Surface;
use movements::{Alone, Movement, Step};

mod movements;

#[test]
fn every_case_is_the_same_with_the_names_of_its_own() {
    let mut faults = Vec::new();
    for case in all("cases") {
        let first = case.generate().output.expect("a client");
        let second = with_lock(&case, &first.lock);
        for (path, text) in &first.files {
            if second.files.get(path) != Some(text) {
                faults.push(format!("{}: {path} differs", case.name));
            }
        }
        for (one, other) in [(&first.ledger, &second.ledger), (&first.lock, &second.lock)] {
            if one != other {
                faults.push(format!("{}:\n{one}\n{other}", case.name));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn with_lock(case: &Case, lock: &str) -> Output {
    let input = Input {
        document: &case.document,
        overlay: case.overlay.as_deref(),
        docs: &case.docs,
        config: case.config.as_deref(),
        webhooks: case.webhooks.as_deref(),
        files: case.files.as_ref(),
        lock: Some(lock),
        ..Input::default()
    };
    let outcome = generate(&input);
    let errors = Case::errors(&outcome);
    outcome.output.unwrap_or_else(|| panic!("{}: {errors}\n{lock}", case.name))
}

#[test]
fn no_movement_of_a_document_moves_a_name() {
    let mut faults = Vec::new();
    for movement in movements::all() {
        let mut lock: Option<String> = None;
        let mut last: Option<Surface> = None;
        for (number, step) in movement.steps.iter().enumerate() {
            let output = client(step, lock.as_deref());
            let surface = Surface::of(&output);
            let before = last.iter().flat_map(|last| last.redirected(&surface));
            faults.extend(before.map(|fault| format!("{}: {fault}", movement.name)));
            let again = client(step, Some(&output.lock));
            if again != output {
                faults.push(format!("{}: step {number} is not the same again", movement.name));
            }
            (lock, last) = (Some(output.lock), Some(surface));
        }
        let lock = lock.expect("a step");
        let lost = lost(movement, &lock);
        if !lost.is_empty() {
            faults.push(format!("{}: no {lost:?} in\n{lock}", movement.name));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn each_of_them_moves_one_where_there_is_no_lock() {
    for movement in movements::all() {
        let last = movement.steps.last().expect("a step");
        let is_lost = !lost(movement, &client(last, None).lock).is_empty();
        assert_eq!(is_lost, movement.alone == Alone::Moves, "{}", movement.name);
    }
}

/// Returns the lines that a lock should have and has not.
fn lost<'m>(movement: &'m Movement, lock: &str) -> Vec<&'m str> {
    let is_there = |line: &str| match line.strip_suffix("; gone") {
        Some(start) => lock.lines().any(|one| has(one, start) && one.contains("; gone 2")),
        None => lock.lines().any(|one| has(one, line) && !one.contains("; gone")),
    };
    movement.kept.iter().copied().filter(|line| !is_there(line)).collect()
}

/// Returns whether a line is about a name and thing.
fn has(line: &str, start: &str) -> bool {
    line.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(';'))
}

fn client(step: &Step, lock: Option<&str>) -> Output {
    let document = step.document();
    let release = Some(if lock.is_none() { "1" } else { "2" });
    let config = Some(step.config);
    let outcome =
        generate(&Input { document: &document, config, lock, release, ..Input::default() });
    let errors = Case::errors(&outcome);
    outcome.output.unwrap_or_else(|| panic!("{errors}\n{document}\n{}", lock.unwrap_or_default()))
}
