use crate::{Extracted, Input, Prose, extract};

const PUBLISHED: &str = r##"{
  "openapi": "3.1.0",
  "info": {"title": "Boats", "version": "2", "description": "Prose.", "contact": {"name": "Us"}},
  "servers": [{"url": "https://boats.example", "description": "Prose."}],
  "tags": [{"name": "boats", "description": "Prose."}],
  "x-build": 7,
  "paths": {
    "/boats/{id}/": {
      "get": {
        "operationId": "boats-get", "tags": ["boats"], "summary": "Prose.", "description": "Prose.",
        "x-public": {"why": "Prose."}, "security": [{"key": []}],
        "parameters": [
          {"in": "query", "name": "to", "schema": {"type": "string", "example": "Prose."}},
          {"in": "query", "name": "from", "description": "Prose.", "schema": {"type": "string"}},
          {"in": "path", "name": "id", "required": true, "schema": {"type": "integer"}}
        ],
        "responses": {"200": {"description": "Prose.", "content": {"application/json": {
          "examples": {"one": {"value": {"name": "Prose."}}},
          "schema": {"$ref": "#/components/schemas/Boat"}}}}}
      },
      "post": {"responses": {"201": {"description": "Prose."}}}
    },
    "/internal/": {"get": {"security": [{"session": []}], "responses": {"200": {
      "description": "", "content": {"application/json": {
        "schema": {"$ref": "#/components/schemas/Internal"}}}}}}}
  },
  "components": {
    "securitySchemes": {
      "session": {"type": "http", "scheme": "bearer"},
      "key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": "Prose."}
    },
    "schemas": {
      "Internal": {"type": "object"},
      "Engine": {"type": "string", "enum": ["in", "none"],
        "description": "Prose.\n\n* `in` - Inboard\n* `none` - none"},
      "Boat": {
        "required": ["name", "engine"], "type": "object", "title": "Boat", "description": "Prose.",
        "properties": {
          "name": {"type": ["null", "string", "null"], "example": "Prose.", "x-form": "wide"},
          "engine": {"$ref": "#/components/schemas/Engine"},
          "description": {"type": "string", "default": "b", "maxLength": 9},
          "place": {"oneOf": [{"type": "null"}, {"type": "string", "title": "Berth"}]}
        }
      }
    }
  }
}"##;

const CONFIG: &str = "[select]\nonly-extensions = [\"x-public\"]\n";

const FACTS: &str = "\
openapi: 3.1.0
info:
  title: Boats
  version: '2'
servers:
- url: https://boats.example
paths:
  /boats/{id}/:
    get:
      security:
      - key: []
      parameters:
      - name: id
        in: path
        required: true
        schema:
          type: integer
      - name: from
        in: query
        schema:
          type: string
      - name: to
        in: query
        schema:
          type: string
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Boat'
      x-public: true
components:
  schemas:
    Boat:
      type: object
      required:
      - engine
      - name
      properties:
        description:
          type: string
          default: b
          maxLength: 9
        engine:
          $ref: '#/components/schemas/Engine'
        name:
          type:
          - string
          - 'null'
        place:
          oneOf:
          - title: Berth
            type: string
          - type: 'null'
    Engine:
      type: string
      enum:
      - in
      - none
      x-enumDescriptions:
        in: Inboard
  securitySchemes:
    key:
      name: X-Key
      in: header
      type: apiKey
";

