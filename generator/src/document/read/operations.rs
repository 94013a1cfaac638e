//! Operations. A part that several of them refer to is read once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use openapiv3::{Components, ReferenceOr, StatusCode};

use super::{Reader, alternatives, references};
use crate::document::{
    Body, Location, Operation, Parameter, PathItem, Placed, Repeated, Response, SchemaRef,
    Security, Status, template,
};
use crate::lower::Described;
use crate::model::Method;
use crate::text::pointer::Pointer;

/// The parts that have a name, by name.
pub(super) struct Shared {
    parameters: BTreeMap<String, Arc<Parameter>>,
    headers: BTreeMap<String, Arc<Option<SchemaRef>>>,
    bodies: BTreeMap<String, Arc<Body>>,
    responses: BTreeMap<String, Arc<Response>>,
}

/// The parameters of a list, and those that it declares twice.
#[derive(Clone, Default)]
struct Declared {
    parameters: Vec<Placed<Parameter>>,
    repeated: Vec<Repeated>,
}

impl Reader {
    /// Reads the parts that have a name.
    pub(super) fn shared(&mut self, components: Components) -> Shared {
        let at = |section: &str, name: &str| Pointer::root().descend(["components", section, name]);
        let parameters =
            references::resolve(components.parameters, "parameters", |name, parameter| {
                self.parameter(parameter, &at("parameters", name))
            });
        let headers = references::resolve(components.headers, "headers", |name, header| {
            self.header(header, &at("headers", name))
        });
        let bodies =
            references::resolve(components.request_bodies, "requestBodies", |name, body| {
                self.body(body, &at("requestBodies", name))
            });
        let entries = components.responses;
        let responses = references::resolve(entries, "responses", |name, response| {
            self.response(response, &at("responses", name), &headers)
        });
        Shared { parameters, headers, bodies, responses }
    }

    /// Reads the operations of all paths, or those of all webhooks.
    pub(super) fn operations(
        &mut self,
        described: Vec<(String, Described)>,
        root: &Pointer,
        shared: &Shared,
        security: &Arc<Vec<Vec<String>>>,
    ) -> Vec<Operation> {
        let mut operations = Vec::new();
        for (path, item) in described {
            let at = root.child(&path);
            let template = template::read(&path);
            let of_path = self.declared(item.parameters, &at.child("parameters"), shared);
            let servers: Vec<String> = item.servers.iter().map(super::address).collect();
            let Described { summary, description, .. } = item;
            let texts = Arc::new(PathItem { summary, description });
            for (method, operation) in item.operations {
                let place = method.place(&at);
                let mut operation = self.operation(operation, &place, shared, security);
                operation.method = method;
                operation.path.clone_from(&template.path);
                operation.reserved.clone_from(&template.reserved);
                operation.item = Arc::clone(&texts);
                inherit(&mut operation, &of_path);
                if operation.servers.is_empty() {
                    operation.servers.clone_from(&servers);
                    operation.servers_at = at.child("servers");
                }
                operations.push(operation);
            }
        }
        operations.sort_by(|one, other| (&one.path, one.method).cmp(&(&other.path, other.method)));
        operations
    }

    fn operation(
        &mut self,
        operation: openapiv3::Operation,
        at: &Pointer,
        shared: &Shared,
        security: &Arc<Vec<Vec<String>>>,
    ) -> Operation {
        let Declared { parameters, repeated } =
            self.declared(operation.parameters, &at.child("parameters"), shared);
        let body = operation.request_body.and_then(|body| {
            let at = at.child("requestBody");
            self.placed(body, at, "requestBodies", &shared.bodies, Self::body)
        });
        let below = at.child("responses");
        let mut responses = BTreeMap::new();
        let listed =
            operation.responses.responses.into_iter().map(|(status, response)| match status {
                StatusCode::Code(code) => (Status::Code(code), code.to_string(), response),
                StatusCode::Range(class) => (Status::Class(class), format!("{class}XX"), response),
            });
        let default = operation.responses.default.into_iter();
        let default = default.map(|response| (Status::Default, "default".to_owned(), response));
        for (status, token, response) in listed.chain(default) {
            let read = |reader: &mut Self, response, at: &Pointer| {
                reader.response(response, at, &shared.headers)
            };
            let at = below.child(token);
            let response = self.placed(response, at, "responses", &shared.responses, read);
            responses.extend(response.map(|response| (status, response)));
        }
        Operation {
            method: Method::Get,
            path: String::new(),
            reserved: Vec::new(),
            item: Arc::default(),
            id: operation.operation_id,
            summary: operation.summary,
            description: operation.description,
            external_docs: operation.external_docs.map(|docs| docs.url),
            deprecated: operation.deprecated,
            tags: operation.tags,
            extensions: operation.extensions.into_iter().collect(),
            parameters,
            repeated,
            body,
            responses: responses.into_iter().collect(),
            security: Security {
                none: operation.security.as_ref().is_some_and(Vec::is_empty),
                alternatives: match &operation.security {
                    Some(own) => Arc::new(alternatives(own)),
                    None => Arc::clone(security),
                },
            },
            servers: operation.servers.iter().map(super::address).collect(),
            servers_at: at.child("servers"),
            pointer: at.clone(),
        }
    }

    /// Returns a part of an operation, which stands in place or has a name.
    pub(super) fn placed<I, T>(
        &mut self,
        part: ReferenceOr<I>,
        pointer: Pointer,
        section: &str,
        named: &BTreeMap<String, Arc<T>>,
        read: impl FnOnce(&mut Self, I, &Pointer) -> T,
    ) -> Option<Placed<T>> {
        let part = match part {
            ReferenceOr::Item(item) => Arc::new(read(self, item, &pointer)),
            ReferenceOr::Reference { reference } => {
                Arc::clone(named.get(&references::component(&reference, section)?)?)
            }
        };
        Some(Placed { pointer, part })
    }

    fn declared(
        &mut self,
        list: Vec<ReferenceOr<openapiv3::Parameter>>,
        at: &Pointer,
        shared: &Shared,
    ) -> Declared {
        let mut declared = Declared::default();
        let mut first: BTreeMap<(String, u8), Pointer> = BTreeMap::new();
        for (index, parameter) in list.into_iter().enumerate() {
            let at = at.child(index);
            let named = &shared.parameters;
            let Some(parameter) = self.placed(parameter, at, "parameters", named, Self::parameter)
            else {
                continue;
            };
            let key = key(&parameter);
            match first.get(&key) {
                Some(first) => declared.repeated.push(Repeated {
                    name: key.0,
                    pointer: parameter.pointer,
                    first: first.clone(),
                }),
                None => {
                    first.insert(key, parameter.pointer.clone());
                    declared.parameters.push(parameter);
                }
            }
        }
        declared
    }
}

/// Adds the parameters of the path that the operation does not declare itself.
fn inherit(operation: &mut Operation, of_path: &Declared) {
    let own: BTreeSet<(String, u8)> =
        operation.parameters.iter().map(|parameter| key(parameter)).collect();
    let inherited = of_path.parameters.iter().filter(|parameter| !own.contains(&key(parameter)));
    operation.parameters.extend(inherited.cloned());
    operation.repeated.extend(of_path.repeated.iter().cloned());
}

/// The identity of a parameter: its name and where it is written.
fn key(parameter: &Parameter) -> (String, u8) {
    let place = match parameter.location {
        Location::Path => 0,
        Location::Query { .. } => 1,
        Location::Header => 2,
        Location::Cookie => 3,
        Location::WholeQuery => 4,
    };
    (parameter.name.clone(), place)
}
