use serde_json::{Map, Value, json};

use super::{Document, Kind, Location, SchemaRef, Status};
use crate::diagnostic::Diagnostics;

fn read(paths: Value, components: Value) -> Document {
    let tree = json!({
        "openapi": "3.0.3",
        "info": {"title": "Boats", "version": "1"},
        "paths": paths,
        "components": components,
    });
    let mut diagnostics = Diagnostics::default();
    Document::read(crate::lower::lower(tree, &mut diagnostics).unwrap())
}

fn component(document: &Document, name: &str) -> SchemaRef {
    let id = document.component_ids().find(|id| document[*id].name == name).unwrap();
    SchemaRef { id: document[id].schema, component: Some(id) }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

#[test]
fn a_schema_may_contain_itself() {
    let properties =
        json!({"next": reference("Boat"), "crew": {"type": "array", "items": reference("Boat")}});
    let document =
        read(json!({}), json!({"schemas": {"Boat": {"type": "object", "properties": properties}}}));
    let boat = component(&document, "Boat");
    let Kind::Object(object) = &document[boat].kind else { panic!("no object") };
    assert_eq!(object.properties["next"], boat);
    let crew = object.properties["crew"];
    assert!(!crew.is_reference());
    assert_eq!(document[crew].children(), [boat]);
    assert_eq!(document[crew].within, boat.component);
}

#[test]
fn each_name_of_a_chain_leads_to_its_end() {
    const LENGTH: usize = 60;
    let mut schemas = Map::new();
    for index in 0..LENGTH {
        schemas.insert(format!("R{index:02}"), reference(&format!("R{:02}", index + 1)));
    }
    schemas.insert(format!("R{LENGTH:02}"), json!({"type": "string"}));
    let document = read(json!({}), json!({ "schemas": schemas }));
    let first = component(&document, "R00");
    assert_eq!(first.id, component(&document, "R60").id);
    assert_eq!(document.chain(first.component.unwrap()).count(), LENGTH + 1);
    assert_eq!(document[document[first].component.unwrap()].name, "R60");
}

#[test]
fn a_part_with_a_name_is_read_once() {
    let response = json!({"$ref": "#/components/responses/Ok"});
    let of = |id: &str| json!({"get": {"operationId": id, "responses": {"200": response, "default": response}}});
    let schema = json!({"type": "object", "properties": {"id": {"type": "integer"}}});
    let document = read(
        json!({"/boats": of("one"), "/ships": of("other")}),
        json!({"responses": {"Ok": {"description": "", "content": {"application/json": {"schema": schema}}}}}),
    );
    let schemas: Vec<SchemaRef> = document
        .operations
        .iter()
        .flat_map(|operation| &operation.responses)
        .filter_map(|(_, response)| response.content[0].schema)
        .collect();
    assert_eq!(schemas.len(), 4);
    assert!(schemas.iter().all(|schema| *schema == schemas[0]));
    assert_eq!(document.schemas.len(), 2);
    let (status, response) = &document.operations[1].responses[0];
    assert_eq!(*status, Status::Code(200));
    assert_eq!(response.pointer.as_str(), "/paths/~1ships/get/responses/200");
    assert!(document.same_call(&document.operations[0], &document.operations[1]));
}

#[test]
fn an_operation_overrides_the_parameters_of_its_path() {
    let of = |place: &str, required: bool, kind: &str| json!({"name": "fleet", "in": place, "required": required, "schema": {"type": kind}});
    let document = read(
        json!({"/boats": {
            "parameters": [of("query", true, "string"), of("header", true, "string")],
            "get": {"parameters": [of("query", false, "integer")], "responses": {}}
        }}),
        json!({}),
    );
    let parameters = &document.operations[0].parameters;
    let places: Vec<(Location, bool, &str)> = parameters
        .iter()
        .map(|parameter| (parameter.location, parameter.required, parameter.pointer.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            (Location::Query { special: false }, false, "/paths/~1boats/get/parameters/0"),
            (Location::Header, true, "/paths/~1boats/parameters/1"),
        ]
    );
}

#[test]
fn schemas_are_compared_by_what_they_are_made_of() {
    let list = |kind: &str| json!({"type": "array", "items": {"type": kind}});
    let properties = json!({"a": list("string"), "b": list("string"), "c": list("integer"), "d": reference("Boat"), "e": reference("Boat")});
    let document =
        read(json!({}), json!({"schemas": {"Boat": {"type": "object", "properties": properties}}}));
    let Kind::Object(object) = &document[component(&document, "Boat")].kind else {
        panic!("no object")
    };
    let same =
        |one: &str, other: &str| document.same(object.properties[one], object.properties[other]);
    assert!(same("a", "b") && same("d", "e"));
    assert!(!same("a", "c") && !same("a", "d"));
}
