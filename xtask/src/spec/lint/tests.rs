use std::fs;

use cekura_codegen::diagnostic::Style;

use super::{Options, run_in};
use crate::codegen::Status;
use crate::files::paths::{ACCEPTED, OVERLAY};

const DOCUMENT: &str = r#"{"openapi": "3.0.3", "info": {"title": "Boats", "version": "1"}, "paths": {"/boats": {"get": {
    "responses": {"200": {"description": "Boats", "content": {"application/json": {"schema": {"type": "object",
        "properties": {"sails": {"type": "string", "example": ["jib"]}}}}}}}}}}}"#;

#[test]
fn actions_are_appended_once_and_mend_the_document() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("spec")).unwrap();
    let document = root.path().join("boats.json");
    fs::write(&document, DOCUMENT).unwrap();
    let listed = Options { document: Some(document), ..Options::default() };
    let run = |options: &Options| run_in(root.path(), options, Style::Plain).unwrap();

    let found = run(&listed);
    assert_eq!(found.status, Status::Different);
    assert!(found.summary.contains("# example-mismatch #/paths/~1boats/get"), "{}", found.summary);
    assert!(found.diagnostics.contains("boats.json:3:"), "{}", found.diagnostics);
    assert!(!root.path().join(OVERLAY).exists());

    let written = run(&Options { write: true, ..listed.clone() });
    assert_eq!(written.status, Status::Done);
    let overlay = fs::read_to_string(root.path().join(OVERLAY)).unwrap();
    assert!(overlay.contains(r#"update: {"items":{"type":"string"},"type":"array"}"#), "{overlay}");

    let again = run(&listed);
    assert_eq!((again.status, again.summary.as_str()), (Status::Done, "Nothing was found.\n"));
}

#[test]
fn a_finding_is_accepted_with_a_reason_and_an_entry_for_nothing_is_a_fault() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("spec")).unwrap();
    let document = root.path().join("boats.json");
    fs::write(&document, DOCUMENT).unwrap();
    let options = Options { document: Some(document), ..Options::default() };
    let run = |accepted: &str| {
        fs::write(root.path().join(ACCEPTED), accepted).unwrap();
        run_in(root.path(), &options, Style::Plain)
    };
    let entry = |places: &str, reason: &str| {
        format!(
            "[[accepted]]\nfinding = \"example-mismatch\"\nplaces = [{places}]\nreason = \"{reason}\"\n"
        )
    };

    let accepted = run(&entry("\"#/paths/~1boats/get/*/sails\"", "Sails are lists.")).unwrap();
    assert_eq!(accepted.status, Status::Done, "{}", accepted.summary);
    assert!(accepted.summary.contains("beside 1 findings that spec/accepted.toml accepts"));

    let unused = run(&entry("\"*/sails\", \"*/oars\"", "Sails are lists.")).unwrap();
    assert_eq!(unused.status, Status::Different);
    let fault = "spec/accepted.toml: entry 1 accepts no `example-mismatch` at `*/oars`: delete it";
    assert!(unused.summary.contains(fault), "{}", unused.summary);

    let unreasoned = run(&entry("\"*/sails\"", " ")).unwrap();
    assert_eq!(unreasoned.status, Status::Different);
    assert!(unreasoned.summary.contains("entry 1 gives no reason"), "{}", unreasoned.summary);

    let damaged = run("[[accepted]]\nplace = 1\n").unwrap_err();
    assert!(format!("{damaged:#}").contains("cannot read spec/accepted.toml"), "{damaged:#}");
}
