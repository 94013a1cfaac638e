//! `multipart/form-data` (RFC 7578): streamed, with a length where all parts have one.

use super::uri::{members, scalar};
use super::{Body, BoxError, Error, Part};
use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The parts of one operation's form.
pub(crate) trait Multipart {
    /// Adds all that are set.
    fn parts(&self, form: &mut Form);
}

/// A form in the making.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    boundary: String,
    pieces: Vec<Piece>,
    error: Option<String>,
}

#[derive(Clone, Debug)]
struct Piece {
    head: String,
    part: Part,
}

impl Form {
    pub(crate) fn new() -> Self {
        let boundary = format!("----form-{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        Form { boundary, pieces: Vec::new(), error: None }
    }

    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// A plain field; a list repeats it, an object is JSON text, `None` is not sent.
    pub(crate) fn text(&mut self, name: &str, value: &impl Serialize) {
        let value = match serde_json::to_value(value) {
            Ok(value) => value,
            Err(error) => return self.fail(name, &error),
        };
        let values = match &value {
            serde_json::Value::Object(_) => vec![scalar(&value)],
            other => members(other).into_iter().map(|(_, text)| text).collect(),
        };
        for text in values {
            self.push(name, None, Part::bytes(text));
        }
    }

    /// A part of type `application/json`.
    pub(crate) fn json(&mut self, name: &str, value: &impl Serialize) {
        match serde_json::to_string(value) {
            Ok(text) if text == "null" => {}
            Ok(text) => self.push(name, Some("application/json"), Part::bytes(text)),
            Err(error) => self.fail(name, &error),
        }
    }

    /// A file, or several of one name.
    pub(crate) fn file(&mut self, name: &str, files: &impl Files) {
        for part in files.parts() {
            let mime = part.mime_type().to_owned();
            self.push(name, Some(&mime), part.clone());
        }
    }

    fn push(&mut self, name: &str, mime: Option<&str>, part: Part) {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(name));
        if let Some(file_name) = part.name() {
            head.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
        }
        if let Some(mime) = mime {
            // A line end in a MIME type would begin another header.
            let mime: String = mime.chars().filter(|char| !char.is_control()).collect();
            head.push_str(&format!("\r\nContent-Type: {mime}"));
        }
        head.push_str("\r\n\r\n");
        self.pieces.push(Piece { head, part });
    }

    fn fail(&mut self, name: &str, error: &serde_json::Error) {
        let message = || format!("the form field `{name}` cannot be encoded: {error}");
        self.error.get_or_insert_with(message);
    }

    pub(crate) fn take_error(&mut self) -> Option<Error> {
        self.error.take().map(Error::invalid_request)
    }

    /// Whether the form can be sent more than once.
    pub(crate) fn is_replayable(&self) -> bool {
        self.pieces.iter().all(|piece| piece.part.is_replayable())
    }

    /// The encoded form.
    pub(crate) fn body(&self) -> Result<Body, Error> {
        let mut bodies = VecDeque::with_capacity(2 * self.pieces.len() + 1);
        let mut lead = format!("--{}\r\n", self.boundary);
        for piece in &self.pieces {
            lead.push_str(&piece.head);
            bodies.push_back(Body::from(std::mem::take(&mut lead)));
            bodies.push_back(piece.part.body()?);
            lead = format!("\r\n--{}\r\n", self.boundary);
        }
        lead.truncate(lead.len() - 2);
        lead.push_str("--\r\n");
        bodies.push_back(Body::from(lead));
        let length = bodies.iter().map(Body::length).sum();
        Ok(Body::stream(Joined(bodies), length))
    }
}

/// Names and file names as browsers write them.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// One body after the other.
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
pub(crate) trait Files {
    /// The files.
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

#[cfg(test)]
mod tests;
