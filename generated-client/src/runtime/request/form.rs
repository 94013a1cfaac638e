//! `multipart/form-data` (RFC 7578): streamed, with a length if all parts have one.
//!
//! By hand rather than by `reqwest::multipart`: the form has to work with any transport.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;

use crate::runtime::aliases::{BoxError, Json};
use crate::runtime::codec::field::Field;
use crate::runtime::error::Error;
use crate::runtime::request::encode::{to_text, to_value};
use crate::runtime::request::part::{ANY_FILE, Part};
use crate::runtime::request::uri::{deep, members, scalar};
use crate::runtime::transport::body::Body;

/// A type that can be sent as a form: those of the API that hold files, a [`Form`], or one of your
/// own.
pub trait Multipart {
    /// Adds all parts that are set.
    fn parts(&self, form: &mut Form);
}

impl Multipart for Form {
    fn parts(&self, form: &mut Form) {
        form.pieces.extend(self.pieces.iter().cloned());
        form.has_files |= self.has_files;
        if form.error.is_none() {
            form.error.clone_from(&self.error);
        }
    }
}

/// A way to write a field of a form that is not a single value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldStyle {
    /// `name=a&name=b`; an object has a field for each key: `key=value`.
    Exploded,
    /// `name=a,b`
    Joined,
    /// `name=a b`
    Spaced,
    /// `name=a|b`
    Piped,
    /// `name[key]=value`
    Deep,
    /// One field with JSON text.
    Json,
}

/// Returns the fields that a value becomes. Without a style a list repeats the name, and what is
/// nested is JSON text.
pub(crate) fn fields(name: &str, value: &Json, style: Option<FieldStyle>) -> Vec<(String, String)> {
    let one = |value: String| vec![(name.to_owned(), value)];
    let repeated = |name: &str, value: &Json| match value {
        Json::Array(items) => items.iter().map(|item| (name.to_owned(), scalar(item))).collect(),
        single => vec![(name.to_owned(), scalar(single))],
    };
    let separated = |separator| {
        let parts = members(value).into_iter();
        let parts =
            parts.flat_map(|(key, value)| key.map(str::to_owned).into_iter().chain([value]));
        one(parts.collect::<Vec<_>>().join(separator))
    };
    match (style, value) {
        // Forms have no null; servers read an empty field as null.
        (_, Json::Null) => one(String::new()),
        (Some(FieldStyle::Json), value) => one(value.to_string()),
        (Some(FieldStyle::Deep), value) => deep(name, value),
        // An empty list has no field: `name=` would be a list of one empty text.
        (Some(FieldStyle::Joined | FieldStyle::Spaced | FieldStyle::Piped), Json::Array(items))
            if items.is_empty() =>
        {
            Vec::new()
        }
        (Some(FieldStyle::Joined), _) => separated(","),
        (Some(FieldStyle::Spaced), _) => separated(" "),
        (Some(FieldStyle::Piped), _) => separated("|"),
        (Some(FieldStyle::Exploded), Json::Object(keys)) => {
            keys.iter().flat_map(|(key, value)| repeated(key, value)).collect()
        }
        (Some(FieldStyle::Exploded) | None, value) => repeated(name, value),
    }
}

/// A form to upload, for endpoints that the API does not document.
///
/// ```no_run
/// # #[cfg(feature = "reqwest")]
/// # async fn run(client: cekura::Client) -> Result<(), cekura::Error> {
/// use cekura::uploads::{Form, Part};
///
/// let mut form = Form::new();
/// form.text("name", &"Refund");
/// form.file("file", &Part::path("report.csv").mime("text/csv"));
/// client.post("/undocumented/").multipart(&form).call::<()>().await?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Form {
    boundary: String,
    pieces: Vec<Piece>,
    has_files: bool,
    error: Option<String>,
}

#[derive(Clone)]
struct Piece {
    /// The name of the field.
    name: String,
    head: String,
    part: Part,
}

