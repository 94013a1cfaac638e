//! The typed document, read piece by piece so that a fault is shown where it is.

use std::collections::BTreeMap;

use openapiv3::{
    Components, Info, MediaType, OpenAPI, Operation, Parameter, Paths, ReferenceOr, RequestBody,
    Response, Schema, SecurityRequirement, Server, Tag,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

use super::walk::METHODS;
use crate::diagnostic::{Code, Diagnostics};
use crate::pointer::Pointer;

/// Reads the lowered tree. What cannot be read is reported and left out.
pub(super) fn read(mut tree: Value, diagnostics: &mut Diagnostics) -> OpenAPI {
    let root = Pointer::root();
    let mut reader = Reader { diagnostics };
    let mut take = |key: &str| tree.get_mut(key).map(Value::take);
    let components = take("components")
        .map(|components| reader.components(components, &root.child("components")));
    let mut paths = take("paths").unwrap_or_default();
    if let Value::Object(paths) = &mut paths {
        // Of all maps, only this one may be extended (OpenAPI 3.1 section 4.8.8).
        paths.retain(|name, _| !name.starts_with("x-"));
    }
    let paths = Paths { paths: reader.map(Some(paths), &root.child("paths")), ..Paths::default() };
    let mut info = take("info").unwrap_or_default();
    if let Value::Object(info) = &mut info {
        // What decides nothing cannot be wrong; an empty version serves as well as a missing one.
        info.remove("license");
        info.remove("contact");
        info.entry("title").or_insert_with(|| Value::String(String::new()));
        info.entry("version").or_insert_with(|| Value::String(String::new()));
    }
    let mut extensions = BTreeMap::new();
    if let Value::Object(rest) = &tree {
        extensions.extend(
            rest.iter()
                .filter(|(key, _)| key.starts_with("x-"))
                .map(|(key, value)| (key.clone(), value.clone())),
        );
    }
    OpenAPI {
        openapi: "3.0.3".to_owned(),
        info: reader.one::<Info>(info, &root.child("info")).unwrap_or_default(),
        servers: reader
            .list::<Server>(tree.get_mut("servers").map(Value::take), &root.child("servers")),
        paths,
        components,
        security: tree.get_mut("security").map(Value::take).and_then(|security| {
            reader.one::<Vec<SecurityRequirement>>(security, &root.child("security"))
        }),
        tags: reader.list::<Tag>(tree.get_mut("tags").map(Value::take), &root.child("tags")),
        extensions: extensions.into_iter().collect(),
        ..OpenAPI::default()
    }
}

struct Reader<'a> {
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn components(&mut self, mut components: Value, at: &Pointer) -> Components {
        let mut take = |key: &str| (components.get_mut(key).map(Value::take), at.child(key));
        let (schemas, parameters) = (take("schemas"), take("parameters"));
        let (responses, bodies) = (take("responses"), take("requestBodies"));
        let schemes = take("securitySchemes");
        Components {
            schemas: self.map(schemas.0, &schemas.1),
            parameters: self.map(parameters.0, &parameters.1),
            responses: self.map(responses.0, &responses.1),
            request_bodies: self.map(bodies.0, &bodies.1),
            security_schemes: self.schemes(schemes.0, &schemes.1),
            ..Components::default()
        }
    }

    /// Security schemes of kinds that 3.0 does not know (`mutualTLS`) are not the client's to carry out.
    fn schemes<T: DeserializeOwned, M: FromIterator<(String, ReferenceOr<T>)>>(
        &mut self,
        value: Option<Value>,
        at: &Pointer,
    ) -> M {
        let mut known = value.unwrap_or_default();
        if let Value::Object(map) = &mut known {
            map.retain(|name, scheme| {
                let kind =
                    scheme.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
                let keep = ["apiKey", "http", "oauth2", "openIdConnect"].contains(&kind.as_str())
                    || scheme.get("$ref").is_some();
                if let Some(scheme) = scheme.as_object_mut().filter(|_| keep) {
                    // How a token is come by decides nothing, and is often said in part.
                    scheme.insert("flows".to_owned(), Value::Object(Map::new()));
                    scheme
                        .entry("openIdConnectUrl")
                        .or_insert_with(|| Value::String(String::new()));
                }
                if !keep {
                    let message = format!("the security scheme kind `{kind}` is not supported");
                    self.diagnostics.add(Code::Unsupported, &at.child(name), message);
                }
                keep
            });
        }
        self.map(Some(known), at)
    }

    fn map<T: DeserializeOwned, M: FromIterator<(String, ReferenceOr<T>)>>(
        &mut self,
        value: Option<Value>,
        at: &Pointer,
    ) -> M {
        let map = match value {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(map)) => map,
            Some(_) => {
                self.diagnostics.add(Code::Malformed, at, "expected an object");
                Map::new()
            }
        };
        map.into_iter()
            .filter_map(|(name, value)| Some((name.clone(), self.one(value, &at.child(&name))?)))
            .collect()
    }

    fn list<T: DeserializeOwned>(&mut self, value: Option<Value>, at: &Pointer) -> Vec<T> {
        let Some(Value::Array(list)) = value else { return Vec::new() };
        list.into_iter()
            .enumerate()
            .filter_map(|(index, value)| self.one(value, &at.child(index)))
            .collect()
    }

    /// One piece, or a report of the innermost place that does not fit.
    fn one<T: DeserializeOwned>(&mut self, value: Value, at: &Pointer) -> Option<T> {
        // The quick way first: tracking the path costs as much again.
        if let Ok(read) = T::deserialize(&value) {
            return Some(read);
        }
        let (mut place, mut message) = (at.clone(), String::new());
        if let Err(error) = serde_path_to_error::deserialize::<_, T>(value.clone()) {
            for segment in error.path() {
                match segment {
                    Segment::Map { key } => place = place.child(key),
                    Segment::Seq { index } => place = place.child(index),
                    Segment::Enum { .. } | Segment::Unknown => {}
                }
            }
            message = error.into_inner().to_string();
        }
        let found = narrow(&value, at).or_else(|| faulty::<T>(&value, at));
        if let Some((deeper, said)) =
            found.filter(|(deeper, _)| deeper.as_str().len() > place.as_str().len())
        {
            (place, message) = (deeper, said);
        }
        self.diagnostics.add(Code::Malformed, &place, in_words(&message));
        None
    }
}

