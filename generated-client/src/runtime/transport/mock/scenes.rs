//! Responses that come in several parts: the pages of a list, the states of a job, failures.

use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use serde::Serialize;
use serde_json::json;

use crate::runtime::aliases::Json;
use crate::runtime::transport::mock::Expectation;

impl Expectation {
    /// Expects this call so many times.
    fn times(self, count: usize) -> Vec<Expectation> {
        let copy = |_| Expectation {
            mock: self.mock.clone(),
            method: self.method.clone(),
            path: self.path.clone(),
            headers: self.headers.clone(),
        };
        (0..count).map(copy).collect()
    }

    /// Expects a call for each of these bodies, and responds with them in order: the states of a
    /// job, as its polls see them.
    ///
    /// ```
    /// # use cekura::testing::MockTransport;
    /// # use serde_json::json;
    /// # let mock = MockTransport::new();
    /// let states = ["pending", "running", "completed"];
    /// mock.expect("GET", "/progress/").each(states.map(|status| json!({"status": status})));
    /// ```
    pub fn each<T: Serialize>(self, bodies: impl IntoIterator<Item = T>) {
        let bodies: Vec<T> = bodies.into_iter().collect();
        for (expectation, body) in self.times(bodies.len()).into_iter().zip(&bodies) {
            expectation.json(200, body);
        }
    }

    /// Expects a call for each page of a list, and responds with the items as pages of this crate
    /// ([`Page`](crate::Page)): each but the last has the link to the next.
    pub fn pages<T: Serialize>(self, pages: &[Vec<T>]) {
        let count: usize = pages.iter().map(Vec::len).sum();
        let link = |page: usize| (1..=pages.len()).contains(&page).then(|| format!("?page={page}"));
        self.each(pages.iter().enumerate().map(|(index, items)| {
            json!({
                "count": count,
                "next": link(index + 2),
                "previous": link(index),
                "results": items,
            })
        }));
    }

    /// Responds with JSON in which the value at a place, given as a JSON pointer, is another one:
    /// a response that does not match its documentation.
    ///
    /// ```
    /// # use cekura::testing::MockTransport;
    /// # use cekura::Page;
    /// # use serde_json::json;
    /// # let mock = MockTransport::new();
    /// let documented = json!({"count": 1, "results": [{"id": 7}]});
    /// mock.expect("GET", "/things/").drifting(&documented, "/results/0/id", json!("seven"));
    /// ```
    ///
    /// # Panics
    ///
    /// If there is no such place.
    pub fn drifting(self, body: &impl Serialize, pointer: &str, value: Json) {
        let mut body = serde_json::to_value(body).unwrap_or_default();
        match body.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => panic!("there is no `{pointer}` in {body}"),
        }
        self.json(200, &body);
    }

    /// Expects so many calls, and responds to them with 429 and `Retry-After`.
    pub fn rate_limited(self, times: usize, retry_after: Duration) {
        let millis = HeaderValue::try_from(retry_after.as_millis().to_string());
        for mut expectation in self.times(times) {
            if let Ok(millis) = &millis {
                expectation.headers.insert("retry-after-ms", millis.clone());
            }
            expectation.json(429, &json!({"detail": "Request was throttled."}));
        }
    }

    /// Expects so many calls, and responds to them with an error status and a message.
    ///
    /// # Panics
    ///
    /// If the status is invalid.
    pub fn failing(self, times: usize, status: u16, detail: &str) {
        for expectation in self.times(times) {
            expectation.json(status, &json!({"detail": detail}));
        }
    }

    /// Responds with these headers, too.
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.headers.extend(headers);
        self
    }
}