impl Form {
    /// Creates an empty form.
    pub fn new() -> Self {
        let boundary = format!("----form-{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        Form { boundary, pieces: Vec::new(), has_files: false, error: None }
    }

    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// Adds a plain field. A list repeats it, an object is JSON text, `None` is not sent.
    pub fn text(&mut self, name: &str, value: &impl Serialize) {
        self.texts(name, None, value);
    }

    /// Adds a plain field of a content type. If that is JSON, the value is sent as JSON of any
    /// type.
    pub(crate) fn text_of(&mut self, name: &str, media_type: &str, value: &impl Serialize) {
        let is_json = media_type
            .split(';')
            .next()
            .is_some_and(|kind| kind.trim().ends_with("/json") || kind.trim().ends_with("+json"));
        if !is_json {
            return self.texts(name, Some(media_type), value);
        }
        match to_text(value) {
            Ok(text) if text == "null" => {}
            Ok(text) => self.push(name, Some(media_type), Part::bytes(text)),
            Err(error) => self.fail(name, &error),
        }
    }

    /// Returns whether a file was added.
    pub(crate) fn has_files(&self) -> bool {
        self.has_files
    }

    /// Adds a field that can be cleared: forms have no null, and servers read an empty field as it.
    pub(crate) fn clearable<T: Serialize>(&mut self, name: &str, value: &Field<T>) {
        match value {
            Field::Absent => {}
            Field::Null => self.push(name, None, Part::bytes("")),
            Field::Value(value) => self.json(name, value),
        }
    }

    /// Adds plain fields in a style of their own.
    pub(crate) fn styled(&mut self, name: &str, style: FieldStyle, value: &impl Serialize) {
        match to_value(value) {
            Ok(Json::Null) => {}
            Ok(value) => {
                for (name, text) in fields(name, &value, Some(style)) {
                    self.push(&name, None, Part::bytes(text));
                }
            }
            Err(error) => self.fail(name, &error),
        }
    }

    /// Adds a part of type `application/json` for each item of a list.
    pub(crate) fn json_each(&mut self, name: &str, list: &impl Serialize) {
        match to_value(list) {
            Ok(Json::Array(items)) => items.iter().for_each(|item| self.json(name, item)),
            Ok(other) => self.json(name, &other),
            Err(error) => self.fail(name, &error),
        }
    }

    fn texts(&mut self, name: &str, mime: Option<&str>, value: &impl Serialize) {
        let value = match to_value(value) {
            Ok(value) => value,
            Err(error) => return self.fail(name, &error),
        };
        let values = match &value {
            Json::Object(_) => vec![scalar(&value)],
            other => members(other).into_iter().map(|(_, text)| text).collect(),
        };
        for text in values {
            self.push(name, mime, Part::bytes(text));
        }
    }

    /// Adds a part of type `application/json`. A value that is neither an object nor a list is a
    /// plain field.
    pub fn json(&mut self, name: &str, value: &impl Serialize) {
        match to_text(value) {
            Ok(text) if text.starts_with(['{', '[']) => {
                self.push(name, Some("application/json"), Part::bytes(text));
            }
            Ok(_) => self.text(name, value),
            Err(error) => self.fail(name, &error),
        }
    }

    /// Adds a file, or several with the same name.
    pub fn file(&mut self, name: &str, files: &impl Files) {
        self.file_of(name, ANY_FILE, files);
    }

    /// Adds files of this content type, unless they have one of their own.
    pub(crate) fn file_of(&mut self, name: &str, media_type: &str, files: &impl Files) {
        for part in files.parts() {
            self.has_files = true;
            let part = part.clone();
            // A part without a file name is a text field to many servers.
            let part = if part.name().is_none() { part.file_name(name) } else { part };
            let mime = part.mime_type(media_type).to_owned();
            self.push(name, Some(&mime), part);
        }
    }

    fn push(&mut self, name: &str, mime: Option<&str>, part: Part) {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(name));
        if let Some(file_name) = part.name() {
            head.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
        }
        if let Some(mime) = mime {
            head.push_str(&format!("\r\nContent-Type: {}", on_one_line(mime)));
        }
        for (name, value) in part.headers() {
            head.push_str(&format!("\r\n{}: {}", on_one_line(name), on_one_line(value)));
        }
        head.push_str("\r\n\r\n");
        self.pieces.push(Piece { name: name.to_owned(), head, part });
    }

    fn fail(&mut self, name: &str, error: &serde_json::Error) {
        let message = || format!("the form field `{name}` cannot be encoded: {error}");
        self.error.get_or_insert_with(message);
    }

    pub(crate) fn take_error(&mut self) -> Option<Error> {
        self.error.take().map(Error::invalid_request)
    }

    /// Returns whether the form can be sent more than once.
    pub(crate) fn is_replayable(&self) -> bool {
        self.pieces.iter().all(|piece| piece.part.is_replayable())
    }

    /// Returns the length of the parts in bytes, if it is known, without the separators.
    pub(crate) fn length(&self) -> Option<u64> {
        self.pieces.iter().map(|piece| piece.part.length()).sum()
    }

    /// Returns the encoded form.
    pub(crate) fn body(&self) -> Result<Body, Error> {
        let mut bodies = VecDeque::with_capacity(2 * self.pieces.len() + 1);
        let mut separator = format!("--{}\r\n", self.boundary);
        for piece in &self.pieces {
            separator.push_str(&piece.head);
            bodies.push_back(Body::from(std::mem::take(&mut separator)));
            bodies.push_back(piece.part.body(Some(&piece.name))?);
            separator = format!("\r\n--{}\r\n", self.boundary);
        }
        separator.truncate(separator.len() - 2);
        separator.push_str("--\r\n");
        bodies.push_back(Body::from(separator));
        let length = bodies.iter().map(Body::length).sum();
        Ok(Body::stream(Joined(bodies), length))
    }
}

/// Drops what would begin another line, and with it another header.
fn on_one_line(text: &str) -> String {
    text.chars().filter(|char| !char.is_control()).collect()
}

/// Escapes a name or file name as browsers do.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// The concatenation of several bodies.
struct Joined(VecDeque<Body>);

impl Stream for Joined {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(first) = self.0.front_mut() {
            match Pin::new(first).poll_next(cx) {
                Poll::Ready(None) => drop(self.0.pop_front()),
                other => return other,
            }
        }
        Poll::Ready(None)
    }
}

/// One file, several, or none.
pub trait Files {
    /// Returns the files.
    fn parts(&self) -> &[Part];
}

impl Files for Part {
    fn parts(&self) -> &[Part] {
        std::slice::from_ref(self)
    }
}

impl Files for Vec<Part> {
    fn parts(&self) -> &[Part] {
        self
    }
}

impl<F: Files> Files for Option<F> {
    fn parts(&self) -> &[Part] {
        self.as_ref().map_or(&[], Files::parts)
    }
}

impl Default for Form {
    fn default() -> Self {
        Form::new()
    }
}

impl fmt::Debug for Form {
    /// Shows the files, without their content and without the fields.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.pieces.iter().map(|piece| &piece.part)).finish()
    }
}

#[cfg(test)]
mod tests;
