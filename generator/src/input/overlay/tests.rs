use serde_json::{Value, json};

use super::gone::Places;
use super::{apply, correct, describe};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Origin};

mod newer;

/// Applies actions (YAML, at the depth of a list's items) to a tree.
fn run(mut tree: Value, actions: &str) -> (Option<Value>, Vec<Diagnostic>) {
    let text = format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{actions}");
    let mut diagnostics = Diagnostics::default();
    let done = apply(&mut tree, &text, &mut diagnostics);
    (done.is_ok().then_some(tree), diagnostics.into_sorted())
}

fn changed(tree: Value, actions: &str) -> Value {
    let (tree, diagnostics) = run(tree, actions);
    assert_eq!(diagnostics, [], "{actions}");
    tree.unwrap_or_default()
}

/// Code, pointer and message of the only diagnostic.
fn said(tree: Value, actions: &str) -> (Code, String, String) {
    let (_, diagnostics) = run(tree, actions);
    let [one] = diagnostics.as_slice() else { panic!("{diagnostics:?}") };
    assert_eq!(one.origin, Origin::Overlay);
    (one.code, one.pointer.to_string(), one.message.clone())
}

#[test]
fn merges_into_objects_and_adds_keys() {
    let tree = json!({"a": {"b": {"c": 1, "l": [1]}, "d": {"x": 1}, "n": 1}});
    let actions = "- {target: $.a, description: why, update: {b: {c: null, e: 2, l: [1, 2]}, d: 5, n: {m: []}, z: true}}";
    assert_eq!(
        changed(tree, actions),
        json!({"a": {"b": {"c": null, "e": 2, "l": [1, 1, 2]}, "d": 5, "n": {"m": []}, "z": true}})
    );
}

#[test]
fn appends_to_arrays() {
    let tree = json!({"l": [1]});
    assert_eq!(
        changed(tree, "- {target: $.l, description: why, update: [2, 3]}"),
        json!({"l": [1, [2, 3]]})
    );
}

#[test]
fn actions_see_what_those_before_them_did() {
    let actions = "- {target: $.a, description: why, update: {b: {}}}\n- {target: $.a.b, description: why, update: {c: 1}}\n- {target: $.a.old, description: why, remove: true}";
    assert_eq!(changed(json!({"a": {"old": 1}}), actions), json!({"a": {"b": {"c": 1}}}));
}

#[test]
fn removing_does_not_shift_what_else_is_matched() {
    let tree =
        json!({"l": [{"k": 1}, {"k": 2}, {"k": 1}, {"k": 1}, {"k": 3}], "e": ["a", "b", "c"]});
    assert_eq!(
        changed(tree.clone(), "- {target: '$.l[?@.k == 1]', description: why, remove: true}"),
        json!({"l": [{"k": 2}, {"k": 3}], "e": ["a", "b", "c"]})
    );
    assert_eq!(
        changed(tree.clone(), "- {target: '$.l[3,0,0,-1]', description: why, remove: true}")
            .get("l"),
        Some(&json!([{"k": 2}, {"k": 1}]))
    );
    assert_eq!(
        changed(tree, "- {target: \"$.e[?@ == 'b']\", description: why, remove: true}").get("e"),
        Some(&json!(["a", "c"]))
    );
}

#[test]
fn nested_matches_are_removed_or_updated_once() {
    let tree = json!({"a": {"x": {"x": {"k": 1}}, "l": [{"x": 2}]}});
    assert_eq!(
        changed(tree.clone(), "- {target: $..x, description: why, remove: true}"),
        json!({"a": {"l": [{}]}})
    );
    assert_eq!(
        changed(
            json!({"a": {"x": {"x": {}}}}),
            "- {target: $..x, description: why, update: {k: 1}}"
        ),
        json!({"a": {"x": {"k": 1, "x": {"k": 1}}}})
    );
}

#[test]
fn filters_may_search_texts() {
    let tree = json!({"s": {"A": {"description": "Mixin for x"}, "B": {"description": "A thing"}}});
    assert_eq!(
        changed(
            tree,
            "- {target: '$.s[?search(@.description, \"^Mixin\")].description', description: why, remove: true}"
        ),
        json!({"s": {"A": {}, "B": {"description": "A thing"}}})
    );
}

