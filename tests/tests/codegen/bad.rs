//! One mistake, one snapshot: the diagnostics of each document of `tests/bad`, none of which has a
//! client.
//!
//! To accept a change: `INSTA_UPDATE=always cargo test -p cekura-tests --test codegen`, and read
//! the diff; or `cargo insta review`.

use std::fs;

use cekura_codegen::diagnostic::Severity;
use cekura_tests::cases::{all, workspace};
use serde_json::Value;

#[test]
fn every_mistake_is_refused_and_shown_where_it_is() {
    let mut failures = Vec::new();
    for case in all("bad") {
        let outcome = case.generate();
        if outcome.output.is_some() {
            failures.push(format!("{} is not refused", case.name));
        }
        failures.extend(case.compare(&case.render(&outcome)));
    }
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn programs_read_the_same_diagnostics_as_their_schema_says() {
    let path = workspace().join("generator/diagnostic.schema.json");
    let schema: Value =
        serde_json::from_str(&fs::read_to_string(path).expect("a text")).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(!validator.is_valid(&serde_json::json!({"code": "syntax"})), "it holds nothing");
    let mut severities = Vec::new();
    for case in all("bad").into_iter().chain(all("cases")) {
        let outcome = case.generate();
        let lines = case.render_json(&outcome);
        assert_eq!(lines.lines().count(), outcome.diagnostics.len(), "{}", case.name);
        let shown = case.render(&outcome);
        for (one, line) in outcome.diagnostics.iter().zip(lines.lines()) {
            let read: Value = serde_json::from_str(line).expect("JSON");
            let faults: Vec<String> =
                validator.iter_errors(&read).map(|error| error.to_string()).collect();
            assert!(faults.is_empty(), "{}: {line}\n{}", case.name, faults.join("\n"));
            assert_eq!(
                (&read["code"], &read["message"]),
                (&one.code.as_str().into(), &one.message.as_str().into())
            );
            // People and programs see the same place.
            if let (Some(file), Some(at), Some(column)) =
                (read["file"].as_str(), read["line"].as_u64(), read["column"].as_u64())
            {
                let place = format!(" {file}:{at}:{column}\n");
                assert!(shown.contains(&place), "{}: {place} is not in\n{shown}", case.name);
            }
            severities.push(one.severity());
        }
    }
    severities.sort();
    severities.dedup();
    assert_eq!(severities, [Severity::Note, Severity::Warning, Severity::Error]);
}
