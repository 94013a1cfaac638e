//! The typed document, read piece by piece so that a fault is shown where it is.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{
    Components, Info, OpenAPI, Operation, PathItem, ReferenceOr, SecurityRequirement, Server, Tag,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

use super::grammar::misfit::misfits;
use super::grammar::{METHODS, Node, OTHERS};
use super::notes::Notes;
use super::reach::reference_of;
use super::{Described, Lowered};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::Method;
use crate::stage::workers;
use crate::text::pointer::trail::Trail;

/// Reads the lowered tree. What cannot be read is reported and left out.
pub(super) fn read(mut tree: Value, notes: Notes, diagnostics: &mut Diagnostics) -> Lowered {
    let root = Trail::Root;
    let mut reader = Reader { diagnostics };
    let mut take = |key: &str| tree.get_mut(key).map(Value::take);
    let webhooks = reader.described(take("webhooks"), &root.key("webhooks"));
    let components =
        take("components").map(|components| reader.components(components, &root.key("components")));
    let mut paths = take("paths");
    if let Some(Value::Object(paths)) = &mut paths {
        paths.retain(|name, _| !name.starts_with("x-"));
    }
    let paths = reader.described(paths, &root.key("paths"));
    let mut info = take("info").unwrap_or_default();
    if let Value::Object(info) = &mut info {
        // Members that decide nothing cannot be wrong; an empty version serves as well as none.
        info.remove("license");
        info.remove("contact");
        info.entry("title").or_insert_with(|| Value::String(String::new()));
        info.entry("version").or_insert_with(|| Value::String(String::new()));
    }
    let servers = take("servers")
        .map(|servers| reader.list::<Server>(servers, Node::Server, &root.key("servers")));
    let tags = take("tags").map(|tags| reader.list::<Tag>(tags, Node::Tag, &root.key("tags")));
    let security = take("security").map(|security| {
        reader.list::<SecurityRequirement>(security, Node::Requirement, &root.key("security"))
    });
    let extensions: BTreeMap<String, Value> = match tree {
        Value::Object(rest) => rest.into_iter().filter(|(key, _)| key.starts_with("x-")).collect(),
        _ => BTreeMap::new(),
    };
    let document = OpenAPI {
        openapi: "3.0.3".to_owned(),
        info: reader.one::<Info>(info, Node::Info, &root.key("info")).unwrap_or_default(),
        servers: servers.unwrap_or_default(),
        components,
        security,
        tags: tags.unwrap_or_default(),
        extensions: extensions.into_iter().collect(),
        ..OpenAPI::default()
    };
    Lowered { document, paths, webhooks, notes, ignored: BTreeSet::new() }
}