#[test]
fn says_how_far_a_target_gets_that_matches_nothing() {
    let tree = json!({"paths": {"/a.b/": {"get": {"tags": []}, "put": {}}}, "components": {}});
    let miss = |target: &str| {
        let (code, at, message) = said(
            tree.clone(),
            &format!("- target: {target}\n  description: the reason\n  remove: true"),
        );
        assert_eq!((code, at.as_str()), (Code::OverlayNoMatch, "/actions/0/target"));
        message
    };
    assert_eq!(
        miss("$.paths['/a.b/'].gett.tags"),
        "action 1 (`$.paths['/a.b/'].gett.tags`, “the reason”) matches nothing: `$.paths['/a.b/']` exists, but has no `.gett`; it has `get`"
    );
    let rest = |target: &str| {
        miss(target).split_once("nothing: ").map(|(_, rest)| rest.to_owned()).unwrap_or_default()
    };
    assert_eq!(
        rest("$.paths[\"/a.c/\"]"),
        "`$.paths` exists, but has no `[\"/a.c/\"]`; it has `/a.b/`"
    );
    assert_eq!(
        rest("$.paths['/a.b/'].patch"),
        "`$.paths['/a.b/']` exists, but has no `.patch`; it has `get`, `put`"
    );
    assert_eq!(
        rest("$.paths['/a.b/'].get.tags[0].x"),
        "`$.paths['/a.b/'].get.tags` exists, but has no `[0]`"
    );
    assert_eq!(
        rest("$.components.schemas.A"),
        "`$.components` exists, but has no `.schemas`; it has no keys"
    );
    assert_eq!(rest("$..nothing.b"), "`$` exists, but has no `..nothing`");
    assert_eq!(
        rest("'$.paths[?@.get.x == \"[\\\"].y\"].z'"),
        "`$.paths` exists, but has no `[?@.get.x == \"[\\\"].y\"]`"
    );
}

#[test]
fn long_reasons_are_cut_in_messages() {
    let (_, _, message) = said(
        json!({}),
        "- target: $.a\n  description: |\n    Because\n    it is so long a story that nobody wants to read the whole of it in a message\n  remove: true",
    );
    assert!(
        message.contains("“Because it is so long a story that nobody wants to read the…”"),
        "{message}"
    );
}

#[test]
fn an_action_should_give_a_reason_and_have_an_effect() {
    let (tree, diagnostics) =
        run(json!({"a": {"b": [1], "c": 1}}), "- target: $.a\n  update: {b: [], c: 1}");
    assert!(tree.is_some());
    let codes: Vec<_> = diagnostics.iter().map(|one| (one.code, one.pointer.as_str())).collect();
    assert_eq!(
        codes,
        [(Code::OverlayNoReason, "/actions/0"), (Code::OverlayNoEffect, "/actions/0")]
    );
}

#[test]
fn refuses_what_the_specification_does_not_allow() {
    let refused = |actions: &str, pointer: &str, message: &str| {
        let (code, at, text) = said(json!({"a": {"t": "x"}, "l": []}), actions);
        assert_eq!((code, at.as_str()), (Code::OverlayInvalid, pointer), "{text}");
        assert!(text.contains(message), "{text}");
    };
    refused(
        "- {target: $.a.t, description: why, update: y}",
        "/actions/0",
        "cannot be applied to #/a/t of the document: it is a string",
    );
    refused(
        "- {target: $.a, description: why, update: y}",
        "/actions/0",
        "it is an object, so `update` must be an object, not a string",
    );
    refused("- {target: $, description: why, remove: true}", "/actions/0", "the whole document");
    refused(
        "- {target: '$.a[?(', description: why, remove: true}",
        "/actions/0/target",
        "is not a JSONPath: at character",
    );
    refused("- {target: a, description: why, remove: true}", "/actions/0/target", "not a JSONPath");
    refused(
        "- {target: 5, description: why, remove: true}",
        "/actions/0/target",
        "must be a string, not a number",
    );
    refused("- {description: why, remove: true}", "/actions/0", "has no `target`");
    refused(
        "- {target: $.a, description: why}",
        "/actions/0",
        "neither `update` nor `remove: true`",
    );
    refused("- {target: $.a, description: why, remove: false}", "/actions/0", "neither");
    refused(
        "- {target: $.a, description: why, remove: yes}",
        "/actions/0/remove",
        "true or false, not a string",
    );
    refused(
        "- {target: $.a, description: why, remove: true, updat: {}}",
        "/actions/0/updat",
        "has no key `updat`",
    );
    refused(
        "- {target: $.a, description: 5, remove: true}",
        "/actions/0/description",
        "must be a string",
    );
    refused("- 7", "/actions/0", "must be an object");
}

