//! Responses: the successes of an operation, and the one result of the call.

use super::media::{Media, json_name as odd_json_name};
use crate::diagnostic::Code;
use crate::document::{Kind, MediaType, Operation, Placed, Response, Schema, Status};
use crate::model::{
    Arm, ArmHint, Direction, Method, NameHint, Output, Shape, Type, TypeDecl, Union, Words,
};
use crate::pointer::Pointer;
use crate::shape::schemas::Schemas;
use crate::shape::schemas::site::SchemaSite;

/// A success of an operation.
pub(super) struct Success<'d> {
    status: Status,
    pub response: &'d Placed<Response>,
    /// The forms of the body that may come: none where no body can, whatever the document says.
    content: &'d [MediaType],
}

/// A result that some success gives.
struct Candidate {
    status: Status,
    output: Output,
    pointer: Pointer,
}

/// Returns the successes, in the order of their statuses: 2xx, else `default` where all else are
/// errors (OpenAPI 3.1 section 4.8.16).
pub(super) fn successes<'d>(
    schemas: &mut Schemas<'_>,
    operation: &'d Operation,
) -> Vec<Success<'d>> {
    let mut found: Vec<&'d (Status, Placed<Response>)> = Vec::new();
    let mut only_errors = true;
    for entry in &operation.responses {
        match entry.0 {
            Status::Code(200..=299) | Status::Class(2) => found.push(entry),
            Status::Code(300..=399) | Status::Class(3) => {
                let message = "a redirect is followed within the API's own origin, else it is an error; it has no type";
                schemas.diagnostics.add(Code::ResponseSkipped, &entry.1.pointer, message);
            }
            Status::Code(_) | Status::Class(_) | Status::Default => {}
        }
        only_errors &=
            matches!(entry.0, Status::Code(400..) | Status::Class(4..) | Status::Default);
    }
    if found.is_empty() && only_errors {
        found.extend(operation.responses.iter().filter(|(status, _)| *status == Status::Default));
    }
    let mut successes = Vec::new();
    for (status, response) in found {
        // RFC 9110 sections 9.3.2, 15.3.5 and 15.3.6.
        let is_bodiless =
            operation.method == Method::Head || matches!(status, Status::Code(204 | 205));
        if is_bodiless && !response.content.is_empty() {
            let message = "no body comes with such an answer, whatever is said of it";
            let at = response.pointer.child("content");
            schemas.diagnostics.add(Code::ResponseSkipped, &at, message);
        }
        let content = if is_bodiless { &[] } else { response.content.as_slice() };
        successes.push(Success { status: *status, response, content });
    }
    successes
}

