//! The builder of a request. Its methods do not fail: the first error is returned by the call.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::Serialize;

use crate::runtime::aliases::Json;
use crate::runtime::auth::Auth;
use crate::runtime::error::Error;
use crate::runtime::request::encode::{to_value, to_vec};
use crate::runtime::request::form::{FieldStyle, Form, Multipart, fields};
use crate::runtime::request::id::Id;
use crate::runtime::request::parameters::{ParameterWriter, undocumented};
use crate::runtime::request::part::{ANY_FILE, Part};
use crate::runtime::request::prepared::{Payload, PreparedRequest};
use crate::runtime::request::uri::{Explode, PathStyle, path_value};
use crate::runtime::settings::Settings;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A builder for a request; [`call`](RequestBuilder::call) completes it.
///
/// Generated operations use it. Use it directly for endpoints that the API does not document:
///
/// ```no_run
/// # async fn run(client: cekura::Client) -> Result<(), cekura::Error> {
/// let value = client.get("/undocumented/{id}/").path("id", 7).call::<cekura::Json>().await?;
/// # Ok(()) }
/// ```
#[must_use = "a request is not sent until its call is awaited"]
pub struct RequestBuilder {
    pub(crate) settings: Arc<Settings>,
    pub(crate) request: Box<PreparedRequest>,
    /// The reason why the request cannot be sent.
    pub(crate) error: Option<Error>,
}

impl RequestBuilder {
    pub(crate) fn new(settings: Arc<Settings>, method: Method, path: Cow<'static, str>) -> Self {
        let request = Box::new(PreparedRequest::new(method, path));
        RequestBuilder { settings, request, error: None }
    }

    pub(crate) fn fail(mut self, error: Error) -> Self {
        self.error.get_or_insert(error);
        self
    }

    /// Fills the placeholder `{name}` of the path with a percent-encoded value. A list is joined by
    /// commas.
    pub fn path(self, name: &'static str, value: impl Serialize) -> Self {
        self.fill(name, to_value(&value), PathStyle::Simple, Explode::No)
    }

    /// Fills the placeholder `{name}` of the path with an identifier, a number or a text.
    pub fn path_id(self, name: &'static str, value: impl Into<Id>) -> Self {
        self.path(name, value.into())
    }

    /// Fills a placeholder; an object is written as `key=value`.
    pub fn path_exploded(self, name: &'static str, value: impl Serialize) -> Self {
        self.fill(name, to_value(&value), PathStyle::Simple, Explode::Yes)
    }

    /// Fills a placeholder in style `label`: `.a,b`.
    pub fn path_label(self, name: &'static str, value: impl Serialize) -> Self {
        self.fill(name, to_value(&value), PathStyle::Label, Explode::No)
    }

    /// Fills a placeholder in style `label`, exploded: `.a.b`.
    pub fn path_label_exploded(self, name: &'static str, value: impl Serialize) -> Self {
        self.fill(name, to_value(&value), PathStyle::Label, Explode::Yes)
    }

    /// Fills a placeholder in style `matrix`: `;name=a,b`.
    pub fn path_matrix(self, name: &'static str, value: impl Serialize) -> Self {
        self.fill(name, to_value(&value), PathStyle::Matrix, Explode::No)
    }

    /// Fills a placeholder in style `matrix`, exploded: `;name=a;name=b`.
    pub fn path_matrix_exploded(self, name: &'static str, value: impl Serialize) -> Self {
        self.fill(name, to_value(&value), PathStyle::Matrix, Explode::Yes)
    }

    /// Fills a placeholder with a value that may have several segments: reserved characters,
    /// slashes among them, are sent as they are.
    pub fn path_reserved(self, name: &'static str, value: impl Serialize) -> Self {
        self.fill(name, to_value(&value), PathStyle::Reserved, Explode::No)
    }

    fn fill(
        mut self,
        name: &'static str,
        value: serde_json::Result<Json>,
        style: PathStyle,
        explode: Explode,
    ) -> Self {
        let value = match value {
            Ok(value) => value,
            Err(error) => {
                let message = format!("the path parameter `{name}` cannot be encoded");
                return self.fail(Error::invalid_request(message).with_source(error));
            }
        };
        // An empty value would make it the path of another operation.
        if path_value(name, &value, PathStyle::Simple, explode).is_empty() {
            return self
                .fail(Error::invalid_request(format!("the path parameter `{name}` is empty")));
        }
        self.request.path_values.push((name, path_value(name, &value, style, explode)));
        self
    }

