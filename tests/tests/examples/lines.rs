//! The examples as texts: they are short, and show nothing that the crate should have done.

use std::collections::BTreeMap;
use std::fs;

use cekura_tests::cases::workspace;

/// The most lines of code that an example has, besides its imports.
const MOST: usize = 40;

/// Examples that may be longer.
const LONGER: [(&str, usize); 1] = [("run_suite", 60)];

/// Code that stands in an example because the crate lacks something, and what the crate has.
const FAULTS: [(&str, &str); 6] = [
    ("sleep", "jobs wait by themselves"),
    ("interval(", "jobs wait by themselves"),
    (".cast", "the type of the response is known, or belongs into spec/overlay.yaml"),
    ("Json", "the type is known, or belongs into spec/overlay.yaml"),
    (".unwrap()", "examples return their errors"),
    (".expect(", "examples return their errors"),
];

/// Returns the examples by their names.
fn examples() -> BTreeMap<String, String> {
    let folder = workspace().join("generated-client/examples");
    let files = fs::read_dir(folder).expect("the examples").flatten().map(|entry| entry.path());
    files
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a text"))
        })
        .collect()
}

/// Returns the lines of code without imports, blank lines and comments.
fn body(text: &str) -> Vec<&str> {
    let mut in_import = false;
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim) {
        let begins = line.starts_with("use ");
        let is_import = begins || in_import;
        in_import = is_import && !line.ends_with(';');
        if !is_import && !line.is_empty() && !line.starts_with("//") {
            lines.push(line);
        }
    }
    lines
}

#[test]
fn no_example_is_longer_than_a_screen() {
    let longer = BTreeMap::from(LONGER);
    let mut faults = Vec::new();
    for (name, text) in examples() {
        let lines = body(&text).len();
        println!("{lines:>3} {name}");
        let most = longer.get(name.as_str()).copied().unwrap_or(MOST);
        if lines > most {
            faults.push(format!("{name}: {lines} lines, at most {most}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn no_example_does_by_hand_what_the_crate_is_for() {
    let mut faults = Vec::new();
    for (name, text) in examples() {
        for line in body(&text) {
            let found = FAULTS.iter().filter(|(code, _)| line.contains(code));
            faults.extend(found.map(|(code, why)| format!("{name}: `{code}`, but {why}: {line}")));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_example_is_run_by_a_test_and_told_of_in_the_guide() {
    let tests = [include_str!("main.rs"), include_str!("suite.rs"), include_str!("webhook.rs")];
    let tests = tests.concat();
    let guide = fs::read_to_string(workspace().join("generated-client/src/own/tasks.rs"));
    let guide = guide.expect("the chapter of the guide");
    let mut missing = Vec::new();
    for (name, text) in examples() {
        assert!(text.starts_with("//! "), "{name} does not say what it is for");
        if !tests.contains(&format!("CARGO_BIN_EXE_{name}\"")) {
            missing.push(format!("{name}: no test runs it"));
        }
        if !guide.contains(&format!("examples/{name}.rs")) {
            missing.push(format!("{name}: the guide does not tell of it"));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn lines_are_counted_without_imports_and_comments() {
    let text =
        "//! Words.\n\nuse a::{\n    b,\n};\nuse c;\n\n// Why.\nfn main() {\n    f(); // so\n}\n";
    assert_eq!(body(text), ["fn main() {", "f(); // so", "}"]);
}
