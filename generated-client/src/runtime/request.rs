//! Building a request. Nothing here fails: what cannot be sent becomes the error of the awaited call.

use super::auth::Auth;
use super::draft::{Answer, Draft, Payload};
use super::form::{Form, Multipart};
use super::parameters::{ParameterWriter, Parameters};
use super::uri::{Explode, PathStyle, path_value, scalar};
use super::{Call, Client, Error, Json, Output, Part};
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{HeaderName, HeaderValue, Method};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;

/// A request in the making; [`call`](RequestBuilder::call) ends it.
///
/// Generated operations are written with it, and so are calls that the API's document does not have:
///
/// ```no_run
/// # async fn run(client: cekura::Client) -> Result<(), cekura::Error> {
/// let answer = client.get("/undocumented/{id}/").path("id", 7).call::<cekura::Json>().await?;
/// # Ok(()) }
/// ```
#[must_use = "a request is not sent until its call is awaited"]
pub struct RequestBuilder {
    client: Client,
    draft: Box<Draft>,
    error: Option<Error>,
}

impl RequestBuilder {
    pub(crate) fn new(client: Client, method: Method, path: Cow<'static, str>) -> Self {
        RequestBuilder { client, draft: Box::new(Draft::new(method, path)), error: None }
    }

    fn fail(mut self, error: Error) -> Self {
        self.error.get_or_insert(error);
        self
    }

    /// Fills the placeholder `{name}` of the path, percent-encoded. A list is joined by commas.
    pub fn path(self, name: &'static str, value: impl Serialize) -> Self {
        self.fill(name, serde_json::to_value(value), PathStyle::Simple, Explode::No)
    }

    /// Fills a placeholder; an object is written as `key=value`.
    pub fn path_exploded(self, name: &'static str, value: impl Serialize) -> Self {
        self.fill(name, serde_json::to_value(value), PathStyle::Simple, Explode::Yes)
    }

    /// Fills a placeholder in style `label`: `.a,b`.
    pub fn path_label(self, name: &'static str, value: impl Serialize) -> Self {
        self.fill(name, serde_json::to_value(value), PathStyle::Label, Explode::No)
    }

    /// Fills a placeholder in style `label`, exploded: `.a.b`.
    pub fn path_label_exploded(self, name: &'static str, value: impl Serialize) -> Self {
        self.fill(name, serde_json::to_value(value), PathStyle::Label, Explode::Yes)
    }

    /// Fills a placeholder in style `matrix`: `;name=a,b`.
    pub fn path_matrix(self, name: &'static str, value: impl Serialize) -> Self {
        self.fill(name, serde_json::to_value(value), PathStyle::Matrix, Explode::No)
    }

    /// Fills a placeholder in style `matrix`, exploded: `;name=a;name=b`.
    pub fn path_matrix_exploded(self, name: &'static str, value: impl Serialize) -> Self {
        self.fill(name, serde_json::to_value(value), PathStyle::Matrix, Explode::Yes)
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
        // Without a value the path would be that of another operation.
        if path_value(name, &value, PathStyle::Simple, explode).is_empty() {
            return self
                .fail(Error::invalid_request(format!("the path parameter `{name}` is empty")));
        }
        self.draft.path_values.push((name, path_value(name, &value, style, explode)));
        self
    }

    /// Adds the parameters of an operation.
    #[allow(dead_code, reason = "an API may have no parameters")]
    #[inline]
    pub(crate) fn parameters(self, parameters: &impl Parameters) -> Self {
        let mut writer = ParameterWriter::default();
        parameters.write(&mut writer);
        self.written(writer)
    }

    /// The part of it that is the same for all types.
    fn written(mut self, writer: ParameterWriter) -> Self {
        self.draft.add_query(&writer.query);
        self.draft
            .headers
            .extend(writer.headers.into_iter().map(|(name, value)| (Some(name), value)));
        if !writer.cookies.is_empty()
            && let Ok(value) = HeaderValue::try_from(writer.cookies.join("; "))
        {
            self.draft.headers.append(COOKIE, value);
        }
        match writer.error {
            Some(error) => self.fail(error),
            None => self,
        }
    }