#[test]
fn the_overlay_itself_must_be_whole() {
    let refused = |text: &str| {
        let mut diagnostics = Diagnostics::default();
        assert!(apply(&mut json!({"a": 1}), text, &mut diagnostics).is_err(), "{text}");
        let said: Vec<_> = diagnostics
            .into_sorted()
            .iter()
            .map(|one| (one.code, one.pointer.to_string()))
            .collect();
        said
    };
    let invalid = |at: &str| (Code::OverlayInvalid, at.to_owned());
    assert_eq!(
        refused("overlay: 2.1.0\ninfo: {title: t, version: 1}\nactions: []\nmore: 1\n"),
        [invalid("/actions"), invalid("/info/version"), invalid("/more"), invalid("/overlay")]
    );
    assert_eq!(
        refused("overlay: 1.0\ninfo: []\nactions: {}"),
        [invalid("/actions"), invalid("/info"), invalid("/overlay")]
    );
    assert_eq!(refused("x-note: fine"), [invalid(""), invalid(""), invalid("")]);
    assert_eq!(refused("[1]"), [invalid("")]);
    assert_eq!(refused("a: ["), [(Code::Syntax, String::new())]);
}

#[test]
fn json_and_extensions_are_fine() {
    let text = r#"{"overlay": "1.0.1", "info": {"title": "t", "version": "1", "x-a": 1}, "extends": "openapi.yaml", "x-b": 1,
        "actions": [{"target": "$", "description": "why", "update": {"a": 2}, "x-c": 1}]}"#;
    let mut tree = json!({"a": 1});
    let mut diagnostics = Diagnostics::default();
    assert!(apply(&mut tree, text, &mut diagnostics).is_ok());
    assert_eq!((tree, diagnostics.into_sorted()), (json!({"a": 2}), vec![]));
}

#[test]
fn an_update_beside_a_removal_is_noted() {
    let (tree, diagnostics) =
        run(json!({"a": 1}), "- {target: $.a, description: why, remove: true, update: {}}");
    assert_eq!(tree, Some(json!({})));
    assert!(
        diagnostics.iter().all(|one| one.code == Code::KeywordIgnored) && diagnostics.len() == 1
    );
}

/// The faults of an overlay of words: code, pointer and message of each; or the tree.
fn described(mut tree: Value, actions: &str) -> Result<Value, Vec<String>> {
    let text = format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{actions}");
    let mut diagnostics = Diagnostics::default();
    describe(&mut tree, &text, 3, &mut Places::default(), &mut diagnostics);
    let list = diagnostics.into_sorted();
    assert!(list.iter().all(|one| one.origin == Origin::Docs(3)));
    let line = |one: &Diagnostic| format!("{} {} {}", one.code, one.pointer, one.message);
    if list.is_empty() { Ok(tree) } else { Err(list.iter().map(line).collect()) }
}

#[test]
fn words_are_given_to_what_exists() {
    let tree = json!({"schemas": {"Boat": {"properties": {"description": {"type": "string"}}}}});
    let actions = "- {target: $.schemas.Boat, update: {description: A boat., properties: {description: {description: A text.}}}}";
    let expected = json!({"schemas": {"Boat": {
        "description": "A boat.",
        "properties": {"description": {"type": "string", "description": "A text."}}
    }}});
    assert_eq!(described(tree, actions), Ok(expected));
}