    /// Writes documented parameters.
    #[inline]
    pub(crate) fn parameters(mut self, write: impl FnOnce(&mut ParameterWriter<'_>)) -> Self {
        write(&mut ParameterWriter::new(&mut self.request, &mut self.error));
        self
    }

    /// Adds a query parameter; a list repeats the name, `None` is not sent.
    pub fn query(mut self, name: &str, value: impl Serialize) -> Self {
        match undocumented(name, value) {
            Ok(pairs) => {
                self.request.add_query(pairs);
                self
            }
            Err(error) => self.fail(error),
        }
    }

    /// Sets a header. A `Cookie` is added to those that are set already.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => {
                set_header(&mut self.request.headers, name, value);
                self
            }
            Err(error) => self.fail(error),
        }
    }

    /// Sets a JSON body.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        let bytes = to_vec(body);
        self.request.headers.insert(CONTENT_TYPE, JSON);
        self.body(bytes.map(Bytes::from))
    }

    /// Sets an `application/x-www-form-urlencoded` body; a list repeats the name, and deeper nested
    /// values are JSON text.
    pub fn form<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.form_styled(body, &[])
    }

    /// Sets an `application/x-www-form-urlencoded` body whose fields of these names have other
    /// styles.
    pub(crate) fn form_styled<T: Serialize + ?Sized>(
        self,
        body: &T,
        styles: &[(&str, FieldStyle)],
    ) -> Self {
        let text = to_value(body).map(|value| form_text(&value, styles).into());
        self.encoded(text, "application/x-www-form-urlencoded")
    }

    /// Sets a `multipart/form-data` body: a [`Form`], or any type that can be sent as one.
    ///
    /// The timeout of an attempt is extended by a second per 128 KiB, unless the call sets
    /// [`Call::timeout`](crate::Call::timeout). Set it for a stream of unknown length.
    pub fn multipart(mut self, body: &impl Multipart) -> Self {
        let mut form = Form::new();
        body.parts(&mut form);
        if let Some(error) = form.take_error() {
            return self.fail(error);
        }
        match HeaderValue::try_from(form.content_type()) {
            Ok(value) => drop(self.request.headers.insert(CONTENT_TYPE, value)),
            Err(error) => return self.fail(Error::invalid_request("a form").with_source(error)),
        }
        self.request.body = Payload::Form(form);
        self
    }

    /// Sets a body of JSON by this name, or a form if a file is set, which JSON cannot hold.
    pub(crate) fn json_or_multipart<T: Serialize + Multipart>(
        self,
        body: &T,
        json: &'static str,
    ) -> Self {
        let mut form = Form::new();
        body.parts(&mut form);
        if form.has_files() {
            return self.multipart(body);
        }
        self.encoded(to_vec(body).map(Bytes::from), json)
    }

    /// Sets a text body.
    pub fn text(self, body: impl Into<String>) -> Self {
        self.encoded(Ok(body.into().into()), "text/plain; charset=utf-8")
    }

    /// Sets a file or a stream as the whole body, streamed, with the time limit of
    /// [`multipart`](Self::multipart). Its content type is the part's MIME type.
    pub fn upload(mut self, part: impl Into<Part>) -> Self {
        let part = part.into();
        match HeaderValue::try_from(part.mime_type(ANY_FILE)) {
            Ok(value) => drop(self.request.headers.insert(CONTENT_TYPE, value)),
            Err(error) => {
                return self.fail(Error::invalid_request("a MIME type").with_source(error));
            }
        }
        self.request.body = Payload::Part(part);
        self
    }

    /// Sets a body of bytes with the given content type.
    pub fn bytes(self, body: impl Into<Bytes>, content_type: &'static str) -> Self {
        self.encoded(Ok(body.into()), content_type)
    }

    fn encoded(self, body: serde_json::Result<Bytes>, content_type: &'static str) -> Self {
        self.media_type(CONTENT_TYPE, content_type).body(body)
    }

    fn body(mut self, body: serde_json::Result<Bytes>) -> Self {
        match body {
            Ok(bytes) => {
                self.request.body = Payload::Bytes(bytes);
                self
            }
            Err(error) => {
                self.fail(Error::invalid_request("the body cannot be encoded").with_source(error))
            }
        }
    }

    /// Applies `add` if there is a value, for an optional body.
    pub fn optional<T>(self, value: Option<T>, add: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => add(self, value),
            None => self,
        }
    }

    /// Replaces the content type of the body, for example by `application/vnd.api+json`.
    pub fn content_type(self, content_type: &'static str) -> Self {
        self.media_type(CONTENT_TYPE, content_type)
    }

    /// Sets the accepted content type of the response.
    pub fn accept(self, content_type: &'static str) -> Self {
        self.media_type(ACCEPT, content_type)
    }

    fn media_type(mut self, name: HeaderName, media_type: &str) -> Self {
        match HeaderValue::from_str(media_type) {
            Ok(value) => {
                self.request.headers.insert(name, value);
                self
            }
            Err(_) => self.fail(Error::invalid_request(format!(
                "the value of header `{name}` has a character that is not allowed in headers"
            ))),
        }
    }

    /// Sets the query parameters of the operation for which the client may have a value.
    pub(crate) fn defaults(mut self, parameters: &'static [&'static str]) -> Self {
        self.request.defaults = parameters;
        self
    }

    /// Sets the authentication schemes that the operation accepts.
    pub(crate) fn security(mut self, accepted: &'static [Auth]) -> Self {
        self.request.accepted = accepted;
        self
    }
}

impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBuilder")
            .field("method", &self.request.method)
            .field("path", &self.request.path)
            .finish_non_exhaustive()
    }
}

/// Sets a header; a cookie is added to the others.
pub(crate) fn set_header(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if name == COOKIE {
        headers.append(name, value);
    } else {
        headers.insert(name, value);
    }
}

/// Parses a header. Its value is marked as sensitive, since it may be a key.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Error::invalid_request(format!("`{name}` is not a valid header name")))?;
    match HeaderValue::from_bytes(value.as_bytes()) {
        Ok(mut value) => {
            value.set_sensitive(true);
            Ok((name, value))
        }
        // The value may be a secret, so it stays out of the message.
        Err(_) => Err(Error::invalid_request(format!(
            "the value of header `{name}` has a character that is not allowed in headers"
        ))),
    }
}

fn form_text(value: &Json, styles: &[(&str, FieldStyle)]) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in value.as_object().into_iter().flatten() {
        let style = styles.iter().find(|(styled, _)| styled == name).map(|(_, style)| *style);
        for (name, value) in fields(name, value, style) {
            text.append_pair(&name, &value);
        }
    }
    text.finish()
}

#[cfg(test)]
mod tests;
