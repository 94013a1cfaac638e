use serde_json::json;

use super::lower;
use super::notes::{Note, TextContent};
use crate::diagnostic::Diagnostics;
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