fn extracted(document: &str, prose: Prose) -> String {
    let input = Input { document, config: Some(CONFIG), ..Input::default() };
    let Extracted { text, diagnostics } = extract(&input, prose);
    text.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

#[test]
fn facts_of_the_selected_operations_stay_in_canonical_order() {
    assert_eq!(extracted(PUBLISHED, Prose::Drop), FACTS);
}

#[test]
fn an_extracted_document_is_its_own_extraction() {
    assert_eq!(extracted(FACTS, Prose::Drop), FACTS);
    let kept = extracted(PUBLISHED, Prose::Keep);
    assert_eq!(extracted(&kept, Prose::Keep), kept);
    assert_eq!(extracted(&kept, Prose::Drop), FACTS);
}

#[test]
fn other_orders_and_spellings_of_the_same_are_the_same_bytes() {
    let tree: serde_json::Value = serde_json::from_str(PUBLISHED).unwrap();
    let yaml = serde_yaml::to_string(&reversed(tree)).unwrap();
    assert_eq!(extracted(&yaml, Prose::Drop), FACTS);
    let nullable = PUBLISHED.replace(r#"["null", "string", "null"]"#, r#"["string", "null"]"#);
    assert_eq!(extracted(&nullable, Prose::Drop), FACTS);
}

/// Returns the tree with the members of objects, and of lists that are sets, in the other order.
fn reversed(value: serde_json::Value) -> serde_yaml::Value {
    use serde_json::Value;
    match value {
        Value::Object(map) => {
            let members = map.into_iter().rev();
            serde_yaml::Value::Mapping(
                members.map(|(key, value)| (key.into(), reversed(value))).collect(),
            )
        }
        Value::Array(list) => list.into_iter().rev().map(reversed).collect::<Vec<_>>().into(),
        other => serde_yaml::to_value(other).unwrap(),
    }
}

#[test]
fn keeping_prose_keeps_texts_and_examples() {
    let kept = extracted(PUBLISHED, Prose::Keep);
    for text in ["summary: Prose.", "operationId: boats-get", "one:", "- boats", "title: Boat"] {
        assert!(kept.contains(text), "{text}:\n{kept}");
    }
    assert!(!kept.contains("Internal"), "{kept}");
}

#[test]
fn rules_of_the_extraction_that_match_nothing_are_told() {
    let config = "[pull.select]\nonly-extensions = [\"x-public\", \"x-publik\"]\nsecurity = [\"kee\"]\ninclude = [\"GET /none/\"]\n";
    let input = Input { document: PUBLISHED, config: Some(config), ..Input::default() };
    let told = extract(&input, Prose::Drop).diagnostics;
    let lines: Vec<String> = told
        .iter()
        .filter(|one| one.code.as_str() == "config-unused")
        .map(|one| format!("{} {}", one.pointer, one.message))
        .collect();
    assert_eq!(
        lines,
        [
            "/pull/select/include `GET /none/` matches no operation",
            "/pull/select/only-extensions/1 no operation carries the extension `x-publik`",
            "/pull/select/security/0 the document has no security scheme `kee`",
        ]
    );
}

/// A document whose components only the family of a base, a webhook, or a place in a list leads to.
const LED_TO: &str = r##"{
  "openapi": "3.1.0", "info": {"title": "Boats", "version": "1"},
  "paths": {"/boats/": {"get": {"responses": {"200": {"description": "", "content": {
    "application/json": {"schema": {"oneOf": [
      {"type": "object", "title": "Z", "properties": {"z": {"$ref": "#/components/schemas/Base"}}},
      {"type": "object", "title": "A", "properties": {
        "z": {"$ref": "#/paths/~1boats~1/get/responses/200/content/application~1json/schema/oneOf/0/properties/z"}}}
    ]}}}}}}}},
  "webhooks": {"sold": {"post": {"requestBody": {"content": {"application/json": {
    "schema": {"$ref": "#/components/schemas/Sold"}}}}, "responses": {"200": {"description": ""}}}}},
  "components": {"schemas": {
    "Base": {"type": "object", "discriminator": {"propertyName": "kind"}, "required": ["kind"],
      "properties": {"kind": {"type": "string"}}},
    "Middle": {"allOf": [{"$ref": "#/components/schemas/Base"}]},
    "Leaf": {"allOf": [{"$ref": "#/components/schemas/Middle"}, {"type": "object",
      "properties": {"engine": {"$ref": "#/components/schemas/Engine"}}}]},
    "Engine": {"type": "object"},
    "Sold": {"type": "object"},
    "Plain": {"type": "object"},
    "OfPlain": {"allOf": [{"$ref": "#/components/schemas/Plain"}]}
  }}
}"##;

#[test]
fn heirs_webhooks_and_places_in_lists_are_led_to() {
    let input = Input { document: LED_TO, ..Input::default() };
    let Extracted { text, diagnostics } = extract(&input, Prose::Drop);
    let text = text.unwrap_or_else(|| panic!("{diagnostics:?}"));
    for name in ["Base:", "Middle:", "Leaf:", "Engine:", "Sold:"] {
        assert!(text.contains(&format!("    {name}")), "{name}\n{text}");
    }
    assert!(!text.contains("Plain"), "{text}");
    // The reference leads where it led.
    assert!(text.find("title: Z") < text.find("title: A"), "{text}");
    let (before, after) =
        (crate::generate(&input), crate::generate(&Input { document: &text, ..input }));
    assert_eq!(before.output.map(|client| client.files), after.output.map(|client| client.files));
}

/// A document of 3.2: operations with methods of every kind, and media types by reference.
const OF_32: &str = r##"{
  "openapi": "3.2.0", "$self": "https://boats.example/openapi.json",
  "info": {"title": "Boats", "version": "1"},
  "paths": {"/boats/": {
    "get": {"responses": {"204": {"summary": "Prose."}}},
    "query": {"x-public": true, "requestBody": {"required": true, "content": {
      "application/json": {"$ref": "openapi.json#/components/mediaTypes/Search"}}},
      "responses": {"204": {"summary": "Prose."}}},
    "additionalOperations": {
      "COPY": {"x-public": true, "responses": {"204": {"description": ""}}},
      "PURGE": {"responses": {"204": {"content": {
        "application/json": {"$ref": "#/components/mediaTypes/Purged"}}}}}
    }}},
  "components": {"mediaTypes": {
    "Search": {"schema": {"$ref": "#/components/schemas/Words"}},
    "Purged": {"schema": {"$ref": "#/components/schemas/Purged"}}
  }, "schemas": {
    "Words": {"oneOf": [{"$ref": "#/components/schemas/One"}, {"$ref": "#/components/schemas/Two"}],
      "discriminator": {"propertyName": "kind", "mapping": {"one": "One"}, "defaultMapping": "Two"}},
    "One": {"type": "object", "properties": {"kind": {"type": "string"}}},
    "Two": {"type": "object", "properties": {"kind": {"type": "string"}}},
    "Purged": {"type": "object", "properties": {"number": {"type": "integer"}}}
  }}
}"##;

