//! Generated code compiles without a warning of the compiler, clippy or rustdoc.
//!
//! Each document of `tests/cases` becomes a module with a client of its own, and each topic a crate
//! of them: to start clippy and rustdoc for each document would take minutes. So would it to
//! compile the runtime as often, so that it is a library here, in which all is public that
//! generated code uses; what it takes to make it one is in [`cekura_tests::cases::runtime`]. In
//! emitted texts, `crate::` becomes the path of the module, and nothing else changes.
//!
//! Beside them are the clients of valid documents that a grammar makes, as many as
//! `CEKURA_DOCUMENTS` says; `CEKURA_NUMBER=7` tries `valid_7` alone.
//!
//! Whole crates, as users get them, are compiled by the tests of the binary `oracle`, which also
//! runs the tests that one carries.

use std::path::Path;
use std::process::Command;
use std::sync::Once;

use cekura_tests::cases::mounted::write;
use cekura_tests::cases::runtime;
use xtask::cargo::{Cargo, Report};

mod calls;
mod crates;

#[test]
fn every_construct_compiles_without_a_warning() {
    // Clippy is the compiler and more; where it is not installed, the compiler alone.
    let clippy = Command::new(env!("CARGO")).args(["clippy", "--version"]).output();
    if clippy.is_ok_and(|output| output.status.success()) {
        check("clippy", &[]);
    } else {
        println!("clippy is not installed: checked by the compiler alone");
        check("check", &[]);
    }
}

#[test]
fn the_documentation_of_every_construct_has_no_warning() {
    check("doc", &["--no-deps"]);
}

#[test]
fn no_text_of_a_document_becomes_a_doctest() {
    let problems = run("test", &["--doc", "--package", crates::INSERTED]).render();
    assert!(problems.is_empty(), "the doctests\n{problems}");
}

#[test]
fn calls_send_and_read_what_the_programs_beside_the_documents_say() {
    let report = run("test", &["--no-run", "--package", calls::CRATE]);
    assert!(report.problems.is_empty(), "the calls do not compile\n{}", report.render());
    let [program] = report.programs.as_slice() else { panic!("one program has all calls") };
    let output = Command::new(program).output().expect("the program runs");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert!(!told.contains("running 0 tests"), "no call was made");
}

/// Runs a command of cargo on the whole workspace; fails if it has a problem with a crate of it.
fn check(command: &str, arguments: &[&str]) {
    let problems = run(command, &[&["--workspace"], arguments].concat()).render();
    assert!(problems.is_empty(), "cargo {command}\n{problems}");
}

/// Runs a command of cargo in the workspace of all cases.
fn run(command: &str, arguments: &[&str]) -> Report {
    static WRITTEN: Once = Once::new();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = target.join("cases");
    WRITTEN.call_once(|| {
        write(&folder, "runtime", runtime::files());
        write(&folder, "workspace", crates::workspace());
    });
    let cargo = Cargo {
        folder: &folder.join("workspace"),
        target: &target.join("cases-target"),
        environment: &[("CARGO_PROFILE_DEV_DEBUG", "0")],
    };
    cargo.run(command, &[&["--offline"], arguments].concat()).expect("cargo runs")
}
