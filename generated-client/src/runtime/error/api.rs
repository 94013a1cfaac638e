//! What a server says when it refuses.

use super::super::codec::{body_excerpt, shorten};
use super::super::retry::retry_after;
use super::super::{Json, Secret};
use super::request_id;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// The response of a server that did not do what was asked.
pub struct ApiError {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    json: Option<Json>,
    /// What the client sent: should the server repeat it, it is not printed.
    secret: Option<Secret>,
}

/// The names under which an error's text is found.
const DETAIL: [&str; 4] = ["detail", "error", "message", "title"];

impl ApiError {
    pub(crate) fn new(
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        secret: Option<Secret>,
    ) -> Self {
        let json = serde_json::from_slice(&body).ok();
        ApiError { status, headers, body, json, secret }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id under which the server knows this request; worth quoting to its support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// How long the server asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }

    /// The body, if it is JSON.
    pub fn json(&self) -> Option<&Json> {
        self.json.as_ref()
    }

    /// The body as it came, up to the limit for the bodies of errors.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The server's one sentence about the whole request: `{"detail": "Not found."}`.
    pub fn detail(&self) -> Option<&str> {
        let json = self.json()?;
        named_detail(json)
            .or_else(|| sentence(json.get("non_field_errors")?.get(0)?))
            .or_else(|| sentence(json.get(0)?))
            .or_else(|| json.as_str())
    }

    /// The server's sentences about single fields: `{"name": ["This field is required."]}`. Fields of nested objects are named
    /// with dots, items of lists by their number: `1.name` is the name of the second.
    pub fn field_errors(&self) -> BTreeMap<String, Vec<String>> {
        let mut errors = BTreeMap::new();
        let Some(json) = self.json() else {
            return errors;
        };
        // Beside a sentence about the whole, a text is more likely a code or a type than a sentence about a field.
        let alone = if named_detail(json).is_some() { Alone::Code } else { Alone::Sentence };
        match json {
            Json::Object(members) => {
                for (name, value) in members {
                    let is_detail = DETAIL.contains(&name.as_str()) && sentence(value).is_some();
                    if !is_detail {
                        collect(name, value, alone, &mut errors);
                    }
                }
            }
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if sentence(item).is_none() {
                        collect(&index.to_string(), item, alone, &mut errors);
                    }
                }
            }
            _ => {}
        }
        errors
    }

    /// A text of the server as it may be printed: short, on one line, and without the secret.
    fn printed(&self, text: &str) -> String {
        match &self.secret {
            Some(secret) => shorten(&secret.hide(text)),
            None => shorten(text),
        }
    }

    fn excerpt(&self) -> String {
        body_excerpt(&self.body, self.secret.as_ref())
    }
}

/// The sentence about the whole, by its name.
fn named_detail(json: &Json) -> Option<&str> {
    DETAIL.iter().find_map(|name| match json.get(name)? {
        Json::String(text) => Some(text.as_str()),
        nested => nested.get("message")?.as_str(),
    })
}

/// A sentence, be it plain or with a code beside it: `{"message": "Required.", "code": "required"}`.
fn sentence(value: &Json) -> Option<&str> {
    value.as_str().or_else(|| value.get("message")?.as_str())
}

/// What a text is that stands in no list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alone {
    Sentence,
    Code,
}

