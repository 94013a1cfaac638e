//! Faults that are seeded, each of which the comparison has to find, and differences that have
//! their reasons.

use cekura_codegen::{Input, surface};

use super::client::Client;
use super::{Conformity, Texts};

const PUBLISHED: &str = r##"
openapi: 3.1.0
info: {title: Boats, version: "1"}
servers: [{url: "https://boats.example"}]
paths:
  /boats/:
    get:
      x-public: true
      parameters:
        - {name: id__in, in: query, style: form, explode: false, schema: {type: array, items: {type: integer}}}
        - {name: harbour, in: query, required: true, schema: {type: string}}
      responses: {"200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Page"}}}}}
    post:
      x-public: true
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Boat"}}}}
      responses: {"201": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Boat"}}}}}
  /boats/{id}/launch/:
    post:
      x-public: true
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {"200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Boat"}}}}}
  /boats/{id}/:
    delete:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {"204": {description: ""}}
components:
  schemas:
    Page:
      type: object
      required: [count, results]
      properties:
        count: {type: integer}
        next: {type: string, nullable: true}
        previous: {type: string, nullable: true}
        results: {type: array, items: {$ref: "#/components/schemas/Boat"}}
    Boat:
      type: object
      required: [name]
      properties:
        id: {type: integer, readOnly: true}
        name: {type: string}
        rig: {oneOf: [{enum: [gaff, lug]}, {enum: [""]}, {type: "null"}]}
        crew: {type: [array, "null"], items: {type: string}}
        extra: {}
        log: {type: object, additionalProperties: {type: number}}
        sails: {type: string, readOnly: true}
        cargo: {oneOf: [{$ref: "#/components/schemas/Grain"}, {$ref: "#/components/schemas/Coal"}]}
    Grain: {type: object, required: [bushels], properties: {bushels: {type: integer}}}
    Coal: {type: object, required: [tons], properties: {tons: {type: number}}}
"##;

