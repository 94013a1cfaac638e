//! An error response of the server.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::aliases::Json;
use crate::runtime::auth::secrets::Secrets;
use crate::runtime::error::headers::{request_id, retry_after};
use crate::runtime::error::text::{body_excerpt, shorten};

/// A response with an error status.
pub struct ApiError {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    json: Option<Json>,
    /// The messages of a validation error that lists its faults, as one text.
    faults: Option<String>,
    /// The credentials of the client, which are removed from printed text.
    secrets: Secrets,
}

/// The names of the member that holds the message.
const DETAIL: [&str; 4] = ["detail", "error", "message", "title"];

impl ApiError {
    pub(crate) fn new(
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        secrets: Secrets,
    ) -> Self {
        let json = serde_json::from_slice(&body).ok();
        let faults = json.as_ref().and_then(faults_text);
        ApiError { status, headers, body, json, faults, secrets }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the server's id of the request, if the response has one; useful for its support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Returns the pause that the server requests before the next call.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }

    /// Returns the body, if it is JSON.
    pub fn json(&self) -> Option<&Json> {
        self.json.as_ref()
    }

    /// Returns the body unchanged, up to the size limit of error bodies (64 KiB).
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns the server's message about the whole request: `{"detail": "Not found."}`.
    ///
    /// Of a list of faults with their places, as FastAPI writes it, it is the places and the
    /// messages: `price: Field required`. Such a list repeats the input, which is left out. Like
    /// [`json`](ApiError::json) and [`body`](ApiError::body) this is the server's text, which may
    /// repeat a credential; in printed errors it is removed.
    pub fn detail(&self) -> Option<&str> {
        let json = self.json()?;
        named_detail(json)
            .or(self.faults.as_deref())
            .or_else(|| message(json.get("non_field_errors")?.get(0)?))
            .or_else(|| message(json.get(0)?))
            .or_else(|| json.as_str())
    }

    /// Returns the server's messages about single fields:
    /// `{"name": ["This field is required."]}`.
    ///
    /// Nested fields are named by their path, with the index of list items: `1.name` is the name
    /// of the second item.
    pub fn field_errors(&self) -> BTreeMap<String, Vec<String>> {
        let mut errors = BTreeMap::new();
        let Some(json) = self.json() else {
            return errors;
        };
        // Next to a message about the whole request, a plain text is more likely a code or a type
        // than a message about a field.
        let texts = if named_detail(json).is_some() { PlainText::Code } else { PlainText::Message };
        match json {
            Json::Object(members) => {
                for (name, value) in members {
                    if let Some(faults) = faults(value).filter(|_| DETAIL.contains(&&**name)) {
                        for (place, message) in faults {
                            errors.entry(place).or_default().push(message.to_owned());
                        }
                        continue;
                    }
                    let is_detail = DETAIL.contains(&name.as_str()) && message(value).is_some();
                    if !is_detail {
                        collect(name, value, texts, &mut errors);
                    }
                }
            }
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if message(item).is_none() {
                        collect(&index.to_string(), item, texts, &mut errors);
                    }
                }
            }
            _ => {}
        }
        errors
    }

    /// Returns a text of the server as it may be printed: short, on one line, without secrets.
    fn printed(&self, text: &str) -> String {
        shorten(&self.secrets.redact(text))
    }

    fn excerpt(&self) -> String {
        body_excerpt(&self.body, &self.secrets)
    }
}

/// Returns the message about the whole request.
fn named_detail(json: &Json) -> Option<&str> {
    DETAIL.iter().find_map(|name| match json.get(name)? {
        Json::String(text) => Some(text.as_str()),
        nested => nested.get("message")?.as_str(),
    })
}

/// Returns the places and the messages of a list of faults, as FastAPI writes it:
/// `[{"loc": ["body", "price"], "msg": "Field required", "input": {…}}]`.
fn faults(value: &Json) -> Option<Vec<(String, &str)>> {
    let faults: Option<Vec<_>> = value.as_array()?.iter().map(fault).collect();
    faults.filter(|faults| !faults.is_empty())
}

/// Returns the place and the message of one fault.
fn fault(fault: &Json) -> Option<(String, &str)> {
    let message = fault.get("msg")?.as_str()?;
    let part = |part: &Json| part.as_str().map_or_else(|| part.to_string(), str::to_owned);
    let mut place: Vec<String> = fault.get("loc")?.as_array()?.iter().map(part).collect();
    // The first part is the part of the request.
    if place.len() > 1 {
        place.remove(0);
    }
    Some((place.join("."), message))
}

/// Returns a list of faults as one text; `None` if there is none.
fn faults_text(json: &Json) -> Option<String> {
    let faults = DETAIL.iter().find_map(|name| faults(json.get(name)?))?;
    let texts: Vec<String> =
        faults.iter().map(|(place, message)| format!("{place}: {message}")).collect();
    Some(texts.join("; "))
}

/// Returns a message, which may be plain text or an object with a code:
/// `{"message": "Required.", "code": "required"}`.
fn message(value: &Json) -> Option<&str> {
    value.as_str().or_else(|| value.get("message")?.as_str())
}

/// The meaning of a plain text as the value of a field, outside of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PlainText {
    Message,
    Code,
}

/// Collects messages, at any depth.
fn collect(name: &str, value: &Json, texts: PlainText, errors: &mut BTreeMap<String, Vec<String>>) {
    let mut add = |text: &str| errors.entry(name.to_owned()).or_default().push(text.to_owned());
    match (message(value), value) {
        (Some(text), _) if texts == PlainText::Message || !value.is_string() => add(text),
        (_, Json::Array(items)) => {
            items.iter().filter_map(message).for_each(add);
            for (index, item) in items.iter().enumerate().filter(|(_, item)| item.is_object()) {
                if message(item).is_none() {
                    collect(&format!("{name}.{index}"), item, texts, errors);
                }
            }
        }
        (_, Json::Object(members)) => {
            for (inner, value) in members {
                collect(&format!("{name}.{inner}"), value, texts, errors);
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
        // The faults of a list are in the detail already.
        let mut fields = if self.faults.is_some() { BTreeMap::new() } else { self.field_errors() };
        if let Some(general) = fields.get_mut("non_field_errors") {
            general.retain(|text| Some(text.as_str()) != detail);
        }
        fields.retain(|_, messages| !messages.is_empty());
        for (name, messages) in fields.iter().take(5) {
            write!(f, "; {}: {}", self.printed(name), self.printed(&messages.join(" ")))?;
        }
        if detail.is_none() && fields.is_empty() && !self.body.is_empty() {
            write!(f, ": {}", self.excerpt())?;
        }
        let location = self.headers.get("location").filter(|_| self.status.is_redirection());
        if let Some(location) = location.and_then(|to| to.to_str().ok()) {
            // The query of a redirect may hold a ticket, so only the path is printed.
            let path = location.split(['?', '#']).next().unwrap_or_default();
            write!(f, " (redirect to {} is not followed)", self.printed(path))?;
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
mod tests;
