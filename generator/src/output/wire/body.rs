//! The body of a call: the argument in Rust, and the document's view of its bytes.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::fit::{Fit, Judge};
use super::media::{self, Form};
use super::sample::Sampler;
use super::{Call, Wire, encode};
use crate::document::{Encoding, MediaType, Style};
use crate::model::{BodyContent, Direction, Type};

pub(super) mod form;

/// A body that is sent.
pub(super) struct Sent {
    /// The argument, made of the text that `body` holds.
    pub argument: TokenStream,
    /// The text that `body` holds.
    pub given: Given,
    /// The call can do without, so that it is set like a parameter.
    pub is_optional: bool,
    pub content_type: String,
    pub bytes: Bytes,
    /// Further bodies that the document shows, each as JSON.
    pub examples: Vec<Value>,
    /// Examples that contradict their schema.
    pub misfits: Vec<String>,
}

/// The text that a body is made of.
pub(super) enum Given {
    Json(Value),
    Text(String),
    /// It is no text, but made by its own functions.
    Rust(TokenStream),
}

/// The bytes of a body.
pub(super) enum Bytes {
    /// JSON that says what was given.
    Json,
    /// The text that was given.
    Given,
    Text(String),
    /// The parts of a multipart form: names and contents.
    Parts(Vec<(String, String)>),
    /// The document does not say enough to know them.
    Unknown,
}

/// Plans the body of a call, if it has one.
///
/// # Errors
///
/// The reason why no test can make it.
pub(super) fn plan(wire: &Wire<'_>, call: &Call<'_>) -> Result<Option<Sent>, String> {
    let (Some(body), Some(source)) = (&call.operation.body, &call.source.body) else {
        return Ok(None);
    };
    let content = source.content.as_slice();
    let described = |form: Form| media::best(content, form);
    let mut sent = match &body.content {
        BodyContent::Json(ty, _) => json(wire, described(Form::Json), ty)?,
        BodyContent::Form(ty, _) => fields(wire, described(Form::Fields), ty)?,
        BodyContent::Text { media_type } | BodyContent::Bytes { media_type } => {
            let given = Given::Text("the body of this call".to_owned());
            Sent::new(quote!(body), given, media_type, Bytes::Given)
        }
        BodyContent::Multipart(id) | BodyContent::JsonOrMultipart(id, _) => {
            form::plan(wire, described(Form::Multipart), *id)?
        }
        BodyContent::AnyMultipart => form::any(),
    };
    sent.is_optional = body.optional;
    Ok(Some(sent))
}

impl Sent {
    fn new(argument: TokenStream, given: Given, content_type: &str, bytes: Bytes) -> Self {
        Self {
            argument,
            given,
            is_optional: false,
            content_type: content_type.to_owned(),
            bytes,
            examples: Vec::new(),
            misfits: Vec::new(),
        }
    }
}

fn json(wire: &Wire<'_>, media: Option<&MediaType>, ty: &Type) -> Result<Sent, String> {
    let unknown = || "no value is known for its body".to_owned();
    let media = media.ok_or_else(unknown)?;
    let usual = media::is_usual_json(&media.name);
    let content_type = media::exact(&media.name).filter(|_| !usual).unwrap_or("application/json");
    let (mut shown, mut misfits) = (Vec::new(), Vec::new());
    if let Some(schema) = media.schema {
        let judge = Judge::new(wire, Direction::Request);
        for (name, value) in &media.examples {
            match judge.judge(schema, value) {
                Ok(Fit::Exact) => shown.push(value.clone()),
                Ok(Fit::Loose) => {}
                Err(reason) => misfits.push(format!("the example `{name}` of the body, {reason}")),
            }
        }
    }
    let made = || match media.schema {
        Some(schema) => Sampler::new(wire, Direction::Request).value(schema, "body"),
        None => Some((Value::String("text".to_owned()), Fit::Exact)),
    };
    let first = shown.first().cloned().map(|value| (value, Fit::Exact));
    let (value, fit) = first.or_else(made).ok_or_else(unknown)?;
    let bytes = if fit == Fit::Exact { Bytes::Json } else { Bytes::Unknown };
    let examples = shown.into_iter().skip(1).collect();
    let sent = Sent::new(wire.expressions().body(ty), Given::Json(value), content_type, bytes);
    Ok(Sent { examples, misfits, ..sent })
}

fn fields(wire: &Wire<'_>, media: Option<&MediaType>, ty: &Type) -> Result<Sent, String> {
    let unknown = || "no value is known for its body".to_owned();
    let media = media.ok_or_else(unknown)?;
    let made = media
        .schema
        .and_then(|schema| Sampler::flat(wire, Direction::Request).value(schema, "body"));
    let (value, fit) = made.ok_or_else(unknown)?;
    let text = form_text(media, &value).filter(|_| fit == Fit::Exact);
    let bytes = text.map_or(Bytes::Unknown, Bytes::Text);
    let argument = wire.expressions().body(ty);
    Ok(Sent::new(argument, Given::Json(value), "application/x-www-form-urlencoded", bytes))
}

/// Returns the text of a form; `None` if a value in it has no form that is certain.
fn form_text(media: &MediaType, value: &Value) -> Option<String> {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in value.as_object()? {
        for part in parts(media.encoding.get(name), value)? {
            text.append_pair(name, &part);
        }
    }
    Some(text.finish())
}

fn parts(encoding: Option<&Encoding>, value: &Value) -> Option<Vec<String>> {
    let media = encoding.and_then(|encoding| encoding.content_type.as_deref());
    if media.is_some_and(|media| Form::of(media) == Form::Json) {
        return Some(vec![value.to_string()]);
    }
    let separator = match encoding.map(|encoding| (encoding.style, encoding.explode)) {
        Some((Some(Style::Form), false)) => Some(","),
        Some((Some(Style::SpaceDelimited), false)) => Some(" "),
        Some((Some(Style::PipeDelimited), false)) => Some("|"),
        _ => None,
    };
    match (value, separator) {
        (Value::Object(_), _) => None,
        // Nobody agrees on the form of a list without items.
        (Value::Array(items), Some(_)) if items.is_empty() => None,
        (Value::Array(items), separator) => {
            let items = items.iter().map(encode::plain).collect::<Vec<_>>();
            Some(separator.map_or_else(|| items.clone(), |sign| vec![items.join(sign)]))
        }
        (single, _) => Some(vec![encode::plain(single)]),
    }
}
