//! Operations: what each takes and gives.

use crate::diagnostic::Code;
use crate::document::{Document, Operation as Source};
use crate::model::{Auth, Operation, Resource, Words};

use super::resources::{NamedOperation, NamedResource};
use super::schemas::Schemas;
use super::security;

mod bodies;
mod forms;
pub(super) mod ids;
pub(super) mod media;
mod parameters;
mod query_string;
mod responses;
pub(super) mod streams;
pub(super) mod texts;
mod words;

/// Declares the operations of all resources, and with them every type that they reach.
pub(super) fn declare(
    schemas: &mut Schemas<'_>,
    named: Vec<NamedResource<'_>>,
    auth: &Auth,
) -> Vec<Resource> {
    let mut resources = Vec::new();
    let words = words::of_all(&named);
    for (NamedResource { name, version, operations }, words) in named.into_iter().zip(words) {
        let description = tag_description(schemas.document, &operations);
        let declare = |(one, words)| declare_one(schemas, one, &name, &words, auth);
        let mut operations: Vec<Operation> = operations.iter().zip(words).map(declare).collect();
        let shared = texts::take_shared(&mut operations);
        let groups = Vec::new();
        resources.push(Resource { name, version, description, shared, operations, groups });
    }
    resources
}

fn declare_one(
    schemas: &mut Schemas<'_>,
    named: &NamedOperation<'_>,
    resource: &str,
    words: &Words,
    auth: &Auth,
) -> Operation {
    let operation = named.selected.operation;
    let document = schemas.document;
    let path = operation.path.as_str();
    report_beyond_client(schemas, operation, auth);
    let mut parameters = parameters::declare(schemas, operation, words);
    let body = bodies::declare(schemas, operation, words);
    if body.as_ref().is_some_and(|body| body.optional) && parameters.others.is_none() {
        // The call that the body is set on.
        parameters.others = Some(parameters::add(schemas, operation, words));
    }
    let successes = responses::successes(schemas, operation);
    let result = responses::result(schemas, operation, &successes, words);
    let item = &operation.item;
    Operation {
        method: operation.method,
        path: parameters::on_the_wire(path).to_owned(),
        template: path.to_owned(),
        name: named.name.clone(),
        ids: operation.id.clone().into_iter().collect(),
        summary: texts::informative(operation.summary.as_ref(), path)
            .filter(|summary| operation.id.as_ref() != Some(summary))
            .or_else(|| item.summary.clone()),
        description: texts::informative(operation.description.as_ref(), path)
            .or_else(|| item.description.clone()),
        answers: texts::answers(
            successes.iter().map(|success| success.response.description.as_str()),
            &format!("{resource}_{}", named.name),
            operation,
        ),
        see: operation.external_docs.clone(),
        deprecated: operation.deprecated,
        path_parameters: parameters.in_path,
        parameters: parameters.others,
        body,
        output: result.output,
        reading: result.reading,
        accept: result.accept,
        accepted: security::accepted(document, &operation.security, auth),
        job: None,
        stream: result.stream,
    }
}

/// Reports what the operation asks of a client beside the call itself, and does not get.
fn report_beyond_client(schemas: &mut Schemas<'_>, operation: &Source, auth: &Auth) {
    // The server that all calls go to is no news.
    let base = schemas.document.servers.first();
    let servers = &operation.servers;
    if !servers.is_empty() && !base.is_some_and(|base| servers.contains(base)) {
        let message = format!("the call goes where all others go, not to {}", servers.join(", "));
        schemas.diagnostics.add(Code::ServerSkipped, &operation.servers_at, message);
    }
    if let Some((_, fragment)) = operation.path.split_once('#') {
        let message = format!(
            "`#{fragment}` is never sent: it only tells two descriptions of one path apart"
        );
        let at = operation.pointer.parent().unwrap_or_default();
        schemas.diagnostics.add(Code::KeywordIgnored, &at, message);
    }
    if let Some(message) = security::beyond(schemas.document, &operation.security, auth) {
        let at = operation.pointer.child("security");
        schemas.diagnostics.add(Code::OtherCredential, &at, message);
    }
}

/// Returns the description of the one tag that all the operations carry.
fn tag_description(document: &Document, operations: &[NamedOperation<'_>]) -> Option<String> {
    let mut tags = operations.iter().map(|named| named.selected.operation.tags.as_slice());
    let [first] = tags.next()? else { return None };
    let is_shared = tags.all(|tags| tags == std::slice::from_ref(first));
    let text = document.tags.get(first).filter(|_| is_shared)?;
    Some(text.clone()).filter(|text| !text.is_empty())
}
