//! Names that stay: the lock of every case gives the same client again.

use cekura_codegen::{Input, generate};
use cekura_tests::cases::{Case, all};

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
        if first.ledger != second.ledger {
            faults.push(format!("{}:\n{}\n{}", case.name, first.ledger, second.ledger));
        }
        if first.lock != second.lock {
            faults.push(format!("{}:\n{}\n{}", case.name, first.lock, second.lock));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn with_lock(case: &Case, lock: &str) -> cekura_codegen::Output {
    let input = Input {
        document: &case.document,
        overlay: case.overlay.as_deref(),
        docs: &case.docs,
        config: case.config.as_deref(),
        lock: Some(lock),
        ..Input::default()
    };
    let outcome = generate(&input);
    let errors = Case::errors(&outcome);
    outcome.output.unwrap_or_else(|| panic!("{}: {errors}\n{lock}", case.name))
}