#[test]
fn an_overlay_of_words_creates_changes_and_removes_nothing() {
    let tree = json!({"schemas": {"Boat": {"type": "object", "properties": {"name": {}}}}});
    for (action, place, reason) in [
        (
            "update: {properties: {length: {description: x}}}",
            "/update/properties/length",
            "no `length`",
        ),
        ("update: {type: string}", "/update/type", "would be changed"),
        ("update: {properties: {description: x}}", "/update/properties/description", "no `descr"),
        ("update: {maxLength: 7}", "/update/maxLength", "it has no `maxLength`"),
        ("remove: true", "/remove", "only describes"),
    ] {
        let faults = described(tree.clone(), &format!("- {{target: $.schemas.Boat, {action}}}"));
        let faults = faults.expect_err(action);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].starts_with("overlay-invalid /actions/0"), "{faults:?}");
        assert!(faults[0].contains(place) && faults[0].contains(reason), "{faults:?}");
    }
    let nowhere = described(tree, "- {target: $.schemas.Ship, update: {description: x}}");
    assert!(nowhere.unwrap_err()[0].starts_with("overlay-no-match"));
}

#[test]
fn what_is_known_to_have_no_place_is_left_out_with_a_warning() {
    let gone = "[[gone]]\ntarget = \"$.a.type\"\n\n[[gone]]\ntarget = \"$.schemas['A', 'B']\"\nmember = \"/properties/x\"\n";
    let said = |list: Vec<Diagnostic>| -> Vec<String> {
        let line = |one: &Diagnostic| format!("{} {}", one.code, one.pointer);
        list.iter().map(line).collect()
    };
    // The first update would have replaced what the removal takes away; the others stand alone.
    let corrections = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n\
        - {target: $.a.type, description: why, remove: true}\n\
        - {target: $.a, description: why, update: {type: array}}\n\
        - {target: $.a, description: why, update: {k: 1}}\n\
        - {target: $.b, description: why, update: {k: 1}}\n";
    let mut diagnostics = Diagnostics::default();
    let mut places = Places::parse(Some(gone), &mut diagnostics);
    let mut tree = json!({"a": {"$ref": "x"}, "b": {}});
    assert!(correct(&mut tree, corrections, &mut places, &mut diagnostics).is_ok());
    assert_eq!(tree, json!({"a": {"$ref": "x", "k": 1}, "b": {"k": 1}}));
    assert_eq!(
        said(diagnostics.into_sorted()),
        ["overlay-gone /actions/0/target", "overlay-gone /actions/1"]
    );

    let words = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n\
        - {target: \"$.schemas['A', 'B']\", update: {properties: {x: {description: X}, y: {description: Y}}}}\n";
    let mut tree = json!({"schemas": {"A": {"properties": {"y": {}}}, "B": {"properties": {"x": {}, "y": {}}}}});
    let mut diagnostics = Diagnostics::default();
    let mut places = Places::parse(Some(gone), &mut diagnostics);
    describe(&mut tree, words, 0, &mut places, &mut diagnostics);
    let (x, y) = (json!({"description": "X"}), json!({"description": "Y"}));
    assert_eq!(
        tree,
        json!({"schemas": {"A": {"properties": {"y": y}}, "B": {"properties": {"x": x, "y": y}}}})
    );
    assert_eq!(said(diagnostics.into_sorted()), ["overlay-gone /actions/0/update/properties/x"]);
}

#[test]
fn a_damaged_list_of_what_is_gone_is_an_error() {
    let mut diagnostics = Diagnostics::default();
    let _ = Places::parse(Some("[[gone]]\nplace = 1\n"), &mut diagnostics);
    let list = diagnostics.into_sorted();
    assert_eq!(list.len(), 1);
    assert!(list[0].message.starts_with("gone.toml cannot be read: "), "{list:?}");
}

#[test]
fn an_update_goes_with_the_removal_of_a_part_that_it_sets_again() {
    let left_out = |target: &str, update: &str| {
        let text = format!(
            "overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n\
             - {{target: \"$.a['b', 'c'].d.e\", description: why, remove: true}}\n\
             - {{target: \"{target}\", description: why, update: {update}}}\n"
        );
        let mut tree = json!({"a": {"b": {}, "c": {}}});
        let _ = correct(&mut tree, &text, &mut Places::lenient(), &mut Diagnostics::default());
        tree == json!({"a": {"b": {}, "c": {}}})
    };
    assert!(left_out("$.a['b', 'c']", "{d: {k: 1}}"));
    assert!(!left_out("$.a['b', 'c']", "{k: 1}"));
    assert!(left_out("$.a", "{b: {d: {}}}"));
    assert!(!left_out("$.a['c', 'b']", "{d: {k: 1}}"));
}
