//! Documents that are large in one direction: each must be shaped in linear time, on a small stack.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::input::config::Config;
use crate::input::lock::Lock;
use crate::lower::notes::Notes;
use crate::lower::{Described, Lowered};
use crate::model::{Api, Method, Shape, Type};

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn object(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

/// Shapes a document with one call, whose result is the schema `root`.
fn shape(root: &str, schemas: impl IntoIterator<Item = (String, Value)>) -> Api {
    let content = json!({"application/json": {"schema": reference(root)}});
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Boats", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas.into_iter().collect::<Map<String, Value>>()},
    });
    let call = json!({"responses": {"200": {"description": "", "content": content}}});
    let operations = vec![(Method::Get, serde_json::from_value(call).unwrap())];
    let boats = Described { operations, ..Described::default() };
    let document = Document::read(Lowered {
        document: serde_json::from_value(document).unwrap(),
        paths: vec![("/boats".to_owned(), boats)],
        webhooks: Vec::new(),
        notes: Notes::default(),
        ignored: BTreeSet::new(),
    });
    let (config, lock) = (Config::default(), Lock::default());
    super::shape(&document, &config, &lock, &mut Diagnostics::default()).unwrap()
}

/// Returns `S0`, which is made of `S1`, and so on, the last of a text.
fn chain(length: usize, link: impl Fn(Value) -> Value) -> Vec<(String, Value)> {
    let link = |index: usize| (format!("S{index}"), link(reference(&format!("S{}", index + 1))));
    let end = (format!("S{length}"), json!({"type": "string"}));
    (0..length).map(link).chain([end]).collect()
}

const LONG: usize = 5_000;

#[test]
fn a_chain_of_objects() {
    let api = shape("S0", chain(LONG, |next| object(json!({ "next": next }))));
    assert_eq!(api.written.len(), LONG);
}

#[test]
fn a_chain_of_references() {
    let mut schemas = chain(LONG, |next| next);
    schemas.push(("Boat".to_owned(), object(json!({"name": reference("S0")}))));
    let api = shape("Boat", schemas);
    let Shape::Struct(boat) = &api[api.written[0]].shape else { panic!("no struct") };
    assert_eq!(boat.fields[0].ty, Type::String);
}

#[test]
fn a_chain_of_wrappers() {
    let mut schemas = chain(LONG, |next| json!({"allOf": [next], "description": "next"}));
    schemas.push(("Boat".to_owned(), object(json!({"name": reference("S0")}))));
    assert_eq!(shape("Boat", schemas).written.len(), 1);
}

#[test]
fn a_chain_of_lists_and_maps() {
    let list =
        |next| json!({"type": "object", "additionalProperties": {"type": "array", "items": next}});
    assert!(shape("S0", chain(500, list)).written.is_empty());
}

#[test]
fn a_chain_of_choices() {
    let choice = |next| json!({"oneOf": [next, {"type": "integer"}]});
    assert_eq!(shape("S0", chain(LONG, choice)).written.len(), LONG);
}

#[test]
fn a_chain_of_parts_that_are_no_objects() {
    let both = |next| json!({"allOf": [next, {"type": "string"}]});
    assert!(shape("S0", chain(LONG, both)).written.is_empty());
}

#[test]
fn a_chain_of_bases() {
    let mut schemas =
        chain(300, |next| json!({"allOf": [next, object(json!({"own": {"type": "string"}}))]}));
    schemas.pop();
    schemas.push(("S300".to_owned(), object(json!({"first": {"type": "string"}}))));
    let api = shape("S0", schemas);
    let Shape::Struct(derived) = &api[api.written[0]].shape else { panic!("no struct") };
    assert_eq!(derived.fields.len(), 2);
}

#[test]
fn diamonds_of_bases() {
    let diamond = |next: Value| {
        let left = json!({"allOf": [next, object(json!({"left": {"type": "string"}}))]});
        let right = json!({"allOf": [next, object(json!({"right": {"type": "string"}}))]});
        json!({"allOf": [left, right]})
    };
    let mut schemas = chain(100, diamond);
    schemas.pop();
    schemas.push(("S100".to_owned(), object(json!({"first": {"type": "string"}}))));
    assert_eq!(shape("S0", schemas).written.len(), 1);
}

#[test]
fn diamonds_of_properties_that_two_parts_describe() {
    let of = |side: char| {
        let next = move |index: usize| reference(&format!("{side}{}", index + 1));
        let both = move |index| object(json!({"one": next(index), "other": next(index)}));
        (0..60).map(move |index| (format!("{side}{index}"), both(index)))
    };
    let ends =
        ["L60", "R60"].map(|name| (name.to_owned(), object(json!({name: {"type": "string"}}))));
    let root = ("Root".to_owned(), json!({"allOf": [reference("L0"), reference("R0")]}));
    let api = shape("Root", of('L').chain(of('R')).chain(ends).chain([root]));
    assert_eq!(api.written.len(), 61);
}

#[test]
fn schemas_that_contain_themselves() {
    let list = json!({"type": "array", "items": reference("List")});
    let choice = json!({"oneOf": [reference("Choice"), reference("Choice")]});
    let merge = json!({"allOf": [reference("Merge"), object(json!({"list": reference("List"), "choice": reference("Choice")}))]});
    let schemas = [("List", list), ("Choice", choice), ("Merge", merge)];
    let schemas = schemas.map(|(name, schema)| (name.to_owned(), schema));
    let api = shape("Merge", schemas);
    assert_eq!(api.written.len(), 1);
    let Shape::Struct(merge) = &api[api.written[0]].shape else { panic!("no struct") };
    let types: Vec<&Type> = merge.fields.iter().map(|field| &field.ty).collect();
    assert_eq!(types, [&Type::Json, &Type::List(Box::new(Type::Json))]);
}

#[test]
fn a_choice_of_two_nullables_is_nullable_wherever_it_stands() {
    let number = json!({"type": "number", "nullable": true});
    let schemas = [
        ("Number".to_owned(), json!({"oneOf": [number, {"type": "number", "format": "float"}]})),
        (
            "Boat".to_owned(),
            object(json!({
                "depth": reference("Number"),
                "depths": {"type": "array", "items": reference("Number")},
            })),
        ),
    ];
    let api = shape("Boat", schemas);
    let Shape::Struct(boat) = &api[api.written[0]].shape else { panic!("no struct") };
    assert_eq!(boat.fields[0].ty, Type::F64);
    assert!(boat.fields[0].nullable);
    assert_eq!(boat.fields[1].ty, Type::List(Box::new(Type::Nullable(Box::new(Type::F64)))));
}
