//! Any texts give files, or diagnostics that say why not: the same ones each time.

use cekura_codegen::diagnostic::{Severity, Style, render_in, render_json};
use cekura_codegen::{Input, Outcome, Output, generate};

use super::items::repeated;
use crate::cases::fuzz::input::Parts;

/// The most text that a byte of input may become, and the text that an empty client has.
const GROWTH: usize = 4_000;
const START: usize = 1 << 20;

/// Checks an input.
///
/// # Panics
///
/// If a property does not hold.
pub fn check(input: &[u8]) {
    let parts = Parts::read(input);
    let outcome = generate(&parts.input());
    let again = generate(&parts.input());
    assert_eq!(again.diagnostics, outcome.diagnostics, "the diagnostics of a second run");
    assert!(again.output == outcome.output, "a second run gives another client");
    told(&parts, &outcome);
    if let Some(output) = &outcome.output {
        rust(output);
        let most = START + GROWTH * input.len();
        let length: usize = output.files.values().map(String::len).sum();
        assert!(length <= most, "{length} bytes of {} are more than {most}", input.len());
        renewed(&parts.input(), output);
    }
}

/// Checks that a client or the reason for none is told, and that all can be printed.
fn told(parts: &Parts, outcome: &Outcome) {
    let errors = outcome.diagnostics.iter().filter(|one| one.severity() == Severity::Error);
    assert_eq!(errors.count() == 0, outcome.output.is_some(), "errors, or a client");
    render_in(Style::Plain, &outcome.diagnostics, &parts.sources());
    for line in render_json(&outcome.diagnostics, &parts.sources()).lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        assert!(line["severity"] != "error" || line["help"].is_string(), "no help: {line}");
    }
}

/// Checks that all files are Rust without two items of one name, and that the ledger has a line
/// for each entry.
fn rust(output: &Output) {
    for (path, text) in &output.files {
        let file = syn::parse_file(text);
        let file = file.unwrap_or_else(|error| panic!("{path} is no Rust: {error}\n{text}"));
        let repeated = repeated(&file);
        assert!(repeated.is_empty(), "{path} has twice: {repeated:?}");
    }
    let entries: usize = output.summary.ledger.values().sum();
    assert_eq!(output.ledger.lines().count(), entries, "lines of the ledger");
}

/// Checks that the names of a client hold for the next one.
fn renewed(input: &Input<'_>, output: &Output) {
    let next = generate(&Input { lock: Some(&output.lock), ..*input });
    let next = next.output.expect("a client with the names that it has already");
    assert_eq!(next.lock, output.lock, "the names of the next run");
    for (path, text) in &output.files {
        assert_eq!(next.files.get(path), Some(text), "{path} of the next run");
    }
}
