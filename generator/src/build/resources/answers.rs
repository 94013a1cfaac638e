//! Whether an operation answers with a list, as far as naming has to know: the shapes themselves are built later.

use openapiv3::{
    MediaType, OpenAPI, Operation, ReferenceOr, Response, Schema, SchemaKind, StatusCode, Type,
};

use super::super::refs::component;

/// Whether a success of the operation is an array, or an object with an array called `results`.
pub(super) fn is_list(document: &OpenAPI, operation: &Operation) -> bool {
    let successes =
        operation.responses.responses.iter().filter(|(status, _)| {
            matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
        });
    let mut schemas = successes
        .filter_map(|(_, response)| resolve_response(document, response))
        .flat_map(|response| response.content.values());
    schemas.any(|media: &MediaType| {
        media.schema.as_ref().is_some_and(|schema| is_list_schema(document, schema, 8))
    })
}

fn resolve_response<'d>(
    document: &'d OpenAPI,
    response: &'d ReferenceOr<Response>,
) -> Option<&'d Response> {
    match response {
        ReferenceOr::Item(response) => Some(response),
        ReferenceOr::Reference { reference } => document
            .components
            .as_ref()?
            .responses
            .get(&component(reference, "responses")?)?
            .as_item(),
    }
}

fn is_list_schema(document: &OpenAPI, schema: &ReferenceOr<Schema>, depth: usize) -> bool {
    let Some(deeper) = depth.checked_sub(1) else { return false };
    let schema = match schema {
        ReferenceOr::Item(schema) => schema,
        ReferenceOr::Reference { reference } => {
            let schemas = document.components.as_ref().map(|components| &components.schemas);
            let target = component(reference, "schemas").and_then(|name| schemas?.get(&name));
            return target.is_some_and(|target| is_list_schema(document, target, deeper));
        }
    };
    match &schema.schema_kind {
        SchemaKind::Type(Type::Array(_)) => true,
        SchemaKind::Type(Type::Object(object)) => matches!(
            object
                .properties
                .get("results")
                .and_then(ReferenceOr::as_item)
                .map(|results| &results.schema_kind),
            Some(SchemaKind::Type(Type::Array(_)))
        ),
        SchemaKind::AllOf { all_of } => {
            all_of.iter().any(|part| is_list_schema(document, part, deeper))
        }
        _ => false,
    }
}
