use crate::{Input, lint};

/// Each line of `paths` and `schemas` has one fault, and a neighbour without one.
const DOCUMENT: &str = r##"
openapi: 3.0.3
info: {title: Boats, version: "1"}
paths:
  /boats:
    get:
      responses:
        "200":
          description: Boats
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Boat"}
              example: {name: Ada, crew: 3, rig: [jib], berth: null, owner: {id: "<integer>"}, mast: {height: 4.5}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Boat"}}}}
      responses: {"201": {description: Created, content: {application/json: {schema: {$ref: "#/components/schemas/Boat"}}}}}
  /boats/sort:
    post:
      description: Sorts boats by `mast_id`. Returns the `sort_id` of the work, with boat_id.
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Boat"}}}}
      responses: {"200": {description: Sorted, content: {application/json: {schema: {$ref: "#/components/schemas/Boat"}}}}}
  /boats/keys:
    get: {x-not-taken: true, responses: {"204": {description: None}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Boat"}}}}
      responses: {"201": {description: Created, content: {application/json: {schema: {$ref: "#/components/schemas/Boat"}}}}}
  /boats/race:
    post:
      description: Starts a race. `GET /races` then returns the `race_id`. Returns the ranks by `buoy_id`.
      responses: {"200": {description: Ranks, content: {application/json: {schema: {type: object, additionalProperties: {type: integer}}}}}}
  /boats/tow:
    post:
      description: Call `POST /tugs`, which returns the `tug_id`.
      responses: {"200": {description: Towed, content: {application/json: {schema: {type: object, properties: {towed: {type: boolean}}}}}}}
  /shape:
    get:
      responses:
        "200":
          description: An example in the form of a schema
          content:
            application/json:
              schema: {type: object}
              example: {type: object, properties: {name: {type: string}}}
components:
  schemas:
    Boat:
      type: object
      properties:
        boat_id: {type: integer, example: 4}
        name: {type: string, minLength: 1}
        crew: {type: string, format: uuid, maxLength: 9}
        rig: {type: array, items: {type: string, enum: [main, spinnaker]}}
        berth: {type: integer}
        owner: {type: object, properties: {id: {type: integer}}}
        mast: {oneOf: [{type: string}, {$ref: "#/components/schemas/Mast"}]}
        flag: {type: string, readOnly: true}
        owner_name: {type: string, readOnly: true}
        length: {type: string, readOnly: true, description: "In metres.\nExample: `07:30`"}
        sails: {type: string, readOnly: true, description: "Their areas.\nExample: `[12, 30]`"}
        draught: {oneOf: [{type: number}, {type: string}]}
        ballast: {oneOf: [{type: number}, {type: integer}]}
        decks: {type: array, items: {type: integer}, examples: [1, 2]}
        keels: {type: array, items: {type: integer}, examples: [1, fin]}
        beam: {type: integer, example: integer}
        anchor: {type: integer, example: {type: object, properties: {weight: {type: integer}}}}
        port: {type: string, readOnly: true, format: uri}
        seen: {type: boolean, default: "no"}
    Mast:
      type: object
      properties: {height: {type: integer}, next: {anyOf: [{$ref: "#/components/schemas/Mast"}]}}
"##;

fn shown(overlay: Option<&str>) -> String {
    let config = "[select]\nexclude-extensions = [\"x-not-taken\"]\n";
    let input = Input { document: DOCUMENT, overlay, config: Some(config), ..Input::default() };
    let findings = lint(&input).unwrap();
    let lines = findings.iter().map(|finding| {
        let place = finding.diagnostic.pointer.to_reference();
        let action = finding.action.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{} {place}: {}\n{action}", finding.diagnostic.code, finding.diagnostic.message)
    });
    lines.collect()
}

#[test]
fn each_rule_finds_its_faults_and_nothing_else() {
    let expected = r#"union-untagged #/components/schemas/Boat/properties/ballast: the document does not say how to tell the arms apart; the arm that explains the value best is taken
example-mismatch #/components/schemas/Boat/properties/berth: an example of it is null; expected integer
  - target: $.components.schemas.Boat.properties.berth
    description: "Its example is null."
    update: {"nullable":true}
example-mismatch #/components/schemas/Boat/properties/crew: an example of it is 3; expected string
  - target: $.components.schemas.Boat.properties.crew.format
    description: "Its example is of this kind. First `format` goes."
    remove: true
  - target: $.components.schemas.Boat.properties.crew.maxLength
    description: "Its example is of this kind. First `maxLength` goes."
    remove: true
  - target: $.components.schemas.Boat.properties.crew
    description: "Its example is of this kind."
    update: {"type":"integer"}
computed-text #/components/schemas/Boat/properties/flag: `flag` is read-only, and nothing but its type says that it is a text: a method of the server may compute it
  - target: $.components.schemas.Boat.properties.flag
    description: "Typed as text because a method of the server computes it; …"
    update: {"type":"…"}
example-mismatch #/components/schemas/Boat/properties/keels: an example of it is 1; expected array
  - target: $.components.schemas.Boat.properties.keels.items
    description: "Its example is of this kind. First `items` goes."
    remove: true
  - target: $.components.schemas.Boat.properties.keels
    description: "Its example is of this kind."
    update: {"type":"integer"}
example-mismatch #/components/schemas/Boat/properties/mast: an example of it is an object; expected what one of the `oneOf` allows
example-mismatch #/components/schemas/Boat/properties/rig/items: an example of it is "jib"; expected one of the values of the enum
  - target: $.components.schemas.Boat.properties.rig.items
    description: "Its example has this value."
    update: {"enum":["jib"]}
computed-text #/components/schemas/Boat/properties/sails: `sails` is read-only, and nothing but its type says that it is a text: a method of the server may compute it
  - target: $.components.schemas.Boat.properties.sails
    description: "Typed as text because a method of the server computes it; …"
    update: {"type":"…"}
example-mismatch #/components/schemas/Boat/properties/seen: an example of it is "no"; expected boolean
  - target: $.components.schemas.Boat.properties.seen
    description: "Its example is of this kind."
    update: {"type":"string"}
answer-is-request #/paths/~1boats~1sort/post/responses/200/content/application~1json/schema: the answer has the schema of its own request
  - target: $.paths['/boats/sort'].post.responses['200'].content['application/json'].schema['$ref']
    description: "Typed as the request, which the server does not send back; … First `$ref` goes."
    remove: true
  - target: $.paths['/boats/sort'].post.responses['200'].content['application/json'].schema
    description: "Typed as the request, which the server does not send back; …"
    update: {"type":"object"}
answer-lacks-member #/paths/~1boats~1sort/post/responses/200/content/application~1json/schema: a text says that the answer has `sort_id`; its schema has not
  - target: $.paths['/boats/sort'].post.responses['200'].content['application/json'].schema
    description: "Its text says that it is returned."
    update: {"properties":{"sort_id":{"type":"string"}},"type":"object"}
example-mismatch #/paths/~1shape/get/responses/200/content/application~1json/example: the example is a schema, not a value
"#;
    let found = shown(None);
    assert_eq!(found, expected, "\n{found}");
}

#[test]
fn places_that_the_overlay_corrects_are_no_findings() {
    let overlay = "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions:\n\
        - {target: $.components.schemas.Boat.properties.flag, description: A date., update: {format: date}}\n\
        - {target: $.components.schemas.Boat.properties.seen, description: A text., update: {type: string}}\n\
        - {target: $.components.schemas.Ship, description: It is not here., remove: true}\n";
    let found = shown(Some(overlay));
    assert!(!found.contains("properties/flag") && !found.contains("properties/seen"), "{found}");
    assert!(found.contains("properties/crew"), "{found}");
}

#[test]
fn a_document_that_cannot_be_read_is_refused() {
    let input = Input { document: "openapi: 2.0", ..Input::default() };
    assert!(lint(&input).is_err());
}
