use serde_json::json;

use super::lower;
use super::notes::{Note, TextContent};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::text::pointer::Pointer;

#[test]
fn notes_are_beside_the_document_and_not_in_it() {
    let tree = json!({
        "openapi": "3.1.0",
        "info": {"title": "Boats", "version": "1"},
        "paths": {"/boats/": {"get": {
            "parameters": [{"name": "filter", "in": "query", "schema": {"type": "object"}}],
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": {
                "type": "object",
                "properties": {"mast": {"type": "string"}, "none": {"type": "null"}}
            }}}}}
        }}},
        "components": {"schemas": {"Boat": {"type": "object", "properties": {
            "picture": {
                "type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"
            },
            "depth": {"type": "number", "enum": [1.5, 2]},
            "mast": {"$ref": "#/paths/~1boats~1/get/responses/200/content/application~1json/schema"}
        }}}}
    });
    let mut diagnostics = Diagnostics::default();
    let lowered = lower(tree, &mut diagnostics).unwrap();
    let note = |at: &str| lowered.notes.get(&Pointer::parse(at)).cloned();
    assert_eq!(
        note("/components/schemas/Boat/properties/picture"),
        Some(Note {
            content: Some(TextContent {
                media_type: Some("image/png".to_owned()),
                encoding: Some("base64".to_owned()),
            }),
            ..Note::default()
        })
    );
    assert_eq!(
        note("/components/schemas/Boat/properties/depth"),
        Some(Note { values: vec![json!(1.5), json!(2)], ..Note::default() })
    );
    let home = "/paths/~1boats~1/get/responses/200/content/application~1json/schema";
    let homes: Vec<_> = lowered
        .document
        .components
        .iter()
        .flat_map(|components| components.schemas.keys())
        .map(|name| Pointer::root().descend(["components", "schemas", name]))
        .filter_map(|at| Some((at.clone(), lowered.notes.get(&at)?.home.clone()?)))
        .collect();
    let [(component, at)] = homes.as_slice() else { panic!("{homes:?}") };
    assert_eq!(at.as_str(), home);
    assert_eq!(
        note(&format!("{component}/properties/none")),
        Some(Note { only_null: true, ..Note::default() })
    );
    assert!(!format!("{:?}", lowered.document).contains("x-"));
}

/// Returns the diagnostics of a document without anything, of a version.
fn of_version(version: &str) -> Vec<Diagnostic> {
    let tree = json!({
        "openapi": version, "info": {"title": "Boats", "version": "1"}, "paths": {}
    });
    let mut diagnostics = Diagnostics::default();
    let is_read = lower(tree, &mut diagnostics).is_ok();
    let all = diagnostics.into_sorted();
    assert_eq!(is_read, all.is_empty(), "{version}: {all:?}");
    all
}

#[test]
fn versions_are_read_by_their_series() {
    for version in ["3.0", "3.0.4", "3.1", "3.1.1", "3.2", "3.2.0", "3.2.1-foo"] {
        assert!(of_version(version).is_empty(), "{version}");
    }
    for version in ["3.3", "3.3.0", "3.20.0", "3"] {
        let [one] = &of_version(version)[..] else { panic!("{version}: one error") };
        let is_told = one.help.as_deref().is_some_and(|help| help.contains("declare `3.2.0`"));
        assert_eq!((one.code, is_told), (Code::NotOpenApi, version != "3"), "{version}");
    }
}

#[test]
fn a_fault_in_an_operation_without_a_key_is_shown_where_it_is() {
    let tree = json!({
        "openapi": "3.2.0",
        "info": {"title": "Boats", "version": "1"},
        "paths": {"/boats": {
            "query": {"responses": {"200": {"headers": 7}}},
            "additionalOperations": {"COPY": {"tags": 7, "responses": {"204": {}}}}
        }}
    });
    let mut diagnostics = Diagnostics::default();
    assert!(lower(tree, &mut diagnostics).is_err());
    let places: Vec<String> =
        diagnostics.into_sorted().iter().map(|one| one.pointer.to_string()).collect();
    assert_eq!(
        places,
        [
            "/paths/~1boats/additionalOperations/COPY/tags",
            "/paths/~1boats/query/responses/200/headers"
        ]
    );
}
