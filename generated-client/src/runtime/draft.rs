//! A request that is not sent yet: what is known before an attempt, and the same for all attempts.

use super::auth::Auth;
use super::error::Operation;
use super::form::Form;
use super::retry::Repeat;
use super::uri::expand;
use super::{Body, Error, Part};
use bytes::Bytes;
use http::{HeaderMap, Method};
use std::borrow::Cow;
use std::time::Duration;
use url::Url;

/// It has no `Debug`: headers, query and body may hold what nobody should print.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) method: Method,
    /// The path as the API documents it.
    pub(crate) path: Cow<'static, str>,
    pub(crate) path_values: Vec<(&'static str, String)>,
    /// Encoded, without the question mark.
    pub(crate) query: String,
    /// Where to instead, for the pages after the first.
    pub(crate) location: Option<Url>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Payload,
    /// The schemes that the operation accepts; empty if any.
    pub(crate) accepted: &'static [Auth],
    pub(crate) answer: Answer,
    /// Per attempt; the client's if `None`.
    pub(crate) timeout: Option<Duration>,
    /// For all attempts together.
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) retries: Option<u32>,
    pub(crate) repeat: Repeat,
}

/// What an operation sends.
#[derive(Clone)]
pub(crate) enum Payload {
    None,
    Bytes(Bytes),
    Part(Part),
    Form(Form),
}

/// What a call does with the body of its response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Reads it, by its type.
    Typed,
    /// Takes it for text.
    Text,
    /// Hands it on piece by piece.
    Streamed,
}

impl Draft {
    pub(crate) fn new(method: Method, path: Cow<'static, str>) -> Self {
        Draft {
            repeat: Repeat::of(&method),
            method,
            path,
            path_values: Vec::new(),
            query: String::new(),
            location: None,
            headers: HeaderMap::new(),
            body: Payload::None,
            accepted: &[],
            answer: Answer::Typed,
            timeout: None,
            total_timeout: None,
            retries: None,
        }
    }

    pub(crate) fn operation(&self) -> Operation {
        Operation { method: self.method.clone(), path: self.path.clone() }
    }

    pub(crate) fn add_query(&mut self, pairs: &str) {
        if !self.query.is_empty() && !pairs.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(pairs);
    }

    /// The address, below the client's base URL.
    pub(crate) fn url(&self, base: &Url) -> Result<Url, Error> {
        if let Some(location) = &self.location {
            return Ok(location.clone());
        }
        let below = base.path().trim_end_matches('/');
        let mut path = String::with_capacity(below.len() + self.path.len() + 64);
        path.push_str(below);
        expand(&mut path, &self.path, &self.path_values).map_err(Error::invalid_request)?;
        let mut url = base.clone();
        // An undocumented path may bring a query of its own.
        match path.split_once('?') {
            Some((path, own)) => {
                url.set_path(path);
                let parts = [own.trim_end_matches('&'), &self.query];
                let parts = parts.into_iter().filter(|part| !part.is_empty());
                url.set_query(Some(&parts.collect::<Vec<&str>>().join("&")));
            }
            None => {
                url.set_path(&path);
                url.set_query((!self.query.is_empty()).then_some(&self.query));
            }
        }
        Ok(url)
    }

    /// Whether a request of this draft may be repeated.
    pub(crate) fn repeat(&self) -> Repeat {
        match &self.body {
            Payload::Form(form) if !form.is_replayable() => Repeat::Impossible,
            Payload::Part(part) if !part.is_replayable() => Repeat::Impossible,
            _ => self.repeat,
        }
    }

    /// The body of one attempt.
    pub(crate) fn body(&self) -> Result<Body, Error> {
        match &self.body {
            Payload::None => Ok(Body::empty()),
            Payload::Bytes(bytes) => Ok(bytes.clone().into()),
            Payload::Part(part) => part.body(),
            Payload::Form(form) => form.body(),
        }
    }

    /// What an attempt gets beside its usual time, to send its body at a megabit per second.
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
mod tests {
    use crate::runtime::parameters::{ParameterWriter, Parameters};
    use crate::runtime::{Client, MockTransport, RequestBuilder};

    struct Query(&'static str);

    impl Parameters for Query {
        fn write(&self, out: &mut ParameterWriter) {
            out.query("q", &self.0);
        }
    }

    /// The address of a call, below the host.
    async fn address(path: &'static str, fill: fn(RequestBuilder) -> RequestBuilder) -> String {
        let mock = MockTransport::new();
        mock.expect("POST", path).respond(204, "");
        let client = Client::builder().api_key("k").base_url("https://host/api");
        let client = client.transport(mock.clone()).build().expect("a client");
        fill(client.post(path)).call::<()>().await.expect("sent");
        mock.requests()[0].url.as_str().trim_start_matches("https://host/api").to_owned()
    }

    #[tokio::test]
    async fn a_value_in_the_query_of_a_path_stays_one_value() {
        let convert = "/uploads?convert={convert}";
        assert_eq!(
            address(convert, |call| call.path("convert", true)).await,
            "/uploads?convert=true"
        );
        let filled = address(convert, |call| call.path("convert", "a&b=c#d e?f/ü%+"));
        assert_eq!(filled.await, "/uploads?convert=a%26b%3Dc%23d%20e%3Ff%2F%C3%BC%25%2B");
        // Dots lead nowhere in a query; in the path they do.
        let filled = address("/{id}/?up=/{up}", |call| call.path("id", "a?b").path("up", ".."));
        assert_eq!(filled.await, "/a%3Fb/?up=/..");
        let filled = address(convert, |call| call.path("convert", ["a,b", "c"]));
        assert_eq!(filled.await, "/uploads?convert=a%2Cb,c");
    }

    #[tokio::test]
    async fn parameters_go_behind_the_query_of_a_path() {
        let fill = |call: RequestBuilder| call.parameters(&Query("x&y=#z ü")).query("r", 1);
        let added = "q=x%26y%3D%23z%20%C3%BC&r=1";
        for (path, own) in [
            ("/uploads?convert=1", "convert=1&"),
            ("/uploads?convert=1&", "convert=1&"),
            ("/uploads?", ""),
            ("/uploads", ""),
        ] {
            assert_eq!(address(path, fill).await, format!("/uploads?{own}{added}"), "{path}");
        }
    }
}
