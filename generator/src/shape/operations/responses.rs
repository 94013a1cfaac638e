//! Responses: the successes of an operation, and the one result of the call.

use super::media::{Media, json_name as odd_json_name, listed};
use super::streams;
use crate::diagnostic::Code;
use crate::document::{Kind, MediaType, Operation, Placed, Response, Schema, Status};
use crate::model::{
    Arm, ArmHint, Direction, EventStream, Held, Method, NameHint, Output, Reading, Shape, Type,
    TypeDecl, Union, Words,
};
use crate::shape::schemas::Schemas;
use crate::shape::schemas::site::SchemaSite;
use crate::text::pointer::Pointer;

/// A success of an operation.
pub(super) struct Success<'d> {
    status: Status,
    pub response: &'d Placed<Response>,
    /// The forms of the body that may come: none where no body can, whatever the document says.
    content: &'d [MediaType],
}

/// The result of a call, and the way in which it is asked for.
pub(super) struct CallResult {
    pub output: Output,
    pub reading: Reading,
    /// The value of the header `Accept`, where it is not the usual one.
    pub accept: Option<String>,
    /// The stream that the answer may be instead.
    pub stream: Option<EventStream>,
}

/// The result of one success.
struct Given {
    status: Status,
    output: Output,
    reading: Reading,
    /// The media type that is asked for.
    media_type: Option<String>,
    /// The stream that the answer may be instead.
    stream: Option<EventStream>,
    /// The place of the forms of the body.
    content: Pointer,
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

/// Returns the result of the call: the one type of all its successes, or a choice of them by
/// status.
pub(super) fn result(
    schemas: &mut Schemas<'_>,
    operation: &Operation,
    successes: &[Success<'_>],
    words: &Words,
) -> CallResult {
    // Bodies of several successes are named by their statuses.
    let several = successes.iter().filter(|success| !success.content.is_empty()).count() > 1;
    let mut all: Vec<Given> = Vec::new();
    for success in successes {
        let status = status_word(success.status);
        let of_stream = if several { words.part(&status) } else { words.clone() };
        let suffix = if several { status } else { "response".to_owned() };
        all.push(given(schemas, success, &words.part(&suffix), &of_stream));
    }
    let stream = other_stream(schemas, &mut all);
    let accept = accept(&all);
    let mut outputs: Vec<&Output> = Vec::new();
    for output in all.iter().map(|one| &one.output).filter(|output| **output != Output::Empty) {
        if !outputs.contains(&output) {
            outputs.push(output);
        }
    }
    let is_open = all.iter().any(|one| one.reading == Reading::ByContentType);
    let reading = if is_open { Reading::ByContentType } else { Reading::AsDocumented };
    let has_empty = all.iter().any(|one| one.output == Output::Empty);
    match outputs.as_slice() {
        [] if says_nothing(operation, successes) => {
            let message = "no schema describes the answer; it is any value, if there is one";
            let at = operation.pointer.child("responses");
            schemas.diagnostics.add(Code::Widened, &at, message);
            let output = Output::Optional(Type::Json);
            CallResult { output, reading: Reading::ByContentType, accept, stream }
        }
        [] => CallResult { output: Output::Empty, reading, accept, stream },
        [Output::Json(ty)] if has_empty => {
            CallResult { output: Output::Optional(ty.clone()), reading, accept, stream }
        }
        [only] => CallResult { output: (*only).clone(), reading, accept, stream },
        _ => {
            let has_text = all.iter().any(|one| one.output == Output::Text);
            let reading = if has_text { Reading::ByContentType } else { reading };
            note_streams_as_bytes(schemas, &all);
            let ty = choice_by_status(schemas, operation, &all, words);
            CallResult { output: Output::Json(ty), reading, accept, stream }
        }
    }
}

/// Takes out the stream that answers are beside something else, which the call has a method of its
/// own for. Successes that are told apart by their statuses cannot be both. The call has one such
/// method: streams of another type are noted.
fn other_stream(schemas: &mut Schemas<'_>, all: &mut Vec<Given>) -> Option<EventStream> {
    let is_stream = |one: &Given| matches!(one.output, Output::Events(_));
    let mut streams: Vec<(EventStream, Pointer)> = Vec::new();
    for one in all.iter_mut() {
        streams.extend(one.stream.take().map(|stream| (stream, one.content.clone())));
    }
    if !all.iter().all(|one| is_stream(one) || one.output == Output::Empty) {
        let of_status = all.extract_if(.., |one| is_stream(one));
        streams.extend(of_status.filter_map(|one| match one.output {
            Output::Events(stream) => Some((stream, one.content)),
            _ => None,
        }));
    }
    let mut streams = streams.into_iter();
    let (kept, _) = streams.next()?;
    for (_, at) in streams.filter(|(stream, _)| *stream != kept) {
        let message = "the stream of another answer is read, whose events are of another type";
        schemas.diagnostics.add(Code::MediaTypeSkipped, &at, message);
    }
    Some(kept)
}

/// Returns whether the document leaves open if an answer has a body: that of no success is
/// described, and neither the method nor a status says that there is none.
fn says_nothing(operation: &Operation, successes: &[Success<'_>]) -> bool {
    let is_bodiless = |status| matches!(status, Status::Code(204 | 205));
    let redirects = || {
        let mut statuses = operation.responses.iter().map(|(status, _)| *status);
        statuses.any(|status| matches!(status, Status::Code(300..=399) | Status::Class(3)))
    };
    !matches!(operation.method, Method::Delete | Method::Head)
        && if successes.is_empty() {
            !redirects()
        } else {
            successes.iter().any(|success| !is_bodiless(success.status))
        }
}

/// Returns the header that names all that the successes may be, where it is not that of JSON, and
/// takes anything else rather than be refused.
fn accept(all: &[Given]) -> Option<String> {
    let mut names: Vec<&str> = all.iter().filter_map(|one| one.media_type.as_deref()).collect();
    names.sort_by_key(|name| (Media::of(name), odd_json_name(name).is_some(), *name));
    names.dedup();
    // Any value of the usual JSON is what a call asks for by itself.
    let is_usual = |name: &&str| Media::of(name) == Media::Json && odd_json_name(name).is_none();
    let names: Vec<&str> = match names.as_slice() {
        [] => return None,
        [only] if is_usual(only) || *only == "*/*" => return None,
        [first, others @ ..] if is_usual(first) => {
            let others = others.iter().copied().filter(|other| !is_usual(other));
            ["application/json"].into_iter().chain(others).collect()
        }
        several => several.to_vec(),
    };
    match names.as_slice() {
        // A call for JSON and one for text ask for these by themselves.
        ["application/json"] => None,
        ["text/plain" | "text/event-stream" | "application/jsonl" | "application/json-seq"] => None,
        names if names.contains(&"*/*") => Some(names.join(", ")),
        names => Some(format!("{}, */*;q=0.5", names.join(", "))),
    }
}

fn given(
    schemas: &mut Schemas<'_>,
    success: &Success<'_>,
    words: &Words,
    of_stream: &Words,
) -> Given {
    let at = success.response.pointer.child("content");
    let status = success.status;
    let declared = streams::declare(schemas, success.content, &at, of_stream);
    let choices = choices(success.content, declared.as_ref().map(|(_, media)| *media));
    let is_plain = choices.first().is_some_and(|(kind, _)| *kind != Media::Stream);
    let declared = declared.map(|(stream, _)| stream);
    let (stream, instead) = if is_plain { (declared, None) } else { (None, declared) };
    let Some(((kind, media), others)) = choices.split_first() else {
        let reading = Reading::AsDocumented;
        let (output, media_type) = (Output::Empty, None);
        return Given { status, output, reading, media_type, stream, content: at };
    };
    let name = &media.name;
    let content = at;
    let at = content.child(name).child("schema");
    let schema = media.schema.map(|schema| (schema, &schemas.document[schema]));
    note_unread(schemas, *kind, media, &at);
    let mut reading = Reading::AsDocumented;
    let mut media_type = asked(name);
    let output = match (kind, schema) {
        (Media::Json, None) => {
            reading = by_content_type(name, true);
            Output::Json(Type::Json)
        }
        (Media::Json, Some((_, schema))) if schema.is_binary() => {
            let message = "JSON of `format: binary` is a file; given as its bytes";
            schemas.diagnostics.add(Code::Widened, &at, message);
            media_type = Some("*/*".to_owned());
            Output::Bytes
        }
        (Media::Json, Some((schema, described))) => {
            reading = by_content_type(name, may_be_text(described));
            let typed = schemas.type_of(schema, &SchemaSite::words(words.clone(), at));
            Output::Json(typed.into_member())
        }
        (Media::Text, _) => Output::Text,
        (Media::Stream, _) => instead.map_or(Output::Bytes, Output::Events),
        _ => Output::Bytes,
    };
    if !others.is_empty() {
        let usual = if name.trim().is_empty() { "application/json" } else { name };
        let asked = media_type.as_deref().unwrap_or(usual);
        let others = listed(others.iter().map(|(_, other)| *other));
        let message = format!("`{asked}` is asked for; the answer could also be {others}");
        schemas.diagnostics.add(Code::MediaTypeSkipped, &content, message);
    }
    Given { status, output, reading, media_type, stream, content }
}

/// Returns the forms that the result of the call may have, the best first: of several streams the
/// chosen one, and none beside anything else, which is not given up for it: the stream has a method
/// of its own.
fn choices<'d>(
    content: &'d [MediaType],
    stream: Option<&'d MediaType>,
) -> Vec<(Media, &'d MediaType)> {
    let mut choices: Vec<(Media, &MediaType)> =
        content.iter().map(|media| (Media::of(&media.name), media)).collect();
    let has_other = choices.iter().any(|(kind, _)| *kind != Media::Stream);
    let chosen = stream.filter(|_| !has_other).map(|media| &media.name);
    choices.retain(|(kind, media)| *kind != Media::Stream || chosen == Some(&media.name));
    // A described form comes first, then the usual name, then any other but one that says nothing.
    choices.sort_by_key(|(kind, media)| {
        let name = &media.name;
        let is_open = name.contains('*') || name.trim().is_empty();
        (*kind, media.schema.is_none(), odd_json_name(name).is_some(), is_open, name)
    });
    choices
}

/// Notes that the schema of a text or of bytes becomes no type.
fn note_unread(schemas: &mut Schemas<'_>, kind: Media, media: &MediaType, at: &Pointer) {
    let Some(schema) = media.schema else { return };
    let described = &schemas.document[schema];
    let is_read = matches!(kind, Media::Json | Media::Stream);
    if !is_read && says_more(described, kind) {
        schemas.leave_unread(schema);
        let message = format!("`{}` is given as it comes; its schema is not read", media.name);
        schemas.diagnostics.add(Code::Widened, at, message);
    } else if !is_read || described.is_binary() {
        schemas.reach(schema.component);
    }
}

/// Returns a media type as the header can have it.
fn asked(name: &str) -> Option<String> {
    let name = name.trim();
    (!name.is_empty() && name.is_ascii() && !name.contains(char::is_control))
        .then(|| name.to_owned())
}

/// Returns the way to read what may be text, where the document leaves open if it is.
fn by_content_type(name: &str, may_be_text: bool) -> Reading {
    let is_open = name.contains('*') || name.trim().is_empty();
    if is_open && may_be_text { Reading::ByContentType } else { Reading::AsDocumented }
}

fn may_be_text(schema: &Schema) -> bool {
    !matches!(schema.kind, Kind::Object(_) | Kind::Array(_) | Kind::AllOf(_))
}

/// Notes the streams that become bytes, since the successes are streams of different types.
fn note_streams_as_bytes(schemas: &mut Schemas<'_>, all: &[Given]) {
    for one in all.iter().filter(|one| matches!(one.output, Output::Events(_))) {
        let message = "the stream is given as it comes: another success has events of another type";
        schemas.diagnostics.add(Code::Widened, &one.content, message);
    }
}

/// Declares the choice of successes by their statuses.
fn choice_by_status(
    schemas: &mut Schemas<'_>,
    operation: &Operation,
    all: &[Given],
    words: &Words,
) -> Type {
    let arms = all.iter().map(|one| Arm {
        hint: Some(ArmHint::Words(status_word(one.status))),
        ty: match &one.output {
            Output::Json(ty) | Output::Optional(ty) => ty.clone(),
            Output::Text => Type::String,
            Output::Bytes | Output::Events(_) => Type::Bytes,
            Output::Empty => Type::Empty,
        },
        held: Held::Plain,
        tags: Vec::new(),
        is_default: false,
        text: Some(format!("The response with status {}.", one.status)),
    });
    let statuses = all.iter().map(|one| match one.status {
        Status::Code(code) => (code, code),
        Status::Class(class) => (class * 100, class * 100 + 99),
        Status::Default => (100, 999),
    });
    let union = Union { tag: None, arms: arms.collect(), statuses: statuses.collect() };
    let id = schemas.add(TypeDecl {
        pointer: operation.pointer.child("responses"),
        name: NameHint::Words(words.part("response")),
        description: None,
        deprecated: false,
        direction: Direction::Response,
        shape: Shape::Union(union),
    });
    Type::Named(id)
}

/// Returns whether a schema says more of a body than its media type: of a text that it is a number,
/// or which texts there are; of bytes that they are something else.
fn says_more(schema: &Schema, kind: Media) -> bool {
    match &schema.kind {
        Kind::Text(text) => {
            kind == Media::Text
                && (!text.values.is_empty()
                    || text.format.as_deref().is_some_and(|format| format != "binary"))
        }
        Kind::Any | Kind::Mixed => false,
        _ => true,
    }
}

/// Returns the reason phrase of a status (RFC 9110 section 15.3), as words.
fn status_word(status: Status) -> String {
    let word = match status {
        Status::Code(200) => "ok",
        Status::Code(201) => "created",
        Status::Code(202) => "accepted",
        Status::Code(203) => "non_authoritative",
        Status::Code(204) => "no_content",
        Status::Code(205) => "reset_content",
        Status::Code(206) => "partial",
        Status::Code(207) => "multi_status",
        other => return format!("status_{other}"),
    };
    word.to_owned()
}