struct Reader<'a> {
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn components(&mut self, mut components: Value, at: &Trail<'_>) -> Components {
        let mut take = |key: &str| components.get_mut(key).map(Value::take);
        Components {
            schemas: self.map(take("schemas"), Node::Schema, &at.key("schemas")),
            parameters: self.map(take("parameters"), Node::Parameter, &at.key("parameters")),
            responses: self.map(take("responses"), Node::Response, &at.key("responses")),
            request_bodies: self.map(take("requestBodies"), Node::Body, &at.key("requestBodies")),
            security_schemes: self.schemes(take("securitySchemes"), &at.key("securitySchemes")),
            ..Components::default()
        }
    }

    /// Reads the paths, or the webhooks.
    fn described(&mut self, value: Option<Value>, at: &Trail<'_>) -> Vec<(String, Described)> {
        let items = self.object(value, at);
        self.apart(items, at, |reader, item, at| reader.path_item(item, at))
    }

    /// Reads the pieces of an object, each apart from all others.
    fn apart<T: Send, C: FromIterator<(String, T)>>(
        &mut self,
        pieces: Map<String, Value>,
        at: &Trail<'_>,
        read: impl Fn(&mut Reader<'_>, Value, &Trail<'_>) -> Option<T> + Sync,
    ) -> C {
        let work = |(name, piece): (String, Value)| {
            let mut diagnostics = Diagnostics::default();
            let mut reader = Reader { diagnostics: &mut diagnostics };
            let piece = read(&mut reader, piece, &at.key(&name));
            (piece.map(|piece| (name, piece)), diagnostics)
        };
        let (pieces, found): (Vec<_>, Vec<_>) = workers::map(pieces, work).into_iter().unzip();
        found.into_iter().for_each(|found| self.diagnostics.absorb(found));
        pieces.into_iter().flatten().collect()
    }

    /// Reads the operations of a path item one by one, and then the rest of it.
    fn path_item(&mut self, mut item: Value, at: &Trail<'_>) -> Option<Described> {
        let mut operations = Vec::new();
        let mut read = |method: Option<Method>, operation: Value, at: &Trail<'_>| {
            let operation = self.one::<Operation>(operation, Node::Operation, at);
            operations.extend(method.zip(operation));
        };
        if let Value::Object(item) = &mut item {
            for key in METHODS {
                if let Some(operation) = item.remove(key) {
                    read(Method::from_key(key), operation, &at.key(key));
                }
            }
            if let Some(Value::Object(others)) = item.remove(OTHERS) {
                let at = at.key(OTHERS);
                for (name, operation) in others {
                    read(Method::other(&name), operation, &at.key(&name));
                }
            }
        }
        let PathItem { summary, description, servers, parameters, .. } =
            self.one(item, Node::PathItem, at)?;
        Some(Described { summary, description, servers, parameters, operations })
    }

    /// Reads the security schemes. Those of kinds that 3.0 does not know (`mutualTLS`) are not the
    /// client's to carry out.
    fn schemes<T: DeserializeOwned + Send, M: FromIterator<(String, ReferenceOr<T>)>>(
        &mut self,
        value: Option<Value>,
        at: &Trail<'_>,
    ) -> M {
        let mut known = value.unwrap_or_default();
        if let Value::Object(map) = &mut known {
            map.retain(|name, scheme| {
                let kind =
                    scheme.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
                let keep = ["apiKey", "http", "oauth2", "openIdConnect"].contains(&kind.as_str())
                    || scheme.get("$ref").is_some();
                if let Some(scheme) = scheme.as_object_mut().filter(|_| keep) {
                    // The flows decide nothing for the client, and are often incomplete.
                    scheme.insert("flows".to_owned(), Value::Object(Map::new()));
                    scheme
                        .entry("openIdConnectUrl")
                        .or_insert_with(|| Value::String(String::new()));
                }
                if !keep {
                    let message = format!("security schemes of type `{kind}` are not supported; no credential is sent for them");
                    self.diagnostics.add(Code::Unsupported, &at.key(name).pointer(), message);
                }
                keep
            });
        }
        self.map(Some(known), Node::SecurityScheme, at)
    }

    fn map<T: DeserializeOwned + Send, M: FromIterator<(String, ReferenceOr<T>)>>(
        &mut self,
        value: Option<Value>,
        node: Node,
        at: &Trail<'_>,
    ) -> M {
        let parts = self.object(value, at);
        self.apart(parts, at, |reader, part, at| reader.part(part, node, at))
    }

    fn object(&mut self, value: Option<Value>, at: &Trail<'_>) -> Map<String, Value> {
        match value {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(map)) => map,
            Some(_) => {
                self.diagnostics.add(Code::Malformed, &at.pointer(), "expected an object");
                Map::new()
            }
        }
    }

    fn list<T: DeserializeOwned>(&mut self, value: Value, node: Node, at: &Trail<'_>) -> Vec<T> {
        let Value::Array(list) = value else {
            self.diagnostics.add(Code::Malformed, &at.pointer(), "expected an array");
            return Vec::new();
        };
        list.into_iter()
            .enumerate()
            .filter_map(|(index, value)| self.one(value, node, &at.item(index)))
            .collect()
    }

    /// Reads a piece that may be a reference. To leave that to `openapiv3` would read each piece
    /// twice: as anything, and then as it is.
    fn part<T: DeserializeOwned>(
        &mut self,
        value: Value,
        node: Node,
        at: &Trail<'_>,
    ) -> Option<ReferenceOr<T>> {
        match reference_of(&value) {
            Some(reference) => Some(ReferenceOr::ref_(reference)),
            None => self.one(value, node, at).map(ReferenceOr::Item),
        }
    }

    /// Reads one piece, or reports the places in it that do not fit.
    fn one<T: DeserializeOwned>(&mut self, value: Value, node: Node, at: &Trail<'_>) -> Option<T> {
        // By reference, which is no slower than by value, and keeps the piece for the search for
        // faults.
        if let Ok(piece) = T::deserialize(&value) {
            return Some(piece);
        }
        let misfits = misfits(node, &value, at);
        if !misfits.is_empty() {
            for (place, message) in misfits {
                self.diagnostics.add(Code::Malformed, &place, message);
            }
            return None;
        }
        // A fault that the grammar does not know is shown at the place that serde reports.
        if let Err(error) = serde_path_to_error::deserialize::<_, T>(value) {
            let mut place = at.pointer();
            for segment in error.path() {
                match segment {
                    Segment::Map { key } => place = place.child(key),
                    Segment::Seq { index } => place = place.child(index),
                    Segment::Enum { .. } | Segment::Unknown => {}
                }
            }
            self.diagnostics.add(Code::Malformed, &place, error.into_inner().to_string());
        }
        None
    }
}
