//! Valid documents, made by a grammar: each is accepted, nothing of it is lost, and its ledger says
//! what the code does. The binary `compile` compiles the same ones.
//!
//! ```text
//! CEKURA_DOCUMENTS=500 cargo test -p cekura-tests --test oracle valid
//! CEKURA_NUMBER=7 cargo test -p cekura-tests --test oracle valid      one of them, made smaller
//! ```

use cekura_codegen::{Input, generate};
use cekura_tests::cases::Case;
use cekura_tests::oracle::valid::{document, numbers, runner};
use cekura_tests::specs::Texts;
use proptest::test_runner::{TestCaseError, TestError};
use serde_json::Value;

use super::ledger::weighed;

#[test]
fn a_valid_document_is_accepted_and_its_ledger_is_true() {
    let mut faults = Vec::new();
    for number in numbers() {
        match runner(number).run(&document(), |document| check(&document)) {
            Ok(()) => {}
            Err(TestError::Fail(why, document)) => {
                faults.push(format!("CEKURA_NUMBER={number}: {why}\n{document:#}"));
            }
            Err(TestError::Abort(why)) => faults.push(format!("CEKURA_NUMBER={number}: {why}")),
        }
    }
    assert!(faults.is_empty(), "{} documents:\n{}", faults.len(), faults.join("\n"));
}

fn check(document: &Value) -> Result<(), TestCaseError> {
    let text = document.to_string();
    let outcome = generate(&Input { document: &text, ..Input::default() });
    if outcome.output.is_none() {
        return Err(TestCaseError::fail(format!("refused:\n{}", Case::errors(&outcome))));
    }
    let texts = Texts {
        document: text,
        overlay: None,
        docs: Vec::new(),
        config: None,
        webhooks: None,
        lock: None,
    };
    let (walked, weighed) = weighed(&texts, None).expect("a client");
    let lost = walked.lost.iter().map(|line| format!("missing: {line}\n"));
    let belied = weighed.belied.iter().map(|line| format!("false: {line}\n"));
    let faults: String = lost.chain(belied).collect();
    if faults.is_empty() { Ok(()) } else { Err(TestCaseError::fail(faults)) }
}
