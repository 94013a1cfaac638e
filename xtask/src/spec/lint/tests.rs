use std::fs;

use cekura_codegen::diagnostic::Style;

use super::{Options, run_in};
use crate::codegen::Status;
use crate::files::paths::OVERLAY;

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
