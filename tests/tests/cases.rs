//! One construct, one snapshot: what is generated for each document of `tests/cases`.
//!
//! To accept a change: `INSTA_UPDATE=always cargo test -p cekura-tests --test cases`, and read the diff.

use cekura_codegen::{HEADER, Outcome};
use cekura_tests::cases::{Case, all, snapshot, stale};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Constructs whose point is what stands in `mod.rs` and `facts.rs`; for the others those two are left out.
const WITH_FRAME: [&str; 15] = [
    "config_names",
    "config_selection",
    "names_collide",
    "names_resources",
    "security_basic",
    "security_bearer",
    "security_cookie_key",
    "security_query_key",
    "security_scheme_unknown",
    "security_schemes",
    "server_variable_without_value",
    "server_variables",
    "servers_relative",
    "servers_several",
    "versions_v1_v2",
];

#[test]
fn every_construct_is_written_as_its_snapshot_says() {
    let mut failures = Vec::new();
    let mut names = BTreeSet::new();
    for case in all("cases") {
        let name = format!("case__{}", case.name);
        let outcome = case.generate();
        match describe(&case, &outcome) {
            Ok(text) => failures.extend(snapshot(&name, &text)),
            Err(errors) => failures.push(format!("{name} is refused:\n{errors}")),
        }
        names.insert(name);
    }
    for file in stale("case__", &names) {
        failures.push(format!("{file} belongs to no construct: delete it"));
    }
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
}

/// The files, each under its path, and the ledger.
fn describe(case: &Case, outcome: &Outcome) -> Result<String, String> {
    let Some(output) = &outcome.output else {
        return Err(case.render(outcome));
    };
    let mut text = String::new();
    let frame = WITH_FRAME.contains(&case.name.as_str());
    for (path, file) in &output.files {
        if frame || !["mod.rs", "facts.rs"].contains(&path.as_str()) {
            let body = file.strip_prefix(HEADER).unwrap_or(file).trim_start();
            write!(text, "// ---- {path}\n{body}\n").expect("a text");
        }
    }
    if frame {
        write!(text, "# ---- features\n{}\n", output.features).expect("a text");
    }
    if !output.ledger.is_empty() {
        write!(text, "# ---- ledger\n{}", output.ledger).expect("a text");
    }
    Ok(text)
}
