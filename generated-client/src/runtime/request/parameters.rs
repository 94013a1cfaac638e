//! Parameters in query, headers and cookies.

use http::header::COOKIE;
use http::{HeaderName, HeaderValue};
use serde::Serialize;

use crate::runtime::aliases::Json;
use crate::runtime::error::Error;
use crate::runtime::request::encode::to_value;
use crate::runtime::request::prepared::PreparedRequest;
use crate::runtime::request::uri::{Explode, deep, encode, joined, members};

/// A writer of the documented parameters of a request. An absent or `null` value is not sent; one
/// that is written twice replaces the first.
pub(crate) struct ParameterWriter<'r> {
    request: &'r mut PreparedRequest,
    /// The reason why the request cannot be sent.
    error: &'r mut Option<Error>,
}

impl<'r> ParameterWriter<'r> {
    pub(crate) fn new(request: &'r mut PreparedRequest, error: &'r mut Option<Error>) -> Self {
        ParameterWriter { request, error }
    }

    /// Writes a parameter in style `form`, exploded: a list repeats the name, an object writes each
    /// key, and repeats it for a list. What is nested deeper is JSON text.
    pub(crate) fn query(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        let pairs = exploded(name, &self.value(name, value));
        self.request.set_query(name, pairs);
    }

    /// Writes a parameter in style `form`, not exploded: `name=a,b`.
    pub(crate) fn query_joined(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        self.list(name, value, ",");
    }

    /// Writes a parameter in style `spaceDelimited`: `name=a%20b`.
    pub(crate) fn query_spaced(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        self.list(name, value, "%20");
    }

    /// Writes a parameter in style `pipeDelimited`: `name=a%7Cb`.
    pub(crate) fn query_piped(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        self.list(name, value, "%7C");
    }

    /// Writes a parameter in style `deepObject`: `name[key]=value`, and nested objects as
    /// `name[key][inner]=value`.
    pub(crate) fn query_deep(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        let (value, mut pairs) = (self.value(name, value), String::new());
        for (name, value) in deep(name, &value) {
            pair(&mut pairs, &name, &encode(&value));
        }
        self.request.set_query(name, pairs);
    }

    /// Writes a parameter as JSON text.
    pub(crate) fn query_json(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        let (value, mut pairs) = (self.value(name, value), String::new());
        if !value.is_null() {
            pair(&mut pairs, name, &encode(&value.to_string()));
        }
        self.request.set_query(name, pairs);
    }

    /// Writes a header; lists are joined by commas, objects as `key,value`.
    pub(crate) fn header(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        self.put_header(name, value, Explode::No);
    }

    /// Writes a header; objects are written as `key=value`.
    pub(crate) fn header_exploded(
        &mut self,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
    ) {
        self.put_header(name, value, Explode::Yes);
    }

    /// Writes a cookie; lists are joined by commas.
    pub(crate) fn cookie(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        let value = self.value(name, value);
        let start = format!("{}=", encode(name));
        let headers = &mut self.request.headers;
        let of_others: Vec<HeaderValue> = headers
            .get_all(COOKIE)
            .iter()
            .filter(|cookie| !cookie.as_bytes().starts_with(start.as_bytes()))
            .cloned()
            .collect();
        headers.remove(COOKIE);
        for cookie in of_others {
            headers.append(COOKIE, cookie);
        }
        if value.is_null() {
            return;
        }
        if let Ok(cookie) = HeaderValue::try_from(start + &joined(&value, ",", Explode::No)) {
            headers.append(COOKIE, cookie);
        }
    }

    fn value(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Json {
        to_value(value).unwrap_or_else(|error| {
            self.fail(format!("the parameter `{name}` cannot be encoded: {error}"));
            Json::Null
        })
    }

    fn fail(&mut self, message: String) {
        self.error.get_or_insert_with(|| Error::invalid_request(message));
    }

    fn list(&mut self, name: &'static str, value: &(impl Serialize + ?Sized), separator: &str) {
        let (value, mut pairs) = (self.value(name, value), String::new());
        // An empty list is not sent: `name=` would be a list of one empty string.
        if !members(&value).is_empty() {
            pair(&mut pairs, name, &joined(&value, separator, Explode::No));
        }
        self.request.set_query(name, pairs);
    }

    fn put_header(
        &mut self,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
        explode: Explode,
    ) {
        let value = self.value(name, value);
        let parts: Vec<String> = members(&value)
            .into_iter()
            .map(|(key, value)| match (key, explode) {
                (None, _) => value,
                (Some(key), Explode::No) => format!("{key},{value}"),
                (Some(key), Explode::Yes) => format!("{key}={value}"),
            })
            .collect();
        let value = HeaderValue::from_bytes(parts.join(",").as_bytes());
        match (HeaderName::from_bytes(name.as_bytes()), value) {
            (Ok(name), _) if parts.is_empty() => drop(self.request.headers.remove(name)),
            (Ok(name), Ok(value)) => drop(self.request.headers.insert(name, value)),
            _ => self.fail(format!(
                "the value of header `{name}` has a character that is not allowed in headers"
            )),
        }
    }
}

/// Returns the pairs of a parameter that the operation does not document, in style `form`,
/// exploded.
pub(crate) fn undocumented(name: &str, value: impl Serialize) -> Result<String, Error> {
    let value = to_value(&value).map_err(|error| {
        let message = format!("the parameter `{name}` cannot be encoded");
        Error::invalid_request(message).with_source(error)
    })?;
    Ok(exploded(name, &value))
}

fn exploded(name: &str, value: &Json) -> String {
    let mut pairs = String::new();
    let mut add = |name: &str, value: &Json| match value {
        Json::Object(_) => pair(&mut pairs, name, &encode(&value.to_string())),
        other => {
            members(other).iter().for_each(|(_, value)| pair(&mut pairs, name, &encode(value)));
        }
    };
    match value {
        Json::Object(keys) => keys.iter().for_each(|(key, value)| add(key, value)),
        other => add(name, other),
    }
    pairs
}

fn pair(pairs: &mut String, name: &str, encoded: &str) {
    if !pairs.is_empty() {
        pairs.push('&');
    }
    pairs.push_str(&encode(name));
    pairs.push('=');
    pairs.push_str(encoded);
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "a union as the generator writes it")]
mod tests;
