//! Parameters in query, headers and cookies.

use http::{HeaderName, HeaderValue};
use serde::Serialize;

use crate::runtime::aliases::Json;
use crate::runtime::error::Error;
use crate::runtime::request::encode::to_value;
use crate::runtime::request::uri::{Explode, deep, encode, joined, members};

/// The parameters of one operation.
pub(crate) trait Parameters {
    /// Writes the parameters that are set.
    fn write(&self, out: &mut ParameterWriter);
}

/// A writer of parameters. An absent or `null` value is not sent.
#[derive(Debug, Default)]
pub(crate) struct ParameterWriter {
    pub(crate) query: String,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) cookies: Vec<String>,
    pub(crate) error: Option<Error>,
}

impl ParameterWriter {
    /// Writes a parameter in style `form`, exploded: a list repeats the name, an object writes each
    /// key, and repeats it for a list. What is nested deeper is JSON text.
    pub(crate) fn query(&mut self, name: &str, value: &impl Serialize) {
        let value = self.value(name, value);
        match &value {
            Json::Object(keys) => keys.iter().for_each(|(key, value)| self.exploded(key, value)),
            other => self.exploded(name, other),
        }
    }

    /// Writes a parameter in style `form`, not exploded: `name=a,b`.
    pub(crate) fn query_joined(&mut self, name: &str, value: &impl Serialize) {
        self.list(name, value, ",");
    }

    /// Writes a parameter in style `spaceDelimited`: `name=a%20b`.
    pub(crate) fn query_spaced(&mut self, name: &str, value: &impl Serialize) {
        self.list(name, value, "%20");
    }

    /// Writes a parameter in style `pipeDelimited`: `name=a%7Cb`.
    pub(crate) fn query_piped(&mut self, name: &str, value: &impl Serialize) {
        self.list(name, value, "%7C");
    }

    /// Writes a parameter in style `deepObject`: `name[key]=value`, and nested objects as
    /// `name[key][inner]=value`.
    pub(crate) fn query_deep(&mut self, name: &str, value: &impl Serialize) {
        let value = self.value(name, value);
        for (name, value) in deep(name, &value) {
            self.pair(&name, &encode(&value));
        }
    }

    /// Writes a parameter as JSON text.
    pub(crate) fn query_json(&mut self, name: &str, value: &impl Serialize) {
        let value = self.value(name, value);
        if !value.is_null() {
            self.pair(name, &encode(&value.to_string()));
        }
    }

    /// Writes a header; lists are joined by commas, objects as `key,value`.
    pub(crate) fn header(&mut self, name: &'static str, value: &impl Serialize) {
        self.put_header(name, value, Explode::No);
    }

    /// Writes a header; objects are written as `key=value`.
    pub(crate) fn header_exploded(&mut self, name: &'static str, value: &impl Serialize) {
        self.put_header(name, value, Explode::Yes);
    }

    /// Writes a cookie; lists are joined by commas.
    pub(crate) fn cookie(&mut self, name: &str, value: &impl Serialize) {
        let value = self.value(name, value);
        if !value.is_null() {
            self.cookies.push(format!("{}={}", encode(name), joined(&value, ",", Explode::No)));
        }
    }

    fn value(&mut self, name: &str, value: &impl Serialize) -> Json {
        to_value(value).unwrap_or_else(|error| {
            self.fail(format!("the parameter `{name}` cannot be encoded: {error}"));
            Json::Null
        })
    }

    fn fail(&mut self, message: String) {
        self.error.get_or_insert_with(|| Error::invalid_request(message));
    }

    fn pair(&mut self, name: &str, encoded: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&encode(name));
        self.query.push('=');
        self.query.push_str(encoded);
    }

    fn exploded(&mut self, name: &str, value: &Json) {
        match value {
            Json::Object(_) => self.pair(name, &encode(&value.to_string())),
            other => {
                for (_, value) in members(other) {
                    self.pair(name, &encode(&value));
                }
            }
        }
    }

    fn list(&mut self, name: &str, value: &impl Serialize, separator: &str) {
        let value = self.value(name, value);
        // An empty list is not sent: `name=` would be a list of one empty string.
        if !members(&value).is_empty() {
            self.pair(name, &joined(&value, separator, Explode::No));
        }
    }

    fn put_header(&mut self, name: &'static str, value: &impl Serialize, explode: Explode) {
        let value = self.value(name, value);
        let parts: Vec<String> = members(&value)
            .into_iter()
            .map(|(key, value)| match (key, explode) {
                (None, _) => value,
                (Some(key), Explode::No) => format!("{key},{value}"),
                (Some(key), Explode::Yes) => format!("{key}={value}"),
            })
            .collect();
        if parts.is_empty() {
            return;
        }
        let value = HeaderValue::from_bytes(parts.join(",").as_bytes());
        match (HeaderName::from_bytes(name.as_bytes()), value) {
            (Ok(name), Ok(value)) => self.headers.push((name, value)),
            _ => self.fail(format!(
                "the value of header `{name}` has a character that is not allowed in headers"
            )),
        }
    }
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "a union as the generator writes it")]
mod tests;
