//! Overlays, applied by the generator and by `roas-overlay`, another implementation of both
//! versions of the specification: the trees are the same, or the reason is written here.

use cekura_codegen::diagnostic::Diagnostics;
use cekura_codegen::overlay::apply;
use cekura_tests::cases;
use cekura_tests::specs::documents;
use roas_overlay::apply::{Apply, ApplyOptions};
use roas_overlay::{v1_0, v1_1};
use serde_json::Value;

const BOATS: &str = r##"
openapi: 3.1.0
info: {title: Boats, version: "1", description: Old.}
tags: [{name: a}, {name: b}]
paths:
  /boats:
    get: {tags: [a, x], parameters: [{name: q, in: query}], responses: {"200": {description: OK}}}
    post: {tags: [b], responses: {"200": {description: OK}}}
  /ships:
    delete: {deprecated: true, responses: {"204": {description: Gone}}}
components:
  schemas:
    Boat: {type: object, required: [id], properties: {id: {type: integer}, crew: {type: string}}}
    Ship: {type: object, properties: {id: {type: string, nullable: true}}}
"##;

/// The overlays that both apply alike.
const ALIKE: &[(&str, &str)] = &[
    ("1.0.0", "- {target: $.info, update: {title: New, x-a: {b: [1, null]}}}"),
    ("1.0.0", "- {target: $.tags, update: {name: c}}"),
    ("1.0.0", "- {target: $.tags, update: [1, 2]}"),
    ("1.0.0", "- {target: '$.tags[?@.name == \"a\"]', remove: true}"),
    (
        "1.0.0",
        "- {target: '$.paths.*.*', update: {x-safe: true, responses: {default: {description: E}}}}",
    ),
    ("1.0.0", "- {target: '$..properties', update: {more: {type: boolean}}}"),
    ("1.0.0", "- {target: '$.components.schemas.*.properties.id', update: {type: number}}"),
    ("1.0.0", "- {target: $.components.schemas.Boat, update: {required: [crew]}}"),
    (
        "1.0.0",
        "- {target: '$.paths[\"/ships\"]', remove: true}\n- {target: $.paths, update: {/ships: {get: {}}}}",
    ),
    ("1.0.0", "- {target: $.info, remove: true, update: {title: x}}"),
    ("1.0.7", "- {target: '$.paths[\"/boats\"].*.responses', remove: true}"),
    ("1.1.0", "- {target: '$.paths[\"/ships\"]', copy: '$.paths[\"/boats\"]'}"),
    (
        "1.1.0",
        "- {target: $.paths, update: {/n: {}}}\n- {target: '$.paths[\"/n\"]', copy: '$.paths[\"/boats\"]'}\n- {target: '$.paths[\"/boats\"]', remove: true}",
    ),
    ("1.1.0", "- {target: $.tags, update: [{name: c}, {name: d}]}"),
    ("1.1.0", "- {target: $.tags, copy: $.tags}"),
    ("1.1.0", "- {target: $.tags, copy: $.info}"),
    ("1.1.0", "- {target: $.tags, copy: $.info.title}"),
    ("1.1.3", "- {target: '$.components.schemas.*', copy: $.components.schemas.Boat}"),
    ("1.1.0", "- {target: $.info, remove: true, copy: $.tags}"),
    // Refused by both.
    ("1.0.0", "- {target: $.info, update: {a: 1}}\n- {target: $.nowhere, remove: true}"),
    ("1.0.0", "- {target: '$.tags[?(', remove: true}"),
    ("1.0.0", "- {target: $.info.title, update: New}"),
    ("1.1.0", "- {target: $.info, copy: $.nowhere}"),
    ("1.1.0", "- {target: $.info, copy: '$.tags[*]'}"),
    ("1.1.0", "- {target: $.info, copy: $.tags[0], update: {}}"),
    ("1.1.0", "- {target: '$.*', update: {a: 1}}"),
];

/// The overlays that they do not apply alike: the generator's result is the right one, by the part
/// of the specification that is named.
const UNLIKE: &[(&str, &str, &str)] = &[
    (
        "1.1.0",
        "- {target: $.info.description, update: New.}",
        "1.1, action object: single values are replaced; roas-overlay 0.3 keeps the rule of 1.0",
    ),
    ("1.1.0", "- {target: $.info.description, copy: $.info.title}", "likewise"),
    (
        "1.1.0",
        "- {target: \"$.paths.*.get.tags[?@ == 'x']\", remove: true}",
        "1.1, array modification: the example removes a single value",
    ),
    (
        "1.0.0",
        "- {target: $.info.description, remove: true}",
        "1.0 speaks of objects and arrays only; a removal has but one meaning, and overlays in use have it",
    ),
    (
        "1.1.0",
        "- {target: $.components.schemas.Boat.properties.id, update: {type: [integer]}}",
        "1.1, action object: other combinations are incompatible and an error; roas-overlay replaces",
    ),
    (
        "1.1.0",
        "- {target: $.components.schemas.Boat, copy: $.info.title}",
        "likewise: an object needs an object",
    ),
    (
        "1.0.0",
        "- {target: $.info, update: New}",
        "1.0, action object: an object needs an object; roas-overlay replaces it",
    ),
];

