//! The additions of version 1.1 of the specification to 1.0.

use serde_json::{Value, json};

use super::super::{apply, describe};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::input::overlay::gone::Places;

const HEAD: &str =
    "overlay: 1.1.0\ninfo: {title: t, version: '1', description: About it.}\nactions:\n";

fn run(mut tree: Value, actions: &str) -> (Option<Value>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let done = apply(&mut tree, &format!("{HEAD}{actions}"), &mut diagnostics);
    (done.is_ok().then_some(tree), diagnostics.into_sorted())
}

fn changed(tree: Value, actions: &str) -> Value {
    let (tree, diagnostics) = run(tree, actions);
    assert_eq!(diagnostics, [], "{actions}");
    tree.unwrap_or_default()
}

/// Refuses a list of actions, with one error at a place that says a text.
fn refused(tree: Value, actions: &str, code: Code, pointer: &str, part: &str) {
    let (tree, diagnostics) = run(tree, actions);
    assert_eq!(tree, None, "{actions}");
    let [one] = diagnostics.as_slice() else { panic!("{diagnostics:?}") };
    assert_eq!((one.code, one.pointer.as_str()), (code, pointer), "{}", one.message);
    assert!(one.message.contains(part), "{}", one.message);
}

#[test]
fn a_copy_is_an_update_with_what_stands_elsewhere() {
    let tree =
        json!({"a": {"k": {"x": 1}, "l": [1]}, "b": {"k": {"y": 2}, "l": [2]}, "n": 1, "m": 2});
    assert_eq!(
        changed(tree.clone(), "- {target: $.b, description: why, copy: $.a}")["b"],
        json!({"k": {"x": 1, "y": 2}, "l": [2, 1]})
    );
    assert_eq!(
        changed(tree.clone(), "- {target: $.b.l, description: why, copy: $.a.l}")["b"]["l"],
        json!([2, 1])
    );
    assert_eq!(
        changed(tree.clone(), "- {target: $.b.l, description: why, copy: $.a.k}")["b"]["l"],
        json!([2, {"x": 1}])
    );
    assert_eq!(changed(tree, "- {target: $.n, description: why, copy: $.m}")["n"], json!(2));
}

#[test]
fn a_copy_takes_what_the_actions_before_it_made() {
    let actions = "- {target: $.p, description: why, update: {new: {}}}\n\
                   - {target: $.p.old, description: why, update: {k: 1}}\n\
                   - {target: $.p.new, description: why, copy: $.p.old}\n\
                   - {target: $.p.old, description: why, remove: true}";
    assert_eq!(changed(json!({"p": {"old": {}}}), actions), json!({"p": {"new": {"k": 1}}}));
}

#[test]
fn a_copy_of_what_is_around_its_target_is_a_snapshot() {
    let tree = changed(json!({"a": {"b": {}}}), "- {target: $.a.b, description: why, copy: $.a}");
    assert_eq!(tree, json!({"a": {"b": {"b": {}}}}));
}

#[test]
fn lists_are_concatenated_and_single_values_replaced() {
    let tree = json!({"l": [1], "t": "old", "u": {"t": null}});
    assert_eq!(
        changed(tree.clone(), "- {target: $.l, description: why, update: [2, 3]}")["l"],
        json!([1, 2, 3])
    );
    assert_eq!(
        changed(tree.clone(), "- {target: $.l, description: why, update: {k: 1}}")["l"],
        json!([1, {"k": 1}])
    );
    assert_eq!(
        changed(tree.clone(), "- {target: '$..t', description: why, update: new}"),
        json!({"l": [1], "t": "new", "u": {"t": "new"}})
    );
    assert_eq!(
        changed(
            json!({"tags": ["a", "b"]}),
            "- {target: \"$.tags[?@ == 'a']\", description: why, remove: true}"
        ),
        json!({"tags": ["b"]})
    );
    assert_eq!(changed(tree, "- {target: $.t, description: why, update: null}")["t"], json!(null));
}

#[test]
fn nothing_becomes_what_it_is_not() {
    let tree = json!({"a": {"b": {"type": "string", "l": []}}, "t": 1});
    let invalid = Code::OverlayInvalid;
    for (action, pointer, part) in [
        (
            "target: $.a, update: {b: {type: [string]}}",
            "/actions/0",
            "to #/a/b/type of the document: it is a string, and would become an array",
        ),
        (
            "target: $.a, update: {b: {l: {}}}",
            "/actions/0",
            "to #/a/b/l of the document: it is an array",
        ),
        (
            "target: $.a, update: {b: null}",
            "/actions/0",
            "to #/a/b of the document: it is an object",
        ),
        ("target: $.t, update: [1]", "/actions/0", "must be a single value, not an array"),
        ("target: $.a, copy: $.t", "/actions/0", "must be an object, not a number"),
        ("target: '$.*', update: {k: 1}", "/actions/0", "selects objects and single values"),
    ] {
        refused(tree.clone(), &format!("- {{description: why, {action}}}"), invalid, pointer, part);
    }
}