/// The deepest piece below `value` that cannot be read. serde loses its way inside flattened structures and in what may be a
/// reference, which most pieces are.
fn narrow(value: &Value, at: &Pointer) -> Option<(Pointer, String)> {
    let mut deepest: Option<(Pointer, String)> = None;
    let mut visit = |child: &Value, at: Pointer| {
        let found = narrow(child, &at).or_else(|| piece(child, &at));
        if let Some(found) = found
            && deepest
                .as_ref()
                .is_none_or(|(place, _)| place.as_str().len() < found.0.as_str().len())
        {
            deepest = Some(found);
        }
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, child)| visit(child, at.child(key))),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, child)| visit(child, at.child(index)))
        }
        _ => {}
    }
    deepest
}

/// Reads the piece that stands at a place, as what its pointer says that it is.
fn piece(value: &Value, at: &Pointer) -> Option<(Pointer, String)> {
    if value.get("$ref").is_some() {
        return None;
    }
    let (last, parent) = (at.last(), at.parent().map(|parent| parent.last()).unwrap_or_default());
    match (parent.as_str(), last.as_str()) {
        ("properties" | "schemas" | "oneOf" | "anyOf" | "allOf", _)
        | (_, "schema" | "items" | "additionalProperties") => faulty::<Schema>(value, at),
        ("parameters", _) => faulty::<Parameter>(value, at),
        ("requestBodies", _) | (_, "requestBody") => faulty::<RequestBody>(value, at),
        ("responses", _) => faulty::<Response>(value, at),
        ("content", _) => faulty::<MediaType>(value, at),
        (_, method) if METHODS.contains(&method) => faulty::<Operation>(value, at),
        _ => None,
    }
}

/// What keeps a piece from being read, at the member without which it could be.
fn faulty<T: DeserializeOwned>(value: &Value, at: &Pointer) -> Option<(Pointer, String)> {
    let message = T::deserialize(value).err()?.to_string();
    let members = value.as_object().into_iter().flatten();
    let culprit = members.map(|(key, _)| key).find(|key| {
        let mut without = value.clone();
        without.as_object_mut().map(|map| map.remove(*key));
        T::deserialize(&without).is_ok()
    });
    Some((culprit.map_or_else(|| at.clone(), |key| at.child(key)), message))
}

/// What serde says, in the words of the document.
fn in_words(message: &str) -> String {
    let word = |text: &str| match text {
        "sequence" | "a sequence" => "a list".to_owned(),
        "map" | "a map" => "an object".to_owned(),
        "null" | "unit value" => "null".to_owned(),
        "a string" => "a text".to_owned(),
        other if other.starts_with("struct ") => "an object".to_owned(),
        other => match other.split_once(' ') {
            Some(("string", text)) => format!("the text {text}"),
            Some(("integer" | "floating point", number)) => format!("the number {number}"),
            Some(("boolean", flag)) => flag.to_owned(),
            _ => other.to_owned(),
        },
    };
    if let Some((found, wanted)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("{} belongs here, not {}", word(wanted), word(found));
    }
    if let Some(name) = message.strip_prefix("missing field ") {
        return format!("{name} is missing");
    }
    if message.starts_with("data did not match any variant") {
        return "this is neither a reference nor what belongs here".to_owned();
    }
    message.to_owned()
}