fn overlay(version: &str, actions: &str) -> String {
    format!("overlay: {version}\ninfo: {{title: t, version: '1'}}\nactions:\n{actions}\n")
}

fn tree(text: &str) -> Value {
    serde_yaml::from_str(text).expect("a document")
}

fn ours(document: &Value, overlay: &str) -> Option<Value> {
    let mut tree = document.clone();
    apply(&mut tree, overlay, &mut Diagnostics::default()).ok()?;
    Some(tree)
}

fn theirs(document: &Value, text: &str) -> Option<Value> {
    let mut tree = document.clone();
    let overlay: Value = serde_yaml::from_str(text).ok()?;
    // An action that matches nothing is an error of ours, too.
    let options = ApplyOptions::ErrorOnZeroMatch | ApplyOptions::ErrorOnMixedKindMatch;
    let version = overlay.get("overlay")?.as_str()?.to_owned();
    if version.starts_with("1.1.") {
        let overlay: v1_1::Overlay = serde_json::from_value(overlay).ok()?;
        overlay.apply(&mut tree, options).ok()?;
    } else {
        let overlay: v1_0::Overlay = serde_json::from_value(overlay).ok()?;
        overlay.apply(&mut tree, ApplyOptions::ErrorOnZeroMatch.into()).ok()?;
    }
    Some(tree)
}

#[test]
fn both_implementations_give_the_same_trees() {
    let document = tree(BOATS);
    let (mut applied, mut refused) = (0, 0);
    for (version, actions) in ALIKE {
        let text = overlay(version, actions);
        let (ours, theirs) = (ours(&document, &text), theirs(&document, &text));
        assert_eq!(ours, theirs, "{version}: {actions}");
        if let Some(tree) = ours {
            assert_ne!(tree, document, "{version}: {actions}");
            applied += 1;
        } else {
            refused += 1;
        }
    }
    assert_eq!((applied, refused), (19, 7));
}

#[test]
fn each_disagreement_is_still_one() {
    let document = tree(BOATS);
    for (version, actions, reason) in UNLIKE {
        let text = overlay(version, actions);
        let (ours, theirs) = (ours(&document, &text), theirs(&document, &text));
        assert_ne!(ours, theirs, "{version}: {actions}: they agree now; {reason}");
    }
}

/// The overlays of the cases, and that of the client on the newest of the vendor's documents, as
/// far as their actions have places there.
#[test]
fn both_implementations_agree_on_whole_documents() {
    for case in cases::all("cases") {
        let Some(text) = case.overlay else { continue };
        let document = tree(&case.document);
        let (ours, theirs) = (ours(&document, &text), theirs(&document, &text));
        assert!(ours.is_some(), "{}", case.name);
        // Its removal of a text is the one of the list above.
        if theirs.is_some() {
            assert_eq!(ours, theirs, "{}", case.name);
        }
    }
    let corrections = std::fs::read_to_string(cases::workspace().join("spec/overlay.yaml"));
    let corrections: Value = tree(&corrections.expect("the overlay"));
    let actions = corrections["actions"].as_array().expect("actions");
    // One document: to copy it for each action takes seconds.
    if let Some((name, path)) = documents().pop_last() {
        let mut document = tree(&std::fs::read_to_string(path).expect("a document"));
        let (mut same, mut without_place) = (0, 0);
        for (number, action) in actions.iter().enumerate() {
            let mut one = corrections.clone();
            one["actions"] = Value::Array(vec![action.clone()]);
            let text = one.to_string();
            match (ours(&document, &text), theirs(&document, &text)) {
                (None, None) => without_place += 1,
                (Some(ours), None) if action["remove"] == true => {
                    // A single value, as in the list above.
                    document = ours;
                }
                (ours, theirs) => {
                    assert_eq!(ours, theirs, "{name}: action {}: {action}", number + 1);
                    document = ours.unwrap_or(document);
                    same += 1;
                }
            }
        }
        assert!(same > 0, "{name}");
        println!("{name}: {same} actions alike, {without_place} without a place");
    }
}
