//! One construct, one snapshot: the emitted text of each document of `tests/cases`.
//!
//! To accept a change: `INSTA_UPDATE=always cargo test -p cekura-tests --test codegen`, and read
//! the diff; or `cargo insta review`.

use std::fmt::Write;

use cekura_codegen::{Outcome, header};
use cekura_tests::cases::{Case, Directive, all};

#[test]
fn every_construct_is_written_as_its_snapshot_says() {
    let mut failures = Vec::new();
    for case in all("cases") {
        let outcome = case.generate();
        match describe(&case, &outcome) {
            Ok(text) => failures.extend(case.compare(&text)),
            Err(errors) => failures.push(format!("{} is refused:\n{errors}", case.name)),
        }
    }
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
}

/// Returns the files, each under its path, and the ledger.
fn describe(case: &Case, outcome: &Outcome) -> Result<String, String> {
    let Some(output) = &outcome.output else {
        return Err(case.render(outcome));
    };
    let mut text = String::new();
    let header = header(None);
    let frame = case.has(Directive::ShowsFrame);
    for (path, file) in &output.files {
        if frame || !["mod.rs", "facts.rs"].contains(&path.as_str()) {
            let body = file.strip_prefix(&header).unwrap_or(file).trim_start();
            write!(text, "// ---- {path}\n{body}\n").expect("a text");
        }
    }
    for (path, file) in &output.tests {
        let body = file.strip_prefix(&header).unwrap_or(file).trim_start();
        write!(text, "// ---- tests/{path}\n{body}\n").expect("a text");
    }
    if frame {
        write!(text, "# ---- features\n{}\n", output.features).expect("a text");
    }
    if !output.ledger.is_empty() {
        write!(text, "# ---- ledger\n{}", output.ledger).expect("a text");
    }
    Ok(text)
}
