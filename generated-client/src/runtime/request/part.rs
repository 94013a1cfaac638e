//! Files to upload.

mod checked;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
mod file;
mod mime;

use std::fmt;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::aliases::BoxError;
use crate::runtime::error::Error;
use crate::runtime::request::part::checked::Checked;
use crate::runtime::transport::body::Body;

#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
use std::path::{Path, PathBuf};

/// A file to upload: bytes, a file on disk, or a stream, with a file name and a MIME type.
///
/// ```
/// use cekura::uploads::Part;
///
/// let report = Part::bytes("name,score\nRefund,5\n").file_name("report.csv").mime("text/csv");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    content: Content,
    file_name: Option<String>,
    mime: Option<String>,
    headers: Vec<(String, String)>,
}

/// The MIME type of any file.
pub(crate) const ANY_FILE: &str = "application/octet-stream";

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    File(PathBuf),
    /// A stream that can be taken once; clones share it.
    Stream(Arc<Mutex<Option<Body>>>, Option<u64>),
}

impl Part {
    /// Creates a part from bytes or text.
    pub fn bytes(content: impl Into<Bytes>) -> Self {
        Part { content: Content::Bytes(content.into()), ..Part::default() }
    }

    /// Creates a part from a file on disk, which is opened when the call is sent, and streamed. Its
    /// file name is the last component of the path.
    ///
    /// As many bytes are sent as the file has at that time. A pipe or a device is sent to its end,
    /// without a length, and cannot be sent again for a retry.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub fn path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Part { content: Content::File(path.to_owned()), file_name, ..Part::default() }
    }

    /// Creates a part from a stream of bytes, with its length if it is known. A call with a stream
    /// cannot be retried. A stream that is shorter or longer than its length is an error.
    #[cfg(not(target_family = "wasm"))]
    pub fn stream(
        stream: impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Part::of_body(Body::stream(stream, length))
    }

    /// Creates a part from a stream of bytes, with its length if it is known. A call with a stream
    /// cannot be retried. A stream that is shorter or longer than its length is an error.
    #[cfg(target_family = "wasm")]
    pub fn stream(
        stream: impl Stream<Item = Result<Bytes, BoxError>> + 'static,
        length: Option<u64>,
    ) -> Self {
        Part::of_body(Body::stream(stream, length))
    }

    fn of_body(body: Body) -> Self {
        let length = body.length();
        #[cfg_attr(
            target_family = "wasm",
            expect(clippy::arc_with_non_send_sync, reason = "a browser has one thread")
        )]
        let content = Content::Stream(Arc::new(Mutex::new(Some(body))), length);
        Part { content, ..Part::default() }
    }

    /// Sets the file name. The default is the name of the form's field: many servers treat a part
    /// without a file name as a text field.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the MIME type. The default is the documented one, or that of the file name's ending
    /// (`.csv`, `.pdf`, `.wav`, …), or `application/octet-stream`.
    #[must_use]
    pub fn mime(mut self, mime: impl Into<String>) -> Self {
        self.mime = Some(mime.into());
        self
    }

    /// Adds a header of the part in its form, beside `Content-Disposition` and `Content-Type`.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Returns the MIME type: the part's own, or else the documented one. If that is the one of
    /// any file, the file name may tell more.
    pub(crate) fn mime_type<'a>(&'a self, documented: &'a str) -> &'a str {
        let by_name = || mime::by_name(self.name()?);
        match &self.mime {
            Some(own) => own,
            None if documented == ANY_FILE => by_name().unwrap_or(documented),
            None => documented,
        }
    }

    pub(crate) fn is_replayable(&self) -> bool {
        match &self.content {
            Content::Bytes(_) => true,
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            Content::File(path) => file::is_regular(path),
            Content::Stream(..) => false,
        }
    }

    /// Returns the length in bytes, if it is known.
    pub(crate) fn length(&self) -> Option<u64> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            Content::File(path) => std::fs::metadata(path).ok().map(|file| file.len()),
            Content::Stream(_, length) => *length,
        }
    }

    /// Returns the content for one attempt. The field of the form, if it is in one, names a stream
    /// in errors.
    pub(crate) fn body(&self, field: Option<&str>) -> Result<Body, Error> {
        match &self.content {
            Content::Bytes(bytes) => Ok(bytes.clone().into()),
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            Content::File(path) => {
                let name = format!("the file `{}`", path.display());
                match file::open(path) {
                    Ok(empty) if empty.length() == Some(0) => Ok(empty),
                    Ok(body) => Ok(Checked::body(body, name)),
                    Err(error) => {
                        let message = format!("{name} cannot be read");
                        Err(Error::invalid_request(message).with_source(error))
                    }
                }
            }
            Content::Stream(stream, _) => {
                let name = match field {
                    Some(field) => format!("the stream of the field `{field}`"),
                    None => "the stream of the body".to_owned(),
                };
                let taken = stream.lock().ok().and_then(|mut stream| stream.take());
                let message = || format!("{name} was already sent");
                let body = taken.ok_or_else(|| Error::invalid_request(message()))?;
                Ok(Checked::body(body, name))
            }
        }
    }
}

impl Default for Content {
    fn default() -> Self {
        Content::Bytes(Bytes::new())
    }
}

impl PartialEq for Content {
    /// Compares content; streams are equal if they are the same stream.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Content::Bytes(one), Content::Bytes(other)) => one == other,
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            (Content::File(one), Content::File(other)) => one == other,
            (Content::Stream(one, _), Content::Stream(other, _)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Content::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            Content::File(path) => write!(f, "{}", path.display()),
            Content::Stream(_, Some(length)) => write!(f, "stream of {length} bytes"),
            Content::Stream(_, None) => f.write_str("stream"),
        }
    }
}

impl From<Bytes> for Part {
    fn from(bytes: Bytes) -> Self {
        Part::bytes(bytes)
    }
}

impl From<&Part> for Part {
    fn from(part: &Part) -> Self {
        part.clone()
    }
}

impl From<Vec<u8>> for Part {
    fn from(bytes: Vec<u8>) -> Self {
        Part::bytes(bytes)
    }
}
