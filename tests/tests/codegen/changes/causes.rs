//! Causes: of several inputs that differ, the one that brings a change about.

use std::collections::BTreeMap;

use cekura_codegen::compare::{Cause, Comparison, Kind};
use cekura_codegen::{Input, Surface, compare_with, surface};
use cekura_tests::cases::changes::compared;

const BOATS: &str = "openapi: 3.1.0
info: {title: Boats, version: '1'}
servers: [{url: https://boats.example}]
paths:
  /boats/:
    get:
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Boat'}}}}}
components:
  schemas:
    Boat: {type: object, properties: {name: {type: string}, rig: {type: string}}}
";

fn causes(comparison: &Comparison) -> BTreeMap<Kind, Vec<Cause>> {
    let entries = comparison.entries.iter();
    entries.map(|entry| (entry.kind, entry.causes.iter().copied().collect())).collect()
}

fn overlay(target: &str) -> String {
    format!(
        "overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n- {{target: {target}, description: d, remove: true}}\n"
    )
}

#[test]
fn each_change_has_the_input_that_brings_it_about() {
    let document =
        BOATS.replace("rig: {type: string}", "rig: {type: string}, draught: {type: number}");
    let overlay = overlay("$.components.schemas.Boat.properties.rig");
    let config = "[methods]\n\"GET /boats/\" = \"all\"\n";
    // Without names of their own the new client would keep the old name as an alias.
    let old = Input { document: BOATS, lock: Some(""), ..Input::default() };
    let new = Input { document: &document, overlay: Some(&overlay), config: Some(config), ..old };
    let expected = BTreeMap::from([
        (Kind::FieldAdded, vec![Cause::Document]),
        (Kind::FieldRemoved, vec![Cause::Overlay]),
        (Kind::OperationRenamed, vec![Cause::Configuration]),
    ]);
    assert_eq!(causes(&compared(&old, &new)), expected);
    let only = Input { document: &document, ..old };
    let expected = BTreeMap::from([(Kind::FieldAdded, vec![Cause::Document])]);
    assert_eq!(causes(&compared(&old, &only)), expected);
}

#[test]
fn names_are_carried_over_where_neither_side_has_a_lock() {
    let renamed = BOATS.replace("Boat}", "Vessel}").replace("schemas/Boat", "schemas/Vessel");
    let renamed = renamed.replace("    Boat: ", "    Vessel: ");
    let kinds = |lock| -> Vec<Kind> {
        let old = Input { document: BOATS, lock, ..Input::default() };
        let new = Input { document: &renamed, ..old };
        compared(&old, &new).entries.iter().map(|entry| entry.kind).collect()
    };
    assert_eq!(kinds(None), []);
    assert_eq!(kinds(Some("")), [Kind::TypeRenamed]);
}

#[test]
fn inputs_that_only_fit_together_are_one_cause() {
    // The old overlay has no place in the new document.
    let document = BOATS.replace("rig:", "sails:");
    let (one, other) =
        ("$.components.schemas.Boat.properties.rig", "$.components.schemas.Boat.properties.sails");
    let (one, other) = (overlay(one), overlay(other).replace("sails", "name"));
    let old = Input { document: BOATS, overlay: Some(&one), ..Input::default() };
    let new = Input { document: &document, overlay: Some(&other), ..Input::default() };
    let both = vec![Cause::Document, Cause::Overlay];
    let expected = BTreeMap::from([(Kind::FieldAdded, both.clone()), (Kind::FieldRemoved, both)]);
    assert_eq!(causes(&compared(&old, &new)), expected);
}

#[test]
fn an_overlay_that_mends_what_the_document_broke_leaves_no_change() {
    let document = BOATS.replace("name:", "title:");
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.components.schemas.Boat\n  description: d\n  update: {properties: {name: {type: string}}}\n- {target: $.components.schemas.Boat.properties.title, description: d, remove: true}\n";
    let old = Input { document: BOATS, ..Input::default() };
    let new = Input { document: &document, overlay: Some(overlay), ..Input::default() };
    assert_eq!(compared(&old, &new).entries, []);
}

#[test]
fn what_another_generator_made_of_the_same_is_the_generators() {
    let document =
        BOATS.replace("rig: {type: string}", "rig: {type: string}, draught: {type: number}");
    let old = Input { document: BOATS, lock: Some(""), ..Input::default() };
    let new = Input { document: &document, ..old };
    // It has another name for the call.
    let config = Some("[methods]\n\"GET /boats/\" = \"all\"\n");
    let other = surface(&Input { config, ..old }).expect("a surface");
    let same = surface(&old).expect("a surface");
    let with = |surface: &Surface, new: &Input<'_>| {
        compare_with(surface, &old, new).expect("a comparison")
    };
    let expected = BTreeMap::from([
        (Kind::FieldAdded, vec![Cause::Document]),
        (Kind::OperationRenamed, vec![Cause::Generator]),
    ]);
    assert_eq!(causes(&with(&other, &new)), expected);
    let expected = BTreeMap::from([(Kind::OperationRenamed, vec![Cause::Generator])]);
    assert_eq!(causes(&with(&other, &old)), expected);
    assert_eq!(with(&same, &old).entries, []);
}