/// Returns the name of JSON where no success goes by the usual one.
pub(super) fn json_name(successes: &[Success<'_>]) -> Option<String> {
    let content = successes.iter().flat_map(|success| success.content).map(|media| &media.name);
    let mut names: Vec<&String> = content.filter(|name| Media::of(name) == Media::Json).collect();
    names.sort();
    let all_odd = names.iter().all(|name| odd_json_name(name).is_some());
    names.first().filter(|_| all_odd).and_then(|name| odd_json_name(name))
}

/// Returns the result of the call: the one type of all its successes, or a choice of them.
pub(super) fn output(
    schemas: &mut Schemas<'_>,
    operation: &Operation,
    successes: &[Success<'_>],
    words: &Words,
) -> Output {
    let mut candidates: Vec<Candidate> = Vec::new();
    // Bodies of several successes are named by their statuses.
    let several = successes.iter().filter(|success| !success.content.is_empty()).count() > 1;
    for success in successes {
        let suffix = if several { status_word(success.status) } else { "response".to_owned() };
        let output = output_of(schemas, success, &words.part(&suffix));
        if !candidates.iter().any(|candidate| candidate.output == output) {
            let pointer = success.response.pointer.clone();
            candidates.push(Candidate { status: success.status, output, pointer });
        }
    }
    let before = candidates.len();
    candidates.retain(|candidate| candidate.output != Output::Empty);
    let has_empty = candidates.len() < before;
    let typed: Vec<(Status, &Type)> = candidates
        .iter()
        .filter_map(|candidate| Some((candidate.status, json(&candidate.output)?)))
        .collect();
    let main = match (typed.as_slice(), candidates.as_slice()) {
        (_, []) => return Output::Empty,
        ([], [first, ..]) => first.output.clone(),
        ([(_, only)], _) => Output::Json((*only).clone()),
        (several, _) => Output::Json(choice_of_successes(schemas, operation, several, words)),
    };
    for candidate in candidates
        .iter()
        .filter(|candidate| json(&candidate.output).is_none() && candidate.output != main)
    {
        let message = format!(
            "the answer with status {} ({}) is given as the other successes are",
            candidate.status,
            in_words(&candidate.output)
        );
        schemas.diagnostics.add(Code::ResponseSkipped, &candidate.pointer, message);
    }
    match main {
        Output::Json(ty) if has_empty => Output::Optional(ty),
        other => other,
    }
}

fn output_of(schemas: &mut Schemas<'_>, success: &Success<'_>, words: &Words) -> Output {
    let at = success.response.pointer.child("content");
    let mut choices: Vec<(Media, &MediaType)> =
        success.content.iter().map(|media| (Media::of(&media.name), media)).collect();
    // A described form comes first, then the usual name.
    choices.sort_by_key(|(kind, media)| {
        (*kind, media.schema.is_none(), odd_json_name(&media.name).is_some(), &media.name)
    });
    let Some(((kind, media), others)) = choices.split_first() else { return Output::Empty };
    let name = &media.name;
    if !others.is_empty() {
        let others: Vec<&str> = others.iter().map(|(_, other)| other.name.as_str()).collect();
        let message =
            format!("`{name}` is asked for; the answer could also be {}", others.join(", "));
        schemas.diagnostics.add(Code::MediaTypeSkipped, &at, message);
    }
    let at = at.child(name).child("schema");
    let schema = media.schema.map(|schema| (schema, &schemas.document[schema]));
    if *kind != Media::Json && schema.is_some_and(|(_, schema)| is_structured(schema)) {
        let message = format!("`{name}` is given as it comes; its schema is not read");
        schemas.diagnostics.add(Code::Widened, &at, message);
    }
    match (kind, schema) {
        (Media::Json, None) => Output::Json(Type::Json),
        (Media::Json, Some((_, schema))) if schema.is_binary() => {
            let message = "JSON of `format: binary` is a file; given as its bytes";
            schemas.diagnostics.add(Code::Widened, &at, message);
            Output::Bytes { media_type: "*/*".to_owned() }
        }
        (Media::Json, Some((schema, _))) => {
            let typed = schemas.type_of(schema, &SchemaSite::words(words.clone(), at));
            Output::Json(typed.into_member())
        }
        (Media::Text, _) => Output::Text { media_type: name.clone() },
        _ => Output::Bytes { media_type: name.clone() },
    }
}

/// Declares the union of successes of several types, named by their statuses.
fn choice_of_successes(
    schemas: &mut Schemas<'_>,
    operation: &Operation,
    several: &[(Status, &Type)],
    words: &Words,
) -> Type {
    let pointer = operation.pointer.child("responses");
    let message = "the successes differ in type; the one that explains the answer best is taken";
    schemas.diagnostics.add(Code::UnionUntagged, &pointer, message);
    let arms = several.iter().map(|(status, ty)| Arm {
        hint: Some(ArmHint::Words(status_word(*status))),
        ty: (*ty).clone(),
        boxed: false,
        tags: Vec::new(),
        text: Some(format!("The answer with status {status}.")),
    });
    let id = schemas.add(TypeDecl {
        pointer,
        name: NameHint::Words(words.part("response")),
        description: None,
        deprecated: false,
        direction: Direction::Response,
        shape: Shape::Union(Union { tag: None, arms: arms.collect() }),
    });
    Type::Named(id)
}

/// Returns whether a schema describes more than a text or any value.
fn is_structured(schema: &Schema) -> bool {
    !matches!(&schema.kind, Kind::Text(_) | Kind::Any | Kind::Mixed)
}

fn json(output: &Output) -> Option<&Type> {
    match output {
        Output::Json(ty) => Some(ty),
        _ => None,
    }
}

fn in_words(output: &Output) -> String {
    match output {
        Output::Empty => "nothing".to_owned(),
        Output::Json(_) | Output::Optional(_) => "JSON".to_owned(),
        Output::Text { media_type } | Output::Bytes { media_type } => format!("`{media_type}`"),
    }
}

/// Returns the reason phrase of a status (RFC 9110 section 15.3), as words.
fn status_word(status: Status) -> String {
    let word = match status {
        Status::Code(200) => "ok",
        Status::Code(201) => "created",
        Status::Code(202) => "accepted",
        Status::Code(203) => "non_authoritative",
        Status::Code(206) => "partial",
        Status::Code(207) => "multi_status",
        other => return format!("status_{other}"),
    };
    word.to_owned()
}