#[test]
fn a_copy_has_one_source() {
    let tree = json!({"a": {}, "s": {"x": {}, "y": {}, "z": {}, "w": {}}});
    let copy = |from: &str| format!("- {{target: $.a, description: why, copy: '{from}'}}");
    refused(
        tree.clone(),
        &copy("$.s.q"),
        Code::OverlayNoMatch,
        "/actions/0/copy",
        "`copy: $.s.q` of action 1 (`$.a`, “why”) matches nothing: `$.s` exists, but has no `.q`",
    );
    refused(
        tree.clone(),
        &copy("$.s.*"),
        Code::OverlayInvalid,
        "/actions/0/copy",
        "selects 4 places: #/s/w, #/s/x, #/s/y, …",
    );
    refused(
        tree.clone(),
        &copy("s"),
        Code::OverlayInvalid,
        "/actions/0/copy",
        "the copy of action 1",
    );
    refused(
        tree.clone(),
        "- {target: $.a, description: why, copy: 1}",
        Code::OverlayInvalid,
        "/actions/0/copy",
        "must be a string",
    );
    refused(
        tree.clone(),
        "- {target: $.a, description: why, copy: $.s, update: {}}",
        Code::OverlayInvalid,
        "/actions/0/copy",
        "both `update` and `copy`",
    );
    refused(
        tree,
        "- {target: $.a, description: why}",
        Code::OverlayInvalid,
        "/actions/0",
        "none of `update`, `copy` and",
    );
}

#[test]
fn a_copy_beside_a_removal_is_noted() {
    let (tree, diagnostics) =
        run(json!({"a": 1}), "- {target: $.a, description: why, remove: true, copy: $.b}");
    assert_eq!(tree, Some(json!({})));
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].code, Code::KeywordIgnored);
}

#[test]
fn an_older_overlay_has_none_of_it() {
    let text = "overlay: 1.0.0\ninfo: {title: t, version: '1', description: x}\nextends: 5\nactions:\n- {target: $.a, description: why, copy: $.a}\n";
    let mut diagnostics = Diagnostics::default();
    assert!(apply(&mut json!({"a": {}}), text, &mut diagnostics).is_err());
    let list = diagnostics.into_sorted();
    let said: Vec<_> = list.iter().map(|one| (one.pointer.as_str(), one.help.as_deref())).collect();
    let newer = Some("write `overlay: 1.1.0`");
    assert_eq!(
        said,
        [("/actions/0/copy", newer), ("/extends", None), ("/info/description", newer)]
    );
}

#[test]
fn words_may_be_given_to_their_own_place_and_are_never_copied() {
    let described = |mut tree: Value, action: &str| {
        let mut diagnostics = Diagnostics::default();
        let text = format!("{HEAD}{action}");
        describe(&mut tree, &text, 0, &mut Places::default(), &mut diagnostics);
        (tree, diagnostics.into_sorted().iter().map(Diagnostic::ledger_line).collect::<String>())
    };
    let tree = json!({"a": {"description": "x", "title": "y", "properties": {"description": {"type": "string"}}}});
    let (words, said) = described(tree.clone(), "- {target: $.a.description, update: z}");
    assert_eq!((words["a"]["description"].as_str(), said.as_str()), (Some("z"), ""));
    for (action, part) in [
        ("- {target: $.a.title, update: z}", "would be changed"),
        ("- {target: $.a.properties.description, update: {type: number}}", "would be changed"),
        (
            "- {target: $.a.description, copy: $.a.title}",
            "/copy  action 1 (`$.a.description`) copies something",
        ),
    ] {
        let (_, said) = described(tree.clone(), action);
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn copies_that_double_the_document_have_an_end() {
    let actions = "- {target: $.a, description: why, update: {l: [0, 0, 0, 0, 0, 0, 0, 0]}}\n"
        .to_owned()
        + &"- {target: $.a.l, description: why, copy: $.a.l}\n".repeat(40);
    let (tree, diagnostics) = run(json!({"a": {}}), &actions);
    assert_eq!(tree, None);
    assert!(diagnostics[0].message.contains("adds more than 500000 values"), "{diagnostics:?}");
}
