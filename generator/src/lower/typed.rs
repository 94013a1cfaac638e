//! The typed document, read piece by piece so that a fault is shown where it is.

use std::collections::BTreeMap;

use openapiv3::{
    Components, Info, OpenAPI, Operation, Paths, ReferenceOr, SecurityRequirement, Server, Tag,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

use super::grammar::misfit::misfits;
use super::grammar::{Node, OTHERS};
use super::{Described, Other};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::Method;
use crate::text::pointer::trail::Trail;

/// The operations with methods that `openapiv3` does not know, by path.
type Others = BTreeMap<String, Vec<Other>>;

/// Reads the lowered tree. What cannot be read is reported and left out.
pub(super) fn read(mut tree: Value, diagnostics: &mut Diagnostics) -> (OpenAPI, Others) {
    let root = Trail::Root;
    let mut reader = Reader { diagnostics };
    let mut take = |key: &str| tree.get_mut(key).map(Value::take);
    let components =
        take("components").map(|components| reader.components(components, &root.key("components")));
    let mut paths = take("paths").unwrap_or_default();
    if let Value::Object(paths) = &mut paths {
        paths.retain(|name, _| !name.starts_with("x-"));
    }
    let others = reader.others(&mut paths, &root.key("paths"));
    let paths = Paths {
        paths: reader.map(Some(paths), Node::PathItem, &root.key("paths")),
        ..Paths::default()
    };
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
        paths,
        components,
        security,
        tags: tags.unwrap_or_default(),
        extensions: extensions.into_iter().collect(),
        ..OpenAPI::default()
    };
    (document, others)
}

/// Takes the webhooks out of the lowered tree and reads them, as [`read`] does all else.
pub(super) fn webhooks(tree: &mut Value, diagnostics: &mut Diagnostics) -> Described {
    let mut webhooks = tree.get_mut("webhooks").map(Value::take).unwrap_or_default();
    let root = Trail::Root;
    let at = root.key("webhooks");
    let mut reader = Reader { diagnostics };
    let others = reader.others(&mut webhooks, &at);
    let paths = reader.map(Some(webhooks), Node::PathItem, &at);
    Described { paths: Paths { paths, ..Paths::default() }, others }
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

    /// Takes the operations whose methods `openapiv3` does not know out of their path items, and
    /// reads them.
    fn others(&mut self, paths: &mut Value, at: &Trail<'_>) -> Others {
        let mut others = Others::new();
        for (path, item) in paths.as_object_mut().into_iter().flatten() {
            let Some(item) = item.as_object_mut() else { continue };
            let (query, named) = (item.remove("query"), item.remove(OTHERS));
            let at = at.key(path);
            let mut read = |method: Option<Method>, operation: Value, at: &Trail<'_>| {
                let operation = self.one::<Operation>(operation, Node::Operation, at)?;
                Some(Other { method: method?, operation })
            };
            let mut found: Vec<Other> = Vec::new();
            if let Some(query) = query {
                found.extend(read(Some(Method::Query), query, &at.key("query")));
            }
            if let Some(Value::Object(named)) = named {
                let at = at.key(OTHERS);
                let one =
                    |(name, one): (String, Value)| read(Method::other(&name), one, &at.key(&name));
                found.extend(named.into_iter().filter_map(one));
            }
            if !found.is_empty() {
                others.insert(path.clone(), found);
            }
        }
        others
    }

    /// Reads the security schemes. Those of kinds that 3.0 does not know (`mutualTLS`) are not the
    /// client's to carry out.
    fn schemes<T: DeserializeOwned, M: FromIterator<(String, ReferenceOr<T>)>>(
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

    fn map<T: DeserializeOwned, M: FromIterator<(String, ReferenceOr<T>)>>(
        &mut self,
        value: Option<Value>,
        node: Node,
        at: &Trail<'_>,
    ) -> M {
        let map = match value {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(map)) => map,
            Some(_) => {
                self.diagnostics.add(Code::Malformed, &at.pointer(), "expected an object");
                Map::new()
            }
        };
        map.into_iter()
            .filter_map(|(name, value)| {
                let value = self.one(value, node, &at.key(&name))?;
                Some((name, value))
            })
            .collect()
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
