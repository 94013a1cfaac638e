//! A prepared request: everything that is known before an attempt, and the same for all attempts.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method};
use url::Url;

use crate::runtime::aliases::{Json, JsonObject};
use crate::runtime::auth::Auth;
use crate::runtime::error::{Error, Operation};
use crate::runtime::request::events::EventOptions;
use crate::runtime::request::form::Form;
use crate::runtime::request::idempotency::IdempotencyKey;
use crate::runtime::request::part::Part;
use crate::runtime::request::uri::{encode, expand};
use crate::runtime::settings::Settings;
use crate::runtime::settings::defaults::Defaults;
use crate::runtime::transport::body::Body;

/// A prepared request. It has no `Debug`: headers, query and body may hold secrets.
#[derive(Clone)]
pub(crate) struct PreparedRequest {
    pub(crate) method: Method,
    /// The path as the API documents it.
    pub(crate) path: Cow<'static, str>,
    pub(crate) path_values: Vec<(&'static str, String)>,
    pub(crate) query: Vec<QueryPart>,
    /// The URL that replaces the operation's own, for the pages after the first.
    pub(crate) location: Option<Url>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Payload,
    /// The query parameters of the operation for which the client may have a value.
    pub(crate) defaults: &'static [&'static str],
    /// The schemes that the operation accepts; all, if empty.
    pub(crate) accepted: &'static [Auth],
    pub(crate) body_mode: BodyMode,
    /// The options of a stream of events, if the response is one. In a box: few calls have them.
    pub(crate) events: Option<Box<EventOptions>>,
    /// The limit of one attempt; the client's if `None`.
    pub(crate) timeout: Option<Duration>,
    /// The limit of all attempts together; the client's if `None`.
    pub(crate) total_timeout: Option<Duration>,
    /// The lowest rate at which the body has to be taken, in bytes per second.
    pub(crate) min_upload_throughput: Option<u64>,
    pub(crate) retries: Option<u32>,
    pub(crate) idempotent: bool,
    pub(crate) idempotency_key: Option<IdempotencyKey>,
}

/// A part of the query: the encoded pairs of one parameter.
#[derive(Clone)]
pub(crate) struct QueryPart {
    /// The documented parameter, which may be set again.
    parameter: Option<&'static str>,
    pairs: String,
}

/// The body of a prepared request.
#[derive(Clone)]
pub(crate) enum Payload {
    None,
    Bytes(Bytes),
    Part(Part),
    Form(Form),
}

impl Payload {
    /// Returns whether the body can be sent more than once.
    pub(crate) fn is_replayable(&self) -> bool {
        match self {
            Payload::None | Payload::Bytes(_) => true,
            Payload::Part(part) => part.is_replayable(),
            Payload::Form(form) => form.is_replayable(),
        }
    }
}

/// The treatment of the response body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyMode {
    /// Collect it, and decode it by the type of the call.
    Typed,
    /// Collect it as text.
    Text,
    /// Collect it, and decode it as JSON or take it as text, by its own content type.
    ByContentType,
    /// Pass it on as a stream.
    Streamed,
}

impl PreparedRequest {
    pub(crate) fn new(method: Method, path: Cow<'static, str>) -> Self {
        PreparedRequest {
            idempotent: method.is_idempotent(),
            method,
            path,
            path_values: Vec::new(),
            query: Vec::new(),
            location: None,
            headers: HeaderMap::new(),
            body: Payload::None,
            defaults: &[],
            accepted: &[],
            body_mode: BodyMode::Typed,
            events: None,
            timeout: None,
            total_timeout: None,
            min_upload_throughput: None,
            retries: None,
            idempotency_key: None,
        }
    }

    pub(crate) fn operation(&self) -> Operation {
        Operation { method: self.method.clone(), path: self.path.clone() }
    }

    /// Sets the pairs of a documented parameter, encoded.
    pub(crate) fn set_query(&mut self, parameter: &'static str, pairs: String) {
        self.query.retain(|part| part.parameter != Some(parameter));
        self.query.push(QueryPart { parameter: Some(parameter), pairs });
    }

    /// Appends encoded pairs to the query.
    pub(crate) fn add_query(&mut self, pairs: String) {
        self.query.push(QueryPart { parameter: None, pairs });
    }

