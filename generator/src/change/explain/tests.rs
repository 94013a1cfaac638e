use super::{Explanation, Unexplained, View, explain};
use crate::Input;
use crate::diagnostic::NamedText;

const DOCUMENT: &str = r##"openapi: 3.1.0
info: {title: Boats, version: "1"}
servers: [{url: "https://boats.example"}]
paths:
  /boats/:
    get:
      parameters:
      - {name: rig, in: query, schema: {type: string}}
      responses:
        "200":
          description: Boats
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Boat"}}
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Boat"}}}
      responses: {"204": {description: ""}}
components:
  schemas:
    Boat:
      type: object
      required: [id, kind]
      properties:
        id: {type: integer, readOnly: true}
        kind: {type: [string, "null"], enum: [sloop, ketch, null]}
        log:
          {}
        mast:
          type: object
          properties: {height: {type: string}}
"##;

const OVERLAY: &str = "overlay: 1.0.0
info: {title: Corrections, version: '1'}
actions:
- target: $.components.schemas.Boat.properties.mast.properties.height
  description: The server sends numbers.
  update: {type: number, x-unit: m}
- target: $.components.schemas.Boat
  description: It has a sail.
  update: {properties: {sail: {type: string}}}
";

const WORDS: &str = "overlay: 1.0.0
info: {title: Words, version: '1'}
actions:
- target: $.components.schemas.Boat
  update:
    description: A boat.
    properties:
      log: {description: Entries of the crew.}
";

fn explained(what: &str) -> Vec<Explanation> {
    match try_explain(what) {
        Ok(explanations) => explanations,
        Err(unexplained) => panic!("{what}: {unexplained:?}"),
    }
}

fn try_explain(what: &str) -> Result<Vec<Explanation>, Unexplained> {
    let docs = [NamedText { name: "words.yaml".to_owned(), text: WORDS.to_owned() }];
    let input = Input {
        document: DOCUMENT,
        overlay: Some(OVERLAY),
        docs: &docs,
        release: Some("0.1.0"),
        ..Input::default()
    };
    explain(&input, what, Some(&DOCUMENT.replace("/boats/:", "/boats/: # published")))
}

/// Returns the stages, each with place, remark and text.
fn shown(explanation: &Explanation) -> String {
    let section = |section: &super::Section| {
        let at = section.position.map(|at| format!(" {}:{}", at.line, at.column));
        let (view, remark) = (section.view, &section.remark);
        format!("{view:?}{} {remark}\n{}", at.unwrap_or_default(), section.text)
    };
    explanation.sections.iter().map(section).collect()
}

#[test]
fn a_field_is_shown_from_the_document_to_the_code() {
    let [log] = explained("Boat.log").try_into().unwrap();
    let text = shown(&log);
    for part in [
        "Document 28:9 #/components/schemas/Boat/properties/log\n",
        "Action(Docs(0)) 4:3 action 1 (`$.components.schemas.Boat`)\ndescription: Entries of the crew.\n",
        "Shape `Json` because the document gives it no type\n`log` is log: Option<Json>\n",
        "Names \ntype Boat = schema Boat, since 0.1.0, by rule\n",
        "Code boats.rs\n    /// Entries of the crew.\n    pub log: Option<Json>,\n",
    ] {
        assert!(text.contains(part), "{part}\n--\n{text}");
    }
    let published = "Published #/components/schemas/Boat/properties/log\n{}\n";
    assert!(text.starts_with(published), "{text}");
    assert!(!text.contains("Lowered"), "only its words have changed:\n{text}");
    assert!(!text.contains("Action(Overlay)"), "that action is about its neighbours:\n{text}");
}