/// Finds sentences, at any depth.
fn collect(name: &str, value: &Json, alone: Alone, errors: &mut BTreeMap<String, Vec<String>>) {
    let mut add = |text: &str| errors.entry(name.to_owned()).or_default().push(text.to_owned());
    match (sentence(value), value) {
        (Some(text), _) if alone == Alone::Sentence || !value.is_string() => add(text),
        (_, Json::Array(items)) => {
            items.iter().filter_map(sentence).for_each(add);
            for (index, item) in items.iter().enumerate().filter(|(_, item)| item.is_object()) {
                if sentence(item).is_none() {
                    collect(&format!("{name}.{index}"), item, alone, errors);
                }
            }
        }
        (_, Json::Object(members)) => {
            for (inner, value) in members {
                collect(&format!("{name}.{inner}"), value, alone, errors);
            }
        }
        _ => {}
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        let detail = self.detail();
        if let Some(detail) = detail {
            write!(f, ": {}", self.printed(detail))?;
        }
        let mut fields = self.field_errors();
        if let Some(general) = fields.get_mut("non_field_errors") {
            general.retain(|sentence| Some(sentence.as_str()) != detail);
        }
        fields.retain(|_, sentences| !sentences.is_empty());
        for (name, sentences) in fields.iter().take(5) {
            write!(f, "; {}: {}", self.printed(name), self.printed(&sentences.join(" ")))?;
        }
        if detail.is_none() && fields.is_empty() && !self.body.is_empty() {
            write!(f, ": {}", self.excerpt())?;
        }
        if self.status.is_redirection()
            && let Some(location) = self.headers.get("location").and_then(|to| to.to_str().ok())
        {
            // The query of a redirect may be a ticket; the way there is enough.
            let way = location.split(['?', '#']).next().unwrap_or_default();
            write!(f, " (redirect to {} is not followed)", self.printed(way))?;
        }
        if let Some(id) = self.request_id() {
            write!(f, " [request id {}]", self.printed(id))?;
        }
        Ok(())
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("retry_after", &self.retry_after())
            .field("body", &self.excerpt())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(body: &'static str) -> ApiError {
        ApiError::new(
            StatusCode::BAD_REQUEST,
            HeaderMap::new(),
            Bytes::from_static(body.as_bytes()),
            Some("key-of-the-client".into()),
        )
    }

    #[test]
    fn the_servers_words_are_found_in_every_form() {
        assert_eq!(error(r#"{"detail": "Not found."}"#).detail(), Some("Not found."));
        assert_eq!(error(r#"{"error": {"message": "No."}}"#).detail(), Some("No."));
        assert_eq!(error(r#"{"non_field_errors": ["Twice."]}"#).detail(), Some("Twice."));
        assert_eq!(error(r#"["First."]"#).detail(), Some("First."));
        assert_eq!(error(r#""Just text""#).detail(), Some("Just text"));
        assert_eq!(error("<html>").detail(), None);
    }

    #[test]
    fn field_errors_reach_into_nested_objects() {
        let error = error(
            r#"{"name": ["Required.", "Short."], "a": {"b": ["Bad."]}, "l": [{"x": ["Y."]}], "detail": "D"}"#,
        );
        let fields = error.field_errors();
        assert_eq!(fields["name"], ["Required.", "Short."]);
        assert_eq!(fields["a.b"], ["Bad."]);
        assert_eq!(fields["l.0.x"], ["Y."]);
        assert_eq!(fields.len(), 3);
        assert!(error.to_string().contains("400 Bad Request: D; a.b: Bad."), "{error}");
    }

    #[test]
    fn field_errors_have_many_forms() {
        let fields = |body| {
            let fields = error(body).field_errors().into_iter();
            fields.map(|(name, all)| format!("{name}: {}", all.join("|"))).collect::<Vec<_>>()
        };
        assert_eq!(fields(r#"[{}, {"name": ["A.", "B."]}]"#), ["1.name: A.|B."]);
        assert_eq!(fields(r#"{"name": "A.", "deep": {"er": "B."}}"#), ["deep.er: B.", "name: A."]);
        assert_eq!(fields(r#"{"name": [{"message": "A.", "code": "required"}]}"#), ["name: A."]);
        assert_eq!(fields(r#"{"name": {"message": "A.", "code": 1}}"#), ["name: A."]);
        assert_eq!(fields(r#"[{"message": "A.", "code": "x"}, "B."]"#), [""; 0]);
        assert_eq!(fields(r#"{"detail": "D", "code": "token_not_valid"}"#), [""; 0]);
        assert_eq!(fields(r#"{"error": {"message": "D", "type": "x"}}"#), [""; 0]);
    }

    #[test]
    fn nothing_is_said_twice_and_all_of_it_on_one_line() {
        let text = |body| error(body).to_string();
        let both = r#"{"non_field_errors": ["Twice.", "Late."], "a": ["B."]}"#;
        assert_eq!(text(both), "400 Bad Request: Twice.; a: B.; non_field_errors: Late.");
        assert_eq!(text(r#"{"non_field_errors": ["Twice."]}"#), "400 Bad Request: Twice.");
        assert_eq!(
            text("{\"detail\": \"a\\r\\nERROR b\\u001b[31m\"}"),
            "400 Bad Request: a ERROR b [31m"
        );
        assert_eq!(text("<h1>\n\n<p>"), "400 Bad Request: <h1> <p>");
        assert_eq!(text(r#"{"a\nb": ["c\u2028d"]}"#), "400 Bad Request; a b: c d");
    }

    #[test]
    fn a_secret_that_the_server_repeats_is_not_printed() {
        for body in [
            r#"{"detail": "The key key-of-the-client is wrong."}"#,
            r#"{"key-of-the-client": ["key-of-the-client is no key."]}"#,
            "<p>key-of-the-client</p>",
        ] {
            let error = error(body);
            let printed = format!("{error} {error:?} {error:#?}");
            assert!(!printed.contains("key-of-the-client") && printed.contains('…'), "{printed}");
            assert_eq!(error.text(), body);
        }
    }

    #[test]
    fn only_a_redirect_is_called_one() {
        let text = |status| {
            let headers = HeaderMap::from_iter([(
                http::header::LOCATION,
                http::HeaderValue::from_static("/y/?ticket=1"),
            )]);
            ApiError::new(status, headers, Bytes::new(), None).to_string()
        };
        assert_eq!(text(StatusCode::FOUND), "302 Found (redirect to /y/ is not followed)");
        assert_eq!(text(StatusCode::CONFLICT), "409 Conflict");
    }

    #[test]
    fn a_body_that_is_no_json_is_quoted() {
        assert_eq!(error("<h1>Oops</h1>").to_string(), "400 Bad Request: <h1>Oops</h1>");
        assert_eq!(error("").to_string(), "400 Bad Request");
    }
}
