//! What a server says when it refuses.

use super::super::Json;
use super::super::codec::{body_excerpt, shorten};
use super::super::retry::retry_after;
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
}

/// The names under which an error's text is found.
const DETAIL: [&str; 4] = ["detail", "error", "message", "title"];

impl ApiError {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        let json = serde_json::from_slice(&body).ok();
        ApiError { status, headers, body, json }
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
        ["x-request-id", "request-id", "x-amzn-requestid", "x-amz-cf-id", "cf-ray"]
            .iter()
            .find_map(|name| self.headers.get(*name)?.to_str().ok())
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
        let named = DETAIL.iter().find_map(|name| match json.get(name)? {
            Json::String(text) => Some(text.as_str()),
            nested => nested.get("message")?.as_str(),
        });
        named
            .or_else(|| json.get("non_field_errors")?.get(0)?.as_str())
            .or_else(|| json.get(0)?.as_str())
            .or_else(|| json.as_str())
    }

    /// The server's sentences about single fields: `{"name": ["This field is required."]}`. Fields of nested objects are named
    /// with dots.
    pub fn field_errors(&self) -> BTreeMap<String, Vec<String>> {
        let mut errors = BTreeMap::new();
        if let Some(Json::Object(members)) = self.json() {
            for (name, value) in members {
                let is_detail = DETAIL.contains(&name.as_str()) && value.is_string();
                if !is_detail {
                    collect(name, value, &mut errors);
                }
            }
        }
        errors
    }
}

/// Finds lists of sentences, at any depth.
fn collect(name: &str, value: &Json, errors: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                match item {
                    Json::String(sentence) => {
                        errors.entry(name.to_owned()).or_default().push(sentence.clone());
                    }
                    other => collect(&format!("{name}.{index}"), other, errors),
                }
            }
        }
        Json::Object(members) => {
            for (inner, value) in members {
                collect(&format!("{name}.{inner}"), value, errors);
            }
        }
        _ => {}
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        if let Some(detail) = self.detail() {
            write!(f, ": {}", shorten(detail))?;
        }
        let fields = self.field_errors();
        for (name, sentences) in fields.iter().take(5) {
            write!(f, "; {name}: {}", shorten(&sentences.join(" ")))?;
        }
        if self.detail().is_none() && fields.is_empty() && !self.body.is_empty() {
            write!(f, ": {}", body_excerpt(&self.body))?;
        }
        if let Some(location) = self.headers.get("location").and_then(|value| value.to_str().ok()) {
            // The query of a redirect may be a ticket; the way there is enough.
            let way = location.split(['?', '#']).next().unwrap_or_default();
            write!(f, " (redirect to {} is not followed)", shorten(way))?;
        }
        if let Some(id) = self.request_id() {
            write!(f, " [request id {}]", shorten(id))?;
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
            .field("body", &body_excerpt(&self.body))
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
    fn a_body_that_is_no_json_is_quoted() {
        assert_eq!(error("<h1>Oops</h1>").to_string(), "400 Bad Request: <h1>Oops</h1>");
        assert_eq!(error("").to_string(), "400 Bad Request");
    }
}
