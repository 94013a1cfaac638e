use std::path::Path;

use serde_json::{Value, json};

use super::{is_of_a_dependency, own_problem, problem};

fn message(level: &str, code: Option<&str>, text: &str) -> Value {
    let code = code.map(|code| json!({ "code": code }));
    let spans = json!([
        { "file_name": "src/other.rs", "line_start": 1, "is_primary": false },
        { "file_name": "src/generated/boats.rs", "line_start": 12, "is_primary": true },
    ]);
    json!({
        "reason": "compiler-message",
        "message": { "level": level, "code": code, "message": text, "spans": spans, "rendered": "all of it" },
    })
}

#[test]
fn warnings_and_errors_have_their_lint_and_place() {
    let clippy = problem(&message("warning", Some("clippy::needless_return"), "no\nneed")).unwrap();
    assert!(clippy.is_clippy && !clippy.is_error);
    assert_eq!(clippy.line, "warning[clippy::needless_return]: no at src/generated/boats.rs:12");
    assert_eq!(clippy.text, "all of it");
    let rustc = problem(&message("error", None, "expected `;`")).unwrap();
    assert!(rustc.is_error && !rustc.is_clippy);
    assert_eq!(rustc.line, "error: expected `;` at src/generated/boats.rs:12");
}

#[test]
fn what_only_counts_or_explains_is_no_problem() {
    for (level, text) in [
        ("warning", "1 warning emitted"),
        ("warning", "12 warnings emitted"),
        ("error", "aborting due to 3 previous errors"),
        ("failure-note", "For more information about this error, try `rustc --explain E0308`."),
        ("note", "run with `RUST_BACKTRACE=1`"),
    ] {
        assert_eq!(problem(&message(level, None, text)), None, "{text}");
    }
    assert_eq!(problem(&json!({ "reason": "build-finished", "success": false })), None);
}

#[test]
fn a_failure_of_cargo_itself_is_told_in_its_words() {
    let own =
        own_problem("    Updating index\nerror: no matching package\nlocation searched: here\n");
    assert_eq!(own.line, "error: no matching package");
    assert!(own.is_error && own.text.contains("location searched"));
    assert_eq!(own_problem("").line, "error: cargo failed and gave no reason");
}

#[test]
fn time_begins_when_the_last_dependency_is_ready() {
    let artifact = |path: &str| json!({ "reason": "compiler-artifact", "manifest_path": path });
    let folder = Path::new("corpus").join("boats");
    let own = folder.join("Cargo.toml");
    assert!(!is_of_a_dependency(&artifact(own.to_str().unwrap()), &folder));
    assert!(is_of_a_dependency(&artifact("registry/serde/Cargo.toml"), &folder));
    assert!(is_of_a_dependency(&json!({ "reason": "build-script-executed" }), &folder));
    assert!(!is_of_a_dependency(&json!({ "reason": "compiler-message" }), &folder));
}
