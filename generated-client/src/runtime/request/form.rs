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

use crate::runtime::aliases::BoxError;
use crate::runtime::error::Error;
use crate::runtime::request::encode::{to_text, to_value};
use crate::runtime::request::part::{ANY_FILE, Part};
use crate::runtime::request::uri::{members, scalar};
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
        if form.error.is_none() {
            form.error.clone_from(&self.error);
        }
    }
}

/// A form to upload, for endpoints that the API does not document.
///
/// ```no_run
/// # #[cfg(feature = "reqwest")]
/// # async fn run(client: cekura::Client) -> Result<(), cekura::Error> {
/// use cekura::{Form, Part};
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
        Form { boundary, pieces: Vec::new(), error: None }
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

    fn texts(&mut self, name: &str, mime: Option<&str>, value: &impl Serialize) {
        let value = match to_value(value) {
            Ok(value) => value,
            Err(error) => return self.fail(name, &error),
        };
        let values = match &value {
            serde_json::Value::Object(_) => vec![scalar(&value)],
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
            // A line end in a MIME type would start another header.
            let mime: String = mime.chars().filter(|char| !char.is_control()).collect();
            head.push_str(&format!("\r\nContent-Type: {mime}"));
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