    /// Returns the query behind that of the path itself, without the question mark.
    pub(super) fn query_after(&self, own: &str, defaults: &Defaults) -> String {
        let defaults = self.default_pairs(defaults);
        let pairs = self.query.iter().map(|part| part.pairs.as_str());
        let parts = [own].into_iter().chain(pairs).chain([defaults.as_str()]);
        parts.filter(|part| !part.is_empty()).collect::<Vec<&str>>().join("&")
    }

    /// Returns the encoded pairs of the client's values for parameters that the operation has. One
    /// is left out if the query has that parameter already, or another that makes it superfluous.
    fn default_pairs(&self, defaults: &Defaults) -> String {
        let mut pairs = String::new();
        for (of, value) in defaults.iter() {
            let has = |name: &&str| {
                let name = encode(name);
                let parts = self.query.iter().map(|part| part.pairs.as_str());
                let mut all = parts.chain([pairs.as_str()]).flat_map(|part| part.split('&'));
                all.any(|pair| pair.split('=').next() == Some(&*name))
            };
            let is_taken = self.defaults.contains(&of.parameter);
            if is_taken && !has(&of.parameter) && !of.unless.iter().any(has) {
                let separator = if pairs.is_empty() { "" } else { "&" };
                pairs = format!("{pairs}{separator}{}={}", encode(of.parameter), encode(value));
            }
        }
        pairs
    }

    /// Adds a member to the JSON object of the body, or replaces it. Beside an added one the rest
    /// of the body remains as it is encoded.
    pub(crate) fn add_member(&mut self, name: &str, value: &Json) -> Result<(), Error> {
        let body: &[u8] = match &self.body {
            Payload::None => b"{}",
            Payload::Bytes(bytes) => bytes,
            Payload::Part(_) | Payload::Form(_) => b"",
        };
        let Ok(mut members) = serde_json::from_slice::<JsonObject>(body) else {
            let message = format!("there is no JSON object to which `{name}` could be added");
            return Err(Error::invalid_request(message));
        };
        let body = body.trim_ascii_end();
        let bytes = match members.contains_key(name) {
            true => {
                members.insert(name.to_owned(), value.clone());
                Json::from(members).to_string().into_bytes()
            }
            false => {
                let separator = if members.is_empty() { "" } else { "," };
                let member = format!("{separator}{}:{value}}}", Json::from(name));
                [&body[..body.len() - 1], member.as_bytes()].concat()
            }
        };
        self.body = Payload::Bytes(bytes.into());
        let json = HeaderValue::from_static("application/json");
        self.headers.entry(CONTENT_TYPE).or_insert(json);
        Ok(())
    }

    /// Returns the URL, below the client's base URL.
    pub(crate) fn url(&self, settings: &Settings) -> Result<Url, Error> {
        let base = &settings.base;
        if let Some(location) = &self.location {
            return Ok(location.clone());
        }
        let prefix = base.path().trim_end_matches('/');
        let mut path = String::with_capacity(prefix.len() + self.path.len() + 64);
        path.push_str(prefix);
        expand(&mut path, &self.path, &self.path_values).map_err(Error::invalid_request)?;
        let mut url = base.clone();
        // An undocumented path may have a query of its own.
        let (path, own) = match path.split_once('?') {
            Some((path, own)) => (path, Some(own.trim_end_matches('&'))),
            None => (path.as_str(), None),
        };
        url.set_path(path);
        let query = self.query_after(own.unwrap_or_default(), &settings.defaults);
        if own.is_some() || !query.is_empty() {
            url.set_query(Some(&query));
        }
        Ok(url)
    }

    /// Returns the body for one attempt.
    pub(crate) fn body(&self) -> Result<Body, Error> {
        match &self.body {
            Payload::None => Ok(Body::empty()),
            Payload::Bytes(bytes) => Ok(bytes.clone().into()),
            Payload::Part(part) => part.body(None),
            Payload::Form(form) => form.body(),
        }
    }

    /// Returns the time an attempt gets in addition to its timeout, to send its body at a megabit
    /// per second.
    pub(crate) fn upload_time(&self) -> Duration {
        const PER_SECOND: u64 = 128 * 1024;
        let length = match &self.body {
            Payload::None => None,
            Payload::Bytes(bytes) => Some(bytes.len() as u64),
            Payload::Part(part) => part.length(),
            Payload::Form(form) => form.length(),
        };
        Duration::from_secs(length.unwrap_or(0) / PER_SECOND)
    }
}

#[cfg(test)]
mod tests;