#[test]
fn operations_of_all_methods_are_selected_where_they_stand() {
    let text = extracted(OF_32, Prose::Drop);
    for kept in ["    query:", "    additionalOperations:\n      COPY:", "defaultMapping: Two"] {
        assert!(text.contains(kept), "{kept}\n{text}");
    }
    for gone in ["    get:", "PURGE", "Purged", "Prose"] {
        assert!(!text.contains(gone), "{gone}\n{text}");
    }
    assert_eq!(extracted(&text, Prose::Drop), text);
    let files = |document| {
        let input = Input { document, config: Some(CONFIG), ..Input::default() };
        crate::generate(&input).output.map(|client| client.files)
    };
    // With its texts, the part gives the client that the whole gives.
    let kept = extracted(OF_32, Prose::Keep);
    assert!(files(&kept).is_some());
    assert_eq!(files(&kept), files(OF_32));
}

#[test]
fn a_component_that_only_the_document_of_webhooks_uses_stays() {
    let document = r##"{
      "openapi": "3.1.0", "info": {"title": "Boats", "version": "1"},
      "paths": {"/boats/": {"get": {"responses": {"204": {"description": ""}}}}},
      "components": {"schemas": {"Rig": {"type": "string"}, "Hull": {"type": "string"}}}
    }"##;
    let webhooks = r##"{
      "openapi": "3.2.0", "info": {"title": "Events", "version": "1"},
      "webhooks": {"rigged": {"post": {
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Rig"}}}},
        "responses": {"204": {"description": ""}}}}}
    }"##;
    let text = |webhooks| {
        let input = Input { document, webhooks, ..Input::default() };
        crate::extract(&input, Prose::Drop).text.unwrap()
    };
    assert!(text(Some(webhooks)).contains("Rig:") && !text(Some(webhooks)).contains("Hull:"));
    assert!(!text(None).contains("Rig:"));
}
