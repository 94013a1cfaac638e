use std::path::Path;

use cargo_metadata::Message;
use serde_json::{Value, json};

use super::{Cargo, Problem, Report, own_problem};

/// Reads a line of cargo's.
fn message(value: &Value) -> Message {
    serde_json::from_value(value.clone()).unwrap()
}

fn span(file: &str, line: u32, is_primary: bool) -> Value {
    json!({
        "file_name": file, "line_start": line, "line_end": line, "is_primary": is_primary,
        "byte_start": 0, "byte_end": 1, "column_start": 1, "column_end": 2, "text": [],
    })
}

fn target() -> Value {
    json!({ "name": "boats", "kind": ["lib"], "crate_types": ["lib"], "src_path": "src/lib.rs" })
}

fn diagnostic(level: &str, code: Option<&str>, text: &str) -> Value {
    json!({
        "reason": "compiler-message",
        "package_id": "boats", "target": target(),
        "message": {
            "message": text, "level": level, "children": [], "rendered": "all of it",
            "code": code.map(|code| json!({ "code": code, "explanation": null })),
            "spans": [span("src/other.rs", 1, false), span("src/generated/boats.rs", 12, true)],
        },
    })
}

fn problems(level: &str, code: Option<&str>, text: &str) -> Vec<Problem> {
    let mut report = Report::default();
    report.add(message(&diagnostic(level, code, text)));
    report.problems
}

#[test]
fn warnings_and_errors_have_their_lint_and_place() {
    let clippy = problems("warning", Some("clippy::needless_return"), "no\nneed").remove(0);
    assert!(clippy.is_clippy && !clippy.is_error);
    assert_eq!(clippy.line, "warning[clippy::needless_return]: no at src/generated/boats.rs:12");
    assert_eq!(clippy.text, "all of it");
    let rustc = problems("error", None, "expected `;`").remove(0);
    assert!(rustc.is_error && !rustc.is_clippy);
    assert_eq!(rustc.line, "error: expected `;` at src/generated/boats.rs:12");
    assert_eq!(rustc.place, Some(("src/generated/boats.rs".to_owned(), 12)));
}

#[test]
fn what_a_macro_made_is_where_the_macro_is_used() {
    let mut value = diagnostic("error", None, "no arm");
    let spans = &mut value["message"]["spans"][1];
    spans["expansion"] = json!({
        "macro_decl_name": "matches!", "def_site_span": null,
        "span": span("src/user.rs", 7, false),
    });
    let mut report = Report::default();
    report.add(message(&value));
    assert_eq!(report.problems[0].place, Some(("src/user.rs".to_owned(), 7)));
}

#[test]
fn counts_and_notes_are_no_problems() {
    for (level, text) in [
        ("warning", "1 warning emitted"),
        ("warning", "12 warnings emitted"),
        ("error", "aborting due to 3 previous errors"),
        ("failure-note", "For more information about this error, try `rustc --explain E0308`."),
        ("note", "run with `RUST_BACKTRACE=1`"),
    ] {
        assert_eq!(problems(level, None, text), [], "{text}");
    }
    let mut report = Report::default();
    report.add(message(&json!({ "reason": "build-finished", "success": false })));
    assert!(report.problems.is_empty());
}

#[test]
fn a_failure_of_cargo_itself_has_its_words() {
    let own =
        own_problem("    Updating index\nerror: no matching package\nlocation searched: here\n");
    assert_eq!(own.line, "error: no matching package");
    assert!(own.is_error && own.text.contains("location searched"));
    assert_eq!(own_problem("").line, "error: cargo failed and gave no reason");
    let report = Report { problems: vec![own], ..Report::default() };
    assert!(report.success().unwrap_err().to_string().contains("no matching package"));
}

#[test]
fn time_begins_when_the_last_dependency_is_ready() {
    let artifact = |path: &Path, executable: Option<&str>| {
        message(&json!({
            "reason": "compiler-artifact", "package_id": "boats", "manifest_path": path,
            "target": target(), "filenames": ["target/debug/libboats.rmeta"], "executable": executable, "fresh": false,
            "features": [],
            "profile": {
                "opt_level": "0", "debug_assertions": true, "overflow_checks": true, "test": false,
            },
        }))
    };
    let folder = Path::new("corpus").join("boats");
    let cargo = Cargo { folder: &folder, target: Path::new("target"), environment: &[] };
    let own = artifact(&folder.join("Cargo.toml"), Some("target/debug/boats"));
    assert!(!cargo.is_of_a_dependency(&own));
    assert!(cargo.is_of_a_dependency(&artifact(Path::new("registry/serde/Cargo.toml"), None)));
    assert!(!cargo.is_of_a_dependency(&message(&diagnostic("warning", None, "no"))));
    let mut report = Report::default();
    report.add(own);
    assert_eq!(report.programs, [Path::new("target/debug/boats")]);
    let library = ("boats".to_owned(), Path::new("target/debug/libboats.rmeta").to_owned());
    assert_eq!(report.libraries, [library]);
}
