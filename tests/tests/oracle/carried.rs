//! The tests that a crate of its own carries: they pass, and a fault of the emitters is seen by the
//! test of the call that has it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use cekura_codegen::Output;
use cekura_tests::cases::{Case, all};
use xtask::cargo::Cargo;
use xtask::files::paths::repository;
use xtask::files::sync::{Mode, sync};
use xtask::standalone::file_set;

/// Faults that an emitter might have: a text of a file, the text in its place, and the tests that
/// have to see it.
const FAULTS: [(&str, &str, &[&str]); 6] = [
    (
        "\"/boats/{name}/logs/{day}\")",
        "\"/boats/{name}/log/{day}\")",
        &["boats::get_log", "boats::replace_log"],
    ),
    ("\"X-Trace\"", "\"X-Trail\"", &["boats::list"]),
    ("\"draught\"", "\"draft\"", &["boats::create", "boats::list", "crews::create"]),
    ("\"sloop\"", "\"slope\"", &["boats::list_reads_the_examples"]),
    ("\"title\"", "\"titel\"", &["crews::photo"]),
    ("\"where\"", "\"were\"", &["search::get"]),
];

#[test]
fn the_tests_of_a_crate_pass_and_see_each_fault_of_an_emitter() {
    let cases = all("cases");
    let case = cases.iter().find(|case| case.name == "wire/fleet").expect("the case");
    let output = generated(case);
    assert_eq!(failing(&output), BTreeSet::new());

    let mut faulty = output;
    let mut seen_by = BTreeSet::new();
    for (right, wrong, tests) in FAULTS {
        let mut places = 0;
        for text in faulty.files.values_mut() {
            places += text.matches(right).count();
            *text = text.replace(right, wrong);
        }
        assert!(places > 0, "nothing emits {right}");
        seen_by.extend(tests.iter().map(|test| (*test).to_owned()));
    }
    assert_eq!(failing(&faulty), seen_by);
}

fn generated(case: &Case) -> Output {
    let outcome = case.generate();
    assert!(outcome.output.is_some(), "{}", Case::errors(&outcome));
    outcome.output.expect("a client")
}

/// Writes the crate, and returns the names of the tests in it that fail.
fn failing(output: &Output) -> BTreeSet<String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = target.join("carried");
    let mut set = file_set(output, &folder, &repository()).expect("the files of the crate");
    let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("a lock");
    set.files.insert("Cargo.lock".to_owned(), lock);
    sync(&set, Mode::Write).expect("the crate is written");
    let cargo = Cargo {
        folder: &folder,
        target: &target.join("oracle-target"),
        environment: &[("CARGO_PROFILE_DEV_DEBUG", "0")],
    };
    let features = ["--no-default-features", "--features", "resources"];
    let arguments = [&["--offline", "--no-run", "--test", "wire"], &features[..]].concat();
    let report = cargo.run("test", &arguments).expect("cargo runs");
    assert!(report.problems.is_empty(), "the tests do not compile\n{}", report.render());
    let [program] = report.programs.as_slice() else { panic!("one program has all tests") };
    let output = Command::new(program).output().expect("the program runs");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("test boats::list ... "), "no test was run:\n{told}");
    let names = told.lines().filter_map(|line| line.strip_suffix(" ... FAILED"));
    names.filter_map(|line| line.strip_prefix("test ")).map(str::to_owned).collect()
}
