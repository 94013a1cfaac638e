//! The answers of a call: its successes and its errors, as the document declares them.

use serde_json::Value;

use super::fit::{Fit, Judge};
use super::media::{self, Form};
use super::sample::Sampler;
use super::{Call, Wire};
use crate::document::{MediaType, Operation, Placed, Response, Status};
use crate::model::{Direction, Method, Output, Shape, Type};

/// An answer of the server.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub status: u16,
    pub content_type: Option<String>,
    pub body: Body,
}

/// The body of an answer.
#[derive(Clone, Debug)]
pub(super) enum Body {
    Empty,
    /// JSON, and whether it may be only one thing.
    Json(Value, Fit),
    Text(String),
}

/// Everything that a call may be answered.
pub(super) struct Answers {
    /// The first success; `None` if none can be made.
    pub success: Option<Answer>,
    /// The successes that the document shows.
    pub examples: Vec<Answer>,
    pub errors: Vec<Answer>,
    /// Examples that contradict their schema.
    pub misfits: Vec<String>,
}

/// Plans the answers of a call.
pub(super) fn plan(wire: &Wire<'_>, call: &Call<'_>) -> Answers {
    let successes = successes(call.source);
    let mut answers =
        Answers { success: None, examples: Vec::new(), errors: Vec::new(), misfits: Vec::new() };
    let with_body = successes.iter().find(|(_, response)| !response.content.is_empty());
    let first = match call.operation.output {
        Output::Empty => successes.first(),
        _ => with_body.or(successes.first()),
    };
    answers.success = match first {
        Some((status, response)) => success(wire, call, *status, response),
        None => bare(&call.operation.output),
    };
    for (status, response) in &successes {
        answers.show(wire, call, *status, response);
    }
    answers.errors = errors(wire, call.source);
    answers
}

/// Returns the successes: 2xx, else `default` where all else are errors.
fn successes(operation: &Operation) -> Vec<(u16, &Placed<Response>)> {
    let all = operation.responses.iter();
    let of_two = all.clone().filter_map(|(status, response)| match status {
        Status::Code(code @ 200..=299) => Some((*code, response)),
        Status::Class(2) => Some((200, response)),
        _ => None,
    });
    let found: Vec<_> = of_two.collect();
    let is_other = |status: &Status| {
        !matches!(status, Status::Code(400..) | Status::Class(4..) | Status::Default)
    };
    if !found.is_empty() || operation.responses.iter().any(|(status, _)| is_other(status)) {
        return found;
    }
    let default = all.filter(|(status, _)| *status == Status::Default);
    default.map(|(_, response)| (200, response)).collect()
}

/// Returns the answer of a call of which the document describes none.
fn bare(output: &Output) -> Option<Answer> {
    let answer = |body| Answer { status: 200, content_type: None, body };
    match output {
        Output::Empty | Output::Optional(_) => Some(answer(Body::Empty)),
        _ => None,
    }
}

fn success(wire: &Wire<'_>, call: &Call<'_>, status: u16, response: &Response) -> Option<Answer> {
    let is_bodiless = call.operation.method == Method::Head || matches!(status, 204 | 205);
    let content = if is_bodiless { &[] } else { response.content.as_slice() };
    let none = Answer { status, content_type: None, body: Body::Empty };
    let of_form = |form: Form| media::best(content, form);
    Some(match &call.operation.output {
        Output::Empty => none,
        Output::Optional(_) if content.is_empty() => none,
        Output::Json(_) | Output::Optional(_) => {
            let media = of_form(Form::Json)?;
            let (value, fit) = match media.schema {
                Some(schema) => Sampler::new(wire, Direction::Response).value(schema, "answer")?,
                None => (Value::String("text".to_owned()), Fit::Exact),
            };
            // A choice by status is read, and never written.
            let is_read_only = call.operation.output.ty().is_some_and(|ty| is_by_status(wire, ty));
            json(status, media, value, if is_read_only { Fit::Loose } else { fit })
        }
        Output::Text => text(status, of_form(Form::Text)?),
        Output::Bytes => text(status, content.first()?),
        Output::Events(_) => return None,
    })
}

fn is_by_status(wire: &Wire<'_>, ty: &Type) -> bool {
    let Type::Named(id) = ty else { return false };
    matches!(&wire.api[*id].shape, Shape::Union(union) if !union.statuses.is_empty())
}

fn json(status: u16, media: &MediaType, value: Value, fit: Fit) -> Answer {
    let content_type = media::exact(&media.name).unwrap_or("application/json");
    Answer { status, content_type: Some(content_type.to_owned()), body: Body::Json(value, fit) }
}

fn text(status: u16, media: &MediaType) -> Answer {
    let content_type = media::exact(&media.name).map(str::to_owned);
    Answer { status, content_type, body: Body::Text("the answer to this call".to_owned()) }
}

impl Answers {
    /// Adds the answers that the document shows of a success.
    fn show(&mut self, wire: &Wire<'_>, call: &Call<'_>, status: u16, response: &Response) {
        let (Output::Json(_) | Output::Optional(_)) = &call.operation.output else { return };
        let media = media::best(&response.content, Form::Json);
        let Some((media, schema)) = media.and_then(|media| Some((media, media.schema?))) else {
            return;
        };
        if call.operation.method == Method::Head || matches!(status, 204 | 205) {
            return;
        }
        let is_read_only = call.operation.output.ty().is_some_and(|ty| is_by_status(wire, ty));
        let judge = Judge::new(wire, Direction::Response);
        for (name, value) in &media.examples {
            match judge.judge(schema, value) {
                Ok(fit) => {
                    let fit = if is_read_only { Fit::Loose } else { fit };
                    self.examples.push(json(status, media, value.clone(), fit));
                }
                Err(reason) => self
                    .misfits
                    .push(format!("the example `{name}` of the answer {status}, {reason}")),
            }
        }
    }
}

/// Returns the errors, each with the body that the document shows or describes.
fn errors(wire: &Wire<'_>, operation: &Operation) -> Vec<Answer> {
    let mut errors: Vec<Answer> = Vec::new();
    let has_success = !successes(operation).is_empty();
    let is_default_an_error = operation
        .responses
        .iter()
        .any(|(status, _)| matches!(status, Status::Code(200..=299) | Status::Class(2)));
    for (status, response) in &operation.responses {
        let status = match status {
            Status::Code(code @ 400..=599) => *code,
            Status::Class(class @ 4..=5) => class * 100,
            Status::Default if has_success && is_default_an_error => 500,
            Status::Code(_) | Status::Class(_) | Status::Default => continue,
        };
        if errors.iter().all(|known| known.status != status) {
            errors.push(error(wire, status, response));
        }
    }
    errors
}

fn error(wire: &Wire<'_>, status: u16, response: &Response) -> Answer {
    let none = Answer { status, content_type: None, body: Body::Empty };
    let Some(media) = media::best(&response.content, Form::Json) else { return none };
    let shown = media.examples.first().map(|(_, value)| value.clone());
    let made = || {
        let sampler = Sampler::new(wire, Direction::Response);
        sampler.value(media.schema?, "error").map(|(value, _)| value)
    };
    match shown.or_else(made) {
        Some(value) => json(status, media, value, Fit::Exact),
        None => none,
    }
}
