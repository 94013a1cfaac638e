use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::files::{Files, Unread, wanted};
use super::read;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::input::source::DuplicateKeys;
use crate::{Input, generate};

fn files(texts: &[(&str, &str)]) -> Files {
    let texts = texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    Files { document: "openapi.yaml".to_owned(), texts: texts.collect(), ..Files::default() }
}

/// Returns the document of all files.
fn bundled(document: &str, texts: &[(&str, &str)]) -> Value {
    let mut diagnostics = Diagnostics::default();
    let files = files(texts);
    let tree = read(document, Some(&files), DuplicateKeys::Refuse, &mut diagnostics);
    tree.unwrap_or_else(|_| panic!("{:?}", diagnostics.into_sorted()))
}

/// A document whose only operation answers with a schema.
fn answering(schema: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths:\n  /boats:\n    get:\n      responses:\n        '200':\n          description: OK\n          content: {{application/json: {{schema: {schema}}}}}\n"
    )
}

const ANSWER: &str = "/paths/~1boats/get/responses/200/content/application~1json/schema/$ref";

fn ledger(input: &Input<'_>) -> Vec<String> {
    generate(input).diagnostics.iter().map(Diagnostic::ledger_line).collect()
}

#[test]
fn parts_are_named_by_their_key_or_their_file() {
    let tree = bundled(
        &answering(
            "{anyOf: [{$ref: 'b.yaml#/components/schemas/Boat'}, {$ref: s/ship.yaml}, {$ref: 'm.json#/Mast/properties/top'}, {$ref: s/crew/index.yaml}]}",
        ),
        &[
            (
                "b.yaml",
                "components: {schemas: {Boat: {type: object, properties: {o: {$ref: '#/components/schemas/Owner'}}}, Owner: {type: string}}}",
            ),
            (
                "s/ship.yaml",
                "{type: object, properties: {twin: {$ref: '#'}, top: {$ref: '#/properties/twin'}, boat: {$ref: '../b.yaml#/components/schemas/Boat'}}}",
            ),
            ("m.json", r#"{"Mast": {"properties": {"top": {"type": "integer"}}}}"#),
            ("s/crew/index.yaml", "{type: array, items: {type: string}}"),
        ],
    );
    let schemas = &tree["components"]["schemas"];
    let names: Vec<&String> = schemas.as_object().unwrap().keys().collect();
    assert_eq!(names, ["Boat", "Owner", "crew", "ship", "top"]);
    assert_eq!(schemas["Boat"]["properties"]["o"], json!({"$ref": "#/components/schemas/Owner"}));
    let ship = &schemas["ship"]["properties"];
    assert_eq!(ship["twin"]["$ref"], "#/components/schemas/ship");
    assert_eq!(ship["top"]["$ref"], "#/components/schemas/ship/properties/twin");
    assert_eq!(ship["boat"]["$ref"], "#/components/schemas/Boat");
}

#[test]
fn files_refer_to_each_other_in_circles_and_back_to_the_document() {
    let document = answering("{$ref: s/a.yaml}") + "components: {schemas: {Own: {type: string}}}\n";
    let tree = bundled(
        &document,
        &[
            (
                "s/a.yaml",
                "{type: object, properties: {b: {$ref: b.yaml}, own: {$ref: '../openapi.yaml#/components/schemas/Own'}}}",
            ),
            ("s/b.yaml", "{type: object, properties: {a: {$ref: ./a.yaml}}}"),
        ],
    );
    let schemas = &tree["components"]["schemas"];
    assert_eq!(schemas["a"]["properties"]["b"]["$ref"], "#/components/schemas/b");
    assert_eq!(schemas["a"]["properties"]["own"]["$ref"], "#/components/schemas/Own");
    assert_eq!(schemas["b"]["properties"]["a"]["$ref"], "#/components/schemas/a");
}

#[test]
fn a_component_that_is_a_reference_is_the_part_itself() {
    let document = answering("{$ref: '#/components/schemas/Boat'}")
        + "components: {schemas: {Boat: {$ref: s/thing.yaml}, Other: {$ref: s/thing.yaml}, Ship: {$ref: s/Ship.yaml}}}\n";
    let tree = bundled(
        &document,
        &[
            ("s/thing.yaml", "{type: object, properties: {s: {$ref: Ship.yaml}}}"),
            ("s/Ship.yaml", "{type: string}"),
        ],
    );
    assert_eq!(
        tree["components"]["schemas"],
        json!({
            "Boat": {"type": "object", "properties": {"s": {"$ref": "#/components/schemas/Ship"}}},
            "Other": {"$ref": "#/components/schemas/Boat"},
            "Ship": {"type": "string"}
        })
    );
}

#[test]
fn one_name_for_two_parts_is_resolved_whatever_comes_first() {
    let texts = [
        ("a/Boat.yaml", "{type: string}"),
        ("b/Boat.yaml", "{type: integer}"),
        ("own.yaml", "{type: number}"),
    ];
    let own = "components: {schemas: {own: {type: boolean}}}\n";
    let one = bundled(
        &(answering("{anyOf: [{$ref: a/Boat.yaml}, {$ref: b/Boat.yaml}, {$ref: own.yaml}]}") + own),
        &texts,
    );
    let other = bundled(
        &(answering("{anyOf: [{$ref: own.yaml}, {$ref: b/Boat.yaml}, {$ref: a/Boat.yaml}]}") + own),
        &texts,
    );
    let schemas = &one["components"]["schemas"];
    assert_eq!(schemas, &other["components"]["schemas"]);
    assert_eq!(
        schemas,
        &json!({"Boat": {"type": "string"}, "b_Boat": {"type": "integer"}, "own": {"type": "boolean"}, "own_2": {"type": "number"}})
    );
}

#[test]
fn paths_and_mappings_may_stand_elsewhere() {
    let document = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {$ref: p/index.yaml}\ncomponents: {schemas: {$ref: s/index.yaml}, parameters: {Page: {$ref: p/page.json}}}\n";
    let tree = bundled(
        document,
        &[
            (
                "p/index.yaml",
                "{/boats: {$ref: boats.yaml}, /ships: {summary: Ships, $ref: './boats.yaml'}}",
            ),
            (
                "p/boats.yaml",
                "{summary: Boats, get: {parameters: [{$ref: page.json}], responses: {'200': {description: OK, content: {application/json: {schema: {$ref: ../s/index.yaml#/Boat}}}}}}}",
            ),
            ("p/page.json", r#"{"name": "page", "in": "query", "schema": {"type": "integer"}}"#),
            ("s/index.yaml", "{Boat: {$ref: boat.yaml}}"),
            ("s/boat.yaml", "{type: object}"),
        ],
    );
    assert_eq!(tree["components"]["schemas"], json!({"Boat": {"type": "object"}}));
    assert_eq!(tree["components"]["parameters"]["Page"]["name"], "page");
    assert_eq!(tree["components"].as_object().unwrap().len(), 2);
    let get = &tree["paths"]["/boats"]["get"];
    assert_eq!(get["parameters"][0]["$ref"], "#/components/parameters/Page");
    assert_eq!(tree.pointer(ANSWER).unwrap(), "#/components/schemas/Boat");
    assert_eq!(tree["paths"]["/ships"]["summary"], "Ships");
    assert_eq!(&tree["paths"]["/ships"]["get"], get);
}

#[test]
fn discriminators_lead_to_files() {
    let tree = bundled(
        &answering(
            "{oneOf: [{$ref: cat.yaml}, {$ref: dog.yaml}], discriminator: {propertyName: k, mapping: {c: cat.yaml, d: ./dog.yaml, n: Name}}}",
        ),
        &[("cat.yaml", "{type: object}"), ("dog.yaml", "{type: object}")],
    );
    let mapping =
        &tree.pointer(ANSWER.trim_end_matches("/$ref")).unwrap()["discriminator"]["mapping"];
    assert_eq!(
        mapping,
        &json!({"c": "#/components/schemas/cat", "d": "#/components/schemas/dog", "n": "Name"})
    );
}

#[test]
fn the_files_that_are_needed_are_named_as_far_as_they_are_known() {
    let document = answering(
        "{anyOf: [{$ref: 's/a.yaml#/A'}, {$ref: ../out.yaml}, {$ref: 'https://h.example/x/y.yaml#/Y'}]}",
    );
    let asked = |texts: &[(&str, &str)]| -> Vec<String> {
        let files = files(texts);
        let input = Input { document: &document, files: Some(&files), ..Input::default() };
        wanted(&input).into_iter().collect()
    };
    assert_eq!(asked(&[]), ["https://h.example/x/y.yaml", "s/a.yaml"]);
    let a = ("s/a.yaml", "A: {properties: {b: {$ref: b.yaml}}}");
    let y = ("https://h.example/x/y.yaml", "Y: {properties: {z: {$ref: ../z.yaml}}}");
    assert_eq!(asked(&[a, y]), ["https://h.example/z.yaml", "s/b.yaml"]);
    let document = answering("{$ref: '#/x'}");
    assert!(wanted(&Input { document: &document, ..Input::default() }).is_empty());
}

#[test]
fn what_cannot_be_followed_is_told_where_it_stands() {
    let document = answering("{$ref: s/a.yaml}");
    let mut all = files(&[
        (
            "s/a.yaml",
            "type: object\nproperties:\n  b: {$ref: gone.yaml}\n  c: {$ref: '../../up.yaml'}\n  d: {$ref: 'e.yaml#/D'}\n",
        ),
        ("s/e.yaml", "{E: {}}"),
    ]);
    let unread = Unread { reason: "is not there".to_owned(), help: "write it".to_owned() };
    all.unread = BTreeMap::from([("s/gone.yaml".to_owned(), unread)]);
    let input = Input { document: &document, files: Some(&all), ..Input::default() };
    assert_eq!(
        ledger(&input),
        [
            "external-ref  s/a.yaml#/properties/b/$ref  `s/gone.yaml` is not there",
            "external-ref  s/a.yaml#/properties/c/$ref  `../../up.yaml` leads out of the document's folder",
            "dangling-ref  s/a.yaml#/properties/d/$ref  `e.yaml#/D` refers to nothing: s/e.yaml has no such place",
        ]
    );
    let helps: Vec<_> = generate(&input).diagnostics.iter().map(|one| one.help.clone()).collect();
    assert_eq!(helps[0].as_deref(), Some("write it"));
}

#[test]
fn a_file_that_is_no_yaml_stops_the_run() {
    let document = answering("{$ref: a.yaml}");
    let all = files(&[("a.yaml", "type: [object\n")]);
    let input = Input { document: &document, files: Some(&all), ..Input::default() };
    let lines = ledger(&input);
    assert!(lines.len() == 1 && lines[0].starts_with("syntax  a.yaml#"), "{lines:?}");
}

#[test]
fn without_permission_the_help_says_how_to_get_it() {
    let refused = |reference: &str| {
        let document = answering(&format!("{{$ref: '{reference}'}}"));
        let input = Input { document: &document, ..Input::default() };
        let diagnostics = generate(&input).diagnostics;
        let [one] = diagnostics.as_slice() else { panic!("{diagnostics:?}") };
        (one.ledger_line(), one.help.clone().unwrap_or_default())
    };
    let (line, help) = refused("a.yaml#/A");
    assert_eq!(line, format!("external-ref  #{ANSWER}  `a.yaml#/A` refers to another document"));
    assert!(help.contains("`--files`") && help.contains("`files = true`"), "{help}");
    let (_, help) = refused("https://h.example/a.yaml");
    assert!(help.contains("`cargo xtask pull --refs`"), "{help}");
}

#[test]
fn an_overlay_corrects_what_stands_in_files() {
    let document = answering("{$ref: a.yaml}");
    let all = files(&[("a.yaml", "{type: object, properties: {b: {type: 5}}}")]);
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- {target: $.components.schemas.a.properties.b, description: why, update: {type: string}}\n";
    let input = Input {
        document: &document,
        files: Some(&all),
        overlay: Some(overlay),
        ..Input::default()
    };
    let outcome = generate(&input);
    assert!(outcome.output.is_some(), "{:?}", outcome.diagnostics);
}