    /// Adds one parameter to the query; a list repeats the name, `None` is not sent.
    pub fn query(mut self, name: &str, value: impl Serialize) -> Self {
        let mut writer = ParameterWriter::default();
        writer.query(name, &value);
        self.draft.add_query(&writer.query);
        match writer.error {
            Some(error) => self.fail(error),
            None => self,
        }
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => {
                self.draft.headers.insert(name, value);
                self
            }
            Err(error) => self.fail(error),
        }
    }

    /// Sends JSON.
    pub fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        let bytes = serde_json::to_vec(body);
        self.encoded(bytes.map(Bytes::from), "application/json")
    }

    /// Sends `application/x-www-form-urlencoded`; a list repeats its name, and what is nested deeper is JSON text.
    pub fn form<T: Serialize + ?Sized>(self, body: &T) -> Self {
        let text = serde_json::to_value(body).map(|value| form_text(&value).into());
        self.encoded(text, "application/x-www-form-urlencoded")
    }

    /// Sends `multipart/form-data`: a [`Form`], or any type that can be sent as one.
    ///
    /// An attempt has a second more for each 128 KiB, unless the call sets its time with [`Call::timeout`]. How long a stream of
    /// unknown length takes nobody knows: set it there.
    pub fn multipart(mut self, body: &impl Multipart) -> Self {
        let mut form = Form::new();
        body.parts(&mut form);
        if let Some(error) = form.take_error() {
            return self.fail(error);
        }
        match HeaderValue::try_from(form.content_type()) {
            Ok(value) => drop(self.draft.headers.insert(CONTENT_TYPE, value)),
            Err(error) => return self.fail(Error::invalid_request("a form").with_source(error)),
        }
        self.draft.body = Payload::Form(form);
        self
    }

    /// Sends text.
    pub fn text(self, body: impl Into<String>) -> Self {
        self.encoded(Ok(body.into().into()), "text/plain; charset=utf-8")
    }

    /// Sends a file or a stream as the whole body, piece by piece, in the time that [`multipart`](Self::multipart) has. Its content
    /// type is the part's MIME type.
    pub fn upload(mut self, part: impl Into<Part>) -> Self {
        let part = part.into();
        match HeaderValue::try_from(part.mime_type().unwrap_or("application/octet-stream")) {
            Ok(value) => drop(self.draft.headers.insert(CONTENT_TYPE, value)),
            Err(error) => {
                return self.fail(Error::invalid_request("a MIME type").with_source(error));
            }
        }
        self.draft.body = Payload::Part(part);
        self
    }

    /// Sends bytes of the given content type.
    pub fn bytes(self, body: impl Into<Bytes>, content_type: &'static str) -> Self {
        self.encoded(Ok(body.into()), content_type)
    }

    fn encoded(mut self, body: serde_json::Result<Bytes>, content_type: &'static str) -> Self {
        match body {
            Ok(bytes) => {
                self.draft.headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
                self.draft.body = Payload::Bytes(bytes);
                self
            }
            Err(error) => {
                self.fail(Error::invalid_request("the body cannot be encoded").with_source(error))
            }
        }
    }

    /// Adds what `add` makes of the value, if there is one: a body that may be left out.
    pub fn optional<T>(self, value: Option<T>, add: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => add(self, value),
            None => self,
        }
    }

    /// Calls the body by another content type of the same form, such as `application/vnd.api+json`.
    pub fn content_type(mut self, content_type: &'static str) -> Self {
        self.draft.headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        self
    }

    /// Asks for a content type other than the usual.
    pub fn accept(mut self, content_type: &'static str) -> Self {
        self.draft.headers.insert(ACCEPT, HeaderValue::from_static(content_type));
        self
    }

    /// Names the schemes that the operation accepts.
    #[allow(dead_code, reason = "an API may have one scheme only")]
    pub(crate) fn security(mut self, accepted: &'static [Auth]) -> Self {
        self.draft.accepted = accepted;
        self
    }

    /// Ends the request. It is sent when the call is awaited.
    pub fn call<T: Output>(mut self) -> Call<T> {
        let accept = HeaderValue::from_static(T::ACCEPT);
        self.draft.headers.entry(ACCEPT).or_insert(accept);
        Call::new(self.client, self.draft, self.error)
    }

    /// Ends the request. Its answer is text, not JSON.
    pub fn text_call(mut self) -> Call<String> {
        self.draft.answer = Answer::Text;
        let accept = HeaderValue::from_static("text/plain, */*;q=0.5");
        self.draft.headers.entry(ACCEPT).or_insert(accept);
        self.call()
    }
}

impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBuilder")
            .field("method", &self.draft.method)
            .field("path", &self.draft.path)
            .finish_non_exhaustive()
    }
}

/// A header from text.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Error::invalid_request(format!("`{name}` is no name of a header")))?;
    match HeaderValue::from_bytes(value.as_bytes()) {
        Ok(mut value) => {
            // Who sets a header by hand may set a key; one too many that is not printed does no harm.
            value.set_sensitive(true);
            Ok((name, value))
        }
        // The value may be a secret, so it stays out of the message.
        Err(_) => Err(Error::invalid_request(format!(
            "the value of header `{name}` has a character no header can carry"
        ))),
    }
}

fn form_text(value: &Json) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    if let Json::Object(members) = value {
        for (name, value) in members {
            let values = match value {
                // Forms have no null; servers read an empty field as one.
                Json::Null => vec![String::new()],
                Json::Array(items) => items.iter().map(scalar).collect(),
                single => vec![scalar(single)],
            };
            for value in &values {
                text.append_pair(name, value);
            }
        }
    }
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::MockTransport;
    use serde_json::json;

    fn client(mock: &MockTransport) -> Client {
        Client::builder().api_key("k").transport(mock.clone()).build().expect("a client")
    }

    #[test]
    fn what_is_printed_of_a_request_is_its_name() {
        let request = client(&MockTransport::new()).post("/a/{x}/").path("x", "s3cret");
        let request = request.query("q", "s3cret").header("x-key", "s3cret");
        let request = request.json(&json!({"k": "s3cret"}));
        assert!(request.draft.headers["x-key"].is_sensitive());
        let shown = format!("{request:?}") + &format!("{:?}", request.call::<()>());
        assert!(shown.contains("POST") && shown.contains("/a/{x}/"), "{shown}");
        assert!(!shown.contains("s3cret"), "{shown}");
    }

    #[tokio::test]
    async fn a_text_has_the_content_type_that_is_named() {
        let mock = MockTransport::new();
        mock.expect("PUT", "/a/").json(200, &json!(null));
        let request = client(&mock).put("/a/").text("x,y").content_type("text/csv");
        request.call::<()>().await.expect("an answer");
        assert_eq!(mock.requests()[0].headers["content-type"], "text/csv");
    }

    #[test]
    fn a_form_repeats_the_name_of_a_list() {
        let form = json!({"a": ["x y", 1, true], "b": {"k": [1]}, "c": null, "d": [], "e": [[1]]});
        assert_eq!(form_text(&form), "a=x+y&a=1&a=true&b=%7B%22k%22%3A%5B1%5D%7D&c=&e=%5B1%5D");
    }
}
