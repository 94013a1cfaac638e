//! Types of cases read and write what the `<name>.rs` beside the case says.
//!
//! All of these files are modules of one program, which depends on the crates of their cases.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::Command;

use cekura_tests::cases::Case;

use super::{crate_name, run};

/// The crate of the program.
pub(crate) const CRATE: &str = "values-of-cases";

/// The program without its modules.
const MAIN: &str = include_str!("values.rs.txt");

#[test]
fn values_of_constructs_are_read_and_written_as_their_cases_say() {
    let report = run("test", &["--package", CRATE, "--no-run"]);
    let problems = report.render();
    assert!(problems.is_empty(), "{problems}");
    let program = report.programs.first().expect("a program");
    let output = Command::new(program).output().expect("the program runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
}

/// Returns the files of the crate, by path.
pub(crate) fn files(cases: &[&Case]) -> BTreeMap<String, String> {
    let mut manifest = format!(
        "[package]\nname = \"{CRATE}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [lib]\ndoctest = false\n\n[dev-dependencies]\nserde_json = \"1\"\n\
         serde = \"1\"\n"
    );
    let mut main = MAIN.to_owned();
    let mut files = BTreeMap::new();
    for case in cases {
        let name = crate_name(case);
        let module = name.replace('-', "_");
        writeln!(manifest, "{name} = {{ path = \"../{name}\" }}").expect("a text");
        writeln!(main, "#[cfg(test)]\nmod {module};").expect("a text");
        let text = case.values.clone().unwrap_or_default();
        files.insert(format!("{CRATE}/src/{module}.rs"), text);
    }
    files.insert(format!("{CRATE}/Cargo.toml"), manifest);
    files.insert(format!("{CRATE}/src/lib.rs"), main);
    files
}