#[test]
fn corrections_are_shown_where_they_touch_and_nowhere_else() {
    let [height] = explained("BoatMast.height").try_into().unwrap();
    let text = shown(&height);
    let action = "Action(Overlay) 4:3 action 1 (`$.components.schemas.Boat.properties.mast.\
                  properties.height`, “The server sends numbers.”)\ntype: number\nx-unit: m\n";
    assert!(text.contains(action) && text.contains("Corrected "), "{text}");
    assert!(text.contains("is height: Option<f64>"), "{text}");
    let [kind] = explained("Boat.kind").try_into().unwrap();
    assert!(!shown(&kind).contains("Action(Overlay)"), "{}", shown(&kind));
    assert!(shown(&kind).contains("nullable: true"), "{}", shown(&kind));
    // Something that an action adds has no place in the document.
    let [sail] = explained("Boat.sail").try_into().unwrap();
    assert!(shown(&sail).starts_with("Action(Overlay) 7:3 action 2"), "{}", shown(&sail));
}

#[test]
fn a_thing_is_found_by_each_of_its_names() {
    let name = |what: &str| {
        let found: Vec<String> = explained(what).into_iter().map(|one| one.name).collect();
        found.join(" ")
    };
    for what in [
        "GET /boats/",
        "get /boats",
        "boats.list",
        "client.boats().list()",
        "#/paths/~1boats~1/get/responses/200",
    ] {
        assert_eq!(name(what), "boats.list", "{what}");
    }
    assert_eq!(name("/boats/"), "boats.list boats.create");
    assert_eq!(name("types::Boat"), "Boat");
    assert_eq!(name("boatkind"), "BoatKind");
    assert_eq!(name("BoatKind::Sloop"), "BoatKind.Sloop");
    assert_eq!(name("BoatKind.sloop"), "BoatKind.Sloop");
    assert_eq!(name("#/components/schemas/Boat/properties/log"), "Boat.log BoatRequest.log");
}

#[test]
fn a_call_and_an_enum_are_shown_with_their_code() {
    let [list] = explained("boats.list").try_into().unwrap();
    let text = shown(&list);
    assert!(text.contains("GET /boats/ gives Vec<Boat>\n"), "{text}");
    assert!(text.contains("\ncall boats.list = GET /boats/, since 0.1.0, by rule\n"), "{text}");
    assert!(text.contains("    pub fn list(&self)"), "{text}");
    let [kind] = explained("BoatKind").try_into().unwrap();
    assert!(kind.sections.iter().any(|one| one.view == View::Code && one.text.contains("Ketch")));
}

#[test]
fn an_unknown_name_is_answered_with_the_one_that_was_meant() {
    let help = |what: &str| match try_explain(what) {
        Err(Unexplained::Unknown(help)) => help,
        other => panic!("{what}: {other:?}"),
    };
    assert_eq!(help("boats.lsit"), "did you mean `boats.list`?");
    assert_eq!(help("Boat.lgo"), "did you mean `Boat.log`?");
    assert!(help("Zzzzz").contains("cargo xtask names"));
}

#[test]
fn a_thing_of_the_webhooks_is_shown_in_their_document() {
    let webhooks = "openapi: 3.2.0
info: {title: Events, version: '1'}
webhooks:
  sunk:
    post:
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Sinking'}}}
      responses: {'204': {description: ''}}
components:
  schemas:
    Sinking:
      type: object
      properties: {depth: {type: number}, boat: {$ref: '#/components/schemas/Boat'}}
";
    let input = Input { document: DOCUMENT, webhooks: Some(webhooks), ..Input::default() };
    let shown_of = |what: &str| match explain(&input, what, None).as_deref() {
        Ok([only]) => shown(only),
        other => panic!("{what}: {other:?}"),
    };
    let depth = shown_of("Sinking.depth");
    assert!(depth.starts_with("Webhooks 13:20 #/components/schemas/Sinking/"), "{depth}");
    assert!(depth.contains("depth: Option<f64>"), "{depth}");
    assert!(shown_of("Boat.log").starts_with("Document 28:9 "), "{}", shown_of("Boat.log"));
}