const OVERLAY: &str = "
overlay: 1.0.0
info: {title: Corrections, version: \"1\"}
actions:
  # A line that is none.
  - target: $.components.schemas.Boat.properties.sails
    description: A list.
    update: {type: array, items: {type: string}}
  - target: $.components.schemas.Boat
    description: The server refuses a boat without them.
    update: {required: [crew]}
";

const CONFIG: &str = "
[pull.select]
only-extensions = [\"x-public\"]

[select]
exclude = [\"DELETE /boats/{id}/\"]

[fields]
always-present = [\"id\"]
";

/// Compares the published document with the client of another one.
fn compared(own: &str, overlay: &str) -> Conformity {
    let input =
        Input { document: own, overlay: Some(overlay), config: Some(CONFIG), ..Input::default() };
    let surface = surface(&input).unwrap();
    let texts = Texts { published: PUBLISHED, own, overlay: Some(overlay), config: Some(CONFIG) };
    Conformity::of(&texts, &Client::of(&surface).unwrap()).unwrap()
}

/// Returns the differences that nothing explains, of a client whose document has this change.
fn faults(from: &str, to: &str) -> Vec<String> {
    assert!(PUBLISHED.contains(from), "{from}");
    let own = PUBLISHED.replacen(from, to, 1);
    let faults = compared(&own, OVERLAY).faults;
    faults.iter().map(|fault| format!("{} {}", fault.place, fault.message)).collect()
}

#[test]
fn what_the_overlay_and_the_configuration_change_has_its_reason() {
    let conformity = compared(PUBLISHED, OVERLAY);
    assert!(conformity.faults.is_empty(), "{:?}", conformity.faults);
    let text = conformity.render("boats.yaml", true);
    for reason in [
        "overlay.yaml:6: $.components.schemas.Boat.properties.sails\n    \
         #/components/schemas/Boat/properties/sails: `Vec<String>` in the client, a text",
        "overlay.yaml:9: $.components.schemas.Boat\n    \
         #/components/schemas/Boat/properties/crew: the field `crew` is optional in the document",
        "codegen.toml:3: [pull.select] only-extensions: \"x-public\"\n    \
         #/paths/~1boats~1{id}~1/delete: the client has no call `DELETE /boats/{id}/`",
        "codegen.toml:9: [fields] always-present: \"id\"\n    \
         #/components/schemas/Boat/properties/id: the field `id` is optional in the document",
        "3 operations compared; 4 differences have a reason, 0 have none",
    ] {
        assert!(text.contains(reason), "{reason}\n--\n{text}");
    }
}

#[test]
fn a_parameter_is_found_by_its_name_where_ours_stand_in_another_order() {
    let lines = |names: [&str; 2]| {
        let of = |name: &str| {
            let start =
                PUBLISHED.find(&format!("        - {{name: {name}")).expect("the parameter");
            PUBLISHED[start..].split_inclusive('\n').next().expect("a line")
        };
        names.map(of).concat()
    };
    let (given, turned) = (lines(["id__in", "harbour"]), lines(["harbour", "id__in"]));
    let own = PUBLISHED.replace(&given, &turned);
    assert_ne!(own, PUBLISHED);
    let action = "  - target: $.paths['/boats/'].get.parameters[?@.name == 'harbour'].schema\n    \
         update: {type: integer}\n";
    let conformity = compared(&own, &format!("{OVERLAY}{action}"));
    assert!(conformity.faults.is_empty(), "{:?}", conformity.faults);
    let text = conformity.render("boats.yaml", true);
    assert!(text.contains("/get/parameters/1/schema: `i64` in the client, a text"), "{text}");
}

#[test]
fn each_seeded_fault_is_found_where_it_is() {
    for (from, to, found) in [
        // An operation is dropped, or one is made up.
        (
            "  /boats/{id}/launch/:\n    post:\n      x-public: true",
            "  /boats/{id}/launch/:\n    put:\n      x-public: true",
            "launch~1/post the client has no call `POST /boats/{id}/launch/`",
        ),
        // A field is dropped, is another, or of another type.
        ("        crew: {type: [array, \"null\"], items: {type: string}}\n", "", "/crew"),
        ("        extra: {}", "        more: {}", "no property `more` is described"),
        ("name: {type: string}", "name: {type: integer}", "`i64` in the client, a text"),
        ("additionalProperties: {type: number}", "additionalProperties: {type: integer}", "/log"),
        (
            "items: {type: string}}\n        extra",
            "items: {type: boolean}}\n        extra",
            "/crew",
        ),
        ("{enum: [gaff, lug]}", "{enum: [gaff]}", "one of 3 values"),
        ("{type: object, required: [tons]", "{type: object, required: []", "a choice of 2"),
        // It has to be there, or need not.
        ("required: [name]", "required: []", "the field `name` is required in the document"),
        ("in: query, required: true", "in: query", "the parameter `harbour` is required"),
        // A parameter is dropped, or of another kind.
        (
            "name: id__in, in: query",
            "name: id__on, in: query",
            "the call has no parameter `id__in`",
        ),
        ("{type: array, items: {type: integer}}}", "{type: integer}}", "/parameters/0"),
        // An answer is of another type, while an action is about a part of the one that it was.
        (
            "{type: integer}}]\n      responses: {\"200\": {description: \"\", content: {application/json: {schema: {$ref: \"#/components/schemas/Boat\"}}}}}",
            "{type: integer}}]\n      responses: {\"200\": {description: \"\", content: {application/json: {schema: {type: object}}}}}",
            "`JsonObject` in the client, an object of",
        ),
        // A body or an answer goes.
        (
            "      requestBody: {content: {application/json: {schema: {$ref: \"#/components/schemas/Boat\"}}}}\n",
            "",
            "the call sends no body",
        ),
        (
            "{\"201\": {description: \"\", content: {application/json: {schema: {$ref: \"#/components/schemas/Boat\"}}}}}",
            "{\"201\": {description: \"\"}}",
            "`Json` in the client, an object of 8 properties",
        ),
    ] {
        let faults = faults(from, to);
        assert!(faults.iter().any(|fault| fault.contains(found)), "{from}: {faults:?}");
    }
}

#[test]
fn an_action_explains_only_what_it_changes() {
    let overlay = OVERLAY.replace("Boat.properties.sails", "Boat.properties.extra");
    let own = PUBLISHED.replace("sails: {type: string, readOnly: true}", "sails: {type: integer}");
    let faults = compared(&own, &overlay).faults;
    assert!(faults.iter().any(|fault| fault.place.as_str().ends_with("/sails")), "{faults:?}");
    assert!(!faults.iter().any(|fault| fault.place.as_str().ends_with("/extra")), "{faults:?}");
}

#[test]
fn what_the_generator_makes_of_the_corrected_document_is_compared_too() {
    // The client is that of the document without the overlay.
    let input = Input { document: PUBLISHED, config: Some(CONFIG), ..Input::default() };
    let client = Client::of(&surface(&input).unwrap()).unwrap();
    let texts = Texts {
        published: PUBLISHED,
        own: PUBLISHED,
        overlay: Some(OVERLAY),
        config: Some(CONFIG),
    };
    let faults = Conformity::of(&texts, &client).unwrap().faults;
    assert!(faults.iter().any(|fault| fault.place.as_str().ends_with("/sails")), "{faults:?}");
}
